"""The map of the course and the check of what is ready say what is so."""

import json
import re
from pathlib import Path

import course
import pytest

from courseware import progress
from courseware.course_map import course_map
from courseware.questions import questions_of
from courseware.ready import NO_LIVE_VIEW, Ready
from exercises import half_life, pretest

ROOT = Path(__file__).resolve().parent.parent
COUNTED = questions_of(half_life)


def lesson_03():
    return next(le for le in course.progress_map().lessons if le.file.startswith("03"))


def answer(question):
    """Record what makes the learner done with a question."""
    (verdict, *_) = question.done_with
    progress.record(question.lesson, question.name, "an answer", verdict)


def test_every_lesson_that_is_there_has_its_row_and_its_link():
    shown = course.progress_map()
    files = sorted(path.name for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))
    assert [lesson.file for lesson in shown.lessons] == files
    assert re.findall(r'href="([^"]+)"', shown._repr_html_()) == files
    assert all(lesson.minutes and lesson.total for lesson in shown.lessons)


def test_nothing_some_and_all_of_a_lesson_is_counted():
    assert (lesson_03().done, lesson_03().total) == (0, len(COUNTED))
    progress.record("half_life", COUNTED[0].name, "a wrong answer", "unclear")
    assert lesson_03().done == 0
    answer(COUNTED[0])
    answer(COUNTED[0])
    assert lesson_03().done == 1
    for question in COUNTED:
        answer(question)
    assert lesson_03().done == lesson_03().total
    assert f"{len(COUNTED)} of {len(COUNTED)}" in course.progress_map()._repr_html_()


def test_a_wrong_answer_is_not_done_but_a_kept_one_is_whether_right_or_wrong():
    before = course.progress_map().lessons[0].done
    progress.record("start_here", "a_friend_asks", "x", "wrong")
    assert course.progress_map().lessons[0].done == before
    for verdict, item in zip(("right", "wrong"), pretest.all_items.items[:2], strict=True):
        progress.record("pretest", item.name, "x", verdict)
    assert course.progress_map().lessons[0].done == before + 2


def test_the_card_of_the_test_is_not_counted_beside_its_items():
    total = course.progress_map().lessons[0].total
    assert total == 8 + len(pretest.all_items.items)


@pytest.mark.parametrize("damage", [b"\x00\xff" * 50, b"[" * 10**5, b'{"time": "', b"null\n7\n"])
def test_a_damaged_progress_file_leaves_the_map_whole(progress_folder, damage):
    answer(COUNTED[0])
    with (progress_folder / progress.FILE_NAME).open("ab") as file:
        file.write(damage)
    assert lesson_03().done == 1


@pytest.mark.parametrize("foreign", ["", "{", "[]", '{"cells": 7}', '{"cells": [7]}'])
def test_a_notebook_that_cannot_be_read_is_left_out(tmp_path, foreign):
    (tmp_path / "01_broken.ipynb").write_text(foreign)
    assert course_map(tmp_path, "exercises").lessons == ()


def test_an_empty_folder_gives_an_empty_map(tmp_path):
    assert "0 of 0 questions in 0 lessons" in repr(course_map(tmp_path, "exercises"))


def test_a_lesson_without_questions_or_time_has_its_row(tmp_path):
    cells = [{"cell_type": "markdown", "source": ["# A <b>new</b> lesson"]}]
    (tmp_path / "09_new.ipynb").write_text(json.dumps({"cells": cells}))
    shown = course_map(tmp_path, "exercises")
    assert (shown.lessons[0].total, shown.lessons[0].minutes) == (0, None)
    assert "09 A &lt;b&gt;new&lt;/b&gt; lesson" in shown._repr_html_()


def test_questions_that_come_back_in_a_later_lesson_count_once(tmp_path):
    cells = [{"cell_type": "code", "source": ["from exercises import half_life, start_here"]}]
    for name in ("03_first.ipynb", "06_later.ipynb"):
        (tmp_path / name).write_text(json.dumps({"cells": cells}))
    totals = [lesson.total for lesson in course_map(tmp_path, "exercises").lessons]
    assert totals == [len(COUNTED) + 8, 0]


# --- What is ready -------------------------------------------------------------------------------


def states(ready):
    return dict(ready.rows)


def test_the_check_names_versions_only_where_they_are_seen_live():
    ready = course.check()
    assert re.search(r"numpy \d+\.\d", states(ready)["Packages"])
    stored = ready._repr_mimebundle_()[0]["text/markdown"]
    assert NO_LIVE_VIEW in stored
    assert not re.search(r"\d+\.\d", stored)


def test_a_folder_that_cannot_be_written_is_said_with_what_to_do(progress_folder):
    progress_folder.write_text("a file stands where the folder should be")
    said = states(Ready(["numpy"]))["Your answers"]
    assert said.startswith("cannot be kept") and "copy the course" in said


def test_on_binder_the_check_says_that_answers_are_lost_at_its_end(monkeypatch):
    assert "Binder" not in states(Ready(["numpy"]))["Your answers"]
    monkeypatch.setenv("BINDER_LAUNCH_HOST", "https://a.binder/")
    assert "until this Binder session stops" in states(Ready(["numpy"]))["Your answers"]


def test_the_check_itself_leaves_no_attempt():
    course.check()
    assert progress.attempts() == []
