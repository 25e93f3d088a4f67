"""What a learner gained between the test before and the test after the course."""

from dataclasses import dataclass

import numpy as np
from IPython.display import Markdown
from matplotlib.figure import Figure

from courseware.live import picture
from courseware.style import OKABE_ITO, headline, true_minus
from courseware.text import table

DRAWS = 200_000
MARKS = {"right": "✓ right", "wrong": "✗ wrong"}


@dataclass(frozen=True)
class Gain:
    """Right answers to the same items before and after.

    Attributes
    ----------
    concept : str
        What the items test.
    n_items : int
        Items that were answered both times.
    right_before, right_after : int
        How many of them were right.
    gain : float
        The normalised gain: the part of what was missing before that is there after, 1 for all
        of it, below 0 for a loss; nan if nothing was missing.
    low, high : float
        95 % interval of the gain.
    """

    concept: str
    n_items: int
    right_before: int
    right_after: int
    gain: float
    low: float
    high: float

    def __str__(self):
        counts = (
            f"{self.concept}: {self.right_before} of {self.n_items} before, "
            f"{self.right_after} of {self.n_items} after"
        )
        if np.isnan(self.gain):
            return f"{counts}; nothing was missing"
        return f"{counts}; gain {_signed(self.gain)} ({self.interval})"

    @property
    def interval(self):
        """The interval in words; far below a full loss its exact value says nothing."""
        low = "below −1" if self.low < -1 else _signed(self.low)
        return f"{low} to {_signed(self.high)}"


def gain_of(concept, n_items, right_before, right_after):
    """Compute the normalised gain with its interval.

    Parameters
    ----------
    concept : str
        What the items test.
    n_items, right_before, right_after : int
        Items answered both times, and how many were right.

    Returns
    -------
    Gain
        ``(after - before) / (1 - before)`` of the shares (Hake 1998, doi 10.1119/1.18809). The
        interval takes the items as a sample of all that could be asked: each share of wrong
        answers has Jeffreys' prior, so its posterior is a beta distribution, and the two are drawn
        independently. With nothing wrong after, the upper end is 1, as is usual for a share at
        its limit. The tests are paired, which may make the interval narrower; three items cannot
        show by how much.

    Raises
    ------
    ValueError
        If more are right than there are items, or a number is negative.
    """
    if not (0 <= right_before <= n_items and 0 <= right_after <= n_items):
        raise ValueError(
            f"{concept}: {right_before} and {right_after} right of {n_items} items is impossible"
        )
    wrong_before, wrong_after = n_items - right_before, n_items - right_after
    gain = 1 - wrong_after / wrong_before if wrong_before else np.nan
    random = np.random.default_rng(1)
    missing_before = random.beta(wrong_before + 0.5, right_before + 0.5, DRAWS)
    missing_after = random.beta(wrong_after + 0.5, right_after + 0.5, DRAWS)
    low, high = np.quantile(1 - missing_after / missing_before, [0.025, 0.975])
    high = high if wrong_after else 1.0
    return Gain(concept, n_items, right_before, right_after, gain, float(low), float(high))


def gains(before, after):
    """Compare this learner's kept answers of two tests, item by item.

    Parameters
    ----------
    before, after : KeptTest
        Their items are twins in the same order.

    Returns
    -------
    list of Gain
        One for each concept in the order of the test, then one for all items. Pairs of which one
        has no answer are left out; without any pair the list is empty.

    Raises
    ------
    ValueError
        If a pair of items tests two concepts.
    """
    verdicts = before.first_verdicts(), after.first_verdicts()
    pairs = {}
    for first, second in zip(before.items, after.items, strict=True):
        if first.concept != second.concept:
            raise ValueError(f"{first.name} and {second.name} test different concepts")
        pair = [kept.get(item.name) for kept, item in zip(verdicts, (first, second), strict=True)]
        if None not in pair:
            pairs.setdefault(first.concept, []).append([verdict == "right" for verdict in pair])
    if pairs:
        pairs["everything together"] = [
            pair for of_concept in pairs.values() for pair in of_concept
        ]
    return [gain_of(name, len(p), *map(sum, zip(*p, strict=True))) for name, p in pairs.items()]


def learning_gain(before, after):
    """Show this learner's gain for each concept, once the second test is done.

    Parameters
    ----------
    before, after : KeptTest
        Their items are twins in the same order.

    Returns
    -------
    LiveFigure or IPython.display.Markdown
        A picture, or what is still to do.
    """
    kept = len(after.first_verdicts())
    if kept < len(after.items):
        return Markdown(
            f"Your gain will stand here. {kept} of {len(after.items)} answers after the course "
            "are kept. Keep the others, then run this cell again."
        )
    found = gains(before, after)
    if not found:
        return Markdown(
            "No answers from before the course are kept here, so there is no gain to show. "
            "If you began elsewhere, take up that work with `course.restore`."
        )
    return gain_picture(found)


def right_answers(before, after):
    """Show what is right in both tests, once the second one is done.

    Parameters
    ----------
    before, after : KeptTest
        Their items are twins in the same order.

    Returns
    -------
    IPython.display.Markdown
        A table with both answers' verdicts, the right answer of the second test and why, or what
        is still to do.
    """
    first, second = before.first_verdicts(), after.first_verdicts()
    if len(second) < len(after.items):
        return Markdown(
            f"The right answers will stand here. {len(second)} of {len(after.items)} are kept. "
            "Keep the others, then run this cell again."
        )
    rows = [
        (
            number,
            MARKS.get(first.get(old.name), "not answered"),
            MARKS[second[new.name]],
            f"{new.prompt} **{new.answer}** {new.because}",
        )
        for number, (old, new) in enumerate(zip(before.items, after.items, strict=True), start=1)
    ]
    return table(["", "before", "after", "question after the course, its answer, and why"], rows)


def gain_picture(found):
    """Draw the shares right before and after, one row a concept.

    Parameters
    ----------
    found : sequence of Gain
        The last one is of all items.

    Returns
    -------
    LiveFigure
        A picture without controls.
    """
    figure = Figure(figsize=(8.6, 0.62 * len(found) + 1.5))
    axes = figure.subplots()
    for row, gain in enumerate(found):
        before, after = (n / gain.n_items for n in (gain.right_before, gain.right_after))
        axes.annotate(
            "", (after, row), (before, row),
            arrowprops={"arrowstyle": "-|>", "color": OKABE_ITO["grey"], "linewidth": 1.6,
                        "shrinkA": 5, "shrinkB": 6},
        )  # fmt: skip
        axes.plot(before, row, "o", color=OKABE_ITO["black"], markerfacecolor="white",
                  markersize=9, markeredgewidth=1.8, clip_on=False)  # fmt: skip
        axes.plot(after, row, "o", color=OKABE_ITO["black"], markersize=6, clip_on=False)
        missing = np.isnan(gain.gain)
        words = "nothing was missing" if missing else f"{_signed(gain.gain)}  ({gain.interval})"
        axes.text(1.06, row, words, va="center", transform=axes.get_yaxis_transform())
    axes.text(1.06, -0.85, "gain (95 % interval)", fontweight="bold", va="center",
              transform=axes.get_yaxis_transform())  # fmt: skip
    names = [f"{g.concept}, {g.n_items} questions" for g in found]
    axes.set_yticks(range(len(found)), names)
    axes.set_ylim(len(found) - 0.5, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xticks(np.linspace(0, 1, 5), ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_xlabel("Right answers: open mark before the course, full mark after it")
    axes.grid(axis="x")
    whole = found[-1]
    headline(
        figure,
        f"Before the course you had {whole.right_before} of {whole.n_items} right, "
        f"after it {whole.right_after}",
    )
    return picture(
        figure,
        description="Share of right answers before and after the course, one row a concept.",
        finding=". ".join(map(str, found)) + f". {_certainty(found)}",
    )


def _certainty(found):
    """Say for which concepts the questions suffice to tell a gain from none."""
    sure = " and ".join(gain.concept for gain in found if gain.low > 0)
    return (
        f"The interval lies above 0 for {sure or 'none of them'}. "
        "Three questions are few: with three others, a concept might have looked different."
    )


def _signed(number):
    return true_minus(f"{number:+.2f}") if round(number, 2) else "0"
