"""Write what a learner did into one file, to hand in or to go on elsewhere, and read it back."""

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from IPython.display import Markdown

from courseware import progress
from courseware.text import literal

FORMAT = "vitamin-k2-course hand-in"
FORMAT_VERSION = 1
KEYS = ("time", "lesson", "question", "answer", "verdict")
VERDICTS = {"right", "wrong", "unclear", "kept"}
LONGEST_NAME = 40
LARGEST_FILE_MB = 20
# Fifty pairs of the longest texts, each character as a JSON escape: what a question may record.
LONGEST_ENTRY = 101 * 6 * progress.LONGEST_TEXT
ROOT = Path(__file__).resolve().parent.parent


class NotRestored(Exception):
    """A file is no hand-in that can be read; the message tells the learner why."""


def hand_in():
    """Write all that this learner did into one file in the progress folder.

    Returns
    -------
    IPython.display.Markdown
        Where the file is and how to download it, or why there is none.
    """
    attempts = [{key: attempt[key] for key in KEYS} for attempt in progress.attempts()]
    n_answers = sum(a["lesson"] != "course" and a["verdict"] != "unclear" for a in attempts)
    if not n_answers:
        return Markdown("There is nothing to hand in yet. Answer a question first.")
    learner = progress.learner_name()
    file = progress.folder() / f"hand-in-{file_part(learner)}.json"
    content = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "course_version": course_version(),
        "learner": learner,
        "exported": datetime.now(UTC).isoformat(timespec="seconds"),
        "attempts": attempts,
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    try:
        # Half a surrogate pair, which a broken paste may hold, becomes a JSON escape.
        file.write_bytes(text.encode("utf-8", "backslashreplace"))
    except OSError as problem:
        return Markdown(
            f"The file could not be written: {problem.strerror or problem}. "
            "Ask whoever runs this computer for a folder that you can write to."
        )
    whose = f"of {literal(learner)}" if learner else "without a name"
    return Markdown(
        f"**Written: `{file.name}`**, {n_answers} answers {whose}.\n\n"
        "1. In the file list at the left, go to the top folder of the course and open "
        f"`{file.parent.name}`.\n"
        f"2. Right-click `{file.name}` and choose **Download**. Now you can send it or keep it.\n"
        "3. To go on elsewhere, upload the file there and run "
        f'`course.restore("{file.name}")`.'
    )


def restore(path):
    """Take up what a hand-in holds, to go on where it was written.

    Parameters
    ----------
    path : str or path
        The file: beside the notebook, in the progress folder or anywhere with its whole path.

    Returns
    -------
    IPython.display.Markdown
        How many entries were added, or why the file could not be used. Then nothing changed.
    """
    try:
        content = read(_find(path))
        known = {_identity(attempt) for attempt in progress.attempts()}
        found = {_identity(attempt): attempt for attempt in content["attempts"]}
        new = [{key: found[i][key] for key in KEYS} for i in found if i not in known]
        progress.append(new)
    except (NotRestored, progress.NotRecorded) as problem:
        return Markdown(f"Nothing was restored. {problem}")
    learner = content["learner"]
    return Markdown(
        f"**Restored: {len(new)} entries{f' of {literal(learner)}' if learner else ''}.** "
        f"{len(found) - len(new)} were here already. "
        "Run the notebook again to see them."
    )


def read(path):
    """Read a hand-in.

    Parameters
    ----------
    path : path
        The file.

    Returns
    -------
    dict
        Keys format, format_version, course_version, learner, exported and attempts, as
        `hand_in` wrote them.

    Raises
    ------
    NotRestored
        If the file is missing, too large, no JSON, no hand-in or has a damaged entry.
    """
    try:
        if path.stat().st_size > LARGEST_FILE_MB * 1e6:
            raise NotRestored(f"The file is larger than {LARGEST_FILE_MB} MB: that is no hand-in.")
        content = progress.strict_json(path.read_bytes())
    except FileNotFoundError as problem:
        raise NotRestored(
            "There is no such file beside the notebook, in the folder of your answers or at the "
            "top of the course. Look up its whole name, with .json, in the file list."
        ) from problem
    except OSError as problem:
        raise NotRestored(
            f"The file could not be read: {problem.strerror or problem}."
        ) from problem
    except (ValueError, RecursionError) as problem:
        raise NotRestored("The file is damaged or is no hand-in of this course.") from problem
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise NotRestored("This is no hand-in of this course.")
    if content.get("format_version") != FORMAT_VERSION:
        raise NotRestored("The file comes from another version of the course.")
    attempts = content.get("attempts")
    if not isinstance(attempts, list) or not isinstance(content.get("learner"), str):
        raise NotRestored("The file is damaged: its name or its list of entries is missing.")
    for number, attempt in enumerate(attempts, start=1):
        usual = progress.is_attempt(attempt) and attempt["verdict"] in VERDICTS
        if not usual or len(json.dumps(attempt)) > LONGEST_ENTRY:
            raise NotRestored(f"The file is damaged: entry {number} is not as it should be.")
    return content


def file_part(name):
    """Return a name as a part of a file's name: letters and digits of any script and hyphens."""
    safe = "".join(character if character.isalnum() else "-" for character in name)
    return "-".join(part for part in safe.split("-") if part)[:LONGEST_NAME] or "learner"


def course_version():
    """Return the version of the course that pyproject.toml states, or "unknown"."""
    try:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return str(project["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return "unknown"


def _find(path):
    try:
        places = [Path(path), progress.folder() / path, ROOT / path]
    except TypeError as problem:
        advice = 'Type the name of the file in quotation marks: "hand-in-Ada.json".'
        raise NotRestored(advice) from problem
    return next((place for place in places if _is_file(place)), places[0])


def _is_file(place):
    try:
        return place.is_file()
    except (OSError, ValueError):
        return False


def _identity(attempt):
    return json.dumps([attempt[key] for key in KEYS], sort_keys=True)
