"""Pictures and simulators of lesson 05: calcium, vitamin D and vitamin K together."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from courseware.live import LiveFigure, Menu, Slider, Switch, picture
from courseware.style import OKABE_ITO, headline, plain, true_minus
from vitamin_k import calcium
from vitamin_k.data import load
from vitamin_k.figures import BLACK, COLOURS, GREY, TEXT_COLOURS
from vitamin_k.figures.forest import draw_forest, forest_height_in
from vitamin_k.interaction import SAME_RISK, interaction

SIGNAL, SIGNAL_TEXT = OKABE_ITO["vermilion"], "#A04000"
# No form of vitamin K has amber, so it may stand for all of them.
VITAMIN_K, VITAMIN_D, BAND = OKABE_ITO["amber"], OKABE_ITO["purple"], "#DCEAF5"

# --- The loop --------------------------------------------------------------------------------

VIEWS = ("calcium", "signals", "vitamin K")
BOXES = {
    "Gut": (0.3, 1.6),
    "Blood": (3.7, 1.6),
    "Kidneys": (7.1, 1.6),
    "Bone": (5.4, 0.1),
    "Artery wall": (2.0, 0.1),
    "Parathyroid\nglands": (3.7, 3.5),
    "Calcitriol": (0.3, 3.5),
}
BOX_WIDTH, BOX_HEIGHT = 1.9, 0.75


def loop_diagram():
    """Let the learner look at the loop three ways: calcium, signals, vitamin K.

    Returns
    -------
    LiveFigure
        Control `view`.
    """
    rest = calcium.describe_steady_state()
    figure = Figure(figsize=(8.2, 4.9), layout="none")
    axes = figure.add_axes((0.01, 0.01, 0.98, 0.88))
    axes.set_axis_off()
    axes.set_xlim(0, 9.4)
    axes.set_ylim(-0.2, 4.75)
    for name, (x, y) in BOXES.items():
        axes.add_patch(
            FancyBboxPatch(
                (x, y), BOX_WIDTH, BOX_HEIGHT, boxstyle="round,pad=0.06",
                facecolor=BAND if name == "Blood" else "#F4F4F4", edgecolor="#777777",
            )
        )  # fmt: skip
        axes.text(
            x + BOX_WIDTH / 2, y + BOX_HEIGHT / 2, name, ha="center", va="center",
            fontweight="bold",
        )  # fmt: skip
    layers = {
        "calcium": _calcium_layer(axes, rest),
        "signals": _signal_layer(axes),
        "vitamin K": _vitamin_k_layer(axes),
    }
    title = figure.text(0.015, 0.93, "", fontsize=12, fontweight="bold")
    titles = {
        "calcium": f"Each day {rest.net_absorbed_mg_per_d:.0f} mg of calcium come in for good, "
        f"and {rest.urine_mg_per_d:.0f} mg leave in urine",
        "signals": "Two hormones close the loop: PTH and calcitriol",
        "vitamin K": "Vitamin K works on proteins in bone and artery, outside the loop",
    }
    findings = {
        "calcium": f"At rest {rest.absorbed_mg_per_d:.0f} of "
        f"{calcium.AT_REST.intake_mg_per_d:.0f} mg/d are taken up and "
        f"{calcium.PARAMETERS.secretion_mg_per_d:.0f} go back into the gut. "
        f"{rest.urine_mg_per_d:.0f} mg/d leave in urine. Blood and bone swap "
        f"{rest.into_bone_mg_per_d:,.0f} mg/d each way.",
        "signals": "Low calcium raises PTH. PTH makes bone give calcium, kidneys keep it and "
        "calcitriol rise. Calcitriol makes the gut take up more. Vitamin D is its raw material.",
        "vitamin K": "Vitamin K lets osteocalcin in bone and matrix Gla protein in the artery "
        "wall hold calcium. No arrow leads from it to the glands, the gut, the kidneys or the "
        "flow between blood and bone: none of the model's five equations takes it.",
    }

    def update(view):
        for name, artists in layers.items():
            for artist in artists:
                # Behind vitamin K the whole loop stays faintly in sight, without its words.
                loop_arrow = isinstance(artist, FancyArrowPatch)
                artist.set_visible(name == view or (loop_arrow and view == "vitamin K"))
                artist.set_alpha(1 if name == view else 0.3)
        title.set_text(titles[view])
        return findings[view]

    return LiveFigure(
        figure,
        update,
        moving=[title, *(artist for artists in layers.values() for artist in artists)],
        controls={
            "view": Menu("Show", VIEWS, "calcium", "What flows, what steers, or where K is")
        },
        description="Diagram of gut, blood, kidneys, bone, artery wall, glands and calcitriol.",
        twin=[{"view": view} for view in VIEWS],
    )


def _arrow(axes, start, end, colour, style="-", curve=0.0, width=2.0, head="-|>"):
    return axes.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle=head, mutation_scale=15, color=colour, linewidth=width,
            linestyle=style, connectionstyle=f"arc3,rad={curve}", shrinkA=2, shrinkB=2,
        )
    )  # fmt: skip


def _calcium_layer(axes, rest):
    grey = COLOURS["calcium"]
    secreted = calcium.PARAMETERS.secretion_mg_per_d
    word = {"ha": "center", "color": TEXT_COLOURS["calcium"], "fontsize": 10}
    return [
        _arrow(axes, (2.3, 2.15), (3.6, 2.15), grey, width=3),
        _arrow(axes, (3.6, 1.8), (2.3, 1.8), grey),
        _arrow(axes, (5.7, 1.97), (7.0, 1.97), grey, width=3),
        _arrow(axes, (4.9, 1.5), (5.9, 0.95), grey, width=3),
        _arrow(axes, (6.4, 0.95), (5.4, 1.5), grey, width=3),
        _arrow(axes, (1.25, 1.5), (1.25, 0.95), grey),
        _arrow(axes, (8.05, 1.5), (8.05, 0.95), grey),
        _arrow(axes, (1.25, 3.0), (1.25, 2.45), grey),
        axes.text(1.35, 2.75, f"food {calcium.AT_REST.intake_mg_per_d:.0f} mg/d", **word | {
            "ha": "left"}),
        axes.text(2.95, 2.25, f"{rest.absorbed_mg_per_d:.0f}", **word),
        axes.text(2.95, 1.52, f"{secreted:.0f}", **word),
        axes.text(6.35, 2.1, f"filtered\n{rest.filtered_mg_per_d:,.0f}", **word),
        axes.text(8.05, 0.72, f"urine {rest.urine_mg_per_d:.0f}", **word),
        axes.text(0.95, 0.72, f"faeces {rest.faeces_mg_per_d:.0f}", **word),
        axes.text(6.25, 1.2, f"{rest.into_bone_mg_per_d:,.0f} each way", **word | {"ha": "left"}),
    ]  # fmt: skip


def _signal_layer(axes):
    word = {"color": SIGNAL_TEXT, "fontsize": 10}
    return [
        _arrow(axes, (4.65, 2.45), (4.65, 3.4), SIGNAL),
        _arrow(axes, (3.6, 3.88), (2.3, 3.88), SIGNAL, width=2.5),
        _arrow(axes, (5.7, 3.7), (7.9, 2.45), SIGNAL, curve=-0.15),
        _arrow(axes, (5.7, 3.5), (6.5, 0.95), SIGNAL, curve=-0.12),
        _arrow(axes, (1.25, 3.4), (1.25, 2.45), SIGNAL),
        _arrow(axes, (0.35, 4.65), (0.75, 4.32), SIGNAL),
        axes.text(4.55, 2.9, "low calcium\nrings the alarm", ha="right", va="center", **word),
        axes.text(2.95, 3.98, "PTH: make\nmore", ha="center", va="bottom", **word),
        axes.text(7.4, 3.2, "PTH: keep\ncalcium", **word),
        axes.text(6.65, 1.2, "PTH: give calcium", ha="left", **word),
        axes.text(1.35, 2.9, "take up more", va="center", **word),
        axes.text(0.8, 4.5, "vitamin D: raw material", va="center", **word),
    ]


def _vitamin_k_layer(axes):
    word = {"color": BLACK, "fontsize": 10, "fontweight": "bold"}
    mark = {
        "marker": "D",
        "color": VITAMIN_K,
        "markersize": 12,
        "linestyle": "",
        "markeredgecolor": BLACK,
    }
    return [
        *axes.plot([7.55], [0.48], **mark),
        *axes.plot([1.75], [0.48], **mark),
        axes.text(7.75, 0.48, "osteocalcin\nneeds K", va="center", **word),
        axes.text(1.55, 0.48, "matrix Gla\nprotein\nneeds K", va="center", ha="right", **word),
        axes.text(
            7.15, 3.85,
            "From vitamin K into\nthis loop: no arrow.\nNo equation of the\nmodel takes it.",
            va="center", **word,
        ),
    ]  # fmt: skip


# --- The simulator ---------------------------------------------------------------------------

PANELS = {
    "calcium_mmol_per_l": ("Calcium in serum", "mmol/L", (1.5, 2.9), 2),
    "pth_pmol_per_l": ("PTH", "pmol/L", (0, 12), 2),
    "calcitriol_pmol_per_l": ("Calcitriol", "pmol/L", (0, 200), 0),
    "net_absorbed_mg_per_d": ("Net absorption", "mg/d", (-60, 360), 0),
    "urine_mg_per_d": ("Urine", "mg/d", (0, 360), 0),
    "bone_balance_mg_per_d": ("Gain of bone", "mg/d", (-130, 130), 0),
}
DAYS = (7, 14, 30, 60, 90, 180, 365)
INTAKES_MG_PER_D = tuple(sorted({*range(200, 2501, 100), 964, 1928}))
VITAMIN_D_NMOL_PER_L = (5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 90, 105, 120, 135, 150)


def homeostasis():
    """Let the learner change intake, vitamin D and the PTH loop, and follow six quantities.

    Returns
    -------
    LiveFigure
        Controls `intake_mg_per_d`, `vitamin_d_nmol_per_l`, `pth_loop`, `days` and
        `add_vitamin_k`.
    """
    figure = Figure(figsize=(8.8, 5.6), layout="none")
    grid = figure.subplots(
        2, 3,
        gridspec_kw={"left": 0.07, "right": 0.94, "top": 0.84, "bottom": 0.19, "hspace": 0.42,
                     "wspace": 0.42},
    )  # fmt: skip
    rest = calcium.describe_steady_state()
    ranges = load("homeostasis_targets").query("kind == 'reference range'")
    ranges = ranges.dropna(subset="model_quantity").set_index("model_quantity")
    lines, ends, beyond = {}, {}, {}
    for axes, (name, (label, unit, limits, _)) in zip(grid.flat, PANELS.items(), strict=True):
        if name in ranges.index:
            axes.axhspan(*ranges.loc[name, ["low_value", "high_value"]], color=BAND, zorder=0)
        axes.axhline(rest[name], color="#888888", linewidth=1, linestyle=(0, (4, 3)))
        (lines[name],) = axes.plot([], [], color=BLACK, linewidth=2.4)
        ends[name] = axes.text(
            1.03, rest[name], "", transform=axes.get_yaxis_transform(), va="center",
            fontweight="bold", fontsize=10, color=BLACK,
        )  # fmt: skip
        beyond[name] = axes.text(
            0.97, 0.95, "", transform=axes.transAxes, ha="right", va="top", fontsize=9.5,
            color=GREY,
        )  # fmt: skip
        axes.set_ylim(*limits)
        axes.set_title(f"{label} ({unit})", fontsize=10.5, fontweight="normal", pad=5)
        axes.set_ylabel("")
    for axes in grid[1]:
        axes.set_xlabel("Days after the change")
    title = figure.text(0.015, 0.945, "", fontsize=12, fontweight="bold")
    inputs = figure.text(0.015, 0.065, "", fontsize=10, color=SIGNAL_TEXT)
    vitamin_k = figure.text(0.015, 0.02, "", fontsize=10, color=BLACK, fontweight="bold")
    figure.text(
        0.985, 0.945, "blue: usual range (urine: second-hand); dashes: rest", ha="right",
        fontsize=9.5, color=GREY,
    )  # fmt: skip

    def update(intake_mg_per_d, vitamin_d_nmol_per_l, pth_loop, days, add_vitamin_k):
        conditions = calcium.Conditions(intake_mg_per_d, vitamin_d_nmol_per_l, pth_loop)
        times = days * np.linspace(0, 1, 120) ** 2
        course = calcium.simulate(conditions, times)
        for axes in grid.flat:
            axes.set_xlim(-0.1 * days, days)
        for name, line in lines.items():
            line.set_data([-0.1 * days, 0, *times], [rest[name], rest[name], *course[name]])
            last = course[name].iloc[-1]
            _, _, (low, high), digits = PANELS[name]
            ends[name].set_text(true_minus(f"{last:.{digits}f}"))
            ends[name].set_y(np.clip(last, low, high))
            beyond[name].set_text(_beyond_the_frame(course[name], low, high))
        last = course.iloc[-1]
        title.set_text(_headline(last, rest))
        inputs.set_text(
            f"Enters the gut: intake {plain(intake_mg_per_d)} mg/d.   Enters calcitriol: 25(OH)D "
            f"{plain(vitamin_d_nmol_per_l)} nmol/L.   PTH: {pth_loop}."
        )
        vitamin_k.set_text(
            "Vitamin K added: no equation takes it, so no curve can move." if add_vitamin_k else ""
        )
        added = " Vitamin K was added; no equation takes it." if add_vitamin_k else ""
        return true_minus(
            f"After {plain(days)} days: serum calcium {last.calcium_mmol_per_l:.2f} mmol/L "
            f"(rest {rest.calcium_mmol_per_l:.2f}), PTH {last.pth_pmol_per_l:.2f} pmol/L "
            f"({rest.pth_pmol_per_l:.2f}), calcitriol {last.calcitriol_pmol_per_l:.0f} pmol/L "
            f"({rest.calcitriol_pmol_per_l:.0f}), net absorption "
            f"{last.net_absorbed_mg_per_d:.0f} mg/d ({rest.net_absorbed_mg_per_d:.0f}), urine "
            f"{last.urine_mg_per_d:.0f} mg/d ({rest.urine_mg_per_d:.0f}), bone "
            f"{_gain(last.bone_balance_mg_per_d)}.{added}"
        )

    return LiveFigure(
        figure,
        update,
        moving=[*lines.values(), *ends.values(), *beyond.values(), title, inputs, vitamin_k],
        controls={
            "intake_mg_per_d": Slider(
                "Calcium intake", INTAKES_MG_PER_D, calcium.AT_REST.intake_mg_per_d, "mg/d",
                "Eaten from day 0 on; at rest 964",
            ),
            "vitamin_d_nmol_per_l": Slider(
                "25(OH)D", VITAMIN_D_NMOL_PER_L, calcium.AT_REST.vitamin_d_nmol_per_l, "nmol/L",
                "Vitamin D in blood from day 0 on; at rest 75",
            ),
            "pth_loop": Menu(
                "PTH loop", calcium.PTH_LOOPS, "working", "Answers to calcium, stuck, or gone"
            ),
            "days": Slider("Days", DAYS, 90, "", "How long to follow"),
            "add_vitamin_k": Switch("Add vitamin K", False, "Any form, any dose"),
        },
        description="Six line charts of the calcium model against days after a change.",
        twin=[
            {"intake_mg_per_d": 1928},
            {"intake_mg_per_d": 1928, "pth_loop": "held at rest"},
            {"intake_mg_per_d": 200},
            {"vitamin_d_nmol_per_l": 10, "add_vitamin_k": True},
        ],
    )  # fmt: skip


def _beyond_the_frame(values, low, high):
    """Tell in words where a curve leaves its frame."""
    parts = []
    if values.max() > high:
        parts.append(f"↑ first up to {values.max():.0f}")
    if values.min() < low:
        parts.append(true_minus(f"↓ down to {values.min():.0f}"))
    return "\n".join(parts)


def _gain(mg_per_d):
    if abs(mg_per_d) < 0.5:
        return "neither gains nor loses"
    return f"{'gains' if mg_per_d > 0 else 'loses'} {abs(mg_per_d):.0f} mg/d"


def _headline(last, rest):
    changes = {
        "Serum calcium": ("calcium_mmol_per_l", 1),
        "PTH": ("pth_pmol_per_l", 0),
        "urine": ("urine_mg_per_d", 0),
    }
    parts = []
    for words, (name, digits) in changes.items():
        size = round(100 * (last[name] / rest[name] - 1), digits)
        number = true_minus(f"{size:+.{digits}f}") if size else "0"
        parts.append(f"{words} {number} %")
    return ", ".join(parts)


# --- Vitamin D and absorption ----------------------------------------------------------------


def vitamin_d_and_absorption():
    """Draw two studies of vitamin D and calcium absorption side by side, with the model.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    targets = load("homeostasis_targets").set_index("id")["value"]
    model = calcium.responses().set_index("id")["model"]
    figure = Figure(figsize=(8.6, 4.3))
    left, right = figure.subplots(1, 2)
    ratio = 100 * targets["vitamin_d_groups"]
    left.bar([0, 1], [100, ratio], width=0.55, color=[BAND, VITAMIN_D],
             edgecolor=BLACK)  # fmt: skip
    left.text(1, ratio + 4, f"+{ratio - 100:.0f} %", ha="center", fontweight="bold")
    left.plot([0.72, 1.28], [100 * model["vitamin_d_groups"]] * 2, color=BLACK, linestyle=":")
    left.annotate(
        f"model: +{100 * (model['vitamin_d_groups'] - 1):.0f} %",
        (1, 100 * model["vitamin_d_groups"]), xytext=(1, 118), ha="center",
        arrowprops={"arrowstyle": "-", "color": BLACK}, backgroundcolor="#FFFFFFDD",
    )  # fmt: skip
    left.set_xticks([0, 1], ["25(OH)D\n50 nmol/L", "25(OH)D\n87 nmol/L"])
    left.set_ylim(0, 195)
    left.set_ylabel("Calcium curve in blood after 500 mg\n(lower group = 100)")
    left.set_title("Heaney 2003: two groups,\na year apart", fontsize=10.5, fontweight="normal")
    names = ["placebo", "low_dose", "high_dose"]
    values = [targets[f"vitamin_d_{name}"] for name in names]
    right.bar(range(3), values, width=0.55, color=[BAND, BAND, VITAMIN_D],
              edgecolor=BLACK)  # fmt: skip
    for place, value in enumerate(values):
        right.annotate(
            _signed(value), (place, value), xytext=(0, 8 if value > 0 else -8),
            textcoords="offset points", ha="center", va="center", fontweight="bold",
        )  # fmt: skip
    model_gain = model["vitamin_d_against_placebo"]
    right.plot([1.72, 2.28], [model_gain] * 2, color="white", linestyle=":")
    right.annotate(
        f"model: +{model_gain:.1f}", (2, model_gain),
        xytext=(2, -0.9), ha="center", arrowprops={"arrowstyle": "-", "color": BLACK},
    )  # fmt: skip
    right.axhline(0, color="black", linewidth=1)
    right.set_xticks(range(3), ["placebo", "low dose\nof vitamin D", "high dose\nof vitamin D"])
    right.set_ylim(-3, 3)
    right.set_ylabel("Change of the share absorbed\n(percentage points)")
    right.set_title("Hansen 2015: randomised,\n230 women, two isotopes", fontsize=10.5,
                    fontweight="normal")  # fmt: skip
    gained = targets["vitamin_d_against_placebo"]
    headline(
        figure,
        f"Vitamin D and absorption: +{ratio - 100:.0f} % between two groups, "
        f"{gained:g} points more than placebo",
    )
    return picture(
        figure,
        description="Two bar charts: calcium absorption by vitamin D in two studies.",
        finding=(
            f"Heaney 2003 compared two groups a year apart: absorption was {ratio - 100:.0f} % "
            f"higher at 87 than at 50 nmol/L. Hansen 2015 drew lots: {_signed(values[2])} "
            f"percentage point with a high dose, {_signed(values[1])} with a low one, "
            f"{_signed(values[0])} with placebo. So the high dose gave {gained:g} points more "
            f"than placebo. The model gives +{100 * (model['vitamin_d_groups'] - 1):.0f} % and "
            f"+{model_gain:.1f} points."
        ),
    )


def _signed(value):
    return true_minus(f"{value:+g}")


# --- Trials of vitamin K and calcium -----------------------------------------------------------

DIRECTIONS = ("lower", "no difference", "higher", "cannot tell")
KIND_MARKS = {"serum": "o", "urine": "s", "crystals": "^", "not named": "D"}


def calcium_trials():
    """Draw what trials of vitamin K found about calcium, and what each of them measured.

    Returns
    -------
    LiveFigure
        A picture without controls. Hollow marks are second-hand.
    """
    table = load("serum_calcium")
    figure = Figure(figsize=(8.8, 5.4))
    axes = figure.subplots()
    for y, trial in enumerate(table.itertuples()):
        x = DIRECTIONS.index(trial.direction)
        colour = COLOURS.get(trial.vitamer, GREY)
        axes.plot(
            x, y, KIND_MARKS[trial.kind], color=colour, markersize=12, markeredgewidth=2,
            markerfacecolor="white" if trial.verified == "second-hand" else colour,
        )  # fmt: skip
        axes.text(x, y + 0.25, textwrap.fill(trial.measured, 22), ha="center", va="top",
                  fontsize=9.5, color=BLACK)  # fmt: skip
    labels = [
        f"{trial.label}\n{trial.vitamer if trial.vitamer != 'not stated' else 'form not stated'}"
        + ("" if np.isnan(trial.dose_mg_per_d) else f" {plain(trial.dose_mg_per_d)} mg/d")
        + ("" if pd.isna(trial.n_people) else f" · n {trial.n_people}")
        for trial in table.itertuples()
    ]
    axes.set_yticks(range(len(table)), labels)
    axes.set_ylim(len(table) - 0.1, -0.5)
    axes.set_xlim(-0.6, 3.6)
    axes.axvspan(1.5, 2.5, color="#F6F6F6", zorder=0)
    axes.axvline(2.5, color="#999999", linewidth=1, linestyle=":")
    axes.text(-0.5, 5.6, "hollow: second-hand", ha="left", fontsize=9.5, color=GREY)
    axes.text(2, 2.5, "no trial\nis here", ha="center", va="center", color=GREY)
    axes.set_xticks(range(4), ["lower\nwith K", "no\ndifference", "higher\nwith K",
                               "cannot tell from\nwhat was read"])  # fmt: skip
    axes.set_xlabel("What the trial found with vitamin K")
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False)
    higher = int((table["direction"] == "higher").sum())
    serum = table[(table["kind"] == "serum") & (table["direction"] != "cannot tell")]
    headline(
        figure,
        f"In what we could read, {_count(higher)} of {_count(len(table))} trials shows a rise; "
        f"{_count(len(serum))} compares serum calcium",
    )
    return picture(
        figure,
        description="Chart with one row a trial, four columns for the direction found.",
        finding=(
            f"Of {len(table)} trials, {higher} shows calcium higher with vitamin K in what we "
            "could read. "
            + " ".join(
                f"{t.label} ({t.vitamer}, {t.measured}): {t.direction}."
                for t in table.itertuples()
            )
        ),
    )


def _count(number):
    return ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"][number]


# --- Both together ---------------------------------------------------------------------------

CELLS = {"neither": "neither", "k": "K only", "d": "D only", "both": "both"}
RISKS_PERCENT = tuple(range(2, 41))


def two_by_two():
    """Let the learner fill a two-by-two table and see what *more than expected* means.

    Returns
    -------
    LiveFigure
        Controls `neither`, `k_only`, `d_only` and `both`, risks in per cent.
    """
    figure = Figure(figsize=(8.2, 4.2), layout="none")
    axes = figure.add_axes((0.08, 0.13, 0.6, 0.71))
    bars = axes.bar(range(4), [1] * 4, width=0.6, color=["#BBBBBB", VITAMIN_K,
                    VITAMIN_D, "#EEEEEE"], edgecolor=BLACK)  # fmt: skip
    numbers = [axes.text(i, 0, "", ha="center", va="bottom", fontweight="bold") for i in range(4)]
    (added,) = axes.plot([], [], color=BLACK, linewidth=2)
    (multiplied,) = axes.plot([], [], color=SIGNAL, linewidth=2, linestyle=(0, (4, 2)))
    axes.set_xlim(-0.6, 3.6)
    axes.set_ylim(-10, 45)
    axes.axhline(0, color="black", linewidth=1)
    axes.set_xticks(range(4), list(CELLS.values()))
    axes.set_ylabel("Risk (% of people)")
    axes.set_xlabel("Who got what")
    title = figure.text(0.015, 0.93, "", fontsize=12, fontweight="bold")
    words = [
        figure.text(0.7, 0.66, "", fontsize=10.5, color=BLACK, va="center"),
        figure.text(0.7, 0.36, "", fontsize=10.5, color=SIGNAL_TEXT, va="center"),
    ]

    def update(neither, k_only, d_only, both):
        found = interaction(neither, k_only, d_only, both)
        for bar, number, value in zip(bars, numbers, (neither, k_only, d_only, both), strict=True):
            bar.set_height(value)
            number.set_text(f"{value:g}")
            number.set_y(value + 0.6)
        added.set_data([2.55, 3.45], [found.added] * 2)
        multiplied.set_data([2.55, 3.45], [found.multiplied] * 2)
        help_alone = k_only < neither and d_only < neither
        verdicts = [
            _verdict(beyond, help_alone)
            for beyond in (found.beyond_added, found.beyond_multiplied)
        ]
        words[0].set_text(
            f"—  differences added up:\n    {neither:g} {_step(k_only - neither)} "
            f"{_step(d_only - neither)} = {plain(found.added)}\n"
            f"    → {verdicts[0]}{_no_risk(found.added)}"
        )
        words[1].set_text(
            f"- -  ratios multiplied:\n    {neither:g} × {k_only / neither:.2f} × "
            f"{d_only / neither:.2f} = {plain(found.multiplied)}\n"
            f"    → {verdicts[1]}{_no_risk(found.multiplied)}"
        )
        same = verdicts[0] == verdicts[1]
        title.set_text(
            f"On both scales the risk with both is {verdicts[0]}"
            if same
            else "The two scales disagree about the same four numbers"
        )
        return true_minus(
            f"Risks: neither {neither:g} %, K only {k_only:g} %, D only {d_only:g} %, both "
            f"{both:g} %. Added up, {plain(found.added)} % was expected: {verdicts[0]}. "
            f"Multiplied, {plain(found.multiplied)} %: {verdicts[1]}."
        )

    def risk(label, start, legend):
        return Slider(label, RISKS_PERCENT, start, "%", legend)

    return LiveFigure(
        figure,
        update,
        moving=[*bars, added, multiplied, *numbers, title, *words],
        controls={
            "neither": risk("Neither", 30, "Risk without both"),
            "k_only": risk("K only", 24, "Risk with vitamin K alone"),
            "d_only": risk("D only", 20, "Risk with vitamin D alone"),
            "both": risk("Both", 22, "Risk with the two together"),
        },
        description="Four bars, the risks in a two-by-two table, with two expected values.",
        twin=[
            {"both": 22},
            {"both": 16},
            {"both": 10},
        ],
    )


def _verdict(beyond, help_alone):
    if abs(beyond) <= SAME_RISK:
        return "as expected"
    if beyond > 0:
        return "higher than expected"
    return "lower: synergy" if help_alone else "lower than expected"


def _step(change):
    return f"{'+' if change > 0 else '−'} {abs(change):g}"


def _no_risk(expected_percent):
    return "" if 0 <= expected_percent <= 100 else "\n    (no risk can be that)"


def combination_arms():
    """Draw which of the four cells each trial of K with D filled, and which it printed.

    Returns
    -------
    LiveFigure
        A picture without controls. Filled: arm with a number; hollow: arm whose number was not
        read; blank: no such arm.
    """
    table = load("combination_trials").query("design == 'trial'")
    figure = Figure(figsize=(8.8, 4.8))
    axes = figure.subplots()
    for y, trial in enumerate(table.to_dict("records")):
        for x, cell in enumerate(CELLS):
            printed = np.isfinite(trial[f"{cell}_value"])
            if trial[f"{cell}_arm"] == "yes":
                axes.plot(
                    x, y, "s", markersize=17, color=BLACK, markeredgewidth=1.8,
                    markerfacecolor=BLACK if printed else "white",
                )  # fmt: skip
            if printed:
                text = true_minus(f"{trial[f'{cell}_value']:+.3g}").lstrip("+")
                axes.text(x + 0.17, y, text, va="center", fontsize=9.5, color=BLACK)
        axes.text(4.0, y, trial["direction"], va="center", fontsize=9.5, color=BLACK)
    units = ["" if pd.isna(unit) else f" ({unit})" for unit in table["unit"]]
    hands = [" (second-hand)" if v == "second-hand" else "" for v in table["verified"]]
    axes.set_yticks(range(len(table)), table["label"] + units + hands)
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.set_xlim(-0.4, 5.7)
    axes.set_xticks(
        [*range(4), 4.45], [*(f"arm:\n{name}" for name in CELLS.values()), "what was found"]
    )
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.grid(visible=False)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.legend(
        handles=[
            Line2D([], [], marker="s", linestyle="", markersize=11, color=BLACK,
                   label="arm with a number"),
            Line2D([], [], marker="s", linestyle="", markersize=11, color=BLACK,
                   markerfacecolor="white", label="arm, number not read"),
        ],
        loc="upper left", bbox_to_anchor=(0.0, -0.01), ncols=2, fontsize=9.5,
    )  # fmt: skip
    cells = [f"{cell}_value" for cell in CELLS]
    whole = int(table[cells].notna().all(axis=1).sum())
    arms = int((table[[f"{cell}_arm" for cell in CELLS]] == "yes").all(axis=1).sum())
    headline(figure, f"{_count(arms).capitalize()} of {_count(len(table))} trials had all four "
                     f"arms; {_count(whole)} let us read all four numbers")  # fmt: skip
    return picture(
        figure,
        description="Chart with one row a trial of K with D, one column for each of four arms.",
        finding=(
            f"Of {len(table)} trials {arms} had all four arms, and {whole} shows all four "
            "numbers. "
            + " ".join(f"{t.label}: {t.compared}; {t.direction}." for t in table.itertuples())
        ),
    )


def combination_cohorts():
    """Draw the cohorts that compared low K and low D with high K and high D.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    table = load("combination_trials").query("unit == 'hazard ratio'")
    rows = pd.DataFrame({
        "label": table["outcome"] + " · n " + table["n_people"].map("{:,}".format),
        "group": table["label"],
        "estimate": table["both_value"],
        "low": table["both_low_value"],
        "high": table["both_high_value"],
        "verified": table["verified"],
        "colour": BLACK,
    })  # fmt: skip
    figure = Figure(figsize=(8.6, forest_height_in(rows) + 0.3))
    axes = figure.subplots()
    draw_forest(
        axes, rows, quantity="Hazard ratio, both low against both high (log scale)", null=1,
        limits=(0.5, 4), log=True, ticks=[0.5, 1, 2, 4],
        favours=("lower with both low", "higher with both low"),
    )  # fmt: skip
    beyond = int((rows["low"] > 1).sum())
    headline(figure, "In one cohort low K with low D went with more deaths; is it synergy?")
    return picture(
        figure,
        description="Forest plot of hazard ratios, both vitamins low against both high.",
        finding=(
            f"{beyond} of {len(rows)} intervals lies above 1. "
            + " ".join(
                f"{r.label}: {r.estimate:g} ({r.low:g} to {r.high:g})." for r in rows.itertuples()
            )
        ),
    )
