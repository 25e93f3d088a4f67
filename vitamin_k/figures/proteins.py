"""Pictures and simulators of lesson 02: what vitamin K does to proteins."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, FancyArrowPatch, Polygon, Rectangle
from matplotlib.patheffects import withStroke

from courseware.live import Entry, LiveFigure, Menu, Slider, Switch, picture
from courseware.style import OKABE_ITO, headline, percent, plain, true_minus
from vitamin_k import carboxylation as models
from vitamin_k import proteins as science
from vitamin_k.data import load
from vitamin_k.figures import BLACK, COLOURS, GREY, TEXT_COLOURS

PURPLE = "#7B3F79"
PALE_PURPLE = "#F0E1EF"
RED = "#B34700"


# --- Glu and Gla ---------------------------------------------------------------------------------

ATOM_COLOURS = {"C": "#444444", "O": "#C0392B", "Ca": COLOURS["calcium"]}


def glu_to_gla():
    """Draw the side chains of Glu and Gla, and what Gla can hold.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    figure = Figure(figsize=(8.6, 3.2))
    axes = figure.subplots()
    axes.set_xlim(0.3, 18.7)
    axes.set_ylim(-0.1, 6.2)
    axes.set_aspect("equal")
    axes.set_axis_off()
    added = science.carboxylation_mass()
    _side_chain(axes, 2.2, [(0.0, 3.1)])
    _side_chain(axes, 12.2, [(-1.25, 3.0), (1.25, 3.0)])
    _atom(axes, 12.2, 5.1, "Ca", 0.62, "Ca²⁺")
    axes.text(4.1, 1.9, "Glu", fontweight="bold", fontsize=12)
    axes.text(4.1, 1.6, "one acid group,\none negative charge:\na weak grip", color=GREY, va="top")
    axes.text(14.6, 1.9, "Gla", fontweight="bold", fontsize=12, color=PURPLE)
    axes.text(14.6, 1.6, "two acid groups,\ntwo negative charges:\na claw for calcium",
              color=GREY, va="top")  # fmt: skip
    axes.add_patch(
        FancyArrowPatch((5.6, 3.7), (8.9, 3.7), arrowstyle="-|>", mutation_scale=20, color=PURPLE,
                        linewidth=2)
    )  # fmt: skip
    axes.text(7.2, 4.0, f"+ CO₂ (+ {added.average:.0f} Da)", ha="center", color=PURPLE,
              fontweight="bold")  # fmt: skip
    axes.text(7.2, 3.4, "enzyme GGCX\nwith vitamin K", ha="center", va="top", color=GREY)
    headline(figure, "Vitamin K helps to give Glu a second acid group")
    return picture(
        figure,
        description="Drawing of two side chains that stick out of a protein chain.",
        finding=(
            "Glu ends in one acid group with one negative charge. The enzyme GGCX adds carbon "
            f"dioxide, {added.average:.2f} Da, and Gla has two acid groups side by side. "
            "Together they hold a calcium ion, which has two positive charges."
        ),
    )


def _side_chain(axes, x, ends):
    """Draw a stretch of chain with a side chain that ends in one or two acid groups."""
    axes.plot([x - 1.5, x + 1.5], [0.4, 0.4], color="#BBBBBB", linewidth=9, solid_capstyle="round")
    axes.text(x, -0.15, "protein chain", ha="center", va="top", color=GREY, fontsize=9.5)
    axes.plot([x, x], [0.4, 2.2], color=ATOM_COLOURS["C"], linewidth=3, zorder=1)
    _atom(axes, x, 1.2, "C", 0.3)
    for dx, y in ends:
        axes.plot([x, x + dx], [2.2, y], color=ATOM_COLOURS["C"], linewidth=3, zorder=1)
        for side in (-1, 1):
            axes.plot([x + dx, x + dx + 0.5 * side], [y, y + 0.75], color=ATOM_COLOURS["C"],
                      linewidth=3, zorder=1)  # fmt: skip
            _atom(axes, x + dx + 0.5 * side, y + 0.75, "O", 0.33)
        axes.text(x + dx, y + 1.3, "−", ha="center", va="center", fontsize=15,
                  fontweight="bold", color=ATOM_COLOURS["O"])  # fmt: skip
        _atom(axes, x + dx, y, "C", 0.3)
    _atom(axes, x, 2.2, "C", 0.3)


def _atom(axes, x, y, element, radius, text=None):
    axes.add_patch(Circle((x, y), radius, facecolor=ATOM_COLOURS[element], edgecolor="white",
                          zorder=2))  # fmt: skip
    axes.text(x, y, text or element, ha="center", va="center", color="white", fontsize=9.5,
              fontweight="bold", zorder=3)  # fmt: skip


# --- The Gla finder ------------------------------------------------------------------------------

CELLS_PER_ROW = 28
ROWS = 3
CELL_COLOURS = {"plain": "#FFFFFF", "Glu": PALE_PURPLE, "Gla": PURPLE}


def gla_finder():
    """Let the learner type positions or rules on a real sequence.

    Returns
    -------
    LiveFigure
        Controls `protein`, `rule` and `show_gla`.
    """
    figure = Figure(figsize=(8.6, 3.5), layout="none")
    axes = figure.add_axes((0.01, 0.02, 0.98, 0.9))
    names = [each.name for each in science.proteins()]
    title = figure.suptitle(" ", x=0.012, y=0.985, ha="left", fontsize=12, fontweight="bold")

    def update(protein, rule, show_gla):
        of = science.protein(protein)
        chosen = science.read_rule(rule, of)
        result = science.score(chosen.positions, of)
        _draw_sequence(axes, of, chosen.positions, show_gla)
        title.set_text(_finder_title(of, chosen, result, show_gla))
        return _finder_words(of, chosen, result, show_gla)

    return LiveFigure(
        figure,
        update,
        controls={
            "protein": Menu("Protein", names, names[0], "Whose sequence, human"),
            "rule": Entry("Position or rule", "17", f"Type {science.EXAMPLES}"),
            "show_gla": Switch("Show the Gla", False, "Marks the known Gla and scores your rule"),
        },
        redraws=["protein", "rule", "show_gla"],
        description=(
            "The first residues of a mature protein, one letter a residue, Glu tinted, "
            "the picked ones underlined."
        ),
        twin=[
            {"protein": names[0], "rule": "every E in 1-46", "show_gla": True},
            {"protein": "Osteocalcin", "rule": "every E in 1-46", "show_gla": True},
            {"protein": "Matrix Gla protein (MGP)", "rule": "every E in 1-46", "show_gla": True},
        ],
    )


def _draw_sequence(axes, of, picked, show_gla):
    axes.clear()
    axes.set_axis_off()
    axes.set_xlim(-0.6, CELLS_PER_ROW + 0.2)
    axes.set_ylim(2.0 * ROWS + 0.05, -0.75)
    if of.gene in science.RULE_GENES:
        _draw_region(axes)
    for position, letter in enumerate(of.mature[: ROWS * CELLS_PER_ROW], start=1):
        row, column = divmod(position - 1, CELLS_PER_ROW)
        x, y = column, 2.0 * row
        kind = _kind(of, position, letter, show_gla)
        axes.add_patch(
            Rectangle((x, y), 0.94, 0.94, facecolor=CELL_COLOURS[kind],
                      edgecolor=PURPLE if letter == "E" else "#CCCCCC", linewidth=1)
        )  # fmt: skip
        partly = kind == "Gla" and position in of.partial
        if partly:
            axes.add_patch(
                Polygon([(x, y), (x + 0.94, y), (x, y + 0.94)], facecolor=PALE_PURPLE,
                        edgecolor=PURPLE, linewidth=1)
            )  # fmt: skip
        axes.text(
            x + 0.47, y + 0.49, "γ" if kind == "Gla" else letter, ha="center", va="center",
            fontsize=11, fontweight="bold" if letter == "E" else "normal",
            color="white" if kind == "Gla" else BLACK,
            path_effects=[withStroke(linewidth=2.5, foreground=PURPLE)] if partly else None,
        )  # fmt: skip
        if position == 1 or position % 10 == 0:
            axes.text(x + 0.47, y - 0.12, position, ha="center", va="bottom", fontsize=9.5,
                      color=GREY)  # fmt: skip
        _draw_mark(axes, of, position, x, y, position in picked, show_gla)
    beyond = len(of.mature) - ROWS * CELLS_PER_ROW
    if beyond > 0:
        axes.text(CELLS_PER_ROW, 2.0 * ROWS - 0.28, f"… and {beyond} more residues", ha="right",
                  fontsize=9.5, color=GREY)  # fmt: skip
    axes.legend(handles=_finder_keys(of, show_gla), loc="lower left", bbox_to_anchor=(0.0, -0.035),
                ncols=7, fontsize=9.5, handlelength=1.2, columnspacing=1.2,
                borderpad=0)  # fmt: skip


def _kind(of, position, letter, show_gla):
    if letter != "E":
        return "plain"
    return "Gla" if show_gla and position in of.sites else "Glu"


def _draw_region(axes):
    """Underline the Gla region, which runs over the end of a row."""
    last = science.GLA_REGION[1]
    for row in range(1 + (last - 1) // CELLS_PER_ROW):
        end = min(last - row * CELLS_PER_ROW, CELLS_PER_ROW)
        axes.add_patch(Rectangle((-0.15, 2.0 * row - 0.08), end + 0.2, 1.1, facecolor="#E6E6E6",
                                 linewidth=0, zorder=0))  # fmt: skip


def _draw_mark(axes, of, position, x, y, is_picked, show_gla):
    is_gla = position in of.sites
    if is_picked:
        axes.plot([x + 0.07, x + 0.87], [y + 1.07, y + 1.07], color=RED, linewidth=3.2,
                  solid_capstyle="butt")  # fmt: skip
    if show_gla and (is_picked or is_gla):
        mark = "✓" if is_picked and is_gla else "✗" if is_picked else "?"
        axes.text(x + 0.47, y + 1.4, mark, ha="center", va="center", fontsize=11, color=RED,
                  fontweight="bold")  # fmt: skip


def _finder_keys(of, show_gla):
    def square(label, **style):
        return Line2D([], [], marker="s", linestyle="", markersize=9, label=label,
                      markeredgecolor=PURPLE, **style)  # fmt: skip

    keys = [square("Glu (E)", markerfacecolor=PALE_PURPLE)]
    if show_gla:
        keys.append(square("Gla (γ)", markerfacecolor=PURPLE))
    if show_gla and of.partial:
        keys.append(square("γ in part", markerfacecolor=PURPLE, fillstyle="left",
                           markerfacecoloralt=PALE_PURPLE))  # fmt: skip
    if of.gene in science.RULE_GENES:
        keys.append(Line2D([], [], marker="s", linestyle="", markersize=9, color="#DDDDDD",
                           label="Gla region 1-46"))  # fmt: skip
    keys.append(Line2D([], [], color=RED, linewidth=3.2, label="picked by you"))
    if show_gla:
        for mark, label in (("✓", "right"), ("✗", "no Gla"), ("?", "missed Gla")):
            keys.append(Line2D([], [], marker=f"${mark}$", color=RED, linestyle="", markersize=8,
                               label=label))  # fmt: skip
    return keys


def _finder_title(of, chosen, result, show_gla):
    short = of.name.partition(" (")[0]
    if not show_gla:
        if len(chosen.positions) == 1:
            return f"{short}: you picked mature {chosen.positions[0]}"
        n_glu = sum(of.residue(p) == "E" for p in chosen.positions)
        return f"{short}: your rule picks {len(chosen.positions)} residues, {n_glu} of them Glu"
    extra = f" and {len(result.wrong)} that are none" if result.wrong else " and nothing else"
    return f"{short}: your rule finds {len(result.found)} of {len(of.sites)} Gla{extra}"


def _finder_words(of, chosen, result, show_gla):
    words = f"Understood: {chosen.understood}. "
    if len(chosen.positions) == 1:
        words += _one_residue(of, chosen.positions[0], show_gla)
    else:
        glu = [p for p in chosen.positions if of.residue(p) == "E"]
        words += f"It picks {len(chosen.positions)} residues; Glu among them: {_listed(glu)}. "
    if show_gla:
        words += (
            f"Of the {len(of.sites)} Gla of {of.name} it finds {len(result.found)}"
            f"{_at(' and misses', result.missed)}. "
            f"Picked without being Gla: {_listed(result.wrong)}."
        )
    return words.strip()


def _one_residue(of, position, show_gla):
    letter = of.residue(position)
    name = load("amino_acids").set_index("letter").loc[letter, "name"]
    if letter != "E":
        glu = min(of.glutamates(), key=lambda other: abs(other - position))
        return (
            f"It is {letter}, {name}. Only Glu can become Gla. The nearest Glu is mature {glu}. "
        )
    if not show_gla:
        return "It is E, glutamate, so it could become Gla. "
    if position in of.partial:
        return "It is a Glu that becomes Gla only in part: 9 % in human bone. "
    return "It is Gla. " if position in of.gla else "It is a Glu that stays Glu. "


def _listed(positions, most=14):
    positions = list(positions)
    if not positions:
        return "none"
    text = ", ".join(map(str, positions[:most]))
    return f"{text} and {len(positions) - most} more" if len(positions) > most else text


def _at(words, positions):
    return f"{words} {_listed(positions)}" if positions else ""


def rule_against_proteins():
    """Draw the score of "every Glu in mature 1-46" for all ten proteins.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    each = science.proteins()
    scores = [science.window_rule(of) for of in each]
    figure = Figure(figsize=(8.4, 4.4))
    axes = figure.subplots()
    rows = np.arange(len(each))
    parts = {"found": PURPLE, "missed": "white", "wrong": "#D9D9D9"}
    labels = {"found": "Gla that the rule finds", "missed": "Gla that it misses",
              "wrong": "Glu that it picks, but no Gla"}  # fmt: skip
    left = np.zeros(len(each))
    for part, colour in parts.items():
        width = np.array([len(getattr(result, part)) for result in scores])
        axes.barh(rows, width, left=left, color=colour, edgecolor=PURPLE, height=0.62,
                  hatch="////" if part == "wrong" else None, label=labels[part])  # fmt: skip
        left += width
    how = load("gla_sites").groupby("gene")["evidence"].first()
    measured = [of.name for of in each if how[of.gene].startswith("measured")]
    made_by_rule = (how == "rule only").sum()
    notes = {
        "rule only": "list made by the rule",
        "measured in people": "measured",
        "measured in human bone": "measured",
        "rule, and the database counts 12": "counted by a database",
        "database, taken over from cattle": "from cattle",
    }
    for row, of, end in zip(rows, each, left, strict=True):
        axes.text(end + 0.2, row, notes[how[of.gene]], va="center", fontsize=9.5, color=GREY)
    axes.set_yticks(rows, [of.name for of in each])
    axes.invert_yaxis()
    axes.set_xlim(0, 18)
    axes.set_xlabel("Number of residues")
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    figure.legend(loc="outside lower center", ncols=3, fontsize=9.5)
    fits = [of.name for of, result in zip(each, scores, strict=True) if result.perfect]
    headline(figure, f"“Every Glu in 1-46” fits {len(fits)} proteins, not osteocalcin and not MGP")
    fails = "; ".join(
        f"{of.name} {len(result.found)} of {len(of.sites)} found, "
        f"{len(result.wrong)} picked that are no Gla"
        for of, result in zip(each, scores, strict=True)
        if not result.perfect
    )
    return picture(
        figure,
        description="Bars, one a protein: Gla found and missed, and Glu wrongly picked.",
        finding=(
            f"The rule fits {', '.join(fits)}. It does not fit: {fails}. Measured residue by "
            f"residue were {' and '.join(measured)}; {made_by_rule} lists were made by the rule."
        ),
    )


# --- The cycle -----------------------------------------------------------------------------------

CYCLE_PLACES = {"K": (1.9, 1.1), "KH2": (4.9, 4.6), "KO": (7.9, 1.1)}
CYCLE_TITLES = {"K": "K", "KH2": "KH₂", "KO": "KO"}
WIDEST_ARROW_PT = 14.0
LARGEST_RADIUS = 0.98
# The bypass alone lifts carboxylation to 1.1 times the usual. Far beyond, the picture's lack of
# a ceiling would mislead.
BELIEVABLE_SHARE = 1.2


def vitamin_k_cycle():
    """Let the learner block the cycle with warfarin and open the bypass.

    Returns
    -------
    LiveFigure
        Controls `block_percent`, `bypass_percent` and `supply`.
    """
    figure = Figure(figsize=(8.4, 4.7), layout="none")
    axes = figure.add_axes((0.01, 0.01, 0.98, 0.88))
    axes.set_axis_off()
    axes.set_xlim(-0.6, 10.4)
    axes.set_ylim(-0.5, 6.0)
    axes.set_aspect("equal")
    title = figure.suptitle(" ", x=0.012, y=0.985, ha="left", fontsize=12, fontweight="bold")
    speeds = models.cycle()
    usual = models.cycle_at_rest(speeds)
    arrows = _cycle_arrows(axes)
    pools = {
        name: axes.add_patch(Circle(place, 0.5, facecolor="#DCEAF4", edgecolor="#333333"))
        for name, place in CYCLE_PLACES.items()
    }
    numbers = {
        name: axes.text(
            x,
            y + (1.12 if name == "KH2" else -1.3),
            " ",
            ha="center",
            va="center",
            fontweight="bold",
        )
        for name, (x, y) in CYCLE_PLACES.items()
    }

    def update(block_percent, bypass_percent, supply):
        block = block_percent / 100
        rest = models.cycle_at_rest(speeds, block, bypass_percent / 100, supply)
        sizes = {"K": rest.quinone, "KH2": rest.hydroquinone, "KO": rest.epoxide}
        total = sum(sizes.values())
        for name, size in sizes.items():
            pools[name].set_radius(max(0.1, LARGEST_RADIUS * np.sqrt(size / total)))
            numbers[name].set_text(f"{CYCLE_TITLES[name]}: {percent(size / total)}")
        fluxes = {
            "carboxylation": rest.carboxylation,
            "epoxide_reduction": rest.epoxide_reduction,
            "reduction": rest.reduction,
            "bypass": rest.bypass,
        }
        for name, flux in fluxes.items():
            width = max(0.8, WIDEST_ARROW_PT * min(1.0, flux / usual.carboxylation))
            head = 9 + 1.1 * width
            arrows[name].set_arrowstyle(
                "simple", tail_width=width, head_width=head, head_length=0.8 * head
            )
            arrows[name].set_alpha(1.0 if flux > 0 else 0.45)
        share = rest.carboxylation / usual.carboxylation
        beyond = share > BELIEVABLE_SHARE
        uses = f"{rest.uses:.0f}" if rest.uses >= 1.5 else f"{rest.uses:.1f}"
        title.set_text(
            f"No real enzyme runs at {percent(share)}: nothing saturates in this picture"
            if beyond
            else f"Carboxylation runs at {percent(share)}; each vitamin K makes {uses} Gla"
        )
        return (
            f"Warfarin blocks {block_percent:.0f} % of VKORC1, FSP1 bypass "
            f"{bypass_percent:.0f} %, supply {plain(supply)} times the usual. Carboxylation runs "
            f"at {percent(share)} of normal. Pools: K {percent(sizes['K'] / total)}, KH2 "
            f"{percent(sizes['KH2'] / total)}, KO {percent(sizes['KO'] / total)}. Each molecule "
            f"makes {rest.uses:.1f} Gla before it is lost. Comes in {plain(rest.supply)}, is lost "
            f"{plain(rest.loss)}: the balance holds. Speeds are assumed."
            + (" A real enzyme saturates, so do not believe this setting." if beyond else "")
        )

    return LiveFigure(
        figure,
        update,
        moving=[*arrows.values(), *pools.values(), *numbers.values(), title],
        redraws=["block_percent", "bypass_percent", "supply"],
        controls={
            "block_percent": Slider(
                "Warfarin", [*range(0, 95, 5), *range(95, 101)], 0, "%",
                "Share of VKORC1 that it blocks",
            ),
            "bypass_percent": Slider(
                "FSP1 bypass", range(0, 21), 0, "%", "Speed of FSP1 beside the open VKORC1"
            ),
            "supply": Slider(
                "Vitamin K", [0.5, 1, 2, 5, 10, 20, 50], 1, "× usual", "What comes in"
            ),
        },
        description=(
            "A cycle of three pools, K, KH2 and KO. Areas show amounts, arrow widths show fluxes."
        ),
        twin=[
            {"block_percent": 0},
            {"block_percent": 95},
            {"block_percent": 95, "bypass_percent": 10, "supply": 10},
        ],
    )  # fmt: skip


def _cycle_arrows(axes):
    """Draw the four steps and their names, and return the arrows."""
    k, kh2, ko = (CYCLE_PLACES[name] for name in ("K", "KH2", "KO"))
    steps = {
        "carboxylation": (kh2, ko, 0.18, PURPLE),
        "epoxide_reduction": (ko, k, 0.12, "#444444"),
        "reduction": (k, kh2, 0.06, "#444444"),
        "bypass": (k, kh2, 0.42, "#8A5A00"),
    }
    arrows = {}
    for name, (start, end, bend, colour) in steps.items():
        arrows[name] = FancyArrowPatch(
            start, end, connectionstyle=f"arc3,rad={-bend}", arrowstyle="simple",
            mutation_scale=1, shrinkA=48, shrinkB=48, color=colour, linewidth=0,
        )  # fmt: skip
        axes.add_patch(arrows[name])
    axes.text(7.3, 3.5, "GGCX\nmakes Gla", color=PURPLE, fontweight="bold")
    axes.text(4.9, 0.0, "VKORC1 (warfarin blocks it)", ha="center", color="#444444")
    axes.text(4.0, 2.2, "VKORC1\n(warfarin\nblocks it)", color="#444444")
    axes.text(10.3, 5.6, "all speeds are assumed", ha="right", fontsize=9.5, color=GREY)
    axes.text(1.15, 3.75, "FSP1\n(warfarin does\nnot block it)", ha="center", color="#8A5A00")
    for text, x, y, start, end in (
        ("food", -0.1, 1.45, 0.15, 0.85),
        ("lost", -0.1, 0.75, 0.85, 0.15),
        ("lost", 9.75, 1.1, 8.95, 9.65),
    ):
        axes.add_patch(FancyArrowPatch((start, y), (end, y), arrowstyle="-|>", color=GREY,
                                       mutation_scale=12))  # fmt: skip
        axes.text(x, y, text, va="center", ha="right" if x < 0 else "left", color=GREY)
    return arrows


# --- Warfarin ------------------------------------------------------------------------------------

FACTOR_STYLES = {
    "VII": (OKABE_ITO["vermilion"], "solid", 2.8),
    "PC": (OKABE_ITO["purple"], (0, (4, 1.5)), 2.0),
    "IX": ("#888888", "solid", 1.6),
    "X": ("#888888", (0, (4, 1.5, 1, 1.5)), 2.2),
    "PS": (OKABE_ITO["purple"], (0, (1, 1)), 2.2),
    "II": ("#000000", "solid", 2.8),
}
DOSES_MG = (0, 1, 2, 2.5, 3, 4, 5, 6, 7.5, 10, 15, 20, 30, 40)


def warfarin():
    """Let the learner give warfarin in the model and watch the factors fall and return.

    Returns
    -------
    LiveFigure
        Controls `dose_mg`, `days`, `vitamin_k`, `bypass_percent` and `look_h`.
    """
    figure = Figure(figsize=(8.6, 4.6), layout="none")
    axes = figure.add_axes((0.085, 0.12, 0.555, 0.76))
    bars = figure.add_axes((0.79, 0.12, 0.16, 0.76))
    title = figure.suptitle(" ", x=0.012, y=0.985, ha="left", fontsize=12, fontweight="bold")
    lines = {}
    for name, (colour, dashes, width) in FACTOR_STYLES.items():
        (lines[name],) = axes.plot([], [], color=colour, linestyle=dashes, linewidth=width)
    look = axes.axvline(0, color="#333333", linewidth=1)
    span = axes.axvspan(0, 1, 0, 0.025, color="#333333", linewidth=0)
    axes.set_xlim(0, models.FOLLOWED_DAYS)
    axes.set_ylim(0, 105)
    axes.set_xticks(range(0, models.FOLLOWED_DAYS + 1, 2))
    axes.set_xlabel("Day (black bar: days with warfarin)")
    axes.set_ylabel("Activity (% of usual, model)")
    rows = np.arange(len(FACTOR_STYLES))
    levels, texts = {}, {}
    for row, (name, (colour, dashes, width)) in zip(rows, FACTOR_STYLES.items(), strict=True):
        (levels[name],) = bars.plot([], [], color=colour, linestyle=dashes, linewidth=width,
                                    marker="o", markevery=[1], markersize=8)  # fmt: skip
        texts[name] = bars.text(2, row - 0.33, " ", va="center", fontsize=9.5, fontweight="bold")
    bars.set_ylim(len(rows) - 0.5, -0.6)
    bars.set_xlim(0, 105)
    bars.set_xticks([0, 50, 100])
    bars.set_yticks(rows, [models.FACTOR_NAMES[name].replace(" (II)", "\n(II)")
                           for name in FACTOR_STYLES])  # fmt: skip
    bars.tick_params(axis="y", length=0)
    bars.grid(visible=False, axis="y")
    bars.grid(visible=True, axis="x")
    bars.set_xlabel("% at the thin line")

    def update(dose_mg, days, vitamin_k, bypass_percent, look_h):
        run = models.simulate(
            dose_mg,
            int(days),
            vitamin_k=vitamin_k,
            constants=models.with_bypass(bypass_percent / 100),
        )
        for name, line in lines.items():
            line.set_data(run.time_h / 24, 100 * run.activity[name])
        look.set_xdata([look_h / 24] * 2)
        span.set_width(days)
        now = run.at(look_h)
        for row, name in zip(rows, FACTOR_STYLES, strict=True):
            levels[name].set_data([0, 100 * now[name]], [row, row])
            texts[name].set_text(percent(now[name]))
        title.set_text(
            f"At hour {look_h:.0f}, factor VII is at {percent(now['VII'])} "
            f"and prothrombin at {percent(now['II'])}"
        )
        halved = ", ".join(
            f"{name} {hours:.0f} h" if np.isfinite(hours := run.hours_to(name, 0.5))
            else f"{name} never"
            for name in FACTOR_STYLES
        )  # fmt: skip
        levels_now = ", ".join(f"{name} {percent(now[name])}" for name in FACTOR_STYLES)
        return (
            f"{plain(dose_mg)} mg a day for {int(days)} {'day' if days == 1 else 'days'}, "
            f"then vitamin K at {plain(vitamin_k)} times the usual, "
            f"bypass {bypass_percent:.0f} %. At hour {look_h:.0f}: {levels_now}. "
            f"Down to one half after: {halved}. Model, not advice."
        )

    return LiveFigure(
        figure,
        update,
        moving=[*lines.values(), look, span, *levels.values(), *texts.values(), title],
        controls={
            "dose_mg": Slider("Warfarin", DOSES_MG, 5, "mg a day", "In the model, not for anyone"),
            "days": Slider("Days", range(1, 15), 10, "", "Days on which it is given, then stop"),
            "vitamin_k": Slider(
                "Vitamin K after", [1, 2, 5, 10, 20, 50], 1, "× usual",
                "In the liver, from a day after the last dose",
            ),
            "bypass_percent": Slider(
                "FSP1 bypass", range(0, 6), 0, "%", "Warfarin-proof share (assumed)"
            ),
            "look_h": Slider(
                "Look at hour", range(0, 24 * models.FOLLOWED_DAYS + 1, 4), 240, "",
                "Moves the thin line",
            ),
        },
        description=(
            "Lines of six vitamin K-dependent proteins over 16 days, and bars at one hour."
        ),
        twin=[
            {"dose_mg": 40, "days": 1, "look_h": 48},
            {"dose_mg": 5, "days": 10, "look_h": 240},
            {"dose_mg": 5, "days": 10, "vitamin_k": 50, "look_h": 264},
        ],
    )  # fmt: skip


# --- Carboxylation against dose ------------------------------------------------------------------

GROUP_MARKS = {"healthy": "o", "dialysis": "^", "kidney transplant": "D"}
GROUP_NAMES = {
    "healthy": "dp-ucMGP, healthy adults",
    "dialysis": "dp-ucMGP, people on dialysis",
    "kidney transplant": "dp-ucMGP, kidney transplant",
}
OSTEOCALCIN_MARK = "s"


def markers_against_dose():
    """Draw what MK-7 and K1 did to inactive MGP in trials.

    Returns
    -------
    LiveFigure
        A picture without controls. Hollow marks are second-hand.
    """
    table = load("carboxylation").query("marker != 'INR' and quantity == 'change'")
    figure = Figure(figsize=(8.6, 4.7))
    left, right = figure.subplots(1, 2, width_ratios=[1.9, 1])
    in_percent = table[table["unit"] == "%"]
    # One line a study. Those that a review quotes without a name are told apart by how long
    # they ran.
    study_keys = ["marker", "group", "source", "original_study", "weeks"]
    for (marker, group, *_), study in in_percent.groupby(study_keys, dropna=False):
        mark = GROUP_MARKS[group] if marker == "dp-ucMGP" else OSTEOCALCIN_MARK
        _dose_series(left, study.sort_values("dose_ug_per_d"), mark)
    left.axhline(0, color="black", linewidth=1)
    left.set_xlim(0, 500)
    left.set_ylim(-100, 8)
    left.set_xlabel("MK-7 (µg a day)")
    left.set_ylabel("Change from the start (%)")
    left.set_title("MK-7, weeks to months", fontsize=10.5, fontweight="normal")
    shown = [g for g in GROUP_MARKS if g in set(in_percent["group"])]
    keys = [
        Line2D([], [], marker=GROUP_MARKS[g], color=COLOURS["MK-7"], linestyle="",
               label=GROUP_NAMES[g])
        for g in shown
    ]  # fmt: skip
    keys.append(
        Line2D([], [], marker=OSTEOCALCIN_MARK, color=COLOURS["MK-7"], linestyle="",
               label="osteocalcin ucOC/cOC, healthy adults")
    )  # fmt: skip
    keys.append(Line2D([], [], marker="o", color=COLOURS["MK-7"], markerfacecolor="white",
                       linestyle="", label="second-hand"))  # fmt: skip
    figure.legend(handles=keys, loc="outside lower left", ncols=3, fontsize=9.5)
    avadec = load("trials").set_index("id").loc["avadec_mgp"]
    _against_control(right, table.set_index("id"), avadec)
    headline(figure, "MK-7 lowers inactive MGP, and so does K1")
    by_id = table.set_index("id")["value"]
    return picture(
        figure,
        description=(
            "Left: percent change of dp-ucMGP against daily MK-7. "
            "Right: change in pmol/L in four arms of two trials; in one, MK-7 came with vitamin D."
        ),
        finding=(
            f"Healthy adults: {by_id['mgp_mk7_180']:.0f} % at 180 µg MK-7 a day and "
            f"{by_id['mgp_mk7_360']:.0f} % at 360. In the same trial ucOC/cOC of osteocalcin: "
            f"{by_id['osteocalcin_mk7_180']:.0f} and {by_id['osteocalcin_mk7_360']:.0f} %. "
            f"Dialysis: {by_id['mgp_dialysis_154']:.0f}, "
            f"{by_id['mgp_dialysis_309']:.0f} and {by_id['mgp_dialysis_463']:.0f} % at 154, 309 "
            f"and 463. K1 at 500 µg a day: {by_id['mgp_k1_500']:.0f} against "
            f"{by_id['mgp_k1_control']:.0f} pmol/L without. MK-7 at 720 µg a day: "
            f"{avadec['change_vitamin']:.0f} against {avadec['change_control']:+.0f} pmol/L, "
            "given with vitamin D, second-hand."
        ),
    )


def _dose_series(axes, study, mark):
    hollow = (study["verified"] == "second-hand").all()
    axes.plot(
        study["dose_ug_per_d"], study["value"], mark, color=COLOURS["MK-7"],
        linestyle=(0, (1, 1.5)), linewidth=1.2, markersize=8.5, markeredgewidth=1.8,
        markerfacecolor="white" if hollow else COLOURS["MK-7"],
    )  # fmt: skip


def _against_control(axes, table, avadec):
    k1, control = table.loc["mgp_k1_500"], table.loc["mgp_k1_control"]
    arms = [
        ("K1\n500 µg", "K1", k1["value"], k1["verified"]),
        ("without\nK1", None, control["value"], control["verified"]),
        ("MK-7\n720 µg\nand D", "MK-7", avadec["change_vitamin"], avadec["verified"]),
        ("without\nboth", None, avadec["change_control"], avadec["verified"]),
    ]
    for x, (_, vitamer, change, verified) in enumerate(arms):
        colour = COLOURS[vitamer] if vitamer else "#BBBBBB"
        axes.bar(x, change, width=0.62, edgecolor=colour, linewidth=2,
                 color="white" if verified == "second-hand" else colour)  # fmt: skip
        up = change > 0
        axes.text(
            x,
            change + (14 if up else -14),
            true_minus(f"{change:+.0f}"),
            ha="center",
            va="bottom" if up else "top",
            fontsize=9.5,
            fontweight="bold",
            color=TEXT_COLOURS[vitamer] if vitamer else GREY,
        )
    axes.axhline(0, color="black", linewidth=1)
    axes.set_xlim(-0.6, 3.6)
    axes.set_ylim(-420, 110)
    axes.set_xticks(range(4), [label for label, *_ in arms], fontsize=9.5)
    axes.set_xlabel("Arm (hollow: second-hand)")
    axes.set_ylabel("Change of dp-ucMGP (pmol/L)")
    axes.set_title("K1 for 3 years, MK-7 for 2", fontsize=10.5, fontweight="normal")
