"""Let a learner judge statements first and compare with the author's verdicts afterwards.

An `Audit` is an object; a notebook cell that ends in it shows it. Verdicts stay in Python until
the learner has judged: the browser holds those of judged statements only, the notebook's file
none. `audit.js` draws the view.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import anywidget
import traitlets

from courseware import progress
from courseware.live import view_script
from courseware.questions import day_of

HERE = Path(__file__).parent
SURENESS = ("guessing", "fairly sure", "very sure")


@dataclass(frozen=True)
class Study:
    """What one source says about a statement.

    Parameters
    ----------
    reference : str
        Whose work it is, short enough for a list.
    shows : str
        What it says, in one line.
    link : str, optional
        Where the work stands; only an https address becomes a link.
    caution : str, optional
        A word on how far to trust this line, for example "read second-hand".
    """

    reference: str
    shows: str
    link: str = ""
    caution: str = ""


@dataclass(frozen=True)
class Statement:
    """One statement to judge, with the author's verdict on it.

    Parameters
    ----------
    id : str
        Name under which the learner's judgement is kept.
    text : str
        The statement in one sentence.
    verdict : str
        One of the words of the audit's scale.
    certainty : str
        How much weight the evidence bears.
    reason : str
        Why this verdict.
    would_change : str
        What result would overturn it.
    studies : sequence of Study
        What it rests on.
    labels : mapping of str to str, optional
        Name -> value, for the view's filters, for example ``{"Lesson": "03"}``.
    """

    id: str
    text: str
    verdict: str
    certainty: str
    reason: str
    would_change: str
    studies: Sequence[Study]
    labels: Mapping[str, str] = field(default_factory=dict)

    def revealed(self):
        """Return what the learner sees after judging, as plain dicts and texts."""
        return {
            "verdict": self.verdict,
            "certainty": self.certainty,
            "reason": self.reason,
            "would_change": self.would_change,
            "studies": [asdict(study) for study in self.studies],
        }


class Audit:
    """Statements to judge on a common scale.

    Parameters
    ----------
    name : str
        Name under which judgements are kept in the learner's progress.
    title : str
        Heading of the view.
    statements : sequence of Statement
        In the order shown.
    scale : mapping of str to str
        Word of the scale -> what it means.

    Raises
    ------
    ValueError
        If two statements share an id, or a verdict is not on the scale.
    """

    def __init__(self, name, title, statements, scale):
        self.name = name
        self.title = title
        self.scale = dict(scale)
        self.statements = {statement.id: statement for statement in statements}
        if len(self.statements) < len(statements):
            raise ValueError(f"{name}: two statements have the same id")
        for statement in statements:
            if statement.verdict not in self.scale:
                raise ValueError(f"{name}: {statement.id} has no verdict of the scale")

    def judge(self, statement_id, verdict, sureness):
        """Take a learner's judgement. Only the first one of a statement counts.

        Parameters
        ----------
        statement_id, verdict, sureness : str
            Any object is met with a sentence, never with an error.

        Returns
        -------
        str
            What to say to the learner.
        """
        known = isinstance(statement_id, str) and statement_id in self.statements
        if not known:
            return "This statement is not part of the audit."
        if statement_id in self.judged():
            return "You have judged this one already; the first judgement counts."
        if not (_among(verdict, self.scale) and _among(sureness, SURENESS)):
            return "Choose a verdict, and how sure you are, first."
        kept = {"verdict": verdict, "sureness": sureness}
        try:
            progress.record(self.name, statement_id, kept, "kept")
        except progress.NotRecorded as problem:
            return str(problem)
        same = verdict == self.statements[statement_id].verdict
        return "You and the course agree." if same else "You and the course differ."

    def judged(self):
        """Return the learner's judgements.

        Returns
        -------
        dict
            Statement id -> ``{"verdict": ..., "sureness": ..., "day": ...}``: the first readable
            judgement of each statement. Anything else in the progress file is left aside.
        """
        found = {}
        for attempt in progress.attempts():
            ours = attempt["lesson"] == self.name and attempt["question"] in self.statements
            answer = attempt["answer"]
            if not ours or not isinstance(answer, dict):
                continue
            verdict, sureness = answer.get("verdict"), answer.get("sureness")
            if _among(verdict, self.scale) and _among(sureness, SURENESS):
                kept = {"verdict": verdict, "sureness": sureness, "day": day_of(attempt)}
                found.setdefault(attempt["question"], kept)
        return found

    def static(self):
        """Return the scale and the statements as Markdown, without any verdict."""
        scale = "\n".join(f"- **{word}**: {meaning}" for word, meaning in self.scale.items())
        statements = "\n".join(
            f"{number}. {each.text} ({', '.join(f'{k}: {v}' for k, v in each.labels.items())})"
            for number, each in enumerate(self.statements.values(), start=1)
        )
        return f"**{self.title}**\n\nJudge each statement:\n\n{scale}\n\n{statements}"

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = AuditView(self)._repr_mimebundle_(**kwargs)
        text = self.static()
        return data | {"text/plain": text, "text/markdown": text}, metadata


class AuditView(anywidget.AnyWidget):
    """The view of one audit; a verdict reaches the browser after the learner's own.

    Parameters
    ----------
    audit : Audit
        What to show.
    """

    _esm = view_script("audit.js")
    _css = "".join(
        (HERE / name).read_text(encoding="utf-8") for name in ("question.css", "audit.css")
    )

    audit = traitlets.Dict().tag(sync=True)
    judged = traitlets.Dict().tag(sync=True)
    said = traitlets.Dict().tag(sync=True)

    def __init__(self, audit):
        self._audit = audit
        # A judgement that cannot be written still counts while the notebook is open.
        self._unwritten = {}
        super().__init__(
            audit={
                "title": audit.title,
                "scale": audit.scale,
                "sureness": list(SURENESS),
                "statements": [
                    {"id": each.id, "text": each.text, "labels": dict(each.labels)}
                    for each in audit.statements.values()
                ],
            },
        )
        self._show_judged()
        self.on_msg(self._answer)

    def _show_judged(self):
        judged = self._unwritten | self._audit.judged()
        self.judged = {
            key: kept | {"course": self._audit.statements[key].revealed()}
            for key, kept in judged.items()
        }

    def _answer(self, _widget, content, _buffers):
        """Meet one message of the view; a request that it does not know is left aside."""
        if not isinstance(content, dict) or content.get("do") != "judge":
            return
        key, verdict, sureness = (content.get(k) for k in ("statement", "verdict", "sureness"))
        audit = self._audit
        message = audit.judge(key, verdict, sureness)
        whole = _among(key, audit.statements) and _among(verdict, audit.scale)
        if whole and _among(sureness, SURENESS) and key not in audit.judged():
            self._unwritten.setdefault(key, {"verdict": verdict, "sureness": sureness, "day": ""})
        self._show_judged()
        # The browser announces the same words again after another try.
        self.said = {"message": message, "serial": self.said.get("serial", 0) + 1}


def _among(value, words):
    return isinstance(value, str) and value in words
