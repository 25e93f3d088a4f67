"""Questions on the claim audit of lesson 06. Each right answer is computed from its table."""

from courseware.questions import Choice, Match, Number, Order, Several, Wrong
from courseware.style import percent
from vitamin_k.claims import CERTAINTIES, verdict_counts
from vitamin_k.data import load

_CLAIMS = load("claims").set_index("id")
_TRIAL = "InterVitaminK"


def _text(claim_id):
    return _CLAIMS.claim[claim_id]


def _change(claim_id):
    return _CLAIMS.what_would_change_it[claim_id]


# --- Which verdicts one trial would move ---------------------------------------------------------

_TOUCHED = {
    "fractures": "A trial of some hundred people sees too few fractures to settle this one.",
    "less_calcification": "This trial measures calcium in arteries: that is this very claim.",
    "better_than_k1": "The trial has no arm with K1, so it cannot compare the two.",
    "slows_coronary": "Coronary calcium under a supplement is what this claim is about.",
    "warfarin": "A rule of safety does not depend on whether MK-7 helps arteries.",
    "solves_paradox": "Bone and arteries in the same people: that is what the paradox is about.",
}

one_trial = Several(
    "claims.one_trial",
    f"{_TRIAL} gives MK-7 or placebo and follows arteries and bones of the same people. Suppose "
    "that MK-7 clearly wins at both. **Which verdicts would the course have to review?**",
    options=[_text(each) for each in _TOUCHED],
    answer=[_text(each) for each in _TOUCHED if _TRIAL in _change(each)],
    because="A trial moves only the claims whose outcome and comparison it holds.",
    wrong=[Wrong(_text(each), message) for each, message in _TOUCHED.items()],
    hints=[
        "Ask of each claim: does this trial measure its outcome, and does it make its comparison?",
        "In the audit, read “What would change it” of each of the six claims.",
    ],
    solution=(
        f"{_TRIAL} compares MK-7 with placebo and looks at arteries and bones. It has no K1 arm, "
        "it is too small to count fractures, and the safety rule on warfarin stands on another "
        "mechanism. The claims on artery calcium and on the paradox would be reviewed."
    ),
)

# --- What would change it ------------------------------------------------------------------------

_PAIRS = ("raises_calcium", "fractures", "better_than_k1", "with_d")

what_would_change = Match(
    "claims.what_would_change",
    "An open mind can name the result that would change it. **Match each claim with the result "
    "that would overturn the course's verdict.**",
    partners=[_change(each) for each in sorted(_PAIRS)],
    answer={_text(each): _change(each) for each in _PAIRS},
    because="Each result tests the claim's own outcome against the claim's own comparison.",
    wrong=[
        Wrong(
            (_text("better_than_k1"), _change("with_d")),
            "Four arms with vitamin D hold no K1. Which trial gives both K1 and K2?",
        ),
        Wrong(
            (_text("with_d"), _change("better_than_k1")),
            "K1 against MK-7 says nothing of vitamin D. How many arms does a pair of vitamins "
            "need?",
        ),
        Wrong(
            (_text("fractures"), _change("raises_calcium")),
            "Calcium in blood is not a broken bone. Which trial counts fractures?",
        ),
    ],
    hints=[
        "Look for the outcome first: blood, fracture, or another.",
        "Two results are left then. One compares K1 with K2, the other K2 with vitamin D.",
    ],
    solution=(
        "Blood calcium needs blood calcium by arm. Fractures need a trial that counts fractures. "
        "K2 against K1 needs both in one trial. Working together needs four arms, or nobody "
        "can tell a sum from more than a sum."
    ),
)

# --- How certain ---------------------------------------------------------------------------------

_LADDER = ("bone_density", "warfarin", "solves_paradox", "reverses_coronary")

how_certain = Order(
    "claims.how_certain",
    "Verdict and certainty are two things. **Put these claims in order of the certainty of the "
    "course's verdict.**",
    items=[_text(each) for each in _LADDER],
    answer=[
        _text(each)
        for each in sorted(_LADDER, key=lambda each: CERTAINTIES.index(_CLAIMS.certainty[each]))
    ],
    ends=("most certain", "least certain"),
    because="A verdict of “false” can be more certain than a verdict of “partly”.",
    wrong=[
        Wrong(
            (_text("reverses_coronary"), _text("bone_density")),
            "For one of the two all trials point the same way. For the other they disagree.",
        ),
        Wrong(
            (_text("bone_density"), _text("solves_paradox")),
            "One of the two was tested in trials. Was the other tested at all?",
        ),
        Wrong(
            (_text("warfarin"), _text("reverses_coronary")),
            "Certainty is not about agreeing or refusing. For which one is the mechanism known "
            "and the effect measured directly?",
        ),
    ],
    hints=[
        "The audit shows the certainty of each claim beside its verdict.",
        "High comes first, then moderate, low and very low.",
    ],
    solution="; ".join(
        f"{_CLAIMS.certainty[each]}: {_text(each)}"
        for each in sorted(_LADDER, key=lambda each: CERTAINTIES.index(_CLAIMS.certainty[each]))
    ),
)

# --- Marker and outcome --------------------------------------------------------------------------

_MARKER = "The marker moves, but a marker is not the outcome."

marker_or_outcome = Choice(
    "claims.marker_or_outcome",
    f"The course calls this claim {_CLAIMS.verdict['activates']}: “{_text('activates')}” And this "
    f"one {_CLAIMS.verdict['less_calcification']}: “{_text('less_calcification')}” "
    "**How can both verdicts be right?**",
    options=[
        "The protein trials were small, so their result will vanish.",
        _MARKER,
        "K2 needs more than three years to act on proteins.",
        "The second claim was tested with K1 only.",
    ],
    answer=_MARKER,
    because="AVADEC shows it in one trial: the inactive protein fell, and calcium went on rising.",
    wrong=[
        Wrong(
            "The protein trials were small, so their result will vanish.",
            "The fall of the inactive protein came back in nearly every trial. It is the most "
            "certain result of all.",
        ),
        Wrong(
            "K2 needs more than three years to act on proteins.",
            "The proteins answer within weeks: see the carboxylation in lesson 02.",
        ),
        Wrong(
            "The second claim was tested with K1 only.",
            "AVADEC and Trevasc-HDK gave MK-7. Look at their marks in the map of trials.",
        ),
    ],
    hints=[
        "What was measured for the first claim, and what for the second?",
        "Is the one a measurement in blood, the other a scan of an artery?",
    ],
    solution=(
        "The first claim is about a protein in blood, the second about calcium in arteries. "
        "A step in a mechanism can be real while the end of the chain does not move. This is "
        "why trials measure outcomes."
    ),
)

# --- The sum of it -------------------------------------------------------------------------------

_COUNTS = verdict_counts()
_SHARES = _COUNTS.div(_COUNTS.sum(axis="columns"), axis="index")
_ALL = _COUNTS.sum() / _COUNTS.to_numpy().sum()

share_unproven = Number(
    "claims.share_unproven",
    "The table above counts the verdicts. **What share of the article's claims is unproven?**",
    answer=float(_SHARES.loc["article", "unproven"]),
    because=(
        "Unproven is the verdict met most often. It asks for better trials, and it is no proof "
        "of the contrary."
    ),
    wrong=[
        Wrong(
            float(_SHARES.loc["mechanism story", "unproven"]),
            "This is the share in the mechanism story. Take the other row.",
        ),
        Wrong(float(_ALL["unproven"]), "This takes both rows together. Use the article's only."),
        Wrong(
            float(_SHARES.loc["article", ["unproven", "false"]].sum()),
            "This counts the false ones too. Unproven and false are two verdicts.",
        ),
    ],
    hints=[
        "Divide the number of unproven claims by the number of all claims in the same row.",
        "The row of the article has four numbers. Their sum is the number of its claims.",
    ],
    solution=(
        f"{_COUNTS.loc['article', 'unproven']} of {_COUNTS.loc['article'].sum()} claims: "
        f"{percent(_SHARES.loc['article', 'unproven'])}."
    ),
)
