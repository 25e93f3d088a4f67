"""Read a folder of hand-ins and report on the class: who did what, what was hard, and why.

A hand-in is the JSON file that a learner's course writes. Files come from other people's
computers, so nothing in them is trusted: a file that is not exactly a hand-in of this course is
listed with the reason and counts for nothing, and every text from a file is escaped before it is
shown or exported. The report is a help for teaching. It is no proof of who did the work.
"""

import importlib
import itertools
import json
import math
import os
import pkgutil
import re
import stat
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from pathlib import Path

import numpy as np
import pandas as pd
from IPython.display import Markdown
from scipy import stats

from courseware.answers import Unreadable
from courseware.handin import FORMAT, FORMAT_VERSION, KEYS
from courseware.progress import LONGEST_TEXT, strict_json
from courseware.questions import (
    LARGEST_KEPT,
    MOST_KEPT,
    Code,
    Goal,
    Number,
    Predict,
    Question,
    questions_of,
)
from courseware.text import table

LARGEST_FILE_BYTES = 4_000_000
LONGEST_NAME = 80
FEWEST_FOR_DISCRIMINATION = 10
FEWEST_FOR_INTERVAL = 3
PRETEST, POSTTEST = "pretest", "posttest"
COUNTED = ("right", "wrong")
_fields = itemgetter(*KEYS)
OLDEST = datetime(2020, 1, 1, tzinfo=UTC)
# The start of a cell that a spreadsheet may run: https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = re.compile(r"^\s*[=+\-@\t\r].*[(|!]", re.S)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Notebooks set mathematics between these, also where Markdown has been escaped.
NO_MATHS = str.maketrans({"$": "\N{FULLWIDTH DOLLAR SIGN}", "\\": "\N{FULLWIDTH REVERSE SOLIDUS}"})
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
ISO_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")


class Refused(Exception):
    """A file that is no hand-in of this course; the message tells the teacher why."""


class NoFolder(FileNotFoundError):
    """The folder of the hand-ins is not there; shown as words instead of a traceback."""

    def _render_traceback_(self):
        return [str(self)]


@dataclass(frozen=True)
class HandIn:
    """What one learner handed in.

    Attributes
    ----------
    learner : str
        Name or pseudonym.
    file : str
        Name of the file.
    exported : datetime
        When the learner wrote the file.
    attempts : tuple of (time, name, answer, verdict, learner_name)
        Oldest first. `name` is "lesson.question"; `learner_name` is the one that drew the
        learner's numbers at that moment.
    """

    learner: str
    file: str
    exported: datetime
    attempts: tuple


@dataclass(frozen=True)
class ClassReport:
    """The tables of a class report; `save` writes each to a CSV file.

    Attributes
    ----------
    learners : pandas.DataFrame
        See `who_did_what`.
    questions : pandas.DataFrame
        See `question_results`.
    wrong_answers : pandas.DataFrame
        See `wrong_answers`.
    predictions : pandas.DataFrame
        See `predictions`.
    gains : pandas.DataFrame
        See `learning_gains`.
    not_counted : pandas.DataFrame
        File and reason, for each file that is not in the report.
    """

    learners: pd.DataFrame
    questions: pd.DataFrame
    wrong_answers: pd.DataFrame
    predictions: pd.DataFrame
    gains: pd.DataFrame
    not_counted: pd.DataFrame

    def save(self, folder):
        """Write each table as CSV that a spreadsheet opens without running anything.

        Parameters
        ----------
        folder : path
            Made if it is missing.

        Returns
        -------
        list of str
            Names of the written files.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        names = [field.name for field in fields(self)]
        for name in names:
            # utf-8-sig: without the mark Excel reads µ and ü as two characters each.
            safe_cells(getattr(self, name)).to_csv(
                folder / f"{name}.csv", index=False, encoding="utf-8-sig"
            )
        return [f"{name}.csv" for name in names]


def report(folder, questions, *, course_version):
    """Read a folder of hand-ins and make all tables.

    Parameters
    ----------
    folder : path
        Holds the files side by side.
    questions : mapping of str to Question
        From `questions_in`.
    course_version : str
        Hand-ins of another version are not counted: their questions may be others.

    Returns
    -------
    ClassReport
        The tables.

    Raises
    ------
    NoFolder
        If there is no such folder.
    """
    hand_ins, not_counted = read_folder(folder, questions, course_version=course_version)
    lessons = {name: q for name, q in questions.items() if not _concept(q)}
    return ClassReport(
        who_did_what(hand_ins, lessons),
        question_results(hand_ins, lessons),
        wrong_answers(hand_ins, lessons),
        predictions(hand_ins, lessons),
        learning_gains(hand_ins, questions),
        pd.DataFrame(not_counted, columns=["file", "reason"]),
    )


# --- What the course asks ------------------------------------------------------------------------


def questions_in(package):
    """Return all questions of a package of exercises.

    Parameters
    ----------
    package : module
        For example `exercises`; each of its modules is imported.

    Returns
    -------
    dict of str to Question
        By "module.variable", in the order of the modules. A question that is made of other
        questions, as a test is, is not there itself: its items are.
    """
    found = {}
    for entry in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{entry.name}")
        for question in questions_of(module):
            items = [i for i in getattr(question, "items", ()) if isinstance(i, Question)]
            found |= {f"{q.lesson}.{q.name}": q for q in items or [question]}
    return found


def _concept(question):
    """Return the concept that an item of the pre-test or post-test tests, or an empty text."""
    return getattr(question, "concept", "")


def revealed_results(notebooks):
    """Return what the stored lessons say about each prediction.

    Parameters
    ----------
    notebooks : sequence of path
        Executed lessons with cells that end in `lesson.question.reveal(...)`.

    Returns
    -------
    dict of str to str
        "lesson.question" -> the result, with its number.
    """
    results = {}
    for path in notebooks:
        for cell in json.loads(Path(path).read_text(encoding="utf-8"))["cells"]:
            shown = re.search(r"(\w+)\.(\w+)\.reveal\(", "".join(cell["source"]))
            texts = [
                "".join(o.get("data", {}).get("text/plain", "")) for o in cell.get("outputs", [])
            ]
            if shown and texts and "; result: " in texts[-1]:
                results[f"{shown[1]}.{shown[2]}"] = texts[-1].split("; result: ", 1)[1]
    return results


# --- Reading -------------------------------------------------------------------------------------


def read_folder(folder, questions, *, course_version):
    """Read every hand-in of a folder.

    Of several files of one learner the one that was exported first counts, until another holds
    all of its attempts and more, as when a learner hands in again after the next lesson. So
    nobody can replace another learner's work.

    Parameters
    ----------
    folder : path
        Holds the files side by side; folders in it are not searched.
    questions : mapping of str to Question
        All questions of the course.
    course_version : str
        The version that a hand-in must have.

    Returns
    -------
    hand_ins : list of HandIn
        One a learner, sorted by name.
    not_counted : list of (file, reason)
        All other entries of the folder.
    """
    read, not_counted = [], []
    verdicts = {name: _verdicts(question) for name, question in questions.items()}
    if not os.path.isdir(folder):
        raise NoFolder(
            f"There is no folder {os.fspath(folder)!r}. Write its whole path, as the file manager "
            "of your computer shows it, with / between the parts."
        )
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            try:
                read.append(read_hand_in(entry.path, verdicts, course_version=course_version))
            except Refused as problem:
                not_counted.append((_shown_name(entry.name), str(problem)))
    hand_ins, doubles = _one_a_learner(read)
    return hand_ins, sorted(not_counted + doubles)


def read_hand_in(path, verdicts, *, course_version):
    """Read one hand-in.

    Parameters
    ----------
    path : path
        The file.
    verdicts : mapping of str to set of str
        For each question's name, the verdicts that it can give.
    course_version : str
        The version that the hand-in must have.

    Returns
    -------
    HandIn

    Raises
    ------
    Refused
        If the file is anything else; the message says what.
    """
    path = Path(path)
    content = _json(path)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise Refused("This is not a hand-in of this course.")
    if type(content.get("format_version")) is not int or (
        content["format_version"] != FORMAT_VERSION
    ):
        raise Refused(f"The hand-in's format is not version {FORMAT_VERSION}.")
    if content.get("course_version") != course_version:
        raise Refused(
            f"It comes from another version of the course than {course_version}. Read it with "
            "the report of that version."
        )
    learner = _name(content.get("learner")) or f"no name ({_name(path.stem)})"
    exported = _time(content.get("exported"), "the export")
    given = content.get("attempts")
    if not isinstance(given, list):
        raise Refused("It has no list of attempts.")
    attempts = tuple(_attempts(given, verdicts, exported + timedelta(days=1)))
    return HandIn(learner, _shown_name(path.name), exported, attempts)


def _json(path):
    """Return the content of a JSON file, however the file was made."""
    if path.suffix.lower() != ".json":
        raise Refused("Hand-ins end in .json.")
    try:
        status = path.lstat()
        # A link may lead out of the folder, and reading a pipe never ends.
        if not stat.S_ISREG(status.st_mode):
            raise Refused("This is a folder, a link or a device, not a file.")
        if status.st_size > LARGEST_FILE_BYTES:
            raise Refused(f"It is larger than {LARGEST_FILE_BYTES // 1_000_000} MB.")
        text = path.read_bytes().decode("utf-8-sig")
        return strict_json(text)
    except OSError as problem:
        raise Refused(f"The file cannot be read ({problem.strerror}).") from problem
    except UnicodeDecodeError as problem:
        raise Refused("Its text is not in UTF-8.") from problem
    except RecursionError as problem:
        raise Refused("It is nested too deeply.") from problem
    except ValueError as problem:
        raise Refused("It is not JSON, or it was cut off.") from problem


def _name(learner):
    """Return a learner's name in one spelling, or refuse what no name holds.

    A learner need not give a name: an empty text comes back empty.
    """
    if not isinstance(learner, str):
        raise Refused("The learner's name is not a text.")
    learner = " ".join(unicodedata.normalize("NFC", learner).split())
    if len(learner) > LONGEST_NAME:
        raise Refused(f"The learner's name is longer than {LONGEST_NAME} characters.")
    kinds = [unicodedata.category(character) for character in learner]
    usual = [k[0] in "LMN" or k == "So" for k in kinds]
    marks = [character in " .,'’-_()@" for character in learner]
    if (learner and not usual[0]) or not all(map(any, zip(usual, marks, strict=True))):
        raise Refused(
            "The learner's name holds characters that no name needs. Ask for a hand-in with a "
            "name of letters and digits."
        )
    return learner


def _time(text, of_what):
    if not isinstance(text, str) or not ISO_TIME.fullmatch(text):
        raise Refused(f"The time of {of_what} cannot be read.")
    try:
        time = datetime.fromisoformat(text)
    except ValueError as problem:
        raise Refused(f"The time of {of_what} cannot be read.") from problem
    if time < OLDEST:
        raise Refused(f"The time of {of_what} lies before the course was written.")
    return time


def _attempts(given, verdicts, latest):
    """Yield the attempts of a hand-in, or refuse it for the first that cannot be true."""
    learner_name = ""
    for number, attempt in enumerate(given, 1):
        which = f"attempt {number}"
        try:
            text, lesson, question, answer, verdict = _fields(attempt)
        except (KeyError, TypeError) as problem:
            raise Refused(f"Something is missing in {which}.") from problem
        time = _time(text, which)
        if time > latest:
            raise Refused(f"The time of {which} lies after the export.")
        if not type(lesson) is type(question) is type(verdict) is str:
            raise Refused(f"Something in {which} has the wrong type.")
        if not _is_answer(answer):
            raise Refused(f"The answer of {which} is not one that the course writes.")
        name = f"{lesson}.{question}"
        if name == "course.name":
            learner_name = str(answer)
            continue
        if name not in verdicts:
            raise Refused(f"The course has no question of the name that {which} gives.")
        if verdict not in verdicts[name]:
            raise Refused(f"The verdict of {which} is not one that its question gives.")
        # The course never judges such a text; it asks for another answer.
        if verdict != "unclear" and any(map(_is_formula, _texts(answer))):
            raise Refused(f"The answer of {which} holds a spreadsheet formula.")
        yield time, name, answer, verdict, learner_name


def _is_answer(answer, inside=False):
    """Tell whether an answer has the form that the course writes."""
    kind = type(answer)
    if kind is str:
        return len(answer) <= LONGEST_TEXT
    if kind is int or kind is float:
        return -LARGEST_KEPT < answer < LARGEST_KEPT
    if kind is bool or answer is None:
        return True
    if inside or len(answer) > MOST_KEPT:
        return False
    return all(_is_answer(part, True) for part in itertools.chain(answer, _values(answer)))


def _values(answer):
    return answer.values() if isinstance(answer, dict) else ()


def _texts(answer):
    """Return all texts in an answer."""
    if isinstance(answer, str):
        return [answer]
    if isinstance(answer, list | dict):
        return [part for part in (*answer, *_values(answer)) if isinstance(part, str)]
    return []


def _is_formula(text):
    return text.lstrip()[:1] in FORMULA_STARTS and FORMULA.match(text) is not None


def _verdicts(question):
    return {"unclear", "kept"} if isinstance(question, Predict) else {"unclear", *COUNTED}


def _one_a_learner(read):
    """Choose one hand-in for each learner and list the others with the reason."""
    chosen, doubles = {}, []
    for hand_in in sorted(read, key=lambda hand_in: (hand_in.exported, hand_in.file)):
        learner = hand_in.learner.casefold()
        best = chosen.setdefault(learner, hand_in)
        if best is hand_in:
            continue
        reason = "and holds other attempts. Ask the learner which one counts."
        if _holds(hand_in, best) and not _holds(best, hand_in):
            chosen[learner], hand_in = hand_in, best
        if _holds(chosen[learner], hand_in):
            reason = "and holds all of its attempts."
        doubles.append((hand_in.file, f"{chosen[learner].file} is of the same learner {reason}"))
    return sorted(chosen.values(), key=lambda hand_in: hand_in.learner.casefold()), doubles


def _holds(hand_in, other):
    """Tell whether a hand-in holds every attempt of another one."""
    return set(map(repr, other.attempts)) <= set(map(repr, hand_in.attempts))


def _shown_name(file):
    """Return a file's name without what a terminal or a page could take for more."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in file)


# --- The tables ----------------------------------------------------------------------------------


def _tries(hand_in):
    """Return the counted attempts by question: name -> [(answer, verdict, learner_name), ...]."""
    tries = defaultdict(list)
    for _, name, answer, verdict, learner_name in hand_in.attempts:
        if verdict in COUNTED:
            tries[name].append((answer, verdict, learner_name))
    return tries


def first_tries(hand_ins, names):
    """Return who was right at first try.

    Parameters
    ----------
    hand_ins : sequence of HandIn
        The class.
    names : sequence of str
        Names of questions.

    Returns
    -------
    ndarray, shape (learners, questions)
        1 right, 0 wrong, nan not tried. Answers that could not be read do not count.
    """
    column = {name: i for i, name in enumerate(names)}
    right = np.full((len(hand_ins), len(column)), np.nan)
    for row, hand_in in enumerate(hand_ins):
        for _, name, _, verdict, _ in reversed(hand_in.attempts):
            if verdict in COUNTED and name in column:
                right[row, column[name]] = verdict == "right"
    return right


def who_did_what(hand_ins, questions):
    """Return one row a learner.

    Parameters
    ----------
    hand_ins : sequence of HandIn
        The class.
    questions : mapping of str to Question
        The questions of the lessons.

    Returns
    -------
    pandas.DataFrame
        learner, questions tried, share of these right at first try, questions solved in the end,
        predictions kept, first and last day, and how many were solved in each lesson.
    """
    lessons = list(dict.fromkeys(name.partition(".")[0] for name in questions))
    rows = []
    for hand_in in hand_ins:
        tries = {name: seen for name, seen in _tries(hand_in).items() if name in questions}
        solved = {name for name, seen in tries.items() if any(v == "right" for _, v, _ in seen)}
        first = [seen[0][1] == "right" for seen in tries.values()]
        days = sorted(time.date().isoformat() for time, *_ in hand_in.attempts)
        done = Counter(name.partition(".")[0] for name in solved)
        rows.append(
            {
                "learner": hand_in.learner,
                "tried": len(tries),
                "right_at_first_try": np.mean(first) if first else np.nan,
                "solved": len(solved),
                "predictions": len({n for _, n, _, v, _ in hand_in.attempts if v == "kept"}),
                "first_day": days[0] if days else "",
                "last_day": days[-1] if days else "",
                **{lesson: done[lesson] for lesson in lessons},
            }
        )
    columns = ["learner", "tried", "right_at_first_try", "solved", "predictions"]
    return pd.DataFrame(rows, columns=[*columns, "first_day", "last_day", *lessons])


def discrimination(right):
    """Return how well each question parts learners who do well from those who do not.

    The point-biserial correlation between being right at first try (1 or 0) and the *rest
    score*: the share right at first try among the learner's other questions. Near 0 or below,
    a question does not measure what the others measure: read its wording again.

    Parameters
    ----------
    right : ndarray, shape (learners, questions)
        1 right, 0 wrong, nan not tried.

    Returns
    -------
    ndarray, shape (questions,)
        From -1 to 1; nan where fewer than `FEWEST_FOR_DISCRIMINATION` learners tried the
        question, or all were right, or all were wrong.
    """
    tried = ~np.isnan(right)
    values = np.where(tried, right, 0.0)
    others = tried.sum(axis=1, keepdims=True) - tried
    rest = (values.sum(axis=1, keepdims=True) - values) / np.where(others > 0, others, 1)
    result = np.full(right.shape[1], np.nan)
    for column in range(right.shape[1]):
        used = tried[:, column] & (others[:, column] > 0)
        x, y = right[used, column], rest[used, column]
        if used.sum() >= FEWEST_FOR_DISCRIMINATION and np.ptp(x) > 0 and np.ptp(y) > 0:
            result[column] = np.corrcoef(x, y)[0, 1]
    return result


def question_results(hand_ins, questions):
    """Return one row a question that has a right answer.

    Parameters
    ----------
    hand_ins : sequence of HandIn
        The class.
    questions : mapping of str to Question
        The questions of the lessons.

    Returns
    -------
    pandas.DataFrame
        lesson, question, kind, learners who tried, share right at first try, share right in the
        end, mean number of attempts until right (or until the learner stopped), discrimination
        (see `discrimination`) and a note where there are too few data for it.
    """
    asked = {name: q for name, q in questions.items() if not isinstance(q, Predict)}
    counts = {name: [] for name in asked}
    solved = Counter()
    for hand_in in hand_ins:
        for name, seen in _tries(hand_in).items():
            if name in counts:
                verdicts = [verdict for _, verdict, _ in seen]
                solved[name] += "right" in verdicts
                counts[name].append(
                    verdicts.index("right") + 1 if "right" in verdicts else len(verdicts)
                )
    right = first_tries(hand_ins, list(asked))
    n_learners = (~np.isnan(right)).sum(axis=0)
    some = np.where(n_learners > 0, n_learners, np.nan)
    parts = discrimination(right)
    return pd.DataFrame(
        {
            "lesson": [question.lesson for question in asked.values()],
            "question": [question.name for question in asked.values()],
            "kind": [question.kind for question in asked.values()],
            "learners": n_learners,
            "right_at_first_try": np.nansum(right, axis=0) / some,
            "right_in_the_end": np.array([solved[name] for name in asked]) / some,
            "mean_attempts": [np.mean(n) if n else np.nan for n in counts.values()],
            "discrimination": parts,
            "note": [
                _discrimination_note(n, part) for n, part in zip(n_learners, parts, strict=True)
            ],
        }
    )


def _discrimination_note(n_learners, part):
    if n_learners < FEWEST_FOR_DISCRIMINATION:
        return f"too few learners ({n_learners}) for discrimination"
    return "all right or all wrong at first try" if np.isnan(part) else ""


def wrong_answers(hand_ins, questions):
    """Return the wrong answers, grouped by the misconception behind them.

    Parameters
    ----------
    hand_ins : sequence of HandIn
        The class.
    questions : mapping of str to Question
        The questions of the lessons.

    Returns
    -------
    pandas.DataFrame
        lesson, question, answer (the one given most often), learners who gave such an answer,
        share of those who tried, and what the course says to it. Commonest first within a
        question. Tasks with a simulator and code are left out: their answers are not kept in
        a form that tells the misconception.
    """
    judged = {}
    given = {n: defaultdict(Counter) for n, q in questions.items() if _tells_misconception(q)}
    who = defaultdict(set)
    tried = Counter()
    for person, hand_in in enumerate(hand_ins):
        for name, seen in _tries(hand_in).items():
            if name not in given:
                continue
            tried[name] += 1
            for answer, verdict, learner_name in seen:
                if verdict == "wrong":
                    text = shown_answer(answer)
                    key = (
                        name,
                        text,
                        type(answer),
                        learner_name if _is_drawn(questions[name]) else "",
                    )
                    if key not in judged:
                        judged[key] = misconception(questions[name], answer, learner_name)
                    given[name][judged[key]][text] += 1
                    who[name, judged[key]].add(person)
    rows = [
        (*name.split(".", 1), texts.most_common(1)[0][0], n, n / tried[name], message)
        for name, messages in given.items()
        for message, texts in messages.items()
        for n in [len(who[name, message])]
    ]
    place = {name: i for i, name in enumerate(questions)}
    rows.sort(key=lambda row: (place[f"{row[0]}.{row[1]}"], -row[3], row[5], row[2]))
    columns = ["lesson", "question", "answer", "learners", "share", "misconception"]
    return pd.DataFrame(rows, columns=columns)


def _tells_misconception(question):
    return not isinstance(question, Predict | Goal | Code)


def _is_drawn(question):
    return isinstance(question, Number) and question.is_drawn


def misconception(question, answer, learner_name=""):
    """Return what the course says to a wrong answer.

    Parameters
    ----------
    question : Question
        The question.
    answer : JSON value
        The kept answer.
    learner_name : str
        The name that drew the learner's numbers.

    Returns
    -------
    str
        The message of the listed wrong answer; else what else the course says; else an empty
        text, if today's course would not call the answer wrong.
    """
    if _is_drawn(question):
        question = question.for_learner(learner_name)
    try:
        feedback = question.judge(answer)
    except Unreadable:
        return ""
    if feedback.verdict != "wrong":
        return ""
    listed = (question.fill(wrong.message) for wrong in question.wrong)
    return next((message for message in listed if message in feedback.message), feedback.message)


def shown_answer(answer):
    """Write a kept answer in one line."""
    if isinstance(answer, dict):
        return "; ".join(f"{item} → {partner}" for item, partner in answer.items())
    if isinstance(answer, list):
        return "; ".join(map(str, answer))
    return " ".join(str(answer).split())


def predictions(hand_ins, questions):
    """Return how the class guessed, one row an option.

    Parameters
    ----------
    hand_ins : sequence of HandIn
        The class.
    questions : mapping of str to Question
        The questions of the lessons.

    Returns
    -------
    pandas.DataFrame
        lesson, question, option, learners who chose it first, and their share. The first guess
        counts: a later one may have seen the result.
    """
    asked = {name: q for name, q in questions.items() if isinstance(q, Predict)}
    chosen = {name: Counter() for name in asked}
    for hand_in in hand_ins:
        first = {}
        for _, name, answer, verdict, _ in hand_in.attempts:
            if verdict == "kept" and name in asked and answer in asked[name].options:
                first.setdefault(name, answer)
        for name, answer in first.items():
            chosen[name][answer] += 1
    rows = [
        (q.lesson, q.name, option, chosen[name][option], _share(chosen[name], option))
        for name, q in asked.items()
        for option in q.options
    ]
    return pd.DataFrame(rows, columns=["lesson", "question", "option", "learners", "share"])


def _share(counts, option):
    return counts[option] / counts.total() if counts else np.nan


def learning_gains(hand_ins, questions):
    """Return the gain from the pre-test to the post-test, for each concept and for all.

    Only learners who answered every item of a concept in both tests count for it. The gain is
    the mean difference of their shares right; its interval is Student's t interval for paired
    differences. There is no group without the course, so a gain is no proof that the course
    made it.

    Parameters
    ----------
    hand_ins : sequence of HandIn
        The class.
    questions : mapping of str to Question
        All questions; the items of the tests have a `concept`, and the tests have as many items
        in the same order.

    Returns
    -------
    pandas.DataFrame
        concept, items, learners, before, after, gain, and low_gain and high_gain, the ends of
        the 95 % interval (nan with fewer than `FEWEST_FOR_INTERVAL` learners). Shares from 0
        to 1. The last row, "all concepts", counts learners who answered all items.

    Raises
    ------
    ValueError
        If the two tests do not test the same concepts in the same order.
    """
    columns = ["concept", "items", "learners", "before", "after", "gain", "low_gain", "high_gain"]
    items = {
        test: [name for name, q in questions.items() if _concept(q) and q.lesson == test]
        for test in (PRETEST, POSTTEST)
    }
    concepts = np.array([_concept(questions[name]) for name in items[PRETEST]])
    if concepts.tolist() != [_concept(questions[name]) for name in items[POSTTEST]]:
        raise ValueError("the pre-test and the post-test do not test the same concepts in order")
    if not len(concepts):
        return pd.DataFrame(columns=columns)
    before, after = first_tries(hand_ins, items[PRETEST]), first_tries(hand_ins, items[POSTTEST])
    rows = []
    for concept in [*dict.fromkeys(concepts), "all concepts"]:
        some = concepts == concept if concept in concepts else np.full(len(concepts), True)
        pre, post = before[:, some].mean(axis=1), after[:, some].mean(axis=1)
        both = ~np.isnan(pre) & ~np.isnan(post)
        rows.append((concept, int(some.sum()), *_paired(pre[both], post[both])))
    return pd.DataFrame(rows, columns=columns)


def _paired(before, after):
    """Return learners, means, gain and its 95 % interval."""
    n, change = len(before), after - before
    if n == 0:
        return 0, np.nan, np.nan, np.nan, np.nan, np.nan
    half = np.nan
    if n >= FEWEST_FOR_INTERVAL:
        half = stats.t.ppf(0.975, n - 1) * change.std(ddof=1) / math.sqrt(n)
    gain = change.mean()
    return n, before.mean(), after.mean(), gain, gain - half, gain + half


# --- Showing and exporting -----------------------------------------------------------------------


def safe_text(text):
    """Write any text so that HTML, Markdown and formulas in it are only seen.

    Parameters
    ----------
    text : object
        Usually from a hand-in.

    Returns
    -------
    str
        One line of Markdown. Every character that HTML or Markdown could act on is an entity.
    """
    line = " ".join(str(text).split()).translate(NO_MATHS)
    seen = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
    return PUNCTUATION.sub(lambda sign: f"&#{ord(sign[0])};", seen)


def safe_cells(frame):
    """Return a table whose texts a spreadsheet takes for texts.

    Parameters
    ----------
    frame : pandas.DataFrame
        Any table.

    Returns
    -------
    pandas.DataFrame
        A text that begins as a formula does gets an apostrophe in front.
    """
    texts = frame.select_dtypes(exclude="number")
    return frame.assign(**{name: texts[name].map(_safe_cell) for name in texts})


def _safe_cell(cell):
    if not isinstance(cell, str):
        return cell
    cell = "".join(c if c.isprintable() else " " for c in cell)
    return f"'{cell}" if cell.lstrip()[:1] in FORMULA_STARTS else cell


def show(frame, texts: Mapping[str, str] | Sequence[str]):
    """Show columns of a table with whole sentences in them.

    Parameters
    ----------
    frame : pandas.DataFrame
        One of the tables of a report.
    texts : mapping of str to str
        Column -> heading. Shares, which are floats from -1 to 1 by name, are written in per cent.

    Returns
    -------
    IPython.display.Markdown
        Escaped, so that nothing in a hand-in can act on the page.
    """
    if frame.empty:
        return Markdown("Nothing to list.")
    headings = texts if isinstance(texts, Mapping) else {name: name for name in texts}
    rows = [
        [safe_text(_written(name, value)) for name, value in zip(headings, row, strict=True)]
        for row in frame[list(headings)].itertuples(index=False)
    ]
    return table(list(headings.values()), rows)


IN_PER_CENT = {"share", "right_at_first_try", "right_in_the_end", "before", "after"}


def _written(name, value):
    if isinstance(value, float):
        if math.isnan(value):
            return "–"
        return f"{100 * value:.0f} %" if name in IN_PER_CENT else f"{value:.2f}"
    return value
