"""Tests before and after the course: answers are kept, and told right or wrong only at the end."""

from collections.abc import Mapping

from courseware import progress
from courseware.answers import Unreadable
from courseware.questions import Feedback, Question, day_of

DO_NOT_KNOW = "I do not know."


class Kept(Question):
    """An item of a test before or after the course: kept, and not told right from wrong.

    The attempt is recorded as right or wrong, but the learner only hears that it is kept.

    Parameters
    ----------
    concept : str
        What the item tests; a test before and a test after have the same ones.
    options : sequence of str
        The texts in the order shown; "I do not know." is added.
    answer : str
        The right one.
    because : str
        Why it is right, for the time after the last test.
    """

    kind = "kept"
    verb = "Keep my answer"
    done_with = frozenset({"right", "wrong"})

    def __init__(self, name, prompt, *, concept, options, answer, because):
        super().__init__(name, prompt)
        self.concept = concept
        self.options = (*options, DO_NOT_KNOW)
        self.answer = answer
        self.because = because
        if answer not in options:
            raise ValueError(f"{name}: the answer {answer!r} is not among the options")

    def form(self):
        return {"options": list(self.options)}

    def judge(self, answer):
        if not isinstance(answer, str) or answer not in self.options:
            raise Unreadable("Choose one of the options first.")
        return Feedback("right" if answer == self.answer else "wrong", "")

    def check(self, answer):
        said = super().check(answer)
        if said.verdict not in self.done_with:
            return said
        # A message of its own tells that the progress folder cannot be written.
        if said.message:
            return Feedback("unclear", said.message.strip())
        return Feedback("kept", "You will see what is right after the last test.")

    def static(self):
        return "\n".join(f"- {option}" for option in self.options)

    def earlier(self):
        kept = progress.last(self.lesson, self.name, self.done_with)
        return f"You kept an answer on {day_of(kept)}." if kept else ""


class KeptTest(Question):
    """All items of a test before or after the course, on one card with one button.

    Of each item the first answer that is kept counts; the items record it themselves.

    Parameters
    ----------
    items : sequence of Kept
        In the order shown.
    """

    kind = "kept test"
    verb = "Keep my answers"
    done_with = frozenset()

    def __init__(self, name, prompt, *, items):
        super().__init__(name, prompt)
        self.items = tuple(items)

    def form(self):
        items = [{"name": i.name, "prompt": i.prompt, **i.form()} for i in self.items]
        return {"items": items}

    def check(self, answer):
        """Keep an answer to each item that has none yet.

        Parameters
        ----------
        answer : mapping of str to str
            Item's name -> chosen option; an item may be left out.

        Returns
        -------
        Feedback
            Which items are kept and which are still without an answer.
        """
        given = answer if isinstance(answer, Mapping) else {}
        before = self.first_verdicts()
        try:
            for item in self.items:
                chosen = given.get(item.name)
                answered = isinstance(chosen, str) and chosen in item.options
                if answered and item.name not in before:
                    progress.record(item.lesson, item.name, chosen, item.judge(chosen).verdict)
        except progress.NotRecorded as problem:
            return Feedback("unclear", str(problem))
        kept = self.first_verdicts()
        open_items = [str(i) for i, item in enumerate(self.items, 1) if item.name not in kept]
        if not kept:
            return Feedback("unclear", "Choose an option of at least one question first.")
        if open_items:
            return Feedback(
                "kept",
                f"{len(kept)} of {len(self.items)} answers are kept. Without an answer: number "
                f"{', '.join(open_items)}. If you do not know, choose “{DO_NOT_KNOW}”",
            )
        return Feedback("kept", f"All {len(self.items)} answers are kept.")

    def first_verdicts(self):
        """Return "right" or "wrong" for the first kept answer of each item, by item's name."""
        names = {item.name for item in self.items}
        first = {}
        for attempt in progress.attempts():
            known = attempt["lesson"] == self.lesson and attempt["question"] in names
            if known and attempt["verdict"] in Kept.done_with:
                first.setdefault(attempt["question"], attempt["verdict"])
        return first

    def static(self):
        return "\n\n".join(
            f"{number}. {item.prompt}\n" + "\n".join(f"    - {text}" for text in item.options)
            for number, item in enumerate(self.items, start=1)
        )

    def earlier(self):
        kept = len(self.first_verdicts())
        return f"You have kept {kept} of {len(self.items)} answers." if kept else ""
