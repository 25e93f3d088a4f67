"""The simulator of lesson 00: one control of every kind, on a jar of water."""

from matplotlib.patches import Rectangle

from courseware.answers import read_number
from courseware.live import Entry, LiveFigure, Menu, Slider, Switch
from courseware.style import OKABE_ITO, plain, steady_axes
from vitamin_k.practice import CUPS_ML, GOAL_ML, JAR_ML, water_ml


def jar():
    """Let the learner fill a jar with every kind of control.

    Returns
    -------
    LiveFigure
        Controls `n_cups`, `cup`, `show_goal` and `poured_out`.
    """
    figure, axes = steady_axes(height_in=3.2, right=0.75)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, JAR_ML)
    axes.set_xticks([])
    axes.set_ylabel("Water in the jar (mL)")
    axes.yaxis.set_label_coords(-0.125, 0.5)
    water = axes.add_patch(Rectangle((0.2, 0), 0.6, 0, color=OKABE_ITO["sky"]))
    axes.plot([0.2, 0.2, 0.8, 0.8], [JAR_ML, 0, 0, JAR_ML], color="#555555", clip_on=False)
    # Its own ground, so that the goal line never runs through the number.
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
    level = axes.text(0.5, 0, "", ha="center", va="bottom", fontweight="bold", bbox=ground)
    (goal,) = axes.plot([0.1, 0.98], [GOAL_ML] * 2, color="black", linestyle=(0, (4, 2)))
    goal_label = axes.text(1.0, GOAL_ML, f"goal: {plain(GOAL_ML)} mL", va="center", clip_on=False)
    title = axes.set_title(" ")

    def update(n_cups, cup, show_goal, poured_out):
        poured_out_ml = read_number(poured_out, "mL")[0].value
        amount = water_ml(n_cups, cup, poured_out_ml)
        water.set_height(amount)
        level.set_text(f"{plain(amount)} mL")
        level.set_y(amount + 40)
        goal.set_visible(show_goal)
        goal_label.set_visible(show_goal)
        title.set_text(f"The jar holds {plain(amount)} mL")
        shown = f" The goal line stands at {plain(GOAL_ML)} mL." if show_goal else ""
        return (
            f"{plain(n_cups)} times the {cup} of {plain(CUPS_ML[cup])} mL, less "
            f"{plain(poured_out_ml)} mL poured out, leave {plain(amount)} mL.{shown}"
        )

    return LiveFigure(
        figure,
        update,
        moving=[water, level, goal, goal_label, title],
        controls={
            "n_cups": Slider(
                "Cups", range(11), 3, legend="A slider: drag it, or use the arrow keys."
            ),
            "cup": Menu("Cup", list(CUPS_ML), "small cup", "A menu: choose one entry."),
            "show_goal": Switch("Goal line", False, "A switch: on or off."),
            "poured_out": Entry(
                "Poured out",
                "0",
                "A text box: type an amount, such as 50\u00a0mL or 0.05\u00a0L.",
            ),
        },
        description="A jar of water, filled from 0 to 2,500 mL.",
        twin=[{}, {"n_cups": 6, "cup": "middle cup", "show_goal": True, "poured_out": "50 mL"}],
    )
