"""The vitamin K cycle, warfarin, and clotting factors that are made and lost.

Two models, kept apart. `Cycle` is a picture of how one vitamin K molecule is used again and
again; its speeds are chosen, not measured. `Model` predicts how the factors in blood fall under
warfarin: turnover after Wajima and colleagues (2009), with a carboxylation that saturates.

Neither is for dosing anybody.
"""

import dataclasses
import functools
from dataclasses import dataclass

import numpy as np

from vitamin_k.data import load

FACTORS = ("VII", "PC", "IX", "X", "PS", "II")
FACTOR_NAMES = {
    "VII": "factor VII",
    "PC": "protein C",
    "IX": "factor IX",
    "X": "factor X",
    "PS": "protein S",
    "II": "prothrombin (II)",
}
DOSE_INTERVAL_H = 24.0
FOLLOWED_DAYS = 16
STEP_H = 0.25


# --- The cycle -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cycle:
    """Speeds of the vitamin K cycle.

    K is the vitamin as it is eaten, KH2 its working form, KO what is left after work. A turn is
    a unit of time in which each step of the open cycle runs about once.

    Parameters
    ----------
    carboxylase_rate : float
        KH2 to KO, by GGCX, 1/turn. Each molecule of KH2 makes one Gla.
    epoxide_reductase_rate : float
        KO to K, by VKORC1, 1/turn.
    quinone_reductase_rate : float
        K to KH2, by VKORC1, 1/turn.
    loss_rate : float
        K and KO lost for good, 1/turn.
    """

    carboxylase_rate: float
    epoxide_reductase_rate: float
    quinone_reductase_rate: float
    loss_rate: float


@functools.cache
def cycle():
    """Return the cycle of the table `carboxylation_model`; all its speeds are assumed.

    Returns
    -------
    Cycle
    """
    return Cycle(**_constants("cycle"))


def cycle_matrix(speeds, block=0.0, bypass=0.0):
    """Write the cycle as d(pools)/dt = matrix @ pools + supply to K.

    Parameters
    ----------
    speeds : Cycle
        The speeds.
    block : float
        Share of VKORC1 that warfarin blocks, 0 to 1. It slows both of its steps.
    bypass : float
        Speed of FSP1, which makes KH2 out of K and is not blocked, as a share of that step.

    Returns
    -------
    ndarray, shape (3, 3)
        For the pools K, KH2, KO. Each column sums to minus what that pool loses for good.

    Raises
    ------
    ValueError
        If a share is outside 0 to 1.
    """
    for name, share in (("block", block), ("bypass", bypass)):
        if not 0 <= share <= 1:
            raise ValueError(f"{name} must be from 0 to 1, got {share}")
    to_hydroquinone = speeds.quinone_reductase_rate * (1 - block + bypass)
    to_epoxide = speeds.carboxylase_rate
    to_quinone = speeds.epoxide_reductase_rate * (1 - block)
    loss = speeds.loss_rate
    return np.array(
        [
            [-to_hydroquinone - loss, 0.0, to_quinone],
            [to_hydroquinone, -to_epoxide, 0.0],
            [0.0, to_epoxide, -to_quinone - loss],
        ]
    )


@dataclass(frozen=True)
class CycleState:
    """The cycle at rest: pools and fluxes; see `cycle_at_rest`.

    Parameters
    ----------
    quinone, hydroquinone, epoxide : float
        Pools of K, KH2 and KO, in units of the supply of one turn.
    carboxylation, epoxide_reduction, reduction, bypass : float
        Fluxes: GGCX, VKORC1 on KO, VKORC1 on K, FSP1 on K.
    supply, loss : float
        What comes in and what is lost for good.
    """

    quinone: float
    hydroquinone: float
    epoxide: float
    carboxylation: float
    epoxide_reduction: float
    reduction: float
    bypass: float
    supply: float
    loss: float

    @property
    def uses(self):
        """How many Gla one molecule of vitamin K makes before it is lost."""
        return self.carboxylation / self.supply


def cycle_at_rest(speeds, block=0.0, bypass=0.0, supply=1.0):
    """Find the pools at which nothing changes any more.

    Parameters
    ----------
    speeds : Cycle
        The speeds.
    block, bypass : float
        As in `cycle_matrix`.
    supply : float
        K that comes in, in units of the usual supply; above 0.

    Returns
    -------
    CycleState

    Raises
    ------
    ValueError
        If a share is outside 0 to 1 or the supply is not above 0.
    """
    if not supply > 0:
        raise ValueError(f"supply must be above 0, got {supply}")
    matrix = cycle_matrix(speeds, block, bypass)
    # The solver may return -0.0 for an empty pool.
    pools = np.maximum(np.linalg.solve(matrix, [-supply, 0.0, 0.0]), 0.0) + 0.0
    quinone, hydroquinone, epoxide = pools
    return CycleState(
        quinone=float(quinone),
        hydroquinone=float(hydroquinone),
        epoxide=float(epoxide),
        carboxylation=float(speeds.carboxylase_rate * hydroquinone),
        epoxide_reduction=float(speeds.epoxide_reductase_rate * (1 - block) * epoxide),
        reduction=float(speeds.quinone_reductase_rate * (1 - block) * quinone),
        bypass=float(speeds.quinone_reductase_rate * bypass * quinone),
        supply=float(supply),
        loss=float(speeds.loss_rate * (quinone + epoxide)),
    )


# --- Warfarin and the factors --------------------------------------------------------------------


@dataclass(frozen=True)
class Model:
    """Constants of the warfarin model; the table `carboxylation_model` says how sure they are.

    Parameters
    ----------
    absorption_rate, elimination_rate : float
        Of warfarin, 1/h.
    volume : float
        Volume of distribution of warfarin, L.
    half_effect_concentration : float
        Total warfarin in blood that halves carboxylation at the usual vitamin K, mg/L.
    half_saturation : float
        Share of the usual KH2 at which the carboxylase runs at half speed.
    bypass_share : float
        Share of K reduction that FSP1 takes over.
    turnover_per_h : dict of str to float
        Share of a factor that is replaced in an hour, by its name in `FACTORS`.
    """

    absorption_rate: float
    elimination_rate: float
    volume: float
    half_effect_concentration: float
    half_saturation: float
    bypass_share: float
    turnover_per_h: dict[str, float]

    def half_life_h(self, factor):
        """Return the half-life of a factor in blood, h."""
        return float(np.log(2) / self.turnover_per_h[factor])


@functools.cache
def model():
    """Return the model with the constants of the table.

    Returns
    -------
    Model
    """
    rates = {name: _constants(f"factor {name}")["turnover_rate"] for name in FACTORS}
    return Model(**_constants("warfarin"), **_constants("carboxylation"), turnover_per_h=rates)


def _constants(part):
    table = load("carboxylation_model").query("model == @part")
    return dict(zip(table["parameter"], table["value"].astype(float), strict=True))


def saturable(supply, half_saturation):
    """Return the speed of an enzyme that saturates, 1 at the usual supply.

    Michaelis and Menten's law, scaled: supply (1 + a) / (supply + a).

    Parameters
    ----------
    supply : array_like
        KH2 as a share of the usual, 0 or more.
    half_saturation : float
        Supply `a` at which the enzyme runs at half its top speed, above 0.

    Returns
    -------
    ndarray or float
        Shape of `supply`. At most 1 + a, however much is supplied.
    """
    supply = np.asarray(supply, dtype=float)
    return supply * (1 + half_saturation) / (supply + half_saturation)


def warfarin(time_h, dose_mg, n_doses, constants):
    """Concentration of warfarin after daily doses, the first at hour 0.

    One compartment with first-order absorption; doses add up.

    Parameters
    ----------
    time_h : array_like, shape (times,)
        Hours, 0 or more.
    dose_mg : float
        Each dose, mg.
    n_doses : int
        How many doses, a day apart.
    constants : Model
        The constants.

    Returns
    -------
    ndarray, shape (times,)
        mg/L.
    """
    time_h = np.asarray(time_h, dtype=float)
    since = time_h[..., None] - DOSE_INTERVAL_H * np.arange(n_doses)
    since = np.where(since > 0, since, 0.0)
    ka, ke = constants.absorption_rate, constants.elimination_rate
    one = np.exp(-ke * since) - np.exp(-ka * since)
    return dose_mg / constants.volume * ka / (ka - ke) * one.sum(axis=-1)


def carboxylation(warfarin_mg_per_l, constants, vitamin_k=1.0):
    """Speed of carboxylation in the liver, 1 without warfarin at the usual vitamin K.

    Warfarin blocks the share W / (I + W) of VKORC1. I is chosen so that the concentration in
    `half_effect_concentration` halves carboxylation: with half-saturation a and small a, the
    apparent constant is I / a.

    Parameters
    ----------
    warfarin_mg_per_l : array_like
        Total warfarin in blood.
    constants : Model
        The constants.
    vitamin_k : array_like
        Vitamin K in the liver, as a multiple of the usual.

    Returns
    -------
    ndarray or float
    """
    level = np.asarray(warfarin_mg_per_l, dtype=float)
    inhibition = constants.half_effect_concentration * constants.half_saturation
    left = inhibition / (inhibition + level) + constants.bypass_share
    return saturable(vitamin_k * left, constants.half_saturation)


def fall(time_h, speed, turnover_per_h):
    """Activity of a factor when carboxylation changes once, from 1 to a new speed.

    Parameters
    ----------
    time_h : array_like
        Hours after the change.
    speed : float
        New speed of carboxylation.
    turnover_per_h : float
        Share replaced in an hour.

    Returns
    -------
    ndarray or float
        Share of the usual activity: speed + (1 - speed) exp(-turnover time).
    """
    return speed + (1 - speed) * np.exp(-turnover_per_h * np.asarray(time_h, dtype=float))


def factors(time_h, speed, constants):
    """Activity of each factor while carboxylation follows a given course.

    dF/dt = turnover (speed - F), F = 1 at the start. Between two times the speed is taken as a
    straight line, for which the equation is solved exactly.

    Parameters
    ----------
    time_h : array_like, shape (times,)
        Rising hours; the first is the start.
    speed : array_like, shape (times,)
        Speed of carboxylation at these times.
    constants : Model
        The constants.

    Returns
    -------
    dict of str to ndarray, shape (times,)
        Share of the usual activity, by the names in `FACTORS`.

    Raises
    ------
    ValueError
        If times and speeds differ in length or the times do not rise.
    """
    time_h, speed = (np.asarray(each, dtype=float) for each in (time_h, speed))
    if time_h.ndim != 1 or time_h.shape != speed.shape:
        raise ValueError("time_h and speed must be flat and equally long")
    if np.any(np.diff(time_h) <= 0):
        raise ValueError("time_h must rise")
    return {name: _follow(time_h, speed, rate) for name, rate in constants.turnover_per_h.items()}


def _follow(time_h, speed, rate):
    step = np.diff(time_h)
    kept = np.exp(-rate * step)
    slope = np.diff(speed) / step
    # Along a line the factor trails it by slope / rate once the start is forgotten.
    activity = np.ones_like(time_h)
    for i in range(len(step)):
        trail = activity[i] - speed[i] + slope[i] / rate
        activity[i + 1] = speed[i + 1] - slope[i] / rate + trail * kept[i]
    return activity


@dataclass(frozen=True)
class Course:
    """One run of the warfarin model; see `simulate`.

    Parameters
    ----------
    time_h : ndarray, shape (times,)
        Hours after the first dose.
    warfarin_mg_per_l, speed : ndarray, shape (times,)
        Warfarin in blood and speed of carboxylation.
    activity : dict of str to ndarray, shape (times,)
        Share of the usual activity, by factor.
    """

    time_h: np.ndarray
    warfarin_mg_per_l: np.ndarray
    speed: np.ndarray
    activity: dict[str, np.ndarray]

    def at(self, hour):
        """Return the activity of each factor at an hour, by factor."""
        return {n: float(np.interp(hour, self.time_h, a)) for n, a in self.activity.items()}

    def hours_to(self, factor, share):
        """Return the first hour at which a factor is down to a share of the usual, or nan."""
        below = np.flatnonzero(self.activity[factor] <= share)
        if not below.size:
            return float("nan")
        end = below[0]
        if end == 0:
            return float(self.time_h[0])
        pair = slice(end - 1, end + 1)
        # interp needs rising levels, and a factor falls here.
        return float(np.interp(-share, -self.activity[factor][pair], self.time_h[pair]))


def simulate(
    dose_mg,
    n_doses,
    *,
    until_h=24.0 * FOLLOWED_DAYS,
    vitamin_k=1.0,
    vitamin_k_from_h=None,
    constants=None,
):
    """Give warfarin once a day and follow the factors.

    Parameters
    ----------
    dose_mg : float
        Each dose, mg, 0 or more.
    n_doses : int
        How many, a day apart, the first at hour 0.
    until_h : float
        How long to follow.
    vitamin_k : float
        Vitamin K in the liver, as a multiple of the usual, from `vitamin_k_from_h` on.
    vitamin_k_from_h : float, optional
        Without it, a day after the last dose.
    constants : Model, optional
        Without it, those of the table.

    Returns
    -------
    Course

    Raises
    ------
    ValueError
        If the dose or the vitamin K is negative.
    """
    if dose_mg < 0 or vitamin_k < 0:
        raise ValueError(f"dose and vitamin K must be 0 or more, got {dose_mg} and {vitamin_k}")
    constants = constants or model()
    if vitamin_k_from_h is None:
        vitamin_k_from_h = DOSE_INTERVAL_H * n_doses
    time_h = np.arange(0.0, until_h + STEP_H / 2, STEP_H)
    level = warfarin(time_h, dose_mg, int(n_doses), constants)
    supply = np.where(time_h >= vitamin_k_from_h, vitamin_k, 1.0)
    speed = carboxylation(level, constants, supply)
    return Course(time_h, level, speed, factors(time_h, speed, constants))


def with_bypass(share, constants=None):
    """Return the model with another share of K reduction taken over by FSP1."""
    return dataclasses.replace(constants or model(), bypass_share=float(share))


# --- What the model may say ----------------------------------------------------------------------


def what_the_model_may_say():
    """Hold the warfarin model against what was published.

    Returns
    -------
    list of tuple of str
        Rows of (question, the model, what was seen, may the model say it). Numbers of the model
        are computed, the others come from the table `antagonist_observations`.
    """
    observed = load("antagonist_observations").set_index("id")
    seen = observed["value"]
    once = simulate(40, 1)
    daily = simulate(5, 60, until_h=1440)
    order = ", ".join(f"{name} {once.hours_to(name, 0.5):.0f} h" for name in FACTORS)
    last_day = daily.time_h >= 1440 - DOSE_INTERVAL_H
    level = 100 * np.mean(daily.speed[last_day])
    return [
        (
            "Which falls first after one dose of 40 mg?",
            f"Time to half: {order}",
            "Factor VII and protein C fell early, the others were still high",
            "**Yes.** The order follows from the turnover rates: the real test",
        ),
        (
            "How long until half of prothrombin is gone?",
            f"{simulate(5, 14).hours_to('II', 0.5):.0f} h at 5 mg a day",
            f"“Apparent half-disappearance” {seen['ii_half_disappearance']:.0f} h in nine "
            "volunteers, dose not stated",
            "**Roughly.** Near, but the dose and the way to read it off may differ",
        ),
        (
            "Protein C, 46 h after 40 mg",
            f"{100 * once.at(46)['PC']:.0f} % active",
            f"{seen['pc_antigen_46h']:.0f} ± {observed['sd']['pc_antigen_46h']:.0f} % antigen",
            "**No.** Antigen also counts inactive protein, and the model has none",
        ),
        (
            "Level after weeks of 5 mg a day",
            f"{level:.0f} % for each factor",
            f"About {seen['long_term_level']:.0f} %, doses not stated",
            "**No test.** The concentration that halves carboxylation was fitted",
        ),
        (
            "Do all factors end at the same level?",
            "Yes",
            "No clear difference between four factors on phenprocoumon, a relative of warfarin; "
            "on warfarin perhaps more IX and less X",
            "**Built in.** One speed for all was put in, so it cannot be found out",
        ),
        (
            "Who comes back first with vitamin K?",
            "Factor VII, then protein C; prothrombin last",
            "The order is described, we found no numbers",
            "**In words only**",
        ),
        (
            "Inactive MGP under a vitamin K antagonist",
            "Not in the model",
            f"{seen['dp_ucmgp_antagonist']:.0f} against {seen['dp_ucmgp_no_antagonist']:.0f} "
            "pmol/L, people on dialysis",
            "**Outside.** MGP is made elsewhere, and the model knows the liver only",
        ),
        (
            "Calcium in arteries, fractures",
            "Not in the model",
            "Lesson 06",
            "**Outside**",
        ),
    ]
