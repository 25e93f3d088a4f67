"""The diet builder: whole portions of food that meet goals, found by a mixed-integer programme.

The solver is HiGHS through `scipy.optimize.milp`. Vitamin K that no table gives counts as nothing,
so a plan may bring more of it than the plan says, never less than its composition has.
"""

import functools
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

from vitamin_k.data import load
from vitamin_k.foods import K2_FORMS, LEVELS, composition

# What each eating pattern asks of a food; all flags must be "yes".
PATTERNS = {
    "omnivore": (),
    "vegetarian": ("vegetarian",),
    "vegan": ("vegan",),
    "dairy-free": ("dairy_free",),
    "soy-free": ("soy_free",),
    "gluten-free": ("gluten_free",),
    "vegetarian and soy-free": ("vegetarian", "soy_free"),
    "vegetarian and gluten-free": ("vegetarian", "gluten_free"),
    "vegan and soy-free": ("vegan", "soy_free"),
    "vegan and gluten-free": ("vegan", "gluten_free"),
    "dairy-free and soy-free": ("dairy_free", "soy_free"),
}
FLOORS = ("calcium", "K1", "K2")
# The status by which `scipy.optimize.milp` says that no plan exists.
INFEASIBLE = 2


def solve(contents, at_least, energy_kcal, at_most_kcal, most_portions):
    """Find the fewest portions that meet goals; among those, the least energy.

    Parameters
    ----------
    contents : array_like, shape (goals, foods)
        What one portion of each food brings to each goal, 0 or more.
    at_least : array_like, shape (goals,)
        The goals, in the units of `contents`.
    energy_kcal : array_like, shape (foods,)
        Energy of one portion, kcal.
    at_most_kcal : float
        Upper limit of energy, kcal; infinity for none.
    most_portions : int
        Upper limit for each food.

    Returns
    -------
    ndarray of int, shape (foods,), or None
        Portions of each food; None if no plan meets all goals.
    """
    energy = np.asarray(energy_kcal, dtype=float)
    each = np.ones(energy.size)
    fewest = _milp(each, contents, at_least, energy, at_most_kcal, most_portions)
    if fewest is None or not fewest.any():
        return fewest
    # "No more portions than that" is one more goal: minus the portions, at least minus so many.
    contents = np.vstack([contents, -each])
    at_least = [*at_least, -fewest.sum()]
    return _milp(energy, contents, at_least, energy, at_most_kcal, most_portions)


def _milp(cost, contents, at_least, energy, at_most_kcal, most_portions):
    contents = np.asarray(contents, dtype=float)
    at_least = np.asarray(at_least, dtype=float)
    if not cost.size:
        return None if np.any(at_least > 0) else np.zeros(0, dtype=int)
    # Divided by its size, each goal has the same tolerance in the solver: one part in a million.
    size = np.where(at_least > 0, at_least, 1.0)
    limits = [LinearConstraint(contents / size[:, None], lb=at_least / size)]
    if np.isfinite(at_most_kcal):
        limits.append(LinearConstraint(energy[None, :], ub=at_most_kcal))
    found = milp(
        cost,
        integrality=np.ones(cost.size),
        bounds=Bounds(0, most_portions),
        constraints=limits,
        # With presolve, the solver prints a line of its own into the notebook.
        options={"mip_rel_gap": 0.0, "presolve": False},
    )
    if found.x is None and found.status != INFEASIBLE:
        raise RuntimeError(f"the solver stopped without an answer: {found.message}")
    return None if found.x is None else np.round(found.x).astype(int)


def most_reachable(goal, contents, at_least, energy_kcal, at_most_kcal, most_portions):
    """Find how far one goal can be met while the others hold.

    Parameters
    ----------
    goal : int
        Row of `contents` whose own floor is dropped.
    contents, at_least, energy_kcal, at_most_kcal, most_portions
        As in `solve`.

    Returns
    -------
    float or None
        The most that whole portions can bring; None if the other goals cannot be met either.
    """
    contents = np.asarray(contents, dtype=float)
    others = np.array(at_least, dtype=float)
    others[goal] = 0.0
    energy = np.asarray(energy_kcal, dtype=float)
    portions = _milp(-contents[goal], contents, others, energy, at_most_kcal, most_portions)
    return None if portions is None else float(contents[goal] @ portions)


def least_energy(contents, at_least, energy_kcal, most_portions):
    """Find the least energy with which all floors can be met.

    Parameters
    ----------
    contents, at_least, energy_kcal, most_portions
        As in `solve`.

    Returns
    -------
    float or None
        kcal; None if the floors cannot be met with any amount of energy.
    """
    energy = np.asarray(energy_kcal, dtype=float)
    portions = _milp(energy, contents, at_least, energy, np.inf, most_portions)
    return None if portions is None else float(energy @ portions)


UNITS = {"calcium": "mg", "K1": "µg", "K2": "µg", "energy": "kcal"}


@dataclass(frozen=True)
class Obstacle:
    """A goal that cannot be met.

    Attributes
    ----------
    goal : str
        One of `FLOORS`, or "energy".
    wanted : float
        The goal (for energy: the limit), in the unit of `UNITS`.
    reach : float
        The most that can be reached (for energy: the least that is needed).
    alone : bool
        Whether the goal is out of reach even with all allowed food; else, out of reach only while
        the other goals are kept.
    """

    goal: str
    wanted: float
    reach: float
    alone: bool = False

    @property
    def rounded_reach(self):
        """The reach in whole units, rounded to the side on which it is still true."""
        # A hair off a whole number is the solver's rounding.
        near = float(np.round(self.reach, 6))
        return float(np.ceil(near) if self.goal == "energy" else np.floor(near))

    def __str__(self):
        unit = UNITS[self.goal]
        if self.goal == "energy":
            return (
                f"energy: the other goals need at least {self.rounded_reach:,.0f} {unit}, the "
                f"limit is {self.wanted:,.0f}"
            )
        reach = f"at most {self.rounded_reach:,.0f} of the {self.wanted:,.0f} {unit}"
        if self.alone:
            return f"{self.goal}: all allowed food together brings {reach}"
        return f"{self.goal}: with the other goals kept, {reach} can be reached"


@dataclass(frozen=True)
class Plan:
    """What the builder found.

    Attributes
    ----------
    portions : dict of str to int
        Food id -> portions; empty if no plan meets all goals.
    feasible : bool
        Whether a plan meets all goals.
    obstacles : list of Obstacle
        If not feasible: the goals that stand in the way.
    to_check : list of str
        Foods in the plan that fit the pattern only if their label says so.
    """

    portions: dict
    feasible: bool
    obstacles: list = field(default_factory=list)
    to_check: list = field(default_factory=list)


def candidates(pattern, *, with_check=False, without_oxalate=False):
    """List the foods that an eating pattern allows.

    Parameters
    ----------
    pattern : str
        One of `PATTERNS`.
    with_check : bool, optional
        Whether to take foods that fit only with some brands or recipes, flagged "check".
    without_oxalate : bool, optional
        Whether to leave out spinach and chard, whose calcium the body hardly takes up.

    Returns
    -------
    pandas.DataFrame
        Rows of ``data/foods.csv`` with full nutrients, and `to_check`.

    Raises
    ------
    ValueError
        If the pattern is unknown; the message lists those there are.
    """
    if pattern not in PATTERNS:
        raise ValueError(f"pattern={pattern!r} is unknown; there are {', '.join(PATTERNS)}")
    table = load("foods").dropna(subset=["energy_kcal_per_100g", "calcium_mg_per_100g"])
    flags = table[list(PATTERNS[pattern])]
    table["to_check"] = flags.eq("check").any(axis=1)
    fits = flags.isin(["yes", "check"] if with_check else ["yes"]).all(axis=1)
    if without_oxalate:
        fits &= table["oxalate_rich"] == "no"
    return table[fits].reset_index(drop=True)


def portion_contents(foods, level="central"):
    """Give what one portion of each food brings to the builder's goals.

    Parameters
    ----------
    foods : pandas.DataFrame
        Rows as from `candidates`.
    level : str
        One of `LEVELS`: which end of the published range of vitamin K to believe.

    Returns
    -------
    pandas.DataFrame
        Columns of `FLOORS` (calcium in mg, K1 and K2 in µg) and `energy_kcal`, indexed by food.
        Vitamin K that no table gives is 0 here; `Plan` users show it with `foods.day`.

    Raises
    ------
    ValueError
        If the level is unknown.
    """
    if level not in LEVELS:
        raise ValueError(f"level={level!r} is unknown; there are {', '.join(LEVELS)}")
    vitamin_k = composition()[level].unstack("form").loc[foods["id"]].fillna(0.0)
    hundreds = foods["portion_g"].to_numpy() / 100
    return pd.DataFrame(
        {
            "calcium": foods["calcium_mg_per_100g"].to_numpy() * hundreds,
            "K1": vitamin_k["K1"].to_numpy() * hundreds,
            "K2": vitamin_k[list(K2_FORMS)].sum(axis=1).to_numpy() * hundreds,
            "energy_kcal": foods["energy_kcal_per_100g"].to_numpy() * hundreds,
        },
        index=foods["id"].to_numpy(),
    )


def build(
    pattern,
    *,
    calcium_mg,
    k1_ug,
    k2_ug,
    energy_kcal,
    level="central",
    most_portions=2,
    with_check=False,
    without_oxalate=False,
):
    """Build a plan: whole portions of allowed foods that meet all goals.

    Parameters
    ----------
    pattern : str
        One of `PATTERNS`.
    calcium_mg, k1_ug, k2_ug : float
        Goals, at least this much a day.
    energy_kcal : float
        Limit, at most this much.
    level : str
        One of `LEVELS`: the composition that is believed.
    most_portions : int
        At most so many portions of one food.
    with_check, without_oxalate : bool
        As in `candidates`.

    Returns
    -------
    Plan
        The fewest portions and among those the least energy, or the obstacles.

    Raises
    ------
    ValueError
        If a goal is negative or no number, or the pattern or the level is unknown.
    """
    goals = {"calcium": calcium_mg, "K1": k1_ug, "K2": k2_ug, "energy": energy_kcal}
    for name, value in goals.items():
        if not (np.isfinite(value) and value >= 0):
            raise ValueError(f"the goal for {name} must be a number, 0 or more, got {value!r}")
    filters = bool(with_check), bool(without_oxalate)
    return _build(pattern, *goals.values(), level, int(most_portions), filters)


# The compositions that the builder's simulator offers, in its words.
COMPOSITIONS = {"low end": "low", "central": "central", "high end": "high"}


def plan_of(pattern, composition, **goals):
    """Build the plan that a setting of the lesson's simulator asks for.

    Parameters
    ----------
    pattern : str
        One of `PATTERNS`.
    composition : str
        A key of `COMPOSITIONS`.
    **goals
        Goals and limits as `build` takes them.

    Returns
    -------
    Plan
        As from `build`.
    """
    return build(pattern, level=COMPOSITIONS[composition], **goals)


@functools.lru_cache(maxsize=512)
def _build(pattern, calcium_mg, k1_ug, k2_ug, energy_kcal, level, most_portions, filters):
    with_check, without_oxalate = filters
    foods = candidates(pattern, with_check=with_check, without_oxalate=without_oxalate)
    contents = portion_contents(foods, level)
    floors = np.array([calcium_mg, k1_ug, k2_ug], dtype=float)
    problem = contents[list(FLOORS)].to_numpy().T, floors, contents["energy_kcal"].to_numpy()
    portions = solve(*problem, energy_kcal, most_portions)
    if portions is None:
        return Plan({}, False, obstacles(*problem, energy_kcal, most_portions))
    taken = portions > 0
    return Plan(
        dict(zip(foods["id"][taken], portions[taken].tolist(), strict=True)),
        True,
        to_check=foods["id"][taken & foods["to_check"]].tolist(),
    )


def obstacles(contents, at_least, energy_kcal, at_most_kcal, most_portions):
    """Say which goals stand in the way of a plan.

    Parameters
    ----------
    contents, at_least, energy_kcal, at_most_kcal, most_portions
        As in `solve`, goals in the order of `FLOORS`; no plan meets them all.

    Returns
    -------
    list of Obstacle
        Each goal that, if it alone gave way, would let a plan exist. If no single goal would do:
        each floor that all allowed food cannot meet, and energy, if the rest needs more of it.

    Notes
    -----
    The list is never empty. If all floors can be met with more energy, energy is an obstacle; if
    not, a floor is out of reach of all food together, since more food never brings less.
    """
    problem = contents, at_least, energy_kcal
    found = []
    for i, name in enumerate(FLOORS):
        reach = most_reachable(i, *problem, at_most_kcal, most_portions)
        if reach is not None:
            found.append(Obstacle(name, float(at_least[i]), reach))
    needed = least_energy(*problem, most_portions)
    if needed is not None:
        found.append(Obstacle("energy", float(at_most_kcal), needed))
    if found:
        return found
    all_food = most_portions * np.sum(contents, axis=1)
    hopeless = all_food < at_least
    for i in np.flatnonzero(hopeless):
        found.append(Obstacle(FLOORS[i], float(at_least[i]), float(all_food[i]), alone=True))
    rest = np.where(hopeless, 0.0, at_least)
    needed = least_energy(contents, rest, energy_kcal, most_portions)
    if needed > at_most_kcal:
        found.append(Obstacle("energy", float(at_most_kcal), needed))
    return found
