"""Vitamin K in foods: ranges, portions and days, with unknown kept apart from zero.

The numbers are in ``data/foods.csv`` (nutrients and portions) and ``data/food_vitamers.csv`` (one
row a published value of a form of vitamin K). Nothing here fills a gap: a form that no table
gives for a food is unknown.
"""

import difflib
import functools

import numpy as np
import pandas as pd

from vitamin_k.data import load

FORMS = ("K1", "MK-4", "MK-7", "other menaquinones")
K2_FORMS = FORMS[1:]
LEVELS = ("low", "central", "high")
NUTRIENTS = ("energy_kcal", "protein_g", "fat_g", "calcium_mg", "vitamin_d_ug")


def per_portion(amount_per_100g, portion_g):
    """Turn a content per 100 g into an amount per portion.

    Parameters
    ----------
    amount_per_100g : array_like
        Content, for example µg per 100 g; missing where it is unknown.
    portion_g : array_like
        Mass of the portion, g.

    Returns
    -------
    ndarray
        Amount in one portion; missing where the content is unknown.
    """
    return np.asarray(amount_per_100g, dtype=float) * np.asarray(portion_g, dtype=float) / 100


def find(name):
    """Find a food by its id or its name.

    Parameters
    ----------
    name : str
        For example ``"kale_raw"`` or ``"kale, raw"``; capitals do not matter.

    Returns
    -------
    str
        The food's id in ``data/foods.csv``.

    Raises
    ------
    ValueError
        If there is no such food; the message offers foods with a similar name.
    """
    names = _names()
    wanted = str(name).strip().lower()
    if wanted in names:
        return names[wanted]
    holds = [known for known in names if wanted and wanted in known]
    close = difflib.get_close_matches(wanted, names, n=4, cutoff=0.6)
    offered = dict.fromkeys(names[known] for known in [*holds, *close])
    hint = f"did you mean {', '.join(list(offered)[:4])}?" if offered else "see data/foods.csv"
    raise ValueError(f"name={name!r} is no food of the course: {hint}")


@functools.cache
def _names():
    table = load("foods")
    by_name = dict(zip(table["food"].str.lower(), table["id"], strict=True))
    return by_name | {food: food for food in table["id"]}


@functools.cache
def _composition():
    table = load("food_vitamers")
    counted = table[table["counts_as"].notna() & (table["contested"] == "no")].copy()
    values = counted["ug_per_100g"]
    counted["low"] = counted["low_ug_per_100g"].fillna(values)
    counted["high"] = counted["high_ug_per_100g"].fillna(values)
    counted["imputed"] = counted["n_samples"].eq(0).fillna(False).astype(bool)
    counted["second_hand"] = counted["verified"] == "second-hand"
    # Different forms of one class in one source add up; several rows of one form are alternatives.
    spans = {"low": ("low", "min"), "central": ("ug_per_100g", "median"), "high": ("high", "max")}
    marks = {"imputed": ("imputed", "all"), "second_hand": ("second_hand", "any")}
    keys = ["food", "counts_as", "source"]
    by_form = counted.groupby([*keys, "vitamer"], sort=False).agg(**spans, **marks)
    sums = dict.fromkeys(LEVELS, "sum") | {"imputed": "all", "second_hand": "any"}
    by_source = by_form.groupby(level=keys, sort=False).agg(sums)
    whole = by_source.groupby(level=keys[:2], sort=False).agg(
        low=("low", "min"),
        central=("central", "median"),
        high=("high", "max"),
        n_sources=("central", "size"),
        imputed=("imputed", "all"),
        second_hand=("second_hand", "any"),
    )
    pairs = pd.MultiIndex.from_product([load("foods")["id"], FORMS], names=["food", "form"])
    whole = whole.rename_axis(["food", "form"]).reindex(pairs)
    whole["n_sources"] = whole["n_sources"].fillna(0).astype(int)
    for mark in ("imputed", "second_hand"):
        whole[mark] = whole[mark].eq(True)
    return whole


def composition():
    """Sum up what the sources say of each form in each food.

    Returns
    -------
    pandas.DataFrame
        Indexed by `food` and `form` (one of `FORMS`). `low`, `central`, `high`: µg per 100 g,
        missing where no source gives the form. `n_sources`; `imputed` (no source measured it:
        estimated from another food or taken over from another table) and `second_hand` (one
        source at least is known only from works that quote it).

    Notes
    -----
    Low is the smallest and high the largest value or printed range of any source; central is the
    median of the sources, each source counted once. Contested rows and rows that mix K1 with K2
    are left out. A total of K2 counts as the form named in `counts_as`, our judgement.
    """
    return _composition().copy()


def day(portions):
    """Add up a day of food.

    Parameters
    ----------
    portions : mapping of str to float
        Food (name or id) -> number of portions, 0 or more.

    Returns
    -------
    pandas.DataFrame
        One row a quantity: each of `FORMS`, "K2" (all menaquinones) and `NUTRIENTS`. Columns
        `low`, `central`, `high` (the unit is in the name; vitamin K in µg), `unknown_in` (foods
        eaten for which no table gives a value; they add nothing to the sums), `imputed_in` and
        `second_hand_in`. "K2" adds the forms that are known, for some foods MK-4 alone.

    Raises
    ------
    ValueError
        If a food is unknown or a number of portions is negative or no number.
    """
    eaten = _eaten(portions)
    foods = load("foods").set_index("id")
    mass_g = {food: number * foods.loc[food, "portion_g"] for food, number in eaten.items()}
    contents = composition()
    rows = {}
    for form in FORMS:
        cells = {food: contents.loc[(food, form)] for food in eaten}
        known = [food for food, cell in cells.items() if cell["n_sources"] > 0]
        totals = [sum(cells[f][level] * mass_g[f] / 100 for f in known) for level in LEVELS]
        unknown = [food for food in eaten if food not in known]
        marked = [[f for f in known if cells[f][mark]] for mark in ("imputed", "second_hand")]
        rows[form] = [*totals, unknown, *marked]
    k2 = [sum(rows[form][i] for form in K2_FORMS) for i in range(len(LEVELS))]
    nowhere = [f for f in eaten if all(f in rows[form][3] for form in K2_FORMS)]
    marked = [[f for f in eaten if any(f in rows[form][i] for form in K2_FORMS)] for i in (4, 5)]
    rows["K2"] = [*k2, nowhere, *marked]
    for nutrient in NUTRIENTS:
        content = foods[f"{nutrient}_per_100g"]
        unknown = [food for food in eaten if pd.isna(content[food])]
        total = sum(content[food] * mass_g[food] / 100 for food in eaten if food not in unknown)
        rows[nutrient] = [total, total, total, unknown, [], []]
    columns = [*LEVELS, "unknown_in", "imputed_in", "second_hand_in"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def _eaten(portions):
    eaten = {}
    for name, number in portions.items():
        food = find(name)
        try:
            amount = float(number)
        except (TypeError, ValueError):
            amount = np.nan
        if not (np.isfinite(amount) and amount >= 0):
            raise ValueError(f"portions of {name!r} must be a number, 0 or more, got {number!r}")
        if amount > 0:
            eaten[food] = eaten.get(food, 0.0) + amount
    return eaten


def as_an_app_reads_it(foods, *, count_k2=False):
    """Rank foods by vitamin K as an app does that reads one nutrient of the USDA table.

    Parameters
    ----------
    foods : sequence of str
        Names or ids.
    count_k2 : bool, optional
        Whether to add the K2 that other sources give. The USDA's nutrient 430 is K1 alone.

    Returns
    -------
    pandas.DataFrame
        Most first: `food`, `k1_ug_per_100g`, `k2_ug_per_100g` (central; missing where unknown)
        and `counted_ug_per_100g`, by which it is ranked.
    """
    ids = [find(food) for food in foods]
    names = load("foods").set_index("id")["food"]
    central = composition()["central"].unstack("form")
    usda = load("food_vitamers").set_index("id")["ug_per_100g"]
    k1 = np.array([usda.get(f"{food}_k1_usda", np.nan) for food in ids], dtype=float)
    k2 = central.loc[ids, list(K2_FORMS)].sum(axis=1, min_count=1).to_numpy()
    counted = np.nan_to_num(k1) + (np.nan_to_num(k2) if count_k2 else 0)
    table = pd.DataFrame(
        {
            "food": names[ids].to_numpy(),
            "k1_ug_per_100g": k1,
            "k2_ug_per_100g": k2,
            "counted_ug_per_100g": counted,
        }
    )
    table = table.sort_values("counted_ug_per_100g", ascending=False, kind="stable")
    return table.reset_index(drop=True)


def article_claims():
    """Set what a popular article says of foods beside the tables.

    Returns
    -------
    list of tuple of str
        Rows of (food, forms found, what the tables say in µg of K2 in 100 g, verdict). Every
        number is read from ``data/food_vitamers.csv`` or computed from it.
    """
    rows = load("food_vitamers").set_index("id")
    value = rows["ug_per_100g"]
    contents = composition()
    pack, yolk = day({"natto": 1}).loc["MK-7"], day({"egg_yolk": 1}).loc["MK-4"]
    feed_low, feed_high = rows.loc["egg_menadione", ["low_ug_per_100g", "high_ug_per_100g"]]

    def reach(food, form="MK-4"):
        cell = contents.loc[(food, form)]
        mark = " (partly second-hand)" if cell["second_hand"] else ""
        return f"{cell['low']:.2g} to {cell['high']:.2g}{mark}"

    return [
        (
            "natto",
            "MK-7, some MK-8",
            f"{value['natto_mk7']:.0f} MK-7 in the one study that we could read; a pack brings "
            f"{pack.low:.0f} to {pack.high:.0f} µg (partly second-hand)",
            "true, and by far the richest",
        ),
        (
            "hard cheese",
            "MK-8, MK-9, little MK-4",
            f"Parmesan {value['parmesan_k2']:.1f}, Gouda {reach('gouda', 'other menaquinones')}, "
            f"but Gruyère {value['gruyere_k2']:.1f}; Emmental {value['emmental_k2_nevo']:.0f} or "
            f"{value['emmental_k2_ciqual']:.0f} by table. The soft Camembert: "
            f"{value['camembert_k2_nevo']:.0f} or {value['camembert_lundberg']:.0f} (second-hand)",
            "it depends: the starter culture decides, not hardness",
        ),
        (
            "egg yolk",
            "MK-4",
            f"{reach('egg_yolk')}; one yolk brings {yolk.low:.0f} to {yolk.high:.0f} µg. Whole "
            f"eggs reach {feed_low:.0f} to {feed_high:.0f} when hens get extra menadione (K3)",
            "moderate; what the hens eat matters",
        ),
        (
            "liver",
            "MK-4; in pig and cattle long forms, too",
            f"pork {reach('pork_liver', 'other menaquinones')}, beef {reach('beef_liver')}, "
            f"chicken {reach('chicken_liver')}; goose {value['goose_liver_k2_ciqual']:.0f} or "
            f"{value['goose_liver_japan']:.0f} by table",
            "mostly false; only one value for goose liver is high",
        ),
        (
            "chicken leg (not named)",
            "MK-4",
            f"{reach('chicken_leg')} over {contents.loc[('chicken_leg', 'MK-4'), 'n_sources']} "
            "sources",
            "left out, though most sources put it above those livers",
        ),
    ]


def boiled_over_raw():
    """Compare the K1 of boiled and raw vegetables, 100 g against 100 g.

    Returns
    -------
    pandas.DataFrame
        Smallest ratio first: `food`, `raw_ug_per_100g`, `boiled_ug_per_100g`, `ratio` and
        `measured` (False where either value is imputed). The ratio is not retention: water is
        lost or taken up, and the samples are not the same plants.
    """
    k1 = load("food_vitamers").query("source == 'usda_sr28' and vitamer == 'K1'")
    k1 = k1.set_index("food")
    names = load("foods").set_index("id")["food"]
    stems = [food.removesuffix("_boiled") for food in k1.index if food.endswith("_boiled")]
    raw, boiled = k1.loc[[f"{s}_raw" for s in stems]], k1.loc[[f"{s}_boiled" for s in stems]]
    pairs = zip(raw["n_samples"], boiled["n_samples"], strict=True)
    table = pd.DataFrame(
        {
            "food": [names[food].removesuffix(", raw") for food in raw.index],
            "raw_ug_per_100g": raw["ug_per_100g"].to_numpy(),
            "boiled_ug_per_100g": boiled["ug_per_100g"].to_numpy(),
            "ratio": boiled["ug_per_100g"].to_numpy() / raw["ug_per_100g"].to_numpy(),
            "measured": [min(pair) > 0 for pair in pairs],
        }
    )
    return table.sort_values("ratio", ignore_index=True)


def fortnight_k1(green, portions, n_days, other_ug_per_d):
    """Give the K1 of each day of a fortnight in which a green is eaten on some days.

    Parameters
    ----------
    green : str
        Name or id of a food.
    portions : float
        Portions of it in the whole fortnight.
    n_days : int
        Days on which it is eaten, 1 to 14, as evenly spaced as can be, the same amount on each.
    other_ug_per_d : float
        K1 from all other foods, µg a day.

    Returns
    -------
    ndarray, shape (14,)
        K1, µg a day. The mean does not depend on `n_days`.

    Raises
    ------
    ValueError
        If the food is unknown or has no K1 value, or `n_days` is not 1 to 14.
    """
    if n_days not in range(1, 15):
        raise ValueError(f"n_days must be a whole number from 1 to 14, got {n_days!r}")
    table = day({green: portions / n_days})
    if table.loc["K1", "unknown_in"]:
        raise ValueError(f"green={green!r}: no table gives its K1")
    k1 = np.full(14, float(other_ug_per_d))
    k1[np.arange(n_days) * 14 // n_days] += table.loc["K1", "central"]
    return k1
