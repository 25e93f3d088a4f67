"""Lesson 00 by keyboard: the test before the course, the map and the file to take home."""

import json
import re

import pytest
from playwright.sync_api import expect

from exercises import pretest

PATH = "notebooks/00_start_here.ipynb"
ITEMS = pretest.all_items.items


@pytest.fixture(scope="module")
def lesson(open_lesson):
    opened = open_lesson(PATH)
    opened.run_all()
    return opened


def run_by_keyboard(lesson, source):
    """Run a cell as a learner without a mouse does."""
    lesson.cell(source).locator(".cm-content").press("Shift+Enter")
    return lesson.cell(source).locator(".jp-OutputArea")


def verdicts(folder):
    lines = (folder / "attempts.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [line["verdict"] for line in found if line["lesson"] == "pretest"]


def test_the_check_is_a_live_view_itself(lesson):
    expect(lesson.cell("course.check()").locator("table")).to_contain_text("fine: this table")


def test_the_test_is_kept_by_keyboard_without_a_verdict(lesson, learner_folder):
    card = lesson.cell("pretest.all_items").locator(".question")
    groups = card.get_by_role("group", name=re.compile(r"^\d+\. "))
    expect(groups).to_have_count(len(ITEMS))
    keep = card.get_by_role("button", name="Keep my answers")
    said = card.locator(".question-feedback")
    keep.press("Enter")
    expect(said).to_contain_text("Choose an option")
    for number, item in enumerate(ITEMS[:-1]):
        # Every second answer is right.
        option = item.answer if number % 2 else item.options[-1]
        groups.nth(number).get_by_label(option, exact=True).press("Space")
    keep.press("Enter")
    expect(said).to_contain_text("11 of 12 answers are kept. Without an answer: number 12.")
    groups.last.get_by_role("radio").first.press("ArrowDown")
    keep.press("Enter")
    expect(said).to_contain_text("All 12 answers are kept.")
    assert not re.search(r"\b(right|wrong)\b", said.inner_text(), re.I)
    assert said.get_attribute("class") == "question-feedback question-kept"
    assert verdicts(learner_folder) == ["wrong", "right"] * 6
    assert lesson.problems() == []


def test_the_map_counts_what_was_kept_and_links_to_the_lessons(lesson):
    output = run_by_keyboard(lesson, "course.progress_map()")
    first = output.get_by_role("row", name=re.compile("Start here"))
    expect(first).to_contain_text(re.compile(r"1[2-9] of 20"))
    link = output.get_by_role("link", name=re.compile("^03 "))
    link.press("Enter")
    tab = lesson.page.get_by_role("tab", name=re.compile("03_k1_k2_half_life"))
    expect(tab).to_have_attribute("aria-selected", "true")
    lesson.page.get_by_role("tab", name=re.compile("00_start_here")).click()


def test_work_is_written_into_one_file_by_keyboard(lesson, learner_folder):
    output = run_by_keyboard(lesson, "course.hand_in()")
    expect(output).to_contain_text("Written: hand-in-learner.json")
    content = json.loads((learner_folder / "hand-in-learner.json").read_text(encoding="utf-8"))
    assert content["format"] == "vitamin-k2-course hand-in"
    kept = [a for a in content["attempts"] if a["lesson"] == "pretest"]
    assert {a["question"] for a in kept} == {item.name for item in ITEMS}


def test_another_session_knows_that_the_test_was_kept(open_lesson):
    later = open_lesson(PATH)
    later.run_all()
    card = later.cell("pretest.all_items").locator(".question")
    expect(card).to_contain_text("You have kept 12 of 12 answers.")
