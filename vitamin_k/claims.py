"""The claim audit: what the article and the mechanism story claim, and what the evidence carries.

The verdicts stand in ``data/claims.csv``, what each source says in ``data/claim_sources.csv``.
"""

from datetime import date

import pandas as pd
from IPython.display import Markdown

from courseware.audit import Audit, Statement, Study
from courseware.text import table
from vitamin_k.data import cite, load

SCALE = {
    "true": "the evidence carries the claim",
    "partly": "a part holds, and the claim says more than that",
    "unproven": "the tests are missing, too weak, or they disagree",
    "false": "good evidence speaks against it",
}
CERTAINTIES = ("high", "moderate", "low", "very low")
REVIEW_EVERY_D = 365
# Said in front of the number, as a paper does; any other unit stands behind it.
_MEASURES = ("P", "r", "ratio", "risk ratio", "hazard ratio", "odds ratio")
_CAUTIONS = {"second-hand": "read second-hand", "computed": "our calculation"}

TOLD = {
    "article": "This lesson tests what the article says:",
    "mechanism story": "It tests what is told around the article, about mechanisms:",
}


def audit():
    """Give the learner every claim to judge, before the course's verdict appears.

    Returns
    -------
    courseware.audit.Audit
        A cell that ends in it shows the view.
    """
    sources = dict(list(load("claim_sources").groupby("claim")))
    statements = [
        Statement(
            id=row.id,
            text=row.claim,
            verdict=row.verdict,
            certainty=row.certainty,
            reason=row.reason,
            would_change=row.what_would_change_it,
            studies=_studies(sources[row.id]),
            labels={"Told in": row.origin, "Lesson": row.lesson},
        )
        for row in load("claims").itertuples()
    ]
    return Audit("claims", "Claim audit · you judge first", statements, SCALE)


def own_verdicts():
    """Return the learner's own verdicts.

    Returns
    -------
    dict of str to str
        Claim -> verdict, for the claims judged so far, in the order of the audit.
    """
    told = audit()
    judged = told.judged()
    return {
        each.text: judged[each.id]["verdict"]
        for each in told.statements.values()
        if each.id in judged
    }


def taken_up_by(lesson):
    """List the claims that a lesson tests, without their verdicts.

    Parameters
    ----------
    lesson : str
        Number of the lesson, ``"01"`` to ``"06"``.

    Returns
    -------
    IPython.display.Markdown

    Raises
    ------
    ValueError
        If no claim belongs to such a lesson.
    """
    claims = load("claims")
    lessons = sorted(claims.lesson.unique())
    if lesson not in lessons:
        known = ", ".join(lessons)
        raise ValueError(f"lesson={lesson!r} tests no claim: the lessons that do are {known}")
    lines = []
    for origin, group in claims[claims.lesson == lesson].groupby("origin"):
        lines.append(f"{TOLD[origin]}\n")
        lines += [f"- *{claim}*" for claim in group.claim] + [""]
    return Markdown("\n".join(lines))


def whole_audit():
    """Show every claim with its verdict, folded so that a learner can judge first.

    Returns
    -------
    IPython.display.Markdown
        One folded table for each origin.
    """
    sources = load("claim_sources").groupby("claim")["source"].unique()
    header = ["Claim", "Verdict", "Certainty", "Why", "What would change it", "Sources"]
    parts = []
    for origin, group in load("claims").groupby("origin"):
        rows = [
            [
                f"*{row.claim}*",
                f"**{row.verdict}**",
                row.certainty,
                row.reason,
                row.what_would_change_it,
                " ".join(f"`{key}`" for key in sources[row.id]),
            ]
            for row in group.itertuples()
        ]
        summary = f"<summary>Open the verdicts on the {len(rows)} claims of the {origin}</summary>"
        parts.append(f"<details>{summary}\n\n{table(header, rows).data}\n\n</details>")
    return Markdown("\n\n".join(parts))


def reader_questions():
    """Answer what a reader of the article asks, in two sentences each.

    Returns
    -------
    IPython.display.Markdown
        A table: question, answer, certainty, source keys.
    """
    rows = [
        [
            f"**{row.question}**",
            row.answer,
            row.certainty,
            " ".join(f"`{key}`" for key in row.sources.split()),
        ]
        for row in load("reader_questions").itertuples()
    ]
    return table(["Question", "Answer", "Certainty", "Sources"], rows)


def verdict_counts():
    """Count the verdicts by origin.

    Returns
    -------
    pandas.DataFrame
        One row an origin, one column a verdict.
    """
    claims = load("claims")
    return pd.crosstab(claims.origin, claims.verdict)[list(SCALE)]


def overdue(claims, today=None):
    """Find the claims whose last review is more than a year old.

    Parameters
    ----------
    claims : pandas.DataFrame
        The table ``claims``.
    today : datetime.date, optional
        Day to compare with; the present day by default.

    Returns
    -------
    pandas.DataFrame
        The rows to review again.
    """
    reviewed = pd.to_datetime(claims.review_date)
    age_d = (pd.Timestamp(today or date.today()) - reviewed).dt.days
    return claims[age_d > REVIEW_EVERY_D]


def _studies(rows):
    return [
        Study(
            reference=_short(cite(row.source)),
            shows=f"{row.shows}{_number(row)}",
            link=cite(row.source).link,
            caution=_CAUTIONS.get(row.verified, ""),
        )
        for row in rows.itertuples()
    ]


def _short(citation):
    first = citation.authors.split(",")[0]
    return f"{first} ({citation.year})"


def _number(row):
    if pd.isna(row.quoted):
        return ""
    interval = "" if pd.isna(row.low) else f", {row.low:g} to {row.high:g}"
    if row.unit in _MEASURES:
        sign = " = " if row.unit in ("P", "r") else " "
        return f" ({row.unit}{sign}{row.quoted:g}{interval})"
    unit = "" if row.unit == "1" else f" {row.unit}"
    return f" ({row.quoted:g}{interval}{unit})"
