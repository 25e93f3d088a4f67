"""What happens to the calcium that people eat: absorption, output and balance.

Absorption falls with intake (Heaney and colleagues 1989): the fraction absorbed is about
inversely proportional to the square root of the intake. Output in faeces and urine rises in a
straight line with intake (Hunt & Johnson 2007, 155 adults, 415 to 1740 mg/d). The numbers stand in
`data/calcium_balance.csv`. Both are means of groups; one person may lie far off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

ABSORPTION_FACTOR = 6.5
OUTPUT_AT_ZERO_MG_PER_D = 148.29
OUTPUT_SLOPE = 0.80
STUDIED_MG_PER_D = (415.0, 1740.0)


def absorbed_fraction(calcium_mg_per_d: ArrayLike, factor: float = ABSORPTION_FACTOR):
    """Give the fraction of the calcium eaten that a middle-aged woman's gut takes up.

    Parameters
    ----------
    calcium_mg_per_d : array_like
        Intake, mg/d; above 0.
    factor : float, optional
        Fraction times the square root of the intake, mg^0.5 (6.4 to 6.7 fit the printed points).

    Returns
    -------
    ndarray
        Fractions; at most 1.

    Raises
    ------
    ValueError
        If an intake is not above 0.

    Notes
    -----
    From two printed points of heaney1989: 0.45 at about 200 mg/d and 0.15 at 2000 mg/d.
    """
    return np.minimum(factor / np.sqrt(_positive(calcium_mg_per_d)), 1.0)


def calcium_output_mg_per_d(calcium_mg_per_d: ArrayLike):
    """Give the calcium that leaves in faeces and urine.

    Parameters
    ----------
    calcium_mg_per_d : array_like
        Intake, mg/d; above 0. Below 415 and above 1740 nobody was studied.

    Returns
    -------
    ndarray
        Output, mg/d. Losses through the skin are not in it.

    Raises
    ------
    ValueError
        If an intake is not above 0.

    Notes
    -----
    The line printed by huntjohnson2007.
    """
    return OUTPUT_AT_ZERO_MG_PER_D + OUTPUT_SLOPE * _positive(calcium_mg_per_d)


def zero_balance_intake_mg_per_d(
    output_at_zero_mg_per_d: float = OUTPUT_AT_ZERO_MG_PER_D, output_slope: float = OUTPUT_SLOPE
):
    """Give the intake at which as much calcium leaves as enters.

    Parameters
    ----------
    output_at_zero_mg_per_d : float, optional
        Where the line of output meets an intake of nothing, mg/d.
    output_slope : float, optional
        Output per intake; below 1.

    Returns
    -------
    float
        Intake, mg/d.

    Raises
    ------
    ValueError
        If the slope is 1 or more: then output never falls below intake.
    """
    if not output_slope < 1:
        raise ValueError(f"output_slope={output_slope} must be below 1 for a zero balance")
    return output_at_zero_mg_per_d / (1 - output_slope)


@dataclass(frozen=True)
class Budget:
    """Where a day's calcium goes, mg/d. `eaten` is the sum of the other three.

    Attributes
    ----------
    eaten, absorbed : float or ndarray
        Intake, and what of it the gut takes up.
    unabsorbed : float or ndarray
        What passes straight through.
    lost : float or ndarray
        What leaves the body again after it was absorbed: urine and digestive juices.
    bone : float or ndarray
        What the body keeps, nearly all in bone; negative where bone gives.
    """

    eaten: float | np.ndarray
    absorbed: float | np.ndarray
    unabsorbed: float | np.ndarray
    lost: float | np.ndarray
    bone: float | np.ndarray


def budget(calcium_mg_per_d: ArrayLike):
    """Split a day's calcium by the absorption curve and the balance line.

    Parameters
    ----------
    calcium_mg_per_d : array_like
        Intake, mg/d; above 0.

    Returns
    -------
    Budget
        In mg/d.

    Raises
    ------
    ValueError
        If an intake is not above 0.

    Notes
    -----
    Absorption and balance come from different studies. `lost` is the difference between them, so
    it carries the errors of both. It falls as intake rises, which no body does: a sign that
    the straight line of output is too flat far from its middle.
    """
    eaten = _positive(calcium_mg_per_d)
    absorbed = eaten * absorbed_fraction(eaten)
    bone = eaten - calcium_output_mg_per_d(eaten)
    return Budget(eaten, absorbed, eaten - absorbed, absorbed - bone, bone)


def _positive(calcium_mg_per_d):
    intake = np.asarray(calcium_mg_per_d, dtype=float)
    if not np.all(intake > 0):
        raise ValueError(f"calcium_mg_per_d={calcium_mg_per_d} must be above 0")
    return intake
