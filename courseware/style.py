"""The course's look: one matplotlib style, colour-blind safe colours, plain numbers on axes."""

import re

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter

# Okabe and Ito's colours, distinguishable with every common form of colour blindness:
# https://jfly.uni-koeln.de/color/. "Amber" and "sky" are too pale for text on white.
OKABE_ITO = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "amber": "#F0E442",
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "purple": "#CC79A7",
    "grey": "#6B6B6B",
}

STYLE = {
    "figure.dpi": 100,
    "figure.figsize": (8.0, 4.4),
    "figure.facecolor": "white",
    "figure.constrained_layout.use": True,
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.labelsize": 10.5,
    "axes.labelcolor": "#333333",
    "axes.edgecolor": "#777777",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": "#E3E3E3",
    "grid.linewidth": 0.8,
    "xtick.color": "#555555",
    "ytick.color": "#555555",
    "xtick.labelcolor": "#333333",
    "ytick.labelcolor": "#333333",
    "lines.linewidth": 2.2,
    "lines.solid_capstyle": "round",
    "legend.frameon": False,
}


def use_style():
    """Set the course's matplotlib style for this session."""
    mpl.rcParams.update(STYLE)


def plain(value):
    """Write a number as a person would: 0.03, 1.5, 200, 12,000."""
    if value == 0:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


MINUS = "−"


def true_minus(text):
    """Write minus signs before numbers as such, and leave the hyphen of a word or a name alone."""
    return re.sub(r"(?<![\w-])-(?=\d)", MINUS, text)


def percent(share):
    """Write a share as a percentage: 0.25 becomes 25 %, 0.004 becomes 0.4 %."""
    value = 100 * share
    return f"{value:.0f} %" if abs(value) >= 1 or value == 0 else f"{value:.1g} %"


def steady_axes(width_in=8.0, height_in=4.4, right=0.9):
    """Make a figure whose axes stay where they are while numbers on them change.

    Parameters
    ----------
    width_in, height_in : float
        Size in inches at 100 pixels an inch.
    right : float
        Right edge of the axes as a share of the width; labels of lines stand behind it.

    Returns
    -------
    figure, axes
        For a LiveFigure.
    """
    figure = Figure(figsize=(width_in, height_in), layout="none")
    margins = {"left": 0.1, "right": right, "bottom": 0.5 / height_in, "top": 1 - 0.4 / height_in}
    axes = figure.subplots(gridspec_kw=margins)
    axes.yaxis.set_label_coords(-0.085, 0.5)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: plain(value)))
    return figure, axes


def headline(figure, text):
    """Write a finding over a whole figure, flush left, where labels leave the axes little room."""
    figure.suptitle(text, x=0.01, ha="left", fontsize=12, fontweight="bold")


def plain_log_axis(axis, ticks):
    """Label a log axis with plain numbers at the given ticks.

    Parameters
    ----------
    axis : matplotlib.axis.Axis
        ``ax.xaxis`` or ``ax.yaxis``, already on a log scale.
    ticks : sequence of float
        Where the labels stand, in axis units.
    """
    axis.set_ticks(ticks)
    axis.set_major_formatter(FuncFormatter(lambda value, _: plain(value)))
    axis.set_minor_formatter(NullFormatter())
