"""Each kind of question judges right, wrong and junk answers, and keeps its key to itself."""

import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courseware import progress
from courseware.kept import Kept, KeptTest
from courseware.question_view import TITLES, QuestionView
from courseware.questions import (
    Choice,
    Code,
    Feedback,
    Goal,
    Match,
    Number,
    Order,
    Predict,
    Question,
    Several,
    Wrong,
)

HELP = {"hints": ("first secret hint", "second secret hint"), "solution": "secret solution"}
SECRET = "secret"


def halve(amounts):
    return np.asarray(amounts) / 2


def near_five(level):
    return abs(level - 5) < 1, f"Your level is {level:g}."


choice = Choice(
    "l.choice", "Which?", options=["K1", "MK-4", "MK-7"], answer="MK-7",
    because="secret because", wrong=[Wrong("K1", "secret K1"), Wrong("MK-4", "secret MK-4")],
    **HELP,
)  # fmt: skip
several = Several(
    "l.several", "Which?", options=["a", "b", "c", "d"], answer=["a", "b"],
    because="secret because", wrong=[Wrong("a", "secret a"), Wrong("c", "secret c")], **HELP,
)  # fmt: skip
number = Number(
    "l.number", "How much?", answer=0.25, because="secret because",
    wrong=[Wrong(0.75, "secret gone"), Wrong(4, "secret upside down")], **HELP,
)  # fmt: skip
mass = Number("l.mass", "How much?", answer=6.4, unit="µg", because="secret because", **HELP)
drawn = Number(
    "l.drawn", "What is {a} times {b}?", answer=lambda a, b: a * b,
    draw={"a": [2, 3, 5, 7], "b": [11, 13, 17, 19]}, because="secret {answer}",
    wrong=[Wrong(lambda a, b: a + b, "secret sum of {a} and {b}")],
    hints=("secret {a}", "secret {b}"), solution="secret {answer}",
)  # fmt: skip
order = Order(
    "l.order", "Order?", items=["long", "short", "middle"], answer=["short", "middle", "long"],
    ends=("shortest", "longest"), because="secret because",
    wrong=[Wrong(("short", "long"), "secret pair")], **HELP,
)  # fmt: skip
match = Match(
    "l.match", "Match?", answer={"lag": "later", "share": "taller"},
    partners=["later", "taller", "nothing"], because="secret because",
    wrong=[Wrong(("lag", "nothing"), "secret lag")], **HELP,
)  # fmt: skip
predict = Predict("l.predict", "Guess?", options=["all", "half", "none"])
goal = Goal("l.goal", "Reach five.", condition=near_five, **HELP)
code = Code(
    "l.code", "Write `halve(amounts)`.", reference=halve,
    cases=[{"amounts": 0.0}, {"amounts": 8.0}, {"amounts": np.array([2.0, 4.0])}],
    because="secret because",
    wrong=[Wrong(lambda amounts: np.asarray(amounts) * 2, "secret doubled")], **HELP,
)  # fmt: skip
kept = Kept(
    "l.kept", "Which?", concept="c", options=["K1", "MK-7"], answer="K1", because="secret because"
)
kept_test = KeptTest("l.kept_test", "Choose.", items=[kept])
ALL = [choice, several, number, mass, drawn, order, match, predict, goal, code, kept]
each_question = pytest.mark.parametrize("question", ALL, ids=lambda question: question.name)


class Simulator:
    def __init__(self, **values):
        self.values = values


# --- Right and wrong answers ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (choice, "MK-7"), (several, ["b", "a"]), (several, {"a", "b"}), (several, ("a", "b")),
        (number, "1/4"), (number, "25 %"), (number, ".25"), (number, 0.25), (number, "0.2501"),
        (number, np.float32(0.25)), (mass, "6400 ng"), (mass, "6.4 mcg"), (mass, 6.4),
        (mass, "6,4 \u03bcg"), (drawn, "22"), (drawn, np.int64(22)), (order, order.answer),
        (order, list(order.answer)), (match, dict(match.answer)), (goal, {"level": 5.5}),
        (code, halve), (code, lambda amounts: amounts * 0.5),
    ],
)  # fmt: skip
def test_a_right_answer_is_right_in_every_form(question, answer):
    assert question.check(answer).verdict == "right"
    assert progress.last("l", question.name, {"right"})


def double(amounts):
    return amounts * 2


@pytest.mark.parametrize(
    ("question", "answer", "message"),
    [
        (choice, "K1", "secret K1"), (choice, "MK-4", "secret MK-4"),
        (several, ["b"], "3 of 4 boxes are as they should be. secret a"),
        (several, ["a", "b", "c"], "3 of 4 boxes are as they should be. secret c"),
        (several, ["d"], "1 of 4 boxes are as they should be. secret a"),
        (several, ["a", "b", "d"], "3 of 4 boxes are as they should be."),
        (number, "75 %", "secret gone"), (number, "4", "secret upside down"),
        (number, "0.3", "That is too high."), (number, "0.2", "That is too low."),
        (drawn, "13", "secret sum of 2 and 11"),
        (order, ["long", "short", "middle"], "0 in the right place. secret pair"),
        (order, ["middle", "short", "long"], "1 of 3 stand in the right place."),
        (match, {"lag": "nothing", "share": "taller"}, "1 of 2 pairs are right. secret lag"),
        (match, {"lag": "taller", "share": "later"}, "0 of 2 pairs are right."),
        (goal, {"level": 8.0}, "Your level is 8."), (code, double, "secret doubled"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_told_what_is_wrong(question, answer, message):
    said = question.check(answer)
    assert (said.verdict, said.message) == ("wrong", message)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Choice("l.q", "", options=["a"], answer="b", because="", wrong=(), **HELP),
         "not among the options"),
        (lambda: Several("l.q", "", options=["a"], answer=["b"], because="", wrong=(), **HELP),
         "not among the options"),
        (lambda: Order("l.q", "", items=["a"], answer=["b"], ends=("", ""), because="",
                       wrong=(), **HELP), "items and answer differ"),
        (lambda: Match("l.q", "", answer={"a": "b"}, partners=["c"], because="", wrong=(),
                       **HELP), "not among the partners"),
    ],
)  # fmt: skip
def test_a_key_that_cannot_be_chosen_is_refused(make, problem):
    with pytest.raises(ValueError, match=problem):
        make()


def test_feedback_reads_the_same_in_a_terminal_and_in_a_notebook():
    said = Feedback("wrong", "Too high.")
    assert str(said) == "Not yet. Too high."
    assert said._repr_markdown_() == "**✗ Not yet.** Too high."


# --- Numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [
        (mass, "64", "10 times too large"), (mass, "0.064", "100 times too small"),
        (mass, "6400", "Nano is a thousandth of micro"), (mass, "0.0064", "Nano is a thousandth"),
        (mass, "-6.4", "not the sign"), (mass, "6.4e9", "1,000,000,000 times too large"),
        (number, "1.7e308", "too high"), (number, "5e-324", "too low"), (number, "0", "too low"),
    ],
)  # fmt: skip
def test_a_slip_in_size_or_sign_is_named(question, answer, words):
    said = question.check(answer)
    assert said.verdict == "wrong"
    assert words in said.message


def test_a_percentage_without_its_sign_is_asked_back():
    said = number.check("25")
    assert said.verdict == "unclear"
    assert "25 %" in said.message and "% sign" in said.message


def test_without_a_name_everybody_sees_the_first_numbers():
    assert drawn.drawn() == {"a": 2, "b": 11}
    assert drawn.fill(drawn.prompt) == "What is 2 times 11?"


def test_the_same_name_draws_the_same_numbers_and_other_names_draw_others():
    seen = set()
    for learner in ["Ada", "Ada", "Grace", "Rosalind", "Barbara", "\ud800"]:
        progress.use_name(learner)
        numbers = drawn.drawn()
        assert numbers == drawn.drawn()
        seen.add((learner, tuple(numbers.values())))
        said = drawn.check(str(numbers["a"] * numbers["b"]))
        assert (said.verdict, said.message) == ("right", f"secret {numbers['a'] * numbers['b']}")
        wrong = drawn.check(str(numbers["a"] + numbers["b"]))
        assert wrong.message == f"secret sum of {numbers['a']} and {numbers['b']}"
    assert len(seen) == 5
    assert len({numbers for _, numbers in seen}) > 2


# --- Predict and Goal ----------------------------------------------------------------------------


def test_a_prediction_is_kept_and_the_newest_one_is_revealed():
    assert "none kept" in predict.reveal("none")._repr_markdown_()
    assert "none kept" in repr(predict.reveal("none"))
    for guess in ("all", "half"):
        assert predict.check(guess).verdict == "kept"
    predict.check("junk")
    revealed = predict.reveal("In none.")
    assert revealed.prediction == "half"
    assert "| half | In none. |" in revealed._repr_markdown_()


def test_a_kept_prediction_that_is_no_option_any_more_is_not_revealed():
    progress.record("l", "predict", ["an", "old", "option"], "kept")
    assert predict.reveal("none").prediction is None


def failing(level):
    return 1 / level > 1, "Reached."


@pytest.mark.parametrize(
    "answer",
    [{"level": 0}, {"level": "x"}, {"level": np.array([1.0, 2.0])}, {"other": 1}, {}, {3: 4}],
    ids=repr,
)
def test_a_setting_that_cannot_be_judged_is_said_in_words(answer):
    said = Goal("l.goal", "?", condition=failing, **HELP).check(answer)
    assert said.verdict == "unclear"
    assert "cannot be judged" in said.message


def test_a_goal_without_its_simulator_asks_for_it():
    assert "simulator" in goal.check(None).message


@pytest.mark.parametrize(("level", "verdict"), [(5.0, "right"), (1.0, "wrong")])
def test_a_goal_judges_its_simulators_setting_whatever_the_browser_sends(level, verdict):
    view = goal.drive(Simulator(level=level))
    send(view, do="check", answer={"level": 5.0})
    assert view.feedback["verdict"] == verdict


# --- Code ----------------------------------------------------------------------------------------


def changes_its_argument(amounts):
    amounts *= 0.5
    return amounts


def test_a_function_that_changes_its_array_spoils_no_later_case():
    assert code.check(changes_its_argument).verdict == "right"
    assert code.check(changes_its_argument).verdict == "right"
    assert code.cases[2]["amounts"].tolist() == [2.0, 4.0]


def test_the_first_case_that_differs_is_named():
    said = code.check(lambda amounts: amounts * 0.25)
    assert said.message == "For amounts = 8 your function gives 2, but it is 4."


class Unconvertible:
    def __array__(self, *_args, **_kwargs):
        raise RuntimeError("no numbers here")


def raising(problem):
    def function(amounts):
        raise problem

    return function


def test_a_missing_value_that_must_stay_missing_agrees_with_nothing_else():
    keep = Code(
        "test.keep", "Keep it.", reference=lambda amount: 2 * amount, cases=[{"amount": np.nan}],
        because="Yes.", wrong=[], hints=["", ""], solution="",
    )  # fmt: skip
    assert keep.check(lambda amount: 2 * amount).verdict == "right"
    assert keep.check(lambda amount: 0.0).verdict == "wrong"


@pytest.mark.parametrize(
    ("function", "verdict", "words"),
    [
        (lambda amounts: None, "unclear", "behind `return`"),
        (lambda amounts: ..., "unclear", "behind `return`"),
        (lambda amounts: "half", "unclear", "gives back a str"),
        (lambda amounts: "0", "unclear", "gives back a str"),
        (lambda amounts: [amounts, [amounts]], "unclear", "gives back a list"),
        (lambda amounts: [None], "unclear", "gives back a list"),
        (lambda amounts: 1j, "unclear", "gives back a complex"),
        (lambda amounts: [0.0, 4.0], "wrong", "[0, 4]"),
        (lambda amounts: 4.0, "wrong", "amounts = 0 your function gives 4, but it is 0"),
        (lambda amounts: np.nan, "wrong", "gives nan"),
        (lambda amounts: amounts[0], "unclear", "amounts = 0 your function stopped with"),
        (lambda: 1, "unclear", "TypeError"),
        (raising(ZeroDivisionError("by zero")), "unclear", "ZeroDivisionError: by zero"),
        (raising(RecursionError("deep")), "unclear", "RecursionError: deep"),
        (raising(SystemExit(2)), "unclear", "SystemExit: 2"),
        (raising(KeyboardInterrupt()), "unclear", "did not end"),
        (lambda amounts: Unconvertible(), "unclear", "gives back a Unconvertible"),
        (0.5, "unclear", ".check(code)"), (None, "unclear", "without brackets"),
        ("halve", "unclear", "without brackets"), (int, "unclear", "stopped with"),
    ],
)  # fmt: skip
def test_a_function_that_is_not_right_is_told_why(function, verdict, words):
    said = code.check(function)
    assert said.verdict == verdict
    assert words in said.message


# --- Junk ----------------------------------------------------------------------------------------

SCALARS = st.one_of(
    st.none(), st.booleans(), st.text(max_size=80), st.integers(), st.floats(), st.binary(),
    st.complex_numbers(), st.dates(), st.integers(300, 5000).map(lambda power: 10**power),
    st.sampled_from([object(), ..., np.inf, np.float32(3), np.int64(7),
                     np.array([1.0, np.nan]), np.array("x"), np.array(None), "\ud800", int,
                     "x" * 10**5, range(3), "MK-7 ", "a", "level"]),
)  # fmt: skip
KEYS = st.one_of(st.text(max_size=9), st.integers(), st.floats(), st.none(), st.booleans(),
                 st.binary(), st.sampled_from(["level", "lag", "share"]))  # fmt: skip
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.tuples(inner, inner), st.dictionaries(KEYS, inner),
        st.fixed_dictionaries({"level": inner}), st.sets(KEYS),
        st.fixed_dictionaries({"lag": inner, "share": inner}),
        st.lists(st.sampled_from(["short", "middle", "long"]), max_size=4),
    ),
    max_leaves=6,
)  # fmt: skip


def refused(constant):
    raise AssertionError(f"{constant} is not JSON")


@pytest.fixture(scope="module")
def junk_answers():
    """Draw a thousand answers of any type once for all questions."""
    drawn_answers = []

    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    @given(st.lists(JUNK, min_size=10, max_size=10))
    def collect(answers):
        drawn_answers.extend(answers)

    collect()
    assert len(drawn_answers) >= 1000
    return drawn_answers


@each_question
def test_junk_is_met_with_a_message_and_recorded_as_json(question, junk_answers, progress_folder):
    for answer in junk_answers:
        said = question.check(answer)
        assert isinstance(said, Feedback) and said.message.strip()
    stored = (progress_folder / progress.FILE_NAME).read_text(encoding="utf-8")
    lines = stored.removesuffix("\n").split("\n")
    assert len(lines) == len(junk_answers)
    assert all(json.loads(line, parse_constant=refused) for line in lines)
    assert len(progress.attempts()) == len(lines)


# --- The view ------------------------------------------------------------------------------------


def send(view, **content):
    view._handle_custom_msg(content, [])


def shown(view):
    state = {k: v for k, v in view.get_state().items() if k not in {"_esm", "_css"}}
    return json.dumps(state, default=str)


@each_question
def test_the_key_stays_in_python_until_it_is_asked_for(question):
    assert question.kind in TITLES
    assert SECRET not in json.dumps(question.form())
    assert SECRET not in json.dumps(question._repr_mimebundle_())
    assert SECRET not in shown(QuestionView(question))


@each_question
def test_a_reader_without_a_kernel_sees_the_question_and_its_options(question):
    data, _ = question._repr_mimebundle_()
    assert data["text/markdown"] == data["text/plain"]
    assert question.fill(question.prompt) in data["text/markdown"]
    for option in question.form().get("options", []) + question.form().get("items", []):
        assert option in data["text/markdown"]


def test_hints_come_one_by_one_and_the_solution_after_them():
    view = QuestionView(drawn)
    steps = []
    for do in ("solution", "hint", "solution", "hint", "hint", "solution"):
        send(view, do=do)
        steps.append((len(view.hints), view.solution))
    assert steps == [(0, ""), (1, ""), (1, ""), (2, ""), (2, ""), (2, "secret 22")]
    assert view.hints == ["secret 2", "secret 11"]


@pytest.mark.parametrize(("answer", "solution"), [("MK-7", "secret solution"), ("K1", "")])
def test_the_solution_opens_after_a_right_answer_but_not_after_a_wrong_one(answer, solution):
    view = QuestionView(choice)
    send(view, do="check", answer=answer)
    send(view, do="solution")
    assert view.solution == solution


def test_each_check_sends_its_feedback_anew():
    view = QuestionView(choice)
    for serial in (1, 2):
        send(view, do="check", answer="K1")
        assert view.feedback == {
            "verdict": "wrong", "heading": "Not yet.", "message": "secret K1", "serial": serial,
        }  # fmt: skip


@each_question
@pytest.mark.parametrize(
    "content",
    [None, [], "check", 7, {}, {"do": None}, {"do": []}, {"do": {"a": 1}}, {"do": "format disk"},
     {"answer": "x"}],
    ids=repr,
)  # fmt: skip
def test_a_malformed_message_changes_nothing(question, content):
    view = QuestionView(question)
    before = shown(view)
    view._handle_custom_msg(content, [])
    assert shown(view) == before


@each_question
def test_a_check_without_an_answer_asks_for_one(question):
    view = QuestionView(question)
    send(view, do="check")
    assert view.feedback["verdict"] == "unclear"
    assert view.feedback["message"]


@each_question
@pytest.mark.parametrize("markup", ["<img src=x onerror=alert(1)>", "5 <b>h</b>", "**5**", "`5`"])
def test_typed_markup_is_not_sent_back(question, markup):
    view = QuestionView(question)
    send(view, do="check", answer=markup)
    assert view.feedback["verdict"] == "unclear"
    assert markup not in view.feedback["message"] and "<" not in view.feedback["message"]


@pytest.mark.parametrize(
    ("question", "answer", "words"),
    [(predict, "half", "Your prediction of 2"), (choice, "MK-7", "answered this right on 2")],
)
def test_a_question_shown_again_tells_what_was_done_before(question, answer, words):
    assert QuestionView(question).question["earlier"] == ""
    question.check("junk")
    question.check(answer)
    assert words in QuestionView(question).question["earlier"]


def test_the_kinds_shown_are_all_the_kinds():
    kinds = {kind.kind for kind in Question.__subclasses__()}
    assert kinds == set(TITLES) == {question.kind for question in [*ALL, kept_test]}
