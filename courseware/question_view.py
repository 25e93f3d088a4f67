"""Show a question in the browser and pass answers on to it. `question.js` draws the form."""

from pathlib import Path

import anywidget
import traitlets

from courseware.live import view_script
from courseware.questions import HEADINGS, Question

HERE = Path(__file__).parent
TITLES = {
    "choice": "Check yourself · one answer",
    "several": "Check yourself · all that apply",
    "number": "Check yourself · a number",
    "order": "Check yourself · put in order",
    "match": "Check yourself · match",
    "predict": "Predict",
    "goal": "Goal · use the simulator",
    "code": "Code · write a function",
    "kept": "Before and after · kept without an answer",
    "kept test": "Before and after · kept without an answer",
}


class QuestionView(anywidget.AnyWidget):
    """The form of one question; right answers never leave Python.

    Parameters
    ----------
    question : Question
        What to show.
    simulator : object with a `values` mapping, optional
        For a Goal: what the learner drives.
    """

    _esm = view_script("question.js")
    _css = (HERE / "question.css").read_text(encoding="utf-8")

    question = traitlets.Dict().tag(sync=True)
    feedback = traitlets.Dict().tag(sync=True)
    hints = traitlets.List().tag(sync=True)
    solution = traitlets.Unicode().tag(sync=True)

    def __init__(self, question: Question, simulator=None):
        self._question = question
        self._simulator = simulator
        super().__init__(
            question={
                "kind": question.kind,
                "title": TITLES[question.kind],
                "prompt": question.fill(question.prompt),
                "verb": question.verb,
                "form": question.form(),
                "hint_count": len(question.hints),
                "has_solution": bool(question.solution),
                "earlier": question.earlier(),
            }
        )
        self.on_msg(self._answer)

    def _may_see_solution(self):
        """Tell whether a try came first: all hints are shown or the answer was right."""
        hints_shown = len(self.hints) >= len(self._question.hints)
        return hints_shown or self.feedback.get("verdict") == "right"

    def _answer(self, _widget, content, _buffers):
        """Meet one message of the form; a request that it does not know is left aside."""
        request = content.get("do") if isinstance(content, dict) else None
        question = self._question
        if request == "hint":
            self.hints = [question.fill(h) for h in question.hints[: len(self.hints) + 1]]
        elif request == "solution" and self._may_see_solution():
            self.solution = question.fill(question.solution)
        elif request == "check":
            given = self._simulator.values if self._simulator else content.get("answer")
            said = question.check(given)
            self.feedback = {
                "verdict": said.verdict,
                "heading": HEADINGS[said.verdict],
                "message": said.message,
                # The browser announces the same words again after another try.
                "serial": self.feedback.get("serial", 0) + 1,
            }

    def _repr_mimebundle_(self, **_kwargs):
        question = self._question
        parts = [f"**{TITLES[question.kind]}**", question.fill(question.prompt), question.static()]
        text = "\n\n".join(part for part in parts if part)
        data, metadata = super()._repr_mimebundle_()
        return data | {"text/plain": text, "text/markdown": text}, metadata
