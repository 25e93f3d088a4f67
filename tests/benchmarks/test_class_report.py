"""How long a class report takes: 500 learners, 80 questions, read from the disk and reported."""

import copy
from time import perf_counter

import pytest

import exercises
from courseware import class_report
from teaching import example_class

LEARNERS, QUESTIONS = 500, 80
VERSION = "benchmark"
LIMIT_S = 3.0
RUNS = 3


@pytest.fixture
def questions():
    """The course's questions, repeated under the names of further lessons until there are 80."""
    own = list(class_report.questions_in(exercises).values())
    asked = {}
    for number in range(QUESTIONS):
        question = copy.copy(own[number % len(own)])
        question.lesson = f"{question.lesson}_{number // len(own)}"
        asked[f"{question.lesson}.{question.name}"] = question
    assert len(asked) == QUESTIONS
    return asked


def test_a_class_of_500_is_reported_in_under_3_seconds(questions, tmp_path):
    folder = example_class.write(questions, VERSION, tmp_path, LEARNERS)
    size_mb = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
    hand_ins, _ = class_report.read_folder(folder, questions, course_version=VERSION)
    n_attempts = sum(len(hand_in.attempts) for hand_in in hand_ins)
    print(
        f"\n{LEARNERS} learners, {QUESTIONS} questions, {n_attempts:,} attempts, {size_mb:.1f} MB"
    )
    times = []
    for _ in range(RUNS):
        begun = perf_counter()
        class_report.read_folder(folder, questions, course_version=VERSION)
        read = perf_counter() - begun
        begun = perf_counter()
        made = class_report.report(folder, questions, course_version=VERSION)
        times.append(perf_counter() - begun)
        print(f"read {read:.2f} s; read and reported {times[-1]:.2f} s")
    assert len(made.learners) == LEARNERS
    assert min(times) < LIMIT_S
