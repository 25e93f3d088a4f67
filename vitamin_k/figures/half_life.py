"""Pictures and simulators of lesson 03: how long K1, MK-4 and MK-7 stay."""

import functools

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from courseware.live import LiveFigure, Menu, Slider, Switch, picture
from courseware.style import headline, percent, plain, plain_log_axis, steady_axes
from vitamin_k import kinetics
from vitamin_k.comparison import observed_and_predicted, ratio_at_equal_moles
from vitamin_k.data import load
from vitamin_k.figures import COLOURS, DASHES, GREY, TEXT_COLOURS
from vitamin_k.scenarios import (
    INTERVALS_H,
    SAMPLE_TIMES_H,
    SATO_DOSE_UG,
    five_volunteers,
    misses,
)

VITAMERS = ("K1", "MK-4", "MK-7")
PHASE_MARKS = {"fast": "o", "slow": "s", "single": "D", "tissue": "^"}
PHASE_NAMES = {
    "fast": "fast phase",
    "slow": "slow phase",
    "single": "one half-life given",
    "tissue": "tissue (model)",
}
ROUTE_NAMES = {"intravenous": "into a vein", "oral": "swallowed", "food": "in food"}


def published_half_lives():
    """Draw every published half-life as one dot a study.

    Returns
    -------
    LiveFigure
        A picture without controls. Hollow marks are second-hand.
    """
    table = load("half_lives").sort_values(["vitamer", "half_life_h"], ascending=[False, True])
    figure = Figure(figsize=(8.6, 5.6))
    axes = figure.subplots()
    rows = np.arange(len(table))
    for y, study in zip(rows, table.itertuples(), strict=True):
        colour = COLOURS[study.vitamer]
        second_hand = study.verified == "second-hand"
        low, high = _range(study)
        axes.plot([low, high], [y, y], color=colour, linewidth=1.5, alpha=0.6)
        axes.plot(
            study.half_life_h,
            y,
            PHASE_MARKS[study.phase],
            color=colour,
            markerfacecolor="white" if second_hand else colour,
            markeredgewidth=1.8,
            markersize=8,
        )
        axes.annotate(
            _hours(study.half_life_h),
            (max(high, study.half_life_h), y),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            color=TEXT_COLOURS[study.vitamer],
            fontweight="bold",
            fontsize=9.5,
        )
    axes.set_yticks(rows, [_study_label(study) for study in table.itertuples()])
    for tick, vitamer in zip(axes.get_yticklabels(), table["vitamer"], strict=True):
        tick.set_color(TEXT_COLOURS[vitamer])
    axes.set_xscale("log")
    axes.set_xlim(0.12, 900)
    plain_log_axis(axes.xaxis, [0.2, 1, 3, 10, 24, 72, 240])
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("Half-life (hours, log scale)")
    axes.set_ylabel("")
    is_k1, is_tissue = table["vitamer"] == "K1", table["phase"] == "tissue"
    k1 = table.loc[is_k1 & ~is_tissue, "half_life_h"]
    tissue = table.loc[is_k1 & is_tissue, "half_life_h"].max()
    fold = k1.max() / k1.min()
    headline(
        figure,
        f"In blood, K1 alone has half-lives from {_minutes(k1.min())} to {k1.max():.0f} hours",
    )
    keys = [
        Line2D([], [], marker=mark, color=GREY, linestyle="", label=PHASE_NAMES[phase])
        for phase, mark in PHASE_MARKS.items()
    ]
    hollow = Line2D(
        [], [], marker="o", color=GREY, markerfacecolor="white", linestyle="", label="second-hand"
    )
    axes.legend(
        handles=[*keys, hollow],
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        ncols=5,
        fontsize=9,
        columnspacing=1.1,
        handletextpad=0.2,
    )
    return picture(
        figure,
        description="Dot plot, one row a result, half-life in hours on a log axis.",
        finding=(
            f"Of {len(table)} published half-lives, those of K1 in blood run from "
            f"{k1.min():g} h to {k1.max():g} h, {fold:,.0f}-fold; a model of its tissue pool "
            f"gives {tissue:g} h. MK-4 has {_listed_hours(table, 'MK-4')}. "
            f"MK-7 has {_listed_hours(table, 'MK-7')}, and that one is second-hand."
        ),
    )


def _range(study):
    if np.isfinite(study.low_h):
        return study.low_h, study.high_h
    if np.isfinite(study.sd_h):
        return study.half_life_h - study.sd_h, study.half_life_h + study.sd_h
    return study.half_life_h, study.half_life_h


def _study_label(study):
    key = study.original_study if isinstance(study.original_study, str) else study.source
    names = {
        "olson2002": "Olson 2002",
        "jones2007thesis": "Jones 2007",
        "novotny2010": "Novotny 2010",
        "erkkila2004": "Erkkilä 2004",
        "pmda_kaytwo": "Label, Japan",
        "konakion_smpc": "Label, Europe",
        "schurgers2007": "Schurgers 2007",
    }
    people = "n ?" if pd.isna(study.n_people) else f"n {study.n_people}"
    route = ROUTE_NAMES.get(study.route, "drug label")
    diet = ", low-K diet" if "8 ug/d" in study.condition else ""
    return f"{study.vitamer} · {names[key]} · {route}{diet} · {people}"


def _hours(hours):
    return f"{plain(hours)} h"


def _minutes(hours):
    return f"{60 * hours:.0f} minutes"


def _listed_hours(table, vitamer):
    values = table.loc[table["vitamer"] == vitamer, "half_life_h"]
    return " and ".join(f"{plain(value)} h" for value in values)


LINE_SERIES = {
    "MK-4 into a vein (2 points)": "mk4_intravenous_10mg",
    "K1 after collards (3 points)": "k1_collards",
}
# 1.0, 1.1, 1.2 ... 9.9: two digits, as one would read them off a ruler.
TWO_DIGITS = tuple(tenths / 10 for tenths in range(10, 100))
LINE_START = "K1 after collards (3 points)"


def line_through_points():
    """Let the learner lay an exponential through published points.

    Returns
    -------
    LiveFigure
        Controls `points`, `half_life_h` and `start_ng_per_ml`.
    """
    figure, axes = steady_axes(right=0.97)
    times = np.linspace(0, 30, 200)
    (line,) = axes.plot([], [], color="#333333", linewidth=2)
    (dots,) = axes.plot([], [], "o", markersize=9)
    (gaps,) = axes.plot([], [], color="#B34700", linewidth=3, alpha=0.7)
    title = axes.set_title(" ")
    axes.set_yscale("log")
    axes.set_xlabel("Time after the dose (hours)")
    axes.set_ylabel("Concentration (ng/mL, log scale)")

    def update(points, half_life_h, start_ng_per_ml):
        series = series_points(points)
        vitamer = "MK-4" if "MK-4" in points else "K1"
        top = 10_000 if vitamer == "MK-4" else 30
        axes.set_xlim(0, 2.6 if vitamer == "MK-4" else 27)
        axes.set_ylim(top / 300, top)
        plain_log_axis(axes.yaxis, [top / 100, top / 30, top / 10, top / 3, top])
        line.set_data(times, start_ng_per_ml * 0.5 ** (times / half_life_h))
        dots.set_data(series["time_h"], series["concentration_ng_per_ml"])
        dots.set_color(COLOURS[vitamer])
        on_line = start_ng_per_ml * 0.5 ** (series["time_h"] / half_life_h)
        gaps.set_data(
            np.repeat(series["time_h"], 3),
            np.ravel(
                np.column_stack(
                    [on_line, series["concentration_ng_per_ml"], np.full(len(series), np.nan)]
                )
            ),
        )
        worst = np.abs(misses(series, half_life_h, start_ng_per_ml)).max()
        title.set_text(f"A half-life of {plain(half_life_h)} h misses by up to {percent(worst)}")
        return (
            f"The line starts at {plain(start_ng_per_ml)} ng/mL and halves every "
            f"{plain(half_life_h)} h. Of the {len(series)} points, the worst is missed by "
            f"{percent(worst)}."
        )

    return LiveFigure(
        figure,
        update,
        moving=[line, gaps, dots, title],
        controls={
            "points": Menu("Points", list(LINE_SERIES), LINE_START, "Which blood samples"),
            "half_life_h": Slider(
                "Half-life",
                _round_steps(0.2, 30, TWO_DIGITS),
                15,
                "h",
                "Time in which the line halves",
            ),
            "start_ng_per_ml": Slider(
                "Start",
                _round_steps(1, 10_000, TWO_DIGITS),
                6,
                "ng/mL",
                "Height of the line at time 0",
            ),
        },
        description="Published points and a line that halves at a steady pace, log scale.",
        twin=[
            {"half_life_h": 15, "start_ng_per_ml": 6},
            {"half_life_h": 5.8, "start_ng_per_ml": 10},
        ],
    )


def series_points(points):
    """Return the published points of an entry of the menu in `line_through_points`."""
    table = load("concentrations")
    return table[table["series"] == LINE_SERIES[points]]


def model_diagram():
    """Draw the model: gut, plasma, tissue, and what leaves.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    figure = Figure(figsize=(8, 2.9))
    axes = figure.subplots()
    axes.set_axis_off()
    axes.set_xlim(0, 10)
    axes.set_ylim(0, 3.2)
    boxes = {"Gut": (0.9, 1.3), "Blood plasma": (4.0, 1.3), "Tissue pool": (7.4, 1.3)}
    for name, (x, y) in boxes.items():
        axes.add_patch(
            FancyBboxPatch(
                (x, y),
                1.7,
                0.8,
                boxstyle="round,pad=0.08",
                facecolor="#EAF3FA" if name == "Blood plasma" else "#F4F4F4",
                edgecolor="#777777",
            )
        )
        axes.text(x + 0.85, y + 0.4, name, ha="center", va="center", fontweight="bold")
    _arrow(axes, (0.05, 1.7), (0.78, 1.7))
    _arrow(axes, (2.7, 1.7), (3.88, 1.7))
    _arrow(axes, (5.8, 1.9), (7.28, 1.9))
    _arrow(axes, (7.28, 1.5), (5.8, 1.5))
    _arrow(axes, (4.85, 1.18), (4.85, 0.35))
    axes.text(0.0, 2.45, "dose", color=GREY)
    axes.text(
        2.6, 2.35, "after a lag, a constant\nfraction an hour;\nonly part arrives", color=GREY
    )
    axes.text(6.0, 2.35, "to and fro", color=GREY)
    axes.text(5.1, 0.55, "cleared for good", color=GREY)
    axes.set_title("Three boxes and five arrows make the whole model")
    return picture(
        figure,
        description="Diagram of the model.",
        finding=(
            "A dose waits in the gut, then a constant fraction an hour passes into blood plasma, "
            "and only a part arrives at all. Plasma trades with a tissue pool and is cleared for "
            "good. The trade makes the curve fall in two phases: fast, then slow."
        ),
    )


def _arrow(axes, start, end):
    axes.add_patch(
        FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=14, color="#444444")
    )


def single_dose():
    """Let the learner swallow one dose of each vitamer.

    Returns
    -------
    LiveFigure
        Controls `dose`, `equal_moles` and `log_scale`.
    """
    figure, axes = steady_axes(height_in=4.6)
    times = np.linspace(0, 96, 385)
    people = {name: kinetics.parameters(name) for name in VITAMERS}
    # The model is linear: what share is left does not depend on the dose.
    left = {name: _left_after(24, vitamer) for name, vitamer in people.items()}
    lines, labels = _vitamer_lines(axes, times)
    title = axes.set_title(" ")
    axes.set_xlim(0, 96)
    axes.set_xticks(range(0, 97, 12))
    axes.set_xlabel("Time after the dose (hours)")
    axes.set_ylabel("Added to plasma (ng/mL)")

    def update(dose, equal_moles, log_scale):
        doses = doses_ug(dose, equal_moles)
        curves = {n: kinetics.oral(times, doses[n], people[n]) for n in VITAMERS}
        top = _round_up(max(curve.max() for curve in curves.values()))
        _set_scale(axes, log_scale, top)
        floor = axes.get_ylim()[0]
        for name in VITAMERS:
            lines[name].set_ydata(np.maximum(curves[name], floor * 0.5))
        _spread_labels(axes, labels, {n: curves[n][-1] for n in VITAMERS}, log_scale)
        title.set_text(
            f"A day after its peak, {percent(left['MK-7'])} of MK-7 is left "
            f"and {percent(left['K1'])} of K1"
        )
        peaks = ", ".join(f"{n} {plain(curves[n].max())}" for n in VITAMERS)
        shares = ", ".join(f"{n} {percent(left[n])}" for n in VITAMERS)
        amount = ", ".join(f"{n} {plain(doses[n])} µg" for n in VITAMERS)
        return (
            f"Doses: {amount}. Peaks in ng/mL (model): {peaks}. "
            f"Left 24 h after the peak: {shares}."
        )

    return LiveFigure(
        figure,
        update,
        moving=[*lines.values(), *labels.values(), title],
        controls={
            "dose": Slider(
                "Dose", _round_steps(10, 2000), 1000, "µg", "Of each, swallowed once at hour 0"
            ),
            "equal_moles": Switch(
                "Equal moles", False, "Same number of molecules as this dose of K1"
            ),
            "log_scale": Switch("Log scale", False, "Makes small remainders visible"),
        },
        description="Model curves of K1, MK-4 and MK-7 in plasma over 96 h after one dose.",
        twin=[
            {"log_scale": False},
            {"equal_moles": True, "log_scale": True},
        ],
    )


def doses_ug(dose, equal_moles):
    """Return the dose of each vitamer: the same mass, or the moles that this mass of K1 has."""
    if not equal_moles:
        return dict.fromkeys(VITAMERS, dose)
    amount_nmol = kinetics.nanomoles(dose, kinetics.parameters("K1"))
    return {
        name: float(kinetics.micrograms(amount_nmol, kinetics.parameters(name)))
        for name in VITAMERS
    }


def _left_after(hours, vitamer):
    peak_h, peak_level = kinetics.peak(1.0, vitamer)
    return float(kinetics.oral(peak_h + hours, 1.0, vitamer)) / peak_level


def _vitamer_lines(axes, times):
    lines, labels = {}, {}
    for name in VITAMERS:
        (lines[name],) = axes.plot(
            times, np.zeros_like(times), color=COLOURS[name], linestyle=DASHES[name]
        )
        labels[name] = axes.text(
            1.012,
            0,
            name,
            transform=axes.transAxes,
            color=TEXT_COLOURS[name],
            fontweight="bold",
            va="center",
        )
    return lines, labels


def _spread_labels(axes, labels, levels, log_scale):
    """Put each label beside its line's end, none on top of another."""
    bottom, top = axes.get_ylim()
    gap = 0.06
    heights = {}
    for name, level in sorted(levels.items(), key=lambda item: item[1]):
        if log_scale:
            height = np.log(max(level, bottom) / bottom) / np.log(top / bottom)
        else:
            height = level / top
        heights[name] = max(height, max(heights.values(), default=-gap) + gap)
    for name, height in heights.items():
        labels[name].set_y(height)


def _set_scale(axes, log_scale, top):
    if log_scale:
        axes.set_yscale("log")
        axes.set_ylim(top / 10_000, top)
        decade = 10.0 ** np.floor(np.log10(top))
        plain_log_axis(axes.yaxis, [decade / 10**k for k in range(4)])
    else:
        axes.set_yscale("linear")
        axes.set_ylim(0, top)


def _round_up(value):
    """Return the next round number, so that axes change seldom while a slider moves."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(m * power for m in (1, 1.5, 2, 3, 4, 6, 8, 10) if m * power >= value))


# 22 round numbers a decade: fine enough to drag, and a learner can find 100 again.
ROUND = (
    1,
    1.1,
    1.2,
    1.3,
    1.4,
    1.5,
    1.6,
    1.8,
    2,
    2.2,
    2.5,
    2.8,
    3,
    3.5,
    4,
    4.5,
    5,
    5.6,
    6,
    7,
    8,
    9,
)


def _round_steps(low, high, mantissas=ROUND):
    """Return round numbers from `low` to `high`, evenly spread on a log scale."""
    powers = range(int(np.floor(np.log10(low))), int(np.ceil(np.log10(high))) + 1)
    values = [round(m * 10.0**p, 10) for p in powers for m in mantissas]
    return [value for value in values if low <= value <= high]


def model_against_data():
    """Draw the model's prediction over each published number.

    Returns
    -------
    LiveFigure
        A picture without controls. Filled marks helped to fit the model, hollow ones did not.
    """
    table = observed_and_predicted()
    figure = Figure(figsize=(8.6, 5.2))
    axes = figure.subplots()
    axes.axvspan(0.8, 1.25, color="#EFEFEF", zorder=0)
    axes.axvline(1, color="black", linewidth=1)
    rows = np.arange(len(table))[::-1]
    for y, row in zip(rows, table.itertuples(), strict=True):
        colour = COLOURS[row.vitamer]
        axes.plot([1, row.ratio], [y, y], color=colour, linewidth=1.5, alpha=0.6)
        axes.plot(
            row.ratio,
            y,
            "o",
            color=colour,
            markersize=8,
            markeredgewidth=1.8,
            markerfacecolor=colour if row.role == "fitted" else "white",
        )
        axes.annotate(
            _signed(row.ratio - 1),
            (1.95, y),
            va="center",
            fontsize=9.5,
            color=TEXT_COLOURS[row.vitamer],
            fontweight="bold",
            annotation_clip=False,
        )
    axes.set_yticks(rows, [f"{r.vitamer} · {r.quantity}" for r in table.itertuples()])
    for tick, vitamer in zip(axes.get_yticklabels(), table["vitamer"], strict=True):
        tick.set_color(TEXT_COLOURS[vitamer])
    axes.set_xscale("log")
    axes.set_xlim(0.5, 2.2)
    plain_log_axis(axes.xaxis, [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2])
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("Model over published value (log scale; grey band: within 25 %)")
    axes.set_ylabel("")
    far = table[(table["ratio"] > 1.25) | (table["ratio"] < 0.8)]
    headline(figure, f"The model misses {len(far)} of {len(table)} published numbers by over 25 %")
    axes.legend(
        handles=[
            Line2D([], [], marker="o", color=GREY, linestyle="", label="helped to fit the model"),
            Line2D([], [], marker="o", color=GREY, markerfacecolor="white", linestyle="",
                   label="predicted"),
        ],
        loc="lower left",
        fontsize=9,
    )  # fmt: skip
    worst = "; ".join(f"{r.vitamer} {r.quantity} {_signed(r.ratio - 1)}" for r in far.itertuples())
    return picture(
        figure,
        description="Dot plot of model over published value, one row a number, log axis.",
        finding=(
            f"The model meets {len(table) - len(far)} of {len(table)} published numbers within "
            f"25 %. It misses {worst}."
        ),
    )


def _signed(share):
    return "0 %" if round(100 * share) == 0 else f"{100 * share:+.0f} %"


DAYS = 42
FIRST_MISSED_DAY = 21


def daily_dosing():
    """Let the learner take a vitamer for six weeks, and forget some doses.

    Returns
    -------
    LiveFigure
        Controls `vitamer`, `dose_ug`, `interval` and `missed_days`.
    """
    figure, axes = steady_axes(height_in=4.2)
    hours = np.arange(0, DAYS * 24 + 1.0)
    (line,) = axes.plot(hours / 24, np.zeros_like(hours), linewidth=1.6)
    (average,) = axes.plot([0, DAYS], [0, 0], color="black", linewidth=1.2, linestyle=(0, (4, 3)))
    average_label = axes.text(DAYS, 0, " average at\n plateau", va="center", fontsize=9.5)
    (ready,) = axes.plot([], [], color="#777777", linewidth=1.2)
    ready_label = axes.text(0, 0, "", color="#333333", fontsize=9.5, va="top")
    missed_span = axes.axvspan(0, 1, color="#F3E3D3", linewidth=0)
    title = axes.set_title(" ")
    axes.set_xlim(0, DAYS)
    axes.set_xticks(range(0, DAYS + 1, 7))
    axes.set_xlabel("Day")
    axes.set_ylabel("Added to plasma (ng/mL)")

    def update(vitamer, dose_ug, interval, missed_days):
        person = kinetics.parameters(vitamer)
        every_h = INTERVALS_H[interval]
        taken_h, missed = dosing_times(every_h, missed_days)
        level = kinetics.repeated(hours, taken_h, dose_ug, person)
        steady = kinetics.plateau(dose_ug, person, every_h)
        reached = kinetics.days_to_plateau(person, 0.9, every_h)
        axes.set_ylim(0, _round_up(1.2 * max(level.max(), steady.peak)))
        top = axes.get_ylim()[1]
        line.set_ydata(level)
        line.set_color(COLOURS[vitamer])
        average.set_ydata([steady.average] * 2)
        average_label.set_y(steady.average)
        ready.set_data([reached, reached], [0, 0.93 * top])
        ready_label.set_position((reached + 0.4, 0.98 * top))
        ready_label.set_text(f"90 % of plateau on day {reached}")
        missed_span.set(x=FIRST_MISSED_DAY, width=missed_days)
        title.set_text(
            f"{vitamer}: the plateau swings between {plain(steady.trough)} and "
            f"{plain(steady.peak)} ng/mL"
        )
        words = (
            f"{plain(dose_ug)} µg of {vitamer} {interval}: average {plain(steady.average)}, "
            f"trough {plain(steady.trough)}, peak {plain(steady.peak)} ng/mL at the plateau; "
            f"90 % of it on day {reached}. "
            f"The trough grows {steady.trough_accumulation:.1f}-fold from the first dose."
        )
        if not missed:
            return words
        lowest = level[hours >= FIRST_MISSED_DAY * 24].min()
        return f"{words} {missed} missed doses bring it down to {plain(lowest)} ng/mL."

    return LiveFigure(
        figure,
        update,
        moving=[missed_span, ready, average, line, average_label, ready_label, title],
        controls={
            "vitamer": Menu("Form", VITAMERS, "MK-7", "Which vitamin K"),
            "dose_ug": Slider("Each dose", _round_steps(10, 1000), 100, "µg", "How much at once"),
            "interval": Menu("How often", list(INTERVALS_H), "every day", "Time between doses"),
            "missed_days": Slider(
                "Missed days", range(15), 0, "", f"Forgotten from day {FIRST_MISSED_DAY} on"
            ),
        },
        description="Model curve of plasma level over six weeks of regular doses.",
        twin=[
            {"vitamer": "MK-7"},
            {"vitamer": "K1"},
            {"vitamer": "MK-7", "missed_days": 7},
        ],
    )


def dosing_times(every_h, missed_days=0):
    """Return the hours of the doses that are taken, and how many are missed."""
    all_h = kinetics.schedule(DAYS, every_h)
    day = all_h / 24
    missed = np.flatnonzero((day >= FIRST_MISSED_DAY) & (day < FIRST_MISSED_DAY + missed_days))
    return kinetics.schedule(DAYS, every_h, missed), len(missed)


BAND_TIMES_H = np.concatenate([np.arange(0.0, 12.0, 0.5), np.arange(12.0, 73.0)])
PEOPLE = (1_000, 10_000, 100_000, 1_000_000)


@functools.lru_cache(maxsize=64)
def population_band_per_ug(vitamer, n_people, spread_percent):
    """Return the 5th, 50th and 95th percentile after 1 µg; kept, because levels scale with dose.

    Parameters
    ----------
    vitamer : str
        Name of the vitamer.
    n_people : int
        Size of the virtual population.
    spread_percent : float
        Coefficient of variation between people, %.

    Returns
    -------
    ndarray, shape (3, times)
        Concentration, ng/mL, at `BAND_TIMES_H`.
    """
    band = kinetics.population_band(
        BAND_TIMES_H,
        1.0,
        kinetics.parameters(vitamer),
        int(n_people),
        spread_cv=spread_percent / 100,
        seed=1,
    )
    band.flags.writeable = False
    return band


def virtual_population():
    """Let the learner run a trial of five in a large population, with an assay of their choice.

    Returns
    -------
    LiveFigure
        Controls `vitamer`, `n_people`, `spread_percent`, `assay_limit_ng_per_ml` and `trial`.
    """
    dose = f"{plain(SATO_DOSE_UG)} µg"
    figure, axes = steady_axes(height_in=4.8, right=0.97)
    band = axes.fill_between(BAND_TIMES_H, 1, 2, alpha=0.25, linewidth=0)
    (median,) = axes.plot(BAND_TIMES_H, np.ones_like(BAND_TIMES_H), linewidth=2)
    (seen,) = axes.plot([], [], "o", color="black", markersize=5)
    (unseen,) = axes.plot(
        [], [], "v", color="#B34700", markerfacecolor="white", markersize=6, markeredgewidth=1.4
    )
    (limit,) = axes.plot([0, 72], [1, 1], color="#B34700", linewidth=1.5, linestyle=(0, (4, 2)))
    limit_label = axes.text(
        60, 1, "assay limit", color="#8F3800", fontsize=9.5, va="top", ha="center"
    )
    title = axes.set_title(" ")
    axes.set_yscale("log")
    axes.set_ylim(0.005, 100)
    plain_log_axis(axes.yaxis, [0.01, 0.1, 1, 10, 100])
    axes.set_xlim(0, 73)
    axes.set_xticks(range(0, 73, 12))
    axes.set_xlabel(f"Time after {dose} (hours)")
    axes.set_ylabel("Added to plasma (ng/mL, log scale)")
    axes.legend(
        handles=[
            Line2D([], [], color=GREY, alpha=0.4, linewidth=8, label="90 % of people (model)"),
            Line2D([], [], marker="o", color="black", linestyle="", markersize=5,
                   label="five volunteers, detected"),
            Line2D([], [], marker="v", color="#B34700", markerfacecolor="white", linestyle="",
                   label="not detected (true level)"),
        ],
        loc="upper right", fontsize=9, ncols=3, columnspacing=1.2,
    )  # fmt: skip

    def update(vitamer, n_people, spread_percent, assay_limit_ng_per_ml, trial):
        day = np.searchsorted(BAND_TIMES_H, 24.0)
        low, middle, high = SATO_DOSE_UG * population_band_per_ug(
            vitamer, n_people, spread_percent
        )
        floor = axes.get_ylim()[0] / 10
        band.set_data(BAND_TIMES_H, np.maximum(low, floor), np.maximum(high, floor))
        band.set_color(COLOURS[vitamer])
        median.set_ydata(np.maximum(middle, floor))
        median.set_color(COLOURS[vitamer])
        level, detected = five_volunteers(vitamer, spread_percent, assay_limit_ng_per_ml, trial)
        times = np.broadcast_to(SAMPLE_TIMES_H, level.shape)
        seen.set_data(times[detected], level[detected])
        hidden = ~detected & (level > 0)
        unseen.set_data(times[hidden], level[hidden])
        limit.set_ydata([assay_limit_ng_per_ml] * 2)
        limit_label.set_y(assay_limit_ng_per_ml * 0.9)
        last_seen = [t for t, d in zip(SAMPLE_TIMES_H, detected.T, strict=True) if d.any()]
        title.set_text(
            f"This trial last sees {vitamer} at {last_seen[-1]:.0f} h"
            if last_seen
            else f"This trial sees no {vitamer} at all"
        )
        found = ", ".join(
            f"{n} of 5 at {t:.0f} h"
            for t, n in zip(SAMPLE_TIMES_H, detected.sum(axis=0), strict=True)
        )
        return (
            f"{int(n_people):,} virtual people, {dose} of {vitamer}: at 24 h nine in ten lie "
            f"between {plain(low[day])} and {plain(high[day])} ng/mL. In trial {trial:g} an assay "
            f"that sees {plain(assay_limit_ng_per_ml)} ng/mL finds it in {found}."
        )

    return LiveFigure(
        figure,
        update,
        moving=[band, median, limit, unseen, seen, limit_label, title],
        controls={
            "vitamer": Menu("Form", VITAMERS, "MK-7", f"Which vitamin K, {dose} once"),
            "assay_limit_ng_per_ml": Slider(
                "Assay limit", _round_steps(0.02, 10), 0.03, "ng/mL", "Smallest level it can see"
            ),
            "spread_percent": Slider(
                "Spread", range(10, 81, 5), 40, "%", "How much people differ (assumed)"
            ),
            "n_people": Slider("People", PEOPLE, 10_000, "", "Size of the virtual population"),
            "trial": Slider("Trial", range(1, 21), 1, "", "Draws five other volunteers"),
        },
        description="Model band of plasma levels in many people, with five volunteers' samples.",
        twin=[
            {"vitamer": "MK-7", "assay_limit_ng_per_ml": 0.03},
            {"vitamer": "MK-7", "assay_limit_ng_per_ml": 2.0},
            {"vitamer": "MK-4", "assay_limit_ng_per_ml": 2.0},
        ],
    )


def accumulation_or_ratio():
    """Draw MK-7 and K1 at equal moles a day: two ratios that are often mixed up.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    mk7, k1 = kinetics.parameters("MK-7"), kinetics.parameters("K1")
    hours = np.arange(0, 28 * 24 + 1.0)
    figure = Figure(figsize=(8, 4.4))
    axes = figure.subplots()
    troughs = {}
    for vitamer in (mk7, k1):
        dose_ug = float(kinetics.micrograms(220.0, vitamer))
        level = kinetics.repeated(hours, kinetics.schedule(29), dose_ug, vitamer)
        level = kinetics.nanomoles(level, vitamer)
        troughs[vitamer.name] = level[24], level[-1]
        axes.plot(hours / 24, level, color=COLOURS[vitamer.name],
                  linestyle=DASHES[vitamer.name], linewidth=1.5)  # fmt: skip
        axes.text(29.2, level[-240:].mean(), vitamer.name, va="center", fontweight="bold",
                  color=TEXT_COLOURS[vitamer.name])  # fmt: skip
    own = kinetics.plateau(1.0, mk7).trough_accumulation
    ratio = ratio_at_equal_moles(mk7, k1)
    first, last = troughs["MK-7"]
    axes.annotate("", (1, first), (28, first), arrowprops={"arrowstyle": "-", "color": "#999999",
                                                          "linestyle": ":"})  # fmt: skip
    axes.annotate("", (23, last), (23, first), arrowprops={"arrowstyle": "<->"})
    means = [kinetics.plateau(float(kinetics.micrograms(220.0, v)), v).average for v in (mk7, k1)]
    high, low = (float(kinetics.nanomoles(m, v)) for m, v in zip(means, (mk7, k1), strict=True))
    axes.annotate("", (28.6, high), (28.6, low), annotation_clip=False,
                  arrowprops={"arrowstyle": "<->"})  # fmt: skip
    axes.text(29.2, (high + low) / 2, f"averages:\n{ratio:.1f}-fold\nover K1", va="center")
    axes.text(22.6, (first + last) / 2, f"own accumulation\n{own:.1f}-fold", ha="right",
              va="center", backgroundcolor="#FFFFFFCC")  # fmt: skip
    axes.set_xlim(0, 28)
    axes.set_ylim(bottom=0)
    axes.set_xticks(range(0, 29, 7))
    axes.set_xlabel("Day (220 nmol of each, every day)")
    axes.set_ylabel("Added to plasma (nmol/L)")
    axes.set_title(f"MK-7 grows {own:.1f}-fold on itself and stands {ratio:.1f}-fold over K1")
    return picture(
        figure,
        description="Model curves of MK-7 and K1, equal moles a day for 28 days, nmol/L.",
        finding=(
            f"The trough of MK-7 grows {own:.1f}-fold from its first dose: that is accumulation. "
            f"Its average at the plateau is {ratio:.1f} times that of K1 at equal moles: that is "
            f"the ratio which the literature prints as 7- to 8-fold."
        ),
    )
