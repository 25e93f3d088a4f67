"""Every setting of lesson 04's simulators gives a picture and a finding in words."""

import numpy as np
import pytest

from vitamin_k import diet, foods
from vitamin_k.data import load
from vitamin_k.figures import foods as figures

GROUPS = list(dict.fromkeys(load("foods")["group"]))


def random_settings(simulator, n_settings):
    random = np.random.default_rng(4)
    controls = simulator._controls
    for _ in range(n_settings):
        yield {
            name: control.value(random.integers(len(getattr(control, "values", (False, True)))))
            for name, control in controls.items()
        }


@pytest.fixture(scope="module")
def by_food():
    return figures.by_food()


@pytest.mark.parametrize("form", figures.FORM_VIEWS)
@pytest.mark.parametrize("group", GROUPS)
def test_each_group_and_form_shows_every_value_and_names_the_unknown(by_food, group, form):
    by_food.set(group=group, form=form, per_portion=form == "MK-4")
    assert by_food.error == ""
    rows = figures.published(group, form)
    assert len(rows) <= figures.MOST_ROWS
    members = load("foods").query("group == @group").dropna(subset=["energy_kcal_per_100g"])
    unknown = set(members["food"]) - set(rows.loc[rows["vitamer"].notna(), "name"])
    assert unknown == set(rows.loc[rows["vitamer"].isna(), "name"])
    assert all(name in by_food.finding for name in unknown)
    assert (f"for {len(unknown)} food" in by_food.finding) == bool(unknown)


@pytest.mark.parametrize("build", ["portion_explorer", "diet_builder", "two_fortnights"])
def test_no_setting_of_a_simulator_ends_in_an_error(build):
    simulator = getattr(figures, build)()
    for setting in random_settings(simulator, 40):
        simulator.set(**setting)
        assert simulator.error == "", setting
        assert simulator.finding


def test_a_portion_scales_the_range_in_the_title_and_the_words(by_food):
    by_food.set(group="oils and fats", form="all K2", per_portion=True)
    butter = 17 * load("foods").set_index("id").loc["butter", "portion_g"] / 100
    assert f"from 0 to {butter:.2f} µg in a portion" in by_food.finding
    by_food.set(group="cheese", form="all K2", per_portion=False)
    assert "Without contested ones they run from 0 to 131 µg" in by_food.finding
    assert "Contested: 5 values, up to 506." in by_food.finding


def test_equal_days_have_no_variation():
    fortnights = figures.two_fortnights()
    fortnights.set(portions=14, other_ug_per_d=150)
    drawn = [text.get_text() for axes in fortnights._figure.axes for text in axes.texts]
    assert drawn[0].endswith("variation 0 %") and not drawn[1].endswith(" 0 %")


def test_the_explorer_says_unknown_and_never_zero_for_what_no_table_gives():
    explorer = figures.portion_explorer()
    explorer.set(dairy_portions=0, main_portions=0)
    assert "MK-4 unknown; MK-7 unknown; other menaquinones unknown" in explorer.finding
    explorer.set(green_portions=0)
    assert "Nothing eaten" in explorer.finding and "unknown" not in explorer.finding


def test_the_builder_shows_the_plan_of_the_model_and_its_doubts():
    builder = figures.diet_builder()
    plan = diet.plan_of(**builder.values)
    names = load("foods").set_index("id")["food"]
    for food, number in plan.portions.items():
        assert f"{number} × {names[food]}" in builder.finding
    unknown = foods.day(plan.portions).loc["K2", "unknown_in"]
    assert unknown
    assert f"K2 unknown, counted as nothing: {'; '.join(names[unknown])}." in builder.finding
    builder.set(pattern="vegetarian", with_check=True, k2_ug=60, without_oxalate=True)
    checked = diet.plan_of(**builder.values)
    assert bool(checked.to_check) == ("Check the label" in builder.finding)
    builder.set(pattern="vegan and soy-free", k2_ug=100)
    assert "In the way: K2: with the other goals kept, at most 17 of the 100 µg" in builder.finding
