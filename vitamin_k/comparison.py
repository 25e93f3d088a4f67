"""Set the kinetic model beside the published numbers, hits and misses alike."""

from dataclasses import replace

import pandas as pd

from vitamin_k import kinetics
from vitamin_k.data import load

K1_LEVEL_BEFORE_NMOL_PER_L = 1.0


def ratio_at_equal_moles(vitamer, other, amount_nmol=1.0, every_h=24.0):
    """Compare the plateaus of two vitamers taken in equal moles.

    Parameters
    ----------
    vitamer, other : Vitamer
        What is compared with what.
    amount_nmol : float
        Each dose of each, nmol; the ratio does not depend on it.
    every_h : float
        Hours between doses.

    Returns
    -------
    float
        Average molecules per litre of the one over those of the other.
    """
    molecules = []
    for each in (vitamer, other):
        dose_ug = float(kinetics.micrograms(amount_nmol, each))
        average = kinetics.plateau(dose_ug, each, every_h).average
        molecules.append(float(kinetics.nanomoles(average, each)))
    return molecules[0] / molecules[1]


def observed_and_predicted():
    """Compare the model with what was measured.

    Returns
    -------
    pandas.DataFrame
        One row a published number: `vitamer`, `quantity`, `observed`, `predicted`, `unit`,
        `ratio` (predicted over observed), `role` and `source`. The role is "fitted" where
        the number helped to set a parameter, "predicted" where it did not.

    Notes
    -----
    The rise of K1 after 200 ug a day is published in per cent of a level before that the
    abstract does not give; 1.0 nmol/L is assumed for it. The levels after collards include K1
    from other meals; the level to which the blood returned after 24 h is added to the model's.
    """
    k1, greens, mk4, mk7 = map(kinetics.parameters, ("K1", "K1 in greens", "MK-4", "MK-7"))
    points = load("concentrations").set_index("id")
    areas = load("exposures").set_index("id")
    peaks = load("peak_times").set_index("id")
    plateaus = load("plateaus").set_index("id")
    rows = []

    def add(vitamer, quantity, row, column, predicted, unit, role):
        rows.append((vitamer, quantity, row[column], float(predicted), unit, role, row["source"]))

    for name in ("mk4_iv_6min", "mk4_iv_2h"):
        row = points.loc[name]
        add("MK-4", f"level {row.time_h:g} h after 10 mg into a vein", row,
            "concentration_ng_per_ml", kinetics.intravenous(row.time_h, row.dose_ug, mk4),
            "ng/mL", "fitted")  # fmt: skip
    row = areas.loc["mk4_iv_label"]
    swallowed_at_once = replace(mk4, bioavailability=1.0, lag_h=0.0, absorption_rate_per_h=1e6)
    add("MK-4", "area over 48 h, 10 mg into a vein", row, "area_ng_h_per_ml",
        kinetics.area_under_curve(row.dose_ug, swallowed_at_once, row.until_h),
        "ng·h/mL", "fitted")  # fmt: skip
    peak_h, peak_level = kinetics.peak(points.loc["mk4_oral_peak", "dose_ug"], mk4)
    add("MK-4", "time of peak, 30 mg swallowed", peaks.loc["mk4_syrup"], "time_of_peak_h",
        peak_h, "h", "fitted")  # fmt: skip
    add("MK-4", "peak, 30 mg swallowed", points.loc["mk4_oral_peak"], "concentration_ng_per_ml",
        peak_level, "ng/mL", "fitted")  # fmt: skip
    row = areas.loc["mk4_syrup_label"]
    add("MK-4", "area, 30 mg swallowed", row, "area_ng_h_per_ml",
        kinetics.area_under_curve(row.dose_ug, mk4), "ng·h/mL", "fitted")  # fmt: skip

    add("K1", "time of peak, supplement", peaks.loc["k1_supplement"], "time_of_peak_h",
        kinetics.peak(1.0, k1)[0], "h", "fitted")  # fmt: skip
    row = areas.loc["k1_tablet_garber"]
    add("K1", "area over 9 h, 500 µg tablet", row, "area_ng_h_per_ml",
        kinetics.area_under_curve(row.dose_ug, k1, row.until_h), "ng·h/mL",
        "predicted")  # fmt: skip
    row = plateaus.loc["k1_two_years"]
    rise = kinetics.plateau(row.dose_ug_per_d, k1).trough
    before = K1_LEVEL_BEFORE_NMOL_PER_L * k1.molar_mass_g_per_mol / 1000
    add("K1", "rise on 200 µg a day (start level assumed)", row, "value", 100 * rise / before,
        "%", "predicted")  # fmt: skip
    level_before = points.loc["k1_collards_24h", "concentration_ng_per_ml"]
    for name in ("k1_collards_6h", "k1_collards_9h", "k1_collards_24h"):
        row = points.loc[name]
        add("K1", f"level {row.time_h:g} h after collards", row, "concentration_ng_per_ml",
            level_before + kinetics.oral(row.time_h, row.dose_ug, greens), "ng/mL",
            "fitted")  # fmt: skip
    row = points.loc["k1_kale_peak_2010"]
    add("K1", "peak after kale", row, "concentration_ng_per_ml",
        kinetics.peak(row.dose_ug, greens)[1], "ng/mL", "predicted")  # fmt: skip

    add("MK-7", "time of peak, supplement", peaks.loc["mk7_supplement"], "time_of_peak_h",
        kinetics.peak(1.0, mk7)[0], "h", "fitted")  # fmt: skip
    before, after = plateaus.loc["mk7_yogurt_before"], plateaus.loc["mk7_yogurt_after"]
    row = after.copy()
    row["value"] = after.value - before.value
    add("MK-7", "rise on 56 µg a day", row, "value",
        kinetics.plateau(row.dose_ug_per_d, mk7).trough, "ng/mL", "fitted")  # fmt: skip
    row = plateaus.loc["mk7_to_k1"]
    add("MK-7", "MK-7 over K1, daily, equal moles", row, "value", ratio_at_equal_moles(mk7, k1),
        "fold", "predicted")  # fmt: skip
    columns = ["vitamer", "quantity", "observed", "predicted", "unit", "role", "source"]
    table = pd.DataFrame(rows, columns=columns)
    table.insert(5, "ratio", table["predicted"] / table["observed"])
    return table


def k1_versus_k2():
    """Rebuild the popular table "K1 versus K2" from the course's data.

    Returns
    -------
    list of tuple of str
        Rows of (what is compared, what a popular article says, what the data say, caveat).
        Every number is read from a table or computed by the model.
    """
    foods = load("food_vitamers").set_index("id")["ug_per_100g"]
    shares = load("bioavailability").set_index("id")["value"]
    halves = load("half_lives").set_index("id")["half_life_h"]
    markers = load("carboxylation").set_index("id")["value"]
    k1, mk7 = kinetics.parameters("K1"), kinetics.parameters("MK-7")
    return [
        (
            "Source",
            "K1: leafy greens. K2: natto, hard cheese, egg yolk, liver.",
            f"Spinach {foods['spinach_raw_k1_usda']:.0f} µg K1 in 100 g. "
            f"Natto {foods['natto_mk7']:.0f} µg "
            f"MK-7; Gouda {foods['gouda_young_k2']:.0f}–{foods['gouda_aged_k2']:.0f} but Gruyère "
            f"{foods['gruyere_k2']:.1f}; yolk {foods['egg_yolk_k2']:.1f}; pork liver "
            f"{foods['pork_liver_k2_nevo']:.1f}–{foods['pork_liver_k2_ciqual']:.1f} µg K2.",
            "Cheese depends on its starter culture; liver mostly fails. Chicken leg "
            f"({foods['chicken_leg_mk4_dunlop']:.0f} µg MK-4 in one table) was left out. "
            "Lesson 04.",
        ),
        (
            "Function",
            "K1 for clotting, K2 for bone and arteries.",
            f"MK-7 lowers inactive MGP ({markers['mgp_mk7_180']:.0f} % at 180 µg a day), but so "
            f"does K1 ({markers['mgp_k1_500']:.0f} against {markers['mgp_k1_control']:.0f} pmol/L "
            "at 500 µg a day). Tissues make MK-4 out of K1.",
            "These are markers, not fractures or heart attacks. Lessons 02 and 06.",
        ),
        (
            "Bioavailability",
            "K2 is absorbed better.",
            f"K1: {shares['k1_kale']:.1f} % from kale, {shares['k1_free_4ug']:.0f} % free at "
            f"4 µg, {shares['k1_micelles_label']:.0f} % on a drug label. MK-7: never measured "
            "against an injection.",
            "Food decides as much as form: spinach with butter gives "
            f"{shares['k1_butter_effect']:.1f} times the level of spinach without.",
        ),
        (
            "Duration",
            "K1 for hours, K2 for days.",
            f"K1 {halves['k1_olson_fast']:.0f} h, then {halves['k1_olson_slow']:.1f} h. MK-4 "
            f"{halves['mk4_label_fast']:.1f} h, then {halves['mk4_label_slow']:.1f} h. MK-7 "
            f"{halves['mk7_schurgers']:.0f} h (second-hand).",
            "True of MK-7, false of MK-4. At equal moles the model puts MK-7 "
            f"{ratio_at_equal_moles(mk7, k1):.1f} times over K1. Longer is not better by itself.",
        ),
    ]
