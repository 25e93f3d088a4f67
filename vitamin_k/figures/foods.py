"""Pictures and simulators of lesson 04: vitamin K in foods, portions, plans and fortnights."""

import textwrap

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, NullLocator

from courseware.live import LiveFigure, Menu, Slider, Switch, picture
from courseware.style import headline, percent, plain, plain_log_axis
from vitamin_k import diet, foods
from vitamin_k.data import load
from vitamin_k.figures import COLOURS, GREY, TEXT_COLOURS

SUM_COLOUR = "#333333"
# A log axis has no zero: nothing and unknown each get a column of their own, left of the numbers.
UNKNOWN_AT, ZERO_AT, SMALLEST, LARGEST = 0.012, 0.035, 0.08, 20_000
FORM_VIEWS = {
    "K1": ("K1",),
    "all K2": ("MK-4", "MK-7", "MK-8", "MK-9(4H)", "K2 total", "K1 and MK-4", "K1 and K2"),
    "MK-4": ("MK-4", "K1 and MK-4"),
    "MK-7": ("MK-7",),
}
K2_ALONE = ("MK-4", "MK-7", "MK-8", "MK-9(4H)", "K2 total")
# More rows than this would stand too close; a test counts them.
MOST_ROWS = 34


def by_food():
    """Let the learner look at every published value of a form in a group of foods.

    Returns
    -------
    LiveFigure
        Controls `group`, `form` and `per_portion`.
    """
    figure = Figure(figsize=(8.8, 7.2))
    axes = figure.subplots()
    groups = list(dict.fromkeys(load("foods")["group"]))

    def update(group, form, per_portion):
        rows = published(group, form)
        unit = "a portion" if per_portion else "100 g"
        scale = rows["portion_g"] / 100 if per_portion else 1.0
        for column in ("ug_per_100g", "span_low", "span_high"):
            rows[column] = rows[column] * scale
        axes.clear()
        _amount_axis(axes, f"{form[0].upper()}{form[1:]} (µg in {unit}, log scale)")
        heights = np.arange(len(rows))
        for y, row in zip(heights, rows.itertuples(), strict=True):
            _draw_value(axes, y, row)
        axes.set_yticks(heights, [_row_label(row, form) for row in rows.itertuples()])
        for tick, row in zip(axes.get_yticklabels(), rows.itertuples(), strict=True):
            tick.set_color(_text_colour(row))
        axes.set_ylim(max(len(rows), 14) - 0.4, -0.6)
        axes.grid(visible=False, axis="y")
        axes.tick_params(axis="y", length=0)
        known = rows.dropna(subset=["span_low"])
        blank = rows[rows["span_low"].isna()]
        title, finding = _group_finding(group, form, unit, known, blank)
        figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
        axes.legend(
            handles=_value_keys(rows), loc="lower right", bbox_to_anchor=(1.0, 1.0),
            ncols=5, fontsize=9.5, columnspacing=1.0, handletextpad=0.2, borderaxespad=0.2,
        )  # fmt: skip
        return finding

    return LiveFigure(
        figure,
        update,
        controls={
            "group": Menu("Foods", groups, "leafy greens", "Which group of foods"),
            "form": Menu("Form", list(FORM_VIEWS), "K1", "Which form of vitamin K"),
            "per_portion": Switch("Per portion", False, "One portion instead of 100 g"),
        },
        redraws=["group", "form", "per_portion"],
        description="Dot plot, one row a published value, amount in µg on a log axis.",
        twin=[
            {"group": "leafy greens", "form": "K1"},
            {"group": "cheese", "form": "all K2"},
        ],
    )


def published(group, form):
    """Return the rows that `by_food` draws: values of a form in a group, and foods without any.

    Parameters
    ----------
    group : str
        A group of ``data/foods.csv``.
    form : str
        A key of `FORM_VIEWS`.

    Returns
    -------
    pandas.DataFrame
        Rows of ``data/food_vitamers.csv`` with `name`, `portion_g`, `span_low` and `span_high`;
        foods with the highest value first. A food that no table gives a value has one row
        without numbers, at the end.
    """
    members = load("foods").query("group == @group")
    # Foods known only as a class mean or a range are no food that one can miss a value of.
    own = members.dropna(subset=["energy_kcal_per_100g"])
    members = members.rename(columns={"id": "food", "food": "name"})[["food", "name", "portion_g"]]
    values = load("food_vitamers")
    values = values[values["vitamer"].isin(FORM_VIEWS[form])].merge(members, on="food")
    values["span_low"] = values["low_ug_per_100g"].fillna(values["ug_per_100g"])
    values["span_high"] = values["high_ug_per_100g"].fillna(values["ug_per_100g"])
    values["top"] = values.groupby("food")["span_high"].transform("max")
    values = values.sort_values(
        ["top", "food", "span_high"], ascending=[False, True, False], kind="stable"
    )
    without = members[members["food"].isin(own["id"]) & ~members["food"].isin(values["food"])]
    return pd.concat([values, without], ignore_index=True)


def _amount_axis(axes, label):
    axes.set_xscale("log")
    axes.set_xlim(UNKNOWN_AT / 1.8, LARGEST)
    plain_log_axis(axes.xaxis, [UNKNOWN_AT, ZERO_AT, 0.1, 1, 10, 100, 1000, 10_000])
    axes.set_xticklabels(["?", "0", "0.1", "1", "10", "100", "1,000", "10,000"])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.axvline(SMALLEST / 1.25, color="#BBBBBB", linewidth=1, linestyle=(0, (2, 2)))
    axes.grid(visible=True, axis="x")
    axes.set_xlabel(f"{label}; ? = no value in any table")


def _place(amount):
    """Return where an amount stands on the axis, which has a column for zero."""
    return np.where(np.asarray(amount, dtype=float) <= 0, ZERO_AT, np.maximum(amount, SMALLEST))


def _mark(row):
    if row.contested == "yes":
        return "D"
    imputed = pd.notna(row.n_samples) and row.n_samples == 0
    return "X" if imputed else "o"


def _colour(row, colours=COLOURS):
    if isinstance(row.counts_as, str):
        return colours[row.counts_as]
    if row.vitamer == "MK-4":
        return colours["MK-4"]
    return colours["other menaquinones"] if row.vitamer in K2_ALONE else SUM_COLOUR


def _text_colour(row):
    return _colour(row, TEXT_COLOURS) if isinstance(row.vitamer, str) else GREY


def _draw_value(axes, y, row):
    if not isinstance(row.vitamer, str):
        axes.text(UNKNOWN_AT, y, "?", ha="center", va="center", color=GREY, fontweight="bold")
        return
    colour = _colour(row)
    low, high = row.span_low, row.span_high
    axes.plot(_place([low, high]), [y, y], color=colour, linewidth=2.2, alpha=0.7)
    if pd.isna(row.ug_per_100g):
        end = "D" if row.contested == "yes" else "|"
        axes.plot(_place([low, high]), [y, y], end, color=colour, markersize=8, markeredgewidth=2)
        words = f"{plain(low)}–{plain(high)}"
    else:
        axes.plot(
            _place(row.ug_per_100g), y, _mark(row), markersize=7.5,
            **_fill(colour, row.verified == "second-hand"),
        )  # fmt: skip
        words = plain(row.ug_per_100g)
    _write_beside(axes, high, y, words, _text_colour(row))


def _fill(colour, second_hand):
    """Return the style of a mark: hollow where the value is second-hand."""
    face, edge, width = ("white", colour, 1.7) if second_hand else (colour, "white", 0.8)
    return {"color": face, "markeredgecolor": edge, "markeredgewidth": width}


def _write_beside(axes, amount, y, words, colour):
    axes.annotate(
        words, (float(_place(amount)), y), xytext=(8, 0), textcoords="offset points", va="center",
        fontsize=9.5, color=colour,
    )  # fmt: skip


def _row_label(row, form):
    if not isinstance(row.vitamer, str):
        return row.name
    name = row.item if len(row.item) < 40 else row.name
    parts = [name, row.country] if form == "K1" else [name, row.country, row.vitamer]
    return " · ".join(parts)


def _value_keys(rows):
    def key(marker, label, **style):
        return Line2D([], [], marker=marker, color=GREY, linestyle="", label=label, **style)

    given = rows.dropna(subset=["vitamer"])
    keys = []
    if (given["n_samples"] == 0).any():
        keys.append(key("X", "imputed, not measured"))
    if (given["verified"] == "second-hand").any():
        keys.append(key("o", "second-hand", markerfacecolor="white"))
    if (given["contested"] == "yes").any():
        keys.append(key("D", "contested"))
    return keys


def _group_finding(group, form, unit, known, blank):
    name = group[0].upper() + group[1:]
    form = "K2" if form == "all K2" else form
    missing = f"no table gives {form} for {_count(len(blank), 'food')}" if len(blank) else ""
    if known.empty:
        return f"{name}: {missing}, which is not zero", f"{name}: {missing}: {_listed(blank)}."
    contested = known["contested"] == "yes"
    agreed = known[~contested]
    low, high = agreed["span_low"].min(), agreed["span_high"].max()
    title = f"{name}: published {form} runs from {plain(low)} to {plain(high)} µg in {unit}"
    top = agreed.loc[agreed["ug_per_100g"].fillna(agreed["span_high"]).idxmax()]
    words = [
        f"{len(known)} published values of {form} in {group}. Without contested ones they run "
        f"from {plain(low)} to {plain(high)} µg in {unit}; highest value {top['item']}."
        if contested.any()
        else f"{len(known)} published values of {form} in {group}, from {plain(low)} to "
        f"{plain(high)} µg in {unit}; highest value {top['item']}.",
    ]
    if contested.any():
        most = plain(known.loc[contested, "span_high"].max())
        title += f"; contested: up to {most}"
        words.append(f"Contested: {_count(int(contested.sum()), 'value')}, up to {most}.")
    imputed = int((known["n_samples"] == 0).sum())
    if imputed:
        words.append(f"Imputed, not measured: {imputed}.")
    second_hand = int((known["verified"] == "second-hand").sum())
    if second_hand:
        words.append(f"Second-hand: {second_hand}.")
    if missing:
        words.append(f"{missing[0].upper()}{missing[1:]}: {_listed(blank)}.")
    return title, " ".join(words)


def _count(number, thing):
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _listed(rows):
    return "; ".join(rows["name"])


APP_FOODS = (
    "kale_raw", "spinach_raw", "broccoli_boiled", "romaine", "iceberg", "carrot", "natto", "gouda",
    "egg_yolk", "chicken_leg",
)  # fmt: skip


def app_ranking():
    """Let the learner rank foods as an app does, then with K2 counted.

    Returns
    -------
    LiveFigure
        Control `count_k2`.
    """
    figure = Figure(figsize=(8.4, 4.6))
    axes = figure.subplots()

    def update(count_k2):
        table = foods.as_an_app_reads_it(APP_FOODS, count_k2=count_k2)
        axes.clear()
        heights = np.arange(len(table))
        k1, k2 = (np.nan_to_num(table[f"k{i}_ug_per_100g"]) for i in (1, 2))
        axes.barh(heights, k1, color=COLOURS["K1"], height=0.62)
        forms = [_main_form(foods.find(name)) for name in table["food"]]
        partly = [
            name for name in table["food"] if foods.day({name: 1}).loc["K2", "second_hand_in"]
        ]
        if count_k2:
            hues = [COLOURS[form] for form in forms]
            axes.barh(heights, k2, left=k1, color=hues, height=0.62, hatch="///",
                      edgecolor="white", linewidth=0)  # fmt: skip
        shown = k1 + k2 * count_k2
        for y, row, end, form in zip(heights, table.itertuples(), shown, forms, strict=True):
            words = plain(row.k1_ug_per_100g)
            if count_k2:
                known = not pd.isna(row.k2_ug_per_100g)
                words += f" + {plain(row.k2_ug_per_100g)}, mostly {form}" if known else " + ?"
                words += ", partly second-hand" if row.food in partly else ""
            axes.text(end + 12, y, words, va="center", fontsize=9.5)
        axes.set_yticks(heights, table["food"])
        for tick, name in zip(axes.get_yticklabels(), table["food"], strict=True):
            tick.set_fontweight("bold" if name == "natto" else "normal")
        axes.set_ylim(len(table) - 0.4, -0.6)
        axes.set_xlim(0, 2000)
        axes.grid(visible=False, axis="y")
        axes.grid(visible=True, axis="x")
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel("Vitamin K (µg in 100 g)")
        place = int(table.index[table["food"] == "natto"][0]) + 1
        keys = [Patch(color=COLOURS["K1"], label="K1 (USDA)")]
        if count_k2:
            keys.append(Patch(facecolor="#999999", hatch="///", edgecolor="white",
                              label="K2, other sources, in its form's colour"))  # fmt: skip
            keys.append(Patch(facecolor="none", edgecolor="none", label="? = unknown"))
        axes.legend(handles=keys, loc="lower right", fontsize=9.5)
        what = "K1 and K2" if count_k2 else "K1 alone, as an app does"
        headline(figure, f"Counting {what}, natto is number {place} of {len(table)}")
        order = "; ".join(
            f"{row.food} {plain(row.counted_ug_per_100g)}" for row in table.itertuples()
        )
        return f"Counting {what}, natto is number {place} of {len(table)}. µg in 100 g: {order}."

    return LiveFigure(
        figure,
        update,
        controls={"count_k2": Switch("Count K2 as well", False, "Adds what other sources give")},
        redraws=["count_k2"],
        description="Bar chart of vitamin K in ten foods, most first.",
        twin=[{"count_k2": False}, {"count_k2": True}],
    )


# The words for the form that makes up most of a food's K2.
MOSTLY = {"MK-4": "MK-4", "MK-7": "mostly MK-7", "other menaquinones": "longer forms"}
CLAIMED = {
    "natto": ["natto"],
    "hard cheese": ["gouda", "edam", "parmesan", "emmental", "cheddar", "gruyere"],
    "egg yolk": ["egg_yolk"],
    "liver": ["chicken_liver", "beef_liver", "pork_liver", "goose_liver"],
    "left out": ["chicken_leg", "chicken_breast", "butter"],
}


def article_foods():
    """Draw the K2 in a portion of each food that the article names, and of some it leaves out.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    named = load("foods").set_index("id")
    figure = Figure(figsize=(8.6, 5.4))
    axes = figure.subplots()
    _amount_axis(axes, "K2 in one portion (µg, log scale)")
    axes.set_xlim(SMALLEST, 120_000)
    heights, labels, colours, words = [], [], [], []
    y = 0.0
    for claim, members in CLAIMED.items():
        for food in members:
            total = foods.day({food: 1}).loc["K2"]
            form = _main_form(food)
            axes.plot(_place([total.low, total.high]), [y, y], color=COLOURS[form], linewidth=2.4)
            partly = bool(total.second_hand_in)
            axes.plot(_place(total.central), y, "o", markersize=8, **_fill(COLOURS[form], partly))
            _write_beside(axes, total.high, y, f"{plain_range(total)}  {MOSTLY[form]}",
                          TEXT_COLOURS[form])  # fmt: skip
            heights.append(y)
            labels.append(f"{named.loc[food, 'food']}, {named.loc[food, 'portion']}")
            colours.append(TEXT_COLOURS[form])
            doubt = ", partly second-hand" if partly else ""
            words.append(f"{named.loc[food, 'food']} {plain_range(total)} ({MOSTLY[form]}{doubt})")
            y += 1
        axes.text(1.01, heights[-1] - 0.5 * (len(members) - 1), claim,
                  transform=axes.get_yaxis_transform(), va="center",
                  fontweight="bold", color=GREY)  # fmt: skip
        axes.axhline(y - 0.35, color="#CCCCCC", linewidth=0.8)
        y += 0.3
    axes.set_yticks(heights, labels)
    for tick, colour in zip(axes.get_yticklabels(), colours, strict=True):
        tick.set_color(colour)
    axes.set_ylim(y - 0.5, -0.6)
    axes.set_xticks([0.1, 1, 10, 100, 1000], ["0.1", "1", "10", "100", "1,000"])
    axes.set_xlabel("K2 in one portion (µg, log scale); line: lowest to highest source")
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    key = Line2D([], [], marker="o", linestyle="", label="partly second-hand", **_fill(GREY, True))
    axes.legend(handles=[key], loc="lower right", fontsize=9.5)
    headline(
        figure, "Natto stands alone; the middle value of chicken leg beats yolk and most liver"
    )
    return picture(
        figure,
        description="Dot and range plot, one row a food, K2 in a portion on a log axis.",
        finding="K2 in one portion in µg, low to high: " + "; ".join(words) + ".",
    )


def _main_form(food):
    central = foods.composition()["central"].loc[food].reindex(list(foods.K2_FORMS)).fillna(0)
    return str(central.idxmax())


def plain_range(row):
    """Write a range as a person would: "3 to 5", or one number if both ends read the same."""
    low, high = (plain(float(f"{row[level]:.2g}")) for level in ("low", "high"))
    return low if low == high else f"{low} to {high}"


def into_the_blood():
    """Draw how much vitamin K reaches the blood from food, against the form compared with.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    ratios = load("bioavailability").set_index("id")
    butter = ratios.loc["k1_solubilised_vs_spinach_butter", "value"]
    bare = ratios.loc["k1_solubilised_vs_spinach", "value"]
    natto = ratios.loc["mk7_natto_vs_spinach", "value"]
    figure = Figure(figsize=(8.6, 3.2))
    left, right = figure.subplots(1, 2, width_ratios=[3, 2])
    levels = {"dissolved K1": 100.0, "spinach\nwith butter": 100 / butter,
              "spinach\nwithout fat": 100 / bare}  # fmt: skip
    _named_bars(left, levels, [COLOURS["K1"]] * 3, "%")
    left.set_xlabel("K1 in the blood\n(dissolved K1 = 100 %; five people)")
    _named_bars(right, {"natto": natto, "spinach": 1.0}, [COLOURS["MK-7"], COLOURS["K1"]], "×")
    right.set_xticks(range(0, 13, 2))
    right.set_xlabel("Level in the blood, equal moles\n(spinach = 1; six men)")
    gain = ratios.loc["k1_butter_effect", "value"]
    headline(
        figure,
        f"Butter lifts the K1 from spinach {gain:g}-fold, to {100 / butter:.0f} % of dissolved K1",
    )
    return picture(
        figure,
        description="Two bar charts of levels in blood after foods.",
        finding=(
            f"With dissolved K1 at 100 %, spinach with butter gives {100 / butter:.0f} % and "
            f"spinach without fat {100 / bare:.0f} %: butter lifts it {gain:g}-fold. Natto gives "
            f"about {natto:g} times the level of spinach at nearly equal moles."
        ),
    )


def _named_bars(axes, values, colours, unit):
    heights = np.arange(len(values))
    axes.barh(heights, list(values.values()), color=colours, height=0.6)
    for y, value in zip(heights, values.values(), strict=True):
        axes.text(value, y, f" {value:.0f} {unit}", va="center", fontsize=10)
    axes.set_yticks(heights, list(values))
    axes.set_ylim(len(values) - 0.4, -0.6)
    axes.set_xlim(0, 1.2 * max(values.values()))
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.tick_params(axis="y", length=0)


def boiled_and_raw():
    """Draw the K1 of boiled over raw vegetables, 100 g against 100 g.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    table = foods.boiled_over_raw()
    figure = Figure(figsize=(8.2, 3.9))
    axes = figure.subplots()
    axes.axvline(1, color="black", linewidth=1.1)
    for y, row in enumerate(table.itertuples()):
        axes.plot([1, row.ratio], [y, y], color=COLOURS["K1"], linewidth=1.6, alpha=0.6)
        axes.plot(row.ratio, y, "o" if row.measured else "X", color=COLOURS["K1"], markersize=8.5)
        side = 9 if row.ratio > 1 else -9
        axes.annotate(f"{row.ratio:.2f}", (row.ratio, y), xytext=(side, 0), va="center",
                      textcoords="offset points", ha="left" if side > 0 else "right",
                      color=TEXT_COLOURS["K1"])  # fmt: skip
    axes.set_yticks(range(len(table)), table["food"])
    axes.set_xscale("log")
    axes.set_xlim(0.3, 3)
    plain_log_axis(axes.xaxis, [0.4, 0.5, 0.7, 1, 1.4, 2])
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("K1 in 100 g boiled over K1 in 100 g raw (log scale)")
    keys = [Line2D([], [], marker=m, color=COLOURS["K1"], linestyle="", label=label)
            for m, label in (("o", "both measured"), ("X", "one or both imputed"))]  # fmt: skip
    axes.legend(handles=keys, loc="lower right", fontsize=9.5)
    low, high = table["ratio"].min(), table["ratio"].max()
    headline(
        figure,
        f"Boiled over raw runs from {low:.2f} to {high:.2f}: other samples, not one plant cooked",
    )
    measured = int(table["measured"].sum())
    listed = ", ".join(f"{row.food} {row.ratio:.2f}" for row in table.itertuples())
    return picture(
        figure,
        description="Dot plot, one row a vegetable, ratio of K1 in 100 g on a log axis.",
        finding=(
            f"Boiled over raw: {listed}. In {measured} of {len(table)} both values are measured; "
            "the others rest on imputed values."
        ),
    )


EXPLORER_MENUS = {
    "greens": ("kale, boiled", "spinach, boiled", "broccoli, boiled", "lettuce, romaine",
               "lettuce, iceberg", "parsley"),
    "dairy_or_egg": ("milk, whole", "yogurt, whole milk", "Gouda", "Emmental (Swiss cheese)",
                     "Gruyère", "Cheddar", "egg yolk", "butter"),
    "main": ("lentils, boiled", "tofu, set with calcium", "natto", "chicken leg",
             "beef liver", "sardines with bones", "salmon, sockeye"),
}  # fmt: skip
PORTIONS = (0, 0.5, 1, 1.5, 2, 3, 4)
EXPLORER_ROWS = (*foods.FORMS, "K2")


def eaten(greens, green_portions, dairy_or_egg, dairy_portions, main, main_portions):
    """Turn the controls of `portion_explorer` into portions for `foods.day`."""
    return {greens: green_portions, dairy_or_egg: dairy_portions, main: main_portions}


def portion_explorer():
    """Let the learner build a day from portions.

    Returns
    -------
    LiveFigure
        Controls `greens`, `dairy_or_egg`, `main` (menus) and the portions of each.
    """
    figure = Figure(figsize=(8.8, 4.9), layout="none")
    axes, below = figure.subplots(2, 1, height_ratios=[5, 1.15], gridspec_kw={
        "left": 0.2, "right": 0.8, "top": 0.91, "bottom": 0.115, "hspace": 0.62})  # fmt: skip
    _amount_axis(axes, "Vitamin K (µg, log scale)")
    heights = range(len(EXPLORER_ROWS))
    names = [*foods.FORMS, "all K2\n(no body sets a value)"]
    axes.set_yticks(list(heights), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    values = load("reference_values").set_index("id")["value"]
    axes.plot(values["eu_k1"], -0.05, "|", color="black", markersize=17, markeredgewidth=1.5)
    axes.text(values["eu_k1"], -0.52, f"EU: {values['eu_k1']:.0f}", ha="center", va="center",
              fontsize=9.5)  # fmt: skip
    hues = [*(COLOURS[form] for form in foods.FORMS), SUM_COLOUR]
    dark = [*(TEXT_COLOURS[form] for form in foods.FORMS), SUM_COLOUR]
    spans = [axes.plot([], [], color=hue, linewidth=6, alpha=0.45)[0] for hue in hues]
    dots = [axes.plot([], [], "o", color=hue, markersize=8)[0] for hue in hues]
    texts = [
        axes.text(1.02, y, "", transform=axes.get_yaxis_transform(), va="center", fontsize=9.5,
                  color=hue)
        for y, hue in zip(heights, dark, strict=True)
    ]  # fmt: skip
    unknowns = [
        axes.text(UNKNOWN_AT, y, "", ha="center", va="center", fontweight="bold", color=hue)
        for y, hue in zip(heights, dark, strict=True)
    ]
    for tick, hue in zip(axes.get_yticklabels(), dark, strict=True):
        tick.set_color(hue)
    (bar,) = below.barh([0], [0], color=COLOURS["calcium"], height=0.55)
    below.set_yticks([0], ["calcium"])
    below.set_ylim(-0.6, 0.6)
    below.set_xlim(0, 2000)
    below.grid(visible=False, axis="y")
    below.grid(visible=True, axis="x")
    below.tick_params(axis="y", length=0)
    below.set_xlabel("Calcium (mg; the table gives one value, no range)")
    below.axvline(values["us_ca"], color="black", linewidth=1.5)
    reference = f"US, 19–50 years: {values['us_ca']:,.0f} (second-hand)"
    below.text(values["us_ca"], 0.64, reference, ha="center", va="bottom", fontsize=9.5)
    calcium_text = below.text(1.02, 0, "", transform=below.get_yaxis_transform(), va="center",
                              fontsize=9.5, color=TEXT_COLOURS["calcium"])  # fmt: skip
    title = axes.set_title(" ", x=-0.3)

    def update(**settings):
        portions = eaten(**settings)
        table = foods.day(portions)
        for y, name, span, dot, text, unknown in zip(
            heights, EXPLORER_ROWS, spans, dots, texts, unknowns, strict=True
        ):
            row = table.loc[name]
            nothing_known = _amount(row, portions) == "unknown"
            text.set_text(_amount(row, portions))
            unknown.set_text("?" if nothing_known else "")
            span.set_data([] if nothing_known else _place([row["low"], row["high"]]),
                          [] if nothing_known else [y, y])  # fmt: skip
            dot.set_data([] if nothing_known else [_place(row["central"])],
                         [] if nothing_known else [y])  # fmt: skip
            dot.set_markerfacecolor("white" if row["second_hand_in"] else dot.get_color())
        calcium = table.loc["calcium_mg", "central"]
        bar.set_width(min(calcium, below.get_xlim()[1]))
        calcium_text.set_text(f"{calcium:,.0f} mg")
        k1, k2 = table.loc["K1"], table.loc["K2"]
        amounts = _amount(k1, portions), _amount(k2, portions)
        title.set_text(f"K1: {amounts[0]}.  K2: {amounts[1]}.  Calcium: {calcium:,.0f} mg.")
        menu = "; ".join(f"{number:g} × {food}" for food, number in portions.items() if number)
        forms = "; ".join(f"{form} {_amount(table.loc[form], portions)}" for form in foods.FORMS)
        words = (
            f"{menu or 'Nothing eaten'}. {forms}; calcium {calcium:,.0f} mg; energy "
            f"{table.loc['energy_kcal', 'central']:,.0f} kcal."
        )
        return " ".join([words, *_doubts(table)])

    slots = {"greens": ("Greens", "green_portions"), "dairy_or_egg": ("Dairy or egg",
             "dairy_portions"), "main": ("Main food", "main_portions")}  # fmt: skip
    controls = {}
    for menu, (label, amount) in slots.items():
        entries = EXPLORER_MENUS[menu]
        controls[menu] = Menu(label, entries, entries[0], "Which food")
        controls[amount] = Slider(f"{label}: portions", PORTIONS, 1, "", "How many of it")
    return LiveFigure(
        figure,
        update,
        moving=[*spans, *dots, *texts, *unknowns, bar, calcium_text, title],
        controls=controls,
        description="Dot and range plot of vitamin K in a day of three foods; a bar of calcium.",
        twin=[
            {},
            {"greens": "lettuce, iceberg", "dairy_or_egg": "Gouda", "main": "natto"},
        ],
    )


def _amount(row, portions):
    """Write a row of `foods.day` in words; "+ ?" where a food eaten has no value."""
    n_eaten = sum(number > 0 for number in portions.values())
    n_unknown = len(row["unknown_in"])
    if n_unknown and n_unknown == n_eaten:
        return "unknown"
    return f"{plain_range(row)} µg" + (" + ?" if n_unknown else "")


GOAL_CONTROLS = ("calcium_mg", "k1_ug", "k2_ug", "energy_kcal")
GOAL_ROWS = ("calcium_mg", "K1", "K2", "energy_kcal")
MOST_PLAN_ROWS = 8


def diet_builder():
    """Let the learner set goals and let a solver choose whole portions.

    Returns
    -------
    LiveFigure
        Controls `pattern`, `composition`, `calcium_mg`, `k1_ug`, `k2_ug`, `energy_kcal`,
        `most_portions`, `with_check` and `without_oxalate`.
    """
    figure = Figure(figsize=(8.8, 4.8), layout="none")
    left, right = figure.subplots(1, 2, width_ratios=[1.4, 1], gridspec_kw={
        "left": 0.02, "right": 0.95, "top": 0.86, "bottom": 0.16, "wspace": 0.24})  # fmt: skip
    left.set_axis_off()
    left.set_xlim(0, 10)
    left.set_ylim(MOST_PLAN_ROWS - 0.4, -0.6)
    key = left.text(0, -0.75, "", color=GREY, fontsize=9.5)
    (squares,) = left.plot([], [], "s", color=GREY, markersize=9)
    rows = [left.text(2.1, y, "", va="center", fontsize=10) for y in range(MOST_PLAN_ROWS)]
    brings = [
        left.text(2.1, y + 0.42, "", va="center", fontsize=9.5, color=GREY)
        for y in range(MOST_PLAN_ROWS)
    ]
    no_plan = left.text(0, 0, "", va="top", fontsize=10, color="#8F3800", linespacing=1.35)
    hues = [COLOURS["calcium"], COLOURS["K1"], SUM_COLOUR, "#999999"]
    bars = right.barh(range(4), [0] * 4, color=hues, height=0.4)
    behind = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    marks = [
        right.text(1.5, y - 0.37, "", va="center", fontsize=9.5, bbox=behind) for y in range(4)
    ]
    right.axvline(100, color="black", linewidth=1.2, zorder=0.5)
    right.set_yticks(range(4), diet.UNITS)
    right.set_ylim(3.5, -0.6)
    right.set_xlim(0, 220)
    right.set_xticks([0, 100, 200], ["0", "100", "200 or more"])
    right.grid(visible=False, axis="y")
    right.grid(visible=True, axis="x")
    right.tick_params(axis="y", length=0)
    right.set_xlabel("Share of the goal (%)\nenergy: share of the limit")
    title = figure.text(0.02, 0.945, "", fontsize=12, fontweight="bold")
    named = load("foods").set_index("id")

    def update(pattern, composition, **goals):
        plan = diet.plan_of(pattern, composition, **goals)
        level = diet.COMPOSITIONS[composition]
        table = foods.day(plan.portions)
        wanted = dict(zip(diet.UNITS, (goals[name] for name in GOAL_CONTROLS), strict=True))
        got = dict(zip(diet.UNITS, (table.loc[name, level] for name in GOAL_ROWS), strict=True))
        got |= {obstacle.goal: obstacle.rounded_reach for obstacle in plan.obstacles}
        squares.set_data(*_draw_portions(plan, named, level, rows, brings))
        _draw_shares(plan, got, wanted, bars, marks)
        # A rule that changes no plan still shows that it was heard.
        rule = f"At most {goals['most_portions']:g} of one food"
        rule += ", foods to check allowed" if goals["with_check"] else ""
        what = "One square is one portion" if plan.feasible else "What stands in the way"
        key.set_text(f"{what}. {rule}.")
        who = pattern[0].upper() + pattern[1:]
        if not plan.feasible:
            sentences = [str(obstacle) for obstacle in plan.obstacles]
            no_plan.set_text("\n".join(textwrap.fill(f"– {s}", 46) for s in sentences))
            title.set_text(f"{who}: no plan meets all goals")
            way = "; ".join(sentences)
            return f"{who}, composition {composition}: no plan meets all goals. In the way: {way}."
        if not plan.portions:
            no_plan.set_text("Nothing to eat: all goals are 0.")
            title.set_text(f"{who}: all goals are 0")
            return f"{who}: nothing to eat, for all goals are 0."
        no_plan.set_text("")
        number = sum(plan.portions.values())
        title.set_text(f"{who}: {_count(number, 'portion')} meet all goals")
        menu = "; ".join(f"{n} × {named.loc[f, 'food']}" for f, n in plan.portions.items())
        words = [_plan_words(who, composition, number, menu, table[level]), *_doubts(table)]
        if plan.to_check:
            labels = "; ".join(named.loc[food, "food"] for food in plan.to_check)
            words.append(f"Check the label: {labels}.")
        return " ".join(words)

    return LiveFigure(
        figure,
        update,
        moving=[key, squares, *rows, *brings, no_plan, *bars, *marks, title],
        controls={
            "pattern": Menu("Eating pattern", list(diet.PATTERNS), "omnivore", "Who eats"),
            "composition": Menu(
                "Composition",
                list(diet.COMPOSITIONS),
                "central",
                "Which end of the ranges to believe",
            ),
            "calcium_mg": Slider("Calcium", range(0, 1501, 50), 1000, "mg", "At least"),
            "k1_ug": Slider("K1", range(0, 501, 10), 90, "µg", "At least"),
            "k2_ug": Slider(
                "K2", range(0, 201, 5), 30, "µg", "At least; your choice, no body asks for it"
            ),
            "energy_kcal": Slider("Energy", range(300, 2501, 100), 1500, "kcal", "At most"),
            "most_portions": Slider("Most portions", range(1, 5), 2, "", "Of one food"),
            "with_check": Switch(
                "Foods to check", False, "Take foods that fit only with some brands"
            ),
            "without_oxalate": Switch(
                "No spinach, no chard", False, "Their oxalate binds most of their calcium"
            ),
        },
        description="A plan as squares, one a portion, and bars of its share of each goal.",
        twin=[
            {},
            {"pattern": "vegan and soy-free", "k2_ug": 30},
            {"pattern": "dairy-free and soy-free", "without_oxalate": True},
        ],
    )


def _draw_portions(plan, named, level, rows, brings):
    """Write the plan's foods and return where the squares stand."""
    for text in (*rows, *brings):
        text.set_text("")
    xs, ys = [], []
    shown = list(plan.portions.items())[:MOST_PLAN_ROWS]
    for y, (food, number) in enumerate(shown):
        xs += [0.2 + 0.45 * i for i in range(number)]
        ys += [y] * number
        check = " (check the label)" if food in plan.to_check else ""
        rows[y].set_text(f"{named.loc[food, 'food']}, {named.loc[food, 'portion']}{check}")
        own = foods.day({food: number})
        k1, k2 = (
            "?" if own.loc[form, "unknown_in"] else _micrograms(own.loc[form, level])
            for form in ("K1", "K2")
        )
        brings[y].set_text(f"calcium {own.loc['calcium_mg', level]:.0f} mg, K1 {k1}, K2 {k2} µg")
    if len(plan.portions) > MOST_PLAN_ROWS:
        brings[-1].set_text("and more: see the words below")
    return xs, ys


def _micrograms(amount):
    return f"{amount:,.0f}" if amount >= 100 else f"{amount:.1f}"


def _draw_shares(plan, got, wanted, bars, marks):
    """Set bars and words of each goal; pale bars show how far a goal could be met."""
    blocked = {obstacle.goal for obstacle in plan.obstacles}
    for bar, mark, name in zip(bars, marks, diet.UNITS, strict=True):
        share = 100 * got[name] / wanted[name] if wanted[name] else 0.0
        bar.set_width(min(share, 220) if plan.feasible or name in blocked else 0)
        bar.set_alpha(1.0 if plan.feasible else 0.4)
        word = "limit" if name == "energy" else "goal"
        amount = f"{got[name]:,.0f} {diet.UNITS[name]}, {word} {wanted[name]:,.0f}"
        if not plan.feasible:
            best = "needs at least" if name == "energy" else "at most"
            amount = f"{best} {amount}" if name in blocked else "not what stands in the way"
        mark.set_text(amount)


def _plan_words(who, composition, number, menu, got):
    return (
        f"{who}, composition {composition}: {_count(number, 'portion')} meet all goals: {menu}. "
        f"They bring {got['calcium_mg']:,.0f} mg of calcium, {plain(got['K1'])} µg of K1, "
        f"{plain(got['K2'])} µg of K2, {got['energy_kcal']:,.0f} kcal, {got['protein_g']:.0f} g "
        f"of protein and {got['vitamin_d_ug']:.1f} µg of vitamin D."
    )


def _doubts(table):
    """Say in words what of a table of `foods.day` is unknown, imputed or second-hand."""
    names = load("foods").set_index("id")["food"]
    doubts = {"unknown_in": "unknown, counted as nothing", "imputed_in": "imputed, not measured",
              "second_hand_in": "partly second-hand"}  # fmt: skip
    for form in ("K1", "K2"):
        for column, doubt in doubts.items():
            if table.loc[form, column]:
                yield f"{form} {doubt}: {'; '.join(names[table.loc[form, column]])}."


RHYTHMS = {"every day": 14, "every other day": 7, "twice a week": 4, "once a week": 2}
FORTNIGHT_GREENS = ("kale, boiled", "spinach, boiled", "broccoli, boiled", "lettuce, romaine")


def two_fortnights():
    """Let the learner compare two fortnights that bring the same K1 in another rhythm.

    Returns
    -------
    LiveFigure
        Controls `green`, `rhythm`, `portions` and `other_ug_per_d`.
    """
    figure = Figure(figsize=(8.4, 4.8), layout="none")
    panels = figure.subplots(2, 1, sharex=True, sharey=True, gridspec_kw={
        "left": 0.1, "right": 0.83, "top": 0.9, "bottom": 0.11, "hspace": 0.28})  # fmt: skip
    days = np.arange(1, 15)
    bars, lines, notes = [], [], []
    for axes in panels:
        bars.append(axes.bar(days, np.zeros(14), color=COLOURS["K1"], width=0.7))
        lines.append(axes.plot([0.4, 14.6], [0, 0], color="black", linewidth=1.3,
                               linestyle=(0, (4, 3)))[0])  # fmt: skip
        notes.append(axes.text(1.015, 0.5, "", transform=axes.transAxes, va="center",
                               fontsize=9.5, linespacing=1.4))  # fmt: skip
        axes.set_xticks(days)
        axes.set_xlim(0.4, 14.6)
        axes.set_ylabel("K1 (µg a day)")
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: plain(value)))
    panels[1].set_xlabel("Day")
    heading = figure.text(0.02, 0.95, "", fontsize=12, fontweight="bold")
    imputed = [g for g in FORTNIGHT_GREENS if foods.day({g: 1}).loc["K1", "imputed_in"]]

    def update(green, rhythm, portions, other_ug_per_d):
        even, uneven = (
            foods.fortnight_k1(green, portions, n_days, other_ug_per_d)
            for n_days in (14, RHYTHMS[rhythm])
        )
        top = max(even.max(), uneven.max(), 50)
        power = 10.0 ** np.floor(np.log10(top))
        limit = next(m * power for m in (1, 1.5, 2, 3, 5, 7.5, 10) if m * power >= top)
        panels[0].set_ylim(0, 1.05 * limit)
        for series, group, line, note in zip((even, uneven), bars, lines, notes, strict=True):
            for patch, height in zip(group, series, strict=True):
                patch.set_height(height)
            line.set_ydata([series.mean()] * 2)
            # A sum of equal numbers can be off by its last digit.
            spread = round(series.std() / series.mean(), 6) if series.mean() else 0.0
            ends = {"mean": series.mean(), "lowest": series.min(), "highest": series.max()}
            words = [f"{name} {plain(value)}" for name, value in ends.items()]
            note.set_text("\n".join([*words, f"variation {percent(spread)}"]))
        heading.set_text(
            f"Both bring {plain(even.mean())} µg of K1 a day on average; the lower one swings "
            f"from {plain(uneven.min())} to {plain(uneven.max())}"
        )
        return (
            f"{portions:g} portions of {green} in a fortnight, other foods {other_ug_per_d:g} µg "
            f"a day. Spread over every day: {plain(even.mean())} µg each day. Eaten "
            f"{rhythm}: {plain(uneven.min())} to {plain(uneven.max())} µg. The mean is "
            f"{plain(uneven.mean())} µg a day in both."
            + (f" The K1 of {green} is imputed, not measured." if green in imputed else "")
        )

    return LiveFigure(
        figure,
        update,
        moving=[*(p for group in bars for p in group), *lines, *notes, heading],
        controls={
            "green": Menu("Greens", FORTNIGHT_GREENS, "spinach, boiled", "Which food"),
            "rhythm": Menu("Eaten", list(RHYTHMS), "once a week", "In the lower fortnight"),
            "portions": Slider("Portions", range(0, 15), 4, "", "In the whole fortnight"),
            "other_ug_per_d": Slider(
                "Other foods", range(0, 151, 5), 65, "µg a day", "K1 from all other foods"
            ),
        },
        description="Two bar charts of K1 a day over a fortnight, the same total in each.",
        twin=[{}, {"rhythm": "every other day", "green": "broccoli, boiled", "portions": 7}],
    )
