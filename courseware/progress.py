"""Keep what a learner did: one line an attempt, only ever appended.

The file is `progress/attempts.jsonl` in the repository, ignored by git; the environment
variable COURSE_PROGRESS names another folder (tests and shared computers use it).
"""

import json
import os
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

FILE_NAME = "attempts.jsonl"
LONGEST_TEXT = 2000


class NotRecorded(Exception):
    """The progress folder cannot be written; the message tells the learner what that means."""


def folder():
    """Return the folder that holds this learner's progress."""
    default = Path(__file__).resolve().parent.parent / "progress"
    return Path(os.environ.get("COURSE_PROGRESS") or default)


def record(lesson, question, answer, verdict):
    """Append one attempt.

    Parameters
    ----------
    lesson, question : str
        Names of the lesson's module and of the question in it.
    answer : JSON value
        What the learner answered; long texts are cut.
    verdict : str
        "right", "wrong", "unclear" or "kept".

    Raises
    ------
    NotRecorded
        If the file cannot be written.
    """
    line = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "lesson": lesson,
        "question": question,
        "answer": answer[:LONGEST_TEXT] if isinstance(answer, str) else answer,
        "verdict": verdict,
    }
    append([line])


def attempts():
    """Return all readable attempts, oldest first.

    Returns
    -------
    list of dict
        Keys time, lesson, question, answer, verdict. A torn or foreign line is left out;
        the lines around it are kept. Not to be changed: the next call gives the same ones.
    """
    path = folder() / FILE_NAME
    try:
        stat = path.stat()
        # The file only grows, so its size tells whether it was read already.
        return list(_read(path, stat.st_size, stat.st_mtime_ns))
    except OSError:
        return []


def last(lesson, question, verdicts):
    """Return the newest attempt at a question with one of the verdicts, or None."""
    for attempt in reversed(attempts()):
        same = (attempt["lesson"], attempt["question"]) == (lesson, question)
        if same and attempt["verdict"] in verdicts:
            return attempt
    return None


def use_name(name):
    """Set the name or pseudonym that draws this learner's numbers.

    Parameters
    ----------
    name : str
        Any text; an empty one gives back the numbers that everybody sees.

    Returns
    -------
    str
        What was done, for the learner.
    """
    name = str(name).strip()[:80]
    try:
        record("course", "name", name, "kept")
    except NotRecorded as problem:
        return str(problem)
    if not name:
        return "Your questions use the numbers that everybody sees."
    return f"Hello {name}! Some questions now use numbers of your own."


def learner_name():
    """Return the name set last, or an empty text."""
    kept = last("course", "name", {"kept"})
    return str(kept["answer"]) if kept else ""


@lru_cache(maxsize=1)
def _read(path, _size, _changed):
    text = path.read_text(encoding="utf-8", errors="replace")
    # Not splitlines(): it would also part an answer at a line separator that was pasted in.
    found = [line for line in map(_attempt, text.split("\n")) if line]
    # Attempts that were restored stand behind newer ones in the file.
    return sorted(found, key=lambda attempt: attempt["time"])


def append(lines):
    """Append whole attempts in one write, as `record` and a restored hand-in do.

    Parameters
    ----------
    lines : sequence of dict
        Keys time, lesson, question, answer, verdict.

    Raises
    ------
    NotRecorded
        If the file cannot be written.
    """
    path = folder() / FILE_NAME
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    # Half a surrogate pair, which a broken paste may hold, becomes a JSON escape.
    data = text.encode("utf-8", "backslashreplace")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if _is_torn(path):
            data = b"\n" + data
        # One write in append mode keeps lines whole when two notebooks write at once.
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(file, data)
        finally:
            os.close(file)
    except OSError as problem:
        raise NotRecorded(
            f"This was not kept: {path.parent} cannot be written ({problem.strerror or problem})."
        ) from problem


def _is_torn(path):
    """Tell whether the last line lacks its end, as after a crash."""
    try:
        with path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) != b"\n"
    except OSError:
        return False


def _attempt(text):
    try:
        line = strict_json(text)
    except (ValueError, RecursionError):
        return None
    return line if is_attempt(line) else None


def strict_json(text):
    """Read JSON. Infinity and NaN are none: they raise a ValueError, as other junk does."""
    return json.loads(text, parse_constant=_refuse)


def _refuse(constant):
    raise ValueError(f"{constant} is not JSON")


def is_attempt(line):
    """Tell whether an object read from a file has what each attempt has."""
    wanted = ("time", "lesson", "question", "verdict")
    whole = isinstance(line, dict) and all(isinstance(line.get(k), str) for k in wanted)
    return whole and "answer" in line
