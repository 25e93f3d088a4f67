"""Why countries that eat more calcium break more hips: ranks, confounders and a made-up world.

Rank correlation is Spearman's: the correlation of the ranks, with the mean rank for ties. The
partial rank correlation is the correlation of what is left of two ranks after a straight line on
the ranks of the confounders is taken away. Intervals are percentile bootstraps over countries:
Efron & Tibshirani, *An Introduction to the Bootstrap* (1993), chapter 13. They carry the chance of
which countries happen to be listed, and none of the errors in the lists.

The made-up world follows W. S. Robinson, "Ecological correlations and the behavior of
individuals", *American Sociological Review* 15 (1950) 351-357: what holds between groups need not
hold between the people in them.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from vitamin_k.data import load

COUNTRIES_IN_LIST_2002 = 29


@functools.cache
def _wide():
    measures = load("country_measures").pivot(index="iso3", columns="measure", values="value")
    table = load("countries").set_index("iso3")[["country", "region"]].join(measures)
    # Turned round, so that in every column a larger number means more fractures.
    table["hip_order_2002"] = COUNTRIES_IN_LIST_2002 + 1 - table["hip_position_2002"]
    return table


def countries():
    """Put the measures of each country side by side.

    Returns
    -------
    pandas.DataFrame
        One row a country, index `iso3`: `country`, `region` and one column a measure, in the
        units of `data/country_measures.csv`; missing where nothing is known. `hip_order_2002`
        counts from 1, the fewest fractures, to 29, the most.
    """
    return _wide().copy()


@dataclass(frozen=True)
class RankCorrelation:
    """A rank correlation with its interval.

    Attributes
    ----------
    rho : float
        From -1 (opposite order) over 0 (no order in common) to 1 (same order).
    low, high : float
        Ends of the bootstrap interval.
    n : int
        Countries, or whatever the pairs are.
    """

    rho: float
    low: float
    high: float
    n: int


def rank_correlation(x, y, confounders=(), *, resamples=2000, level=0.95, seed=1):
    """Correlate the ranks of two quantities, with or without confounders held still.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        The two quantities. Pairs in which a number is missing are left out.
    confounders : sequence of array_like, shape (n,), optional
        Quantities whose ranks are taken out of both by a straight line.
    resamples : int, optional
        Bootstrap samples behind the interval.
    level : float, optional
        Share of the bootstrap samples between the two ends.
    seed : int, optional
        Of the bootstrap, so that the same call gives the same interval.

    Returns
    -------
    RankCorrelation
        `rho` is missing where one quantity does not vary.

    Raises
    ------
    ValueError
        If lengths differ, or fewer complete cases are left than columns plus two.
    """
    table = _complete([x, y, *confounders])
    n, columns = table.shape
    if n < columns + 2:
        raise ValueError(
            f"only {n} cases have all {columns} numbers; at least {columns + 2} are needed"
        )
    picks = np.random.default_rng(seed).integers(n, size=(resamples, n))
    rhos = _partial_of_ranks(table[picks])
    rhos = rhos[np.isfinite(rhos)]
    tail = 50 * (1 - level)
    low, high = np.percentile(rhos, [tail, 100 - tail]) if rhos.size else (np.nan, np.nan)
    return RankCorrelation(float(_partial_of_ranks(table[None])[0]), float(low), float(high), n)


def rank_residuals(x, confounders=()):
    """Give what is left of the ranks after a straight line on the confounders' ranks.

    Parameters
    ----------
    x : array_like, shape (n,)
        The quantity; nothing may be missing.
    confounders : sequence of array_like, shape (n,)
        What is taken out.

    Returns
    -------
    ndarray, shape (n,)
        Ranks above (+) or below (-) what the confounders lead to expect.
    """
    ranks = stats.rankdata(x)
    design = np.column_stack([np.ones(len(ranks)), *map(stats.rankdata, confounders)])
    return ranks - design @ np.linalg.lstsq(design, ranks, rcond=None)[0]


def _complete(columns):
    columns = [np.asarray(column, dtype=float) for column in columns]
    shapes = {column.shape for column in columns}
    if len(shapes) > 1 or columns[0].ndim != 1:
        raise ValueError(f"x, y and confounders need one common length, not {sorted(shapes)}")
    table = np.column_stack(columns)
    return table[np.isfinite(table).all(axis=1)]


def _partial_of_ranks(samples):
    """Partial rank correlation of columns 0 and 1 given the others, for each of many samples.

    The inverse of the correlation matrix holds what regression of the ranks would give, for all
    samples at once.
    """
    ranks = stats.rankdata(samples, axis=1)
    ranks -= ranks.mean(axis=1, keepdims=True)
    products = ranks.transpose(0, 2, 1) @ ranks
    spread = np.sqrt(np.diagonal(products, axis1=1, axis2=2))
    with np.errstate(invalid="ignore", divide="ignore"):
        correlations = products / (spread[:, :, None] * spread[:, None, :])
    rhos = np.full(len(samples), np.nan)
    # Where a column does not vary, or two confounders are one, there is nothing to hold still.
    usable = np.isfinite(correlations).all(axis=(1, 2))
    if samples.shape[2] == 2:
        rhos[usable] = correlations[usable, 0, 1]
        return rhos
    others = correlations[:, 2:, 2:]
    usable[usable] = np.linalg.det(others[usable]) > 1e-9
    given = correlations[usable]
    slopes = np.linalg.solve(given[:, 2:, 2:], given[:, 2:, :2])
    left = given[:, :2, :2] - given[:, :2, 2:] @ slopes
    with np.errstate(invalid="ignore", divide="ignore"):
        rhos[usable] = left[:, 0, 1] / np.sqrt(left[:, 0, 0] * left[:, 1, 1])
    return rhos


# The measures as a learner chooses them: in the figures, and in the tasks set for them.
OUTCOMES = {
    "Order of 29 countries, 2002": "hip_order_2002",
    "Four classes, 2002": "hip_class_2002",
    "Three classes, 2012": "hip_class_2012",
    "Three classes in men, 2012": "hip_class_men_2012",
    "Rate in women, 1992": "hip_rate_1992",
}
EXPOSURES = {
    "Calcium intake (model)": "calcium_gdd",
    "Calcium intake (surveys)": "calcium_survey",
    "Milk supply": "milk_2000",
    "Animal protein supply": "animal_protein_2000",
    "Height of women": "height_women",
    "Income": "gdp_2002",
    "Distance from the equator": "latitude",
    "Life expectancy": "life_expectancy_2000",
}
ADJUSTMENTS = {
    "nothing": (),
    "life expectancy": ("life_expectancy_2000",),
    "distance from the equator": ("latitude",),
    "both of these": ("life_expectancy_2000", "latitude"),
    "income": ("gdp_2002",),
    "height of women": ("height_women",),
    "animal protein supply": ("animal_protein_2000",),
}
# A bootstrap of fewer repeats the same few orders, and its interval is far too narrow.
FEWEST_COUNTRIES = 8
REGIONS = ("all countries", "Europe", "Asia")


def chosen_countries(exposure, outcome, adjust="nothing", region="all countries"):
    """Return the countries for which everything that a learner chose is known.

    Parameters
    ----------
    exposure, outcome, adjust, region : str
        Entries of `EXPOSURES`, `OUTCOMES`, `ADJUSTMENTS` and `REGIONS`.

    Returns
    -------
    table : pandas.DataFrame
        Rows of `countries()`.
    confounders : tuple of str
        Columns that are held still; never the exposure itself.
    """
    measure = EXPOSURES[exposure]
    confounders = tuple(name for name in ADJUSTMENTS[adjust] if name != measure)
    table = countries().dropna(subset=[measure, OUTCOMES[outcome], *confounders])
    return table if region == "all countries" else table[table["region"] == region], confounders


def chosen_correlation(exposure, outcome, adjust="nothing", region="all countries", **options):
    """Correlate what a learner chose; arguments as for `chosen_countries`.

    Returns
    -------
    RankCorrelation
        With the options of `rank_correlation`.

    Raises
    ------
    ValueError
        If fewer than `FEWEST_COUNTRIES` are left.
    """
    table, confounders = chosen_countries(exposure, outcome, adjust, region)
    if len(table) < FEWEST_COUNTRIES:
        raise ValueError(
            f"only {len(table)} countries have all of these numbers, too few for an order. "
            "Choose another list or all countries."
        )
    others = [table[name] for name in confounders]
    return rank_correlation(
        table[EXPOSURES[exposure]], table[OUTCOMES[outcome]], others, **options
    )


MEAN_CALCIUM_MG_PER_D = 800.0
CALCIUM_PER_WEALTH_MG_PER_D = 150.0
SPREAD_IN_COUNTRY_MG_PER_D = 150.0


@dataclass(frozen=True)
class World:
    """Made-up people in made-up countries, and what their maker put in.

    Attributes
    ----------
    calcium_mg_per_d, risk : ndarray, shape (countries, people)
        Intake and risk score of each person.
    person_slope : float
        Risk points that 100 mg/d more calcium bring to a person, as put in.
    country_slope : float
        Risk points per 100 mg/d between countries that follow from what was put in.
    """

    calcium_mg_per_d: np.ndarray
    risk: np.ndarray
    person_slope: float
    country_slope: float

    def seen_between_countries(self):
        """Return the slope of a line through the country means, risk points per 100 mg/d."""
        return _slope(self.calcium_mg_per_d.mean(axis=1), self.risk.mean(axis=1))

    def seen_within_countries(self):
        """Return the slope between people of the same country, risk points per 100 mg/d."""
        means = [part.mean(axis=1, keepdims=True) for part in (self.calcium_mg_per_d, self.risk)]
        return _slope((self.calcium_mg_per_d - means[0]).ravel(), (self.risk - means[1]).ravel())

    def seen_between_all_people(self):
        """Return the slope through all people, countries forgotten, risk points per 100 mg/d."""
        return _slope(self.calcium_mg_per_d.ravel(), self.risk.ravel())


def expected_country_slope(person_slope, confounder):
    """Give the slope between countries that follows from the two causes.

    A country that is one unit richer eats `CALCIUM_PER_WEALTH_MG_PER_D` more calcium. So 100 mg/d
    more between countries bring the calcium's own effect, and the effect of the wealth that comes
    along.

    Parameters
    ----------
    person_slope : float
        What 100 mg/d more calcium do to a person, risk points.
    confounder : float
        What one unit of wealth does to everybody in a country, risk points.

    Returns
    -------
    float
        Risk points per 100 mg/d between countries.
    """
    return person_slope + 100 * confounder / CALCIUM_PER_WEALTH_MG_PER_D


def make_world(person_slope, confounder, noise, *, n_countries=8, n_people=40, seed=1):
    """Make people for whom calcium does what you say, in countries that differ in wealth.

    Parameters
    ----------
    person_slope : float
        What 100 mg/d more calcium do to every person's risk score, points.
    confounder : float
        What one unit of a country's wealth does to the risk of everybody in it, points. Wealth
        also brings more calcium.
    noise : float
        Standard deviation of everything else in a person's risk, points.
    n_countries, n_people : int, optional
        Countries, and people in each.
    seed : int, optional
        Other seeds draw other people.

    Returns
    -------
    World
        People by country, from the poorest country to the richest.

    Raises
    ------
    ValueError
        If there are fewer than two countries or people in each, or the noise is negative.
    """
    if n_countries < 2 or n_people < 2:
        raise ValueError(
            f"a slope needs two countries of two people, not {n_countries} of {n_people}"
        )
    if noise < 0:
        raise ValueError(f"noise={noise} must not be negative")
    random = np.random.default_rng(seed)
    wealth = np.linspace(-2, 2, n_countries)[:, None]
    mean = MEAN_CALCIUM_MG_PER_D + CALCIUM_PER_WEALTH_MG_PER_D * wealth
    apart = random.uniform(-np.sqrt(3), np.sqrt(3), (n_countries, n_people))
    # Each country's mean is exact, so that the slope between countries has only the noise in it.
    apart -= apart.mean(axis=1, keepdims=True)
    calcium = mean + SPREAD_IN_COUNTRY_MG_PER_D * apart
    own = person_slope * (calcium - MEAN_CALCIUM_MG_PER_D) / 100
    risk = 50 + own + confounder * wealth + noise * random.standard_normal(calcium.shape)
    return World(calcium, risk, person_slope, expected_country_slope(person_slope, confounder))


def _slope(calcium_mg_per_d: ArrayLike, risk: ArrayLike):
    calcium, risk = calcium_mg_per_d - np.mean(calcium_mg_per_d), risk - np.mean(risk)
    return float(100 * (calcium @ risk) / (calcium @ calcium))
