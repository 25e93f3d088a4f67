"""A hand-in holds what was done, comes back whole, and a bad file changes nothing."""

import json
import re
import tomllib
from pathlib import Path

import course
import pytest

from courseware import handin, progress

ROOT = Path(__file__).resolve().parent.parent
NAMES = [
    "", "Ada", "Zoë Müller", "李小龙", "../../etc/passwd", "..\\..\\x", "<script>x</script>",
    "x" * 10_000, "🦉🦉", "\ud800", "a`b", "CON", "name\nwith\nlines", "$x$ | <b>", "/", "%2e",
]  # fmt: skip


def do_something():
    progress.record("half_life", "mk7", {"a": [1, 2.5, None]}, "wrong")
    progress.record("half_life", "mk7", "72 h \u2028 µ", "right")


def written(folder):
    (path,) = folder.glob("hand-in-*.json")
    return path


def without_progress(monkeypatch, tmp_path):
    """Go on at another computer."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "elsewhere" / "progress"))
    assert progress.attempts() == []


def test_a_hand_in_has_the_agreed_form(progress_folder):
    progress.use_name("Ada")
    do_something()
    course.hand_in()
    path = written(progress_folder)
    assert path.name == "hand-in-Ada.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert list(content) == [
        "format", "format_version", "course_version", "learner", "exported", "attempts",
    ]  # fmt: skip
    assert content["format"] == "vitamin-k2-course hand-in"
    assert content["format_version"] == 1
    assert content["course_version"] == version["project"]["version"]
    assert content["learner"] == "Ada"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", content["exported"])
    assert content["attempts"] == progress.attempts()
    assert all(
        set(attempt) == {"time", "lesson", "question", "answer", "verdict"}
        for attempt in content["attempts"]
    )


def test_the_version_agrees_with_the_citation():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {handin.course_version()}\n" in citation


@pytest.mark.parametrize("name", NAMES, ids=lambda name: repr(name[:12]))
def test_any_name_gives_a_safe_file_in_the_progress_folder_and_comes_back(
    name, progress_folder, monkeypatch, tmp_path
):
    progress.use_name(name)
    do_something()
    said = course.hand_in().data
    path = written(progress_folder)
    assert re.fullmatch(r"hand-in-[\w-]+\.json", path.name)
    assert len(path.name.encode()) < 200
    assert f"`{path.name}`" in said and "2 answers" in said
    said.encode("utf-8")
    before = progress.attempts()
    without_progress(monkeypatch, tmp_path)
    assert "Restored: 3 entries" in course.restore(str(path)).data
    assert progress.attempts() == before
    assert progress.learner_name() == name.strip()[:80]


def test_a_typed_name_is_shown_as_it_is_and_not_as_markdown():
    progress.use_name("[x](javascript:1) `**<b>`")
    do_something()
    assert "`[x](javascript:1) '**<b>'`" in course.hand_in().data


def test_nothing_done_gives_no_file(progress_folder):
    progress.use_name("Ada")
    progress.record("half_life", "fraction_left", "f", "unclear")
    assert "nothing to hand in" in course.hand_in().data
    assert list(progress_folder.glob("hand-in*")) == []


def test_a_file_that_cannot_be_written_is_said_in_words(progress_folder):
    do_something()
    (progress_folder / "hand-in-learner.json").mkdir()
    assert "could not be written" in course.hand_in().data


def test_restoring_twice_adds_nothing(progress_folder):
    do_something()
    course.hand_in()
    path = written(progress_folder)
    before = progress.attempts()
    assert "0 entries" in course.restore(path).data
    assert progress.attempts() == before


def test_restored_work_stands_in_the_order_of_time(progress_folder, monkeypatch, tmp_path):
    progress.use_name("Ada")
    do_something()
    course.hand_in()
    path = written(progress_folder)
    content = json.loads(path.read_text(encoding="utf-8"))
    for attempt in content["attempts"]:
        attempt["time"] = "2020-01-01T00:00:00+00:00"
    path.write_text(json.dumps(content), encoding="utf-8")
    without_progress(monkeypatch, tmp_path)
    progress.use_name("Grace")
    course.restore(path)
    assert progress.learner_name() == "Grace"
    assert [a["time"] for a in progress.attempts()] == sorted(
        a["time"] for a in progress.attempts()
    )


@pytest.mark.parametrize("place", ["beside the notebook", "progress folder"])
def test_a_file_is_found_by_its_name_alone(place, progress_folder, monkeypatch, tmp_path):
    do_something()
    course.hand_in()
    text = written(progress_folder).read_text(encoding="utf-8")
    without_progress(monkeypatch, tmp_path)
    folder = tmp_path / "notebooks" if place == "beside the notebook" else progress.folder()
    folder.mkdir(parents=True)
    (folder / "work.json").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path if place == "progress folder" else folder)
    assert "Restored: 2 entries" in course.restore("work.json").data


ATTEMPT = {"time": "2026-01-01", "lesson": "l", "question": "q", "answer": 1, "verdict": "right"}
GOOD = {
    "format": "vitamin-k2-course hand-in",
    "format_version": 1,
    "course_version": "0.1.0",
    "learner": "Ada",
    "exported": "2026-01-01T00:00:00+00:00",
    "attempts": [ATTEMPT],
}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "damaged"), ("hello", "damaged"), ("{", "damaged"), ("[" * 10**5, "damaged"),
        ("9" * 10**5, "damaged"), (json.dumps(GOOD)[:-9], "damaged"), ("\x00", "damaged"),
        (json.dumps(GOOD).replace('"answer": 1', '"answer": NaN'), "damaged"),
        ("[]", "no hand-in"), ("null", "no hand-in"), ("{}", "no hand-in"), ("7", "no hand-in"),
        (json.dumps(GOOD | {"format": "another"}), "no hand-in"),
        (json.dumps(GOOD | {"format_version": 2}), "another version"),
        (json.dumps(GOOD | {"format_version": None}), "another version"),
        (json.dumps(GOOD | {"attempts": {}}), "list of entries"),
        (json.dumps(GOOD | {"learner": 7}), "name"),
        (json.dumps(GOOD | {"attempts": [ATTEMPT, 7]}), "entry 2"),
        (json.dumps(GOOD | {"attempts": [ATTEMPT | {"time": 1}]}), "entry 1"),
        (json.dumps(GOOD | {"attempts": [ATTEMPT | {"verdict": "best"}]}), "entry 1"),
        (json.dumps(GOOD | {"attempts": [{k: 1 for k in ATTEMPT}]}), "entry 1"),
        (json.dumps(GOOD | {"attempts": [ATTEMPT | {"answer": "x" * 2 * 10**6}]}), "entry 1"),
    ],
    ids=lambda value: value[:24],
)  # fmt: skip
def test_a_damaged_or_foreign_file_is_refused_in_words_and_changes_nothing(
    text, words, progress_folder, tmp_path
):
    do_something()
    before = (progress_folder / progress.FILE_NAME).read_bytes()
    path = tmp_path / "file.json"
    path.write_text(text, encoding="utf-8")
    said = course.restore(path).data
    assert said.startswith("Nothing was restored.") and words in said
    assert (progress_folder / progress.FILE_NAME).read_bytes() == before


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(10**10)
    assert "larger than 20 MB" in course.restore(path).data


@pytest.mark.parametrize("path", ["nowhere.json", "", ".", None, 7, "\x00", "x" * 10_000, "~"])
def test_a_file_that_is_not_there_is_said_in_words(path):
    assert course.restore(path).data.startswith("Nothing was restored.")


def test_a_mistyped_name_is_told_where_the_file_was_looked_for():
    assert "with .json, in the file list" in course.restore("hand-in-Ada").data


def test_only_what_belongs_to_an_attempt_is_restored(tmp_path):
    path = tmp_path / "file.json"
    path.write_text(json.dumps(GOOD | {"attempts": [ATTEMPT | {"extra": "x"}, ATTEMPT]}))
    assert "Restored: 1 entries" in course.restore(path).data
    assert progress.attempts() == [ATTEMPT]


def test_a_restored_name_cannot_play_tricks_in_the_message(tmp_path):
    path = tmp_path / "file.json"
    path.write_text(json.dumps(GOOD | {"learner": "`<img src=x>`\n# " + "x" * 10_000}))
    said = course.restore(path).data
    assert len(said) < 400 and "`'<img src=x>' # xx" in said
