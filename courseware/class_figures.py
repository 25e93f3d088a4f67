"""Pictures of a class report, to look at or to project in the next lecture."""

import textwrap

import numpy as np
from IPython.display import Markdown
from matplotlib.figure import Figure

from courseware.live import picture
from courseware.style import OKABE_ITO, headline, percent, true_minus

BAR_IN = 0.34
BLUE, GREY, AMBER = OKABE_ITO["blue"], "#8A8A8A", OKABE_ITO["orange"]
HARD = 0.5
UNCLEAR_DISCRIMINATION = 0.1


def first_try_by_question(results, lesson, note=""):
    """Show which questions of a lesson were hard.

    Parameters
    ----------
    results : pandas.DataFrame
        From `class_report.question_results`.
    lesson : str
        Name of the lesson's module.
    note : str, optional
        Written before the finding, for example "Simulated class".

    Returns
    -------
    LiveFigure or Markdown
        Share right at first try, one bar a question in the order of the lesson; hatched where
        the question does not part good from weak learners. Words if nobody tried a question.
    """
    rows = results[(results["lesson"] == lesson) & (results["learners"] > 0)]
    if rows.empty:
        return Markdown(f"Nobody has tried a question of `{lesson}` yet.")
    share = rows["right_at_first_try"].to_numpy()
    flat = rows["discrimination"].to_numpy() < UNCLEAR_DISCRIMINATION
    figure = Figure(figsize=(8.0, 1.15 + BAR_IN * len(rows)))
    axes = figure.subplots()
    colours = np.where(share < HARD, AMBER, BLUE)
    bars = axes.barh(range(len(rows)), share, color=colours, height=0.7)
    for bar, is_flat in zip(bars, flat, strict=True):
        bar.set_hatch("////" if is_flat else "")
        bar.set_edgecolor("white")
    for y, (value, n_learners) in enumerate(zip(share, rows["learners"], strict=True)):
        axes.text(value + 0.01, y, f"{percent(value)} of {n_learners}", va="center", fontsize=9.5)
    axes.set_yticks(range(len(rows)), rows["question"])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.15)
    axes.set_xticks(np.linspace(0, 1, 6), [percent(x) for x in np.linspace(0, 1, 6)])
    axes.grid(axis="x")
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("Right at first try (share of the learners who tried; orange: under half)")
    hardest = rows.iloc[int(np.argmin(share))]
    finding = _titled(
        f"Hardest in {lesson}: {hardest['question']}, right at first try by "
        f"{percent(share.min())} of {hardest['learners']} learners.",
        note,
    )
    headline(figure, textwrap.fill(finding, 78))
    behind = rows["question"][flat]
    told = f" Hatched, as weak learners do as well as good ones: {', '.join(behind)}."
    return picture(
        figure,
        description="Bar chart: share right at first try, one bar a question.",
        finding=f"{finding}{told if len(behind) else ''}",
    )


def predictions_and_result(guesses, question, result, note=""):
    """Show what the class predicted, with the result below: a picture for the next lecture.

    Parameters
    ----------
    guesses : pandas.DataFrame
        From `class_report.predictions`.
    question : Predict
        The question.
    result : str
        What the lesson found; see `class_report.revealed_results`.
    note : str, optional
        Written before the finding.

    Returns
    -------
    LiveFigure or Markdown
        Share of the class, one bar an option, and the result in words. Words alone if nobody
        made this prediction.
    """
    same = (guesses["lesson"] == question.lesson) & (guesses["question"] == question.name)
    rows = guesses[same]
    n_learners = rows["learners"].sum()
    if n_learners == 0:
        return Markdown(f"Nobody has made the prediction `{question.name}` yet.")
    prompt = question.prompt.replace("**", "")
    asked = textwrap.fill(prompt, 68)
    told = textwrap.fill(f"Result: {result}.", 84)
    lines = asked.count("\n") + told.count("\n")
    figure = Figure(figsize=(8.0, 2.2 + 0.45 * len(rows) + 0.2 * lines))
    axes = figure.subplots()
    labels = [textwrap.fill(option, 34) for option in rows["option"]]
    axes.barh(range(len(rows)), rows["share"], color=BLUE, height=0.62)
    for y, value in enumerate(rows["share"]):
        axes.text(value + 0.01, y, percent(value), va="center", fontsize=11)
    axes.set_yticks(range(len(rows)), labels, fontsize=11)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.1)
    axes.set_xticks(np.linspace(0, 1, 6), [percent(x) for x in np.linspace(0, 1, 6)])
    axes.grid(axis="x")
    axes.grid(axis="y", visible=False)
    axes.set_xlabel(f"Share of the {n_learners} learners who predicted")
    figure.supxlabel(told, x=0.01, ha="left", fontsize=11, fontweight="bold")
    most = rows.loc[rows["learners"].idxmax()]
    finding = _titled(f"{percent(most['share'])} predicted “{most['option']}”.", note)
    headline(figure, textwrap.fill(finding, 78))
    axes.set_title(asked, fontsize=10.5, fontweight="normal")
    return picture(
        figure,
        description=f"Bar chart of predictions. {prompt}",
        finding=f"{finding} Result: {result}",
    )


def gain_by_concept(gains, note=""):
    """Show the share right before and after, and the gain with its interval.

    Parameters
    ----------
    gains : pandas.DataFrame
        From `class_report.learning_gains`.
    note : str, optional
        Written before the finding.

    Returns
    -------
    LiveFigure or Markdown
        One row a concept: a hollow mark before, a filled one after. Words if nobody did both
        tests.
    """
    rows = gains[gains["learners"] > 0]
    if rows.empty:
        return Markdown(
            "Nobody has done both the pre-test (lesson 00) and the post-test (lesson 06) yet."
        )
    figure = Figure(figsize=(8.0, 1.3 + 0.5 * len(rows)))
    axes = figure.subplots()
    y = np.arange(len(rows))
    axes.hlines(y, rows["before"], rows["after"], color=GREY, linewidth=3)
    axes.plot(rows["before"], y, "o", color="white", markeredgecolor=BLUE, markersize=9, mew=2)
    axes.plot(rows["after"], y, "o", color=BLUE, markersize=9)
    for place, row in zip(y, rows.itertuples(), strict=True):
        axes.text(1.04, place, _gain_in_words(row), va="center", fontsize=10)
    axes.text(rows["before"].iloc[0], -0.45, "before", ha="center", fontsize=9.5)
    axes.text(rows["after"].iloc[0], -0.45, "after", ha="center", fontsize=9.5)
    axes.set_yticks(y, rows["concept"])
    axes.set_ylim(len(rows) - 0.5, -0.8)
    axes.set_xlim(0, 1.0)
    axes.set_xticks(np.linspace(0, 1, 6), [percent(x) for x in np.linspace(0, 1, 6)])
    axes.grid(axis="x")
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("Mean share right")
    axes.text(1.04, -0.62, "gain (95 % interval)", fontsize=9.5, va="center")
    whole = rows.iloc[-1]
    finding = _titled(f"From the first test to the last: {_gain_in_words(whole)}.", note)
    headline(figure, textwrap.fill(finding, 78))
    each = "; ".join(f"{row.concept} {_gain_in_words(row)}" for row in rows[:-1].itertuples())
    return picture(
        figure,
        description="Share right in the pre-test and the post-test, one row a concept.",
        finding=f"{finding} {each}.",
    )


def _gain_in_words(row):
    words = f"{100 * row.gain:+.0f} points"
    if np.isnan(row.low_gain):
        return true_minus(f"{words} (too few for an interval)")
    return true_minus(f"{words} ({100 * row.low_gain:.0f} to {100 * row.high_gain:.0f})")


def _titled(finding, note):
    return f"{note}: {finding[0].lower()}{finding[1:]}" if note else finding
