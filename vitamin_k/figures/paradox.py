"""Pictures and simulators of lesson 01: calcium and fractures, by country and by person."""

import functools

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyBboxPatch, Polygon
from matplotlib.ticker import MaxNLocator

from courseware.live import LiveFigure, Menu, Slider, Switch, picture
from courseware.style import headline, plain, steady_axes, true_minus
from vitamin_k import calcium, paradox
from vitamin_k.data import load
from vitamin_k.figures import BLACK, COLOURS, GREY, TEXT_COLOURS
from vitamin_k.figures.forest import draw_forest, forest_height_in, forest_keys

# Darker than Okabe and Ito's own, so that hollow marks stand out on white; none of them is the
# colour of a vitamer.
REGION_LOOK = {
    "Europe": ("o", "#B34700"),
    "Asia": ("s", "#8A3B6B"),
    "Americas": ("^", "#4A4A4A"),
    "Africa": ("D", "#000000"),
    "Oceania": ("v", "#7A6A00"),
}
AXIS_NAMES = {
    "hip_order_2002": "Fracture order (29 = most)",
    "hip_class_2002": "Fracture risk, class",
    "hip_class_2012": "Fracture rate, class",
    "hip_class_men_2012": "Fracture rate in men, class",
    "hip_rate_1992": "Hip fractures per 100,000 women",
    "calcium_gdd": "Calcium in food, women over 50 (mg a day, modelled)",
    "calcium_survey": "Calcium intake, adults (mg a day, surveys)",
    "milk_2000": "Milk supply (kg per person and year)",
    "animal_protein_2000": "Animal protein supply (g per person and day)",
    "height_women": "Height of women born in 1930 (cm)",
    "gdp_2002": "Income per person (international dollars a year)",
    "latitude": "Distance from the equator (degrees of latitude)",
    "life_expectancy_2000": "Life expectancy (years)",
}
CLASS_NAMES = {
    "hip_class_2002": ["low", "medium", "high", "very high"],
    "hip_class_2012": ["low", "moderate", "high"],
    "hip_class_men_2012": ["low", "moderate", "high"],
}
# Enough for two digits, few enough for a menu that answers at once.
LIVE_RESAMPLES = 1000
MOST_NAMES = 18
HOLLOW = {"second-hand", "computed"}


@functools.cache
def _status(measure):
    table = load("country_measures")
    return table[table["measure"] == measure].set_index("iso3")["verified"]


def country_scatter():
    """Let the learner set calcium, or its rivals, against hip fractures by country.

    Returns
    -------
    LiveFigure
        Controls `exposure`, `outcome`, `adjust`, `region` and `show_names`. Hollow marks are
        second-hand, derived or inferred.
    """
    figure = Figure(figsize=(8.8, 5.0), layout="none")
    axes = figure.add_axes((0.13, 0.2, 0.615, 0.65))
    gauge = figure.add_axes((0.845, 0.2, 0.14, 0.65))
    dots = {
        (region, hollow): axes.plot(
            [], [], mark, color=colour, markersize=8, markeredgewidth=1.6,
            markerfacecolor="white" if hollow else colour, zorder=3,
        )[0]
        for region, (mark, colour) in REGION_LOOK.items()
        for hollow in (False, True)
    }  # fmt: skip
    axes.yaxis.set_label_coords(-0.16, 0.5)
    (guide,) = axes.plot([], [], color="#999999", linewidth=1.2, linestyle=(0, (4, 3)), zorder=1)
    names = [axes.text(0, 0, "", fontsize=9.5, color=BLACK, zorder=4) for _ in range(MOST_NAMES)]
    title = figure.text(0.012, 0.95, "", fontsize=12, fontweight="bold")
    subtitle = figure.text(0.012, 0.905, "", fontsize=10, color=GREY)
    figure.legend(handles=_region_keys(), loc="lower left", bbox_to_anchor=(0.005, 0.0), ncols=7,
                  fontsize=9.5, columnspacing=1.0, handletextpad=0.1)  # fmt: skip
    bars, marks, numbers = _gauge(gauge)

    def update(exposure, outcome, adjust, region, show_names):
        table, confounders = paradox.chosen_countries(exposure, outcome, adjust, region)
        raw = paradox.chosen_correlation(
            exposure, outcome, region=region, resamples=LIVE_RESAMPLES
        )
        found = (
            paradox.chosen_correlation(exposure, outcome, adjust, region, resamples=LIVE_RESAMPLES)
            if confounders
            else raw
        )
        x, y = _shown(table, exposure, outcome, confounders)
        _set_axes(axes, x, y, exposure, outcome, adjust if confounders else "nothing")
        _set_dots(dots, table, x, y, exposure, outcome)
        slope, height = np.polyfit(x, y, 1)
        ends = np.array(axes.get_xlim())
        guide.set_data(ends, height + slope * ends)
        far = np.argsort(-np.abs(y - height - slope * x))
        _set_names(axes, names, table["country"].to_numpy()[far], x[far], y[far], show_names)
        shown = [raw, found if confounders else None]
        _set_gauge(bars, marks, numbers, shown)
        what = exposure if region == "all countries" else f"In {region}: {exposure.lower()}"
        title.set_text(f"{what} {_verdict(found)}")
        subtitle.set_text(
            f"{found.n} countries" + (f", {_held(adjust)} held still" if confounders else "")
        )
        held = f", with {_held(adjust)} held still" if confounders else ""
        return (
            f"{exposure} against hip fractures ({outcome}), {region}{held}: rank correlation "
            f"{_signed(found.rho)}, 95 % interval {_signed(found.low)} to {_signed(found.high)}, "
            f"{found.n} countries. {_verdict(found).capitalize()}."
        )

    calcium_first = next(iter(paradox.EXPOSURES))
    return LiveFigure(
        figure,
        update,
        moving=[*dots.values(), guide, *names, title, subtitle, *bars, *marks, *numbers],
        controls={
            "exposure": Menu("Across", list(paradox.EXPOSURES), calcium_first,
                             "Calcium, or a rival explanation"),
            "outcome": Menu("Up", list(paradox.OUTCOMES), "Order of 29 countries, 2002",
                            "Which list of hip fractures"),
            "adjust": Menu("Hold still", list(paradox.ADJUSTMENTS), "nothing",
                           "Compare countries that are alike in this"),
            "region": Menu("Region", list(paradox.REGIONS), "all countries", "Which countries"),
            "show_names": Switch("Names", False, "As many as fit, those far off the line first"),
        },
        redraws=["exposure", "outcome", "adjust"],
        description=(
            "Scatter plot, one mark a country: an exposure across, hip fractures up, and the "
            "rank correlation with its interval at the right."
        ),
        twin=[
            {"show_names": True},
            {"adjust": "both of these"},
            {"outcome": "Three classes, 2012", "region": "Europe"},
            {"exposure": "Height of women", "show_names": True},
        ],
    )  # fmt: skip


def _region_keys():
    keys = [
        Line2D([], [], marker=mark, color=colour, linestyle="", label=region)
        for region, (mark, colour) in REGION_LOOK.items()
    ]
    hollow = Line2D([], [], marker="o", color=GREY, markerfacecolor="white", linestyle="",
                    label="hollow: second-hand or inferred")  # fmt: skip
    return [*keys, hollow]


def _gauge(gauge):
    gauge.set_ylim(-1, 1)
    gauge.set_xlim(-0.6, 1.6)
    gauge.set_xticks([0, 1], ["as it is", "held\nstill"])
    gauge.set_yticks([-1, -0.5, 0, 0.5, 1], ["−1", "−0.5", "0", "0.5", "1"])
    gauge.axhline(0, color="black", linewidth=1.1)
    gauge.set_ylabel("Rank correlation", labelpad=0)
    bars = [gauge.plot([], [], color=GREY, linewidth=2.2)[0] for _ in range(2)]
    marks = [gauge.plot([], [], mark, color=BLACK, markersize=8)[0] for mark in "oD"]
    numbers = [
        gauge.text(i, 1.02, "", ha="center", fontsize=10, fontweight="bold") for i in range(2)
    ]
    return bars, marks, numbers


def _set_gauge(bars, marks, numbers, shown):
    for i, found in enumerate(shown):
        known = found is not None and np.isfinite(found.rho)
        bars[i].set_data(*([[i, i], [found.low, found.high]] if known else [[], []]))
        marks[i].set_data(*([[i], [found.rho]] if known else [[], []]))
        numbers[i].set_text(_signed(found.rho) if known else "")


def _shown(table, exposure, outcome, confounders):
    """Where the marks stand: the measures, or what is left of their ranks."""
    x, y = (
        table[name].to_numpy() for name in (paradox.EXPOSURES[exposure], paradox.OUTCOMES[outcome])
    )
    if confounders:
        others = [table[name] for name in confounders]
        return paradox.rank_residuals(x, others), paradox.rank_residuals(y, others)
    if paradox.OUTCOMES[outcome] in CLASS_NAMES:
        # Classes lie on top of each other: spread the marks of a class a little, in a fixed way.
        y = y + 0.26 * np.sin(2.4 * np.argsort(np.argsort(x)))
    return x, y


def _set_axes(axes, x, y, exposure, outcome, adjust):
    across, up = paradox.EXPOSURES[exposure], paradox.OUTCOMES[outcome]
    for limits, values in ((axes.set_xlim, x), (axes.set_ylim, y)):
        room = 0.07 * np.ptp(values)
        limits(values.min() - room, values.max() + room)
    axes.yaxis.set_major_locator(MaxNLocator(6))
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.yaxis.set_major_formatter(lambda value, _: true_minus(plain(value)))
    axes.xaxis.set_major_formatter(lambda value, _: true_minus(plain(value)))
    if adjust == "nothing":
        axes.set_xlabel(AXIS_NAMES[across])
        axes.set_ylabel(f"{AXIS_NAMES[up]} (up = more)")
        if up in CLASS_NAMES:
            names = CLASS_NAMES[up]
            axes.set_yticks(range(1, len(names) + 1), names)
            axes.set_ylim(0.5, len(names) + 0.5)
    else:
        axes.set_xlabel(f"{exposure}: ranks above or below what {_held(adjust)} predicts")
        axes.set_ylabel("Fractures: ranks above or below the same")


def _set_dots(dots, table, x, y, exposure, outcome):
    # The order is the listed position turned round, and as sure as that.
    listed = paradox.OUTCOMES[outcome].replace("order", "position")
    soft = _status(listed).reindex(table.index).isin(HOLLOW)
    soft |= _status(paradox.EXPOSURES[exposure]).reindex(table.index) == "second-hand"
    for (region, hollow), artist in dots.items():
        here = ((table["region"] == region) & (soft == hollow)).to_numpy()
        artist.set_data(x[here], y[here])


def _set_names(axes, artists, countries, x, y, wanted):
    """Write the names that fit, those farthest off the line first."""
    for artist in artists:
        artist.set_text("")
    if not wanted:
        return
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    taken, free = [], iter(artists)
    points = np.column_stack([(x - left) / (right - left), (y - bottom) / (top - bottom)])
    for name, (across, up), height in zip(countries, points, y, strict=True):
        width = 0.0125 * len(name)
        start = across + 0.014 if across + width < 0.98 else across - 0.014 - width
        box = (start, start + width, up - 0.026, up + 0.026)
        others = points[(points[:, 0] != across) | (points[:, 1] != up)]
        on_mark = np.any(
            (others[:, 0] > box[0] - 0.008) & (others[:, 0] < box[1] + 0.008)
            & (others[:, 1] > box[2] - 0.022) & (others[:, 1] < box[3] + 0.022)
        )  # fmt: skip
        clash = any(
            box[0] < b[1] and b[0] < box[1] and box[2] < b[3] and b[2] < box[3] for b in taken
        )
        if on_mark or clash:
            continue
        artist = next(free, None)
        if artist is None:
            return
        artist.set_text(name)
        artist.set_position((left + start * (right - left), height))
        artist.set_va("center")
        taken.append(box)


def _verdict(found):
    if not np.isfinite(found.rho):
        return "cannot be ranked here"
    if found.low > 0:
        return "goes with more hip fractures"
    if found.high < 0:
        return "goes with fewer hip fractures"
    return "shows no clear order with hip fractures"


def _held(adjust):
    return "life expectancy and latitude" if adjust == "both of these" else adjust


def _signed(value):
    return true_minus(f"{value:z.2f}")


def rival_explanations():
    """Draw the rank correlations of calcium and of its rivals as a forest plot.

    Returns
    -------
    LiveFigure
        Control `outcome`.
    """
    # Fixed margins: the same choice then always gives the same picture.
    figure = Figure(figsize=(8.6, 6.0), layout="none")
    axes = figure.add_axes((0.315, 0.09, 0.5, 0.82))

    def update(outcome):
        table = _rivals(outcome)
        draw_forest(
            axes, table, quantity="Rank correlation with hip fractures", null=0, limits=(-1, 1),
            ticks=[-1, -0.5, 0, 0.5, 1], favours=("fewer fractures", "more fractures"),
        )  # fmt: skip
        alone = table[table["group"] == "On its own:"]
        best = alone.loc[alone["estimate"].idxmax()]
        own = alone.iloc[0]
        headline(
            figure,
            f"{best['name']} follows hip fractures most closely"
            f" ({_signed(best.estimate)}); calcium has {_signed(own.estimate)}",
        )
        parts = [
            f"{group.lower()} "
            + "; ".join(
                f"{row.exposure.lower()} {_signed(row.estimate)} ({_signed(row.low)} to "
                f"{_signed(row.high)}, n {row.n})"
                for row in part.itertuples()
            )
            for group, part in table.rename(columns={"name": "exposure"}).groupby(
                "group", sort=False
            )
        ]
        rows = ". ".join(part[0].upper() + part[1:] for part in parts)
        return f"Rank correlations with hip fractures ({outcome}). {rows}."

    return LiveFigure(
        figure,
        update,
        controls={
            "outcome": Menu("Hip fractures", list(paradox.OUTCOMES)[:4],
                            "Order of 29 countries, 2002", "Which list of hip fractures"),
        },
        redraws=["outcome"],
        description="Forest plot of rank correlations between countries, with 95 % intervals.",
        twin=[{"outcome": "Order of 29 countries, 2002"}, {"outcome": "Three classes, 2012"}],
    )  # fmt: skip


@functools.cache
def _rivals(outcome):
    first, *_ = paradox.EXPOSURES
    alone = [name for name in paradox.EXPOSURES if name != "Calcium intake (surveys)"]
    rows = [("On its own:", name, name, "nothing") for name in alone]
    rows += [
        ("Calcium (model), held still:", _held(adjust).capitalize(), first, adjust)
        for adjust in paradox.ADJUSTMENTS
        if adjust != "nothing"
    ]
    table = []
    for group, name, exposure, adjust in rows:
        found = paradox.chosen_correlation(exposure, outcome, adjust)
        colour = COLOURS["calcium"] if exposure == first else "#8A3B6B"
        table.append(
            {"group": group, "name": name, "label": f"{name} · n {found.n}", "n": found.n,
             "estimate": found.rho, "low": found.low, "high": found.high, "colour": colour}
        )  # fmt: skip
    return pd.DataFrame(table)


COUNTRY_MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")
RISK_LIMITS = (0, 100)


def made_up_world():
    """Let the learner make a world in which people and countries disagree.

    Returns
    -------
    LiveFigure
        Controls `person_slope`, `confounder`, `noise` and `draw`.
    """
    figure, axes = steady_axes(height_in=5.0, right=0.97)
    shades = colormaps["viridis"](np.linspace(0, 0.85, len(COUNTRY_MARKS)))
    people = [
        axes.plot([], [], mark, color=shade, markersize=4.5, alpha=0.55, markeredgewidth=0)[0]
        for mark, shade in zip(COUNTRY_MARKS, shades, strict=True)
    ]
    inside = [axes.plot([], [], color=shade, linewidth=2.6)[0] for shade in shades]
    means = [
        axes.plot([], [], mark, color=shade, markersize=12, markeredgecolor="black",
                  markeredgewidth=1.3, zorder=5)[0]
        for mark, shade in zip(COUNTRY_MARKS, shades, strict=True)
    ]  # fmt: skip
    (between,) = axes.plot([], [], color="black", linewidth=2.4, linestyle=(0, (6, 2)), zorder=4)
    title = axes.set_title(" ")
    axes.set_xlim(200, 1400)
    axes.set_ylim(*RISK_LIMITS)
    axes.set_xticks(range(200, 1401, 200), [plain(x) for x in range(200, 1401, 200)])
    axes.set_xlabel("Calcium intake (mg a day, made up)")
    axes.set_ylabel("Fracture risk score (points, made up) · up = more")
    keys = [
        Line2D([], [], marker="o", color=GREY, linestyle="", markersize=4.5, label="a person"),
        Line2D([], [], marker="o", color=GREY, linestyle="", markersize=11,
               markeredgecolor="black", label="mean of a country"),
        Line2D([], [], color=GREY, linewidth=2.6, label="people inside a country"),
        Line2D([], [], color="black", linestyle=(0, (6, 2)), label="between countries"),
    ]  # fmt: skip
    axes.legend(handles=keys, loc="lower left", ncols=2, fontsize=9.5, frameon=True,
                facecolor="white", edgecolor="none", framealpha=0.85)  # fmt: skip

    def update(person_slope, confounder, noise, draw):
        world = paradox.make_world(person_slope, confounder, noise, seed=int(draw))
        own, across = world.seen_within_countries(), world.seen_between_countries()
        for i, (x, y) in enumerate(zip(world.calcium_mg_per_d, world.risk, strict=True)):
            people[i].set_data(x, y)
            means[i].set_data([x.mean()], [y.mean()])
            ends = np.array([x.min(), x.max()])
            inside[i].set_data(ends, y.mean() + own * (ends - x.mean()) / 100)
        ends = world.calcium_mg_per_d.mean(axis=1)[[0, -1]]
        height = world.risk.mean()
        between.set_data(ends, height + across * (ends - ends.mean()) / 100)
        title.set_text(
            f"Per 100 mg: {_points(own)} for a person, {_points(across)} between countries"
        )
        return (
            f"100 mg/d more calcium go with {_points(own)} points between people of one country "
            f"(put in: {_points(person_slope)}) and with {_points(across)} points between "
            f"countries (expected: {_points(world.country_slope)}). Through all people at once: "
            f"{_points(world.seen_between_all_people())}."
        )

    return LiveFigure(
        figure,
        update,
        moving=[*people, *inside, between, *means, title],
        controls={
            "person_slope": Slider("Calcium's effect", np.arange(-6, 6.5, 0.5), 2, "points",
                                   "What 100 mg a day more do to a person's risk"),
            "confounder": Slider("Wealth's effect", np.arange(-10, 10.5, 0.5), 0, "points",
                                 "What one step of wealth does to everybody in a country"),
            "noise": Slider("Noise", np.arange(0, 21, 1), 6, "points",
                            "Everything else in a person's risk"),
            "draw": Slider("Draw", range(1, 21), 1, "", "Other people, same world"),
        },
        description=(
            "Scatter plot of made-up people in eight made-up countries, one colour and mark a "
            "country: calcium intake across, risk score up, a line inside each country and a "
            "dashed line between the countries' means."
        ),
        twin=[
            {"person_slope": -2, "confounder": 0},
            {"person_slope": -2, "confounder": 6},
        ],
    )  # fmt: skip


def _points(slope):
    return true_minus(f"{slope:+.1f}")


CALCIUM_COLOURS = {
    "calcium intake": COLOURS["calcium"],
    "calcium supplements": "#8A3B6B",
    "calcium alone": "#8A3B6B",
    "calcium with vitamin D": "#B34700",
    "calcium, with or without vitamin D": "#7A6A00",
}
GROUP_NAMES = {
    "calcium intake": "People who eat more calcium",
    "calcium supplements": "People who choose a supplement",
    "calcium alone": "Trials: calcium alone",
    "calcium with vitamin D": "Trials: calcium with vitamin D",
    "calcium, with or without vitamin D": "Trials: calcium, with or without D",
}


def hip_fractures_in_people():
    """Draw what cohorts and trials found on calcium and hip fractures.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    return _trial_forest(
        "hip fracture",
        "In people, more calcium in food neither breaks nor saves many hips",
        limits=(0.35, 3),
        ticks=[0.4, 0.6, 0.8, 1, 1.5, 2, 3],
    )


def vessels_in_people():
    """Draw what cohorts and trials found on calcium and vessels.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    return _trial_forest(
        "vascular",
        "Vessels: food looks harmless, supplements are in dispute",
        limits=(0.5, 2),
        ticks=[0.5, 0.7, 1, 1.4, 2],
    )


def _trial_forest(outcome_group, finding, *, limits, ticks):
    table = load("calcium_trials").query("outcome_group == @outcome_group")
    # Beside the study's name stands what a reader must know to compare: the outcome among vessels,
    # the contrast of intakes among hips.
    if outcome_group == "vascular":
        detail = table["outcome"]
    else:
        detail = table["exposure"].where(table["exposure_group"] == "calcium intake")
    table = _forest_rows(
        table,
        estimate="ratio",
        group=table["exposure_group"].map(GROUP_NAMES),
        colour=table["exposure_group"].map(CALCIUM_COLOURS),
        label=table["study"] + (" · " + detail).fillna(""),
    )
    rank = {name: i for i, name in enumerate(GROUP_NAMES.values())}
    table = table.sort_values("group", key=lambda group: group.map(rank), kind="stable")
    return _ratio_forest(table, finding, limits, ticks, ("fewer with calcium", "more"))


def bones_and_vessels():
    """Draw fracture ratios of people with calcified vessels against those without.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    table = load("bone_vessel").query("unit == 'ratio'")
    sexes = {"women": "Women", "both": "Women and men together", "men": "Men"}
    table = _forest_rows(
        table,
        estimate="value",
        group=table["sex"].map(sexes),
        colour=table["sex"].map({"women": "#8A3B6B", "both": GREY, "men": "#B34700"}),
        label=table["study"] + " · " + table["bone"],
    )
    rank = {name: i for i, name in enumerate(sexes.values())}
    table = table.sort_values("group", key=lambda group: group.map(rank), kind="stable")
    return _ratio_forest(
        table,
        "People with calcified aortas break more bones in some studies, not in all",
        (0.15, 10),
        [0.2, 0.5, 1, 2, 5, 10],
        ("fewer with calcified aorta", "more"),
    )


def _forest_rows(table, *, estimate, group, colour, label):
    return pd.DataFrame(
        {
            "label": label,
            "group": group,
            "estimate": table[estimate],
            "low": table[f"low_{estimate}"],
            "high": table[f"high_{estimate}"],
            "colour": colour,
            "verified": table["verified"],
        }
    )


def _ratio_forest(table, finding, limits, ticks, favours):
    figure = Figure(figsize=(8.6, forest_height_in(table)))
    axes = figure.subplots()
    draw_forest(
        axes, table, quantity="Ratio (hazard, risk or odds; log scale)", null=1, limits=limits,
        log=True, ticks=ticks, favours=favours,
    )  # fmt: skip
    headline(figure, finding)
    keys = forest_keys(table)
    if keys:
        axes.legend(handles=keys, loc="upper left", bbox_to_anchor=(1.0, 0.0), fontsize=9.5)
    rows = "; ".join(
        f"{row.label} {row.estimate:.2f}"
        + (f" ({row.low:.2f} to {row.high:.2f})" if np.isfinite(row.low) else " (no interval)")
        for row in table.itertuples()
    )
    return picture(
        figure,
        description="Forest plot, one row a result: ratios with 95 % intervals, log axis.",
        finding=f"{finding}. {rows}.",
    )


FLOW_SCALE = 0.0006  # picture units per mg/d
STOCKS = {"Gut": (2.1, 2.2), "Blood": (5.1, 2.2), "Bone": (8.1, 2.2)}


def calcium_budget():
    """Let the learner eat calcium and see where it goes.

    Returns
    -------
    LiveFigure
        Control `calcium_mg_per_d`.
    """
    figure = Figure(figsize=(8.8, 4.9), layout="none")
    axes = figure.add_axes((0.0, 0.02, 0.655, 0.86))
    chart = figure.add_axes((0.745, 0.13, 0.24, 0.7))
    axes.set_axis_off()
    axes.set_xlim(0, 10.2)
    axes.set_ylim(-0.3, 4.4)
    for name, (x, y) in STOCKS.items():
        axes.add_patch(
            FancyBboxPatch((x, y), 1.5, 1.1, boxstyle="round,pad=0.06", facecolor="#F4F4F4",
                           edgecolor="#777777", zorder=3)
        )  # fmt: skip
        axes.text(x + 0.75, y + 0.55, name, ha="center", va="center", fontweight="bold", zorder=4)
    flows = {
        name: axes.add_patch(Polygon(np.zeros((7, 2)), closed=True, color=colour, zorder=2))
        for name, colour in {
            "eaten": "#9A9A9A", "absorbed": "#9A9A9A", "unabsorbed": "#C9C9C9",
            "lost": "#C9C9C9", "bone": "#B34700",
        }.items()
    }  # fmt: skip
    body = load("calcium_balance").set_index("id").loc["body_calcium"]
    axes.text(
        8.85,
        1.95,
        f"{body['low_value']:,.0f} to {body['high_value']:,.0f} g\n"
        "in the body,\nnearly all here\n(second-hand)",
        ha="center",
        va="top",
        fontsize=9.5,
    )
    axes.text(0.1, 4.25, "Wide arrow, much calcium. Numbers: mg a day.", fontsize=9.5, color=GREY)
    places = {
        "eaten": (1.0, 3.78, "center"), "absorbed": (4.35, 3.78, "center"),
        "unabsorbed": (2.85, -0.05, "center"), "lost": (5.85, -0.05, "center"),
        "bone": (7.35, 3.78, "center"),
    }  # fmt: skip
    labels = {
        name: axes.text(x, y, "", ha=side, va="center", fontsize=10.5, color=BLACK)
        for name, (x, y, side) in places.items()
    }
    title = figure.text(0.012, 0.935, "", fontsize=12, fontweight="bold")
    point, gap = _balance_chart(chart)

    def update(calcium_mg_per_d):
        day = calcium.budget(calcium_mg_per_d)
        _set_flow(flows["eaten"], (0.1, 2.75), (2.02, 2.75), day.eaten)
        _set_flow(flows["absorbed"], (3.68, 2.75), (5.02, 2.75), day.absorbed)
        _set_flow(flows["unabsorbed"], (2.85, 2.12), (2.85, 0.35), day.unabsorbed)
        _set_flow(flows["lost"], (5.85, 2.12), (5.85, 0.35), day.lost)
        ends = ((6.68, 2.75), (8.02, 2.75))
        _set_flow(flows["bone"], *(ends if day.bone >= 0 else ends[::-1]), abs(day.bone))
        for name, words, flow in (
            ("eaten", "eaten", day.eaten),
            ("absorbed", "absorbed", day.absorbed),
            ("unabsorbed", "not absorbed", day.unabsorbed),
            ("lost", "urine and juices", day.lost),
            ("bone", "to bone" if day.bone >= 0 else "from bone", abs(day.bone)),
        ):
            labels[name].set_text(f"{words}\n{_whole(flow)}")
        output = float(calcium.calcium_output_mg_per_d(calcium_mg_per_d))
        point.set_data([calcium_mg_per_d], [output])
        gap.set_data([calcium_mg_per_d] * 2, [output, calcium_mg_per_d])
        share = float(calcium.absorbed_fraction(calcium_mg_per_d))
        does = "gains" if day.bone >= 0 else "loses"
        title.set_text(
            f"Of {_whole(day.eaten)} mg a day {100 * share:.0f} % are absorbed; "
            f"bone {does} about {_whole(abs(day.bone))} mg"
        )
        return (
            f"Eaten {_whole(day.eaten)} mg/d: absorbed {_whole(day.absorbed)} "
            f"({100 * share:.0f} %), not absorbed {_whole(day.unabsorbed)}, lost again in urine "
            f"and juices {_whole(day.lost)}, bone {does} {_whole(abs(day.bone))} mg/d. Means of "
            "groups; one person may lie far off."
        )

    return LiveFigure(
        figure,
        update,
        moving=[*flows.values(), *labels.values(), title, gap, point],
        controls={
            "calcium_mg_per_d": Slider("Calcium eaten", [*range(420, 1741, 10)], 1000, "mg/d",
                                       "Only intakes that were studied"),
        },
        description=(
            "Stock-and-flow picture: arrows as wide as the calcium that flows from food to gut, "
            "blood and bone, and out; beside it output against intake with the line of balance."
        ),
        twin=[{"calcium_mg_per_d": 500}, {"calcium_mg_per_d": 1000}],
    )  # fmt: skip


def _whole(mg_per_d):
    return f"{mg_per_d:,.0f}"


def _balance_chart(chart):
    low, high = calcium.STUDIED_MG_PER_D
    zero = load("calcium_balance").set_index("id").loc["zero_balance"]
    intake = np.array([low, high])
    chart.axvspan(zero["low_value"], zero["high_value"], color="#EFE6DA", zorder=0)
    chart.plot(intake, intake, color="black", linewidth=1.2)
    chart.plot(intake, calcium.calcium_output_mg_per_d(intake), color=COLOURS["calcium"])
    chart.text(1500, 1630, "out = in", ha="right", va="center", fontsize=9.5)
    chart.text(1400, 960, "out, as\nmeasured", va="center", ha="center", fontsize=9.5,
               color=TEXT_COLOURS["calcium"])  # fmt: skip
    middle = (zero["low_value"] + zero["high_value"]) / 2
    chart.text(middle, 1700, "balance\nunsure for\none person",
               ha="center", va="top", fontsize=9.5, color="#6B4A1F")  # fmt: skip
    chart.set_xlim(400, 1760)
    chart.set_ylim(400, 1760)
    chart.set_xticks([500, 1000, 1500], ["500", "1,000", "1,500"])
    chart.set_yticks([500, 1000, 1500], ["500", "1,000", "1,500"])
    chart.set_xlabel("Eaten (mg a day)")
    chart.set_ylabel("Faeces and urine (mg a day)", labelpad=2)
    (gap,) = chart.plot([], [], color="#B34700", linewidth=3)
    (point,) = chart.plot([], [], "o", color=BLACK, markersize=8)
    return point, gap


def _set_flow(flow, start, end, mg_per_d):
    """Bend an arrow's outline between two points, as wide as its flow."""
    start, end = np.array(start), np.array(end)
    along = (end - start) / np.linalg.norm(end - start)
    side = np.array([-along[1], along[0]])
    half = max(FLOW_SCALE * mg_per_d / 2, 0.006)
    head = min(0.24 + half, 0.55 * np.linalg.norm(end - start))
    neck = end - head * along
    wide = half + 0.14
    flow.set_xy(
        [start + half * side, neck + half * side, neck + wide * side, end, neck - wide * side,
         neck - half * side, start - half * side]
    )  # fmt: skip
