"""Calcium: what happens to what people eat (lesson 01), and what holds it steady in blood (05).

**The budget.** Absorption falls with intake (heaney1989): the fraction absorbed is about inversely
proportional to the square root of the intake. Output in faeces and urine rises in a straight line
with intake (huntjohnson2007, 155 adults). The numbers stand in ``data/calcium_balance.csv``. Both
are means of groups; one person may lie far off.

**The loop.** A teaching model with five equations: calcium in blood, parathyroid hormone (PTH),
calcitriol, and two pools of bone. The resting values are the steady state of a larger published
model, OpenBoneMin; what is fitted or assumed is marked in ``data/homeostasis_parameters.csv``. The
forms of the equations are our own, the simplest that answer in the right direction. No equation
takes vitamin K.
"""

from dataclasses import dataclass, make_dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from vitamin_k.data import load

_BALANCE = load("calcium_balance").set_index("id")["value"]
ABSORPTION_FACTOR = _BALANCE["absorption_factor"]
OUTPUT_AT_ZERO_MG_PER_D = _BALANCE["output_at_zero"]
OUTPUT_SLOPE = _BALANCE["output_slope"]
STUDIED_MG_PER_D = (_BALANCE["lowest_intake"], _BALANCE["highest_intake"])

CALCIUM_MG_PER_MMOL = 40.078
PTH_LOOPS = ("working", "held at rest", "no PTH")

_TABLE = load("homeostasis_parameters").set_index("parameter")["value"]
Parameters = make_dataclass("Parameters", [(name, float) for name in _TABLE.index], frozen=True)
Parameters.__doc__ = "The numbers of the model, named as in ``data/homeostasis_parameters.csv``."
PARAMETERS = Parameters(**_TABLE)


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


@dataclass(frozen=True)
class Conditions:
    """What the model takes from outside. There is no field for vitamin K.

    Parameters
    ----------
    intake_mg_per_d : float
        Calcium eaten, mg/d.
    vitamin_d_nmol_per_l : float
        Serum 25-hydroxyvitamin D, nmol/L.
    pth_loop : str
        One of `PTH_LOOPS`: PTH answers to calcium, stays at its resting value, or is gone.

    Raises
    ------
    ValueError
        If an amount is not positive and finite, or the loop is unknown.
    """

    intake_mg_per_d: float = PARAMETERS.intake_rest_mg_per_d
    vitamin_d_nmol_per_l: float = PARAMETERS.vitamin_d_rest_nmol_per_l
    pth_loop: str = "working"

    def __post_init__(self):
        for name in ("intake_mg_per_d", "vitamin_d_nmol_per_l"):
            value = getattr(self, name)
            if not (np.isfinite(value) and value > 0):
                raise ValueError(f"{name}={value} must be a number above 0")
        if self.pth_loop not in PTH_LOOPS:
            raise ValueError(f"pth_loop={self.pth_loop!r} must be one of {PTH_LOOPS}")


AT_REST = Conditions()


def pth_target(calcium_mmol_per_l, pth_loop="working", p=PARAMETERS):
    """Return the PTH that the glands aim at: the lower the calcium, the more.

    Parameters
    ----------
    calcium_mmol_per_l : float or ndarray
        Calcium in serum, mmol/L.
    pth_loop : str
        One of `PTH_LOOPS`.
    p : Parameters
        The numbers of the model.

    Returns
    -------
    float or ndarray
        PTH, pmol/L, between 0 and `pth_max_ratio` times its resting value.

    Notes
    -----
    A falling sigmoid through the resting state. How steep and how high it is, is assumed.
    """
    if pth_loop == "held at rest":
        return p.pth_rest_pmol_per_l + 0 * calcium_mmol_per_l
    if pth_loop == "no PTH":
        return 0 * calcium_mmol_per_l
    relative = calcium_mmol_per_l / p.calcium_rest_mmol_per_l
    brake = (p.pth_max_ratio - 1) * relative**p.pth_steepness
    return p.pth_rest_pmol_per_l * p.pth_max_ratio / (1 + brake)


def calcitriol_target(pth_pmol_per_l, vitamin_d_nmol_per_l, p=PARAMETERS):
    """Return the calcitriol that the kidney aims at: more with PTH, less without its raw material.

    Parameters
    ----------
    pth_pmol_per_l : float or ndarray
        PTH, pmol/L.
    vitamin_d_nmol_per_l : float or ndarray
        Serum 25-hydroxyvitamin D, nmol/L.
    p : Parameters
        The numbers of the model.

    Returns
    -------
    float or ndarray
        Calcitriol, pmol/L.

    Notes
    -----
    That calcitriol holds down to about 20 nmol/L is from nordin2010; the forms are assumed.
    """
    half = p.vitamin_d_half_nmol_per_l
    supply = vitamin_d_nmol_per_l / (vitamin_d_nmol_per_l + half)
    supply_at_rest = p.vitamin_d_rest_nmol_per_l / (p.vitamin_d_rest_nmol_per_l + half)
    drive = p.calcitriol_without_pth + (1 - p.calcitriol_without_pth) * (
        pth_pmol_per_l / p.pth_rest_pmol_per_l
    )
    return p.calcitriol_rest_pmol_per_l * drive * supply / supply_at_rest


def true_absorption_mg_per_d(intake_mg_per_d, calcitriol_pmol_per_l, p=PARAMETERS):
    """Return the calcium that the gut takes up: a passive share and a part that needs calcitriol.

    Parameters
    ----------
    intake_mg_per_d : float or ndarray
        Calcium eaten, mg/d.
    calcitriol_pmol_per_l : float or ndarray
        Calcitriol, pmol/L.
    p : Parameters
        The numbers of the model.

    Returns
    -------
    float or ndarray
        True absorption (before the gut's own secretion is taken off), mg/d. At most the intake.

    Notes
    -----
    Fitted to the two ends of the curve of heaney1989, after a year on each intake.
    """
    active = p.absorbed_actively_mg_per_d * calcitriol_pmol_per_l / p.calcitriol_rest_pmol_per_l
    filled = intake_mg_per_d / (intake_mg_per_d + p.active_half_intake_mg_per_d)
    return np.minimum(p.absorbed_passively * intake_mg_per_d + active * filled, intake_mg_per_d)


def urine_mg_per_d(calcium_mmol_per_l, pth_pmol_per_l, p=PARAMETERS):
    """Return the calcium in urine: more with calcium in blood, less with PTH.

    Parameters
    ----------
    calcium_mmol_per_l : float or ndarray
        Calcium in serum, mmol/L.
    pth_pmol_per_l : float or ndarray
        PTH, pmol/L.
    p : Parameters
        The numbers of the model.

    Returns
    -------
    float or ndarray
        Calcium excreted, mg/d. At most what is filtered.

    Notes
    -----
    The resting share is from openbonemin; how it follows calcium and PTH is assumed.
    """
    k = p.kidney_without_pth
    share = (
        p.excreted_rest
        * (calcium_mmol_per_l / p.calcium_rest_mmol_per_l) ** p.kidney_calcium_power
        * (1 + k)
        / (pth_pmol_per_l / p.pth_rest_pmol_per_l + k)
    )
    return filtered_mg_per_d(calcium_mmol_per_l, p) * np.minimum(share, 1)


def filtered_mg_per_d(calcium_mmol_per_l, p=PARAMETERS):
    """Return the calcium that the kidneys filter, mg/d, from serum calcium, mmol/L."""
    return p.filtered_l_per_d * calcium_mmol_per_l * CALCIUM_MG_PER_MMOL


def bone_flows_mg_per_d(calcium_mmol_per_l, pth_pmol_per_l, surface_mg, deep_mg, p=PARAMETERS):
    """Return the four flows of calcium between blood, surface bone and deep bone.

    Parameters
    ----------
    calcium_mmol_per_l, pth_pmol_per_l : float or ndarray
        Calcium in serum, mmol/L, and PTH, pmol/L.
    surface_mg, deep_mg : float or ndarray
        Calcium that blood can reach, and the rest of the skeleton, mg.
    p : Parameters
        The numbers of the model.

    Returns
    -------
    into_bone, out_of_bone, to_deep, from_deep : float or ndarray
        Flows, mg/d.

    Notes
    -----
    The sizes at rest are from openbonemin; that they follow their causes in proportion is assumed.
    """
    pull = 1 - p.osteoclast_share + p.osteoclast_share * pth_pmol_per_l / p.pth_rest_pmol_per_l
    surface = surface_mg / p.surface_bone_mg
    return (
        p.rapid_exchange_mg_per_d * calcium_mmol_per_l / p.calcium_rest_mmol_per_l,
        p.rapid_exchange_mg_per_d * pull * surface,
        p.deep_exchange_mg_per_d * surface,
        p.deep_exchange_mg_per_d * deep_mg / p.deep_bone_mg,
    )


def rates_per_d(state, conditions, p=PARAMETERS):
    """Return how fast everything changes: the five equations, and what has left the body.

    Parameters
    ----------
    state : array_like, shape (7,)
        Calcium in the pool of blood, mg; PTH and calcitriol, pmol/L; surface and deep bone, mg;
        calcium so far in faeces and in urine, mg.
    conditions : Conditions
        Intake, vitamin D and the state of the PTH loop.
    p : Parameters
        The numbers of the model.

    Returns
    -------
    ndarray, shape (7,)
        Change of each per day.
    """
    blood_mg, pth, calcitriol, surface_mg, deep_mg, *_ = state
    calcium = blood_mg / CALCIUM_MG_PER_MMOL / p.volume_l
    net = (
        true_absorption_mg_per_d(conditions.intake_mg_per_d, calcitriol, p) - p.secretion_mg_per_d
    )
    urine = urine_mg_per_d(calcium, pth, p)
    into, out, to_deep, from_deep = bone_flows_mg_per_d(calcium, pth, surface_mg, deep_mg, p)
    wanted_calcitriol = calcitriol_target(pth, conditions.vitamin_d_nmol_per_l, p)
    return np.array([
        net - urine + out - into,
        p.pth_loss_per_d * (pth_target(calcium, conditions.pth_loop, p) - pth),
        p.calcitriol_loss_per_d * (wanted_calcitriol - calcitriol),
        into - out + from_deep - to_deep,
        to_deep - from_deep,
        conditions.intake_mg_per_d - net,
        urine,
    ])  # fmt: skip


def simulate(conditions, days, start=None, p=PARAMETERS):
    """Follow the model after conditions change.

    Parameters
    ----------
    conditions : Conditions
        What holds from day 0 on.
    days : array_like, shape (times,)
        When to look, days, increasing from 0.
    start : array_like, shape (7,), optional
        State on day 0; by default the resting state.
    p : Parameters
        The numbers of the model.

    Returns
    -------
    pandas.DataFrame
        One row a time: concentrations, flows and pools, units in the column names.

    Raises
    ------
    ValueError
        If `days` is empty, negative or not increasing, or the solver fails.
    """
    days = np.atleast_1d(np.asarray(days, dtype=float))
    if days.size == 0 or days[0] < 0 or np.any(np.diff(days) <= 0):
        raise ValueError("days must increase from 0 or later")
    start = steady_state(p=p) if start is None else np.asarray(start, dtype=float)
    solved = solve_ivp(
        lambda _, state: rates_per_d(state, conditions, p), (0, days[-1]), start,
        method="LSODA", t_eval=days, rtol=1e-6, atol=1e-6,
    )  # fmt: skip
    if not solved.success:
        raise ValueError(f"the equations could not be followed: {solved.message}")
    blood_mg, pth, *others = solved.y
    # Without glands PTH tends to 0, and the solver may step a millionth below.
    return _describe(days, (blood_mg, np.maximum(pth, 0.0), *others), conditions, p)


def steady_state(conditions=AT_REST, p=PARAMETERS):
    """Find the state in which nothing changes any more, without following it through time.

    PTH and calcitriol follow from calcium; so one equation is left: urine = net absorption.

    Parameters
    ----------
    conditions : Conditions
        Intake, vitamin D and the state of the PTH loop.
    p : Parameters
        The numbers of the model.

    Returns
    -------
    ndarray, shape (7,)
        As in `rates_per_d`; nothing has left the body yet.

    Raises
    ------
    ValueError
        If so little is absorbed that no amount of urine can balance it.
    """

    def gained_mg_per_d(calcium):
        pth = pth_target(calcium, conditions.pth_loop, p)
        calcitriol = calcitriol_target(pth, conditions.vitamin_d_nmol_per_l, p)
        net = (
            true_absorption_mg_per_d(conditions.intake_mg_per_d, calcitriol, p)
            - p.secretion_mg_per_d
        )
        return net - urine_mg_per_d(calcium, pth, p)

    lowest, highest = 0.2 * p.calcium_rest_mmol_per_l, 3 * p.calcium_rest_mmol_per_l
    if gained_mg_per_d(lowest) <= 0:
        raise ValueError(f"with {conditions} the gut loses more calcium than it takes up")
    calcium = brentq(gained_mg_per_d, lowest, highest, xtol=1e-13, rtol=1e-13)
    pth = pth_target(calcium, conditions.pth_loop, p)
    # The flow into the surface equals the flow out of it, and so for deep bone.
    into, out, *_ = bone_flows_mg_per_d(calcium, pth, p.surface_bone_mg, p.deep_bone_mg, p)
    return np.array([
        calcium * CALCIUM_MG_PER_MMOL * p.volume_l,
        pth,
        calcitriol_target(pth, conditions.vitamin_d_nmol_per_l, p),
        p.surface_bone_mg * into / out,
        p.deep_bone_mg * into / out,
        0.0,
        0.0,
    ])  # fmt: skip


def describe_steady_state(conditions=AT_REST, p=PARAMETERS):
    """Return the steady state as `simulate` would: a Series of concentrations, flows and pools."""
    state = steady_state(conditions, p)
    return _describe(np.array([np.inf]), state[:, None], conditions, p).iloc[0]


def _describe(days, state, conditions, p):
    blood_mg, pth, calcitriol, surface_mg, deep_mg, faeces, urine = state
    calcium = blood_mg / CALCIUM_MG_PER_MMOL / p.volume_l
    absorbed = true_absorption_mg_per_d(conditions.intake_mg_per_d, calcitriol, p)
    into, out, to_deep, from_deep = bone_flows_mg_per_d(calcium, pth, surface_mg, deep_mg, p)
    excreted = urine_mg_per_d(calcium, pth, p)
    return pd.DataFrame({
        "day": days,
        "calcium_mmol_per_l": calcium,
        "pth_pmol_per_l": pth,
        "calcitriol_pmol_per_l": calcitriol,
        "absorbed_mg_per_d": absorbed,
        "net_absorbed_mg_per_d": absorbed - p.secretion_mg_per_d,
        "urine_mg_per_d": excreted,
        "faeces_mg_per_d": conditions.intake_mg_per_d - absorbed + p.secretion_mg_per_d,
        "bone_balance_mg_per_d": into - out,
        "filtered_mg_per_d": filtered_mg_per_d(calcium, p),
        "into_bone_mg_per_d": into,
        "out_of_bone_mg_per_d": out,
        "to_deep_bone_mg_per_d": to_deep,
        "from_deep_bone_mg_per_d": from_deep,
        "blood_pool_mg": blood_mg,
        "surface_bone_mg": surface_mg,
        "deep_bone_mg": deep_mg,
        "faeces_so_far_mg": faeces,
        "urine_so_far_mg": urine,
    })  # fmt: skip


def after_a_year(conditions=AT_REST, p=PARAMETERS):
    """Return the last row of `simulate` over 365 days: a Series."""
    return simulate(conditions, [365.0], p=p).iloc[-1]


def deviations(p=PARAMETERS):
    """Set the model's steady state beside that of OpenBoneMin.

    Parameters
    ----------
    p : Parameters
        The numbers of the model.

    Returns
    -------
    pandas.DataFrame
        The steady-state rows of `homeostasis_targets` with `model` and `deviation` (0.1 is 10 %
        too high).
    """
    targets = load("homeostasis_targets").query("kind == 'steady state'")
    model = describe_steady_state(p=p)[targets["model_quantity"]].to_numpy(dtype=float)
    return targets.assign(model=model, deviation=model / targets["value"] - 1)


def responses(p=PARAMETERS):
    """Set what the model does after a change beside what people did.

    Parameters
    ----------
    p : Parameters
        The numbers of the model.

    Returns
    -------
    pandas.DataFrame
        The response rows of `homeostasis_targets` that the model can answer, with `model`.
    """

    def share_absorbed(intake_mg_per_d, vitamin_d_nmol_per_l=p.vitamin_d_rest_nmol_per_l):
        year = after_a_year(Conditions(intake_mg_per_d, vitamin_d_nmol_per_l), p)
        return year["absorbed_mg_per_d"] / intake_mg_per_d

    def output(intake_mg_per_d):
        year = after_a_year(Conditions(intake_mg_per_d), p)
        return year["urine_mg_per_d"] + year["faeces_mg_per_d"]

    rest, (lowest, highest) = p.intake_rest_mg_per_d, STUDIED_MG_PER_D
    # 50.2 and 86.5 nmol/L are the groups of heaney2003. The women of hansen2015 began at 35 to 67
    # nmol/L, with 50.2 near the middle, and the high dose kept them at 75 or more.
    low_d, high_d = share_absorbed(rest, 50.2), share_absorbed(rest, 86.5)
    model = {
        "low_intake": share_absorbed(200.0),
        "high_intake": share_absorbed(2000.0),
        "output_slope": (output(highest) - output(lowest)) / (highest - lowest),
        "zero_balance": rest,
        "vitamin_d_groups": high_d / low_d,
        "vitamin_d_against_placebo": 100 * (share_absorbed(rest, 75.0) - low_d),
    }
    targets = load("homeostasis_targets").set_index("id").loc[list(model)]
    return targets.assign(model=pd.Series(model)).reset_index()


def doubt(conditions, quantity, factor=2.0, p=PARAMETERS):
    """Return how a result moves when each assumed or fitted number is changed in turn.

    Parameters
    ----------
    conditions : Conditions
        Of the result.
    quantity : str
        A column of `simulate`; its change after a year against the resting state is the result.
    factor : float
        Each number is multiplied and divided by it.
    p : Parameters
        The numbers of the model.

    Returns
    -------
    pandas.DataFrame
        One row a number: `parameter`, `low_change` and `high_change`, as shares of the resting
        value.
    """
    table = load("homeostasis_parameters")
    uncertain = table.loc[table["basis"].isin(["assumed", "fitted"]), "parameter"]
    # The resting values of intake and vitamin D are what is compared with, not what is in doubt.
    uncertain = [name for name in uncertain if "_rest_" not in name]

    def change(parameters):
        rest = describe_steady_state(p=parameters)[quantity]
        return after_a_year(conditions, parameters)[quantity] / rest - 1

    rows = []
    for name in uncertain:
        value = getattr(p, name)
        # A share cannot exceed 1, and PTH must be able to rise.
        values = np.array([max(value / factor, 1.5) if name == "pth_max_ratio" else value / factor,
                           min(value * factor, 0.95) if name == "calcitriol_without_pth"
                           else value * factor])  # fmt: skip
        changes = [change(replace(p, **{name: each})) for each in values]
        rows.append((name, min(changes), max(changes)))
    return pd.DataFrame(rows, columns=["parameter", "low_change", "high_change"])
