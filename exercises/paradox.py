"""Questions of lesson 01. Each right answer is computed from the model or the data."""

from courseware.questions import Choice, Code, Goal, Match, Number, Order, Predict, Several, Wrong
from vitamin_k import calcium, paradox
from vitamin_k.data import load

ORDER_2002 = "Order of 29 countries, 2002"
CALCIUM = "Calcium intake (model)"

# --- Predict -------------------------------------------------------------------------------------

between_countries = Predict(
    "paradox.between_countries",
    "Line up 28 countries by how much calcium their women over 50 eat. "
    "**Where do more hips break?**",
    options=[
        "where people eat more calcium",
        "where people eat less calcium",
        "there is no order",
    ],
)

inside_europe = Predict(
    "paradox.inside_europe",
    "Now look at European countries only. **Where do more hips break?**",
    options=[
        "where people eat more calcium",
        "where people eat less calcium",
        "there is no order",
    ],
)

# --- 1. Two paradoxes ----------------------------------------------------------------------------

_COUNTRIES, _PEOPLE, _HEART = (
    "a comparison of countries",
    "a change inside one person over years",
    "an experiment on a heart outside the body",
)

which_paradox = Match(
    "paradox.which_paradox",
    "**Which kind of observation stands behind each sentence?**",
    answer={
        "Denmark eats much calcium and breaks many hips.": _COUNTRIES,
        "Her bones lose calcium while her aorta gains it.": _PEOPLE,
        "Japan eats little calcium and breaks few hips.": _COUNTRIES,
    },
    partners=[_COUNTRIES, _PEOPLE, _HEART],
    because="The first paradox is about countries, the second about persons. Neither proves the "
    "other.",
    wrong=[
        Wrong(
            ("Denmark eats much calcium and breaks many hips.", _PEOPLE),
            "Denmark is not a person. Nobody says that it is the calcium eaters who break hips.",
        ),
        Wrong(
            ("Her bones lose calcium while her aorta gains it.", _COUNTRIES),
            "Here one woman is followed. No country is compared.",
        ),
        Wrong(
            ("Her bones lose calcium while her aorta gains it.", _HEART),
            "A woman who is followed for years is no heart in a laboratory.",
        ),
    ],
    hints=[
        "Ask of each sentence: what is one dot in the figure, a country or a person?",
        "One of the three partners stays alone.",
    ],
    solution=(
        "Denmark and Japan are countries. The woman is one person, seen twice. The heart "
        "outside the body belongs to the third use of the word, which we leave aside."
    ),
)

# --- 2. Between countries ------------------------------------------------------------------------

_RIVALS = ["Height of women", CALCIUM, "Life expectancy"]
_RHOS = {name: paradox.chosen_correlation(name, ORDER_2002, resamples=10).rho for name in _RIVALS}

order_rivals = Order(
    "paradox.order_rivals",
    "Use the simulator with the order of 29 countries. **Put these by how closely they follow hip "
    "fractures.**",
    items=[_RIVALS[1], _RIVALS[0], _RIVALS[2]],
    answer=sorted(_RIVALS, key=_RHOS.get),
    ends=("loosest", "closest"),
    because=(
        f"Height has {_RHOS[_RIVALS[0]]:.2f}, calcium {_RHOS[CALCIUM]:.2f}. Nobody would stay "
        "short to save a hip."
    ),
    wrong=[
        Wrong(
            (_RIVALS[1], _RIVALS[0]),
            "Set *Across* to the height of women and read the number at the right.",
        ),
        Wrong(
            (_RIVALS[2], _RIVALS[1]),
            "Set *Across* to life expectancy and compare its number with that of calcium.",
        ),
    ],
    hints=["Change only the control *Across*.", "Read the bold number over the first mark."],
    solution=", ".join(f"{name} {rho:.2f}" for name, rho in sorted(_RHOS.items())) + ".",
)

_NO_INTERVAL_OF_CAUSE = "which countries happen to be in the list"

what_the_interval_holds = Choice(
    "paradox.what_the_interval_holds",
    "The line through a mark is a 95 % interval from a bootstrap. **Which doubt does it hold?**",
    options=[
        "errors in the fracture lists",
        _NO_INTERVAL_OF_CAUSE,
        "that something else than calcium is the cause",
    ],
    answer=_NO_INTERVAL_OF_CAUSE,
    because=(
        "The bootstrap draws countries again and again from the same list. A wrong list or a "
        "wrong cause stays in every draw."
    ),
    wrong=[
        Wrong(
            "errors in the fracture lists",
            "Each draw takes the numbers of the list as they are. Their errors come along.",
        ),
        Wrong(
            "that something else than calcium is the cause",
            "No interval around a correlation knows about causes.",
        ),
    ],
    hints=["What changes from one draw to the next?", "Only the choice of countries changes."],
    solution="A bootstrap draws countries with replacement. So it holds the chance of the choice "
    "of countries, and nothing else.",
)

_REASONS = (
    "Food was modelled for 2018, hips were counted decades earlier.",
    "Intake and milk supply come partly from the same food statistics.",
    "Where hospitals are near, more fractures are counted.",
    "Women who grow old in a country have more time to break a hip.",
    "A correlation of ranks cannot be computed from 28 countries.",
)

why_countries_mislead = Several(
    "paradox.why_countries_mislead",
    "**Which of these weaken the comparison of countries?**",
    options=_REASONS,
    answer=_REASONS[:4],
    because="Times do not match, numbers share their origin, counting differs, and age differs. "
    "But the arithmetic is sound.",
    wrong=[
        Wrong(_REASONS[0], "Bones remember decades. Can food of 2018 break a hip of 1990?"),
        Wrong(
            _REASONS[1],
            "Two numbers made from the same statistics agree for that reason alone. And to hold "
            "milk still then takes away a part of calcium itself.",
        ),
        Wrong(_REASONS[2], "A fracture that nobody counts is not in any list."),
        Wrong(_REASONS[3], "Hips break at old age. A short life leaves less time for it."),
        Wrong(
            _REASONS[4],
            "It can; the interval is wide, and that is what the interval is for.",
        ),
    ],
    hints=["Four of the five weaken it.", "Which sentence is about arithmetic, not about data?"],
    solution="All but the last. A rank correlation needs only a handful of pairs.",
)

# --- 3. A world of your own ----------------------------------------------------------------------

_STEP = paradox.CALCIUM_PER_WEALTH_MG_PER_D

country_slope = Number(
    "paradox.country_slope",
    "In a made-up world, 100 mg a day more calcium lower every person's risk by {protection} "
    f"points. One step of wealth brings {_STEP:.0f} mg more calcium, and raises the risk of "
    "everybody in the country by {wealth} points. **By how many points does the "
    "risk differ between two countries that are 100 mg apart?** Mind the sign.",
    draw={"protection": [1, 2], "wealth": [6, 9]},
    answer=lambda protection, wealth: paradox.expected_country_slope(-protection, wealth),
    unit="",
    because="Between countries you see calcium *and* wealth: {answer} points.",
    wrong=[
        Wrong(
            lambda protection, wealth: -protection,
            "That is the effect of calcium alone. The richer country is also one part of a "
            "step richer.",
        ),
        Wrong(
            lambda protection, wealth: wealth - protection,
            f"A whole step of wealth belongs to {_STEP:.0f} mg. How much belongs to 100 mg?",
        ),
        Wrong(
            lambda protection, wealth: wealth * 100 / _STEP + protection,
            "Calcium lowers the risk here. Mind its sign.",
        ),
    ],
    hints=[
        "How many steps of wealth belong to 100 mg?",
        f"Effect of calcium, plus 100/{_STEP:.0f} of the effect of wealth.",
    ],
    solution=f"-{{protection}} + {{wealth}} × 100 / {_STEP:.0f} = {{answer}} points.",
)

SMALLEST_SLOPE = 1.0


def _opposite(person_slope, confounder, noise, draw):
    world = paradox.make_world(person_slope, confounder, noise, seed=int(draw))
    own, across = world.seen_within_countries(), world.seen_between_countries()
    if person_slope > -SMALLEST_SLOPE:
        return False, (
            "Calcium must protect every person first: set its effect to "
            f"{-SMALLEST_SLOPE:g} or below."
        )
    if own >= 0:
        return False, "Calcium protects, but the noise hides it inside the countries. Lower it."
    if across < SMALLEST_SLOPE:
        return False, (
            f"Every person is protected. But between countries the slope is still {across:.1f}; "
            f"bring it above {SMALLEST_SLOPE:g}."
        )
    return True, (
        f"A person gains ({own:.1f} points per 100 mg), and yet the countries slope upwards "
        f"({across:+.1f}). Whoever sees only the countries draws the wrong conclusion."
    )


opposite_slopes = Goal(
    "paradox.opposite_slopes",
    "**Make a world in which calcium protects every person, and still the countries slope "
    f"upwards.** The effect of calcium should be {-SMALLEST_SLOPE:g} or below. The dashed line "
    f"should rise by more than {SMALLEST_SLOPE:g} point per 100 mg.",
    condition=_opposite,
    hints=[
        "First make calcium protect. Then ask what else differs between the countries.",
        "Wealth brings calcium. Let wealth do harm, and more of it than calcium does good.",
    ],
    solution="For example calcium −2, wealth 6: then "
    f"{paradox.expected_country_slope(-2, 6):+g} between countries.",
)

_NO_STEP = "None of these: the countries do not tell."

ecological_fallacy = Choice(
    "paradox.ecological_fallacy",
    "Countries with more calcium have more hip fractures. **What follows for one woman who "
    "drinks more milk?**",
    options=["Her risk rises.", "Her risk falls.", "Her risk stays the same.", _NO_STEP],
    answer=_NO_STEP,
    because="You built a world where the countries rise while every person falls. Others rise "
    "with them. The dots of countries look alike in all of them.",
    wrong=[
        Wrong(
            "Her risk rises.",
            "This is the ecological fallacy: to read a slope between groups as one between "
            "people.",
        ),
        Wrong(
            "Her risk falls.",
            "That may be, but it does not follow. It would follow from trials, not from "
            "countries.",
        ),
        Wrong(
            "Her risk stays the same.",
            "That may be near the truth, but it does not follow from countries.",
        ),
    ],
    hints=["Think of the world that you built.", "Could you tell her slope from the big marks?"],
    solution="Nothing follows. The slope between countries holds calcium and all that comes with "
    "it.",
)

# --- 4. In people --------------------------------------------------------------------------------

_TRIALS = load("calcium_trials").set_index("id")
_HARMLESS = "Follow people, or give calcium by lot, and count the hips of each."

what_would_tell = Choice(
    "paradox.what_would_tell",
    "**What kind of study can tell what calcium does to a person's hip?**",
    options=[
        "Add more countries to the scatter plot.",
        "Hold more quantities still between countries.",
        _HARMLESS,
    ],
    answer=_HARMLESS,
    because="A cohort follows people, a trial also takes away what comes with calcium. Of the "
    "pooled cohorts in the figure, every interval includes 1.",
    wrong=[
        Wrong(
            "Add more countries to the scatter plot.",
            "More countries make the interval smaller around the wrong question.",
        ),
        Wrong(
            "Hold more quantities still between countries.",
            "You can only hold still what you know and measured. And countries stay countries.",
        ),
    ],
    hints=["What should one dot be?", "Which of the three makes the dot a person?"],
    solution="Only studies in which one dot is one person answer a question about persons.",
)

_VESSEL = load("bone_vessel").set_index("id")
_AGE = "Age: bone falls and calcification rises as people grow old."

what_links_bone_and_vessel = Choice(
    "paradox.what_links_bone_and_vessel",
    "In Rochester, women with more calcium in the aorta had thinner bones. Once age was held "
    "still, the link was gone. **What explains this link best?**",
    options=["Calcium moves from the bone into the aorta.", _AGE, "A lack of vitamin K2."],
    answer=_AGE,
    because="What comes with age goes together without touching each other. Grey hair and glasses "
    "do too.",
    wrong=[
        Wrong(
            "Calcium moves from the bone into the aorta.",
            "Then the link should stay among women of the same age.",
        ),
        Wrong(
            "A lack of vitamin K2.",
            "Nobody measured vitamin K2 in this study, so it cannot speak about it.",
        ),
    ],
    hints=["What did the authors hold still?", "Which option names the quantity held still?"],
    solution="The link vanished when age was held still. So age is behind it in this sample. "
    "Other studies still find a link after that, so the question stays open.",
)

# --- 5. The budget -------------------------------------------------------------------------------


zero_balance_intake = Code(
    "paradox.zero_balance_intake",
    "The calcium that leaves is `output_at_zero + slope * intake`. At **zero balance** as much "
    "leaves as enters. Write a function `zero_balance_intake(output_at_zero, slope)` that gives "
    "this intake.",
    reference=lambda output_at_zero, slope: calcium.zero_balance_intake_mg_per_d(
        output_at_zero, slope
    ),
    cases=[
        {
            "output_at_zero": calcium.OUTPUT_AT_ZERO_MG_PER_D,
            "slope": calcium.OUTPUT_SLOPE,
        },
        {"output_at_zero": 100.0, "slope": 0.5},
        {"output_at_zero": 0.0, "slope": 0.9},
    ],
    because=(
        "With the numbers of Hunt and Johnson it gives "
        f"{calcium.zero_balance_intake_mg_per_d():.0f} mg a day."
    ),
    wrong=[
        Wrong(
            lambda output_at_zero, slope: output_at_zero / slope,
            "You set `output_at_zero = slope * intake`. But all that leaves must equal all that "
            "enters.",
        ),
        Wrong(
            lambda output_at_zero, slope: output_at_zero * (1 - slope),
            "Nearly: bring `(1 - slope)` to the other side by division.",
        ),
        Wrong(
            lambda output_at_zero, slope: output_at_zero / (1 + slope),
            "Mind the sign when `slope * intake` changes sides.",
        ),
    ],
    hints=[
        "Write `intake = output_at_zero + slope * intake` and solve for `intake`.",
        "`intake - slope * intake` is `(1 - slope) * intake`.",
    ],
    solution=(
        "From `intake = output_at_zero + slope * intake` follows\n\n"
        "    def zero_balance_intake(output_at_zero, slope):\n"
        "        return output_at_zero / (1 - slope)"
    ),
)

CLOSE_MG_PER_D = 2.0


def _balanced(calcium_mg_per_d):
    bone = float(calcium.budget(calcium_mg_per_d).bone)
    if abs(bone) > CLOSE_MG_PER_D:
        side = "still gives" if bone < 0 else "takes up"
        return False, f"Bone {side} {abs(bone):.0f} mg a day. Bring it closer to nothing."
    zero = load("calcium_balance").set_index("id").loc["zero_balance"]
    return True, (
        f"At about {calcium_mg_per_d:.0f} mg a day in and out are equal, on average. For one "
        f"person the interval runs from {zero['low_value']:.0f} to {zero['high_value']:.0f} mg."
    )


find_zero_balance = Goal(
    "paradox.find_zero_balance",
    "**Find the intake at which bone neither gives nor takes**, to within "
    f"{CLOSE_MG_PER_D:g} mg a day.",
    condition=_balanced,
    hints=["Watch the arrow between blood and bone.", "Your function gives the intake."],
    solution=f"{calcium.zero_balance_intake_mg_per_d():.0f} mg a day, or the position nearest "
    "to it.",
)

_BALANCE = load("calcium_balance").set_index("id")["value"]

grams_a_year = Number(
    "paradox.grams_a_year",
    f"Women after the menopause lost {-_BALANCE['balance_after']:.0f} mg of calcium a day in "
    "old balance studies. **How many grams is that in a year?**",
    answer=-_BALANCE["balance_after"] * 365 / 1000,
    unit="g",
    tolerance=0.03,
    because=(f"That fits the {_BALANCE['bone_loss']:.0f} g a year that a bone loss of 1 % makes."),
    wrong=[
        Wrong(
            -_BALANCE["balance_after"] * 12 / 1000,
            "You took a day for a month. A year has 365 days.",
        ),
        Wrong(
            -_BALANCE["balance_after"] * 52 / 1000,
            "You took a day for a week. A year has 365 days.",
        ),
    ],
    hints=["How many days has a year?", "1000 mg are 1 g."],
    solution=f"{-_BALANCE['balance_after']:.0f} mg × 365 = "
    f"{-_BALANCE['balance_after'] * 365:,.0f} mg, or "
    f"{-_BALANCE['balance_after'] * 365 / 1000:.1f} g.",
)

# --- What we may not conclude --------------------------------------------------------------------

_CLAIMS = (
    "Between countries, more calcium goes with more hip fractures.",
    "Calcium in food makes bones break.",
    "In several studies of women, bone loss and calcified arteries go together.",
    "The calcium in arteries comes out of the bones.",
    "Vitamin K2 solves the calcium paradox.",
)

what_we_may_say = Several(
    "paradox.what_we_may_say",
    "**Which sentences does this lesson carry?**",
    options=_CLAIMS,
    answer=[_CLAIMS[0], _CLAIMS[2]],
    because="Two links are there. What causes them is another question, and no figure here "
    "tested vitamin K2.",
    wrong=[
        Wrong(_CLAIMS[0], "This was seen in both lists. It is a link, not a cause."),
        Wrong(_CLAIMS[1], "The pooled cohorts find no effect: look at the forest plot."),
        Wrong(_CLAIMS[2], "Hak, Kiel and Schulz found it. A link is not a cause."),
        Wrong(_CLAIMS[3], "Nobody followed the calcium itself from bone to artery."),
        Wrong(_CLAIMS[4], "No study of this lesson gave anybody vitamin K2."),
    ],
    hints=["Tell what was seen from what would explain it.", "Two of the five were seen."],
    solution="The first and the third were seen. The others name causes that no study here "
    "tested.",
)
