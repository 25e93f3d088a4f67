"""Each lesson's questions accept what is right, answer what is wrong and keep their key."""

import importlib
import itertools
import json
import math
import pkgutil
import re
from pathlib import Path

import numpy as np
import pytest

import exercises
from courseware import progress
from courseware.answers import UNITS
from courseware.kept import Kept, KeptTest
from courseware.live import Entry
from courseware.questions import (
    Choice,
    Code,
    Goal,
    Match,
    Number,
    Order,
    Predict,
    Question,
    Several,
    questions_of,
)

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("[0-9]*.ipynb"))
MODULES = [
    importlib.import_module(f"exercises.{found.name}")
    for found in pkgutil.iter_modules(exercises.__path__)
]
LESSON_NOTEBOOKS = [notebook for notebook in NOTEBOOKS if not notebook.name.startswith("00")]
QUESTIONS = {
    f"{module.__name__.removeprefix('exercises.')}.{variable}": value
    for module in MODULES
    for variable, value in vars(module).items()
    if isinstance(value, Question)
}
# These are no lessons' questions: one of every kind to learn the tools, and the kept tests.
NO_LESSON = ("start_here", "pretest", "posttest")
OTHER_UNITS = {
    "h": ["min", "days", "weeks"],
    "µg": ["ng", "mcg", "ug", "mg"],
    "ng/mL": ["µg/L", "ug/L", "mcg/L", "µg/mL"],
    "mg/d": ["mg/day", "g/d", "µg/d"],
}


def of_kind(*kinds):
    chosen = {name: q for name, q in QUESTIONS.items() if isinstance(q, kinds)}
    return pytest.mark.parametrize("question", chosen.values(), ids=chosen.keys())


def code_of(notebook):
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")


def modules_of(notebook):
    """Names of the modules of questions that a notebook imports: a lesson may have several."""
    names = re.findall(r"^from exercises import (.+)$", code_of(notebook), re.M)
    return [name.strip() for line in names for name in line.split(",")]


def simulator_of(goal):
    """Build the simulator that a notebook sets a Goal for: `goal.drive(name)`, `name = f()`."""
    for notebook in NOTEBOOKS:
        code = code_of(notebook)
        driven = re.search(rf"\b{goal.lesson}\.{goal.name}\.drive\((\w+)\)", code)
        if driven:
            module = re.search(r"from vitamin_k\.figures import (\w+) as figures", code)[1]
            build = re.search(rf"^{driven[1]} = figures\.(\w+)\(\)", code, re.M)[1]
            return getattr(importlib.import_module(f"vitamin_k.figures.{module}"), build)()
    raise AssertionError(f"no notebook sets the goal {goal.lesson}.{goal.name}")


def texts(question):
    """Every text that only a try may bring, or for a kept item only the end of the course."""
    wrong = getattr(question, "wrong", ())
    items = getattr(question, "items", ()) if isinstance(question, KeptTest) else (question,)
    kept = [item.because for item in items if isinstance(item, Kept)]
    return [question.solution, *question.hints, *(w.message for w in wrong), *kept]


def each_draw(number, monkeypatch):
    """Yield the question's possible numbers, one draw after the other."""
    names, choices = list(number._draw), list(number._draw.values())
    for drawn in itertools.product(*choices):
        monkeypatch.setattr(number, "drawn", lambda d=drawn: dict(zip(names, d, strict=True)))
        yield drawn


@pytest.mark.parametrize(("name", "question"), QUESTIONS.items(), ids=QUESTIONS.keys())
def test_a_question_is_named_after_its_module_and_variable(name, question):
    assert f"{question.lesson}.{question.name}" == name


@pytest.mark.parametrize("notebook", LESSON_NOTEBOOKS, ids=lambda path: path.stem)
def test_a_lesson_asks_often_and_in_many_ways(notebook):
    names = [name for name in modules_of(notebook) if name not in NO_LESSON]
    modules = [importlib.import_module(f"exercises.{name}") for name in names]
    own = [question for module in modules for question in questions_of(module)]
    assert len(own) >= 10
    kinds = {type(question) for question in own}
    assert len(kinds) >= 6
    assert {Predict, Goal, Code} <= kinds


def test_the_first_lesson_shows_each_kind_of_question_once():
    (module,) = (m for m in MODULES if m.__name__ == "exercises.start_here")
    own = [type(question) for question in questions_of(module)]
    assert sorted(own, key=str) == sorted(
        [Choice, Several, Number, Order, Match, Predict, Goal, Code], key=str
    )


def test_every_module_of_questions_is_asked_in_a_notebook():
    asked = {name for notebook in NOTEBOOKS for name in modules_of(notebook)}
    assert asked == {module.__name__.removeprefix("exercises.") for module in MODULES}


@of_kind(Choice, Several, Number, Order, Match, Goal, Code)
def test_a_question_has_two_hints_and_a_solution(question):
    assert len(question.hints) == 2
    assert all(question.fill(text).strip() for text in (*question.hints, question.solution))


@of_kind(Number)
def test_a_right_number_is_accepted_in_every_form(question, monkeypatch):
    for _ in each_draw(question, monkeypatch):
        right, unit = question.answer, question.unit
        forms = [f"{right:.9f}", f"{right:.9e}", f"≈ {right:.9f}", f"{right * 7:.9f}/7", right]
        forms += [np.float64(right), f"{right:.9f}".replace(".", ",")]
        forms += [f"{right:.9f} {unit}"] if unit else [f"{100 * right:.9f} %"]
        forms += [
            f"{right * UNITS[unit.lower()][1] / UNITS[other.lower().rstrip('s')][1]:.9g} {other}"
            for other in OTHER_UNITS.get(unit, [])
        ]
        assert {str(form): question.check(form).verdict for form in forms} == dict.fromkeys(
            map(str, forms), "right"
        )


@of_kind(Number)
def test_a_wrong_number_is_answered_for_itself_and_is_never_right(question, monkeypatch):
    assert question.wrong
    for drawn in each_draw(question, monkeypatch):
        for wrong in question.wrong:
            far = not math.isclose(wrong.answer, question.answer, rel_tol=question.tolerance)
            assert far, (drawn, wrong)
            twins = [
                w.message
                for w in question.wrong
                if math.isclose(w.answer, wrong.answer, rel_tol=question.tolerance)
            ]
            said = question.check(repr(wrong.answer))
            assert said.verdict == "wrong"
            assert said.message in map(question.fill, twins), (drawn, wrong)


@of_kind(Number)
def test_learners_with_names_get_only_listed_numbers(question):
    first = {name: values[0] for name, values in question._draw.items()}
    assert question.drawn() == first
    for learner in ("Ada", "Grace", "Rosalind"):
        progress.use_name(learner)
        drawn = question.drawn()
        assert drawn == question.drawn()
        assert all(drawn[name] in values for name, values in question._draw.items())
        assert question.check(question.answer).verdict == "right"


@of_kind(Choice)
def test_each_option_of_a_choice_is_answered_for_itself(question):
    assert question.check(question.answer).message == question.because
    messages = {wrong.answer: wrong.message for wrong in question.wrong}
    assert set(messages) == set(question.options) - {question.answer}
    for option, message in messages.items():
        assert question.check(option).message == message


@of_kind(Several)
def test_each_box_ticked_or_left_out_by_mistake_is_answered_for_itself(question):
    right = set(question.answer)
    assert question.check(sorted(right)).verdict == question.check(right).verdict == "right"
    messages = {wrong.answer: wrong.message for wrong in question.wrong}
    assert set(messages) == set(question.options)
    for option, message in messages.items():
        said = question.check(right ^ {option})
        # The only right box cannot be left out: then nothing is ticked.
        assert said.verdict == ("wrong" if right != {option} else "unclear")
        assert message in said.message or right == {option}


@of_kind(Order)
def test_each_pair_the_wrong_way_round_is_answered_for_itself(question):
    right = list(question.answer)
    assert list(question.items) != right, "the first order shown must not be the right one"
    assert question.check(right).message == question.because
    for wrong in question.wrong:
        earlier, later = (right.index(item) for item in wrong.answer)
        assert earlier < later
        swapped = right.copy()
        swapped[earlier], swapped[later] = swapped[later], swapped[earlier]
        said = question.check(swapped)
        assert said.verdict == "wrong" and wrong.message in said.message


@of_kind(Match)
def test_each_listed_wrong_pair_is_answered_for_itself(question):
    assert question.check(question.answer).message == question.because
    for wrong in question.wrong:
        item, partner = wrong.answer
        assert partner in question.partners and question.answer[item] != partner
        said = question.check({**question.answer, item: partner})
        assert said.verdict == "wrong" and wrong.message in said.message


@of_kind(Predict)
def test_each_prediction_is_kept_and_shown_again(question):
    for option in question.options:
        assert question.check(option).verdict == "kept"
        assert question.reveal("the result").prediction == option


@of_kind(Code)
def test_code_accepts_its_reference_and_answers_each_misconception(question):
    assert question.check(question.reference).verdict == "right"
    for wrong in question.wrong:
        said = question.check(wrong.answer)
        assert (said.verdict, said.message) == ("wrong", wrong.message)


@of_kind(Goal)
def test_a_goal_can_be_met_with_its_simulator_but_is_not_met_at_the_start(question):
    simulator = simulator_of(question)
    assert question.check(simulator.values).verdict == "wrong"
    met = next((s for s in settings(simulator) if question.judge(s).verdict == "right"), None)
    assert met, "no setting of the controls meets this goal"
    simulator.set(**met)
    assert simulator.error == "" and simulator.values == met


def settings(simulator):
    """Yield settings of all controls at random, from the values that the controls can take."""
    choices = {name: _choices(simulator, name) for name in simulator._controls}
    sizes = [len(values) for values in choices.values()]
    for picks in np.random.default_rng(1).integers(sizes, size=(20_000, len(sizes))).tolist():
        yield {n: values[p] for (n, values), p in zip(choices.items(), picks, strict=True)}


def _choices(simulator, name):
    control = simulator._controls[name]
    if isinstance(control, Entry):
        # Any text can be typed; those of the static twin are known to be understood.
        return [positions[name] for positions in simulator._twin]
    return [control.value(p) for p in range(len(getattr(control, "values", (False, True))))]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_no_stored_notebook_holds_a_hint_a_message_or_a_solution(notebook, question):
    stored = json.dumps(json.loads(notebook.read_text(encoding="utf-8")), ensure_ascii=False)
    for text in texts(question):
        for form in (text, question.fill(text)):
            assert not form or json.dumps(form, ensure_ascii=False)[1:-1] not in stored


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS.keys())
def test_a_shown_question_holds_no_hint_message_or_solution(question):
    shown = json.dumps([question.form(), question._repr_mimebundle_()], ensure_ascii=False)
    for text in texts(question):
        form = question.fill(text)
        assert not form or json.dumps(form, ensure_ascii=False)[1:-1] not in shown
