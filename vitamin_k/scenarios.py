"""What the simulators of a lesson and the tasks that are set for them share."""

import numpy as np

from vitamin_k import kinetics

# Sato and colleagues (2012) gave this dose and drew blood at these times.
SATO_DOSE_UG = 420.0
SAMPLE_TIMES_H = (2.0, 4.0, 6.0, 10.0, 24.0, 48.0, 72.0)

INTERVALS_H = {
    "twice a day": 12.0,
    "every day": 24.0,
    "every other day": 48.0,
    "twice a week": 84.0,
    "once a week": 168.0,
}


def misses(points, half_life_h, start_ng_per_ml):
    """Return how far a line that halves steadily lies from measured points.

    Parameters
    ----------
    points : pandas.DataFrame
        With columns `time_h` and `concentration_ng_per_ml`.
    half_life_h : float
        Time in which the line halves, h.
    start_ng_per_ml : float
        Height of the line at time 0, ng/mL.

    Returns
    -------
    ndarray, shape (points,)
        Line over point, less 1: 0.1 is 10 % too high.
    """
    time_h, level = (points[name].to_numpy() for name in ("time_h", "concentration_ng_per_ml"))
    return start_ng_per_ml * np.exp2(-time_h / half_life_h) / level - 1


def five_volunteers(vitamer, spread_percent, assay_limit_ng_per_ml, trial):
    """Return what one trial of five, done like Sato's, would measure.

    Parameters
    ----------
    vitamer : str
        Name of the vitamer.
    spread_percent : float
        Coefficient of variation between people, %.
    assay_limit_ng_per_ml : float
        The assay sees nothing below, ng/mL.
    trial : int
        Number of the trial; each draws other people.

    Returns
    -------
    concentration, detected : ndarray, shape (5, 7)
        At `SAMPLE_TIMES_H` after `SATO_DOSE_UG`, ng/mL, and whether the assay sees it.
    """
    return kinetics.virtual_trial(
        SAMPLE_TIMES_H,
        SATO_DOSE_UG,
        kinetics.parameters(vitamer),
        5,
        spread_cv=spread_percent / 100,
        seed=int(trial) + 100,
        assay_limit_ng_per_ml=assay_limit_ng_per_ml,
    )
