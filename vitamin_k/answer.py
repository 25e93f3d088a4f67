"""The course's answer on one page, with its numbers taken from the tables."""

from collections.abc import Mapping
from datetime import date

from IPython.display import Markdown

from courseware import progress
from courseware.style import true_minus
from courseware.text import table
from vitamin_k import evidence, pools
from vitamin_k.data import cite, load

FILE_NAME = "answer.md"
QUESTION = "Does vitamin K2 raise calcium?"
# GRADE-like words: what the curator of the course expects of new, better studies.
CERTAINTY = {
    "high": "new studies will hardly change it",
    "moderate": "new studies may change it",
    "low": "new studies will probably change it",
    "very low": "any answer is hardly more than a guess",
}
# The works behind the lines, in their order, and what each of them gives.
SOURCES = {
    "yonemura2004": "calcium in blood",
    "orimo1998": "calcium in urine",
    "diederichsen2022": "AVADEC, valve",
    "hasific2023": "AVADEC, coronary arteries",
    "hu2021": "bone density",
    "mott2019": "bone density, fractures",
    "inoue2009": "fractures, the largest trial",
    "knapen2015": "stiffness",
    "witham2020": "stiffness, K4Kidneys",
    "geleijnse2004": "Rotterdam",
    "bellinge2021": "Denmark",
    "theuwissen2013": "MK-7 beside a vitamin K antagonist",
    "kampmann2023": "InterVitaminK, protocol",
    "hasific2023protocol": "Danish trial, protocol",
    "vossen2015": "VitaK-CAC, protocol",
}


def title_result():
    """Return what the trials found on calcium in blood, in short.

    Returns
    -------
    str
        Counted from the table `serum_calcium`: trials that looked, trials that can tell, those
        of them that name calcium in serum, and those with a rise.
    """
    found = load("serum_calcium")
    telling = found[found["direction"] != "cannot tell"]
    rose = int((telling["direction"] == "higher").sum())
    in_serum = int((telling["kind"] == "serum").sum())
    return (
        f"{len(found)} trials looked, {len(telling)} of them can tell something, and {in_serum} "
        f"of these names calcium in blood. A rise was seen in {rose}. No evidence that K2 raises "
        "it; not proven not to."
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
    e_value, limit = evidence.e_value(
        *cohorts.loc["rotterdam_chd_top", ["estimate", "low", "high"]]
    )
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
            "and K2 with calcium. Without the trials at high risk of bias a gain is no longer "
            "clear (Mott 2019).",
            "low",
            "A clear gain at the hip in a large blinded trial of MK-7 that no maker pays for.",
        ),
        (
            "Does it prevent fractures?",
            f"Not shown. Odds ratio {_result(published.loc['mott2019_clinical_low_bias'], 2)} for "
            "K1 and K2 together, at low risk of bias. The largest trial "
            f"({trials.loc['of_vertebral', 'n_people']:,} women, MK-4) missed its main aim.",
            "low",
            "Fewer fractures with K2 in a large blinded trial outside Japan.",
        ),
        (
            "Does it slow calcification?",
            f"Not shown. AVADEC: valve {_result(trials.loc['avadec_valve'])} AU, coronary "
            f"arteries {_result(trials.loc['avadec_cac'])} AU (sign of the first and interval of "
            "the second worked out by us). A benefit is still possible. "
            f"The {len(slower)} trials that found less, both open, gave K1.",
            "low",
            "A clearly slower rise in InterVitaminK, VitaK-CAC, or the Danish trial in people "
            "with much coronary calcium.",
        ),
        (
            "Does it reverse calcification?",
            f"No. In {rose} of {len(rising)} comparisons the mean score rose with the vitamin.",
            "moderate",
            "A randomised trial in which the score falls below its start with the vitamin.",
        ),
        (
            "Does it keep arteries supple?",
            f"Not shown. Knapen 2015, paid for by a maker: {_result(stiffness, 2)} on one "
            f"index (second-hand). Of the other double-blind trials {len(still)} of {len(others)} "
            "found no difference (K4Kidneys second-hand).",
            "low",
            "The result of Knapen once more, in healthy people, from others, blinded.",
        ),
        (
            "Does it protect the heart?",
            "We found no trial made to test it. People who eat more K2 have less heart disease in "
            "some cohorts: "
            f"{cohorts.loc['rotterdam_chd_top', 'estimate']:.2f} in Rotterdam, "
            f"{cohorts.loc['danish_k2', 'estimate']:.2f} in Denmark, where K1 has "
            f"{cohorts.loc['danish_k1', 'estimate']:.2f}. A hidden cause of strength "
            f"{e_value:.1f} would explain even Rotterdam; for the near end of its interval "
            f"{limit:.1f} is enough.",
            "very low",
            "Fewer heart attacks in a trial that counts them, or with genes that raise K2 alone.",
        ),
        (
            "Is K2 better than K1?",
            f"Not shown. Bone density, K2 minus K1: {contrast.difference:.2f} "
            f"({_number(contrast.low, 2)} to {contrast.high:.2f}) SD, worked out by us. "
            "MK-7 stays longer in blood (lesson 03), which is not an effect.",
            "very low",
            "Fewer fractures or heart attacks on K2 in a trial of one against the other.",
        ),
        (
            "Who must take care?",
            "People on warfarin or another vitamin K antagonist: never start or change vitamin K "
            "without the clinician. Very little MK-7 already weakened such a drug in volunteers.",
            "high",
            "Only trials in which MK-7 leaves the clotting test as it was. None is known to us.",
        ),
    ]


def one_page(verdicts: Mapping[str, str] | None = None):
    """Write the answer on one page.

    Parameters
    ----------
    verdicts : mapping of str to str, optional
        The learner's own verdicts, claim to verdict; shown below the course's answer, beside
        the course's verdict and the result that would overturn it.

    Returns
    -------
    IPython.display.Markdown
        Shown by every notebook front end.
    """
    header = ["Question", "What was found", "Certainty", "What would change it"]
    words = "; ".join(f"*{word}*: {meaning}" for word, meaning in CERTAINTY.items())
    parts = [
        f"### {QUESTION}",
        "**No evidence that it does – not proven not to.** K2 changes proteins that bind calcium. "
        "Whether that changes bones, arteries and lives is open.",
        table(header, lines()).data,
        f"**Certainty** is one curator's reading, in the words of GRADE: {words}.",
        "InterVitaminK gives MK-7 or placebo for three years. The Danish trial takes people with "
        "a calcium score of 400 or more. We found no result of either. VitaK-CAC has one that we "
        "could not read.",
        *([_own(verdicts)] if verdicts else []),
        "**Sources** (mostly read as abstracts): "
        + "; ".join(
            f"[{_short(each)}]({each.link}) ({SOURCES[each.key]})" for each in cite(*SOURCES)
        )
        + ".",
        "Not medical advice.",
    ]
    return Markdown("\n\n".join(parts))


def _own(verdicts):
    claims = load("claims").set_index("claim")
    rows = [
        (claim, verdict, *claims.loc[claim, ["verdict", "what_would_change_it"]])
        for claim, verdict in verdicts.items()
    ]
    header = ["Claim", "My verdict", "Course", "What would overturn the course's verdict"]
    return f"**My verdicts** ({len(rows)} of {len(claims)} claims)\n\n{table(header, rows).data}"


def _short(citation):
    return f"{citation.authors.split(',')[0].rsplit(' ', 1)[0]} {citation.year}"


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
        kept_on = f"*Kept on {date.today().isoformat()}. The evidence may have moved since.*"
        path.write_text(f"{one_page(verdicts).data}\n\n{kept_on}\n", encoding="utf-8")
    except OSError as problem:
        return f"The page could not be kept ({problem.strerror or problem}). Copy it from above."
    return f"Kept as {FILE_NAME} in your progress folder."


def _number(value, digits=0):
    sign = "+" if value > 0 and digits == 0 else ""
    return true_minus(f"{sign}{value:.{digits}f}")


def _result(row, digits=0):
    estimate, low, high = (
        true_minus(f"{row[name]:.{digits}f}") for name in ("estimate", "low", "high")
    )
    return f"{estimate} ({low} to {high})"
