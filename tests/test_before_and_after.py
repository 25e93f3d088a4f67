"""The tests before and after the course keep their secret, and the gain is computed rightly."""

import itertools
import json
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, stats

from courseware import progress
from courseware.gain import Gain, gain_of, gain_picture, gains, learning_gain, right_answers
from courseware.kept import DO_NOT_KNOW, Kept, KeptTest
from courseware.question_view import QuestionView
from exercises import posttest, pretest

ROOT = Path(__file__).resolve().parent.parent
PAIRS = list(zip(pretest.all_items.items, posttest.all_items.items, strict=True))
ITEMS = [item for pair in PAIRS for item in pair]
each_item = pytest.mark.parametrize("item", ITEMS, ids=lambda item: f"{item.lesson}.{item.name}")
each_test = pytest.mark.parametrize("test", [pretest.all_items, posttest.all_items],
                                    ids=["pretest", "posttest"])  # fmt: skip
each_pair = pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0].name)


def wrong_option(item):
    return next(option for option in item.options if option != item.answer)


def answer_all(test, n_right=12):
    """Keep all answers of a test, the first `n_right` of them right."""
    return test.check(
        {
            item.name: item.answer if number < n_right else wrong_option(item)
            for number, item in enumerate(test.items)
        }
    )


# --- The items -----------------------------------------------------------------------------------


@each_test
def test_three_items_test_each_of_the_four_concepts(test):
    concepts = [item.concept for item in test.items]
    assert concepts == [concept for concept in pretest.CONCEPTS for _ in range(3)]


@each_pair
def test_twins_share_name_and_concept_but_not_their_words(pair):
    before, after = pair
    assert (before.name, before.concept) == (after.name, after.concept)
    assert before.prompt != after.prompt


@each_item
def test_options_differ_and_offer_not_to_know(item):
    assert len(set(item.options)) == len(item.options) >= 4
    assert item.options[-1] == DO_NOT_KNOW != item.answer


@each_test
def test_neither_place_nor_length_gives_the_right_option_away(test):
    places = [item.options.index(item.answer) for item in test.items]
    assert max(places.count(place) for place in set(places)) <= 6
    longest = [item for item in test.items if len(item.answer) == max(map(len, item.options))]
    assert len(longest) <= 4


def test_answers_that_are_numbers_come_from_the_model_and_the_data():
    assert pretest.what_is_left.answer == "8 ng/mL"  # 64 → 32 → 16 → 8
    assert posttest.what_is_left.answer == "30 ng/mL"  # 120 → 60 → 30
    assert pretest.in_a_portion.answer == "about 145 µg"  # 482.9 × 0.3
    assert posttest.in_a_portion.answer == "about 376 µg"  # 939 × 0.4
    assert "inside each group, but up" in pretest.two_directions.answer
    assert "inside each group, but down" in posttest.two_directions.answer


@pytest.mark.parametrize(("half_life_h", "interval_h"), [(24, 24), (48, 24), (12, 24)])
def test_accumulation_is_what_dosing_by_hand_gives(half_life_h, interval_h):
    kept = 0.5 ** (interval_h / half_life_h)
    trough = 0.0
    for _ in range(200):
        trough = (trough + 1) * kept
    assert pretest.accumulation(half_life_h, interval_h) == pytest.approx(trough / kept)


def test_groups_that_go_different_ways_have_no_common_direction():
    with pytest.raises(ValueError, match="different ways"):
        pretest.within_and_between((1, 2), (4, 3))


def test_a_key_that_cannot_be_chosen_is_refused():
    with pytest.raises(ValueError, match="not among the options"):
        Kept("l.q", "?", concept="c", options=["a"], answer="b", because="")


# --- Nothing is given away -----------------------------------------------------------------------


@each_item
def test_an_item_says_the_same_to_a_right_and_a_wrong_answer(item):
    said = {option: str(item.check(option)) for option in item.options}
    assert len(set(said.values())) == 1
    assert said[item.answer].startswith("Kept.")
    verdicts = [attempt["verdict"] for attempt in progress.attempts()]
    assert verdicts == ["right" if o == item.answer else "wrong" for o in item.options]


def messages(test, answer):
    """Return all that the browser gets before and after an answer, and in another session."""
    view, sent = QuestionView(test), []
    for step in range(2):
        if step:
            view._handle_custom_msg({"do": "check", "answer": answer}, [])
            view._handle_custom_msg({"do": "hint"}, [])
            view._handle_custom_msg({"do": "solution"}, [])
        state = {k: v for k, v in view.get_state().items() if k not in {"_esm", "_css"}}
        sent.append(json.dumps(state, default=str))
    sent.append(json.dumps(test._repr_mimebundle_()[0]["text/markdown"]))
    later = QuestionView(test).get_state()
    return [*sent, json.dumps([later["question"], later["feedback"], later["solution"]])]


@each_test
def test_all_right_and_all_wrong_look_the_same_in_the_browser(test, monkeypatch, tmp_path):
    seen = []
    for choose in (lambda item: item.answer, wrong_option):
        monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / choose.__name__))
        seen.append(messages(test, {item.name: choose(item) for item in test.items}))
        assert len(test.first_verdicts()) == 12
    # Each widget has ids of its own.
    stripped = [[json.dumps(_without_ids(json.loads(text))) for text in texts] for texts in seen]
    assert stripped[0] == stripped[1]
    assert not any(item.because in text for item in test.items for text in seen[0])


def _without_ids(state):
    return {k: v for k, v in state.items() if "IPY_MODEL" not in str(v)} if (
        isinstance(state, dict)
    ) else state  # fmt: skip


@pytest.mark.parametrize("test", [pretest.all_items], ids=["pretest"])
def test_the_stored_notebook_shows_all_options_and_no_reason(test):
    stored = (ROOT / "notebooks" / "00_start_here.ipynb").read_text(encoding="utf-8")
    for item in test.items:
        assert all(json.dumps(o, ensure_ascii=False)[1:-1] in stored for o in item.options)
        assert json.dumps(item.because, ensure_ascii=False)[1:-1] not in stored


# --- Keeping -------------------------------------------------------------------------------------


@each_test
def test_all_answers_are_kept_at_once_and_each_under_its_own_name(test):
    assert str(answer_all(test, 5)) == "Kept. All 12 answers are kept."
    kept = [(a["lesson"], a["question"], a["verdict"]) for a in progress.attempts()]
    assert kept == [
        (test.lesson, item.name, "right" if number < 5 else "wrong")
        for number, item in enumerate(test.items)
    ]


def test_items_without_an_answer_are_named_and_can_be_added():
    test, (first, second, third) = pretest.all_items, pretest.all_items.items[:3]
    said = test.check({first.name: first.answer, second.name: None, third.name: DO_NOT_KNOW})
    assert said.verdict == "kept"
    assert "2 of 12" in said.message and "number 2, 4, 5, 6, 7, 8, 9, 10, 11, 12." in said.message
    assert "2 of 12" in test.earlier()
    assert "All 12" in answer_all(test).message


def test_the_first_kept_answer_counts():
    answer_all(pretest.all_items, 0)
    answer_all(pretest.all_items, 12)
    assert set(pretest.all_items.first_verdicts().values()) == {"wrong"}
    assert len(progress.attempts()) == 12


@pytest.mark.parametrize(
    "junk",
    [None, [], "a", 7, {}, {"groups_and_people": "x"}, {"groups_and_people": ["a"]}, {1: 2},
     {"groups_and_people": np.array([1, 2])}, {"groups_and_people": {}}, {"other": DO_NOT_KNOW}],
    ids=repr,
)  # fmt: skip
def test_junk_keeps_nothing_and_asks_for_an_option(junk):
    said = pretest.all_items.check(junk)
    assert said.verdict == "unclear" and "Choose an option" in said.message
    assert progress.attempts() == []


def test_an_unwritable_folder_is_said_and_nothing_is_called_kept(progress_folder):
    progress_folder.write_text("a file stands where the folder should be")
    item = pretest.all_items.items[0]
    for said in (answer_all(pretest.all_items), item.check(item.answer)):
        assert said.verdict == "unclear" and said.message.startswith("This was not kept")


# --- The gain ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n_items", "before", "after", "expected"),
    [(3, 1, 3, 1.0), (3, 1, 2, 0.5), (3, 0, 1, 1 / 3), (3, 2, 2, 0.0), (3, 1, 0, -0.5),
     (3, 2, 0, -2.0), (12, 4, 10, 0.75)],
)  # fmt: skip
def test_the_normalised_gain_agrees_with_a_hand(n_items, before, after, expected):
    assert gain_of("c", n_items, before, after).gain == pytest.approx(expected)


def test_there_is_no_gain_where_nothing_was_missing():
    gain = gain_of("c", 3, 3, 2)
    assert math.isnan(gain.gain)
    assert str(gain) == "c: 3 of 3 before, 2 of 3 after; nothing was missing"


def ratio_below(limit, wrong_before, wrong_after, n_items):
    """Probability that the missing share after is below `limit` times that before, by integral."""
    before = stats.beta(wrong_before + 0.5, n_items - wrong_before + 0.5)
    after = stats.beta(wrong_after + 0.5, n_items - wrong_after + 0.5)
    # Over the quantiles of `before`, so that its endless ends do no harm.
    return integrate.quad(lambda p: after.cdf(limit * before.ppf(p)), 0, 1, limit=200)[0]


@pytest.mark.parametrize(("n_items", "before", "after"), [(3, 1, 2), (3, 0, 0), (12, 4, 10)])
def test_the_interval_holds_95_percent_of_the_posterior(n_items, before, after):
    gain = gain_of("c", n_items, before, after)
    wrong = n_items - before, n_items - after
    assert ratio_below(1 - gain.high, *wrong, n_items) == pytest.approx(0.025, abs=0.002)
    assert ratio_below(1 - gain.low, *wrong, n_items) == pytest.approx(0.975, abs=0.002)


@pytest.mark.parametrize("n_items", [1, 3, 12])
def test_every_gain_lies_in_its_interval(n_items):
    for before, after in itertools.product(range(n_items), range(n_items + 1)):
        gain = gain_of("c", n_items, before, after)
        assert gain.low <= gain.gain <= gain.high <= 1, gain


def test_three_items_cannot_tell_one_more_right_answer_from_none():
    few, many = gain_of("c", 3, 1, 2), gain_of("c", 12, 4, 8)
    assert few.low < 0 < few.high
    assert few.high - few.low > many.high - many.low


@pytest.mark.parametrize("counts", [(3, 4, 0), (3, 0, 4), (3, -1, 0), (0, 1, 1)])
def test_impossible_counts_are_refused(counts):
    with pytest.raises(ValueError, match="impossible"):
        gain_of("c", *counts)


def test_gains_are_counted_for_each_concept_and_for_all():
    answer_all(pretest.all_items, 4)
    answer_all(posttest.all_items, 8)
    counts = [(g.concept, g.right_before, g.right_after, g.n_items) for g in found()]
    assert counts == [
        ("calcium paradox", 3, 3, 3), ("proteins", 1, 3, 3), ("half-life", 0, 2, 3),
        ("foods", 0, 0, 3), ("everything together", 4, 8, 12),
    ]  # fmt: skip


def found():
    return gains(pretest.all_items, posttest.all_items)


def test_only_pairs_with_both_answers_count():
    assert found() == []
    item = pretest.many_doses
    pretest.all_items.check({item.name: item.answer})
    assert found() == []
    answer_all(posttest.all_items)
    assert [(g.concept, g.n_items) for g in found()] == [
        ("half-life", 1),
        ("everything together", 1),
    ]


def test_tests_that_are_no_twins_are_refused():
    other = KeptTest("x.all", "", items=pretest.all_items.items[::-1])
    with pytest.raises(ValueError, match="different concepts"):
        gains(pretest.all_items, other)


@pytest.mark.parametrize("n_kept", [0, 11])
def test_nothing_is_told_before_the_second_test_is_done(n_kept):
    answer_all(pretest.all_items)
    names = posttest.all_items.items[:n_kept]
    posttest.all_items.check({item.name: item.answer for item in names})
    for shown in (posttest.learning_gain(), posttest.right_answers()):
        assert f"{n_kept} of 12" in shown.data
        assert not any(item.answer in shown.data for item in posttest.all_items.items)


def test_a_learner_without_the_first_test_is_told_so_and_sees_what_is_right():
    answer_all(posttest.all_items)
    assert "no gain to show" in learning_gain(pretest.all_items, posttest.all_items).data
    shown = right_answers(pretest.all_items, posttest.all_items).data
    assert shown.count("not answered") == 12


def test_after_both_tests_the_picture_and_the_table_say_what_is_so():
    answer_all(pretest.all_items, 4)
    answer_all(posttest.all_items, 8)
    data, metadata = posttest.learning_gain()._repr_mimebundle_()
    assert "proteins: 1 of 3 before, 3 of 3 after; gain +1.00" in data["text/plain"]
    assert "above 0 for none of them." in data["text/plain"]
    assert data["text/plain"] in metadata["image/png"]["alt"]
    table = posttest.right_answers().data
    assert (table.count("✓ right"), table.count("✗ wrong")) == (12, 12)
    assert all(item.because in table for item in posttest.all_items.items)


def test_a_gain_far_below_nothing_is_written_short():
    loss = gain_of("c", 3, 2, 0)
    assert loss.interval.startswith("below −1 to")
    assert isinstance(loss, Gain) and gain_picture([loss]).error == ""
