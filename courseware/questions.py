"""The kinds of questions, and how each checks an answer.

A question is an object. A notebook cell that ends in it shows it; `check(answer)` tells what is
right about an answer. Right answers are computed by the lesson's author from a model or from
data, and stay in Python: the browser and the notebook's file never hold them.
"""

import copy
import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from numbers import Real

import numpy as np

from courseware import progress
from courseware.answers import Unreadable, read_number
from courseware.style import plain


@dataclass(frozen=True)
class Feedback:
    """What a learner hears about an answer.

    Attributes
    ----------
    verdict : str
        "right", "wrong", "unclear" (could not be read; does not count) or "kept".
    message : str
        One to three sentences.
    """

    verdict: str
    message: str

    def __str__(self):
        return f"{HEADINGS[self.verdict]} {self.message}".strip()

    def _repr_markdown_(self):
        return f"**{MARKS[self.verdict]} {HEADINGS[self.verdict]}** {self.message}"


LARGEST_KEPT = 1e15
LARGEST_SLIP = 12
MOST_KEPT = 50
MARKS = {"right": "✓", "wrong": "✗", "unclear": "?", "kept": "✓"}
HEADINGS = {"right": "Right.", "wrong": "Not yet.", "unclear": "Please check.", "kept": "Kept."}


@dataclass(frozen=True)
class Wrong:
    """A wrong answer that is worth a word.

    Parameters
    ----------
    answer : object
        The answer that the misconception leads to, in the form that the question takes.
    message : str
        What to say to a learner who gives it.
    """

    answer: object
    message: str


class Question:
    """What all kinds share. Use one of the kinds below.

    Parameters
    ----------
    name : str
        "lesson.question": the module in `exercises` and the variable in it.
    prompt : str
        The question in plain text; a blank line parts paragraphs, `backticks` mark code.
    hints : sequence of str
        Two hints, the second one stronger.
    solution : str
        The worked solution.
    """

    kind = ""
    verb = "Check"
    # Verdicts after which a learner is done with the question; none: it does not count.
    done_with = frozenset({"right"})

    def __init__(self, name, prompt, *, hints=(), solution=""):
        self.lesson, _, self.name = name.partition(".")
        self.prompt = prompt
        self.hints = tuple(hints)
        self.solution = solution

    def form(self):
        """Return what the browser needs to draw the question, without its answer."""
        return {}

    def check(self, answer):
        """Judge an answer and record the attempt.

        Parameters
        ----------
        answer : object
            What the learner gave. Any object is met with a sentence, never with an error.

        Returns
        -------
        Feedback
            The verdict with a message.
        """
        try:
            feedback = self.judge(answer)
        except Unreadable as problem:
            feedback = Feedback("unclear", str(problem))
        return self._recorded(answer, feedback)

    def judge(self, answer):
        """Judge an answer without recording it; raises Unreadable with the reason."""
        raise NotImplementedError

    def static(self):
        """Return the question as Markdown for readers without a kernel."""
        return ""

    def fill(self, text):
        """Return a text as this learner sees it."""
        return text

    def earlier(self):
        """Tell what this learner did with the question before, or return an empty text."""
        kept = progress.last(self.lesson, self.name, {"right"})
        return f"You answered this right on {day_of(kept)}." if kept else ""

    def _recorded(self, answer, feedback):
        try:
            progress.record(self.lesson, self.name, _plain_json(answer), feedback.verdict)
        except progress.NotRecorded as problem:
            return Feedback(feedback.verdict, f"{feedback.message} {problem}")
        return feedback

    def _repr_mimebundle_(self, **kwargs):
        # The view needs the widget stack; checking an answer does not.
        from courseware.question_view import QuestionView

        return QuestionView(self)._repr_mimebundle_(**kwargs)


class Choice(Question):
    """One right option among several.

    Parameters
    ----------
    options : sequence of str
        The texts in the order shown.
    answer : str
        The right one.
    because : str
        Said when the answer is right.
    wrong : sequence of Wrong
        A message for each other option.
    """

    kind = "choice"

    def __init__(self, name, prompt, *, options, answer, because, wrong, hints, solution):
        super().__init__(name, prompt, hints=hints, solution=solution)
        self.options = tuple(options)
        self.answer = answer
        self.because = because
        self.wrong = tuple(wrong)
        if answer not in self.options:
            raise ValueError(f"{name}: the answer {answer!r} is not among the options")

    def form(self):
        return {"options": list(self.options)}

    def judge(self, answer):
        if not isinstance(answer, str) or answer not in self.options:
            raise Unreadable("Choose one of the options first.")
        if answer == self.answer:
            return Feedback("right", self.because)
        return _listed(self.wrong, answer) or Feedback("wrong", "Have another look at the figure.")

    def static(self):
        return "\n".join(f"- {option}" for option in self.options)


class Several(Question):
    """All that apply.

    Parameters
    ----------
    options : sequence of str
        The texts in the order shown.
    answer : iterable of str
        All right ones.
    because : str
        Said when all right ones and no other are ticked.
    wrong : sequence of Wrong
        A message for each option that is wrongly ticked or wrongly left out.
    """

    kind = "several"

    def __init__(self, name, prompt, *, options, answer, because, wrong, hints, solution):
        super().__init__(name, prompt, hints=hints, solution=solution)
        self.options = tuple(options)
        self.answer = frozenset(answer)
        self.because = because
        self.wrong = tuple(wrong)
        if not self.answer <= set(self.options):
            raise ValueError(f"{name}: an answer is not among the options")

    def form(self):
        return {"options": list(self.options)}

    def judge(self, answer):
        if not isinstance(answer, list | tuple | set | frozenset):
            raise Unreadable("Tick the boxes that apply.")
        ticked = {a for a in answer if isinstance(a, str)} & set(self.options)
        if not ticked:
            raise Unreadable("Tick at least one box first.")
        if ticked == self.answer:
            return Feedback("right", self.because)
        off = ticked ^ self.answer
        right = len(self.options) - len(off)
        first = next((w.message for w in self.wrong if w.answer in off), "")
        return Feedback(
            "wrong", f"{right} of {len(self.options)} boxes are as they should be. {first}".strip()
        )

    def static(self):
        return "\n".join(f"- ☐ {option}" for option in self.options)


class Number(Question):
    """A number with a unit.

    Parameters
    ----------
    answer : float or callable
        The right value in `unit`; with `draw`, a function of the drawn numbers.
    unit : str
        The unit, or an empty text for a plain number or fraction.
    tolerance : float
        Largest accepted relative error.
    because : str
        Said when the answer is right.
    wrong : sequence of Wrong
        Values (or functions of the drawn numbers) with a message for each misconception.
    draw : mapping of str to sequence, optional
        Numbers that differ between learners: name -> possible values. The first value of each
        is used for a learner without a name. `prompt`, `because`, hints and solution may hold
        {name} and {answer}.
    """

    kind = "number"

    def __init__(
        self,
        name,
        prompt,
        *,
        answer: float | Callable,
        unit="",
        tolerance=0.02,
        because="",
        wrong: Sequence[Wrong] = (),
        draw: Mapping[str, Sequence] | None = None,
        hints=(),
        solution="",
    ):
        super().__init__(name, prompt, hints=hints, solution=solution)
        self.unit = unit
        self.tolerance = tolerance
        self.because = because
        self._answer = answer
        self._wrong = tuple(wrong)
        self._draw = dict(draw or {})

    def drawn(self):
        """Return the numbers that this learner sees, by name."""
        # With one value each there is nothing to draw, and no file to read for a name.
        differ = any(len(values) > 1 for values in self._draw.values())
        return self._drawn_for(progress.learner_name() if differ else "")

    @property
    def is_drawn(self):
        """Whether learners see different numbers."""
        return bool(self._draw)

    def for_learner(self, name):
        """Return this question as a learner of that name sees it, whoever runs the course."""
        fixed = copy.copy(self)
        fixed._draw = {key: [value] for key, value in self._drawn_for(name).items()}
        return fixed

    def _drawn_for(self, learner):
        if not learner:
            return {name: values[0] for name, values in self._draw.items()}
        text = f"{learner}|{self.lesson}.{self.name}"
        seed = zlib.crc32(text.encode("utf-8", "backslashreplace"))
        random = np.random.default_rng(seed)
        return {name: values[random.integers(len(values))] for name, values in self._draw.items()}

    @property
    def answer(self):
        """The right value for this learner, in the question's unit."""
        return self._value(self._answer)

    @property
    def wrong(self):
        """The listed wrong values for this learner with their messages."""
        return tuple(Wrong(self._value(w.answer), w.message) for w in self._wrong)

    def fill(self, text):
        """Write this learner's numbers into a text."""
        if not self._draw:
            return text
        return text.format(**self.drawn(), answer=f"{plain(self.answer)} {self.unit}".strip())

    def form(self):
        return {"unit": self.unit}

    def judge(self, answer):
        if isinstance(answer, bool) or not isinstance(answer, str | Real):
            raise Unreadable("Type a number.")
        readings = read_number(answer if isinstance(answer, str) else _digits(answer), self.unit)
        if any(self._close(r.value, self.answer) for r in readings):
            return Feedback("right", self.fill(self.because))
        value = readings[0].value
        for wrong in self.wrong:
            if any(self._close(r.value, wrong.answer) for r in readings):
                return Feedback("wrong", self.fill(wrong.message))
        if not readings[0].unit and self._close(value / 100, self.answer) and not self.unit:
            raise Unreadable(f"Do you mean {plain(value)} %? Then type the % sign as well.")
        return Feedback("wrong", self._scale_slip(value) or self._direction(value))

    def static(self):
        return f"Answer: a number in {self.unit}." if self.unit else "Answer: a number."

    def _value(self, given):
        return float(given(**self.drawn()) if callable(given) else given)

    def _close(self, value, target):
        return math.isclose(value, target, rel_tol=self.tolerance, abs_tol=1e-12)

    def _scale_slip(self, value):
        if value == 0 or self.answer == 0:
            return ""
        if self._close(-value, self.answer):
            return "The size is right, but not the sign."
        power = round(math.log10(abs(value)) - math.log10(abs(self.answer)))
        slipped = 0 < abs(power) <= LARGEST_SLIP
        if not slipped or not self._close(value / 10.0**power, self.answer):
            return ""
        size, where = plain(10.0 ** abs(power)), "large" if power > 0 else "small"
        slip = " Nano is a thousandth of micro." if abs(power) == 3 else ""
        return (
            f"The digits are right, but the number is {size} times too {where}. "
            f"Check the unit and the power of ten.{slip}"
        )

    def _direction(self, value):
        return "That is too high." if value > self.answer else "That is too low."


class Order(Question):
    """Put the items in order.

    Parameters
    ----------
    items : sequence of str
        In the order first shown.
    answer : sequence of str
        In the right order.
    ends : pair of str
        What the first and the last place mean, for example ("shortest", "longest").
    because : str
        Said when the order is right.
    wrong : sequence of Wrong
        Pairs (earlier, later) that a learner may place the wrong way round.
    """

    kind = "order"

    def __init__(self, name, prompt, *, items, answer, ends, because, wrong, hints, solution):
        super().__init__(name, prompt, hints=hints, solution=solution)
        self.items = tuple(items)
        self.answer = tuple(answer)
        self.ends = tuple(ends)
        self.because = because
        self.wrong = tuple(wrong)
        if sorted(self.items) != sorted(self.answer):
            raise ValueError(f"{name}: items and answer differ")

    def form(self):
        return {"items": list(self.items), "ends": list(self.ends)}

    def judge(self, answer):
        if not isinstance(answer, list | tuple) or not all(isinstance(a, str) for a in answer):
            raise Unreadable("Put the items in order first.")
        if sorted(answer) != sorted(self.items):
            raise Unreadable("Each item must stand in the list once.")
        place = {item: i for i, item in enumerate(answer)}
        if tuple(answer) == self.answer:
            return Feedback("right", self.because)
        right = sum(a == b for a, b in zip(answer, self.answer, strict=True))
        for pair in self.wrong:
            earlier, later = pair.answer
            if place[earlier] > place[later]:
                return Feedback("wrong", f"{right} in the right place. {pair.message}")
        return Feedback("wrong", f"{right} of {len(answer)} stand in the right place.")

    def static(self):
        start, end = self.ends
        return f"From {start} to {end}:\n\n" + "\n".join(f"- {item}" for item in self.items)


class Match(Question):
    """Give each item its partner.

    Parameters
    ----------
    answer : mapping of str to str
        Item -> right partner.
    partners : sequence of str
        All partners in the order shown; may hold some that fit nothing.
    because : str
        Said when all pairs are right.
    wrong : sequence of Wrong
        Pairs (item, partner) with a message.
    """

    kind = "match"

    def __init__(self, name, prompt, *, answer, partners, because, wrong, hints, solution):
        super().__init__(name, prompt, hints=hints, solution=solution)
        self.answer = dict(answer)
        self.partners = tuple(partners)
        self.because = because
        self.wrong = tuple(wrong)
        if not set(self.answer.values()) <= set(self.partners):
            raise ValueError(f"{name}: a right partner is not among the partners")

    def form(self):
        return {"items": list(self.answer), "partners": list(self.partners)}

    def judge(self, answer):
        if not isinstance(answer, Mapping) or set(answer) != set(self.answer):
            raise Unreadable("Choose a partner for each item first.")
        if not all(isinstance(p, str) and p in self.partners for p in answer.values()):
            raise Unreadable("Choose a partner for each item first.")
        right = sum(answer[item] == partner for item, partner in self.answer.items())
        if right == len(self.answer):
            return Feedback("right", self.because)
        first = next((w.message for w in self.wrong if answer[w.answer[0]] == w.answer[1]), "")
        return Feedback("wrong", f"{right} of {len(self.answer)} pairs are right. {first}".strip())

    def static(self):
        items = "\n".join(f"- {item} → …" for item in self.answer)
        return items + "\n\nPartners: " + " · ".join(self.partners)


class Predict(Question):
    """A guess before the data; there is no right answer. It is kept for the reveal.

    Parameters
    ----------
    options : sequence of str
        The guesses to choose from.
    """

    kind = "predict"
    verb = "Keep my prediction"
    done_with = frozenset({"kept"})

    def __init__(self, name, prompt, *, options):
        super().__init__(name, prompt)
        self.options = tuple(options)

    def form(self):
        return {"options": list(self.options)}

    def judge(self, answer):
        if not isinstance(answer, str) or answer not in self.options:
            raise Unreadable("Choose one of the options first.")
        return Feedback("kept", "You will see your prediction again beside the data.")

    def static(self):
        return "\n".join(f"- {option}" for option in self.options)

    def earlier(self):
        kept = progress.last(self.lesson, self.name, {"kept"})
        return f"Your prediction of {day_of(kept)}: {kept['answer']}" if kept else ""

    def reveal(self, result):
        """Set the kept prediction beside the result.

        Parameters
        ----------
        result : str
            What the data or the model show, with its number.

        Returns
        -------
        Revealed
            Shown by a notebook as one short table.
        """
        kept = progress.last(self.lesson, self.name, {"kept"})
        guess = kept["answer"] if kept and kept["answer"] in self.options else None
        return Revealed(guess, result)


@dataclass(frozen=True)
class Revealed:
    """A prediction beside its result."""

    prediction: str | None
    result: str

    def _repr_markdown_(self):
        guess = self.prediction or "none kept – scroll up and make one"
        return f"| Your prediction | The result |\n|:--|:--|\n| {guess} | {self.result} |"

    def __repr__(self):
        return f"prediction: {self.prediction or 'none kept'}; result: {self.result}"


class Goal(Question):
    """Drive a simulator until a condition holds.

    Parameters
    ----------
    condition : callable
        Takes the simulator's control values by name; returns (met, message). The message says
        how far off the setting is, or why it is right.
    """

    kind = "goal"
    verb = "Check my setting"

    def __init__(self, name, prompt, *, condition, hints, solution):
        super().__init__(name, prompt, hints=hints, solution=solution)
        self.condition = condition

    def judge(self, answer):
        if not isinstance(answer, Mapping):
            raise Unreadable(
                "This task needs its simulator. Run the simulator's cell, then this one."
            )
        try:
            met, message = self.condition(**answer)
            verdict = "right" if met else "wrong"
        except Exception as problem:
            raise Unreadable(
                f"This setting cannot be judged ({type(problem).__name__}: {problem})."
            ) from problem
        return Feedback(verdict, message)

    def drive(self, simulator):
        """Show the task for a simulator that is on the page.

        Parameters
        ----------
        simulator : object with a `values` mapping
            For example a LiveFigure.

        Returns
        -------
        QuestionView
            The task; its button judges the simulator's present setting.
        """
        from courseware.question_view import QuestionView

        return QuestionView(self, simulator=simulator)

    def static(self):
        return "Move the simulator's controls, then check your setting."


class Code(Question):
    """The learner's own function, checked with cases and properties.

    Parameters
    ----------
    reference : callable
        A right solution.
    cases : sequence of mapping
        Arguments by name. Arrays are copied before each call.
    wrong : sequence of Wrong
        Functions that hold a misconception, with a message.
    tolerance : float
        Largest accepted relative difference from the reference.
    because : str
        Said when all cases agree.
    """

    kind = "code"

    def __init__(
        self, name, prompt, *, reference, cases, because, wrong, hints, solution, tolerance=1e-6
    ):
        super().__init__(name, prompt, hints=hints, solution=solution)
        self.reference = reference
        self.cases = tuple(cases)
        self.because = because
        self.wrong = tuple(wrong)
        self.tolerance = tolerance

    def check(self, answer):
        """Check a function that the learner wrote and record the attempt.

        Parameters
        ----------
        answer : callable
            The learner's function, without brackets.

        Returns
        -------
        Feedback
            The verdict, with the first case that differs.
        """
        try:
            feedback = self.judge(answer)
        except Unreadable as problem:
            feedback = Feedback("unclear", str(problem))
        return self._recorded(getattr(answer, "__name__", type(answer).__name__), feedback)

    def judge(self, answer):
        if not callable(answer):
            raise Unreadable(
                f"Give the function itself, without brackets and values: .check({self.name})."
            )
        results = [self._call(answer, case) for case in self.cases]
        wanted = [self.reference(**_copies(case)) for case in self.cases]
        if all(map(self._agree, results, wanted)):
            return Feedback("right", self.because)
        for wrong in self.wrong:
            if all(map(self._agree, results, [wrong.answer(**_copies(c)) for c in self.cases])):
                return Feedback("wrong", wrong.message)
        case, got, want = next(
            (c, g, w)
            for c, g, w in zip(self.cases, results, wanted, strict=True)
            if not self._agree(g, w)
        )
        given = ", ".join(f"{name} = {_short(value)}" for name, value in case.items())
        return Feedback(
            "wrong", f"For {given} your function gives {_short(got)}, but it is {_short(want)}."
        )

    def static(self):
        return "Write the function in the next cell and run it."

    def _call(self, function, case):
        given = ", ".join(f"{name} = {_short(value)}" for name, value in case.items())
        try:
            result = function(**_copies(case))
        except KeyboardInterrupt as stop:
            raise Unreadable(f"Stopped: for {given} your function did not end.") from stop
        # exit() in a function must not end the learner's session.
        except (Exception, SystemExit) as problem:
            raise Unreadable(
                f"For {given} your function stopped with {type(problem).__name__}: {problem}"
            ) from problem
        if result is None or result is Ellipsis:
            raise Unreadable(
                "Your function gives nothing back yet. Write your formula behind `return`."
            )
        try:
            numbers = np.asarray(result)
        # A learner's object may raise anything when it is asked for its numbers.
        except Exception:
            numbers = None
        # numpy would also take the text "0.5" for a number.
        if numbers is None or numbers.dtype.kind not in "biuf":
            raise Unreadable(
                f"Your function gives back a {type(result).__name__}; it should be a number "
                "or an array of numbers."
            )
        return numbers.astype(float)

    def _agree(self, got, want):
        want = np.asarray(want, dtype=float)
        return got.shape == want.shape and np.allclose(
            got, want, rtol=self.tolerance, atol=1e-12, equal_nan=True
        )


def questions_of(module):
    """Return the questions that a module holds, in the order in which they stand there."""
    return [value for value in vars(module).values() if isinstance(value, Question)]


def day_of(attempt):
    """Return the day of an attempt as 2026-11-25."""
    return attempt["time"][:10]


def _digits(number):
    """Write a number given from code as a learner would type it."""
    try:
        return repr(float(number))
    except OverflowError as problem:
        raise Unreadable("This number is too large to be meant.") from problem


def _listed(wrong, answer):
    return next((Feedback("wrong", w.message) for w in wrong if w.answer == answer), None)


def _copies(case):
    return {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in case.items()}


def _short(value):
    value = np.asarray(value)
    text = "{:.4g}".format if value.dtype.kind == "f" else str
    if value.ndim == 0:
        return text(value[()])
    return np.array2string(value, formatter={"all": text}, separator=", ", threshold=6)


def _plain_json(answer):
    """Return the answer as something JSON can hold, whatever a learner handed over."""
    if isinstance(answer, Mapping):
        return {_scalar(key): _scalar(value) for key, value in list(answer.items())[:MOST_KEPT]}
    if isinstance(answer, list | tuple | set | frozenset):
        return [_scalar(item) for item in list(answer)[:MOST_KEPT]]
    return _scalar(answer)


def _scalar(value):
    if isinstance(value, str):
        return value[: progress.LONGEST_TEXT]
    if isinstance(value, bool) or value is None:
        return value
    # JSON knows neither infinity nor nan, nor numpy's numbers.
    if isinstance(value, Real) and abs(value) < LARGEST_KEPT:
        return value if isinstance(value, int | float) else float(value)
    return f"({type(value).__name__})"
