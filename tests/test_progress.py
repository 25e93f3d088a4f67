"""What a learner did is kept whole, whatever happens around the file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from courseware import progress
from courseware.questions import Choice

ROOT = Path(__file__).resolve().parent.parent
WRITER = """
import sys
from courseware import progress
for i in range(300):
    progress.record("lesson", sys.argv[1], f"{i} " + "µ" * 500, "wrong")
"""


@pytest.fixture
def attempts_file(progress_folder):
    progress_folder.mkdir()
    return progress_folder / progress.FILE_NAME


@pytest.fixture
def unwritable_folder(progress_folder):
    progress_folder.write_text("a file stands where the folder should be")
    return progress_folder


def keep(answer="an answer", question="q", verdict="wrong"):
    progress.record("lesson", question, answer, verdict)


def kept_answers():
    return [attempt["answer"] for attempt in progress.attempts()]


def test_an_attempt_is_kept_in_the_folder_that_the_environment_names(progress_folder):
    keep()
    assert [path.name for path in progress_folder.iterdir()] == [progress.FILE_NAME]
    (attempt,) = progress.attempts()
    assert set(attempt) == {"time", "lesson", "question", "answer", "verdict"}
    assert attempt["time"].endswith("+00:00")


def test_without_the_environment_the_folder_lies_in_the_repository(monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS")
    assert progress.folder() == ROOT / "progress"


def test_nothing_kept_reads_as_no_attempts():
    assert progress.attempts() == []
    assert progress.last("lesson", "q", {"right"}) is None
    assert progress.learner_name() == ""


def test_two_processes_at_once_lose_nothing_and_tear_nothing(progress_folder):
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, name], cwd=ROOT) for name in ("a", "b")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    lines = (progress_folder / progress.FILE_NAME).read_text(encoding="utf-8").split("\n")
    assert all(json.loads(line) for line in lines if line)
    for name in ("a", "b"):
        own = [a["answer"] for a in progress.attempts() if a["question"] == name]
        assert [int(answer.split()[0]) for answer in own] == list(range(300))


def test_a_torn_last_line_loses_only_itself(attempts_file):
    keep("before")
    with attempts_file.open("ab") as file:
        file.write(b'{"time": "2026-01-01", "lesson": "les')
    keep("after")
    assert kept_answers() == ["before", "after"]


@pytest.mark.parametrize(
    "foreign",
    [
        b"", b"hello", b"[1, 2]", b"null", b'{"lesson": "l"}', b"\xff\xfe\x00\x80", b"x" * 10**6,
        b"[" * 10**5, b"9" * 10**5, b'{"time": 1, "lesson": 2, "question": 3, "verdict": 4}',
        b'{"time": "", "lesson": "", "question": "", "verdict": ""}',
    ],
    ids=lambda line: repr(line[:12]),
)  # fmt: skip
def test_a_foreign_line_is_skipped(attempts_file, foreign):
    keep("before")
    with attempts_file.open("ab") as file:
        file.write(foreign + b"\n")
    keep("after")
    assert kept_answers() == ["before", "after"]


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\n", "\r\n", "\x00", "\ud800", "\\"])
def test_an_odd_character_in_an_answer_comes_back(odd):
    keep(f"a{odd}b")
    assert kept_answers() == [f"a{odd}b"]


def test_a_long_text_is_cut():
    keep("x" * 10**6)
    assert kept_answers() == ["x" * progress.LONGEST_TEXT]


def test_the_newest_attempt_with_a_verdict_is_the_last():
    for answer, verdict in [("old", "right"), ("new", "right"), ("newest", "wrong")]:
        keep(answer, verdict=verdict)
    assert progress.last("lesson", "q", {"right"})["answer"] == "new"
    assert progress.last("lesson", "another", {"right"}) is None


def test_an_unwritable_folder_is_said_in_words(unwritable_folder):
    with pytest.raises(progress.NotRecorded, match="not kept"):
        keep()
    assert str(unwritable_folder) in progress.use_name("Ada")


def test_an_unwritable_folder_does_not_take_the_verdict_away(unwritable_folder):
    question = Choice("l.q", "?", options=["a", "b"], answer="a", because="Because.", wrong=[],
                      hints=[], solution="")  # fmt: skip
    said = question.check("a")
    assert said.verdict == "right"
    assert said.message.startswith("Because. ") and "not kept" in said.message


@pytest.mark.parametrize("name", ["Ada", "  Ada ", "Zoë 🦉", "\ud800", "x" * 500, 7])
def test_a_name_is_kept_until_the_next(name):
    assert progress.use_name("first").startswith("Hello first")
    progress.use_name(name)
    assert progress.learner_name() == str(name).strip()[:80]
    assert "everybody" in progress.use_name("")
    assert progress.learner_name() == ""
