"""How vitamin K comes and goes in blood plasma: one dose, daily doses, many people.

Model of all curves: a dose waits (`lag_h`), then leaves the gut at a constant fraction per hour
(`absorption_rate_per_h`, first-order absorption), enters plasma, and falls along two exponentials,
one fast and one slow (two compartments: plasma, and a tissue pool that plasma exchanges with).
Everything is linear: twice the dose gives twice the concentration, and doses add up. Linearity is
an assumption; it was never shown from microgram to milligram doses of vitamin K.

Standard theory: Gibaldi & Perrier, *Pharmacokinetics*, 2nd ed. (1982), chapters 1-3.
The parameters, each with its source and its weak points, are in `data/model_parameters.csv`.

Units: hours, micrograms and litres, so concentrations are in ug/L, which is ng/mL.
Concentrations are what the dose adds to plasma. Vitamin K that was there before is not included.
"""

from __future__ import annotations

import math
import warnings
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, stats

from vitamin_k import data

LN_2 = math.log(2)
# Concentrations of a population kept at one time, as 4-byte numbers: 256 MB.
VALUES_AT_ONCE = 64_000_000


@dataclass(frozen=True)
class Vitamer:
    """One form of vitamin K as the model sees it. Change one value with `dataclasses.replace`.

    Parameters
    ----------
    name : str
        What to call it in a figure.
    molar_mass_g_per_mol : float
        Grams per mole.
    central_volume_l : float
        Volume that a dose into a vein first spreads in, litres. About that of plasma.
    half_life_fast_h, half_life_slow_h : float
        Half-lives of the two exponentials, hours.
    slow_weight : float
        Share (0 to 1) of the starting concentration that falls with the slow half-life.
        With 0 the model has one compartment, and the slow half-life plays no part.
    absorption_rate_per_h : float
        Fraction that leaves the gut per hour.
    lag_h : float
        Hours from swallowing to the start of absorption.
    bioavailability : float
        Share (above 0, up to 1) of a swallowed dose that reaches plasma.

    Raises
    ------
    TypeError, ValueError
        A value that is no number, or out of the range above. The message names it.
    """

    name: str
    molar_mass_g_per_mol: float
    central_volume_l: float
    half_life_fast_h: float
    half_life_slow_h: float
    slow_weight: float
    absorption_rate_per_h: float
    lag_h: float
    bioavailability: float

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not self.name:
            raise TypeError(f"name must be a text such as 'MK-7', got {self.name!r}")
        for positive in (
            "molar_mass_g_per_mol",
            "central_volume_l",
            "half_life_fast_h",
            "half_life_slow_h",
            "absorption_rate_per_h",
        ):
            _number(positive, getattr(self, positive), above=0)
        _number("lag_h", self.lag_h)
        _number("slow_weight", self.slow_weight, at_most=1)
        _number("bioavailability", self.bioavailability, above=0, at_most=1)

    @property
    def rates_per_h(self) -> tuple[float, float]:
        """Rate constants of the fast and the slow exponential, 1/h: ln 2 / half-life."""
        return LN_2 / self.half_life_fast_h, LN_2 / self.half_life_slow_h

    @property
    def weights(self) -> tuple[float, float]:
        """Shares of the fast and the slow exponential; they add up to 1."""
        return 1 - self.slow_weight, self.slow_weight

    @property
    def clearance_l_per_h(self) -> float:
        """Litres of plasma cleared per hour: volume over the area under the unit curve."""
        area = sum(w / rate for w, rate in zip(self.weights, self.rates_per_h, strict=True))
        return self.central_volume_l / area


def one_compartment(
    name: str,
    *,
    half_life_h: float,
    central_volume_l: float,
    absorption_rate_per_h: float,
    lag_h: float = 0.0,
    bioavailability: float = 1.0,
    molar_mass_g_per_mol: float,
) -> Vitamer:
    """Make a vitamer with a single half-life, the model of most textbooks.

    Parameters
    ----------
    half_life_h : float
        The only half-life, hours.
    name, central_volume_l, absorption_rate_per_h, lag_h, bioavailability, molar_mass_g_per_mol
        As in `Vitamer`.

    Returns
    -------
    Vitamer
        With `slow_weight` 0.
    """
    _number("half_life_h", half_life_h, above=0)
    return Vitamer(
        name=name,
        molar_mass_g_per_mol=molar_mass_g_per_mol,
        central_volume_l=central_volume_l,
        half_life_fast_h=half_life_h,
        half_life_slow_h=half_life_h,
        slow_weight=0.0,
        absorption_rate_per_h=absorption_rate_per_h,
        lag_h=lag_h,
        bioavailability=bioavailability,
    )


def parameters(name: str) -> Vitamer:
    """Look up a vitamer of the course: "K1", "K1 in greens", "MK-4" or "MK-7".

    Parameters
    ----------
    name : str
        As in the column `vitamer` of `data/model_parameters.csv`, where the sources are.

    Returns
    -------
    Vitamer

    Raises
    ------
    ValueError
        Unknown name; the message lists the known ones.
    """
    table = data.load("model_parameters")
    rows = table[table["vitamer"] == name]
    if rows.empty:
        known = ", ".join(repr(vitamer) for vitamer in table["vitamer"].unique())
        raise ValueError(f"name must be one of {known}, got {name!r}")
    value = dict(zip(rows["parameter"], rows["value"].astype(float), strict=True))
    return Vitamer(
        name=name,
        molar_mass_g_per_mol=value["molar_mass"],
        central_volume_l=value["central_volume"],
        half_life_fast_h=value["half_life_fast"],
        half_life_slow_h=value["half_life_slow"],
        slow_weight=value["slow_weight"],
        absorption_rate_per_h=value["absorption_rate"],
        lag_h=value["lag"],
        bioavailability=value["bioavailability"],
    )


# --- Doses ---------------------------------------------------------------------------------------


def micrograms(amount_nmol: ArrayLike, vitamer: Vitamer) -> np.ndarray:
    """Turn nanomoles into micrograms.

    Parameters
    ----------
    amount_nmol : array_like
        Amount, nmol, any shape.
    vitamer : Vitamer

    Returns
    -------
    ndarray
        Mass, ug, same shape.
    """
    amount = _array("amount_nmol", amount_nmol)
    return amount * _vitamer(vitamer).molar_mass_g_per_mol / 1000


def nanomoles(dose_ug: ArrayLike, vitamer: Vitamer) -> np.ndarray:
    """Turn micrograms into nanomoles.

    Parameters
    ----------
    dose_ug : array_like
        Mass, ug, any shape.
    vitamer : Vitamer

    Returns
    -------
    ndarray
        Amount, nmol, same shape.
    """
    return _array("dose_ug", dose_ug) * 1000 / _vitamer(vitamer).molar_mass_g_per_mol


def schedule(days: float, every_h: float = 24.0, skip: ArrayLike = ()) -> np.ndarray:
    """List the hours at which doses are taken, the first at hour 0.

    Parameters
    ----------
    days : float
        Length of the course of doses; none is taken at or after its end.
    every_h : float
        Hours between doses.
    skip : array_like of int
        Numbers of the doses that were missed. The first dose has number 0.

    Returns
    -------
    ndarray, shape (doses,)
        Hours, rising.

    Raises
    ------
    TypeError, ValueError
        A value out of range, or a missed dose that is not in the schedule.
    """
    days = _number("days", days, above=0)
    every_h = _number("every_h", every_h, above=0)
    # 24 h of doses every 0.1 h are 240 doses, though 24 / 0.1 may round to just above 240.
    count = math.ceil(days * 24 / every_h * (1 - 1e-12))
    missed = _array("skip", skip)
    if np.any((missed != np.floor(missed)) | (missed >= count)):
        raise ValueError(
            f"skip must hold whole dose numbers from 0 to {count - 1}, got {missed.tolist()}"
        )
    return np.delete(np.arange(count) * every_h, missed.astype(int))


# --- Concentration after one dose or many --------------------------------------------------------


def intravenous(time_h: ArrayLike, dose_ug: ArrayLike, vitamer: Vitamer) -> np.ndarray:
    """Concentration after one dose straight into a vein.

    Lag, absorption and bioavailability play no part.

    Parameters
    ----------
    time_h : array_like
        Hours after the dose, 0 or more, in any order and shape.
    dose_ug : array_like
        Dose, ug; broadcasts with `time_h`.
    vitamer : Vitamer

    Returns
    -------
    ndarray
        Concentration, ng/mL, in the broadcast shape.

    Raises
    ------
    TypeError, ValueError
        Values that are no numbers, not finite or negative.
    """
    time = _array("time_h", time_h)
    dose = _array("dose_ug", dose_ug)
    return _plasma(time, 0.0, (dose, dose), _vitamer(vitamer))


def oral(time_h: ArrayLike, dose_ug: ArrayLike, vitamer: Vitamer) -> np.ndarray:
    """Concentration after one swallowed dose.

    Parameters
    ----------
    time_h : array_like
        Hours after the dose, 0 or more, in any order and shape. Up to the lag the result is 0.
    dose_ug : array_like
        Dose, ug; broadcasts with `time_h`.
    vitamer : Vitamer

    Returns
    -------
    ndarray
        Concentration, ng/mL, in the broadcast shape.

    Raises
    ------
    TypeError, ValueError
        Values that are no numbers, not finite or negative.
    """
    time = _array("time_h", time_h)
    dose = _array("dose_ug", dose_ug)
    absorbing_h = np.maximum(time - _vitamer(vitamer).lag_h, 0.0)
    return _plasma(absorbing_h, vitamer.bioavailability * dose, (0.0, 0.0), vitamer)


def repeated(
    time_h: ArrayLike, dose_times_h: ArrayLike, dose_ug: ArrayLike, vitamer: Vitamer
) -> np.ndarray:
    """Concentration while doses are swallowed again and again.

    Equal to the sum of `oral` over the doses, but each dose is looked at only once: what gut and
    plasma hold when a dose arrives says all about the doses before it.

    Parameters
    ----------
    time_h : array_like
        Hours, 0 or more, in any order and shape.
    dose_times_h : array_like, shape (doses,)
        When the doses are taken, hours, 0 or more, in any order; see `schedule`.
    dose_ug : array_like
        One dose for all times, or one per dose time, ug.
    vitamer : Vitamer

    Returns
    -------
    ndarray
        Concentration, ng/mL, in the shape of `time_h`.

    Raises
    ------
    TypeError, ValueError
        Values that are no numbers, not finite or negative, or doses that do not match their times.
    """
    time = _array("time_h", time_h)
    dose_times = _array("dose_times_h", dose_times_h)
    dose = _array("dose_ug", dose_ug)
    uptake = _vitamer(vitamer).absorption_rate_per_h
    if dose_times.ndim != 1:
        raise ValueError(f"dose_times_h must be a flat list, got shape {dose_times.shape}")
    if dose.shape not in ((), dose_times.shape):
        raise ValueError(
            f"dose_ug must be one number or one per dose time ({dose_times.size}), "
            f"got shape {dose.shape}"
        )
    if dose_times.size == 0:
        return 0.0 * time
    order = np.argsort(dose_times, kind="stable")
    arrivals = dose_times[order] + vitamer.lag_h
    doses = (vitamer.bioavailability * np.broadcast_to(dose, order.shape)[order]).tolist()

    gaps = np.diff(arrivals)
    gut_kept = np.exp(-uptake * gaps).tolist()
    gut = [doses[0]]
    for kept, arriving in zip(gut_kept, doses[1:], strict=True):
        gut.append(gut[-1] * kept + arriving)
    phases = []
    for rate in vitamer.rates_per_h:
        kept_by_phase = np.exp(-rate * gaps).tolist()
        gains = (uptake * _bateman(rate, uptake, gaps)).tolist()
        phase = [0.0]
        for kept, gain, in_gut in zip(kept_by_phase, gains, gut[:-1], strict=True):
            phase.append(phase[-1] * kept + gain * in_gut)
        phases.append(np.array(phase))

    last = np.searchsorted(arrivals, time, side="right") - 1
    held = np.maximum(last, 0)
    concentration = _plasma(
        np.maximum(time - arrivals[held], 0.0),
        np.array(gut)[held],
        (phases[0][held], phases[1][held]),
        vitamer,
    )
    return concentration * (last >= 0)


def _bateman(rate: ArrayLike, other_rate: ArrayLike, time: ArrayLike) -> np.ndarray:
    """(exp(-rate t) - exp(-other_rate t)) / (other_rate - rate), safe for any two rates.

    Named after Bateman (1910), who solved A -> B -> C. The two rates may change places. Taking the
    slower exponential out leaves one that can only fall, so nothing overflows; expm1 keeps all
    digits when the rates are close; equal rates give the limit t exp(-rate t).
    """
    apart = _apart(rate, other_rate)
    return np.exp(-np.minimum(rate, other_rate) * time) * np.expm1(-apart * time) / -apart


def _apart(rate: ArrayLike, other_rate: ArrayLike) -> np.ndarray:
    """Distance of two rates, and for equal rates the tiny one that gives the exact limit."""
    # expm1(-x) is -x to the last digit below 1e-16, so expm1(-1e-100 t) / -1e-100 is just t.
    return np.maximum(np.abs(np.subtract(other_rate, rate)), 1e-100)


def _plasma(
    time: np.ndarray, gut: ArrayLike, phases: tuple[ArrayLike, ArrayLike], vitamer: Vitamer
) -> np.ndarray:
    """Concentration `time` hours after the gut held `gut` ug and nothing more was taken.

    `phases` says what plasma held at that moment: a dose of one ug in a vein puts both at 1. The
    amount in plasma is their weighted mean.
    """
    uptake = vitamer.absorption_rate_per_h
    amount = 0.0
    for weight, rate, phase in zip(vitamer.weights, vitamer.rates_per_h, phases, strict=True):
        absorbed = uptake * gut * _bateman(rate, uptake, time)
        amount = amount + weight * (phase * np.exp(-rate * time) + absorbed)
    return amount / vitamer.central_volume_l


# --- Summaries of a curve ------------------------------------------------------------------------


def area_under_curve(
    dose_ug: ArrayLike, vitamer: Vitamer, until_h: ArrayLike = np.inf
) -> np.ndarray:
    """Area under the concentration curve of one swallowed dose, from hour 0.

    Parameters
    ----------
    dose_ug : array_like
        Dose, ug.
    vitamer : Vitamer
    until_h : array_like
        End of the area, hours; infinity gives bioavailability x dose / clearance. Broadcasts with
        `dose_ug`.

    Returns
    -------
    ndarray
        Area, ng h/mL.

    Raises
    ------
    TypeError, ValueError
        Values that are no numbers or negative.
    """
    dose = _array("dose_ug", dose_ug)
    until = _array("until_h", until_h, infinite=True)
    uptake = _vitamer(vitamer).absorption_rate_per_h
    # exp(-800) is 0 in floating point: after 800 time constants the area is that of all time.
    forever = 800 / min(uptake, *vitamer.rates_per_h)
    time = np.clip(until - vitamer.lag_h, 0.0, forever)
    area = 0.0
    for weight, rate in zip(vitamer.weights, vitamer.rates_per_h, strict=True):
        # Mass balance: what left plasma is what was absorbed less what is still there.
        left = -np.expm1(-uptake * time) - uptake * _bateman(rate, uptake, time)
        area = area + weight * np.maximum(left, 0.0) / rate
    return vitamer.bioavailability * dose * area / vitamer.central_volume_l


def peak(dose_ug: float, vitamer: Vitamer) -> tuple[float, float]:
    """When the concentration is highest after one swallowed dose, and how high.

    Parameters
    ----------
    dose_ug : float
        Dose, ug. The time does not depend on it.
    vitamer : Vitamer

    Returns
    -------
    time_h, concentration_ng_per_ml : float
        Known as tmax and Cmax.

    Raises
    ------
    TypeError, ValueError
        A dose that is no number, not finite or negative.
    """
    gut = _number("dose_ug", dose_ug) * _vitamer(vitamer).bioavailability
    time = _peak_time(1.0, (0.0, 0.0), vitamer)
    return vitamer.lag_h + time, float(_plasma(time, gut, (0.0, 0.0), vitamer))


def _peak_time(gut: float, phases: tuple[float, float], vitamer: Vitamer) -> float:
    """Hours until plasma is highest; `gut` and `phases` as in `_plasma`, not yet falling."""
    uptake = vitamer.absorption_rate_per_h

    def slope(time: float) -> float:
        entering = uptake * gut * math.exp(-uptake * time)
        leaving = 0.0
        for weight, rate, phase in zip(vitamer.weights, vitamer.rates_per_h, phases, strict=True):
            in_phase = phase * math.exp(-rate * time) + uptake * gut * _bateman(rate, uptake, time)
            leaving += weight * rate * in_phase
        return entering - leaving

    # One exponential peaks at ln(uptake / rate) / (uptake - rate), never later than 1 / (the
    # smaller). So by twice that time both fall, and a curve that rises at first has its one peak
    # in between. An exponential without weight is left out: it may be so slow that all else is 0.
    rates = [r for r, w in zip(vitamer.rates_per_h, vitamer.weights, strict=True) if w > 0]
    latest = 2 / min(uptake, *rates)
    return optimize.brentq(slope, 0.0, latest, xtol=1e-100, maxiter=1000)


@dataclass(frozen=True)
class Plateau:
    """What daily doses lead to in the end (steady state); see `plateau`.

    Parameters
    ----------
    average, trough, peak : float
        Concentration, ng/mL: mean over one interval, just before a dose, and highest.
    accumulation : float
        Average at the plateau over average in the first interval. Infinite if that one is 0,
        as with a lag longer than the interval.
    trough_accumulation : float
        Trough at the plateau over the first trough. Larger than `accumulation`, since the first
        average holds the peak of the first dose.
    """

    average: float
    trough: float
    peak: float
    accumulation: float
    trough_accumulation: float


def plateau(dose_ug: float, vitamer: Vitamer, every_h: float = 24.0) -> Plateau:
    """Concentrations after so many equal doses that one more changes nothing.

    The trough is the concentration at the moment of a dose, as in a fasting blood sample. The
    lowest concentration comes `lag_h` later, when that dose begins to be absorbed.

    Parameters
    ----------
    dose_ug : float
        Each dose, ug.
    vitamer : Vitamer
    every_h : float
        Hours between doses.

    Returns
    -------
    Plateau

    Raises
    ------
    TypeError, ValueError
        Values that are no numbers, not finite or out of range.
    """
    dose = _number("dose_ug", dose_ug)
    every_h = _number("every_h", every_h, above=0)
    gut, phases = _steady_state(_vitamer(vitamer), every_h)
    absorbing_h = _absorbing_before_dose(vitamer, every_h)
    trough = float(_plasma(absorbing_h, gut, phases, vitamer))
    peak_h = _peak_time(gut, phases, vitamer)
    area = float(area_under_curve(1.0, vitamer))
    first_area = float(area_under_curve(1.0, vitamer, every_h))
    first_trough = float(oral(every_h, 1.0, vitamer))
    return Plateau(
        average=dose * area / every_h,
        trough=dose * trough,
        peak=dose * float(_plasma(peak_h, gut, phases, vitamer)),
        accumulation=area / first_area if first_area else math.inf,
        trough_accumulation=trough / first_trough if first_trough else math.inf,
    )


def days_to_plateau(vitamer: Vitamer, fraction: float = 0.9, every_h: float = 24.0) -> int:
    """First day after which the trough stays at or above a fraction of its plateau.

    The trough is the concentration just before the next dose. Day 10 means: after 10 days of
    doses, in the fasting sample at the end of day 10, the fraction is reached.

    Parameters
    ----------
    vitamer : Vitamer
    fraction : float
        Share of the plateau, above 0 and below 1.
    every_h : float
        Hours between doses.

    Returns
    -------
    int
        Days since the first dose, rounded up. The dose plays no part.

    Raises
    ------
    TypeError, ValueError
        Values that are no numbers, not finite or out of range.
    """
    fraction = _number("fraction", fraction, above=0)
    if fraction >= 1:
        raise ValueError(f"fraction must be below 1, since 1 is never reached, got {fraction}")
    every_h = _number("every_h", every_h, above=0)
    gut, phases = _steady_state(_vitamer(vitamer), every_h)
    absorbing_h = _absorbing_before_dose(vitamer, every_h)
    full = _plasma(absorbing_h, gut, phases, vitamer)

    def reached(doses_absorbed: int) -> bool:
        # At the plateau, these doses plus all earlier ones make up the trough.
        earlier = _plasma(doses_absorbed * every_h + absorbing_h, gut, phases, vitamer)
        return bool(full - earlier >= fraction * full)

    doses_absorbed = bisect_left(range(10**9), True, lo=1, key=reached)
    waiting_h = vitamer.lag_h + absorbing_h - every_h
    return math.ceil((doses_absorbed * every_h + waiting_h) / 24 * (1 - 1e-12))


def _steady_state(vitamer: Vitamer, every_h: float) -> tuple[float, tuple[float, float]]:
    """`gut` and `phases` of `_plasma` as the last of endless doses of 1 ug enters the gut."""
    uptake = vitamer.absorption_rate_per_h
    gut = vitamer.bioavailability / -math.expm1(-uptake * every_h)
    fast, slow = (
        float(uptake * gut * _bateman(rate, uptake, every_h)) / -math.expm1(-rate * every_h)
        for rate in vitamer.rates_per_h
    )
    return gut, (fast, slow)


def _absorbing_before_dose(vitamer: Vitamer, every_h: float) -> float:
    """Hours that the newest dose in the gut has been absorbed when the next dose is swallowed."""
    # With a lag longer than the interval that dose is not the one before, but an earlier one.
    return max(1, math.ceil(vitamer.lag_h / every_h)) * every_h - vitamer.lag_h


# --- Half-life from measured points --------------------------------------------------------------


@dataclass(frozen=True)
class HalfLife:
    """A half-life read from points; see `half_life_from_points`.

    Parameters
    ----------
    half_life_h, low_h, high_h : float
        Half-life and the ends of its confidence interval, hours.
    rate_per_h : float
        ln 2 / half-life, 1/h.
    start : float
        Concentration at time 0 on the fitted curve, in the unit of the points.
    method : str
        "log-linear" or "non-linear".
    """

    half_life_h: float
    low_h: float
    high_h: float
    rate_per_h: float
    start: float
    method: str


def half_life_from_points(
    time_h: ArrayLike,
    concentration: ArrayLike,
    method: str = "log-linear",
    confidence: float = 0.95,
) -> HalfLife:
    """Fit one falling exponential, start x exp(-rate x time), and give its half-life.

    The interval comes from the t distribution (points - 2 degrees of freedom) on the rate. Two
    points lie on a curve exactly, so they say nothing about the error: the interval is then nan.
    If the interval of the rate reaches 0, the half-life has no upper limit: `high_h` is infinite.

    Parameters
    ----------
    time_h : array_like, shape (points,)
        Hours, 0 or more. They must rise, so that a swapped pair does not go unseen.
    concentration : array_like, shape (points,)
        Above 0, in any unit, baseline already taken off.
    method : {"log-linear", "non-linear"}
        Straight line through log concentration (each point counts by its relative error), or
        least squares on the curve itself (each point counts by its absolute error).
    confidence : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    HalfLife

    Raises
    ------
    TypeError, ValueError
        Fewer than two points, points that do not fall, times that do not rise, or values that are
        no numbers, not finite or out of range.
    """
    time = _array("time_h", time_h)
    points = _array("concentration", concentration, above=0)
    confidence = _number("confidence", confidence, above=0)
    if confidence >= 1:
        raise ValueError(f"confidence must be below 1, for example 0.95, got {confidence}")
    if method not in ("log-linear", "non-linear"):
        raise ValueError(f"method must be 'log-linear' or 'non-linear', got {method!r}")
    if time.ndim != 1 or time.size < 2:
        raise ValueError(f"time_h must be a flat list of two or more hours, got {time.tolist()}")
    if points.shape != time.shape:
        raise ValueError(
            f"concentration must have one value per time ({time.size}), got shape {points.shape}"
        )
    if np.any(np.diff(time) <= 0):
        raise ValueError(f"time_h must rise from point to point, got {time.tolist()}")

    line = stats.linregress(time, np.log(points))
    with np.errstate(over="ignore"):
        rate, start, standard_error = -line.slope, float(np.exp(line.intercept)), line.stderr
    if not math.isfinite(start):
        raise ValueError(f"concentration falls too steeply to fit, got {points.tolist()}")
    if method == "non-linear" and time.size > 2:
        rate, start, standard_error = _fit_curve(time, points, rate, start)
    if rate <= 0:
        raise ValueError(
            "concentration does not fall with time, so it has no half-life: leave out the points "
            f"before the peak, got {points.tolist()}"
        )
    low_h = high_h = math.nan
    if time.size > 2:
        margin = stats.t.ppf((1 + confidence) / 2, time.size - 2) * standard_error
        low_h = LN_2 / (rate + margin)
        high_h = LN_2 / (rate - margin) if rate > margin else math.inf
    return HalfLife(
        half_life_h=float(LN_2 / rate),
        low_h=float(low_h),
        high_h=float(high_h),
        rate_per_h=float(rate),
        start=float(start),
        method=method,
    )


def _fit_curve(
    time: np.ndarray, points: np.ndarray, rate: float, start: float
) -> tuple[float, float, float]:
    """Least squares on start x exp(-rate x time): rate, start, standard error of the rate."""
    try:
        with warnings.catch_warnings(), np.errstate(over="ignore", invalid="ignore"):
            warnings.simplefilter("error", optimize.OptimizeWarning)
            (start, rate), covariance = optimize.curve_fit(
                lambda time, start, rate: start * np.exp(-rate * time),
                time,
                points,
                p0=(start, rate),
            )
    except (RuntimeError, optimize.OptimizeWarning) as error:
        raise ValueError(
            "concentration scatters too much for the non-linear method, try method='log-linear', "
            f"got {points.tolist()}"
        ) from error
    return rate, start, math.sqrt(covariance[1, 1])


# --- Many people ---------------------------------------------------------------------------------


def population(
    time_h: ArrayLike,
    dose_ug: float,
    vitamer: Vitamer,
    n_people: int,
    *,
    spread_cv: float = 0.4,
    seed: int = 1,
    block: int = 4096,
) -> Iterator[np.ndarray]:
    """Curves of many people after one swallowed dose, a block of people at a time.

    Three things differ from person to person, each by a factor of its own: concentration per dose
    (bioavailability / volume), speed of removal (both rates, so clearance too), and absorption
    rate. The lag does not differ. The factors are log-normal with median 1 and independent. That
    is an assumption: no study of vitamin K measured them one by one.

    The default spread lies within what was reported for whole curves, standard deviation over
    mean: area 37 % (Garber 1999) and 31-52 % (Uematsu 1996), peak 42 % (Erkkila 2004),
    bioavailability 69 % (Jones 2008).

    Parameters
    ----------
    time_h : array_like, shape (times,)
        Hours, 0 or more, in rising order (equal times may repeat).
    dose_ug : float
        Dose, ug, the same for all.
    vitamer : Vitamer
        The typical person.
    n_people : int
        How many people.
    spread_cv : float
        Coefficient of variation (standard deviation over mean) of each factor; 0.4 is 40 %.
    seed : int
        Same seed, same people, whatever the block size.
    block : int
        People per block. The default fits in the processor's cache.

    Returns
    -------
    iterator of ndarray, shape (people in block, times)
        Concentration, ng/mL.

    Raises
    ------
    TypeError, ValueError
        Values that are no numbers, not finite or out of range, no times, or unsorted times.
    """
    time = _rising_times(time_h)
    dose = _number("dose_ug", dose_ug)
    _vitamer(vitamer)
    n_people = _whole("n_people", n_people, at_least=1)
    block = _whole("block", block, at_least=1)
    sigma = math.sqrt(math.log1p(_number("spread_cv", spread_cv) ** 2))
    random = np.random.default_rng(_whole("seed", seed, at_least=0))
    return _blocks(time, dose, vitamer, n_people, sigma, random, block)


def _blocks(
    time: np.ndarray,
    dose: float,
    vitamer: Vitamer,
    n_people: int,
    sigma: float,
    random: np.random.Generator,
    block: int,
) -> Iterator[np.ndarray]:
    for first in range(0, n_people, block):
        # Person by person, so that the block size does not change who gets which number.
        normal = random.standard_normal((min(block, n_people - first), 3))
        factors = np.exp(sigma * normal.T, order="C")
        yield _people(time, dose, vitamer, *factors).T


def _people(
    time: np.ndarray,
    dose: float,
    vitamer: Vitamer,
    scale: np.ndarray,
    speed: np.ndarray,
    absorption: np.ndarray,
) -> np.ndarray:
    """Concentration, shape (times, people), of people who differ by these factors.

    The formula of `_bateman`, size x fall x rise for each of the two exponentials, in place. Where
    time goes on in equal steps, fall and rise follow from the time before by products and sums of
    numbers of one sign: faster than new exponentials, and rounding grows by one unit a step.
    """
    uptake = vitamer.absorption_rate_per_h * absorption
    rates = np.multiply.outer(vitamer.rates_per_h, speed)
    slower = np.minimum(rates, uptake)
    apart = _apart(rates, uptake)
    size = scale * uptake * (-vitamer.bioavailability * dose / vitamer.central_volume_l)
    size = size * np.reshape(vitamer.weights, (2, 1)) / apart
    fall, rise, phases = np.empty_like(rates), np.empty_like(rates), np.empty_like(rates)
    concentration = np.empty((time.size, scale.size))
    step_known = step_ready = math.nan
    since_lag = (time - vitamer.lag_h).tolist()
    steps = np.diff(time, prepend=0.0).tolist()
    for row, hours, step in zip(concentration, since_lag, steps, strict=True):
        if hours <= 0:
            row[:] = 0
            continue
        # Equally spaced times differ in the last digits; 1e-11 of a step is far below notice.
        if math.isclose(step, step_known, rel_tol=1e-11):
            if step_ready != step_known:
                step_ready = step_known
                fall_by = np.exp(slower * -step_known)
                rise_by = np.exp(apart * -step_known)
                rise_first = np.expm1(apart * -step_known)
            fall *= fall_by
            rise *= rise_by
            rise += rise_first
        else:
            step_known = step
            np.exp(np.multiply(slower, -hours, out=fall), out=fall)
            fall *= size
            np.expm1(np.multiply(apart, -hours, out=rise), out=rise)
        np.multiply(fall, rise, out=phases)
        np.add(phases[0], phases[1], out=row)
    return concentration


def population_band(
    time_h: ArrayLike,
    dose_ug: float,
    vitamer: Vitamer,
    n_people: int,
    *,
    levels: ArrayLike = (5, 50, 95),
    spread_cv: float = 0.4,
    seed: int = 1,
) -> np.ndarray:
    """Percentiles of concentration over many people at each time; people as in `population`.

    Parameters
    ----------
    time_h, dose_ug, vitamer, n_people, spread_cv, seed
        As in `population`.
    levels : array_like, shape (levels,)
        Percentiles, 0 to 100. 5 and 95 are the ends of a 90 % band, 50 is the median.

    Returns
    -------
    ndarray, shape (levels, times)
        Concentration, ng/mL, seven digits.

    Raises
    ------
    TypeError, ValueError
        As in `population`, or percentiles out of range.
    """
    share = _array("levels", levels, at_most=100) / 100
    if share.ndim != 1 or share.size == 0:
        raise ValueError(f"levels must be a flat list of percentiles, got {levels!r}")
    n_people = _whole("n_people", n_people, at_least=1)
    time = _rising_times(time_h)
    # The seed brings the same people back for each slice of times.
    times_at_once = max(1, VALUES_AT_ONCE // n_people)
    band = np.empty((share.size, time.size))
    for first in range(0, time.size, times_at_once):
        part = slice(first, first + times_at_once)
        blocks = population(time[part], dose_ug, vitamer, n_people, spread_cv=spread_cv, seed=seed)
        store = np.empty((time[part].size, n_people), dtype=np.float32)
        filled = 0
        for people in blocks:
            store[:, filled : filled + len(people)] = people.T
            filled += len(people)
        for column, row in enumerate(store, start=first):
            band[:, column] = np.quantile(row, share, overwrite_input=True)
    return band


def virtual_trial(
    time_h: ArrayLike,
    dose_ug: float,
    vitamer: Vitamer,
    n_people: int = 5,
    *,
    spread_cv: float = 0.4,
    seed: int = 1,
    assay_limit_ng_per_ml: float,
) -> tuple[np.ndarray, np.ndarray]:
    """What a small study would measure, and what its assay would miss.

    Parameters
    ----------
    time_h, dose_ug, vitamer, n_people, spread_cv, seed
        As in `population`.
    assay_limit_ng_per_ml : float
        Lowest concentration that the assay can tell from nothing, ng/mL.

    Returns
    -------
    concentration : ndarray, shape (people, times)
        True concentration, ng/mL.
    detected : ndarray of bool, shape (people, times)
        Whether it is at or above the assay limit.

    Raises
    ------
    TypeError, ValueError
        As in `population`, or an assay limit that is negative or no number.
    """
    limit = _number("assay_limit_ng_per_ml", assay_limit_ng_per_ml)
    blocks = population(time_h, dose_ug, vitamer, n_people, spread_cv=spread_cv, seed=seed)
    concentration = np.concatenate(list(blocks))
    return concentration, concentration >= limit


# --- Checks of what comes in ---------------------------------------------------------------------


def _array(
    name: str,
    values: ArrayLike,
    *,
    above: float | None = None,
    at_most: float = math.inf,
    infinite: bool = False,
) -> np.ndarray:
    """`values` as floats; an error unless all are finite, 0 or more (or above), and at most."""
    try:
        array = np.asarray(values)
    except ValueError as error:
        raise TypeError(f"{name} must be numbers in a regular shape, got {values!r}") from error
    if array.dtype.kind not in "iuf":
        raise TypeError(f"{name} must be numbers, got {values!r}")
    array = array.astype(float)
    good = (array >= 0 if above is None else array > above) & (array <= at_most)
    if not infinite:
        good &= np.isfinite(array)
    if not good.all():
        low = "0 or more" if above is None else f"above {above:g}"
        high = "" if at_most == math.inf else f" and at most {at_most:g}"
        finite = "" if infinite else " and finite"
        raise ValueError(f"{name} must be {low}{high}{finite}, got {array[~good][0]:g}")
    return array


def _number(name: str, value: float, **limits: float | None) -> float:
    """`value` as one float within the limits of `_array`."""
    array = _array(name, value, **limits)
    if array.ndim:
        raise TypeError(f"{name} must be one number, got {value!r}")
    return float(array)


def _whole(name: str, value: int, *, at_least: int) -> int:
    """`value` as an int."""
    number = _number(name, value)
    if number != math.floor(number) or number < at_least:
        raise ValueError(f"{name} must be a whole number, {at_least} or more, got {value!r}")
    return int(value)


def _rising_times(time_h: ArrayLike) -> np.ndarray:
    """`time_h` as a flat array of one or more hours, none before the one it follows."""
    time = _array("time_h", time_h)
    if time.ndim != 1 or time.size == 0 or np.any(np.diff(time) < 0):
        raise ValueError(f"time_h must be a flat list of hours in rising order, got {time_h!r}")
    return time


def _vitamer(vitamer: Vitamer) -> Vitamer:
    """`vitamer` itself; an error that tells how to get one if it is something else."""
    if not isinstance(vitamer, Vitamer):
        raise TypeError(f"vitamer must be a Vitamer, as parameters('K1') gives, got {vitamer!r}")
    return vitamer
