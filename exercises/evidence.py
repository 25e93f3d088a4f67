"""Questions of lesson 06. Each right answer is computed from the tables or the model."""

import math

import numpy as np
from scipy import stats

from courseware.questions import Choice, Code, Goal, Match, Number, Order, Predict, Several, Wrong
from courseware.style import MINUS, percent, plain, true_minus
from vitamin_k import evidence as weigh
from vitamin_k import pools
from vitamin_k.data import load

TRIALS = load("trials").set_index("id")
POOLS = load("meta_analyses").set_index("id")
COHORTS = load("cohorts").set_index("id")
ERRORS = load("printed_errors").set_index("id")


def _signed(value, digits=0):
    return true_minus(f"{value:.{digits}f}")


# --- Predict -------------------------------------------------------------------------------------

marker_and_valve = Predict(
    "evidence.marker_and_valve",
    "In the trial AVADEC, men with a calcified heart valve took 720 µg of MK-7 a day, together "
    "with vitamin D, or a placebo, for two years. With MK-7 a marker of poor vitamin K status in "
    "the blood became much better. **What happened to the calcium in the valve, compared with "
    "placebo?**",
    options=[
        "it fell",
        "it rose, but clearly less",
        "it rose about as much",
        "it rose more",
    ],
)

k2_against_k1 = Predict(
    "evidence.k2_against_k1",
    "A popular article cites a meta-analysis of bone density (Hu 2021). For trials of K2 it "
    "found a clear gain, for trials of K1 it did not. **Does that show that K2 is better than "
    "K1?**",
    options=["yes", "no", "one cannot tell without a further calculation"],
)

# --- 1. What was measured ------------------------------------------------------------------------

_KINDS = {
    "inactive MGP in blood falls": "marker",
    "bone density rises": "surrogate",
    "the calcium score of the coronary arteries rises more slowly": "surrogate",
    "fewer women break a hip": "clinical outcome",
    "fewer men have a heart attack": "clinical outcome",
}

kinds_of_outcome = Match(
    "evidence.kinds_of_outcome",
    "**Which kind of outcome is it?**",
    answer=_KINDS,
    partners=["marker", "surrogate", "clinical outcome"],
    because="Only a clinical outcome is something that a patient feels.",
    wrong=[
        Wrong(
            ("bone density rises", "clinical outcome"),
            "Nobody feels bone density. It stands in for fractures, so it is a surrogate.",
        ),
        Wrong(
            ("the calcium score of the coronary arteries rises more slowly", "clinical outcome"),
            "A score from a scan stands in for heart attacks: a surrogate.",
        ),
        Wrong(
            ("inactive MGP in blood falls", "surrogate"),
            "It shows that the vitamin arrived and did its chemistry. It stands in for no disease "
            "yet: a marker.",
        ),
        Wrong(
            ("fewer women break a hip", "surrogate"),
            "A broken hip is the thing itself. It stands in for nothing.",
        ),
    ],
    hints=[
        "Ask: would the patient notice?",
        "Two of the five are felt by patients. One is only a signal in blood.",
    ],
    solution="\n\n".join(f"**{outcome}**: {kind}." for outcome, kind in _KINDS.items()),
)

_VALVE = TRIALS.loc["avadec_valve"]
_RIGHT_READING = (
    f"The data fit with a benefit of up to {-_VALVE['low']:.0f} AU and with a harm of up to "
    f"{_VALVE['high']:.0f} AU."
)

read_the_interval = Choice(
    "evidence.read_the_interval",
    "AVADEC, calcium in the valve, MK-7 against placebo: "
    f"{_signed(_VALVE['estimate'])} AU, 95 % interval {_signed(_VALVE['low'])} to "
    f"{_VALVE['high']:.0f}. **What does the interval say?**",
    options=[
        "95 % of the men had a change in this range.",
        "The vitamin does nothing: that is now proven.",
        _RIGHT_READING,
        "The vitamin helps: the estimate lies below zero.",
    ],
    answer=_RIGHT_READING,
    because="An interval tells what is still possible. Here both directions are.",
    wrong=[
        Wrong(
            "95 % of the men had a change in this range.",
            "The interval is about the mean difference between the arms, not about single men. "
            "They differ much more.",
        ),
        Wrong(
            "The vitamin does nothing: that is now proven.",
            f"A benefit of {-_VALVE['low']:.0f} AU is still inside the interval. Not shown is not "
            "disproved.",
        ),
        Wrong(
            "The vitamin helps: the estimate lies below zero.",
            "Zero and harm lie inside the interval, too. Chance alone moves an estimate this far.",
        ),
    ],
    hints=[
        "Look at both ends. What would each end mean for a man?",
        "All values inside the interval fit with the data.",
    ],
    solution=(
        f"Values from {_signed(_VALVE['low'])} to {_VALVE['high']:.0f} AU fit with what was seen. "
        "That includes some benefit, none, and some harm."
    ),
)

_CHANGES = TRIALS.loc[TRIALS["outcome"].isin(["coronary calcium", "valve calcium"])]
_CHANGES = _CHANGES[(_CHANGES["analysis"] == "main") & _CHANGES["change_vitamin"].notna()]
_ROSE = int((_CHANGES["change_vitamin"] > 0).sum())

did_calcium_fall = Number(
    "evidence.did_calcium_fall",
    "The article says that K2 may even “reverse” calcification. In the table above, "
    "`change_vitamin` is the mean change of the calcium score in the arm that took the vitamin. "
    "**In how many of the rows did calcium fall with the vitamin?**",
    answer=len(_CHANGES) - _ROSE,
    because=(
        f"In all {_ROSE} it rose, somewhat less than in the other arm. So no arm shows a "
        "reversal. These are means: they do not tell what happened in each person."
    ),
    wrong=[
        Wrong(
            len(_CHANGES),
            "Slower is not backwards. Look at the sign of `change_vitamin`: is it below zero?",
        ),
        Wrong(
            1,
            "Check each sign again: is any `change_vitamin` below zero?",
        ),
    ],
    hints=["A fall is a change below zero.", "Count the minus signs in `change_vitamin`."],
    solution=(
        f"The {len(_CHANGES)} changes are "
        f"{', '.join(plain(value) for value in _CHANGES['change_vitamin'])} AU. None is negative."
    ),
)

CONFOUNDED = "rotterdam_chd_top"
_ROTTERDAM = COHORTS.loc[CONFOUNDED]
_E_POINT, _E_LIMIT = weigh.e_value(*_ROTTERDAM[["estimate", "low", "high"]])


def _explained(with_intake, with_disease):
    """Judge a setting of `figures.evidence.hidden_confounder`."""
    left = pools.without_hidden_confounder(with_intake, with_disease).loc[CONFOUNDED, "estimate"]
    if left < 1:
        return False, f"Rotterdam still stands at {left:.2f}. Make the confounder stronger."
    if left > 1.1:
        return False, (
            f"Now Rotterdam is at {left:.2f}. That is more than needed. Find the weakest that "
            "does it: between 1 and 1.1."
        )
    return True, (
        f"It takes about {plain(with_intake)} and {plain(with_disease)}. With both alike the "
        f"answer is the E-value, {_E_POINT:.2f}. For the end of the interval {_E_LIMIT:.2f} is "
        "enough. Is there such a thing? People who eat much cheese may differ in income, "
        "exercise or health. You judge."
    )


explain_rotterdam_away = Goal(
    "evidence.explain_rotterdam_away",
    "**Find a hidden confounder that just explains the Rotterdam result away:** bring its blue "
    "mark to 1, or at most to 1.1.",
    condition=_explained,
    hints=["Move both sliders up together.", "Try both near 4."],
    solution=(
        f"With both strengths at the E-value, {_E_POINT:.2f}, the estimate of "
        f"{_ROTTERDAM['estimate']:.2f} moves to 1. A weaker one on one side needs a stronger one "
        "on the other."
    ),
)

# --- 2. Pooling ----------------------------------------------------------------------------------

_HU = pools.hu_2021()
_K2, _K1 = _HU.loc["K2"], _HU.loc["K1"]

error_from_interval = Number(
    "evidence.error_from_interval",
    f"Hu 2021 prints for trials of K2: {_K2['estimate']:.2f}, 95 % interval {_K2['low']:.2f} to "
    f"{_K2['high']:.2f}. A 95 % interval reaches 1.96 standard errors to each side. "
    "**What is the standard error?**",
    answer=_K2["standard_error"],
    because="With it, any printed interval can go into a pool.",
    wrong=[
        Wrong(
            (_K2["high"] - _K2["low"]) / 1.96,
            "That is the whole width. The interval reaches 1.96 standard errors to each side.",
        ),
        Wrong((_K2["high"] - _K2["low"]) / 2, "That is half the width. Divide it by 1.96."),
        Wrong(_K2["high"] - _K2["low"], "That is the whole width of the interval."),
    ],
    hints=["How many standard errors are there from end to end?", "Divide the width by 2 × 1.96."],
    solution=(
        f"({_K2['high']:.2f} − {_K2['low']:.2f}) / (2 × 1.96) = {_K2['standard_error']:.3f}."
    ),
)


def _pooled(estimates, standard_errors):
    weights = 1 / np.asarray(standard_errors) ** 2
    estimate = np.sum(weights * estimates) / np.sum(weights)
    return np.array([estimate, 1 / np.sqrt(np.sum(weights))])


def _pooled_with(weights_of, error_of):
    def pooled(estimates, standard_errors):
        weights = weights_of(standard_errors)
        return np.array([np.average(estimates, weights=weights), error_of(standard_errors)])

    return pooled


def _right_error(errors):
    return np.sum(errors**-2.0) ** -0.5


pooled = Code(
    "evidence.pooled",
    "Write a function `pooled(estimates, standard_errors)`. Each trial gets the weight one over "
    "its standard error squared. Give back two numbers: the weighted mean of the estimates, and "
    "its standard error, which is one over the root of the sum of the weights.",
    reference=_pooled,
    cases=[
        {"estimates": np.array([1.0, 3.0]), "standard_errors": np.array([1.0, 1.0])},
        {"estimates": np.array([1.0, 3.0]), "standard_errors": np.array([1.0, 2.0])},
        {
            "estimates": _HU.loc[["K2", "K1"], "estimate"].to_numpy(),
            "standard_errors": _HU.loc[["K2", "K1"], "standard_error"].to_numpy(),
        },
    ],
    because="You have written a meta-analysis. Now feed it Hu 2021.",
    wrong=[
        Wrong(
            _pooled_with(lambda errors: np.ones_like(errors), _right_error),
            "That is the plain mean. A precise trial must count for more.",
        ),
        Wrong(
            _pooled_with(lambda errors: 1 / errors, _right_error),
            "Square the standard error in the weight: 1 / standard_errors**2.",
        ),
        Wrong(
            _pooled_with(lambda errors: errors**2.0, _right_error),
            "Now the vague trials count most. Turn the weight over: one over the square.",
        ),
        Wrong(
            _pooled_with(lambda errors: errors**-2.0, lambda errors: 1 / np.sum(errors**-2.0)),
            "Your mean is right. For the standard error take the square root of the sum of the "
            "weights first.",
        ),
        Wrong(
            _pooled_with(lambda errors: errors**-2.0, lambda errors: np.mean(errors)),
            "Your mean is right. But a pool is more precise than its trials: its standard error "
            "is not their mean.",
        ),
    ],
    hints=[
        "The weighted mean is the sum of weight × estimate over the sum of the weights.",
        "Return `np.array([...])` with `np.sum(weights * estimates) / np.sum(weights)` and "
        "`1 / np.sqrt(np.sum(weights))`.",
    ],
    solution=(
        "    weights = 1 / standard_errors**2\n"
        "    estimate = np.sum(weights * estimates) / np.sum(weights)\n"
        "    return np.array([estimate, 1 / np.sqrt(np.sum(weights))])"
    ),
)

_CONTRAST = pools.k2_minus_k1()
_NOT_SHOWN = "The difference is not shown: its interval holds zero."

what_hu_shows = Choice(
    "evidence.what_hu_shows",
    "In Hu 2021 the interval of K2 excludes zero and that of K1 does not. K2 minus K1 is "
    f"{_CONTRAST.difference:.2f} ({_signed(_CONTRAST.low, 2)} to {_CONTRAST.high:.2f}). "
    "**What follows?**",
    options=[
        "K2 works and K1 does not.",
        "K1 and K2 work equally well.",
        _NOT_SHOWN,
    ],
    answer=_NOT_SHOWN,
    because=(
        "One result clear and one unclear is not the same as a clear difference. So the article's "
        "own source does not show that K2 beats K1."
    ),
    wrong=[
        Wrong(
            "K2 works and K1 does not.",
            "Both numbers carry doubt, so set them against each other. Test the difference "
            f"itself: P = {_CONTRAST.p_value:.2f}.",
        ),
        Wrong(
            "K1 and K2 work equally well.",
            f"A difference of {_CONTRAST.high:.2f} is still inside the interval. Not shown is not "
            "disproved.",
        ),
    ],
    hints=[
        "Compare the two with each other, not each with zero.",
        "Does the interval of the difference hold zero?",
    ],
    solution=(
        f"K2 − K1 is {_CONTRAST.difference:.2f}, standard error {_CONTRAST.standard_error:.3f}, "
        f"interval {_signed(_CONTRAST.low, 2)} to {_CONTRAST.high:.2f}. Zero is inside."
    ),
)

_CALCIUM = pools.calcium_trials()
_BY_WEIGHT = list(_CALCIUM.sort_values("standard_error").index)

order_of_weight = Order(
    "evidence.order_of_weight",
    "**Which of the four trials of coronary calcium gets most weight in a pool, which least?** "
    "The table above shows their intervals.",
    items=list(_CALCIUM.sort_values("standard_error", ascending=False).index),
    answer=_BY_WEIGHT,
    ends=("most weight", "least weight"),
    because="Weight follows precision. The largest effect has the least weight here.",
    wrong=[
        Wrong(
            (_BY_WEIGHT[0], _BY_WEIGHT[-1]),
            "A large effect is not a large weight. The narrower the interval, the more weight.",
        ),
        Wrong(
            (_BY_WEIGHT[1], _BY_WEIGHT[2]),
            "Look at the two intervals of MK-7 once more: which is narrower?",
        ),
    ],
    hints=[
        "Weight is one over the standard error squared.",
        "The narrowest interval comes first.",
    ],
    solution=(
        "By standard error, in AU: "
        + ", ".join(f"{name} {_CALCIUM.loc[name, 'standard_error']:.0f}" for name in _BY_WEIGHT)
        + "."
    ),
)

_SWITCHES = dict(
    zip(("shea", "avadec", "kurnatowska", "viktories"), pools.CALCIUM_TRIALS, strict=True)
)


def _excludes_zero(model, **chosen):
    """Judge a setting of `figures.evidence.pool_it_yourself`."""
    kept = [name for key, name in _SWITCHES.items() if chosen[key]]
    if len(kept) < 2:
        return False, "Take at least two trials: one alone is not a pool."
    found = pools.pool_calcium(kept, model)
    numbers = f"{_signed(found.estimate)} AU ({_signed(found.low)} to {_signed(found.high)})"
    if found.low <= 0 <= found.high:
        return False, f"{numbers} still holds zero. Try another choice."
    return True, (
        f"{numbers} excludes zero. You found the only choice of two or more of these trials that "
        "does. You also picked the trials after you had seen their results. That is why a good "
        "meta-analysis writes its rules down first."
    )


pick_your_result = Goal(
    "evidence.pick_your_result",
    "Now do what one must not do. **Choose trials until the pool excludes “no difference”.**",
    condition=_excludes_zero,
    hints=[
        "Drop the trial that pulls the pool towards zero with the most weight.",
        "Keep the two trials with the largest effects.",
    ],
    solution="Keep AVADEC and ViKTORIES, drop Shea and Kurnatowska. The model does not matter.",
)

_MA = pools.ma_2022()

weight_left_out = Choice(
    "evidence.weight_left_out",
    f"Ma 2022 pooled six trials of K2 and fractures: {_MA.everything[0]:.2f}. Without one of "
    f"them: {_MA.rest[0]:.2f}. The abstract does not name it. **What can we infer about it?**",
    options=[
        "It was a small, odd trial that spoilt the pool.",
        "It carried most of the weight, and found about no effect.",
        "It found that K2 causes fractures.",
    ],
    answer="It carried most of the weight, and found about no effect.",
    because=(
        f"About {percent(_MA.share)} of the weight, ratio about {_MA.dropped[0]:.2f}. By its size "
        "it fits the OF study with 4,378 women. Both are our inference, from two rounded P "
        "values, as if the pools were fixed-effect pools."
    ),
    wrong=[
        Wrong(
            "It was a small, odd trial that spoilt the pool.",
            "The interval widens a lot without it. So it brought most of the precision.",
        ),
        Wrong(
            "It found that K2 causes fractures.",
            f"Its own ratio comes out near {_MA.dropped[0]:.2f}: about as many fractures in both "
            "arms.",
        ),
    ],
    hints=[
        "How much wider is the interval without it?",
        "The pool of all lies almost at 1. Who pulled it there?",
    ],
    solution=(
        f"With all trials {_MA.everything[0]:.2f} ({_MA.everything[1]:.2f} to "
        f"{_MA.everything[2]:.2f}), without it {_MA.rest[0]:.2f} ({_MA.rest[1]:.2f} to "
        f"{_MA.rest[2]:.2f}). A trial that narrows the interval so much has nearly all the weight."
    ),
)

# --- 3. Errors in print --------------------------------------------------------------------------

_SEEN = {
    "AVADEC: 17 (−86 to 53)": "avadec_sign",
    "Trevasc-HDK: −86 (−854 to −117)": "haroon_mgp",
    "Zhou: −0.96 (−0.70 to 0.21)": "zhou_ucoc",
    "Li, risk ratio: 0.92 (−0.79 to 1.07)": "li_adverse",
    "Lees, hazard ratio: 0.45 (0.07 to 0.83)": "lees_hazard",
}


def _impossible(row):
    inside = row["printed_low"] <= row["printed_estimate"] <= row["printed_high"]
    ratio = row["measure"] in ("RR", "HR", "OR")
    return not inside or (ratio and row["printed_low"] <= 0)


_IMPOSSIBLE = [text for text, name in _SEEN.items() if _impossible(ERRORS.loc[name])]

impossible_on_sight = Several(
    "evidence.impossible_on_sight",
    "**Which of these printed results are impossible as they stand?** You need no calculation.",
    options=list(_SEEN),
    answer=_IMPOSSIBLE,
    because="The other two look possible. They need a calculation.",
    wrong=[
        Wrong(
            "AVADEC: 17 (−86 to 53)",
            "AVADEC's estimate lies inside its interval, though not in the middle. Odd, not "
            "impossible.",
        ),
        Wrong(
            "Trevasc-HDK: −86 (−854 to −117)",
            "An estimate must lie inside its own interval. Is −86 between −854 and −117?",
        ),
        Wrong("Zhou: −0.96 (−0.70 to 0.21)", "Is −0.96 between −0.70 and 0.21?"),
        Wrong(
            "Li, risk ratio: 0.92 (−0.79 to 1.07)",
            "A risk ratio is one count over another. It cannot be negative.",
        ),
        Wrong(
            "Lees, hazard ratio: 0.45 (0.07 to 0.83)",
            "Lees prints numbers above zero, and the estimate is inside. Possible on sight.",
        ),
    ],
    hints=[
        "Two rules: the estimate lies inside its interval, and a ratio is above zero.",
        "Three of the five break a rule.",
    ],
    solution="Impossible are: " + "; ".join(_IMPOSSIBLE) + ".",
)

_AVADEC = ERRORS.loc["avadec_sign"]

avadec_sign = Number(
    "evidence.avadec_sign",
    f"AVADEC: calcium rose by {_AVADEC['vitamin_mean']:.0f} AU with MK-7 and by "
    f"{_AVADEC['control_mean']:.0f} AU with placebo. The abstract prints a difference of "
    f"{_AVADEC['printed_estimate']:.0f}. **What is MK-7 minus placebo, in AU?**",
    answer=_AVADEC["vitamin_mean"] - _AVADEC["control_mean"],
    because=(
        "The middle of the printed interval, "
        f"{_signed((_AVADEC['printed_low'] + _AVADEC['printed_high']) / 2, 1)}, says the same. "
        "A minus sign got lost in print. That is our inference."
    ),
    wrong=[
        Wrong(
            _AVADEC["printed_estimate"],
            "That is what is printed. Subtract vitamin minus placebo: which of them is larger?",
        ),
        Wrong(
            _AVADEC["vitamin_mean"] + _AVADEC["control_mean"],
            "Subtract the two, do not add them.",
        ),
    ],
    hints=["Vitamin minus placebo.", "275 minus 292."],
    solution="275 − 292 = −17. The interval −86 to 53 has its middle at −16.5, which agrees.",
)

_LEES = ERRORS.loc["lees_hazard"]
_LEES_RATIO = math.exp(_LEES["printed_estimate"])
_LEES_AS_LOG = weigh.p_value(
    _LEES["printed_estimate"],
    weigh.standard_error_from_interval(_LEES["printed_low"], _LEES["printed_high"]),
)
_LEES_AS_RATIO = weigh.p_value(
    _LEES["printed_estimate"],
    weigh.standard_error_from_interval(_LEES["printed_low"], _LEES["printed_high"], log=True),
    log=True,
)

lees_ratio = Number(
    "evidence.lees_ratio",
    f"Lees 2019 prints a hazard ratio of {_LEES['printed_estimate']} ({_LEES['printed_low']} to "
    f"{_LEES['printed_high']}), P = {_LEES['printed_p']}, for disease or death with inactive "
    "proteins that need vitamin K. "
    "The estimate stands exactly in the middle, which is rare for a ratio. Read as a ratio, P "
    f"would be {_LEES_AS_RATIO:.2f}. Read as the natural logarithm of a ratio, P is "
    f"{_LEES_AS_LOG:.3f}. **So which hazard ratio was probably meant?**",
    answer=_LEES_RATIO,
    because=(
        "Read so, inactive protein goes with more disease, not less. The printed number says the "
        "opposite. That is our inference; no correction is known to us."
    ),
    wrong=[
        Wrong(
            _LEES["printed_estimate"],
            "That is the printed number. Take it as a logarithm and undo it with exp.",
        ),
        Wrong(
            1 / _LEES["printed_estimate"],
            "Turning it over is not enough. The number is a logarithm: undo it with exp.",
        ),
        Wrong(
            10 ** _LEES["printed_estimate"],
            "Hazard ratios come with natural logarithms: use e, not 10.",
        ),
    ],
    hints=["What undoes a natural logarithm?", "Compute exp(0.45)."],
    solution=(
        f"exp({_LEES['printed_estimate']}) = {_LEES_RATIO:.2f}, with an interval from "
        f"{math.exp(_LEES['printed_low']):.2f} to {math.exp(_LEES['printed_high']):.2f}."
    ),
)

_TREVASC = ERRORS.loc["haroon_mgp"]
_TREVASC_MIDDLE = (_TREVASC["printed_low"] + _TREVASC["printed_high"]) / 2

trevasc_middle = Number(
    "evidence.trevasc_middle",
    f"Trevasc-HDK prints {_signed(_TREVASC['printed_estimate'])} with an interval from "
    f"{_signed(_TREVASC['printed_low'])} to {_signed(_TREVASC['printed_high'])} pmol/L. If "
    "the interval is right, the estimate of a mean difference lies in its middle. **Where would "
    "that be, in pmol/L?**",
    answer=_TREVASC_MIDDLE,
    because=f"Perhaps a digit is lost: {MINUS}486 would fit. We infer it; we do not know it.",
    wrong=[
        Wrong(
            (_TREVASC["printed_high"] - _TREVASC["printed_low"]) / 2,
            "That is half the width. The middle is the mean of the two ends.",
        ),
        Wrong(
            _TREVASC["printed_low"] + _TREVASC["printed_high"],
            "That is the sum of the ends. Divide it by two.",
        ),
    ],
    hints=["Take the mean of the two ends.", "(−854 − 117) / 2."],
    solution=f"(−854 − 117) / 2 = {_signed(_TREVASC_MIDDLE, 1)}.",
)

_ORIMO = ERRORS.loc["orimo_spread"]
_ORIMO_DIFFERENCE = _ORIMO["vitamin_mean"] - _ORIMO["control_mean"]
_SPREADS = _ORIMO[["vitamin_spread", "control_spread"]].to_numpy(dtype=float)
_AS_ERRORS = weigh.p_value(_ORIMO_DIFFERENCE, weigh.standard_error_of_difference(*_SPREADS))
_PEOPLE = _ORIMO[["n_vitamin", "n_control"]].to_numpy(dtype=float)
_AS_DEVIATIONS_ERROR = weigh.standard_error_of_difference(*(_SPREADS / np.sqrt(_PEOPLE)))

orimo_spread = Choice(
    "evidence.orimo_spread",
    f"Orimo 1998 prints bone density: {_ORIMO['vitamin_mean']} ± {_ORIMO['vitamin_spread']} % "
    f"with MK-4, {_signed(_ORIMO['control_mean'], 2)} ± {_ORIMO['control_spread']} % with "
    f"placebo, P = {_ORIMO['printed_p']}. If ± is the standard error of each mean, the difference "
    f"has P = {_AS_ERRORS:.3f}. If ± is the standard deviation between people, the difference is "
    f"{_ORIMO_DIFFERENCE / _AS_DEVIATIONS_ERROR:.0f} standard errors, and P practically zero. "
    "**What is ±?**",
    options=["the standard deviation", "the standard error", "half a 95 % interval"],
    answer="the standard error",
    because="Only this reading comes near the printed P. That is our inference.",
    wrong=[
        Wrong(
            "the standard deviation",
            f"Then P would be far below {_ORIMO['printed_p']}. Who takes it so makes the effect "
            "look six times more certain than it is.",
        ),
        Wrong(
            "half a 95 % interval",
            "Then the standard errors would be half as large, and P far smaller than printed.",
        ),
    ],
    hints=[
        "Which reading gives a P near the printed one?",
        f"{_AS_ERRORS:.3f} against {_ORIMO['printed_p']}.",
    ],
    solution=(
        f"As standard errors: {_ORIMO_DIFFERENCE:.2f} / "
        f"{weigh.standard_error_of_difference(*_SPREADS):.2f} = "
        f"{_ORIMO_DIFFERENCE / weigh.standard_error_of_difference(*_SPREADS):.2f}, so P = "
        f"{_AS_ERRORS:.3f}. That is close to the printed {_ORIMO['printed_p']}."
    ),
)

_SHIRAKI = ERRORS.loc["shiraki_chi2"]
_P_OF_DF = {df: float(stats.chi2.sf(_SHIRAKI["statistic"], df)) for df in range(1, 7)}
_FITTING = min(_P_OF_DF, key=lambda df: abs(_P_OF_DF[df] - _SHIRAKI["printed_p"]))

shiraki_degrees = Number(
    "evidence.shiraki_degrees",
    f"Shiraki 2000 compares fractures in two arms: chi-squared {_SHIRAKI['statistic']}, P = "
    f"{_SHIRAKI['printed_p']}. The degrees of freedom are not printed. The cell above gives P for "
    "each number of them. **Which number fits?**",
    answer=_FITTING,
    because=(
        "Two arms, yes or no, has 1 degree of freedom. With 4 some other, finer table was tested, "
        "and the abstract does not say which. That is our inference."
    ),
    wrong=[
        Wrong(
            1,
            f"That is what two arms with yes or no would have. But then P would be "
            f"{_P_OF_DF[1]:.4f}, not {_SHIRAKI['printed_p']}.",
        ),
        Wrong(2, f"Then P would be {_P_OF_DF[2]:.4f}."),
        Wrong(3, f"Then P would be {_P_OF_DF[3]:.4f}."),
        Wrong(5, f"Then P would be {_P_OF_DF[5]:.4f}."),
    ],
    hints=[
        "Look for the P that is printed.",
        f"Which row of the table shows {_SHIRAKI['printed_p']}?",
    ],
    solution=f"P is {_P_OF_DF[_FITTING]:.4f} with {_FITTING} degrees of freedom.",
)

_CLEAN = POOLS.loc["mott2019_clinical_low_bias"]
_QUOTE = (
    f"Clinical fractures {_CLEAN['estimate']:.2f} ({_CLEAN['low']:.2f} to {_CLEAN['high']:.2f}) "
    "in trials of any vitamin K at low risk of bias."
)
_OLD = POOLS.loc["cockayne2006_hip"]

which_to_quote = Choice(
    "evidence.which_to_quote",
    f"Cockayne 2006 found an odds ratio of {_OLD['estimate']:.2f} for hip fractures with MK-4. In "
    "2018 the authors warned that the pool held problematic trials, and in 2019 they pooled anew "
    "(Mott 2019). **Which result would you quote today?**",
    options=[
        f"Hip fractures {_OLD['estimate']:.2f}: it is the strongest.",
        _QUOTE,
        "Both, or their mean.",
    ],
    answer=_QUOTE,
    because="A warning by the authors themselves outweighs a strong number.",
    wrong=[
        Wrong(
            f"Hip fractures {_OLD['estimate']:.2f}: it is the strongest.",
            "It rests on trials that its own authors call problematic. They have replaced it.",
        ),
        Wrong(
            "Both, or their mean.",
            "A number that its own authors warn of does not gain weight by averaging.",
        ),
    ],
    hints=["Who wrote the warning?", "Look for the newest pool with the most careful choice."],
    solution=(
        f"Mott 2019 replaces it. All trials: {POOLS.loc['mott2019_clinical', 'estimate']:.2f}; "
        f"at low risk of bias {_CLEAN['estimate']:.2f}; and one more trial was taken out later: "
        f"{POOLS.loc['mott2019_clinical_adjusted', 'estimate']:.2f}."
    ),
)

# --- What we may conclude ------------------------------------------------------------------------

_MAY_SAY = {
    "K2 and K1 lower inactive MGP in trials.": True,
    "MK-7 has been shown to slow calcification in double-blind trials.": False,
    "MK-7 has been shown to have no effect on calcification.": False,
    "Who eats more K2 has less heart disease in some cohorts; the cause is open.": True,
    "No trial in our table was made to show fewer heart attacks with K2.": True,
    "The evidence for K2 is overwhelming.": False,
}

what_we_may_say = Several(
    "evidence.what_we_may_say",
    "**Which of these does the evidence of this lesson carry?**",
    options=list(_MAY_SAY),
    answer=[claim for claim, carried in _MAY_SAY.items() if carried],
    because="Carried are a chemical effect, an association, and a gap. No more, and no less.",
    wrong=[
        Wrong(
            "K2 and K1 lower inactive MGP in trials.",
            "This one is carried: all trials of the marker agree, and lesson 02 shows K1, too.",
        ),
        Wrong(
            "MK-7 has been shown to slow calcification in double-blind trials.",
            "Look at the map: no double-blind trial stands in the column “better” of the row of "
            "artery and valve calcium.",
        ),
        Wrong(
            "MK-7 has been shown to have no effect on calcification.",
            "The intervals still hold a useful benefit. Not shown is not disproved.",
        ),
        Wrong(
            "Who eats more K2 has less heart disease in some cohorts; the cause is open.",
            "This one is carried: it says association, and no more.",
        ),
        Wrong(
            "No trial in our table was made to show fewer heart attacks with K2.",
            "This one is carried: the only count of events in the map is exploratory (*), and the "
            "authors themselves do not take it for proof.",
        ),
        Wrong(
            "The evidence for K2 is overwhelming.",
            "Count the double-blind trials in the columns of the map.",
        ),
    ],
    hints=[
        "For each: marker, surrogate or clinical? Trial or cohort?",
        "“Not shown” and “shown not to” are two different things.",
    ],
    solution="Carried are: " + " ".join(claim for claim, ok in _MAY_SAY.items() if ok),
)
