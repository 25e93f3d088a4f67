"""Pictures and simulators of lesson 06: what trials and cohorts of vitamin K found."""

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.ticker import NullLocator

from courseware.live import LiveFigure, Menu, Slider, Switch, picture
from courseware.style import OKABE_ITO, headline, percent, plain, plain_log_axis, true_minus
from vitamin_k import evidence, pools
from vitamin_k.data import load
from vitamin_k.figures import BLACK, COLOURS, GREY, TEXT_COLOURS
from vitamin_k.figures.forest import draw_forest, forest_keys

FORM_COLOURS = {
    "K1": COLOURS["K1"],
    "MK-4": COLOURS["MK-4"],
    "MK-7": COLOURS["MK-7"],
    "K2": COLOURS["other menaquinones"],
    "menadiol": OKABE_ITO["purple"],
    "K": OKABE_ITO["grey"],
}
FORM_TEXT = {
    **{form: TEXT_COLOURS[form] for form in ("K1", "MK-4", "MK-7")},
    "K2": TEXT_COLOURS["other menaquinones"],
    "menadiol": "#8F3F68",
}
K2_FORMS = ("MK-4", "MK-7", "K2")
COMPUTED_MARK = "‡"
FORMS = ("every form", "K1", "K2")
# Fewer rows than this would stand far apart.
FEWEST_ROWS = 9

# One entry a question: what is on the axis, where its ends are, and which side is good.
VIEWS = {
    "Marker: inactive MGP": {
        "outcomes": ["inactive MGP"],
        "pools": ["li2023_mgp"],
        "quantity": "Difference in dp-ucMGP (pmol/L)",
        "limits": (-2200, 700),
        "ticks": [-2000, -1500, -1000, -500, 0, 500],
        "digits": 0,
    },
    "Surrogate: bone density": {
        "outcomes": ["bone density"],
        "pools": ["mott2019_spine_1y", "mott2019_spine_2y", "zhou2022_spine"],
        "quantity": "Difference in bone density (% of the start)",
        "limits": (-2, 6),
        "ticks": [-2, 0, 2, 4, 6],
        "digits": 2,
    },
    "Surrogate: calcium scores": {
        "outcomes": ["coronary calcium", "valve calcium"],
        "pools": ["li2023_cac"],
        "quantity": "Difference in calcium score (Agatston units)",
        "limits": (-340, 120),
        "ticks": [-300, -200, -100, 0, 100],
        "digits": 0,
    },
    "Surrogate: artery stiffness": {
        "outcomes": ["artery stiffness"],
        "pools": [],
        "quantity": "Difference in pulse wave velocity (m/s)",
        "limits": (-1.2, 2),
        "ticks": [-1, 0, 1, 2],
        "digits": 2,
    },
    "Clinical: fractures": {
        "outcomes": ["fracture"],
        "pools": [
            "mott2019_clinical", "mott2019_clinical_low_bias", "mott2019_vertebral",
            "salma2022_clinical", "salma2022_vertebral", "cockayne2006_hip",
        ],
        "quantity": "Ratio of fractures, vitamin over control (log scale)",
        "limits": (0.08, 4),
        "ticks": [0.1, 0.2, 0.5, 1, 2],
        "digits": 2,
    },
    "Diet: heart and arteries": {
        "cohorts": ["heart disease", "artery calcium", "stroke"],
        "quantity": "Ratio of disease, high over low intake (log scale)",
        "limits": (0.2, 2),
        "ticks": [0.25, 0.5, 1, 2],
        "digits": 2,
    },
    "Diet: death": {
        "cohorts": ["death"],
        "quantity": "Ratio of deaths, high over low intake (log scale)",
        "limits": (0.35, 1.6),
        "ticks": [0.4, 0.6, 0.8, 1, 1.2, 1.5],
        "digits": 2,
    },
}  # fmt: skip
UNITS = {
    "inactive MGP": "pmol/L",
    "bone density": "%",
    "coronary calcium": "AU",
    "valve calcium": "AU",
    "artery stiffness": "m/s",
}
DESIGN_HEADINGS = {
    "cohort": "People followed for years",
    "cross-sectional": "One point in time",
    "genetic": "Genes (Mendelian randomisation)",
}
START_VIEW = "Surrogate: calcium scores"


def studies():
    """Let the learner leaf through the studies by outcome, form and design.

    Returns
    -------
    LiveFigure
        Controls `outcome`, `form` and `only_blinded`.
    """
    figure = Figure(figsize=(8.8, 5.7), layout="none")
    axes = figure.subplots(gridspec_kw={"left": 0.37, "right": 0.76, "bottom": 0.19, "top": 0.88})

    def update(outcome, form, only_blinded):
        table = forest_table(outcome, form, only_blinded)
        return _draw_view(figure, axes, outcome, table)

    return LiveFigure(
        figure,
        update,
        controls={
            "outcome": Menu(
                "Outcome", list(VIEWS), START_VIEW, "What was measured; one axis for each"
            ),
            "form": Menu("Form", FORMS, "every form", "K2 takes MK-4, MK-7 and unnamed K2"),
            "only_blinded": Switch(
                "Double-blind trials only",
                False,
                "Leaves out open trials, pools and cohorts",
            ),
        },
        redraws=["outcome", "form", "only_blinded"],
        description="Forest plot, one row a result with its 95 % interval.",
        twin=[{"outcome": view} for view in list(VIEWS)[:6]],
    )


def forest_table(outcome, form="every form", only_blinded=False):
    """Return the rows of one view of `studies`, as `draw_forest` takes them.

    Parameters
    ----------
    outcome : str
        A key of `VIEWS`.
    form : str
        One of `FORMS`.
    only_blinded : bool
        Whether to keep double-blind trials only.

    Returns
    -------
    pandas.DataFrame
        Columns `group`, `label`, `estimate`, `low`, `high`, `colour`, `pooled`, `verified`,
        `industry`, `better`, `source`.
    """
    view = VIEWS[outcome]
    if "cohorts" in view:
        table = _cohort_rows(view["cohorts"])
    else:
        table = pd.concat([_trial_rows(view["outcomes"]), _pool_rows(view["pools"])])
    if form == "K1":
        table = table[table["form"] == "K1"]
    elif form == "K2":
        table = table[table["form"].isin(K2_FORMS)]
    if only_blinded:
        table = table[table["blinded"] == "double-blind"]
    return table.reset_index(drop=True)


def _trial_rows(outcomes):
    trials = load("trials")
    sized = trials[trials["outcome"].isin(outcomes) & trials["estimate"].notna()]
    if outcomes == ["fracture"]:
        rows = sized[sized["unit"].isna()].copy()
    else:
        rows = sized[sized["unit"] == sized["outcome"].map(UNITS)].copy()
    rows["group"] = np.where(
        rows["blinded"] == "double-blind", "Double-blind trials", "Trials, open or not stated"
    )
    more = {"valve calcium": ", valve", "fracture": "", "bone density": ""}
    rows["label"] = [
        f"{row.study}, {row.form}{more.get(row.outcome, '')}{_detail(row)}"
        for row in rows.itertuples()
    ]
    rows["label"] += np.where(rows["verified"] == "computed", f" {COMPUTED_MARK}", "")
    rows["industry"] = rows["maker"].isin(["paid", "supplied", "linked"])
    rows["pooled"] = False
    return rows.sort_values("group", kind="stable")


def _detail(row):
    if row.analysis == "subgroup":
        return " (subgroup)"
    if row.outcome == "bone density":
        return ", hip" if "hip" in row.endpoint else ", spine"
    return ""


def _pool_rows(ids):
    rows = load("meta_analyses").set_index("id").loc[ids].reset_index()
    names = rows["selection"].map({"low risk of bias": ", low bias"}).fillna("")
    names = names.mask(rows["study"] == "Cockayne 2006", ", replaced by Mott")
    what = rows["outcome"].str.replace("lumbar bone density", "spine").str.replace(" fracture", "")
    shown = np.where(rows["outcome_group"].isin(["fracture", "bone density"]), ": " + what, "")
    return rows.assign(
        group="Published pools",
        label=rows["study"] + shown + names,
        pooled=True,
        blinded="pool",
        industry=False,
    )


def _cohort_rows(groups):
    rows = load("cohorts")
    rows = rows[rows["outcome_group"].isin(groups)].copy()
    order = {design: place for place, design in enumerate(DESIGN_HEADINGS)}
    rows = rows.sort_values("design", key=lambda column: column.map(order), kind="stable")
    endings = {
        "rotterdam_chd_middle": ", middle third",
        "rotterdam_aorta": ", aortic calcium",
        "prospect_chd": ", per 10 µg",
        "epicnl_chd": ", per 10 µg",
        "husk_k2_more": ", more adjusted",
        "danish_cancer_k1": ", cancer death",
        "predimed_change_k2": ", change",
        "genes_k1_stroke": ", stroke",
    }
    rows["label"] = [
        f"{row.study}, {row.form}{endings.get(row.id, '')}" for row in rows.itertuples()
    ]
    return rows.assign(
        group=rows["design"].map(DESIGN_HEADINGS),
        pooled=False,
        blinded="cohort",
        industry=False,
        better="lower",
    )


def _draw_view(figure, axes, outcome, table):
    view = VIEWS[outcome]
    ratio = view["limits"][0] > 0
    null = 1 if ratio else 0
    better = "higher" if outcome == "Surrogate: bone density" else "lower"
    diet = "cohorts" in view
    good, bad = ("high intake better", "worse") if diet else ("vitamin better", "worse")
    draw_forest(
        axes,
        table.assign(colour=table["form"].map(FORM_COLOURS)),
        quantity=view["quantity"],
        null=null,
        limits=view["limits"],
        log=ratio,
        ticks=view["ticks"],
        favours=(good, bad) if better == "lower" else (bad, good),
        digits=view["digits"],
    )
    bottom = axes.get_ylim()[0]
    axes.set_ylim(max(bottom, FEWEST_ROWS), -0.7)
    name = outcome.split(": ")[1]
    name = name[0].upper() + name[1:]
    if table.empty:
        why = "these are cohorts, and none is blinded" if diet else "none has a printed size"
        finding = f"{name}: no result of this kind; {why}"
    else:
        finding = _count_of_intervals(name, table, null)
    headline(figure, finding)
    _legend(figure, table)
    return f"{finding}. {_as_sentence(table, view['digits'])} {_without_place(outcome)}".strip()


def _count_of_intervals(name, table, null):
    """Count single results and pools apart: a pool holds the same trials once more."""
    with_interval = table.dropna(subset=["low", "high"])
    counts = []
    for pooled, kind in ((False, "intervals"), (True, "pools")):
        rows = with_interval[with_interval["pooled"] == pooled]
        holding = (rows["low"] <= null) & (rows["high"] >= null)
        if len(rows):
            counts.append(f"{holding.sum()} of {len(rows)} {kind}")
    if not counts:
        return f"{name}: no interval is printed"
    return f"{name}: {' and '.join(counts)} hold “no difference”"


def _without_place(outcome):
    """Name the trials whose result has no size, or none on the axis of this view."""
    outcomes = VIEWS[outcome].get("outcomes", [])
    trials = load("trials")
    trials = trials[trials["outcome"].isin(outcomes) & (trials["analysis"] != "subgroup")]
    placed = {(row.source, row.estimate) for row in forest_table(outcome).itertuples()}
    rest = [
        f"{row.study}, {row.form} ({row.result})"
        for row in trials.itertuples()
        if (row.source, row.estimate) not in placed
    ]
    if not rest:
        return ""
    return f"Without a size on this axis: {'; '.join(dict.fromkeys(rest))}."


def _as_sentence(table, digits):
    parts = []
    for row in table.itertuples():
        numbers = f"{row.estimate:.{digits}f}"
        if np.isfinite(row.low):
            numbers += f" ({row.low:.{digits}f} to {row.high:.{digits}f})"
        parts.append(f"{row.label} {numbers}")
    return true_minus("; ".join(parts)) + ("." if parts else "")


def _legend(figure, table):
    for old in list(figure.legends):
        old.remove()
    forms = [form for form in FORM_COLOURS if form in set(table["form"])]
    keys = [
        Line2D([], [], marker="s", linestyle="", color=FORM_COLOURS[form], label=_form_name(form))
        for form in forms
    ]
    others = forest_keys(table)
    for key in others:
        if key.get_label() == "paid for by a maker":
            key.set_label("link to a maker")
    if table["label"].str.endswith(COMPUTED_MARK).any():
        mark = Line2D([], [], marker=f"${COMPUTED_MARK}$", color=BLACK, linestyle="")
        mark.set_label("worked out here")
        others.append(mark)
    figure.legend(
        handles=keys + others, loc="lower left", bbox_to_anchor=(0.01, 0.0), ncols=8, fontsize=9.5,
        columnspacing=0.8, handletextpad=0.2,
    )  # fmt: skip


def _form_name(form):
    return {"K": "several forms", "K2": "K2"}.get(form, form)


MAP_ROWS = {
    "Marker:\ninactive MGP": ["inactive MGP"],
    "Surrogate:\nbone density": ["bone density"],
    "Surrogate: artery\nand valve calcium": [
        "coronary calcium", "valve calcium", "other calcification",
    ],
    "Surrogate:\nartery stiffness": ["artery stiffness"],
    "Clinical: fractures,\nheart, death": ["fracture", "heart attack or death"],
}  # fmt: skip
MAP_COLUMNS = {"better": 0.0, "mixed": 1.75, "no difference": 2.85}
MAP_WIDTHS = {"better": 1, "mixed": 1, "no difference": 2}
MAP_CHOICES = ("all trials", "double-blind", "K1", "K2", "link to a maker")


def evidence_map():
    """Let the learner see which trials found what, from marker to patient.

    Returns
    -------
    LiveFigure
        Control `show`.
    """
    figure = Figure(figsize=(9.2, 5.9), layout="none")
    axes = figure.subplots(gridspec_kw={"left": 0.19, "right": 0.995, "bottom": 0.07, "top": 0.87})

    def update(show):
        return _draw_map(figure, axes, trials_shown(show))

    return LiveFigure(
        figure,
        update,
        controls={"show": Menu("Show", MAP_CHOICES, "all trials", "Which trials")},
        redraws=["show"],
        description=(
            "Map of trials: rows go from markers in blood to what patients feel, columns from "
            "better with the vitamin to no difference."
        ),
        twin=[{"show": "all trials"}, {"show": "double-blind"}],
    )


def trials_shown(show):
    """Return one row a trial, form, and row of the map, for an entry of `evidence_map`."""
    trials = load("trials")
    trials = trials[trials["analysis"] != "subgroup"]
    kept = {
        "all trials": trials["id"].notna(),
        "double-blind": trials["blinded"] == "double-blind",
        "K1": trials["form"] == "K1",
        "K2": trials["form"].isin(K2_FORMS),
        "link to a maker": trials["maker"].isin(["paid", "supplied", "linked"]),
    }[show]
    row_of = {outcome: row for row, outcomes in MAP_ROWS.items() for outcome in outcomes}
    shown = trials[kept].assign(row=trials["outcome"].map(row_of))
    return shown.drop_duplicates(["study", "form", "row", "result"])


def _draw_map(figure, axes, shown):
    axes.clear()
    axes.set_axis_off()
    axes.set_xlim(-0.15, 5.0)
    top, starts = 0.0, []
    for row in MAP_ROWS:
        cells = {result: shown[(shown["row"] == row) & (shown["result"] == result)]
                 for result in MAP_COLUMNS}  # fmt: skip
        depth = max(-(-len(cells[result]) // MAP_WIDTHS[result]) for result in MAP_COLUMNS)
        starts.append(top)
        for result, cell in cells.items():
            _draw_cell(axes, cell, MAP_COLUMNS[result], top, MAP_WIDTHS[result])
        axes.text(
            -0.25, top + 0.4, row, va="center", ha="right", fontweight="bold", linespacing=1.3
        )
        top += max(depth, 2) + 0.7
    axes.set_ylim(max(top, 17) - 0.6, -0.9)
    for start in starts[1:]:
        axes.axhline(start - 0.85, xmin=-0.23, color="#D5D5D5", linewidth=0.8, clip_on=False)
    for result, x in MAP_COLUMNS.items():
        heading = {"better": "better with vitamin K", "mixed": "mixed"}.get(result, result)
        axes.text(x - 0.08, -1.2, heading, color=GREY, fontsize=10.5, fontweight="bold")
    axes.text(
        -1.15, axes.get_ylim()[0] + 0.45, "Hollow: second-hand.   *: exploratory, made to answer "
        "another question.   †: link to a maker.", fontsize=9.5, color=BLACK,
    )  # fmt: skip
    counts = {row: shown[shown["row"] == row]["result"].value_counts() for row in MAP_ROWS}
    parts = [
        f"{row.replace(chr(10), ' ')} {' '.join(_counted(counts[row]))}"
        for row in MAP_ROWS
        if len(counts[row])
    ]
    headline(figure, "Better: " + ", ".join(_shares_better(shown)))
    return f"Results by outcome. {'; '.join(parts)}. None of these results was worse."


def _shares_better(shown):
    """Say for each kind of outcome how many results were better, and how many of those explore."""
    for kind, name in (
        ("marker", "markers"),
        ("surrogate", "surrogates"),
        ("clinical", "patients"),
    ):
        rows = shown[shown["kind"] == kind]
        better = rows[rows["result"] == "better"]
        exploratory = (better["analysis"] == "exploratory").sum()
        if len(rows):
            aside = f" ({exploratory} exploratory)" if exploratory else ""
            yield f"{name} {len(better)} of {len(rows)}{aside}"


def _counted(counts):
    return [", ".join(f"{result} {n}" for result, n in counts.items())]


def _draw_cell(axes, cell, x, top, width):
    for place, trial in enumerate(cell.sort_values("form").itertuples()):
        left, height = x + 1.13 * (place % width), top + place // width
        second_hand = trial.verified == "second-hand"
        axes.plot(
            left, height, "s", color=FORM_COLOURS[trial.form], markersize=7, markeredgewidth=1.6,
            markerfacecolor="white" if second_hand else FORM_COLOURS[trial.form], clip_on=False,
        )  # fmt: skip
        maker = " †" if trial.maker in ("paid", "supplied", "linked") else ""
        where = ", valve" if trial.outcome == "valve calcium" else ""
        early = "*" if trial.analysis == "exploratory" else ""
        name = f"{trial.study.rsplit(' ', 1)[0]} {trial.form}"
        axes.text(
            left + 0.07, height, f"{name}{where}{early}{maker}",
            va="center", fontsize=9.5, color=FORM_TEXT[trial.form],
        )  # fmt: skip


N_TRIALS = 20
# Wide enough for the estimate of every trial that a setting can draw.
TRIAL_LIMITS = (-1.8, 2.7)


def many_trials():
    """Let the learner run twenty simulated trials of one question.

    Returns
    -------
    LiveFigure
        Controls `n_people`, `effect`, `spread` and `draw`.
    """
    figure = Figure(figsize=(8.6, 5.2), layout="none")
    axes = figure.subplots(gridspec_kw={"left": 0.13, "right": 0.8, "bottom": 0.12, "top": 0.88})
    rows = np.arange(N_TRIALS)
    lines = axes.add_collection(LineCollection([], linewidths=1.6, colors=COLOURS["MK-7"]))
    (dots,) = axes.plot(np.zeros(N_TRIALS), rows, "s", color=COLOURS["MK-7"], markersize=5)
    (truth,) = axes.plot([0, 0], [-1, N_TRIALS + 2.6], ":", color="#B34700", linewidth=1.6)
    diamond = axes.add_patch(Polygon(np.zeros((4, 2)), facecolor=GREY, edgecolor=BLACK))
    (prediction,) = axes.plot([], [], color=GREY, linewidth=3, solid_capstyle="butt")
    axes.axvline(0, color="black", linewidth=1.1)
    axes.set_xlim(*TRIAL_LIMITS)
    axes.set_ylim(N_TRIALS + 2.9, -1)
    axes.set_yticks(
        [0, 9, 19, 20.6, 22], ["trial 1", "trial 10", "trial 20", "pool", "next truth"]
    )
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("Difference between the arms (standard deviations between people)")
    texts = [
        axes.text(1.02, y, "", transform=axes.get_yaxis_transform(), va="center", fontsize=9.5)
        for y in (20.6, 22)
    ]
    truth_name = axes.text(
        0, -1.1, "truth", color="#8F3800", ha="center", va="bottom", fontsize=9.5
    )
    title = figure.text(0.01, 0.95, "", fontsize=12, fontweight="bold")

    def update(n_people, effect, spread, draw):
        estimates, errors = evidence.simulated_trials(
            N_TRIALS, int(n_people), effect, spread, seed=int(draw)
        )
        low, high = estimates - 1.96 * errors, estimates + 1.96 * errors
        lines.set_segments([[(a, y), (b, y)] for a, b, y in zip(low, high, rows, strict=True)])
        dots.set_xdata(estimates)
        truth.set_xdata([effect, effect])
        truth_name.set_x(effect)
        truth_name.set_text("mean of the truths" if spread else "truth")
        found = evidence.pool(estimates, errors, model="random")
        diamond.set_xy([(found.low, 20.6), (found.estimate, 20.1), (found.high, 20.6),
                        (found.estimate, 21.1)])  # fmt: skip
        prediction.set_data([found.prediction_low, found.prediction_high], [22, 22])
        texts[0].set_text(_range(found.low, found.high, 2))
        texts[1].set_text(_range(found.prediction_low, found.prediction_high, 2))
        apart = int(((low > 0) | (high < 0)).sum())
        title.set_text(
            f"{apart} of {N_TRIALS} trials exclude “no difference”; "
            f"I² is {percent(found.i_squared)}"
        )
        return (
            f"{N_TRIALS} trials of {plain(n_people)} people, true effect {plain(effect)}, spread "
            f"of true effects {plain(spread)}: half an interval is {1.96 * errors[0]:.2f} wide; "
            f"{apart} trials exclude no difference; pool {found.estimate:.2f} "
            f"({_range(found.low, found.high, 2)}); the truth of a next trial is expected in "
            f"{_range(found.prediction_low, found.prediction_high, 2)}; "
            f"I² {percent(found.i_squared)}."
        )

    return LiveFigure(
        figure,
        update,
        moving=[lines, dots, truth, diamond, prediction, *texts, truth_name, title],
        controls={
            "n_people": Slider(
                "People",
                (20, 30, 50, 80, 120, 200, 300, 500, 800, 1200, 2000),
                50,
                "",
                "In each trial, half of them in each arm",
            ),
            "effect": Slider(
                "True effect",
                tuple(i / 20 for i in range(13)),
                0.2,
                "SD",
                "The mean over all trials",
            ),
            "spread": Slider(
                "Spread",
                tuple(i / 20 for i in range(11)),
                0.0,
                "SD",
                "How much the true effects of the trials differ",
            ),
            "draw": Slider("Draw", tuple(range(1, 21)), 1, "", "Other people, same truth"),
        },
        description="Twenty simulated trials with 95 % intervals, their pool and a prediction.",
        twin=[
            {"n_people": 50},
            {"n_people": 800},
            {"n_people": 800, "spread": 0.3},
        ],
    )


def _range(low, high, digits=0):
    return true_minus(f"{low:.{digits}f} to {high:.{digits}f}")


def hu_2021():
    """Draw Hu 2021 as printed, rebuilt from its subgroups, and the test that it leaves out.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    rows = pools.hu_2021()
    parts = rows.loc[["K2", "K1"]]
    again = evidence.pool(parts["estimate"], parts["standard_error"], model="fixed")
    contrast = pools.k2_minus_k1()
    k2, k1, whole = (rows.loc[name] for name in ("K2", "K1", "all"))
    printed, ours = "Printed in Hu 2021", "Worked out here"
    table = pd.DataFrame(
        [
            (printed, "Trials of K2", k2.estimate, k2.low, k2.high, FORM_COLOURS["K2"], False),
            (printed, "Trials of K1", k1.estimate, k1.low, k1.high, FORM_COLOURS["K1"], False),
            (printed, "All trials", whole.estimate, whole.low, whole.high, "#777777", True),
            (ours, "K2 and K1 pooled", again.estimate, again.low, again.high, "#777777", True),
            (ours, "K2 minus K1", contrast.difference, contrast.low, contrast.high, BLACK, False),
        ],
        columns=["group", "label", "estimate", "low", "high", "colour", "pooled"],
    )
    figure = Figure(figsize=(8.6, 3.9), layout="none")
    axes = figure.subplots(gridspec_kw={"left": 0.24, "right": 0.76, "bottom": 0.16, "top": 0.83})
    draw_forest(
        axes,
        table,
        quantity="Difference in lumbar bone density (standard deviations)",
        null=0,
        limits=(-0.2, 0.6),
        ticks=[-0.2, 0, 0.2, 0.4, 0.6],
        favours=("worse", "vitamin K better"),
    )
    headline(figure, "K2 excludes zero and K1 does not, yet the two do not differ clearly")
    return picture(
        figure,
        description="Forest plot of Hu 2021, lumbar bone density.",
        finding=(
            f"Printed: K2 {k2.estimate:.2f} ({_range(k2.low, k2.high, 2)}), K1 {k1.estimate:.2f} "
            f"({_range(k1.low, k1.high, 2)}), all {whole.estimate:.2f} "
            f"({_range(whole.low, whole.high, 2)}). Rebuilt from the two: {again.estimate:.3f} "
            f"({_range(again.low, again.high, 3)}). K2 minus K1: {contrast.difference:.2f} "
            f"({_range(contrast.low, contrast.high, 2)}), P = {contrast.p_value:.2f}."
        ),
    )


def pool_it_yourself():
    """Let the learner choose trials and model for the coronary calcium score.

    Returns
    -------
    LiveFigure
        Controls `shea`, `avadec`, `kurnatowska`, `viktories` and `model`.
    """
    trials = pools.calcium_trials()
    names = dict(zip(("shea", "avadec", "kurnatowska", "viktories"), trials.index, strict=True))
    figure = Figure(figsize=(8.8, 4.6), layout="none")
    axes = figure.subplots(gridspec_kw={"left": 0.29, "right": 0.76, "bottom": 0.14, "top": 0.86})

    def update(model, **chosen):
        kept = [names[key] for key in names if chosen[key]]
        found = pools.pool_calcium(kept, model)
        rows = trials.loc[kept]
        table = pd.DataFrame(
            {
                "label": [f"{n} · {percent(w)}" for n, w in zip(kept, found.weights, strict=True)],
                "estimate": rows["estimate"].to_numpy(),
                "low": rows["low"].to_numpy(),
                "high": rows["high"].to_numpy(),
                "colour": [FORM_COLOURS[form] for form in rows["form"]],
                "pooled": False,
            }
        )
        table.loc[len(table)] = ["Pool", found.estimate, found.low, found.high, "#777777", True]
        draw_forest(
            axes,
            table,
            quantity="Difference in coronary calcium score (Agatston units)",
            null=0,
            limits=(-340, 120),
            ticks=[-300, -200, -100, 0, 100],
            favours=("vitamin better", "worse"),
            digits=0,
        )
        axes.set_ylim(6.2, -0.7)
        if np.isfinite(found.prediction_low):
            place = len(table)
            ends = np.clip([found.prediction_low, found.prediction_high], *axes.get_xlim())
            axes.plot(ends, [place, place], color=GREY, linewidth=3, solid_capstyle="butt")
            axes.text(
                1.02, place, _range(found.prediction_low, found.prediction_high),
                transform=axes.get_yaxis_transform(), va="center", fontsize=9.5, color=BLACK,
            )  # fmt: skip
            axes.set_yticks(
                [*axes.get_yticks(), place], [*(t.get_text() for t in axes.get_yticklabels()),
                                              "Next truth"]
            )  # fmt: skip
        excludes = found.high < 0 or found.low > 0
        verdict = "excludes" if excludes else "holds"
        numbers = f"{found.estimate:.0f} AU ({_range(found.low, found.high)})"
        headline(figure, true_minus(f"Pool {numbers}: it {verdict} “no difference”"))
        weights = ", ".join(f"{n} {percent(w)}" for n, w in zip(kept, found.weights, strict=True))
        beyond = (
            " The truth of a next trial is expected in "
            f"{_range(found.prediction_low, found.prediction_high)}."
            if np.isfinite(found.prediction_low)
            else ""
        )
        return true_minus(
            f"Model {model}. Weights: {weights}. Pool {numbers} {verdict} no difference; "
            f"I² {percent(found.i_squared)}.{beyond}"
        )

    legend = "Tick to take this trial into the pool"
    return LiveFigure(
        figure,
        update,
        controls={
            **{key: Switch(name, True, legend) for key, name in names.items()},
            "model": Menu(
                "Model", ("random", "fixed"), "random", "Random lets the true effects differ"
            ),
        },
        redraws=[*names, "model"],
        description="Forest plot of the chosen trials, with their weights and their pool.",
        twin=[
            {"model": "random"},
            {"model": "fixed"},
            {"shea": False, "kurnatowska": False},
        ],
    )


def left_out():
    """Draw Ma 2022 with and without one trial, and what that trial must have shown.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    found = pools.ma_2022()
    table = pd.DataFrame(
        [
            ("All six trials", *found.everything, "#777777", True),
            ("Without one trial", *found.rest, "#777777", True),
            ("The trial left out (inferred)", *found.dropped, FORM_COLOURS["K2"], False),
        ],
        columns=["label", "estimate", "low", "high", "colour", "pooled"],
    )
    figure = Figure(figsize=(8.6, 2.9), layout="none")
    axes = figure.subplots(gridspec_kw={"left": 0.3, "right": 0.76, "bottom": 0.22, "top": 0.77})
    draw_forest(
        axes,
        table,
        quantity="Risk ratio of a fracture (log scale)",
        null=1,
        limits=(0.2, 2),
        log=True,
        ticks=[0.25, 0.5, 1, 2],
        favours=("K2 better", "worse"),
    )
    headline(
        figure,
        f"One trial less turned the answer; it held about {percent(found.share)} of the weight, "
        "we infer",
    )
    return picture(
        figure,
        description="Forest plot of Ma 2022, fractures, K2 against control.",
        finding=(
            f"All six trials: risk ratio {found.everything[0]:.2f} "
            f"({_range(*found.everything[1:], 2)}); without one trial {found.rest[0]:.2f} "
            f"({_range(*found.rest[1:], 2)}). Intervals computed from the printed P. The trial "
            f"left out had about {percent(found.share)} of the weight and showed about "
            f"{found.dropped[0]:.2f} ({_range(*found.dropped[1:], 2)}); that is our inference, as "
            "if both were fixed-effect pools."
        ),
    )


def hidden_confounder():
    """Let the learner put a hidden confounder beside the cohorts of K2 and heart disease.

    Returns
    -------
    LiveFigure
        Controls `with_intake` and `with_disease`.
    """
    cohorts = pools.heart_cohorts()
    figure = Figure(figsize=(8.6, 4.3), layout="none")
    axes = figure.subplots(gridspec_kw={"left": 0.25, "right": 0.8, "bottom": 0.14, "top": 0.78})
    rows = np.arange(len(cohorts))
    axes.set_xscale("log")
    axes.set_xlim(0.2, 4)
    plain_log_axis(axes.xaxis, [0.25, 0.5, 1, 2, 4])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_ylim(len(cohorts) - 0.4, -0.8)
    names = [study.replace(" cohort", "") for study in cohorts["study"]]
    axes.set_yticks(rows, names)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.grid(axis="x")
    axes.set_xlabel("Ratio of heart disease, high over low K2 intake (log scale)")
    axes.axvline(1, color="black", linewidth=1.1)
    axes.plot(cohorts["estimate"], rows - 0.18, "s", color="#9A9A9A", markersize=6)
    axes.hlines(rows - 0.18, cohorts["low"], cohorts["high"], color="#9A9A9A", linewidth=1.5)
    lines = axes.add_collection(
        LineCollection([], linewidths=2.2, colors=COLOURS["other menaquinones"])
    )
    (dots,) = axes.plot(cohorts["estimate"], rows + 0.14, "s", markersize=7.5,
                        color=COLOURS["other menaquinones"])  # fmt: skip
    numbers = [
        axes.text(
            1.02, y + 0.14, "", transform=axes.get_yaxis_transform(), va="center", fontsize=9.5
        )
        for y in rows
    ]
    axes.text(0, 1.02, "← high intake better", transform=axes.transAxes, color=GREY, fontsize=9.5)
    axes.text(1, 1.02, "worse →", transform=axes.transAxes, color=GREY, fontsize=9.5, ha="right")
    figure.text(
        0.01, 0.89, "Grey: as printed. Blue: what is left if the confounder does all that it can.",
        fontsize=9.5, color=BLACK,
    )  # fmt: skip
    title = figure.text(0.01, 0.945, "", fontsize=12, fontweight="bold")

    def update(with_intake, with_disease):
        left = pools.without_hidden_confounder(with_intake, with_disease)
        low, high = np.clip(left["low"], 0.2, 4), np.clip(left["high"], 0.2, 4)
        lines.set_segments(
            [[(a, y), (b, y)] for a, b, y in zip(low, high, rows + 0.14, strict=True)]
        )
        dots.set_xdata(left["estimate"])
        for text, value in zip(numbers, left["estimate"], strict=True):
            text.set_text(f"{value:.2f}")
        gone = left["estimate"] >= 1
        title.set_text(
            f"Strengths {plain(with_intake)} and {plain(with_disease)} explain away "
            f"{gone.sum()} of {len(gone)} associations"
        )
        rest = ", ".join(f"{n} {v:.2f}" for n, v in zip(names, left["estimate"], strict=True))
        return (
            f"A hidden confounder that goes with high intake by a ratio of {plain(with_intake)} "
            f"and with less disease by {plain(with_disease)} leaves: {rest}. "
            f"{gone.sum()} of {len(gone)} are explained away."
        )

    strengths = tuple(tenths / 10 for tenths in range(10, 61))
    return LiveFigure(
        figure,
        update,
        moving=[lines, dots, *numbers, title],
        controls={
            "with_intake": Slider(
                "With intake", strengths, 1.0, "", "How much more common it is at high K2 intake"
            ),
            "with_disease": Slider(
                "With disease", strengths, 1.0, "", "By how much it lowers the risk of disease"
            ),
        },
        description="Forest plot of cohorts, as printed and beside a hidden confounder.",
        twin=[
            {"with_intake": 1.6, "with_disease": 1.6},
            {"with_intake": 4.1, "with_disease": 4.1},
        ],
    )


ERROR_PANELS = {
    "avadec_sign": ("AVADEC: valve calcium (AU)", (-110, 80), 0),
    "haroon_mgp": ("Trevasc-HDK: dp-ucMGP (pmol/L)", (-950, 150), 0),
    "zhou_ucoc": ("Zhou: undercarboxylated osteocalcin (unit not printed)", (-1.2, 0.5), 0),
    "li_adverse": ("Li: risk ratio of adverse events", (-1.1, 1.4), 1),
    "lees_hazard": ("Lees: hazard ratio of disease or death", (-0.15, 1.15), 1),
}


def errors_in_print():
    """Draw five printed results as they stand, wrong as they are.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    rows = load("printed_errors").set_index("id")
    figure = Figure(figsize=(8.6, 5.0), layout="none")
    panels = figure.subplots(
        len(ERROR_PANELS), 1,
        gridspec_kw={"left": 0.04, "right": 0.72, "bottom": 0.06, "top": 0.88, "hspace": 1.5},
    )  # fmt: skip
    parts = []
    for axes, (name, (label, limits, null)) in zip(panels, ERROR_PANELS.items(), strict=True):
        row = rows.loc[name]
        axes.set_xlim(*limits)
        axes.set_ylim(-1, 1)
        axes.set_yticks([])
        axes.grid(visible=False)
        axes.spines["left"].set_visible(False)
        axes.axvline(null, color="black", linewidth=1.1)
        axes.plot([row.printed_low, row.printed_high], [0, 0], color=GREY, linewidth=2.4)
        axes.plot(row.printed_estimate, 0, "s", color="#B34700", markersize=8, zorder=3)
        axes.set_title(label, fontsize=10, pad=5)
        ends = f"({plain(row.printed_low)} to {plain(row.printed_high)})"
        numbers = f"{plain(row.printed_estimate)} {ends}"
        axes.text(1.03, 0, true_minus(numbers), transform=axes.get_yaxis_transform(),
                  va="center")  # fmt: skip
        parts.append(true_minus(f"{label} {numbers}"))
    headline(figure, "Five results as printed: which of them cannot be?")
    return picture(
        figure,
        description="Five printed estimates (brown squares) with their printed intervals (grey).",
        finding="; ".join(parts) + ".",
    )
