"""The lessons that are there, and how far a learner has come in each."""

import html
import importlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from courseware import progress
from courseware.questions import questions_of


@dataclass(frozen=True)
class Lesson:
    """One lesson and a learner's progress in it.

    Attributes
    ----------
    file : str
        Name of the notebook.
    title : str
        Its first heading.
    minutes : int or None
        The time that it states.
    done, total : int
        Questions that the learner is done with, and all.
    """

    file: str
    title: str
    minutes: int | None
    done: int
    total: int


@dataclass(frozen=True)
class CourseMap:
    """The table of all lessons, with links and progress; shown by a notebook."""

    lessons: tuple[Lesson, ...]

    @property
    def finding(self):
        """One sentence with the numbers of the whole course."""
        done, total = (sum(getattr(le, n) for le in self.lessons) for n in ("done", "total"))
        return f"You are done with {done} of {total} questions in {len(self.lessons)} lessons."

    def __repr__(self):
        rows = [f"{le.file}: {le.title}: {le.done} of {le.total}" for le in self.lessons]
        return "\n".join([*rows, self.finding])

    def _repr_html_(self):
        rows = "".join(_row(lesson) for lesson in self.lessons)
        head = "".join(
            f'<th scope="col" style="text-align: left">{name}</th>'
            for name in ("Lesson", "Minutes", "Questions done")
        )
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
            f"<p>{self.finding}</p>"
        )


def course_map(folder, package):
    """Read the lessons of a folder and what the learner did in them.

    Parameters
    ----------
    folder : path
        Holds the notebooks, 00_... and on.
    package : str
        Holds the questions; each notebook names its modules in a line
        ``from package import ...``.

    Returns
    -------
    CourseMap
        Only the lessons that are there and can be read.
    """
    finished = {
        (attempt["lesson"], attempt["question"], attempt["verdict"])
        for attempt in progress.attempts()
    }
    lessons, counted = [], set()
    for path in sorted(Path(folder).glob("[0-9]*.ipynb")):
        text = _text(path)
        if text is None:
            continue
        imported = re.search(rf"^from {package} import (.+)$", text, re.M)
        # A later lesson may come back to a question; it counts where it was asked first.
        modules = set(re.findall(r"\w+", imported[1]) if imported else ()) - counted
        counted |= modules
        questions = [q for module in modules for q in _questions(f"{package}.{module}")]
        lessons.append(_lesson(path.name, text, questions, finished))
    return CourseMap(tuple(lessons))


def _text(path):
    """Return all that the cells of a notebook hold, or None if it is no notebook."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        return "\n".join("".join(cell["source"]) for cell in cells)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _lesson(file, text, questions, finished):
    title = re.search(r"^# (.+)$", text, re.M)
    minutes = re.search(r"\*\*Time:\*\* (\d+) minutes", text)
    return Lesson(
        file,
        title[1] if title else Path(file).stem,
        int(minutes[1]) if minutes else None,
        sum(_is_done(question, finished) for question in questions),
        len(questions),
    )


def _questions(module):
    """Return the questions of a module that count towards progress."""
    return [q for q in questions_of(importlib.import_module(module)) if q.done_with]


def _is_done(question, finished):
    return any((question.lesson, question.name, v) in finished for v in question.done_with)


def _row(lesson):
    number = re.match(r"\d+", lesson.file)[0]
    share = lesson.done / lesson.total if lesson.total else 0
    bar = (
        '<span aria-hidden="true" style="display: inline-block; width: 8em; height: 0.8em; '
        'border: 1px solid #6b6b6b; margin-right: 0.8em">'
        f'<span style="display: block; width: {100 * share:.0f}%; height: 100%; '
        'background: #0072b2"></span></span>'
    )
    cells = (
        f'<a href="{html.escape(lesson.file)}">{number} {html.escape(lesson.title)}</a>',
        lesson.minutes or "",
        f"{bar}{lesson.done} of {lesson.total}",
    )
    return "<tr>" + "".join(f'<td style="text-align: left">{c}</td>' for c in cells) + "</tr>"
