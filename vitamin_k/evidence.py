"""Weigh evidence: standard errors from what is printed, pools of trials, and hidden confounders.

All pools use the inverse-variance method on approximately normal estimates. Ratios (risk, odds,
hazard) are pooled as natural logarithms: pass ``log=True`` and give and get ratios.

Standard theory: DerSimonian & Laird (1986) for the spread between trials, Higgins, Thompson &
Spiegelhalter (2009) for the prediction interval, VanderWeele & Ding (2017) for the E-value.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

CONFIDENCE = 0.95
MODELS = ("fixed", "random")


def standard_error_from_interval(low, high, *, log=False, confidence=CONFIDENCE):
    """Return the standard error behind a symmetric interval.

    Parameters
    ----------
    low, high : float
        Ends of the interval, in the unit of the estimate.
    log : bool, optional
        Whether the estimate is a ratio; the standard error is then that of its logarithm.
    confidence : float, optional
        Coverage of the interval, above 0 and below 1.

    Returns
    -------
    float
        Half the width of the interval over the normal quantile (1.96 for 95 %).

    Raises
    ------
    ValueError
        If the ends are not in order, or a ratio's end is not above 0.
    """
    low, high = _on_scale("low", low, log), _on_scale("high", high, log)
    if not low < high:
        raise ValueError(f"low must lie below high, got {low} and {high}")
    return float((high - low) / (2 * _quantile(confidence)))


def standard_error_from_p(estimate, p_value, *, log=False):
    """Return the standard error that makes an estimate have a given two-sided P value.

    Parameters
    ----------
    estimate : float
        Difference (null 0) or, with ``log``, ratio (null 1).
    p_value : float
        Two-sided P value, above 0 and below 1. A P of one digit gives a crude result.
    log : bool, optional
        Whether the estimate is a ratio.

    Returns
    -------
    float
        Standard error, on the log scale for a ratio.

    Raises
    ------
    ValueError
        If the estimate lies on the null, or the P value is outside 0 to 1.
    """
    estimate = _on_scale("estimate", estimate, log)
    if not 0 < p_value < 1:
        raise ValueError(f"p_value must be above 0 and below 1, got {p_value}")
    if estimate == 0:
        raise ValueError("estimate lies on the null: its P value says nothing about the error")
    return float(abs(estimate) / stats.norm.isf(p_value / 2))


def standard_error_of_difference(standard_error, other):
    """Return the standard error of the difference of two independent estimates.

    Parameters
    ----------
    standard_error, other : float
        Standard errors of the two, same unit, above 0.

    Returns
    -------
    float
        Root of the sum of squares.
    """
    errors = _standard_errors([standard_error, other], 2)
    return float(np.hypot(*errors))


def interval(estimate, standard_error, *, log=False, confidence=CONFIDENCE):
    """Return the interval around an estimate.

    Parameters
    ----------
    estimate : float
        Difference, or with ``log`` a ratio.
    standard_error : float
        Standard error, on the log scale for a ratio.
    log : bool, optional
        Whether the estimate is a ratio.
    confidence : float, optional
        Coverage of the interval.

    Returns
    -------
    low, high : float
        Ends of the interval, in the unit of the estimate.
    """
    centre = _on_scale("estimate", estimate, log)
    (error,) = _standard_errors([standard_error], 1)
    half = _quantile(confidence) * error
    return _back(centre - half, log), _back(centre + half, log)


def p_value(estimate, standard_error, *, log=False):
    """Return the two-sided P value of an estimate against no difference.

    Parameters
    ----------
    estimate : float
        Difference (null 0) or, with ``log``, ratio (null 1).
    standard_error : float
        Standard error, on the log scale for a ratio.
    log : bool, optional
        Whether the estimate is a ratio.

    Returns
    -------
    float
        Between 0 and 1.
    """
    (error,) = _standard_errors([standard_error], 1)
    return float(2 * stats.norm.sf(abs(_on_scale("estimate", estimate, log)) / error))


@dataclass(frozen=True)
class Pooled:
    """A pool of several estimates.

    Attributes
    ----------
    estimate, low, high : float
        Pooled estimate and its 95 % interval; a ratio for ratios.
    standard_error : float
        Of the pooled estimate, on the log scale for ratios.
    weights : ndarray, shape (trials,)
        Share of each trial; they add up to 1.
    q : float
        Cochran's Q: weighted squares of the distances from the fixed-effect pool.
    i_squared : float
        Share (0 to 1) of the spread that chance does not explain.
    tau_squared : float
        Variance between the true effects (DerSimonian-Laird), never below 0.
    prediction_low, prediction_high : float
        Where the true effect of a new, similar trial is expected, 95 %. Missing (nan) with fewer
        than three trials, and in the fixed model, which knows one true effect only.
    """

    estimate: float
    low: float
    high: float
    standard_error: float
    weights: np.ndarray
    q: float
    i_squared: float
    tau_squared: float
    prediction_low: float
    prediction_high: float


def pool(
    estimates: ArrayLike, standard_errors: ArrayLike, *, model: str = "random", log: bool = False
) -> Pooled:
    """Pool estimates by the inverse of their variances.

    Parameters
    ----------
    estimates : array_like, shape (trials,)
        Differences, or with ``log`` ratios.
    standard_errors : array_like, shape (trials,)
        Standard errors, on the log scale for ratios.
    model : {"random", "fixed"}, optional
        "fixed" takes one true effect for all trials; "random" lets the true effects vary, with a
        variance estimated by DerSimonian and Laird's method of moments.
    log : bool, optional
        Whether the estimates are ratios.

    Returns
    -------
    Pooled
        Estimate, interval, weights and heterogeneity.

    Raises
    ------
    ValueError
        If there is no trial, the lengths differ, a value is not finite, a standard error is not
        above 0, or the model is unknown.
    """
    effects = _estimates(estimates, log)
    errors = _standard_errors(standard_errors, len(effects))
    if model not in MODELS:
        raise ValueError(f"model must be one of {', '.join(MODELS)}, got {model!r}")
    precision = errors**-2
    fixed = np.average(effects, weights=precision)
    q = float(np.sum(precision * (effects - fixed) ** 2))
    free = len(effects) - 1
    i_squared = max(0.0, 1 - free / q) if q > 0 else 0.0
    scale = precision.sum() - np.sum(precision**2) / precision.sum()
    tau_squared = max(0.0, (q - free) / scale) if free else 0.0
    one_truth = model == "fixed" or tau_squared == 0
    weights = precision if one_truth else 1 / (errors**2 + tau_squared)
    centre = float(np.average(effects, weights=weights))
    error = float(weights.sum() ** -0.5)
    half = _quantile(CONFIDENCE) * error
    far = math.nan
    if model == "random" and len(effects) > 2:
        far = stats.t.isf((1 - CONFIDENCE) / 2, free - 1) * math.sqrt(tau_squared + error**2)
    return Pooled(
        estimate=_back(centre, log),
        low=_back(centre - half, log),
        high=_back(centre + half, log),
        standard_error=error,
        weights=weights / weights.sum(),
        q=q,
        i_squared=float(i_squared),
        tau_squared=float(tau_squared),
        prediction_low=_back(centre - far, log),
        prediction_high=_back(centre + far, log),
    )


def leave_one_out(
    estimates: ArrayLike, standard_errors: ArrayLike, *, model: str = "random", log: bool = False
) -> list[Pooled]:
    """Pool again and again, each time without one of the trials.

    Parameters
    ----------
    estimates, standard_errors, model, log
        As for `pool`; at least two trials.

    Returns
    -------
    list of Pooled
        One a trial: the pool of all others.

    Raises
    ------
    ValueError
        As for `pool`, and if there is only one trial.
    """
    effects, errors = np.atleast_1d(estimates), np.atleast_1d(standard_errors)
    if len(effects) < 2:
        raise ValueError("estimates must hold at least two trials to leave one out")
    return [
        pool(np.delete(effects, i), np.delete(errors, i), model=model, log=log)
        for i in range(len(effects))
    ]


@dataclass(frozen=True)
class Contrast:
    """The difference between two subgroups, with its 95 % interval and P value."""

    difference: float
    low: float
    high: float
    standard_error: float
    p_value: float


def subgroup_contrast(estimate, standard_error, other_estimate, other_standard_error):
    """Compare two subgroups of different people.

    Parameters
    ----------
    estimate, other_estimate : float
        Estimates in the two subgroups, same unit; logarithms for ratios.
    standard_error, other_standard_error : float
        Their standard errors.

    Returns
    -------
    Contrast
        First minus other. Valid only if no trial stands in both subgroups.
    """
    difference = float(estimate - other_estimate)
    error = standard_error_of_difference(standard_error, other_standard_error)
    low, high = interval(difference, error)
    return Contrast(difference, low, high, error, p_value(difference, error))


def implied_by_leaving_out(estimate_all, error_all, estimate_rest, error_rest):
    """Return what a left-out trial must have shown, and its weight, in a fixed-effect pool.

    Parameters
    ----------
    estimate_all, estimate_rest : float
        Pools with and without the trial; logarithms for ratios.
    error_all, error_rest : float
        Standard errors of the two pools; leaving out must make the error larger.

    Returns
    -------
    estimate, share : float
        Estimate of the trial that was left out, and its share (0 to 1) of the weight.

    Raises
    ------
    ValueError
        If the pool of the rest is as precise as that of all: then nothing was left out.
    """
    _standard_errors([error_all, error_rest], 2)
    if not error_rest > error_all:
        raise ValueError("error_rest must be larger than error_all: less data, larger error")
    share = 1 - (error_all / error_rest) ** 2
    return float((estimate_all - (1 - share) * estimate_rest) / share), float(share)


def e_value(ratio, low=math.nan, high=math.nan):
    """Return how strong a hidden confounder must be to explain an association away.

    Parameters
    ----------
    ratio : float
        Risk ratio, or a hazard or odds ratio of a rare outcome.
    low, high : float, optional
        Its interval.

    Returns
    -------
    point, limit : float
        The risk ratio by which a confounder would have to go with both exposure and outcome to
        move the estimate to 1, and the same for the end of the interval nearest to 1 (1 if the
        interval holds 1, nan without an interval).

    Raises
    ------
    ValueError
        If a ratio is not above 0, or the estimate lies outside its interval.

    References
    ----------
    VanderWeele & Ding (2017): E = RR + sqrt(RR (RR - 1)) for RR above 1, of 1/RR below.
    """
    _on_scale("ratio", ratio, True)
    if math.isnan(low) or math.isnan(high):
        return _e_of(ratio), math.nan
    _on_scale("low", low, True)
    if not low <= ratio <= high:
        raise ValueError(f"ratio must lie in its interval, got {ratio} and {low} to {high}")
    nearest = 1.0 if low <= 1 <= high else low if low > 1 else high
    return _e_of(ratio), _e_of(nearest)


def without_confounder(ratio, with_exposure, with_outcome):
    """Return the ratio that is left if a hidden confounder did as much as it can.

    Parameters
    ----------
    ratio : float or ndarray
        Observed risk ratio, below or above 1.
    with_exposure, with_outcome : float
        Risk ratios (1 or more) by which the confounder goes with exposure and with outcome.

    Returns
    -------
    float or ndarray
        Observed ratio, moved towards (or over) 1 by the bounding factor
        a b / (a + b - 1) of VanderWeele & Ding (2017).

    Raises
    ------
    ValueError
        If a strength is below 1, or a ratio is not above 0.
    """
    for name, value in (("with_exposure", with_exposure), ("with_outcome", with_outcome)):
        if not (math.isfinite(value) and value >= 1):
            raise ValueError(f"{name} must be 1 or more, got {value}")
    observed = np.asarray(ratio, dtype=float)
    if not np.all(observed > 0):
        raise ValueError(f"ratio must be above 0, got {ratio}")
    factor = with_exposure * with_outcome / (with_exposure + with_outcome - 1)
    moved = np.where(observed < 1, observed * factor, observed / factor)
    return float(moved) if moved.ndim == 0 else moved


def simulated_trials(
    n_trials: int, n_people: int, effect: float, spread: float, *, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Draw trials of one question, to see what chance alone and true differences do.

    Each trial has two arms of ``n_people / 2``; people differ with a standard deviation of 1, so
    effects are in standard deviations.

    Parameters
    ----------
    n_trials : int
        Trials, 1 or more.
    n_people : int
        People in each trial, 4 or more.
    effect : float
        Mean true effect, standard deviations.
    spread : float
        Standard deviation between the true effects of the trials, 0 or more.
    seed : int
        Seed; the same seed gives the same trials.

    Returns
    -------
    estimates, standard_errors : ndarray, shape (trials,)
        What each trial would report.

    Raises
    ------
    ValueError
        If a number is out of its range.
    """
    if n_trials < 1 or n_people < 4 or not spread >= 0 or not math.isfinite(effect):
        raise ValueError(
            "n_trials must be 1 or more, n_people 4 or more, spread 0 or more, effect finite; "
            f"got {n_trials}, {n_people}, {spread}, {effect}"
        )
    error = 2 / math.sqrt(n_people)
    random = np.random.default_rng(seed)
    chance, differences = random.standard_normal((2, int(n_trials)))
    return effect + spread * differences + error * chance, np.full(int(n_trials), error)


def _e_of(ratio):
    larger = max(ratio, 1 / ratio)
    return float(larger + math.sqrt(larger * (larger - 1)))


def _quantile(confidence):
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must be above 0 and below 1, got {confidence}")
    return float(stats.norm.isf((1 - confidence) / 2))


def _on_scale(name, value, log):
    value = float(value)
    if not math.isfinite(value):
        raise ValueError(f"{name} must be a finite number, got {value}")
    if not log:
        return value
    if value <= 0:
        raise ValueError(f"{name} must be above 0: a ratio cannot be {value}")
    return math.log(value)


def _back(value, log):
    return float(np.exp(value)) if log else float(value)


def _estimates(values: ArrayLike | Sequence[float], log):
    effects = np.atleast_1d(np.asarray(values, dtype=float))
    if effects.ndim != 1 or not len(effects):
        raise ValueError("estimates must hold one number a trial, and at least one")
    return np.array([_on_scale("estimates", value, log) for value in effects])


def _standard_errors(values, count):
    errors = np.atleast_1d(np.asarray(values, dtype=float))
    if errors.shape != (count,):
        raise ValueError(f"standard_errors must hold {count} numbers, got {errors.size}")
    if not np.all(np.isfinite(errors) & (errors > 0)):
        raise ValueError(f"standard_errors must be above 0 and finite, got {errors.tolist()}")
    return errors
