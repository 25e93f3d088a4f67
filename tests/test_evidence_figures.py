"""The pictures of lesson 06 show what the tables hold, in every setting of their menus."""

import itertools
import re

import numpy as np
import pytest

from vitamin_k import evidence, pools
from vitamin_k.data import load
from vitamin_k.figures import evidence as figures

TRIALS = load("trials")


@pytest.fixture(scope="module")
def studies():
    return figures.studies()


@pytest.mark.parametrize("outcome", figures.VIEWS)
def test_every_setting_of_the_forest_plot_draws_and_counts_its_intervals(studies, outcome):
    for form, only_blinded in itertools.product(figures.FORMS, (False, True)):
        studies.set(outcome=outcome, form=form, only_blinded=only_blinded)
        assert studies.error == ""
        table = figures.forest_table(outcome, form, only_blinded)
        if table.empty:
            assert "no result of this kind; " in studies.finding
            continue
        null = 1 if figures.VIEWS[outcome]["limits"][0] > 0 else 0
        rows = table.dropna(subset=["low", "high"])
        for pooled, kind in ((False, "intervals"), (True, "pools")):
            part = rows[rows["pooled"] == pooled]
            holding = ((part["low"] <= null) & (part["high"] >= null)).sum()
            assert not len(part) or f"{holding} of {len(part)} {kind}" in studies.finding
        for row in table.itertuples():
            assert row.label in studies.finding


def test_every_sized_trial_with_a_common_unit_stands_in_one_view_of_the_forest_plot():
    shown = {
        (row.source, row.estimate)
        for view in figures.VIEWS
        for row in figures.forest_table(view).itertuples()
    }
    sized = TRIALS.dropna(subset=["estimate"])
    missing = {row.id for row in sized.itertuples() if (row.source, row.estimate) not in shown}
    # Units of their own: ratios of calcium scores, PET, a blood test, stiffness indices.
    assert missing == {
        "trevasc_cac", "trevasc_valve", "zwakenberg2019_pet", "eelderink_t50", "knapen2015_beta",
        "viktories_stiffness",
    }  # fmt: skip


def test_second_hand_results_and_links_to_a_maker_are_marked():
    table = figures.forest_table("Surrogate: bone density")
    assert table.set_index("label").loc["Emaus 2010, MK-7, hip", "verified"] == "second-hand"
    table = figures.forest_table("Surrogate: artery stiffness").set_index("label")
    assert table.loc["Trevasc-HDK 2023, MK-7", "industry"]
    assert not table.loc["Eelderink 2023, MK-7 ‡", "industry"]


def test_double_blind_leaves_out_open_trials_pools_and_cohorts():
    for view in figures.VIEWS:
        table = figures.forest_table(view, only_blinded=True)
        assert set(table["blinded"]) <= {"double-blind"}
    assert figures.forest_table("Diet: death", only_blinded=True).empty


def test_what_we_worked_out_is_marked():
    for view in figures.VIEWS:
        table = figures.forest_table(view)
        marked = table["label"].str.endswith(figures.COMPUTED_MARK)
        assert (marked == (table["verified"] == "computed")).all()


def test_a_trial_without_a_place_on_the_axis_is_named(studies):
    studies.set(outcome="Surrogate: calcium scores", form="every form", only_blinded=False)
    rest = studies.finding.split("Without a size on this axis: ")[1]
    assert "Trevasc-HDK 2023, MK-7 (no difference)" in rest
    assert "Brandenburg 2017, K1 (better)" in rest
    assert "AVADEC" not in rest


def test_the_map_counts_each_trial_once_in_a_row():
    simulator = figures.evidence_map()
    for show in figures.MAP_CHOICES:
        simulator.set(show=show)
        assert simulator.error == ""
        shown = figures.trials_shown(show)
        assert not shown.duplicated(["study", "form", "row", "result"]).any()
        marker = shown[shown["kind"] == "marker"]["result"]
        if len(marker):
            assert f"inactive MGP better {(marker == 'better').sum()}" in simulator.finding
    assert set(figures.trials_shown("K2")["form"]) <= {"MK-4", "MK-7", "K2"}


def test_no_double_blind_trial_found_less_calcium_in_arteries_or_valves():
    blind = TRIALS[(TRIALS["blinded"] == "double-blind") & (TRIALS["analysis"] == "main")]
    calcium = blind[blind["outcome"].isin(["coronary calcium", "valve calcium"])]
    assert len(calcium) == 4
    assert set(calcium["result"]) == {"no difference"}


def test_the_twenty_trials_tell_what_they_drew():
    simulator = figures.many_trials()
    simulator.set(n_people=800, effect=0.2, spread=0.3, draw=4)
    estimates, errors = evidence.simulated_trials(20, 800, 0.2, 0.3, seed=4)
    apart = (np.abs(estimates) > 1.96 * errors).sum()
    assert f"{apart} trials exclude no difference" in simulator.finding
    found = evidence.pool(estimates, errors)
    assert f"pool {found.estimate:.2f}" in simulator.finding


@pytest.mark.parametrize("people", (20, 2000))
@pytest.mark.parametrize("effect", (0.0, 0.6))
@pytest.mark.parametrize("spread", (0.0, 0.5))
def test_no_simulated_trial_leaves_the_axis(people, effect, spread):
    for draw in range(1, 21):
        estimates, _ = evidence.simulated_trials(20, people, effect, spread, seed=draw)
        assert figures.TRIAL_LIMITS[0] < estimates.min()
        assert estimates.max() < figures.TRIAL_LIMITS[1]


def test_pooling_nothing_is_answered_in_words():
    simulator = figures.pool_it_yourself()
    simulator.set(shea=False, avadec=False, kurnatowska=False, viktories=False)
    assert "choose at least one trial" in simulator.error
    simulator.set(avadec=True)
    assert simulator.error == ""
    assert "100 %" in simulator.finding


def test_the_pool_on_the_page_is_that_of_the_model():
    simulator = figures.pool_it_yourself()
    found = pools.pool_calcium(list(pools.CALCIUM_TRIALS), "random")
    assert f"{found.estimate:.0f} AU".replace("-", "−") in simulator.finding


def test_a_confounder_as_strong_as_the_e_value_moves_rotterdam_to_1():
    cohorts = pools.heart_cohorts()
    strength, _ = evidence.e_value(cohorts.loc["rotterdam_chd_top", "estimate"])
    left = pools.without_hidden_confounder(strength, strength)
    assert left.loc["rotterdam_chd_top", "estimate"] == pytest.approx(1)
    assert pools.without_hidden_confounder(1, 1)["low"].tolist() == cohorts["low"].tolist()
    simulator = figures.hidden_confounder()
    simulator.set(with_intake=1.6, with_disease=1.6)
    assert "3 of 5 are explained away" in simulator.finding


@pytest.mark.parametrize("build", [figures.hu_2021, figures.left_out, figures.errors_in_print])
def test_pictures_write_their_minus_signs_as_such(build):
    finding = build().finding
    assert finding
    assert not re.search(r"(?<![\w-])-\d", finding)


def test_the_left_out_trial_is_inferred_and_says_so():
    found = pools.ma_2022()
    assert found.share == pytest.approx(0.92, abs=0.01)
    assert found.dropped[0] == pytest.approx(1.02, abs=0.01)
    assert "our inference" in figures.left_out().finding
