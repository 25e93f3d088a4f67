"""The diet builder: its plans meet their goals, and where it finds none there is none."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitamin_k import diet, foods
from vitamin_k.data import load

TINY = 1e-6
GOALS = {"calcium_mg": 1000, "k1_ug": 90, "k2_ug": 30, "energy_kcal": 1500}


def brute_force(contents, at_least, energy, at_most, most_portions):
    """Every plan that meets the goals, by counting all of them."""
    plans = itertools.product(range(most_portions + 1), repeat=contents.shape[1])
    return [
        np.array(plan)
        for plan in plans
        if np.all(contents @ plan >= at_least) and energy @ plan <= at_most
    ]


def integers(low, high, shape):
    size = int(np.prod(shape))
    values = st.lists(st.integers(low, high), min_size=size, max_size=size)
    return values.map(lambda v: np.array(v, dtype=float).reshape(shape))


@st.composite
def small_problems(draw):
    n_foods = draw(st.integers(1, 4))
    return (
        draw(integers(0, 20, (3, n_foods))),
        draw(integers(0, 60, (3,))),
        draw(integers(0, 20, (n_foods,))),
        float(draw(st.integers(0, 120))),
        draw(st.integers(1, 3)),
    )


@settings(deadline=None, max_examples=150)
@given(small_problems())
def test_the_solver_agrees_with_counting_all_plans(problem):
    _contents, _at_least, energy, _at_most, _most_portions = problem
    plans = brute_force(*problem)
    found = diet.solve(*problem)
    assert (found is None) == (not plans)
    if found is not None:
        assert any(np.array_equal(found, plan) for plan in plans)
        best = min((plan.sum(), energy @ plan) for plan in plans)
        assert (found.sum(), energy @ found) == best


@settings(deadline=None, max_examples=100)
@given(small_problems(), st.integers(0, 2))
def test_what_can_be_reached_agrees_with_counting_all_plans(problem, goal):
    contents, at_least, energy, at_most, most_portions = problem
    relaxed = at_least.copy()
    relaxed[goal] = 0
    plans = brute_force(contents, relaxed, energy, at_most, most_portions)
    reach = diet.most_reachable(goal, *problem)
    expected = max((contents[goal] @ plan for plan in plans), default=None)
    assert reach == (None if expected is None else pytest.approx(expected))
    floors = brute_force(contents, at_least, energy, np.inf, most_portions)
    needed = diet.least_energy(contents, at_least, energy, most_portions)
    least = min((energy @ plan for plan in floors), default=None)
    assert needed == (None if least is None else pytest.approx(least))


@settings(deadline=None, max_examples=100)
@given(small_problems())
def test_an_obstacle_is_one_and_giving_way_there_helps(problem):
    contents, at_least, energy, at_most, most_portions = problem
    if diet.solve(*problem) is not None:
        return
    found = diet.obstacles(*problem)
    assert found
    for obstacle in found:
        if obstacle.goal == "energy":
            assert obstacle.reach > at_most
            hopeless = [diet.FLOORS.index(o.goal) for o in found if o.alone]
            rest = at_least.copy()
            rest[hopeless] = 0
            assert diet.solve(contents, rest, energy, obstacle.reach, most_portions) is not None
            continue
        assert obstacle.reach < obstacle.wanted
        row = diet.FLOORS.index(obstacle.goal)
        lower = at_least.copy()
        lower[row] = obstacle.reach
        if obstacle.alone:
            assert obstacle.reach == most_portions * contents[row].sum()
        else:
            assert diet.solve(contents, lower, energy, at_most, most_portions) is not None


@settings(deadline=None, max_examples=60)
@given(
    pattern=st.sampled_from(list(diet.PATTERNS)),
    level=st.sampled_from(foods.LEVELS),
    calcium=st.integers(0, 30),
    k1=st.integers(0, 20),
    k2=st.integers(0, 20),
    energy=st.integers(3, 25),
    most_portions=st.integers(1, 4),
    with_check=st.booleans(),
    without_oxalate=st.booleans(),
)
def test_a_plan_meets_its_goals_keeps_the_pattern_and_counts_whole_portions(
    pattern, level, calcium, k1, k2, energy, most_portions, with_check, without_oxalate
):
    plan = diet.build(
        pattern, calcium_mg=50 * calcium, k1_ug=25 * k1, k2_ug=10 * k2, energy_kcal=100 * energy,
        level=level, most_portions=most_portions, with_check=with_check,
        without_oxalate=without_oxalate,
    )  # fmt: skip
    if not plan.feasible:
        assert plan.portions == {}
        return
    # Added up by other code than the builder's own.
    got = foods.day(plan.portions)
    assert got.loc["calcium_mg", level] >= 50 * calcium * (1 - TINY)
    assert got.loc["K1", level] >= 25 * k1 * (1 - TINY)
    assert got.loc["K2", level] >= 10 * k2 * (1 - TINY)
    assert got.loc["energy_kcal", level] <= 100 * energy * (1 + TINY)
    table = load("foods").set_index("id").loc[list(plan.portions)]
    for flag in diet.PATTERNS[pattern]:
        assert set(table[flag]) <= ({"yes", "check"} if with_check else {"yes"})
        unsure = table.index[table[flag] == "check"]
        assert set(unsure) <= set(plan.to_check)
    assert not (without_oxalate and (table["oxalate_rich"] == "yes").any())
    for number in plan.portions.values():
        assert isinstance(number, int) and 1 <= number <= most_portions


def test_without_soy_a_vegan_finds_k2_in_sauerkraut_alone():
    plan = diet.build("vegan and soy-free", **GOALS)
    assert not plan.feasible
    (obstacle,) = plan.obstacles
    assert obstacle.goal == "K2"
    sauerkraut = foods.day({"sauerkraut": 2}).loc["K2", "central"]
    assert obstacle.reach == pytest.approx(sauerkraut)
    assert str(obstacle) == (
        "K2: with the other goals kept, at most 17 of the 30 µg can be reached"
    )


def test_an_energy_limit_that_is_too_low_is_named_with_what_is_needed():
    plan = diet.build("omnivore", **(GOALS | {"energy_kcal": 100}))
    energy = next(obstacle for obstacle in plan.obstacles if obstacle.goal == "energy")
    assert energy.reach > 100
    enough = diet.build("omnivore", **(GOALS | {"energy_kcal": energy.reach + 1e-6}))
    assert enough.feasible


def test_goals_that_are_out_of_reach_together_are_named_alone():
    plan = diet.build("vegan and soy-free", calcium_mg=1e6, k1_ug=90, k2_ug=500, energy_kcal=2000)
    assert {obstacle.goal for obstacle in plan.obstacles} == {"calcium", "K2"}
    assert all("all allowed food together brings at most" in str(o) for o in plan.obstacles)


def test_beside_a_goal_out_of_reach_too_little_energy_is_named():
    plan = diet.build("vegan and soy-free", calcium_mg=1500, k1_ug=90, k2_ug=200,
                      energy_kcal=300, most_portions=1)  # fmt: skip
    k2, energy = plan.obstacles
    assert (k2.goal, k2.alone, energy.goal) == ("K2", True, "energy")
    enough = diet.build("vegan and soy-free", calcium_mg=1500, k1_ug=90, k2_ug=k2.reach,
                        energy_kcal=1e6, most_portions=1)  # fmt: skip
    assert enough.feasible


def test_no_goals_need_no_food_and_an_empty_larder_meets_none():
    nothing = {"calcium_mg": 0, "k1_ug": 0, "k2_ug": 0, "energy_kcal": 1000}
    assert diet.build("omnivore", **nothing) == diet.Plan({}, True)
    empty = np.zeros((3, 0))
    assert diet.solve(empty, [1, 0, 0], [], 1000, 2) is None
    assert diet.solve(empty, [0, 0, 0], [], 1000, 2).size == 0


def test_the_low_end_of_the_ranges_never_makes_a_plan_easier():
    for k2_ug in range(0, 201, 20):
        goals = GOALS | {"k2_ug": k2_ug}
        low, high = (diet.build("soy-free", **goals, level=end) for end in ("low", "high"))
        assert high.feasible or not low.feasible


def test_foods_to_check_are_left_out_unless_asked_for():
    strict = diet.candidates("vegetarian")
    loose = diet.candidates("vegetarian", with_check=True)
    assert "gouda" not in set(strict["id"]) and "gouda" in set(loose["id"])
    assert loose.set_index("id").loc["gouda", "to_check"]
    assert not strict["to_check"].any()


@pytest.mark.parametrize("pattern", ["carnivore", "", None, "Vegan"])
def test_an_unknown_pattern_is_answered_with_those_there_are(pattern):
    with pytest.raises(ValueError, match="is unknown; there are omnivore, vegetarian"):
        diet.build(pattern, **GOALS)


@pytest.mark.parametrize("value", [-1, np.nan, np.inf])
def test_a_senseless_goal_is_refused(value):
    with pytest.raises(ValueError, match="the goal for K2 must be a number, 0 or more"):
        diet.build("omnivore", **(GOALS | {"k2_ug": value}))


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="there are low, central, high"):
        diet.build("omnivore", **GOALS, level="middle")
