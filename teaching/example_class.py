"""Simulate the hand-ins of a class that does not exist, to try the class report on.

Nothing here is data about people. Each simulated learner has an ability, each question a
difficulty, and the chance of a right answer is logistic in their difference (the Rasch model).
Each further try is easier. A wrong answer mostly follows one of the misconceptions that the
question lists, and a question has one that is commoner than the others. What a learner does
between the pre-test and the post-test raises the chance there. All of it is drawn from one seed.

    uv run python -m teaching.example_class FOLDER [LEARNERS]
"""

import json
import sys
import tempfile
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from courseware import class_report, handin
from courseware.questions import Choice, Code, Goal, Match, Number, Order, Predict, Several

LEARNERS = 40
SEED = 20
LABEL = "Simulated"
COURSE_BEGINS = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
# Logits: spread of abilities, typical difficulty and its spread, what a further try brings.
ABILITY_SD = 0.9
DIFFICULTY_MEAN, DIFFICULTY_SD = -0.4, 0.8
FURTHER_TRY = 0.7
TEST_BONUS = {class_report.PRETEST: -0.9, class_report.POSTTEST: 0.6}
MOST_TRIES = 4
FOLLOWS_MISCONCEPTION = 0.8
STOPS_EARLY = 0.15


def write(questions, course_version, folder=None, n_learners=LEARNERS, seed=SEED):
    """Write the hand-ins of a simulated class.

    Parameters
    ----------
    questions : mapping of str to Question
        From `class_report.questions_in`.
    course_version : str
        Written into each hand-in.
    folder : path, optional
        Where to write; a new temporary folder if left out.
    n_learners : int
        Size of the class.
    seed : int
        The same seed gives the same class.

    Returns
    -------
    pathlib.Path
        The folder.
    """
    folder = Path(folder or tempfile.mkdtemp(prefix="simulated-class-"))
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, n_learners + 1):
        random = np.random.default_rng([seed, number])
        name = f"{LABEL} {number:03d}"
        done = list(attempts(questions, name, random))
        content = {
            "format": handin.FORMAT,
            "format_version": handin.FORMAT_VERSION,
            "course_version": course_version,
            "learner": name,
            "exported": done[-1]["time"],
            "attempts": done,
        }
        path = folder / f"simulated-{number:03d}.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return folder


def attempts(questions, name, random):
    """Yield what one simulated learner does, oldest first.

    Parameters
    ----------
    questions : mapping of str to Question
        All questions, in the order of the course.
    name : str
        The learner's name, which draws the numbers of some questions.
    random : numpy.random.Generator
        Draws everything else.

    Yields
    ------
    dict
        time, lesson, question, answer, verdict
    """
    ability = random.normal(0, ABILITY_SD)
    time = COURSE_BEGINS
    yield _attempt(time, "course", "name", name, "kept")
    lessons = _lessons(questions)
    stops_after = random.integers(1, len(lessons) + 1) if random.random() < STOPS_EARLY else None
    for lesson in lessons[:stops_after]:
        time += timedelta(days=7)
        bonus = TEST_BONUS.get(lesson, 0.0)
        tries = 1 if bonus else MOST_TRIES
        for question in (q for q in questions.values() if q.lesson == lesson):
            for answer, verdict in _tries(question, name, ability + bonus, tries, random):
                time += timedelta(seconds=int(random.integers(20, 200)))
                yield _attempt(time, lesson, question.name, answer, verdict)


def _lessons(questions):
    """Return the lessons in the order in which the class meets them."""
    lessons = dict.fromkeys(q.lesson for q in questions.values())
    return sorted(lessons, key=lambda lesson: TEST_BONUS.get(lesson, 0.0))


def _attempt(time, lesson, question, answer, verdict):
    return {
        "time": time.isoformat(timespec="seconds"),
        "lesson": lesson,
        "question": question,
        "answer": answer,
        "verdict": verdict,
    }


def _tries(question, name, ability, most, random):
    if isinstance(question, Predict):
        weights = _own(question).dirichlet(np.full(len(question.options), 2.0))
        yield str(random.choice(question.options, p=weights)), "kept"
        return
    question = question.for_learner(name) if isinstance(question, Number) else question
    difficulty = _own(question).normal(DIFFICULTY_MEAN, DIFFICULTY_SD)
    for n_before in range(most):
        logit = ability - difficulty + FURTHER_TRY * n_before
        if random.random() < 1 / (1 + np.exp(-logit)):
            yield right_answer(question), "right"
            return
        yield wrong_answer(question, random), "wrong"


def _own(question):
    """Return a generator that belongs to the question, the same for every learner."""
    return np.random.default_rng(zlib.crc32(f"{question.lesson}.{question.name}".encode()))


def _is_test_item(question):
    return question.lesson in TEST_BONUS


def right_answer(question):
    """Return a right answer in the form in which progress is kept."""
    if isinstance(question, Choice) or _is_test_item(question):
        return question.answer
    if isinstance(question, Several):
        return sorted(question.answer)
    if isinstance(question, Number):
        return f"{question.answer:.6g} {question.unit}".strip()
    if isinstance(question, Order):
        return list(question.answer)
    if isinstance(question, Match):
        return question.answer
    if isinstance(question, Goal):
        return {"setting": LABEL.lower()}
    if isinstance(question, Code):
        return question.name
    raise TypeError(f"no simulated answer for a {type(question).__name__}")


def wrong_answer(question, random):
    """Return a wrong answer, mostly one that the question lists.

    Parameters
    ----------
    question : Question
        Any kind but Predict.
    random : numpy.random.Generator
        Draws the misconception.

    Returns
    -------
    JSON value
        In the form in which progress is kept.
    """
    if isinstance(question, Goal | Code):
        return right_answer(question)
    if _is_test_item(question):
        return str(
            random.choice([option for option in question.options if option != question.answer])
        )
    listed = question.wrong
    if isinstance(question, Number) and (not listed or random.random() > FOLLOWS_MISCONCEPTION):
        return f"{question.answer * random.choice([0.3, 0.6, 1.7, 3.1]) + 1:.3g}"
    weights = _own(question).dirichlet(np.full(len(listed), 0.8))
    slip = listed[random.choice(len(listed), p=weights)].answer
    if isinstance(question, Several):
        return sorted(question.answer ^ {slip})
    if isinstance(question, Number):
        return f"{slip:.6g}"
    if isinstance(question, Order):
        earlier, later = slip
        swap = {earlier: later, later: earlier}
        return [swap.get(item, item) for item in question.answer]
    if isinstance(question, Match):
        return question.answer | {slip[0]: slip[1]}
    return slip


def main(arguments):
    """Write a simulated class from the command line."""
    import exercises

    folder, *size = arguments
    questions = class_report.questions_in(exercises)
    n_learners = int(size[0]) if size else LEARNERS
    print(write(questions, handin.course_version(), folder, n_learners))


if __name__ == "__main__":
    main(sys.argv[1:])
