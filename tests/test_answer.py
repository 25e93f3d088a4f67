"""The one-page answer takes its numbers from the tables, keeps its caution and can be kept."""

from datetime import date

import pytest

from courseware import progress
from vitamin_k import answer
from vitamin_k.data import cite, load

TRIALS = load("trials").set_index("id")


def test_title_question_is_answered_with_its_caution_and_first():
    question, found, certainty, _ = answer.lines()[0]
    assert question == answer.QUESTION
    assert "No evidence that it does – not proven not to" in found
    assert certainty == "low"


def test_each_certainty_is_one_of_the_four_words_and_is_explained():
    assert {certainty for *_, certainty, _ in answer.lines()} == set(answer.CERTAINTY)
    page = answer.one_page().data
    assert all(f"*{word}*: {meaning}" in page for word, meaning in answer.CERTAINTY.items())


def test_each_line_says_what_would_change_it():
    assert all(len(line) == 4 and all(cell.strip() for cell in line) for line in answer.lines())


def test_numbers_follow_the_tables():
    page = answer.one_page().data
    row = TRIALS.loc["avadec_valve"]
    assert (
        f"{row['estimate']:.0f} ({row['low']:.0f} to {row['high']:.0f})".replace("-", "−") in page
    )
    assert f"{TRIALS.loc['of_vertebral', 'n_people']:,} women" in page
    assert "0.16 (−0.10 to 0.42)" in page
    assert "In 4 of 4 comparisons" in page
    assert "other double-blind trials 3 of 4" in page


def test_the_trials_that_found_less_calcification_were_open_and_gave_k1():
    calcium = ["coronary calcium", "valve calcium", "other calcification"]
    found = TRIALS[TRIALS["outcome"].isin(calcium) & (TRIALS["result"] == "better")]
    found = found[found["analysis"] == "main"]
    assert set(found["form"]) == {"K1"} and set(found["blinded"]) == {"open-label"}
    assert f"The {len(found)} trials that found less, both open, gave K1" in answer.one_page().data


def test_a_second_hand_number_says_so():
    assert TRIALS.loc["avadec_mgp", "verified"] == "second-hand"
    assert "(second-hand)" in answer.one_page().data


def test_own_verdicts_stand_on_the_page_only_if_there_are_any():
    assert "My verdict" not in answer.one_page().data
    claim = next(load("claims").itertuples())
    assert (
        f"| {claim.claim} | true | {claim.verdict} | {claim.what_would_change_it} |"
        in answer.one_page({claim.claim: "true"}).data
    )


def test_the_sources_of_the_page_can_be_opened():
    page = answer.one_page().data
    assert all(f"]({each.link})" in page and each.link for each in cite(*answer.SOURCES))


def test_the_title_result_counts_what_was_measured():
    found = load("serum_calcium")
    telling = found[found["direction"] != "cannot tell"]
    said = answer.title_result()
    assert f"{len(found)} trials looked, {len(telling)} of them" in said
    assert f"and {(telling['kind'] == 'serum').sum()} of these" in said
    assert f"A rise was seen in {(telling['direction'] == 'higher').sum()}." in said


def test_the_page_is_kept_in_the_progress_folder():
    said = answer.keep()
    assert "progress folder" in said
    path = progress.folder() / answer.FILE_NAME
    kept = path.read_text(encoding="utf-8")
    assert kept.startswith(answer.one_page().data)
    assert f"Kept on {date.today().isoformat()}" in kept


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("COURSE_PROGRESS", str(blocked / "progress"))
    assert answer.keep().startswith("The page could not be kept")


@pytest.mark.parametrize("word", ["doctor recommends", "you should take", "mg a day is enough"])
def test_the_page_gives_no_advice(word):
    assert word not in answer.one_page().data
    assert "Not medical advice." in answer.one_page().data
