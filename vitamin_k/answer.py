"""The course's answer on one page, with its numbers taken from the tables."""

from collections.abc import Mapping

from IPython.display import Markdown

from courseware import progress
from vitamin_k import evidence, pools
from vitamin_k.data import load

FILE_NAME = "answer.md"
MINUS = "−"
QUESTION = "Does vitamin K2 raise calcium?"
# GRADE-like words: what the curator of the course expects of new, better studies.
CERTAINTY = {
    "high": "new studies will hardly change it",
    "moderate": "new studies may change it",
    "low": "new studies will probably change it",
    "very low": "any answer is hardly more than a guess",
}


def title_result():
    """Return what the trials found on calcium in blood, in one sentence.

    Returns
    -------
    str
        Counted from the table `serum_calcium`: trials that rose, and trials that could tell.
    """
    found = load("serum_calcium")
    telling = found[found["direction"] != "cannot tell"]
    rose = int((telling["direction"] == "higher").sum())
    return (
        f"It rose in {rose} of the {len(telling)} trials that can tell something "
        f"({len(found)} looked). No evidence that K2 raises it; not proven not to."
    )


def lines():
    """Return what was found, one line a question.

    Returns
    -------
    list of tuple of str
        Question, what was found with its numbers, certainty (a key of `CERTAINTY`), and what
        would change it.
    """
    trials = load("trials").set_index("id")
    cohorts = load("cohorts").set_index("id")
    published = load("meta_analyses").set_index("id")
    contrast = pools.k2_minus_k1()
    rising = trials[trials["outcome"].isin(["coronary calcium", "valve calcium"])]
    rising = rising[(rising["analysis"] == "main") & rising["change_vitamin"].notna()]
    rose = int((rising["change_vitamin"] > 0).sum())
    slower = trials[
        trials["outcome"].isin(["coronary calcium", "valve calcium", "other calcification"])
        & (trials["analysis"] == "main")
        & (trials["result"] == "better")
    ]
    others = trials[
        (trials["outcome"] == "artery stiffness")
        & (trials["blinded"] == "double-blind")
        & (trials["study"] != "Knapen 2015")
    ]
    still = others[others["result"] == "no difference"]
    marker, stiffness = trials.loc["avadec_mgp"], trials.loc["knapen2015_beta"]
    e_value, _ = evidence.e_value(cohorts.loc["rotterdam_chd_top", "estimate"])
    return [
        (
            QUESTION,
            "No evidence that it does – not proven not to. No trial that we could read found a "
            "rise (lesson 05). Hormones hold calcium in blood; K2 is not one of them.",
            "low",
            "Calcium in blood by arm, if the full texts of AVADEC and K4Kidneys have it.",
        ),
        (
            "Does it activate the proteins that bind calcium?",
            f"Yes. In AVADEC inactive MGP changed by {_number(marker['change_vitamin'])} pmol/L "
            f"with MK-7 and by {_number(marker['change_control'])} without (second-hand). K1 does "
            "it, too (lesson 02).",
            "high",
            "Little. The question is what follows from it.",
        ),
        (
            "Does it keep bone dense?",
            f"Perhaps a little in the spine: {_result(published.loc['hu2021_all'], 2)} SD for K1 "
            "and K2 with calcium. Trials at low risk of bias show less.",
            "low",
            "A large blinded trial of MK-7 with the hip, not paid for by a maker.",
        ),
        (
            "Does it prevent fractures?",
            f"Not shown. Odds ratio {_result(published.loc['mott2019_clinical_low_bias'], 2)} at "
            f"low risk of bias. The largest trial ({trials.loc['of_vertebral', 'n_people']:,} "
            "women, MK-4) missed its main aim.",
            "low",
            "A blinded trial outside Japan, large enough to count fractures.",
        ),
        (
            "Does it slow calcification?",
            f"Not shown. AVADEC: valve {_result(trials.loc['avadec_valve'])} AU, coronary "
            f"arteries {_result(trials.loc['avadec_cac'])} AU. A benefit is still possible. "
            f"The {len(slower)} trials that found less, both open, gave K1.",
            "low",
            "InterVitaminK and the Danish trial in people with much coronary calcium.",
        ),
        (
            "Does it reverse calcification?",
            f"No. In {rose} of {len(rising)} comparisons the score rose with the vitamin.",
            "moderate",
            "One trial in which the score falls with the vitamin.",
        ),
        (
            "Does it keep arteries supple?",
            f"Contested. Knapen 2015, paid for by a maker: {_result(stiffness, 2)} on one "
            f"index (second-hand). Of the other double-blind trials {len(still)} of {len(others)} "
            "found no difference.",
            "low",
            "The result of Knapen once more, in healthy people, from others.",
        ),
        (
            "Does it protect the heart?",
            "Not tested. People who eat more K2 have less heart disease in some cohorts: "
            f"{cohorts.loc['rotterdam_chd_top', 'estimate']:.2f} in Rotterdam, "
            f"{cohorts.loc['danish_k2', 'estimate']:.2f} in Denmark, where K1 has "
            f"{cohorts.loc['danish_k1', 'estimate']:.2f}. A hidden cause of strength "
            f"{e_value:.1f} would explain even Rotterdam.",
            "very low",
            "A trial that counts heart attacks, or genes that raise K2 alone.",
        ),
        (
            "Is K2 better than K1?",
            f"Not shown. Bone density, K2 minus K1: {contrast.difference:.2f} "
            f"({_number(contrast.low, 2)} to {contrast.high:.2f}) SD. MK-7 stays longer in blood "
            "(lesson 03), which is not an effect.",
            "very low",
            "A trial of one against the other that counts fractures or heart attacks.",
        ),
        (
            "Who must take care?",
            "People on warfarin or another vitamin K antagonist: never start or change vitamin K "
            "without the clinician.",
            "high",
            "Nothing in sight.",
        ),
    ]


def one_page(verdicts: Mapping[str, str] | None = None):
    """Write the answer on one page.

    Parameters
    ----------
    verdicts : mapping of str to str, optional
        The learner's own verdicts, claim to verdict; shown below the course's answer.

    Returns
    -------
    IPython.display.Markdown
        Shown by every notebook front end.
    """
    header = ("Question", "What was found", "Certainty", "What would change it")
    table = [header, (":--",) * len(header), *lines()]
    rows = ["| " + " | ".join(row) + " |" for row in table]
    words = "; ".join(f"*{word}*: {meaning}" for word, meaning in CERTAINTY.items())
    parts = [
        f"### {QUESTION}",
        "**No evidence that it does – not proven not to.** K2 changes proteins that bind calcium. "
        "Whether that changes bones, arteries and lives is open.",
        "\n".join(rows),
        f"**Certainty** is one curator's reading, in the words of GRADE: {words}.",
        "InterVitaminK gives MK-7 for three years. The Danish trial takes people with a calcium "
        "score of 400 or more. We found no result of either.",
        "Not medical advice.",
    ]
    if verdicts:
        own = [f"| {claim} | {verdict} |" for claim, verdict in verdicts.items()]
        parts.insert(-1, "\n".join(["| Claim | My verdict |", "| :-- | :-- |", *own]))
    return Markdown("\n\n".join(parts))


def keep(verdicts: Mapping[str, str] | None = None):
    """Write the page into the learner's progress folder.

    Parameters
    ----------
    verdicts : mapping of str to str, optional
        As for `one_page`.

    Returns
    -------
    str
        Where it is, or why it could not be kept.
    """
    path = progress.folder() / FILE_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(one_page(verdicts).data + "\n", encoding="utf-8")
    except OSError as problem:
        return f"The page could not be kept ({problem.strerror or problem}). Copy it from above."
    return f"Kept as {FILE_NAME} in your progress folder."


def _number(value, digits=0):
    sign = "+" if value > 0 and digits == 0 else ""
    return f"{sign}{value:.{digits}f}".replace("-", MINUS)


def _result(row, digits=0):
    estimate, low, high = (
        f"{row[name]:.{digits}f}".replace("-", MINUS) for name in ("estimate", "low", "high")
    )
    return f"{estimate} ({low} to {high})"
