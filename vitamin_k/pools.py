"""Which printed results the lesson on evidence pools, and what comes out."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from vitamin_k import evidence
from vitamin_k.data import load

# Trials with a change in the coronary calcium score in Agatston units, one row each.
CALCIUM_TRIALS = {
    "Shea (K1)": "shea2009_cac",
    "AVADEC (MK-7)": "avadec_cac",
    "Kurnatowska (MK-7)": "kurnatowska2015_cac",
    "ViKTORIES (menadiol)": "viktories_cac",
}
# K2 and heart disease or death from it: the result of each cohort that its abstract puts first.
HEART_COHORTS = ("rotterdam_chd_top", "husk_k2", "danish_k2", "epicnl_chd", "prospect_chd")


def with_standard_errors(table, *, log=False):
    """Add a column `standard_error` to rows that have an interval.

    Parameters
    ----------
    table : pandas.DataFrame
        With columns `low` and `high`; rows without them stay without a standard error.
    log : bool, optional
        Whether the estimates are ratios.

    Returns
    -------
    pandas.DataFrame
        A copy.
    """
    errors = [
        evidence.standard_error_from_interval(row.low, row.high, log=log)
        if np.isfinite(row.low) and np.isfinite(row.high)
        else math.nan
        for row in table.itertuples()
    ]
    return table.assign(standard_error=errors)


def calcium_trials():
    """Return the four trials of the coronary calcium score.

    Returns
    -------
    pandas.DataFrame
        Rows of `trials` by short name, with `standard_error` (AU). Forms, doses, lengths and
        people differ: pooling them is an exercise, not a result.
    """
    trials = load("trials").set_index("id").loc[list(CALCIUM_TRIALS.values())]
    return with_standard_errors(trials).set_index(pd.Index(CALCIUM_TRIALS, name="trial"))


def pool_calcium(chosen, model):
    """Pool a choice of the four trials of the coronary calcium score.

    Parameters
    ----------
    chosen : sequence of str
        Short names, keys of `CALCIUM_TRIALS`.
    model : {"random", "fixed"}
        As for `vitamin_k.evidence.pool`.

    Returns
    -------
    vitamin_k.evidence.Pooled
        In Agatston units.

    Raises
    ------
    ValueError
        If no trial is chosen.
    """
    if not len(chosen):
        raise ValueError("choose at least one trial")
    rows = calcium_trials().loc[list(chosen)]
    return evidence.pool(rows["estimate"], rows["standard_error"], model=model)


def hu_2021():
    """Return the lumbar bone density of Hu 2021: K2, K1 and all, with standard errors.

    Returns
    -------
    pandas.DataFrame
        Indexed by "K2", "K1" and "all"; estimates in standard deviations.
    """
    rows = load("meta_analyses").set_index("id").loc[["hu2021_k2", "hu2021_k1", "hu2021_all"]]
    return with_standard_errors(rows).set_index("selection")


def k2_minus_k1():
    """Compare the two subgroups of Hu 2021.

    Returns
    -------
    vitamin_k.evidence.Contrast
        K2 minus K1, standard deviations. Sound only if no trial stands in both subgroups, which
        the abstract does not tell.
    """
    rows = hu_2021()
    numbers = rows.loc[["K2", "K1"], ["estimate", "standard_error"]].to_numpy().ravel()
    return evidence.subgroup_contrast(*numbers)


@dataclass(frozen=True)
class LeftOut:
    """Ma 2022 with and without one trial; risk ratios of a fracture.

    Attributes
    ----------
    everything, rest, dropped : tuple of float
        Estimate and the ends of its 95 % interval, computed from P values of two digits.
    share : float
        Share (0 to 1) of the weight that the dropped trial had.
    """

    everything: tuple
    rest: tuple
    dropped: tuple
    share: float


def ma_2022():
    """Work out what the trial that Ma 2022 left out must have shown.

    Returns
    -------
    LeftOut
        Our inference: it takes both pools as fixed-effect pools and their P values as exact.
    """
    rows = load("meta_analyses").set_index("id").loc[["ma2022_all", "ma2022_dropped"]]
    ratios = rows["estimate"].to_numpy()
    errors = [
        evidence.standard_error_from_p(ratio, p, log=True)
        for ratio, p in zip(ratios, rows["p_value"], strict=True)
    ]
    log_ratios = np.log(ratios)
    estimate, share = evidence.implied_by_leaving_out(
        log_ratios[0], errors[0], log_ratios[1], errors[1]
    )
    error = errors[0] / math.sqrt(share)
    everything, rest, dropped = (
        (float(ratio), *evidence.interval(ratio, error_of, log=True))
        for ratio, error_of in (
            (ratios[0], errors[0]),
            (ratios[1], errors[1]),
            (math.exp(estimate), error),
        )
    )
    return LeftOut(everything, rest, dropped, share)


def heart_cohorts():
    """Return K2 intake and heart disease, one row a cohort.

    Returns
    -------
    pandas.DataFrame
        Rows of `cohorts`. Their contrasts differ: they are shown together, never pooled.
    """
    return load("cohorts").set_index("id").loc[list(HEART_COHORTS)]


def without_hidden_confounder(with_intake, with_disease):
    """Return what would be left of each cohort's ratio beside a hidden confounder.

    Parameters
    ----------
    with_intake, with_disease : float
        Risk ratios by which the confounder goes with a high intake and with less disease.

    Returns
    -------
    pandas.DataFrame
        `heart_cohorts` with `estimate`, `low` and `high` moved towards 1.
    """
    rows = heart_cohorts()
    factor = 1 / evidence.without_confounder(1.0, with_intake, with_disease)
    # One factor for estimate and interval, so that an end above 1 moves the same way.
    moved = {name: rows[name] * factor for name in ("estimate", "low", "high")}
    return rows.assign(**moved)
