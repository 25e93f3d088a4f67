"""The calcium model meets its targets, keeps every milligram and behaves over the whole range."""

import dataclasses
import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitamin_k import calcium
from vitamin_k.calcium import AT_REST, PARAMETERS, Conditions
from vitamin_k.data import load
from vitamin_k.figures import calcium_d_k as figures
from vitamin_k.interaction import interaction

REST = calcium.describe_steady_state()
CONDITIONS = st.builds(
    Conditions,
    intake_mg_per_d=st.floats(200, 2500),
    vitamin_d_nmol_per_l=st.floats(5, 150),
    pth_loop=st.sampled_from(calcium.PTH_LOOPS),
)
few = settings(max_examples=40, deadline=None)


def test_steady_state_is_within_a_tenth_of_every_target():
    table = calcium.deviations()
    assert len(table) == 13
    assert table["deviation"].abs().max() < 0.1


def test_net_fraction_absorbed_at_rest_is_that_of_the_other_model():
    assert REST["net_absorbed_mg_per_d"] / 964 == pytest.approx(0.15, rel=0.01)


def test_nothing_changes_at_the_root():
    state = calcium.steady_state()
    rates = calcium.rates_per_d(state, AT_REST)[:5]
    assert np.abs(rates / state[:5]).max() < 1e-9


@pytest.mark.parametrize("conditions", [AT_REST, Conditions(1928), Conditions(600, 20)])
def test_following_the_equations_for_long_ends_at_the_root(conditions):
    # Deep bone needs decades: 998,000 mg at 585 mg/d is a time constant of over four years.
    end = calcium.simulate(conditions, [200 * 365.0]).iloc[-1]
    root = calcium.describe_steady_state(conditions)
    for name in ("calcium_mmol_per_l", "pth_pmol_per_l", "urine_mg_per_d", "deep_bone_mg"):
        assert end[name] == pytest.approx(root[name], rel=1e-3), name


def test_a_disturbed_state_returns_to_rest():
    start = calcium.steady_state() * np.array([1.1, 0.3, 1.5, 1, 1, 1, 1])
    back = calcium.simulate(AT_REST, [60.0], start=start).iloc[-1]
    assert back["calcium_mmol_per_l"] == pytest.approx(REST["calcium_mmol_per_l"], rel=0.002)


@few
@given(CONDITIONS)
def test_every_milligram_is_accounted_for(conditions):
    days = np.array([0.0, 1.0, 30.0, 365.0])
    course = calcium.simulate(conditions, days)
    body = course[["blood_pool_mg", "surface_bone_mg", "deep_bone_mg"]].sum(axis=1)
    gone = course["faeces_so_far_mg"] + course["urine_so_far_mg"]
    gained = body - body[0] + gone
    assert np.allclose(gained, conditions.intake_mg_per_d * days, atol=0.5, rtol=1e-5)


@few
@given(CONDITIONS)
def test_levels_stay_positive_and_shares_below_one(conditions):
    course = calcium.simulate(conditions, np.linspace(0, 365, 100))
    assert course["pth_pmol_per_l"].min() >= 0
    for name in ("calcium_mmol_per_l", "calcitriol_pmol_per_l", "urine_mg_per_d",
                 "surface_bone_mg", "deep_bone_mg", "faeces_mg_per_d"):  # fmt: skip
        assert course[name].min() > 0, name
    assert (course["absorbed_mg_per_d"] <= conditions.intake_mg_per_d).all()
    assert (course["urine_mg_per_d"] < course["filtered_mg_per_d"]).all()


@few
@given(st.floats(200, 2400), st.floats(5, 150))
def test_more_calcium_eaten_means_more_in_urine_and_less_pth(intake, vitamin_d):
    less = calcium.after_a_year(Conditions(intake, vitamin_d))
    more = calcium.after_a_year(Conditions(intake + 100, vitamin_d))
    for name in ("calcium_mmol_per_l", "urine_mg_per_d", "net_absorbed_mg_per_d"):
        assert more[name] > less[name], name
    for name in ("pth_pmol_per_l", "calcitriol_pmol_per_l"):
        assert more[name] < less[name], name
    assert more["absorbed_mg_per_d"] / (intake + 100) < less["absorbed_mg_per_d"] / intake


@few
@given(st.floats(200, 2500), st.floats(5, 140))
def test_more_vitamin_d_means_more_absorption_and_less_pth(intake, vitamin_d):
    less = calcium.after_a_year(Conditions(intake, vitamin_d))
    more = calcium.after_a_year(Conditions(intake, vitamin_d + 10))
    assert more["absorbed_mg_per_d"] > less["absorbed_mg_per_d"]
    assert more["pth_pmol_per_l"] < less["pth_pmol_per_l"]


def test_doubled_intake_moves_hormone_and_urine_and_hardly_the_blood():
    year = calcium.after_a_year(Conditions(1928)) / REST - 1
    assert 0 < year["calcium_mmol_per_l"] < 0.02
    assert year["pth_pmol_per_l"] < -0.2
    assert year["urine_mg_per_d"] > 0.3


def test_without_the_answer_of_pth_blood_moves_several_times_more():
    working, held = (
        calcium.after_a_year(Conditions(1928, pth_loop=loop))["calcium_mmol_per_l"] / 2.35 - 1
        for loop in ("working", "held at rest")
    )
    assert held > 4 * working


def test_without_pth_calcium_falls_below_its_usual_range():
    low = load("homeostasis_targets").set_index("id").loc["range_calcium", "low_value"]
    assert calcium.after_a_year(Conditions(pth_loop="no PTH"))["calcium_mmol_per_l"] < low


def test_responses_have_the_published_sign_and_the_fitted_ones_their_size():
    table = calcium.responses().set_index("id")
    for name in ("low_intake", "high_intake"):
        assert table.loc[name, "model"] == pytest.approx(table.loc[name, "value"], rel=0.01)
    assert 507 < table.loc["zero_balance", "model"] < 1035
    assert table.loc["output_slope", "model"] == pytest.approx(0.80, rel=0.25)
    # Heaney's 65 % is missed, and the lesson says so; the sign agrees with both studies.
    assert 1 < table.loc["vitamin_d_groups", "model"] < 1.65
    assert 0 < table.loc["vitamin_d_against_placebo", "model"] < 2.3


def test_calcitriol_holds_until_vitamin_d_runs_out():
    at_20, at_5 = (
        calcium.after_a_year(Conditions(vitamin_d_nmol_per_l=level))["calcitriol_pmol_per_l"]
        for level in (20.0, 5.0)
    )
    assert at_20 > 0.85 * 90
    assert at_5 < 0.65 * 90


def test_derived_parameters_follow_from_what_their_notes_say():
    net = 3.608 * calcium.CALCIUM_MG_PER_MMOL
    assert PARAMETERS.secretion_mg_per_d == pytest.approx(6.5 * 964**0.5 - net, abs=0.1)
    assert PARAMETERS.filtered_l_per_d == pytest.approx(0.6 * 6.0 * 24)
    assert PARAMETERS.excreted_rest == pytest.approx(
        net / calcium.filtered_mg_per_d(2.35), rel=1e-3
    )
    assert PARAMETERS.pth_loss_per_d == pytest.approx(7.14 * 24)


def test_main_finding_does_not_hang_on_one_uncertain_number():
    table = calcium.doubt(Conditions(1928), "calcium_mmol_per_l")
    assert table["low_change"].min() > 0
    assert table["high_change"].max() < 0.05


def test_no_function_of_the_model_takes_vitamin_k():
    functions = [
        f
        for _, f in inspect.getmembers(calcium, inspect.isfunction)
        if f.__module__ == calcium.__name__
    ]
    names = {name for f in functions for name in inspect.signature(f).parameters}
    names |= {field.name for field in dataclasses.fields(Conditions)}
    names |= {field.name for field in dataclasses.fields(PARAMETERS)}
    assert len(functions) > 8
    assert not [n for n in names if "vitamin_k" in n or "osteocalcin" in n or "mgp" in n]


def test_the_switch_for_vitamin_k_changes_words_and_no_curve():
    simulator = figures.homeostasis()
    before = simulator.finding
    simulator.set(add_vitamin_k=True)
    assert simulator.finding.startswith(before)
    assert "no equation takes it" in simulator.finding


def test_vitamin_d_in_the_trial_is_counted_against_placebo():
    value = load("homeostasis_targets").set_index("id")["value"]
    difference = value["vitamin_d_high_dose"] - value["vitamin_d_placebo"]
    assert value["vitamin_d_against_placebo"] == pytest.approx(difference)


def test_a_curve_that_leaves_its_frame_is_told_in_words():
    inside, peak = np.array([0.0, 9.0]), np.array([0.0, 565.0, 90.0])
    assert figures._beyond_the_frame(inside, 0, 10) == ""
    assert figures._beyond_the_frame(peak, 0, 360) == "↑ first up to 565"
    assert "down to −172" in figures._beyond_the_frame(np.array([-172.4, 0]), -130, 130)


def test_a_higher_risk_is_no_synergy_and_none_is_below_nothing():
    cells = figures.two_by_two()
    cells.set(neither=40, k_only=2, d_only=2, both=2)
    assert "Added up, −36 % was expected: higher than expected" in cells.finding
    cells.set(neither=10, k_only=20, d_only=20, both=20)
    assert "synergy" not in cells.finding


def test_simulator_shows_what_the_model_says_in_every_corner():
    simulator = figures.homeostasis()
    for loop in calcium.PTH_LOOPS:
        for intake in (200, 2500):
            for vitamin_d in (5, 150):
                simulator.set(
                    intake_mg_per_d=intake, vitamin_d_nmol_per_l=vitamin_d, pth_loop=loop, days=365
                )
                assert simulator.error == ""
                year = calcium.after_a_year(Conditions(intake, vitamin_d, loop))
                assert f"serum calcium {year.calcium_mmol_per_l:.2f} mmol/L" in simulator.finding


@pytest.mark.parametrize("bad", [0, -1, np.nan, np.inf])
def test_an_impossible_amount_is_named(bad):
    with pytest.raises(ValueError, match=r"intake_mg_per_d=.* must be a number above 0"):
        Conditions(bad)
    with pytest.raises(ValueError, match=r"vitamin_d_nmol_per_l=.* must be a number above 0"):
        Conditions(964, bad)


def test_an_unknown_loop_is_named_with_the_known_ones():
    with pytest.raises(ValueError, match=r"pth_loop='cut' must be one of .*'working'"):
        Conditions(pth_loop="cut")


@pytest.mark.parametrize("days", [[], [-1.0], [3.0, 2.0], [1.0, 1.0]])
def test_days_must_increase(days):
    with pytest.raises(ValueError, match="days must increase"):
        calcium.simulate(AT_REST, days)


def test_a_gut_that_only_loses_has_no_steady_state():
    with pytest.raises(ValueError, match="gut loses more calcium than it takes up"):
        calcium.steady_state(Conditions(20.0, 5.0, "no PTH"))


RISK = st.integers(1, 100).map(float)


@given(RISK, RISK, RISK)
def test_interaction_is_none_when_effects_add_or_multiply(neither, k_only, d_only):
    added = interaction(neither, k_only, d_only, k_only + d_only - neither)
    assert added.beyond_added == 0
    multiplied = interaction(neither, k_only, d_only, k_only * d_only / neither)
    assert multiplied.beyond_multiplied == 0


@given(RISK, RISK, RISK)
def test_the_two_scales_differ_by_the_product_of_the_effects(neither, k_only, d_only):
    found = interaction(neither, k_only, d_only, 0.0)
    product = (neither - k_only) * (neither - d_only) / neither
    assert found.multiplied - found.added == pytest.approx(product, abs=1e-9)


def test_interaction_of_the_published_trial():
    # Somekawa 1999: -3.59 - (-3.72 - 4.13 + 5.25)
    row = load("combination_trials").set_index("id").loc["somekawa"]
    found = interaction(row["neither_value"], row["k_value"], row["d_value"], row["both_value"])
    assert found.beyond_added == pytest.approx(-0.99)


def test_no_ratio_to_nothing():
    with pytest.raises(ValueError, match="no ratio"):
        interaction(0, 1, 1, 1)
