"""Calcium absorption and balance meet the printed numbers, and a day's calcium adds up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitamin_k import calcium
from vitamin_k.data import load

TABLE = load("calcium_balance").set_index("id")
VALUES = TABLE["value"]
TARGETS = load("homeostasis_targets").set_index("id")
intakes = st.floats(50, 3000)


def test_constants_are_those_of_the_table():
    assert VALUES["absorption_factor"] == calcium.ABSORPTION_FACTOR
    assert VALUES["output_at_zero"] == calcium.OUTPUT_AT_ZERO_MG_PER_D
    assert VALUES["output_slope"] == calcium.OUTPUT_SLOPE
    studied = VALUES["lowest_intake"], VALUES["highest_intake"]
    assert studied == calcium.STUDIED_MG_PER_D


def test_absorption_meets_the_two_printed_points():
    assert calcium.absorbed_fraction(200) == pytest.approx(TARGETS.value["low_intake"], abs=0.01)
    assert calcium.absorbed_fraction(2000) == pytest.approx(TARGETS.value["high_intake"], abs=0.01)


def test_zero_balance_is_the_printed_one():
    assert round(calcium.zero_balance_intake_mg_per_d()) == VALUES["zero_balance"]
    row = TABLE.loc["zero_balance"]
    assert (row["low_value"], row["high_value"]) == (507, 1035)


@given(intakes)
def test_a_days_calcium_adds_up(intake):
    day = calcium.budget(intake)
    assert day.unabsorbed + day.lost + day.bone == pytest.approx(intake)
    assert day.unabsorbed + day.lost == pytest.approx(calcium.calcium_output_mg_per_d(intake))
    assert day.absorbed == pytest.approx(day.lost + day.bone)
    assert (day.bone < 0) == (intake < calcium.zero_balance_intake_mg_per_d())


@given(intakes)
def test_four_times_the_intake_doubles_what_is_absorbed(intake):
    once, four_times = (calcium.budget(intake * times).absorbed for times in (1, 4))
    assert four_times == pytest.approx(2 * once)


def test_the_budget_is_near_the_textbooks_at_1000_mg():
    day = calcium.budget(1000)
    assert day.absorbed == pytest.approx(VALUES["net_absorbed_textbook"], rel=0.05)
    low, high = TARGETS.loc["range_urine", ["low_value", "high_value"]]
    assert low <= day.lost <= high


def test_arrays_go_through_and_a_tiny_intake_is_absorbed_whole():
    assert calcium.budget(np.array([500.0, 1000.0])).bone.shape == (2,)
    assert calcium.absorbed_fraction(1) == 1


@pytest.mark.parametrize("intake", [0, -5, [800, 0], np.nan])
def test_an_intake_that_is_none_is_refused(intake):
    for function in (calcium.absorbed_fraction, calcium.budget, calcium.calcium_output_mg_per_d):
        with pytest.raises(ValueError, match="must be above 0"):
            function(intake)


@pytest.mark.parametrize("slope", [1, 1.2])
def test_a_line_that_never_crosses_has_no_zero_balance(slope):
    with pytest.raises(ValueError, match="below 1"):
        calcium.zero_balance_intake_mg_per_d(output_slope=slope)
