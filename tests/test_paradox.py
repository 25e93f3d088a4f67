"""The rank correlations are those of the data's notes, and a made-up world is as it was made."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from vitamin_k import paradox

TABLE = paradox.countries()
CALCIUM, SURVEY = "calcium_gdd", "calcium_survey"
LIFE, LATITUDE, INCOME = "life_expectancy_2000", "latitude", "gdp_2002"
HEIGHT, LIFE_1970 = "height_women", "life_expectancy_1970"
# Worked out by others on the same rows, to two digits.
KNOWN = [
    (CALCIUM, "hip_order_2002", [], 28, 0.60),
    (CALCIUM, "hip_order_2002", [LIFE], 28, 0.55),
    (CALCIUM, "hip_order_2002", [LATITUDE], 28, 0.37),
    (CALCIUM, "hip_order_2002", [LIFE, LATITUDE], 28, 0.36),
    (CALCIUM, "hip_order_2002", [INCOME], 28, 0.48),
    (CALCIUM, "hip_order_2002", [HEIGHT], 27, 0.20),
    (CALCIUM, "hip_class_2002", [], 28, 0.51),
    (CALCIUM, "hip_class_2002", [LIFE], 28, 0.46),
    (CALCIUM, "hip_class_2002", [LATITUDE], 28, 0.27),
    (CALCIUM, "hip_class_2002", [LIFE, LATITUDE], 28, 0.26),
    (CALCIUM, "hip_class_2002", [HEIGHT], 27, -0.03),
    (CALCIUM, "hip_class_2012", [], 48, 0.44),
    (CALCIUM, "hip_class_2012", [LIFE], 48, 0.28),
    (CALCIUM, "hip_class_2012", [LATITUDE], 48, 0.24),
    (CALCIUM, "hip_class_2012", [LIFE, LATITUDE], 48, 0.18),
    (CALCIUM, "hip_class_2012", [INCOME], 46, 0.22),
    (CALCIUM, "hip_class_2012", ["animal_protein_2000"], 46, 0.22),
    (CALCIUM, "hip_class_2012", [HEIGHT], 47, 0.31),
    (CALCIUM, "hip_class_men_2012", [], 41, 0.38),
    (CALCIUM, "hip_class_men_2012", [LIFE], 41, 0.18),
    (CALCIUM, "hip_class_men_2012", [LATITUDE], 41, 0.14),
    (CALCIUM, "hip_class_men_2012", [LIFE, LATITUDE], 41, 0.06),
    (CALCIUM, "hip_class_men_2012", [INCOME], 39, 0.04),
    (SURVEY, "hip_class_2012", [], 16, 0.55),
    (SURVEY, "hip_class_2012", [LIFE], 16, 0.09),
    (SURVEY, "hip_class_2012", [LATITUDE], 16, 0.39),
    ("milk_2000", "hip_class_2012", [], 47, 0.56),
    ("milk_2000", "hip_class_2012", [LIFE], 47, 0.40),
    ("milk_2000", "hip_class_2012", [LATITUDE], 47, 0.27),
    ("milk_2000", "hip_class_2012", [LIFE, LATITUDE], 47, 0.19),
    ("milk_2000", "hip_class_2012", [INCOME], 45, 0.25),
    ("animal_protein_1992", "hip_rate_1992", [], 16, 0.83),
    ("animal_protein_1992", "hip_rate_1992", [LIFE_1970], 15, 0.78),
    ("animal_protein_1992", "hip_rate_1992", [LATITUDE], 16, 0.69),
    ("animal_protein_1992", "hip_rate_1992", [LIFE_1970, LATITUDE], 15, 0.66),
    ("milk_1970", "hip_rate_1992", [], 14, 0.49),
    ("milk_1970", "hip_rate_1992", [LIFE_1970], 13, 0.33),
    ("milk_1970", "hip_rate_1992", [LATITUDE], 14, 0.12),
    ("milk_1970", "hip_rate_1992", ["animal_protein_1992"], 14, 0.02),
    (HEIGHT, "hip_order_2002", [], 28, 0.80),
    (INCOME, "hip_order_2002", [], 29, 0.66),
    (LATITUDE, "hip_order_2002", [], 29, 0.61),
    (LIFE, "hip_order_2002", [], 29, 0.33),
    ("hip_order_2002", "hip_rate_1992", [], 10, 0.87),
    ("hip_class_2002", "hip_class_2012", [], 25, 0.48),
]


def correlate(x, y, confounders=(), table=TABLE, **options):
    columns = [table[name] for name in confounders]
    return paradox.rank_correlation(table[x], table[y], columns, **options)


@pytest.mark.parametrize(("x", "y", "confounders", "n", "rho"), KNOWN)
def test_correlation_is_the_one_that_others_found(x, y, confounders, n, rho):
    found = correlate(x, y, confounders, resamples=10)
    assert found.n == n
    assert found.rho == pytest.approx(rho, abs=0.0151)


@pytest.mark.parametrize(("region", "n", "rho"), [("Europe", 22, -0.03), ("Asia", 15, 0.61)])
def test_the_slope_lies_between_continents(region, n, rho):
    part = TABLE[TABLE["region"] == region]
    found = correlate(CALCIUM, "hip_class_2012", table=part, resamples=10)
    assert (found.n, found.rho) == (n, pytest.approx(rho, abs=0.01))


@pytest.mark.parametrize(
    ("x", "y", "low", "high"),
    [
        (CALCIUM, "hip_order_2002", 0.31, 0.79),
        (CALCIUM, "hip_class_2002", 0.23, 0.73),
        (CALCIUM, "hip_class_2012", 0.17, 0.66),
        (CALCIUM, "hip_class_men_2012", 0.10, 0.63),
        ("milk_2000", "hip_class_2012", 0.32, 0.74),
    ],
)
def test_interval_is_the_one_that_others_found(x, y, low, high):
    found = correlate(x, y)
    # Two bootstraps of some thousand samples differ by about this much.
    assert found.low == pytest.approx(low, abs=0.04)
    assert found.high == pytest.approx(high, abs=0.04)


numbers = st.lists(st.integers(-5, 5), min_size=12, max_size=30)


@given(numbers, st.integers(0, 10_000))
@settings(deadline=None, max_examples=50)
def test_without_confounders_it_is_spearmans(values, seed):
    x = np.array(values, dtype=float)
    y = np.random.default_rng(seed).integers(0, 6, len(x)).astype(float)
    rho = paradox.rank_correlation(x, y, resamples=5).rho
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        assert np.isnan(rho)
    else:
        assert rho == pytest.approx(stats.spearmanr(x, y).statistic)


@given(st.integers(0, 10_000), st.integers(1, 3))
@settings(deadline=None, max_examples=50)
def test_a_partial_correlation_is_that_of_the_residuals(seed, n_confounders):
    random = np.random.default_rng(seed)
    x, y, *others = random.normal(size=(2 + n_confounders, 25))
    left = [paradox.rank_residuals(values, others) for values in (x, y)]
    for other in others:
        assert left[0] @ stats.rankdata(other) == pytest.approx(0, abs=1e-6)
    expected = np.corrcoef(*left)[0, 1]
    found = paradox.rank_correlation(x, y, others, resamples=5)
    assert found.rho == pytest.approx(expected)


def test_a_rising_curve_keeps_the_ranks():
    x = np.arange(20.0)
    found = paradox.rank_correlation(x, np.exp(x))
    assert (found.rho, found.low, found.high) == pytest.approx((1, 1, 1))


def test_interval_has_its_coverage_when_nothing_is_there():
    random = np.random.default_rng(5)
    inside = 0
    for trial in range(200):
        x, y = random.normal(size=(2, 40))
        found = paradox.rank_correlation(x, y, resamples=300, seed=trial)
        inside += found.low <= 0 <= found.high
    # 95 % within four standard errors of a share in 200
    assert 0.88 < inside / 200 <= 1


def test_same_seed_gives_the_same_interval_and_another_seed_another():
    first, again = correlate(CALCIUM, "hip_order_2002"), correlate(CALCIUM, "hip_order_2002")
    assert first == again
    assert first != correlate(CALCIUM, "hip_order_2002", seed=2)


def test_missing_pairs_are_left_out():
    x, y = np.arange(10.0), np.arange(10.0)
    y[3] = np.nan
    assert paradox.rank_correlation(x, y).n == 9


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ([1, 2, 3], [1, 2], "one common length"),
        ([[1, 2], [3, 4]], [[1, 2], [3, 4]], "one common length"),
        ([1, 2, np.nan, 4], [1, np.nan, 3, 4], "are needed"),
    ],
)
def test_useless_input_is_named(x, y, message):
    with pytest.raises(ValueError, match=message):
        paradox.rank_correlation(x, y)


slopes = st.floats(-8, 8)


@given(slopes, slopes, st.integers(2, 12), st.integers(2, 60), st.integers(0, 1000))
@settings(deadline=None)
def test_without_noise_a_world_shows_the_slopes_put_in(person, confounder, n, people, seed):
    world = paradox.make_world(person, confounder, 0, n_countries=n, n_people=people, seed=seed)
    assert world.seen_within_countries() == pytest.approx(person, abs=1e-6)
    expected = paradox.expected_country_slope(person, confounder)
    assert world.seen_between_countries() == pytest.approx(expected, abs=1e-6)
    assert world.country_slope == expected


def test_with_noise_the_slopes_are_right_on_average():
    worlds = [paradox.make_world(-2, 6, 10, seed=seed) for seed in range(400)]
    within = [world.seen_within_countries() for world in worlds]
    between = [world.seen_between_countries() for world in worlds]
    for seen, expected in ((within, -2), (between, -2 + 6 / 1.5)):
        error = np.std(seen) / np.sqrt(len(seen))
        assert np.mean(seen) == pytest.approx(expected, abs=4 * error)


def test_people_without_countries_lie_between_the_two_slopes():
    world = paradox.make_world(-2, 6, 0)
    within, between = world.seen_within_countries(), world.seen_between_countries()
    assert within < world.seen_between_all_people() < between


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"noise": -1}, "noise=-1"),
        ({"noise": 1, "n_countries": 1}, "not 1 of 40"),
        ({"noise": 1, "n_people": 1}, "not 8 of 1"),
    ],
)
def test_an_impossible_world_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        paradox.make_world(-1, 1, **options)


def test_countries_are_turned_so_that_up_means_more_fractures():
    table = paradox.countries().set_index("country")
    assert table["hip_order_2002"].idxmax() == "Norway"
    assert table["hip_order_2002"].idxmin() == "Chile"
    assert table.loc[["Norway", "Chile"], "hip_class_2002"].tolist() == [4, 1]


def test_countries_gives_a_copy():
    mine = paradox.countries()
    mine.loc["NOR", CALCIUM] = -1
    assert paradox.countries().loc["NOR", CALCIUM] > 0


def test_too_few_countries_are_refused_in_words():
    with pytest.raises(ValueError, match="only 2 countries have all of these numbers"):
        paradox.chosen_correlation("Calcium intake (model)", "Rate in women, 1992", region="Asia")


def test_an_exposure_is_never_held_still_itself():
    held = paradox.chosen_correlation("Income", "Three classes, 2012", "income", resamples=10)
    alone = paradox.chosen_correlation("Income", "Three classes, 2012", resamples=10)
    assert held == alone


@pytest.mark.parametrize("outcome", list(paradox.OUTCOMES)[:4])
def test_every_choice_of_the_rivals_figure_has_enough_countries(outcome):
    for exposure in paradox.EXPOSURES:
        for adjust in paradox.ADJUSTMENTS:
            found = paradox.chosen_correlation(exposure, outcome, adjust, resamples=10)
            assert -1 <= found.rho <= 1
