"""Vitamin K in foods: ranges follow from the rows, and unknown never turns into zero."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitamin_k import foods
from vitamin_k.data import load

FOOD_IDS = load("foods")["id"].tolist()
VITAMERS = load("food_vitamers")


def test_every_value_belongs_to_a_food_and_every_food_with_nutrients_has_its_flags():
    table = load("foods")
    assert set(VITAMERS["food"]) <= set(table["id"])
    full = table.dropna(subset=["energy_kcal_per_100g"])
    flags = ["vegan", "vegetarian", "dairy_free", "soy_free", "gluten_free", "oxalate_rich"]
    assert full[flags].notna().all().all()
    # What a vegan eats, a vegetarian eats, and it holds no milk.
    vegan = full[full["vegan"] == "yes"]
    assert (vegan[["vegetarian", "dairy_free"]] == "yes").all().all()


def test_a_value_or_a_whole_range_stands_in_every_row():
    ranges = VITAMERS[["low_ug_per_100g", "high_ug_per_100g"]].notna().all(axis=1)
    assert (VITAMERS["ug_per_100g"].notna() | ranges).all()


def test_contested_and_equivalent_values_count_nowhere():
    apart = VITAMERS[
        (VITAMERS["contested"] == "yes") | (VITAMERS["expressed_as"] != "the form itself")
    ]
    assert len(apart) >= 8
    assert apart["counts_as"].isna().all()


@pytest.mark.parametrize(
    ("food", "form", "low", "central", "high"),
    [
        ("gouda", "other menaquinones", 47.3, 65.6, 72.9),
        ("emmental", "other menaquinones", 5.23, (5.23 + 43.3) / 2, 43.3),
        ("egg_yolk", "MK-4", 31, 32.1, 40),
        ("parsley", "K1", 360, 1640, 5480),
        ("kale_raw", "K1", 704.8, 704.8, 704.8),
        # USDA 35.7, Dunlop 58, Japan 29, France 34.3, Netherlands 8.5
        ("chicken_leg", "MK-4", 8.5, 34.3, 58),
    ],
)
def test_a_range_follows_from_the_printed_values(food, form, low, central, high):
    row = foods.composition().loc[(food, form)]
    assert [row["low"], row["central"], row["high"]] == pytest.approx([low, central, high])


def test_ranges_are_in_order_and_missing_exactly_where_no_source_is():
    table = foods.composition()
    known = table[table["n_sources"] > 0]
    assert (known["low"] <= known["central"]).all() and (known["central"] <= known["high"]).all()
    unknown = table[table["n_sources"] == 0]
    assert unknown[list(foods.LEVELS)].isna().all().all()
    assert len(unknown) > len(known)


def test_imputed_and_second_hand_are_marked():
    table = foods.composition()
    assert table.loc[("natto", "K1"), "imputed"]
    assert not table.loc[("kale_raw", "K1"), "imputed"]
    assert table.loc[("natto", "other menaquinones"), "second_hand"]
    # One study of three was read.
    assert table.loc[("natto", "MK-7"), "second_hand"]
    assert not table.loc[("gouda", "other menaquinones"), "second_hand"]
    natto = foods.day({"natto": 1, "gouda": 1}).loc["K2"]
    assert natto["second_hand_in"] == ["natto"] and natto["imputed_in"] == []


def test_natto_in_mk4_equivalents_is_turned_into_mk7_by_molar_mass():
    masses = load("model_parameters").query("parameter == 'molar_mass'")
    mass = masses.set_index("vitamer")["value"]
    values = VITAMERS.set_index("id")["ug_per_100g"]
    for name, printed in (("natto_mk7_japan", 600), ("natto_chopped_mk7_japan", 930)):
        assert values[name] == pytest.approx(printed * mass["MK-7"] / mass["MK-4"], abs=0.5)


def test_a_cup_of_boiled_kale_and_a_pack_of_natto():
    table = foods.day({"kale, boiled": 1, "natto": 1})
    assert table.loc["K1", "central"] == pytest.approx(8.17 * 130 + 0.231 * 45)
    assert table.loc["MK-7", "central"] == pytest.approx(1000 * 0.45)
    assert table.loc["MK-7", "unknown_in"] == ["kale_boiled"]
    assert table.loc["K1", "imputed_in"] == ["kale_boiled", "natto"]
    assert table.loc["calcium_mg", "central"] == pytest.approx(0.72 * 130 + 2.17 * 45)


def test_unknown_is_named_and_zero_is_not():
    tempeh = foods.day({"tempeh": 1})
    assert tempeh.loc["K1", "unknown_in"] == ["tempeh"]
    skim = foods.day({"milk, skim": 1})
    assert skim.loc["K1", "unknown_in"] == [] and skim.loc["K1", "high"] == 0


@given(st.dictionaries(st.sampled_from(FOOD_IDS), st.floats(0, 10), max_size=6))
def test_a_day_is_the_sum_of_its_foods_and_grows_with_each(portions):
    whole = foods.day(portions)
    parts = [foods.day({food: number}) for food, number in portions.items()]
    for level in foods.LEVELS:
        total = sum((part[level] for part in parts), start=pd.Series(0.0, index=whole.index))
        np.testing.assert_allclose(whole[level].to_numpy(float), total.to_numpy(float), atol=1e-9)
    assert (whole["low"] <= whole["high"] + 1e-9).all()
    for name in whole.index:
        missing = [food for part in parts for food in part.loc[name, "unknown_in"]]
        assert sorted(whole.loc[name, "unknown_in"]) == sorted(missing)


@given(st.floats(0, 5000), st.floats(1, 500))
def test_a_portion_is_in_proportion(content, portion_g):
    assert foods.per_portion(content, 100) == pytest.approx(content)
    double = foods.per_portion(content, 2 * portion_g)
    assert double == pytest.approx(2 * foods.per_portion(content, portion_g))


def test_a_portion_of_the_unknown_is_unknown():
    found = foods.per_portion([0.0, np.nan], [50.0, 50.0])
    assert found[0] == 0 and np.isnan(found[1])


@pytest.mark.parametrize(
    "name", ["natto", "NATTO", " Natto ", "kale, raw", "kale_raw", "Kale, Raw"]
)
def test_a_food_is_found_by_name_or_id(name):
    assert foods.find(name) in ("natto", "kale_raw")


@pytest.mark.parametrize(
    ("name", "offered"),
    [("nato", "natto"), ("kale", "kale_raw, kale_boiled"), ("goudda", "gouda"), ("cheez", "data")],
)
def test_an_unknown_food_is_answered_with_close_ones(name, offered):
    with pytest.raises(ValueError, match=rf"'{name}' is no food of the course: .*{offered}"):
        foods.find(name)


@pytest.mark.parametrize("junk", [None, 3, "", "\ud800", ["natto"], "x" * 10_000])
def test_any_junk_for_a_food_ends_in_the_same_message(junk):
    with pytest.raises(ValueError, match="is no food of the course"):
        foods.find(junk)


@pytest.mark.parametrize("number", [-1, np.nan, np.inf, "two", None])
def test_a_senseless_number_of_portions_is_refused(number):
    with pytest.raises(ValueError, match="portions of 'natto' must be a number"):
        foods.day({"natto": number})


def test_an_app_that_reads_nutrient_430_puts_natto_below_iceberg_lettuce():
    names = ["natto", "iceberg", "romaine", "kale_raw"]
    app = foods.as_an_app_reads_it(names)["food"].tolist()
    assert app == ["kale, raw", "lettuce, romaine", "lettuce, iceberg", "natto"]
    both = foods.as_an_app_reads_it(names, count_k2=True)
    assert both["food"].iloc[0] == "natto"
    assert both.set_index("food").loc["kale, raw", ["k2_ug_per_100g"]].isna().all()


def test_boiled_over_raw_has_the_ratios_of_the_table():
    ratios = foods.boiled_over_raw().set_index("food")["ratio"]
    assert ratios["Swiss chard"] == pytest.approx(327.3 / 830)
    assert ratios["mustard greens"] == pytest.approx(592.7 / 257.5)
    assert [ratios.min(), ratios.max()] == [ratios["Swiss chard"], ratios["mustard greens"]]


def test_the_articles_foods_get_the_verdicts_that_the_numbers_carry():
    central = foods.composition()["central"]
    k2 = {f: central.loc[f].reindex(list(foods.K2_FORMS)).sum() for f in FOOD_IDS}
    assert max(k2, key=k2.get) == "natto"
    second = max(value for food, value in k2.items() if food != "natto")
    assert k2["natto"] > 5 * second
    assert k2["gouda"] > 5 * k2["gruyere"]
    assert k2["camembert"] > k2["gruyere"]
    livers = [k2[food] for food in ("beef_liver", "pork_liver", "chicken_liver")]
    assert max(livers) < k2["egg_yolk"] < k2["chicken_leg"]
    words = {food: (said, verdict) for food, _, said, verdict in foods.article_claims()}
    assert "939 MK-7" in words["natto"][0]
    assert "6.5" in words["hard cheese"][0] and "43 or 5" in words["hard cheese"][0]
    assert "0.3 to 3.4" in words["liver"][0] and "mostly false" in words["liver"][1]


@given(
    st.sampled_from(["kale, boiled", "broccoli, boiled", "romaine"]),
    st.floats(0, 20),
    st.integers(1, 14),
    st.floats(0, 200),
)
def test_the_rhythm_of_a_fortnight_never_changes_its_mean(green, portions, n_days, other):
    even = foods.fortnight_k1(green, portions, 14, other)
    uneven = foods.fortnight_k1(green, portions, n_days, other)
    assert uneven.mean() == pytest.approx(even.mean())
    assert even.std() == pytest.approx(0, abs=1e-9 * (1 + even.mean()))
    assert np.sum(uneven > other + 1e-9) in (0, n_days)


def test_a_fortnight_of_a_green_without_a_value_is_refused():
    with pytest.raises(ValueError, match="no table gives its K1"):
        foods.fortnight_k1("tempeh", 4, 2, 60)
    with pytest.raises(ValueError, match="n_days must be a whole number from 1 to 14"):
        foods.fortnight_k1("kale_raw", 4, 0, 60)
