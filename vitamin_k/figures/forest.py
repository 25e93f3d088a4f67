"""Forest plots: one row a result, its interval, and what favours what. Lessons 01, 05 and 06."""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon
from matplotlib.ticker import NullLocator

from courseware.style import OKABE_ITO, plain, plain_log_axis, true_minus
from vitamin_k.figures import BLACK, TEXT_COLOURS

INDUSTRY_MARK = "†"
DIAMOND_HALF_HEIGHT = 0.28
ROW_HEIGHT_IN = 0.3
EDGES_HEIGHT_IN = 1.5


def forest_height_in(table):
    """Return a figure height at which the rows of a forest plot stand neither tight nor loose.

    Parameters
    ----------
    table : pandas.DataFrame
        As for `draw_forest`.

    Returns
    -------
    float
        Height, inches.
    """
    headings = table["group"].nunique() if "group" in table else 0
    return EDGES_HEIGHT_IN + ROW_HEIGHT_IN * (len(table) + headings)


def draw_forest(
    axes, table, *, quantity, null, limits, log=False, ticks=None, favours=("", ""), digits=2
):
    """Draw results as a forest plot.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Empty axes; leave room at the right of the figure for the numbers.
    table : pandas.DataFrame
        One row a result, in the order drawn: `label`, `estimate`, `low`, `high` (the interval;
        missing where none is printed). Optional: `group` (a heading over each run of rows),
        `colour`, `pooled` (drawn as a diamond), `verified` ("second-hand" is drawn hollow) and
        `industry` (True puts a dagger behind the label).
    quantity : str
        Name of the axis, with its unit.
    null : float
        Where no difference lies: 1 for a ratio, 0 for a difference.
    limits : pair of float
        Ends of the axis; an interval that reaches beyond ends in an arrow.
    log : bool, optional
        Whether the axis is a log axis, as for ratios.
    ticks : sequence of float, optional
        Where the axis has numbers.
    favours : pair of str, optional
        What a result left and right of the null line means.
    digits : int, optional
        Decimals of the numbers at the right.

    Raises
    ------
    ValueError
        If an estimate lies outside its interval or outside the axis; the row is named.
    """
    axes.clear()
    if log:
        axes.set_xscale("log")
    axes.set_xlim(*limits)
    heights, names, height, heading = [], [], 0, None
    for row in table.to_dict("records"):
        _require_sense(row, limits)
        if row.get("group") not in (None, heading):
            heading = row["group"]
            axes.text(
                0, height, heading, transform=axes.get_yaxis_transform(), ha="right", va="center",
                fontweight="bold", color=BLACK,
            )  # fmt: skip
            height += 1
        heights.append(height)
        names.append(row["label"] + (f" {INDUSTRY_MARK}" if row.get("industry") is True else ""))
        _draw_result(axes, row, height, limits, digits)
        height += 1
    axes.set_ylim(height - 0.4, -0.7)
    axes.set_yticks(heights, names)
    axes.tick_params(axis="y", length=0)
    axes.axvline(null, color="black", linewidth=1.1, zorder=1)
    if ticks is not None and log:
        plain_log_axis(axes.xaxis, ticks)
    elif ticks is not None:
        axes.set_xticks(ticks, [true_minus(plain(tick)) for tick in ticks])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(quantity)
    for text, side in zip(favours, (0.0, 1.0), strict=True):
        arrow = f"← {text}" if side == 0 else f"{text} →"
        if text:
            axes.text(
                side, 1.0, arrow, transform=axes.transAxes, ha="left" if side == 0 else "right",
                va="bottom", fontsize=9.5, color=TEXT_COLOURS["calcium"],
            )  # fmt: skip


def forest_keys(table):
    """Return the legend's handles for the marks that a table makes necessary.

    Parameters
    ----------
    table : pandas.DataFrame
        As for `draw_forest`.

    Returns
    -------
    list of matplotlib.lines.Line2D
        For ``legend(handles=...)``; empty if every mark explains itself.
    """
    keys = []
    if "verified" in table and (table["verified"] == "second-hand").any():
        keys.append(_key("s", "second-hand", markerfacecolor="white"))
    if "industry" in table and (table["industry"] == True).any():  # noqa: E712 (may be missing)
        keys.append(_key(f"${INDUSTRY_MARK}$", "paid for by a maker"))
    if "pooled" in table and (table["pooled"] == True).any():  # noqa: E712
        keys.append(_key("D", "pooled"))
    return keys


def _key(marker, label, **style):
    return Line2D([], [], marker=marker, color=BLACK, linestyle="", label=label, **style)


def _require_sense(row, limits):
    low, high = row.get("low", np.nan), row.get("high", np.nan)
    if low > row["estimate"] or high < row["estimate"]:
        raise ValueError(f"{row['label']}: the estimate {row['estimate']} is outside its interval")
    if not limits[0] <= row["estimate"] <= limits[1]:
        raise ValueError(f"{row['label']}: the estimate {row['estimate']} is outside the axis")


def _draw_result(axes, row, height, limits, digits):
    colour = row.get("colour") or OKABE_ITO["blue"]
    estimate, low, high = row["estimate"], row.get("low", np.nan), row.get("high", np.nan)
    has_interval = np.isfinite(low) and np.isfinite(high)
    if row.get("pooled") is True and has_interval:
        corners = [(low, height), (estimate, height - DIAMOND_HALF_HEIGHT), (high, height),
                   (estimate, height + DIAMOND_HALF_HEIGHT)]  # fmt: skip
        axes.add_patch(Polygon(corners, closed=True, facecolor=colour, edgecolor=BLACK, zorder=3))
    else:
        if has_interval:
            axes.plot(
                [max(low, limits[0]), min(high, limits[1])], [height, height], color=colour,
                linewidth=1.8, solid_capstyle="butt", zorder=2,
            )  # fmt: skip
            for end, limit, arrow in ((low, limits[0], "<"), (high, limits[1], ">")):
                if (end < limit) if arrow == "<" else (end > limit):
                    axes.plot(limit, height, arrow, color=colour, markersize=7, clip_on=False)
        hollow = row.get("verified") == "second-hand"
        axes.plot(
            estimate, height, "s", color=colour, markersize=7.5, markeredgewidth=1.8,
            markerfacecolor="white" if hollow else colour, zorder=3,
        )  # fmt: skip
    numbers = f"{estimate:z.{digits}f}"
    if has_interval:
        numbers += f" ({low:z.{digits}f} to {high:z.{digits}f})"
    axes.text(
        1.02, height, true_minus(numbers), transform=axes.get_yaxis_transform(),
        va="center", fontsize=9.5, color=BLACK,
        fontweight="bold" if row.get("pooled") is True else "normal",
    )  # fmt: skip
