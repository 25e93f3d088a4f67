"""Do two treatments together do more than their single effects let expect?"""

from dataclasses import dataclass

import numpy as np

# Two risks that differ by less, in percentage points, count as the same.
SAME_RISK = 0.5


@dataclass(frozen=True)
class Interaction:
    """How far two treatments together differ from what each alone lets expect.

    Attributes
    ----------
    added, multiplied : float
        What both together would give if the differences added up, or the ratios multiplied.
    beyond_added, beyond_multiplied : float
        The result less what was expected, in the unit of the cells; below 0 both together do
        better, where the cells are risks.
    """

    added: float
    multiplied: float
    beyond_added: float
    beyond_multiplied: float


def interaction(neither, k_only, d_only, both):
    """Compare the fourth cell of a two-by-two table with what the other three let expect.

    Parameters
    ----------
    neither, k_only, d_only, both : float or ndarray
        A risk or another mean in each cell, one unit for all; `neither` must not be 0.

    Returns
    -------
    Interaction
        On the scale of differences and on the scale of ratios.

    Raises
    ------
    ValueError
        If `neither` is 0: there is no ratio to nothing.
    """
    if np.any(np.asarray(neither) == 0):
        raise ValueError("neither is 0, so no ratio to it exists")
    added, multiplied = k_only + d_only - neither, k_only * d_only / neither
    return Interaction(added, multiplied, both - added, both - multiplied)
