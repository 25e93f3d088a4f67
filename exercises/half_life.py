"""Questions of lesson 03. Each right answer is computed from the model or the data."""

import math

import numpy as np

from courseware.questions import Choice, Code, Goal, Match, Number, Order, Predict, Several, Wrong
from courseware.style import percent, plain
from vitamin_k import kinetics
from vitamin_k.comparison import observed_and_predicted, ratio_at_equal_moles
from vitamin_k.data import load
from vitamin_k.scenarios import INTERVALS_H, SATO_DOSE_UG, five_volunteers, misses

K1, MK4, MK7 = (kinetics.parameters(name) for name in ("K1", "MK-4", "MK-7"))


def _half_life(row_id):
    return float(load("half_lives").set_index("id").loc[row_id, "half_life_h"])


# --- Predict -------------------------------------------------------------------------------------

mk7_after_a_day = Predict(
    "half_life.mk7_after_a_day",
    "You swallow the same mass of K1 and of MK-7. **A day after each has peaked in the blood, "
    "how much of the MK-7 peak is left?**",
    options=["almost all of it", "about half", "about a quarter", "almost nothing"],
)

five_volunteers_see = Predict(
    "half_life.five_volunteers_see",
    "Five volunteers swallow 420 µg of MK-4. Their blood is tested for three days. "
    "**In how many of the five will the laboratory find MK-4?**",
    options=["in all five", "in two or three", "in none"],
)

# --- 1. Published half-lives ---------------------------------------------------------------------

_ROWS = {
    "K1, fast phase, tracer in a vein (Olson)": "k1_olson_fast",
    "K1, slow phase, tracer in a vein (Olson)": "k1_olson_slow",
    "MK-4, slow phase, 10 mg in a vein": "mk4_label_slow",
    "MK-7, swallowed (second-hand)": "mk7_schurgers",
}

order_half_lives = Order(
    "half_life.order_half_lives",
    "Use the figure above. **Put these four half-lives in order.**",
    items=[list(_ROWS)[i] for i in (3, 1, 0, 2)],
    answer=sorted(_ROWS, key=lambda label: _half_life(_ROWS[label])),
    ends=("shortest", "longest"),
    because="One vitamer, K1, stands both at the short end and near the long end: 1 h and 28 h.",
    wrong=[
        Wrong(
            (list(_ROWS)[2], list(_ROWS)[1]),
            "Not every K2 outlasts K1: compare the slow phases of MK-4 and K1.",
        ),
        Wrong(
            (list(_ROWS)[1], list(_ROWS)[3]),
            "Look at the last row of the figure: where does the MK-7 mark stand?",
        ),
    ],
    hints=[
        "Each dot's number stands at its right.",
        "Compare like with like: first the fast phase, then the slow phases.",
    ],
    solution=(
        f"K1 fast {_half_life('k1_olson_fast'):g} h, then MK-4 slow "
        f"{_half_life('mk4_label_slow'):g} h, then K1 slow {_half_life('k1_olson_slow'):g} h, "
        f"then MK-7 {_half_life('mk7_schurgers'):g} h. Three of the four are measured and read "
        "at their source. The MK-7 value is quoted by a review."
    ),
)

_SAMPLING = "Olson drew blood for days, Jones probably only for hours."
# What the model's K1 would seem to do, were blood drawn for a working day only.
_HOURS = np.array([2.0, 4.0, 6.0, 8.0])
_SHORT_STUDY = kinetics.half_life_from_points(_HOURS, kinetics.intravenous(_HOURS, 1.0, K1))

why_k1_differs = Choice(
    "half_life.why_k1_differs",
    "Jones finds 2.7 h for the slow phase of K1, Olson finds 27.6 h. Both put a tracer into a "
    "vein: a trace of K1 with a label. **What is the most likely reason for the difference?**",
    options=[
        "One of the laboratories made a mistake.",
        _SAMPLING,
        "Olson's volunteers ate more vitamin K.",
        "A half-life depends on the size of the dose.",
    ],
    answer=_SAMPLING,
    because=(
        "Olson drew blood for 6 days. The abstract of Jones does not say for how long, so this "
        "is likely and not shown. A half-life belongs to a study, not only to a molecule."
    ),
    wrong=[
        Wrong(
            "One of the laboratories made a mistake.",
            "Both can be right about what they saw. What did each have time to see?",
        ),
        Wrong(
            "Olson's volunteers ate more vitamin K.",
            "Olson tested that: on a diet almost without K1 the slow half-life was 25.1 h.",
        ),
        Wrong(
            "A half-life depends on the size of the dose.",
            "Where a constant fraction leaves each hour, the dose does not matter. "
            "And both were tracers.",
        ),
    ],
    hints=[
        "Look at the column `sampled_h` of the table: for Olson it is 144, for Jones it is blank.",
        "Could you see a half-life of a day if you stopped drawing blood after a few hours?",
    ],
    solution=(
        "Olson drew blood for 144 hours, and the abstract of Jones does not say for how long. The "
        "model of this lesson shows what a short study would see. Its K1 has a slow phase of "
        f"{K1.half_life_slow_h:g} h. Blood drawn from {_HOURS[0]:g} to {_HOURS[-1]:g} hours after "
        f"an injection would give {_SHORT_STUDY.half_life_h:.1f} h."
    ),
)

_ROUNDED = "From no study that we found; the nearest number is 68 h, and that one is second-hand."

where_72_hours_come_from = Choice(
    "half_life.where_72_hours_come_from",
    "Many pages say: the half-life of MK-7 is 72 hours. **Where does this number come from?**",
    options=[
        "From a study that injected MK-7 into people.",
        "From Sato 2012, which found MK-7 in blood for 72 hours.",
        _ROUNDED,
    ],
    answer=_ROUNDED,
    because=(
        "68 h is close to three days, and three days are 72 h. So a rounded number can start to "
        "live on its own."
    ),
    wrong=[
        Wrong(
            "From a study that injected MK-7 into people.",
            "We found no study that ever injected MK-7 into people.",
        ),
        Wrong(
            "From Sato 2012, which found MK-7 in blood for 72 hours.",
            "Sato sampled until 72 h but last found MK-7 at 48 h. And the time for which a "
            "substance can be found is not its half-life: it depends on dose and assay.",
        ),
    ],
    hints=[
        "Is there a 72 in the table of half-lives?",
        "Ask of each option: which row of the figure would it be?",
    ],
    solution=(
        "No row of the table says 72 h. A review quotes 68 h from Schurgers 2007, whose abstract "
        "says only that MK-7 has a very long half-life. A web page without sources prints 72 h."
    ),
)

# --- 2. A half-life from points ------------------------------------------------------------------

left_after_half_lives = Number(
    "half_life.left_after_half_lives",
    "The blood holds 80 ng/mL of a substance. Its half-life is {half_life} h. "
    "**How much is left after {hours} h?**",
    draw={"half_life": [8, 6, 12], "hours": [24, 48]},
    answer=lambda half_life, hours: 80 * 0.5 ** (hours / half_life),
    unit="ng/mL",
    because="Each half-life takes half of what is there, so {answer} are left.",
    wrong=[
        Wrong(
            lambda half_life, hours: max(80 - 40 * hours / half_life, 0),
            "You took away the same amount in each half-life. What is constant is the fraction: "
            "the second half-life takes half of what the first one left.",
        ),
        Wrong(
            lambda half_life, hours: 80 - 80 * 0.5 ** (hours / half_life),
            "That is how much has gone. How much is left?",
        ),
        Wrong(
            lambda half_life, hours: 80 / (hours / half_life),
            "You divided by the number of half-lives. Instead, halve once for each half-life.",
        ),
    ],
    hints=[
        "How many half-lives are {hours} h?",
        "Halve 80 once for each half-life.",
    ],
    solution=(
        "{hours} h hold {hours} / {half_life} half-lives. Halve 80 so many times:\n\n"
        "    80 * 0.5 ** ({hours} / {half_life})\n\nThat gives {answer}."
    ),
)


def _fraction_left(time_h, half_life_h):
    return 0.5 ** (np.asarray(time_h) / half_life_h)


fraction_left = Code(
    "half_life.fraction_left",
    "Write a function `fraction_left(time_h, half_life_h)` that gives the fraction of a "
    "substance that is left after `time_h` hours. The cell below has its first line. Fill it in, "
    "run the cell, and read what the check says.",
    reference=_fraction_left,
    cases=[
        {"time_h": 0.0, "half_life_h": 8.0},
        {"time_h": 8.0, "half_life_h": 8.0},
        {"time_h": 24.0, "half_life_h": 8.0},
        {"time_h": np.array([1.0, 68.0, 100.0]), "half_life_h": 68.0},
    ],
    because="It also works for a whole array of times.",
    wrong=[
        Wrong(
            lambda time_h, half_life_h: 1 - 0.5 * np.asarray(time_h) / half_life_h,
            "Your function takes away the same amount in each half-life and falls below zero in "
            "the end. A constant fraction goes, not a constant amount.",
        ),
        Wrong(
            lambda time_h, half_life_h: np.exp(-np.asarray(time_h) / half_life_h),
            "exp(-t / half-life) leaves 37 % after one half-life, not 50 %. Either use 0.5 ** ... "
            "or put ln 2 into the exponent.",
        ),
        Wrong(
            lambda time_h, half_life_h: 1 - _fraction_left(time_h, half_life_h),
            "That is the fraction that has gone. One minus it is left.",
        ),
        Wrong(
            lambda time_h, half_life_h: (
                _fraction_left(half_life_h, time_h)
                if np.all(time_h)
                else np.zeros_like(time_h, dtype=float)
            ),
            "Time and half-life have changed places in your formula.",
        ),
    ],
    hints=[
        "How many half-lives are `time_h` hours? Divide.",
        "One half multiplied with itself n times is `0.5 ** n`.",
    ],
    solution=(
        "The number of half-lives is `time_h / half_life_h`; each one halves:\n\n"
        "    def fraction_left(time_h, half_life_h):\n"
        "        return 0.5 ** (time_h / half_life_h)"
    ),
)

_POINTS = load("concentrations")
_MK4_POINTS = _POINTS[_POINTS["series"] == "mk4_intravenous_10mg"]
_COLLARDS = _POINTS[_POINTS["series"] == "k1_collards"]
_MK4_TIMES, _MK4_LEVELS = (
    _MK4_POINTS[column].to_numpy() for column in ("time_h", "concentration_ng_per_ml")
)
_MK4_FIT = kinetics.half_life_from_points(_MK4_TIMES, _MK4_LEVELS)

mk4_half_life = Number(
    "half_life.mk4_half_life",
    f"After 10 mg of MK-4 into a vein, the blood held {_MK4_LEVELS[0]:,.0f} ng/mL after 6 minutes "
    f"and {_MK4_LEVELS[1]:,.0f} ng/mL after 2 hours. **What is the half-life between these two "
    "points?** Work it out, with Python if you like.",
    answer=_MK4_FIT.half_life_h,
    unit="h",
    tolerance=0.03,
    because=(
        "It lies a little above the 0.71 h of the fast phase, because the slow phase has already "
        "begun to show at 2 h."
    ),
    wrong=[
        Wrong(
            np.diff(_MK4_TIMES)[0] * _MK4_LEVELS[0] / 2 / -np.diff(_MK4_LEVELS)[0],
            "You let a constant amount go each hour. The fraction is constant: use the logarithm "
            "of the ratio of the two levels.",
        ),
        Wrong(
            np.diff(_MK4_TIMES)[0] / np.log(_MK4_LEVELS[0] / _MK4_LEVELS[1]),
            "That is one over the rate constant, the time to fall to 37 %. Multiply by ln 2.",
        ),
        Wrong(
            _MK4_TIMES[1] * math.log(2) / np.log(_MK4_LEVELS[0] / _MK4_LEVELS[1]),
            "Between the two samples lie 1.9 h, not 2 h: the first one came at 6 minutes.",
        ),
    ],
    hints=[
        "By which factor did the level fall, and in how many hours?",
        "Half-life = hours × ln 2 / ln(first level / second level).",
    ],
    solution=(
        f"In {np.diff(_MK4_TIMES)[0]:.1f} h the level fell by a factor of "
        f"{_MK4_LEVELS[0] / _MK4_LEVELS[1]:.2f}:\n\n"
        "    1.9 * log(2) / log(2760 / 570)\n\n"
        f"That gives {_MK4_FIT.half_life_h:.2f} h."
    ),
)

CLOSE_ENOUGH = 0.10
_COLLARDS_FIT = kinetics.half_life_from_points(
    _COLLARDS["time_h"], _COLLARDS["concentration_ng_per_ml"]
)


def _line_is_close(points, half_life_h, start_ng_per_ml):
    """Judge a setting of `figures.half_life.line_through_points`."""
    if "K1" not in points:
        return False, "Choose the K1 points of the collards first."
    miss = misses(_COLLARDS, half_life_h, start_ng_per_ml)
    worst = int(np.argmax(np.abs(miss)))
    hour, off = _COLLARDS["time_h"].iloc[worst], miss[worst]
    if abs(off) <= CLOSE_ENOUGH:
        return True, (
            f"Your line has a half-life of {plain(half_life_h)} h. The same study followed the "
            f"labelled K1 alone and found {_half_life('k1_erkkila'):g} h. Why? The last point is "
            "the level that the usual diet keeps up, so this line mixes dose and diet."
        )
    way = "too high" if off > 0 else "too low"
    return False, f"At {hour:g} h your line is {percent(abs(off))} {way}."


line_through_collards = Goal(
    "half_life.line_through_collards",
    f"**Lay the line through the three collards points so that it misses none by more than "
    f"{percent(CLOSE_ENOUGH)}.** Change half-life and start, by mouse or by arrow keys.",
    condition=_line_is_close,
    hints=[
        "The slope comes first: make the line as steep as the points are, then lift or lower it.",
        "Try a half-life between 5 and 7 h and a start near 10 ng/mL.",
    ],
    solution=(
        "A straight line through the logarithms of the three points has a half-life of "
        f"{_COLLARDS_FIT.half_life_h:.1f} h and starts at {_COLLARDS_FIT.start:.1f} ng/mL."
    ),
)

# --- 3. One dose ---------------------------------------------------------------------------------

mk7_in_the_blood = Number(
    "half_life.mk7_in_the_blood",
    "After twelve weeks on 56 µg of MK-7 a day, fasting blood held 1.94 ng/mL. An adult has about "
    "3.3 litres of plasma. **How much MK-7 is that in all the plasma?**",
    answer=load("plateaus").set_index("id").loc["mk7_yogurt_after", "value"]
    * MK7.central_volume_l,
    unit="µg",
    because="Only about a tenth of one daily dose is in the plasma at that moment.",
    wrong=[
        Wrong(
            1.94 * MK7.central_volume_l / 1000,
            "A thousand times too small. ng/mL is the same as µg per litre, so the answer is "
            "already in µg.",
        ),
        Wrong(
            1.94 * MK7.central_volume_l * 1000,
            "That is the number of nanograms. A microgram is a thousand nanograms.",
        ),
        Wrong(1.94 / MK7.central_volume_l, "Multiply by the volume instead of dividing by it."),
    ],
    hints=["1 ng/mL is 1 µg per litre.", "Micrograms per litre times litres."],
    solution="1.94 ng/mL is 1.94 µg/L, and 1.94 µg/L × 3.3 L = 6.4 µg.",
)

_EFFECTS = {
    "lag": "the whole curve moves to the right",
    "bioavailability": "the whole curve becomes taller",
    "slow half-life": "the tail stays longer, the peak hardly changes",
    "absorption rate": "the peak comes earlier and is sharper",
}

match_parameters = Match(
    "half_life.match_parameters",
    "One parameter of the model is made larger, the others stay. **What happens to the curve?**",
    answer=_EFFECTS,
    partners=[*sorted(_EFFECTS.values()), "nothing at all"],
    because="So time of peak, height and tail each tell about another parameter.",
    wrong=[
        Wrong(
            ("slow half-life", _EFFECTS["bioavailability"]),
            "Bioavailability is the share that arrives. A half-life is about what happens then.",
        ),
        Wrong(
            ("bioavailability", "nothing at all"),
            "If twice as much arrives, every level is twice as high.",
        ),
        Wrong(
            ("lag", _EFFECTS["absorption rate"]),
            "During the lag nothing is absorbed: a longer lag delays everything.",
        ),
    ],
    hints=[
        "Lag is the time before anything is absorbed.",
        "Ask for each: does it change when, how much, or how long?",
    ],
    solution="\n\n".join(f"**{name}**: {effect}." for name, effect in _EFFECTS.items()),
)

_TABLE = observed_and_predicted()
_MISSED = _TABLE[(_TABLE["ratio"] > 1.25) | (_TABLE["ratio"] < 0.8)]
_CLAIMS = {
    "It meets the MK-4 injection and syrup within 25 %.": "MK-4" not in set(_MISSED["vitamer"]),
    "It meets all K1 studies with one set of parameters.": "K1" not in set(_MISSED["vitamer"]),
    "Its 25 % of MK-7 left after a day are a discovery.": False,
    "It predicts more K1 from a tablet than was measured.": bool(
        _TABLE.set_index("quantity").loc["area over 9 h, 500 µg tablet", "ratio"] > 1
    ),
}

what_the_model_can = Several(
    "half_life.what_the_model_can",
    "Look at the hits and misses. **What is true of this model?**",
    options=list(_CLAIMS),
    answer=[claim for claim, true in _CLAIMS.items() if true],
    because="A model that shows its misses can be trusted further than one that hides them.",
    wrong=[
        Wrong(
            "It meets all K1 studies with one set of parameters.",
            "Count the green rows outside the grey band.",
        ),
        Wrong(
            "Its 25 % of MK-7 left after a day are a discovery.",
            "That share was put in: it is borrowed from MK-9, second-hand. What is put in cannot "
            "be found out.",
        ),
        Wrong(
            "It meets the MK-4 injection and syrup within 25 %.",
            "Look at the orange rows again.",
        ),
        Wrong(
            "It predicts more K1 from a tablet than was measured.",
            "Find the tablet's row: on which side of 1 does its mark stand?",
        ),
    ],
    hints=[
        "Go row by row: inside the grey band, or outside?",
        "For the 25 %: look for the weakest part in the table of parameters.",
    ],
    solution="True are: " + " ".join(claim for claim, true in _CLAIMS.items() if true),
)

# --- 4. Every day --------------------------------------------------------------------------------

_OWN = kinetics.plateau(100.0, MK7).trough_accumulation
_RATIO = ratio_at_equal_moles(MK7, K1)

mk7_accumulation = Number(
    "half_life.mk7_accumulation",
    "In the simulator, take 100 µg of MK-7 every day. **By which factor does its trough grow from "
    "the first day to the plateau?** (A trough is the level just before the next dose.)",
    answer=_OWN,
    tolerance=0.05,
    because=f"MK-7 grows {_OWN:.1f}-fold on itself. Compared with K1 it is another number.",
    wrong=[
        Wrong(
            7.5,
            "7- to 8-fold compares MK-7 with K1 at equal moles. The question is how far MK-7 "
            "grows beyond its own first day.",
        ),
        Wrong(
            _RATIO,
            "That is MK-7 over K1. The question is how far MK-7 grows beyond its own first day.",
        ),
        Wrong(
            kinetics.plateau(100.0, MK7).accumulation,
            "That compares averages. Compare the troughs, the levels just before a dose.",
        ),
    ],
    hints=[
        "Set the form to MK-7, every day, 100 µg, no missed days, and read the line below.",
        "Divide the trough at the plateau by the level just before the second dose.",
    ],
    solution=(
        f"The first trough is {float(kinetics.oral(24.0, 100.0, MK7)):.2f} ng/mL, the trough at "
        f"the plateau {kinetics.plateau(100.0, MK7).trough:.2f} ng/mL. "
        f"Their ratio is {_OWN:.1f}."
    ),
)

_SELDOM = ("once a week", "twice a week")
DAILY_DOSE_UG = 100.0


def _same_average(vitamer, dose_ug, interval, missed_days):
    """Judge a setting of `figures.half_life.daily_dosing`."""
    if vitamer != "MK-7":
        return False, "Set the form to MK-7."
    if interval not in _SELDOM:
        return False, "Set the interval to twice a week or once a week."
    if missed_days:
        return False, "Set the missed days back to 0."
    wanted = kinetics.plateau(DAILY_DOSE_UG, MK7).average
    got = kinetics.plateau(dose_ug, MK7, INTERVALS_H[interval])
    off = got.average / wanted - 1
    if abs(off) > 0.05:
        way = "above" if off > 0 else "below"
        return False, (
            f"The average is {plain(got.average)} ng/mL, {percent(abs(off))} {way} that of "
            f"{plain(DAILY_DOSE_UG)} µg a day."
        )
    return True, (
        f"The same total in a week gives the same average. But the level now swings between "
        f"{plain(got.trough)} and {plain(got.peak)} ng/mL."
    )


same_average_less_often = Goal(
    "half_life.same_average_less_often",
    f"**Find a dose of MK-7, taken only once or twice a week, that gives the same average at the "
    f"plateau as {plain(DAILY_DOSE_UG)} µg every day** (within 5 %).",
    condition=_same_average,
    hints=[
        "The average depends only on how much is taken in a week.",
        f"How many micrograms are {plain(DAILY_DOSE_UG)} µg a day in a week?",
    ],
    solution=(
        f"{plain(DAILY_DOSE_UG)} µg a day are {plain(7 * DAILY_DOSE_UG)} µg a week: one dose of "
        f"{plain(7 * DAILY_DOSE_UG)} µg, or two of {plain(3.5 * DAILY_DOSE_UG)} µg. The average "
        "is the same, the swing is larger."
    ),
)

_SEPARATE = "It compares MK-7 with K1 after many days of equal moles."

what_is_7_to_8_fold = Choice(
    "half_life.what_is_7_to_8_fold",
    "Schurgers 2007 reports a “7- to 8-fold” accumulation for MK-7. **What does the number "
    "compare?**",
    options=[
        "MK-7 after weeks with MK-7 after the first dose.",
        _SEPARATE,
        "How well MK-7 works in bone and arteries with how well K1 works.",
        "The half-life of MK-7 with the half-life of K1.",
    ],
    answer=_SEPARATE,
    because=(
        f"The model gives {_RATIO:.1f}-fold for this comparison, and {_OWN:.1f}-fold for MK-7 "
        "against its own first day."
    ),
    wrong=[
        Wrong(
            "MK-7 after weeks with MK-7 after the first dose.",
            f"That is MK-7's own accumulation: {_OWN:.1f}-fold in the model.",
        ),
        Wrong(
            "How well MK-7 works in bone and arteries with how well K1 works.",
            "It is a level in blood. A level is not an effect.",
        ),
        Wrong(
            "The half-life of MK-7 with the half-life of K1.",
            f"Slow phase over slow phase is {MK7.half_life_slow_h / K1.half_life_slow_h:.1f}-fold "
            "in the table.",
        ),
    ],
    hints=[
        "Two arrows stand in the figure above. Which one reaches from one vitamer to the other?",
        "The words are: equal moles.",
    ],
    solution="It is the level of MK-7 over the level of K1 after both were taken for weeks.",
)

# --- 5. Many people ------------------------------------------------------------------------------


def _like_sato(vitamer, n_people, spread_percent, assay_limit_ng_per_ml, trial):
    """Judge a setting of `figures.half_life.virtual_population`."""
    if vitamer != "MK-7":
        return False, "Set the form to MK-7."
    _, detected = five_volunteers(vitamer, spread_percent, assay_limit_ng_per_ml, trial)
    at_48, at_72 = detected.sum(axis=0)[-2:]
    if at_48 and not at_72:
        return True, (
            f"With a limit of {plain(assay_limit_ng_per_ml)} ng/mL this trial repeats Sato: found "
            f"in {at_48} of 5 at 48 h and in none at 72 h. So the real limit was probably near "
            "this. That is inferred from our model, not reported."
        )
    if at_72:
        return False, f"The assay still finds MK-7 in {at_72} of 5 at 72 h. Make it see less."
    return False, "Now it finds nothing at 48 h either. Let it see a little more."


find_satos_assay = Goal(
    "half_life.find_satos_assay",
    "Sato gave 420 µg of MK-7 to five women. It was found at 48 h and no longer at 72 h. "
    "**Set an assay limit at which your trial shows the same.**",
    condition=_like_sato,
    hints=[
        "Raise the limit until the marks at 72 h turn hollow.",
        "Try 2 to 4 ng/mL. Another trial draws other people and needs another limit.",
    ],
    solution=(
        "The typical level in the model is "
        f"{float(kinetics.oral(48.0, SATO_DOSE_UG, MK7)):.1f} ng/mL at 48 h and "
        f"{float(kinetics.oral(72.0, SATO_DOSE_UG, MK7)):.1f} ng/mL at 72 h. "
        "A limit between the highest of the five at 72 h and the highest at 48 h repeats "
        "the trial."
    ),
)

_MAY_SAY = {
    "MK-7 stays in blood longer than K1.": True,
    "MK-7 therefore keeps arteries freer of calcium than K1.": False,
    "MK-4 does nothing, because Sato did not find it in blood.": False,
    "The 68 h for MK-7 should be checked in the original paper.": True,
    "People on warfarin can take small doses of MK-7.": False,
}

what_we_may_say = Several(
    "half_life.what_we_may_say",
    "**Which of these does the lesson's evidence carry?**",
    options=list(_MAY_SAY),
    answer=[claim for claim, carried in _MAY_SAY.items() if carried],
    because="Staying longer is shown. That it works better is another question, for lesson 06.",
    wrong=[
        Wrong(
            "MK-7 therefore keeps arteries freer of calcium than K1.",
            "A level in blood is not an effect on arteries. No figure here measured arteries.",
        ),
        Wrong(
            "MK-4 does nothing, because Sato did not find it in blood.",
            "Not found in blood is not absent from the body, and not found is about the assay.",
        ),
        Wrong(
            "People on warfarin can take small doses of MK-7.",
            "10 µg a day already changed the clotting test of volunteers. Ask a clinician first.",
        ),
        Wrong(
            "MK-7 stays in blood longer than K1.",
            "The abstract of Schurgers 2007 says it in words, and all sources agree on it.",
        ),
        Wrong(
            "The 68 h for MK-7 should be checked in the original paper.",
            "Its mark is hollow: we read it in a review.",
        ),
    ],
    hints=[
        "For each sentence: which figure of this lesson shows it?",
        "Tick only what was measured in blood, or what asks for more care.",
    ],
    solution="Carried are: " + " ".join(claim for claim, ok in _MAY_SAY.items() if ok),
)
