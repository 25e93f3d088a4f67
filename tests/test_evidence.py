"""Pools and E-values: against statsmodels, published values, closed forms and properties."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from vitamin_k import evidence
from vitamin_k.data import load

TRIALS = load("trials").set_index("id")
POOLS = load("meta_analyses").set_index("id")
COHORTS = load("cohorts").set_index("id")
ERRORS = load("printed_errors").set_index("id")
CALCIUM = ["shea2009_cac", "avadec_cac", "kurnatowska2015_cac", "viktories_cac"]

finite = st.floats(-50, 50)
positive = st.floats(0.05, 20)
several = st.integers(2, 8).flatmap(
    lambda n: st.tuples(
        st.lists(finite, min_size=n, max_size=n), st.lists(positive, min_size=n, max_size=n)
    )
)
models = st.sampled_from(evidence.MODELS)


def error_of(row, log=False):
    return evidence.standard_error_from_interval(row["low"], row["high"], log=log)


def calcium_trials():
    rows = TRIALS.loc[CALCIUM]
    return rows["estimate"].to_numpy(), np.array([error_of(row) for _, row in rows.iterrows()])


def by_statsmodels(estimates, errors):
    # It divides by a variance between trials that it let fall below 0, and warns.
    with np.errstate(all="ignore"):
        return combine_effects(estimates, errors**2, method_re="dl")


# --- against statsmodels -------------------------------------------------------------------------


@given(several)
def test_fixed_effect_pool_is_that_of_statsmodels(trials):
    estimates, errors = map(np.array, trials)
    theirs = by_statsmodels(estimates, errors)
    ours = evidence.pool(estimates, errors, model="fixed")
    assert ours.estimate == pytest.approx(theirs.mean_effect_fe, abs=1e-9)
    assert ours.standard_error == pytest.approx(theirs.sd_eff_w_fe)
    assert ours.weights == pytest.approx(theirs.weights_rel_fe)
    assert ours.q == pytest.approx(theirs.q, abs=1e-6)


@given(several)
def test_random_effects_pool_is_that_of_statsmodels(trials):
    estimates, errors = map(np.array, trials)
    theirs = by_statsmodels(estimates, errors)
    ours = evidence.pool(estimates, errors, model="random")
    # statsmodels lets the variance between trials fall below 0; the method cuts it off there.
    if theirs.tau2 < 0:
        fixed = evidence.pool(estimates, errors, model="fixed")
        assert (ours.tau_squared, ours.i_squared) == (0, 0)
        assert (ours.estimate, ours.low, ours.high) == (fixed.estimate, fixed.low, fixed.high)
        return
    assert ours.tau_squared == pytest.approx(theirs.tau2, rel=1e-6, abs=1e-9)
    assert ours.i_squared == pytest.approx(max(0, theirs.i2), abs=1e-9)
    assert ours.estimate == pytest.approx(theirs.mean_effect_re, abs=1e-7)
    assert ours.standard_error == pytest.approx(theirs.sd_eff_w_re)
    low, high = theirs.conf_int(use_t=False)[1]
    assert (ours.low, ours.high) == (pytest.approx(low, abs=1e-6), pytest.approx(high, abs=1e-6))


# --- published and worked values -----------------------------------------------------------------


def test_hu_2021_can_be_rebuilt_from_its_subgroups():
    rows = POOLS.loc[["hu2021_k2", "hu2021_k1"]]
    errors = [error_of(row) for _, row in rows.iterrows()]
    again = evidence.pool(rows["estimate"], errors, model="fixed")
    printed = POOLS.loc["hu2021_all"]
    assert again.estimate == pytest.approx(0.198, abs=5e-4)
    assert again.estimate == pytest.approx(printed["estimate"], abs=0.005)
    assert (again.low, again.high) == (
        pytest.approx(0.075, abs=5e-4),
        pytest.approx(0.322, abs=5e-4),
    )
    assert (round(again.low, 2), round(again.high, 2)) == (printed["low"], printed["high"])
    by_dose = POOLS.loc[["hu2021_ca_low", "hu2021_ca_high"]]
    errors = [error_of(row) for _, row in by_dose.iterrows()]
    assert evidence.pool(by_dose["estimate"], errors, model="fixed").estimate == pytest.approx(
        0.202, abs=5e-4
    )


def test_k2_minus_k1_in_hu_2021_includes_no_difference():
    k2, k1 = POOLS.loc["hu2021_k2"], POOLS.loc["hu2021_k1"]
    found = evidence.subgroup_contrast(k2["estimate"], error_of(k2), k1["estimate"], error_of(k1))
    assert found.difference == pytest.approx(0.16)
    assert (found.low, found.high) == (
        pytest.approx(-0.10, abs=5e-3),
        pytest.approx(0.42, abs=5e-3),
    )
    assert found.p_value == pytest.approx(0.22, abs=5e-3)


def test_four_trials_of_coronary_calcium_pool_to_the_worked_value():
    found = evidence.pool(*calcium_trials())
    assert found.estimate == pytest.approx(-21.0, abs=0.05)
    # The worked value used standard errors before rounding to one decimal.
    ends = (pytest.approx(-48.6, abs=0.1), pytest.approx(6.5, abs=0.1))
    assert (found.low, found.high) == ends
    assert found.i_squared == pytest.approx(0.18, abs=0.005)


def test_two_mk7_trials_alone_pool_to_the_worked_value():
    estimates, errors = (values[1:3] for values in calcium_trials())
    found = evidence.pool(estimates, errors)
    assert found.estimate == pytest.approx(-39.4, abs=0.1)
    assert (found.low, found.high) == (pytest.approx(-87.3, abs=0.1), pytest.approx(8.6, abs=0.1))
    assert math.isnan(found.prediction_low)


def test_prediction_interval_is_the_textbook_formula_and_only_for_random_effects():
    estimates, errors = calcium_trials()
    found = evidence.pool(estimates, errors)
    half = stats.t.ppf(0.975, 2) * math.sqrt(found.tau_squared + found.standard_error**2)
    assert found.prediction_low == pytest.approx(found.estimate - half)
    assert found.prediction_high == pytest.approx(found.estimate + half)
    assert math.isnan(evidence.pool(estimates, errors, model="fixed").prediction_low)


def test_only_one_choice_of_the_calcium_trials_excludes_no_difference():
    estimates, errors = calcium_trials()
    found = set()
    for size, model in itertools.product(range(1, 5), evidence.MODELS):
        for chosen in itertools.combinations(range(4), size):
            result = evidence.pool(estimates[list(chosen)], errors[list(chosen)], model=model)
            if result.high < 0 or result.low > 0:
                found.add(tuple(CALCIUM[i] for i in chosen))
    assert found == {("avadec_cac", "viktories_cac")}


@pytest.mark.parametrize(
    ("row", "point", "limit"), [("rotterdam_chd_top", 4.08, 1.92), ("danish_k2", 1.60, 1.43)]
)
def test_e_values_of_the_cohorts(row, point, limit):
    found = evidence.e_value(*COHORTS.loc[row, ["estimate", "low", "high"]])
    assert found == (pytest.approx(point, abs=0.005), pytest.approx(limit, abs=0.005))


def test_e_value_of_the_example_that_introduced_it():
    point, limit = evidence.e_value(3.9, 1.8, 8.7)
    assert (point, limit) == (pytest.approx(7.26, abs=0.005), pytest.approx(3.0))


def test_e_value_is_1_where_the_interval_holds_1():
    assert evidence.e_value(0.9, 0.7, 1.1)[1] == 1
    assert math.isnan(evidence.e_value(0.9)[1])


def test_intervals_of_the_table_that_are_computed_from_p_follow_from_it():
    for name in ("avadec_cac", "avadec_cac_high", "kurnatowska2015_cac"):
        row = TRIALS.loc[name]
        error = evidence.standard_error_from_p(row["estimate"], row["p_value"])
        ends = evidence.interval(row["estimate"], error)
        assert ends == (pytest.approx(row["low"], abs=0.06), pytest.approx(row["high"], abs=0.06))
    row = TRIALS.loc["ecko_fracture"]
    error = evidence.standard_error_from_p(row["estimate"], row["p_value"], log=True)
    low, high = evidence.interval(row["estimate"], error, log=True)
    assert (low, high) == (
        pytest.approx(row["low"], abs=0.005),
        pytest.approx(row["high"], abs=0.005),
    )


@pytest.mark.parametrize(
    "row",
    ["ecko_spine", "ecko_hip", "viktories_cac", "viktories_stiffness", "avadec_valve",
     "zwakenberg2019_pet"],
)  # fmt: skip
def test_printed_p_agrees_with_the_printed_interval(row):
    found = TRIALS.loc[row]
    computed = evidence.p_value(found["estimate"], error_of(found))
    assert computed == pytest.approx(found["p_value"], abs=0.015)


# --- the errors in print are errors --------------------------------------------------------------


def test_avadec_differs_by_minus_17_not_17():
    row = ERRORS.loc["avadec_sign"]
    difference = row["vitamin_mean"] - row["control_mean"]
    assert difference == -row["printed_estimate"] == TRIALS.loc["avadec_valve", "estimate"]
    middle = (row["printed_low"] + row["printed_high"]) / 2
    assert abs(middle - difference) < 1 < abs(middle - row["printed_estimate"])


def test_lees_prints_a_logarithm():
    row = ERRORS.loc["lees_hazard"]
    low, high = row["printed_low"], row["printed_high"]
    assert (low + high) / 2 == pytest.approx(row["printed_estimate"])
    as_log = evidence.p_value(
        row["printed_estimate"], evidence.standard_error_from_interval(low, high)
    )
    error = evidence.standard_error_from_interval(low, high, log=True)
    as_ratio = evidence.p_value(row["printed_estimate"], error, log=True)
    assert as_log == pytest.approx(row["printed_p"], abs=0.001)
    assert as_ratio == pytest.approx(0.21, abs=0.005)
    assert np.exp([row["printed_estimate"], low, high]) == pytest.approx(
        [1.57, 1.07, 2.29], abs=0.005
    )


def test_li_is_impossible_and_0_79_would_fit_its_p():
    row = ERRORS.loc["li_adverse"]
    with pytest.raises(ValueError, match=r"a ratio cannot be -0\.79"):
        evidence.standard_error_from_interval(row["printed_low"], row["printed_high"], log=True)
    error = evidence.standard_error_from_interval(
        -row["printed_low"], row["printed_high"], log=True
    )
    p = evidence.p_value(row["printed_estimate"], error, log=True)
    assert p == pytest.approx(row["printed_p"], abs=0.015)


@pytest.mark.parametrize("row", ["haroon_mgp", "zhou_ucoc"])
def test_estimate_lies_outside_its_printed_interval(row):
    found = ERRORS.loc[row]
    assert not found["printed_low"] <= found["printed_estimate"] <= found["printed_high"]


def test_orimo_prints_standard_errors():
    row = ERRORS.loc["orimo_spread"]
    difference = row["vitamin_mean"] - row["control_mean"]
    spreads = row["vitamin_spread"], row["control_spread"]
    as_errors = evidence.p_value(difference, evidence.standard_error_of_difference(*spreads))
    from_sd = [s / math.sqrt(n) for s, n in zip(spreads, (39, 41), strict=True)]
    as_deviations = evidence.p_value(difference, evidence.standard_error_of_difference(*from_sd))
    assert as_errors == pytest.approx(row["printed_p"], abs=0.007)
    assert as_deviations < 1e-20


def test_shirakis_p_needs_four_degrees_of_freedom():
    row = ERRORS.loc["shiraki_chi2"]
    fits = [
        df
        for df in range(1, 10)
        if round(stats.chi2.sf(row["statistic"], df), 4) == row["printed_p"]
    ]
    assert fits == [4]


# --- properties ----------------------------------------------------------------------------------


@given(several, models)
def test_a_pool_lies_between_its_trials_and_weights_add_up(trials, model):
    found = evidence.pool(*trials, model=model)
    assert min(trials[0]) - 1e-9 <= found.estimate <= max(trials[0]) + 1e-9
    assert found.weights.sum() == pytest.approx(1)
    assert (found.weights > 0).all()
    assert found.low < found.estimate < found.high
    assert 0 <= found.i_squared < 1
    assert found.tau_squared >= 0


@given(several, models, st.randoms(use_true_random=False))
def test_the_order_of_the_trials_does_not_matter(trials, model, random):
    pairs = list(zip(*trials, strict=True))
    random.shuffle(pairs)
    estimates, errors = zip(*pairs, strict=True)
    found, shuffled = (
        evidence.pool(*trials, model=model),
        evidence.pool(estimates, errors, model=model),
    )
    assert shuffled.estimate == pytest.approx(found.estimate, abs=1e-9)
    assert shuffled.standard_error == pytest.approx(found.standard_error)


@given(several)
def test_halving_all_errors_halves_the_error_of_a_fixed_pool_and_quadruples_q(trials):
    estimates, errors = map(np.array, trials)
    found = evidence.pool(estimates, errors, model="fixed")
    halved = evidence.pool(estimates, errors / 2, model="fixed")
    assert halved.estimate == pytest.approx(found.estimate, abs=1e-9)
    assert halved.standard_error == pytest.approx(found.standard_error / 2)
    assert halved.q == pytest.approx(4 * found.q)


@given(several, finite)
def test_moving_all_trials_moves_the_pool_as_far(trials, shift):
    estimates, errors = map(np.array, trials)
    found, moved = evidence.pool(estimates, errors), evidence.pool(estimates + shift, errors)
    assert moved.estimate == pytest.approx(found.estimate + shift, abs=1e-6)
    assert moved.tau_squared == pytest.approx(found.tau_squared, rel=1e-6, abs=1e-6)


@given(several)
def test_the_random_pool_is_never_more_certain_than_the_fixed_one(trials):
    fixed, random = (evidence.pool(*trials, model=model) for model in evidence.MODELS)
    assert random.standard_error >= fixed.standard_error - 1e-12
    if not math.isnan(random.prediction_low):
        assert random.prediction_low < random.low < random.high < random.prediction_high


@given(st.lists(st.tuples(st.floats(0.1, 10), positive), min_size=2, max_size=6), models)
def test_pooling_ratios_is_pooling_logarithms_and_turning_them_over_turns_the_pool(pairs, model):
    ratios, errors = map(np.array, zip(*pairs, strict=True))
    found = evidence.pool(ratios, errors, model=model, log=True)
    on_logs = evidence.pool(np.log(ratios), errors, model=model)
    assert math.log(found.estimate) == pytest.approx(on_logs.estimate, abs=1e-9)
    turned = evidence.pool(1 / ratios, errors, model=model, log=True)
    assert turned.estimate == pytest.approx(1 / found.estimate)
    assert turned.low == pytest.approx(1 / found.high)


@given(several)
def test_leaving_one_out_gives_each_pool_of_the_others(trials):
    found = evidence.leave_one_out(*trials)
    assert len(found) == len(trials[0])
    others = evidence.pool(trials[0][1:], trials[1][1:])
    assert (found[0].estimate, found[0].low) == (others.estimate, others.low)


@given(several)
def test_what_was_left_out_can_be_found_again(trials):
    estimates, errors = map(np.array, trials)
    whole = evidence.pool(estimates, errors, model="fixed")
    rest = evidence.leave_one_out(estimates, errors, model="fixed")[0]
    estimate, share = evidence.implied_by_leaving_out(
        whole.estimate, whole.standard_error, rest.estimate, rest.standard_error
    )
    # The weight of a small trial is a small difference of large numbers.
    if whole.weights[0] > 0.01:
        assert share == pytest.approx(whole.weights[0], rel=1e-6)
        assert estimate == pytest.approx(estimates[0], abs=1e-4)


@given(finite, positive, st.floats(0.5, 0.999))
def test_error_interval_and_back(estimate, error, confidence):
    low, high = evidence.interval(estimate, error, confidence=confidence)
    again = evidence.standard_error_from_interval(low, high, confidence=confidence)
    assert again == pytest.approx(error, rel=1e-6)


@given(st.floats(0.05, 20).filter(lambda r: abs(math.log(r)) > 0.01), st.floats(0.01, 0.99))
def test_error_p_and_back_on_the_log_scale(ratio, p):
    error = evidence.standard_error_from_p(ratio, p, log=True)
    assert evidence.p_value(ratio, error, log=True) == pytest.approx(p)
    low, high = evidence.interval(ratio, error, log=True)
    assert (low > 1 or high < 1) == (p < 0.05) or abs(p - 0.05) < 1e-9


@given(st.floats(0.05, 20))
def test_a_confounder_as_strong_as_the_e_value_leaves_nothing(ratio):
    strength, _ = evidence.e_value(ratio)
    assert evidence.without_confounder(ratio, strength, strength) == pytest.approx(1)
    assert strength == pytest.approx(evidence.e_value(1 / ratio)[0])
    assert evidence.without_confounder(ratio, 1, strength) == pytest.approx(ratio)


def test_simulated_trials_repeat_and_have_the_spread_that_is_asked_for():
    first = evidence.simulated_trials(20_000, 100, 0.3, 0.2, seed=1)
    again = evidence.simulated_trials(20_000, 100, 0.3, 0.2, seed=1)
    assert (first[0] == again[0]).all()
    assert first[1][0] == pytest.approx(2 / math.sqrt(100))
    assert first[0].mean() == pytest.approx(0.3, abs=0.01)
    assert first[0].std() == pytest.approx(math.hypot(0.2, 0.2), rel=0.03)
    low, high = evidence.pool(*evidence.simulated_trials(1, 100, 0, 0, seed=2)).low, 0
    assert low < high


def test_about_95_of_100_intervals_hold_the_truth():
    estimates, errors = evidence.simulated_trials(20_000, 60, 0.3, 0, seed=3)
    held = [low <= 0.3 <= high for low, high in map(evidence.interval, estimates, errors)]
    assert np.mean(held) == pytest.approx(0.95, abs=0.006)


BAD = {
    "no trial": (lambda: evidence.pool([], []), "estimates must hold"),
    "lengths": (lambda: evidence.pool([1, 2], [1]), "standard_errors must hold 2"),
    "error of 0": (lambda: evidence.pool([1, 2], [1, 0]), "above 0"),
    "not a number": (lambda: evidence.pool([1, math.nan], [1, 1]), "estimates must be a finite"),
    "model": (lambda: evidence.pool([1, 2], [1, 1], model="mixed"), "model must be one of"),
    "negative ratio": (lambda: evidence.pool([1, -2], [1, 1], log=True), "ratio cannot be -2"),
    "ends": (lambda: evidence.standard_error_from_interval(2, 1), "low must lie below high"),
    "P of 0": (lambda: evidence.standard_error_from_p(1, 0), "p_value must be above 0"),
    "on the null": (lambda: evidence.standard_error_from_p(1, 0.5, log=True), "on the null"),
    "one trial": (lambda: evidence.leave_one_out([1], [1]), "at least two trials"),
    "confidence": (lambda: evidence.interval(1, 1, confidence=95), "confidence must be"),
    "ratio outside": (lambda: evidence.e_value(2, 0.5, 1), "must lie in its interval"),
    "weak confounder": (lambda: evidence.without_confounder(0.5, 0.5, 2), "with_exposure"),
    "ratio of 0": (lambda: evidence.without_confounder(0, 2, 2), "ratio must be above 0"),
    "nothing left out": (lambda: evidence.implied_by_leaving_out(1, 1, 2, 1), "error_rest"),
    "no people": (lambda: evidence.simulated_trials(5, 2, 0, 0, seed=1), "n_people 4 or more"),
}


@pytest.mark.parametrize(("call", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_words(call, message):
    with pytest.raises(ValueError, match=message):
        call()
