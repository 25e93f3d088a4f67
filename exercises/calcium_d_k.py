"""Questions of lesson 05. Each right answer is computed from the model or the data."""

import numpy as np

from courseware.questions import Choice, Code, Goal, Match, Number, Order, Predict, Several, Wrong
from courseware.style import plain, true_minus
from vitamin_k import calcium
from vitamin_k.data import load
from vitamin_k.interaction import SAME_RISK, interaction

_REST = calcium.describe_steady_state()
_DOUBLED = calcium.after_a_year(calcium.Conditions(2 * calcium.AT_REST.intake_mg_per_d))
_TARGETS = load("homeostasis_targets").set_index("id")
_SERUM = load("serum_calcium").set_index("id")
_COMBINED = load("combination_trials").set_index("id")


def _change(after, quantity):
    return after[quantity] / _REST[quantity] - 1


# --- Predict -------------------------------------------------------------------------------------

doubled_intake = Predict(
    "calcium_d_k.doubled_intake",
    "Somebody eats twice as much calcium as before, every day for a year. **What happens to the "
    "calcium in the blood?**",
    options=["it doubles", "it rises by about a fifth", "it rises by a few per cent at most",
             "it falls"],
)  # fmt: skip

trials_of_k = Predict(
    "calcium_d_k.trials_of_k",
    "We searched for trials of vitamin K and calcium, and could read mostly their abstracts. **In "
    "how many, do you think, did we find the calcium in blood for each arm?**",
    options=["more than fifty", "ten to fifty", "one to nine", "none"],
)

# --- 1. The loop ---------------------------------------------------------------------------------

_WORKS = {
    "PTH rises": "the kidneys let less calcium go",
    "calcitriol rises": "the gut takes up more calcium",
    "calcium in blood rises": "the glands make less PTH",
    "vitamin K rises": "nothing in this loop changes",
}

who_does_what = Match(
    "calcium_d_k.who_does_what",
    "Use the picture of the signals. **What follows first?**",
    answer=_WORKS,
    partners=[*sorted(_WORKS.values()), "calcium leaves the arteries"],
    because="Two hormones, four organs, and no place where vitamin K comes in.",
    wrong=[
        Wrong(
            ("PTH rises", _WORKS["calcitriol rises"]),
            "It does in the end, but by way of calcitriol. What does PTH tell the kidneys?",
        ),
        Wrong(
            ("calcium in blood rises", _WORKS["PTH rises"]),
            "Then calcium would climb further. A loop that holds something steady pushes back.",
        ),
        Wrong(
            ("vitamin K rises", "calcium leaves the arteries"),
            "That is the article's story. This loop holds no such arrow, and lesson 02 tells what "
            "matrix Gla protein does.",
        ),
    ],
    hints=[
        "PTH is the alarm for low calcium. All it does brings calcium up again.",
        "Look at the third view of the picture for vitamin K.",
    ],
    solution="\n\n".join(f"**{cause}**: {effect}." for cause, effect in _WORKS.items()),
)

urine_by_mass_balance = Number(
    "calcium_d_k.urine_by_mass_balance",
    "Somebody eats {intake} mg of calcium a day and loses {faeces} mg a day in faeces. The bones "
    "give away {bone} mg a day. Calcium in blood is steady. **How much is in the urine?**",
    draw={"intake": (1000, 800, 1200), "faeces": (820, 640, 700), "bone": (40, 25, 55)},
    answer=lambda intake, faeces, bone: intake - faeces + bone,
    unit="mg/d",
    because="What comes in, from food and from bone, must go out. Mass is never lost.",
    wrong=[
        Wrong(
            lambda intake, faeces, bone: intake - faeces - bone,
            "The bones lose calcium. It enters the blood and must leave by the kidneys.",
        ),
        Wrong(
            lambda intake, faeces, bone: intake - faeces,
            "That is the net absorption. Where does the calcium from the bones go?",
        ),
        Wrong(
            lambda intake, faeces, bone: intake + bone,
            "Most of what is eaten never enters the blood. Take off the faeces.",
        ),
    ],
    hints=[
        "Draw a box around the blood. What enters, and what leaves?",
        "Urine = intake − faeces + what the bones give.",
    ],
    solution="{intake} − {faeces} + {bone} gives {answer}.",
)

# --- 2. The simulator ----------------------------------------------------------------------------

_MOVED = {
    "calcium in blood": abs(_change(_DOUBLED, "calcium_mmol_per_l")),
    "calcitriol": abs(_change(_DOUBLED, "calcitriol_pmol_per_l")),
    "PTH": abs(_change(_DOUBLED, "pth_pmol_per_l")),
    "urine": abs(_change(_DOUBLED, "urine_mg_per_d")),
}
_MOST = sorted(_MOVED, key=_MOVED.get)

order_of_change = Order(
    "calcium_d_k.order_of_change",
    "Set the intake to 1,928 mg/d, twice the intake at rest, and the days to 365. **Order by "
    "how far each moves, in per cent of its value at rest.**",
    items=["PTH", "urine", "calcium in blood", "calcitriol"],
    answer=_MOST,
    ends=("moves least", "moves most"),
    because="The hormones and the kidneys move so that the calcium in blood need not.",
    wrong=[
        Wrong(
            ("calcium in blood", "PTH"),
            "PTH moves so that calcium can stay. Compare both with their dashed lines.",
        ),
        Wrong(("calcitriol", "PTH"), "Calcitriol follows PTH only in part."),
        Wrong(("PTH", "urine"), "The extra calcium must leave. Divide by the value at rest."),
    ],
    hints=[
        "Read each end value and divide it by the value at rest.",
        "The headline gives three of the four.",
    ],
    solution=(
        "From least to most: "
        + ", ".join(f"{name} {100 * _MOVED[name]:.1f} %" for name in _MOST)
        + "."
    ),
)

_PTH_TOP = _TARGETS.loc["range_pth", "high_value"]
_CALCIUM_RANGE = _TARGETS.loc["range_calcium", ["low_value", "high_value"]].to_numpy(dtype=float)


def _hidden_shortage(intake_mg_per_d, vitamin_d_nmol_per_l, pth_loop, days, add_vitamin_k):
    """Judge a setting of `figures.calcium_d_k.homeostasis`."""
    if pth_loop != "working":
        return False, "Leave the PTH loop working: the shortage is to come from the diet."
    conditions = calcium.Conditions(intake_mg_per_d, vitamin_d_nmol_per_l, pth_loop)
    last = calcium.simulate(conditions, [days]).iloc[-1]
    low, high = _CALCIUM_RANGE
    if not low <= last.calcium_mmol_per_l <= high:
        return False, "Now calcium in blood has left its usual range."
    if last.pth_pmol_per_l <= _PTH_TOP:
        return False, (
            f"PTH is {last.pth_pmol_per_l:.2f} pmol/L. Its usual range ends at {_PTH_TOP:g}."
        )
    return True, (
        f"PTH is {last.pth_pmol_per_l:.2f} pmol/L, yet calcium in blood is "
        f"{last.calcium_mmol_per_l:.2f} mmol/L and looks normal. In the model the bones pay: "
        f"{-last.bone_balance_mg_per_d:.0f} mg a day."
    )


hidden_shortage = Goal(
    "calcium_d_k.hidden_shortage",
    f"**Bring PTH above its usual range ({_PTH_TOP:g} pmol/L) with diet and vitamin D alone, "
    f"while calcium in blood stays in its own.** Then a normal blood calcium hides a shortage.",
    condition=_hidden_shortage,
    hints=[
        "What makes the glands work hardest? Too little coming in.",
        "Take the lowest intake and lower vitamin D as well.",
    ],
    solution=(
        "An intake of 200 mg/d with a 25(OH)D of 10 nmol/L does it. PTH leaves its range, "
        "calcium in blood does not, and in the model the bones lose calcium every day."
    ),
)

_HELD = calcium.after_a_year(
    calcium.Conditions(2 * calcium.AT_REST.intake_mg_per_d, pth_loop="held at rest")
)
_MORE = _change(_HELD, "calcium_mmol_per_l") / _change(_DOUBLED, "calcium_mmol_per_l")

loop_held = Number(
    "calcium_d_k.loop_held",
    "Double the intake to 1,928 mg/d for 365 days, once with the loop working and once with PTH "
    "held at rest. **How many times larger is the rise of serum calcium without the answer of "
    "PTH?** The headline gives both rises in per cent.",
    answer=_MORE,
    tolerance=0.06,
    because="That factor is the work of the loop.",
    wrong=[
        Wrong(
            _HELD["calcium_mmol_per_l"] / _DOUBLED["calcium_mmol_per_l"],
            "You divided the two levels. Divide the two rises.",
        ),
        Wrong(1 / _MORE, "The other way round: without the answer of PTH, calcium rises more."),
        Wrong(2.0, "Only the intake was doubled. Read both rises in the headline."),
    ],
    hints=[
        "The change of serum calcium stands first in the headline.",
        "Rise with PTH held, divided by the rise with the loop working.",
    ],
    solution=(
        f"{100 * _change(_HELD, 'calcium_mmol_per_l'):.1f} % over "
        f"{100 * _change(_DOUBLED, 'calcium_mmol_per_l'):.1f} % is {_MORE:.1f}."
    ),
)

# --- 3. Vitamin D --------------------------------------------------------------------------------

_DESIGN = "One compared two groups a year apart, the other drew lots who gets vitamin D."

why_they_differ = Choice(
    "calcium_d_k.why_they_differ",
    "Heaney 2003 found 65 % more absorption. Hansen 2015 found "
    f"{_TARGETS.loc['vitamin_d_against_placebo', 'value']:g} percentage points more than placebo. "
    "**What can help to explain that they differ?**",
    options=[
        "The women of Hansen did not take their vitamin D.",
        _DESIGN,
        "Per cent and percentage points are the same, so they agree.",
        "The newer study is always right.",
    ],
    answer=_DESIGN,
    because=(
        "They also measured in different ways: a curve in blood, and two isotopes. Which "
        "weighs more, we cannot tell."
    ),
    wrong=[
        Wrong(
            "The women of Hansen did not take their vitamin D.",
            "Those on the high dose were kept at a 25(OH)D of at least 75 nmol/L.",
        ),
        Wrong(
            "Per cent and percentage points are the same, so they agree.",
            "From a share of 20 %, 65 % more is 33 %, and two points more is 22 %.",
        ),
        Wrong(
            "The newer study is always right.",
            "Age of a study is no argument. Ask how the groups came about.",
        ),
    ],
    hints=[
        "Read the title over each half of the figure.",
        "In which study could the groups differ in more than vitamin D?",
    ],
    solution=(
        "In Heaney 2003 the groups were measured a year apart, so more than vitamin D may have "
        "differed. Hansen 2015 drew lots and used two calcium isotopes."
    ),
)

# --- 4. Vitamin K and calcium --------------------------------------------------------------------

_SAYS = {
    "No trial, as far as we could read, shows calcium higher with vitamin K.": not (
        _SERUM["direction"] == "higher"
    ).any(),
    "For many trials of MK-7 we could read serum calcium in each arm.": bool(
        ((_SERUM["vitamer"] == "MK-7") & (_SERUM["kind"] == "serum")).sum() > 1
    ),
    "It is proven that K2 cannot raise calcium in blood.": False,
    "At a drug dose of MK-4, less calcium was in the urine than with placebo.": bool(
        _SERUM.loc["orimo", "treated_value"] < _SERUM.loc["orimo", "control_value"]
    ),
    "Crystals forming in serum are the same as calcium in serum.": False,
}

what_trials_say = Several(
    "calcium_d_k.what_trials_say",
    "**What does the evidence on vitamin K and calcium carry?**",
    options=list(_SAYS),
    answer=[claim for claim, true in _SAYS.items() if true],
    because="No evidence that it does. That is weaker than evidence that it does not.",
    wrong=[
        Wrong(
            "No trial, as far as we could read, shows calcium higher with vitamin K.",
            "Look at the grey column of the figure: it is empty.",
        ),
        Wrong(
            "For many trials of MK-7 we could read serum calcium in each arm.",
            "Look for a blue circle. There is none.",
        ),
        Wrong(
            "It is proven that K2 cannot raise calcium in blood.",
            "A handful of trials, mostly of something near to serum calcium, prove no “cannot”.",
        ),
        Wrong(
            "At a drug dose of MK-4, less calcium was in the urine than with placebo.",
            "Find the orange square. On which side does it stand?",
        ),
        Wrong(
            "Crystals forming in serum are the same as calcium in serum.",
            "The trial timed how fast crystals form. It says nothing of the amount of calcium.",
        ),
    ],
    hints=[
        "For each sentence: which mark in the figure shows it?",
        "Mind the shape of a mark. Only a circle is calcium in serum.",
    ],
    solution="Carried are: " + " ".join(claim for claim, true in _SAYS.items() if true),
)

_ANSWER = "We found no sign that it does, and know no way by which it would. Few trials tell."

title_question = Choice(
    "calcium_d_k.title_question",
    "A patient asks: “does vitamin K2 raise my calcium?” **Which answer fits the evidence?**",
    options=[
        "Yes, it puts calcium into the blood and then into the bones.",
        _ANSWER,
        "No, that has been proven in large trials.",
        "Yes, it lowers calcium in blood by moving it into bone.",
    ],
    answer=_ANSWER,
    because="And who takes warfarin asks a clinician before any change of vitamin K.",
    wrong=[
        Wrong(
            "Yes, it puts calcium into the blood and then into the bones.",
            "Uptake is steered by calcitriol. We know of no way by which vitamin K steers it.",
        ),
        Wrong(
            "No, that has been proven in large trials.",
            "Count the trials of which we could read serum calcium for each arm.",
        ),
        Wrong(
            "Yes, it lowers calcium in blood by moving it into bone.",
            "One trial of 60 people saw a smaller rise beside alfacalcidol. No trial here "
            "measured that calcium moves to bone.",
        ),
    ],
    hints=[
        "Two parts belong in the answer: what was found, and how much was looked for.",
        "Avoid every answer with “proven” or “puts”.",
    ],
    solution=(
        "What was found: no rise, in the few trials that tell. What is known of the loop: no "
        "entry for vitamin K. Only one answer says both, and claims no proof."
    ),
)

# --- 5. Both together ----------------------------------------------------------------------------


def _extra(neither, k_only, d_only, both):
    return interaction(neither, k_only, d_only, both).beyond_added


_CELLS = ("neither_value", "k_value", "d_value", "both_value")
_SOMEKAWA = dict(
    zip(
        ("neither", "k_only", "d_only", "both"),
        map(float, _COMBINED.loc["somekawa", list(_CELLS)]),
        strict=True,
    )
)

interaction_contrast = Code(
    "calcium_d_k.interaction_contrast",
    "**Write a function that tells how far the result of both vitamins lies above the sum of what "
    "each does alone.** The differences to `neither` add up. Return 0 if both do just what the "
    "sum lets expect.",
    reference=_extra,
    cases=[
        {"neither": 30.0, "k_only": 24.0, "d_only": 20.0, "both": 14.0},
        {"neither": 30.0, "k_only": 24.0, "d_only": 20.0, "both": 22.0},
        {"neither": -2.0, "k_only": 1.0, "d_only": 0.5, "both": 9.0},
        dict(_SOMEKAWA),
        {
            "neither": np.array([10.0, 5.0]),
            "k_only": np.array([8.0, 5.0]),
            "d_only": np.array([9.0, 4.0]),
            "both": np.array([6.0, 3.0]),
        },
    ],
    because="Below 0 both together reach a lower value than the sum, above 0 a higher one.",
    wrong=[
        Wrong(
            lambda neither, k_only, d_only, both: both - neither,
            "That is the whole effect of both. Take off what each does alone.",
        ),
        Wrong(
            lambda neither, k_only, d_only, both: both - k_only - d_only,
            "You took the level without both off twice. Compare differences to `neither`.",
        ),
        Wrong(
            lambda neither, k_only, d_only, both: both - k_only * d_only / neither,
            "That multiplies ratios. Here the differences add up.",
        ),
        Wrong(
            lambda neither, k_only, d_only, both: k_only + d_only - neither - both,
            "The size is right, the sign is turned: observed less expected.",
        ),
    ],
    hints=[
        "K does `k_only - neither`, D does `d_only - neither`. What would both do?",
        "Expected: `k_only + d_only - neither`. Return observed less expected.",
    ],
    solution=(
        "    return both - k_only - d_only + neither\n\n"
        "Both do `both - neither`. Alone they do `k_only - neither` and `d_only - neither`."
    ),
)


def _one_scale_only(neither, k_only, d_only, both):
    """Judge a setting of `figures.calcium_d_k.two_by_two`."""
    if k_only >= neither or d_only >= neither:
        return False, "Let each vitamin help alone: both single risks below that of neither."
    found = interaction(neither, k_only, d_only, both)
    if abs(found.beyond_added) > SAME_RISK:
        return False, (
            f"On the scale of differences {plain(found.added)} % is expected, and it is "
            f"{both:g} %. Make these two the same."
        )
    if found.beyond_multiplied >= -SAME_RISK:
        return (
            False,
            "Differences fit. Now ratios expect nearly the same: make the effects larger.",
        )
    return True, (
        f"Added up, {plain(found.added)} % was expected: no synergy. Multiplied, "
        f"{plain(found.multiplied)} %: synergy. The numbers are the same. So ask of every "
        "“synergy”: on which scale?"
    )


synergy_on_one_scale = Goal(
    "calcium_d_k.synergy_on_one_scale",
    "**Set four risks so that there is synergy when ratios multiply, and none when differences "
    "add up.** Each vitamin alone must help.",
    condition=_one_scale_only,
    hints=[
        "Start with the differences: what must `both` be so that they add up?",
        "Both = K only + D only − neither. With large effects the ratios then expect more.",
    ],
    solution=(
        "Neither 30 %, K only 20 %, D only 20 %: differences expect 10 %, ratios 13 %. With both "
        "at 10 % the first finds nothing and the second synergy."
    ),
)

_EXTRA = _extra(**_SOMEKAWA)

somekawa_extra = Choice(
    "calcium_d_k.somekawa_extra",
    "Somekawa 1999 prints the change of bone density in all four arms. Put its numbers into your "
    f"function. **What does {true_minus(f'{_EXTRA:.2f}')} percentage points mean?**",
    options=[
        "Together K and D kept more bone than their single effects added up.",
        "Together K and D kept less bone than their single effects added up.",
        "Together K and D kept less bone than nothing at all.",
    ],
    answer="Together K and D kept less bone than their single effects added up.",
    because="No spread is printed, so it may be chance. But it is no sign of synergy.",
    wrong=[
        Wrong(
            "Together K and D kept more bone than their single effects added up.",
            "The number is below 0: less density than the sum.",
        ),
        Wrong(
            "Together K and D kept less bone than nothing at all.",
            f"With both the change was {_SOMEKAWA['both']:g} %, with neither "
            f"{_SOMEKAWA['neither']:g} %.",
        ),
    ],
    hints=[
        "Here a higher number is better: less bone lost.",
        "Observed less expected is below 0.",
    ],
    solution=(
        f"Expected {_SOMEKAWA['k_only'] + _SOMEKAWA['d_only'] - _SOMEKAWA['neither']:.2f} %, "
        f"observed {_SOMEKAWA['both']:.2f} %. Both together did less than the sum."
    ),
)

_MAY_SAY = {
    "In the model calcium in blood hardly moves when the intake doubles.": True,
    "The model proves that vitamin K has no effect on calcium.": False,
    "In one cohort low K with low D went with more deaths.": bool(
        _COMBINED.loc["prevend_death", "both_low_value"] > 1
    ),
    "K and D work in synergy.": False,
    "AVADEC shows what K2 does without vitamin D.": _COMBINED.loc["avadec", "k_arm"] == "yes",
}

what_we_may_say = Several(
    "calcium_d_k.what_we_may_say",
    "**Which of these does the lesson carry?**",
    options=list(_MAY_SAY),
    answer=[claim for claim, carried in _MAY_SAY.items() if carried],
    because="A model says what its equations hold. Trials say what happened.",
    wrong=[
        Wrong(
            "In the model calcium in blood hardly moves when the intake doubles.",
            f"It moves by {100 * _change(_DOUBLED, 'calcium_mmol_per_l'):.1f} %.",
        ),
        Wrong(
            "The model proves that vitamin K has no effect on calcium.",
            "Vitamin K was left out by those who wrote the equations. What is left out cannot be "
            "disproved by them.",
        ),
        Wrong(
            "In one cohort low K with low D went with more deaths.",
            "Look at the interval of death of any cause. And “went with” is not “caused”.",
        ),
        Wrong(
            "K and D work in synergy.",
            "Count the trials that show all four cells, and what the one says.",
        ),
        Wrong(
            "AVADEC shows what K2 does without vitamin D.",
            "It gave both vitamins or neither.",
        ),
    ],
    hints=[
        "Ask for each: is it about the model, a trial or a cohort?",
        "Two of the five are carried.",
    ],
    solution="Carried are: " + " ".join(claim for claim, ok in _MAY_SAY.items() if ok),
)
