"""Questions of lesson 04. Each right answer is computed from the tables or the diet builder."""

import numpy as np

from courseware.questions import Choice, Code, Goal, Match, Number, Order, Predict, Several, Wrong
from courseware.style import plain
from vitamin_k import diet, foods
from vitamin_k.data import load

_VALUES = load("food_vitamers").set_index("id")
_UG = _VALUES["ug_per_100g"]
_COMPOSITION = foods.composition()


def _k2(food, level="central"):
    return float(_COMPOSITION[level].loc[food].reindex(list(foods.K2_FORMS)).sum())


# --- Predict -------------------------------------------------------------------------------------

natto_in_an_app = Predict(
    "foods.natto_in_an_app",
    "A food app reads the USDA's number for vitamin K. It ranks foods by it, 100 g against 100 g. "
    "**Where does natto stand?**",
    options=["above kale", "between kale and iceberg lettuce", "below iceberg lettuce"],
)

weakest_claim = Predict(
    "foods.weakest_claim",
    "The article names four rich sources of K2. **Which one will the tables support least?**",
    options=["natto", "hard cheese", "egg yolk", "liver"],
)

# --- 1. What the tables hold ---------------------------------------------------------------------

_UNKNOWN = "The table has no number; the food may hold a little or a lot."

what_a_blank_means = Choice(
    "foods.what_a_blank_means",
    "The USDA table that we use has no MK-4 value for egg yolk. The cell is blank. "
    "**What does that tell you?**",
    options=[
        "Egg yolk has no MK-4.",
        "Egg yolk has so little MK-4 that it was rounded to 0.",
        _UNKNOWN,
    ],
    answer=_UNKNOWN,
    because=(
        f"Another table gives {_UG['egg_yolk_k2']:.0f} µg of K2 in 100 g. An app that reads a "
        "blank as 0 hides it."
    ),
    wrong=[
        Wrong(
            "Egg yolk has no MK-4.",
            "A zero would be printed as 0. A blank says that there is no value.",
        ),
        Wrong(
            "Egg yolk has so little MK-4 that it was rounded to 0.",
            "Then the cell would hold a 0, as for soybean oil. This cell holds nothing.",
        ),
    ],
    hints=[
        "Choose the group “eggs” and the form “all K2” in the figure.",
        "Compare: what does a cell look like that was measured and found empty?",
    ],
    solution=(
        "A blank means unknown. Choose “eggs” and “all K2”: other tables give values for yolk. "
        "The USDA table simply has none."
    ),
)

_GREENS = load("food_vitamers").merge(
    load("foods")[["id", "group"]], left_on="food", right_on="id", suffixes=("", "_food")
)
_GREENS = _GREENS[(_GREENS["group"] == "leafy greens") & (_GREENS["vitamer"] == "K1")]
_N_IMPUTED = int((_GREENS["n_samples"] == 0).sum())

imputed_greens = Number(
    "foods.imputed_greens",
    "Choose “leafy greens” and “K1”. **How many of the values are imputed?**",
    answer=_N_IMPUTED,
    because=f"{_N_IMPUTED} of {len(_GREENS)}: a cross, not a dot. A number can look exact and "
    "rest on no sample.",
    wrong=[
        Wrong(
            len(_GREENS),
            "That is the number of all values. Count only the crosses.",
        ),
        Wrong(
            len(_GREENS) - _N_IMPUTED,
            "Those are the dots, which were measured. Count the crosses.",
        ),
    ],
    hints=["The key above the figure says which mark means “imputed”.", "Count the crosses."],
    solution=f"There are {_N_IMPUTED} crosses among {len(_GREENS)} values.",
)

us_against_the_rest = Choice(
    "foods.us_against_the_rest",
    f"One US study finds {_UG['hard_cheese_us_k_total']:.0f} µg of vitamin K in 100 g of hard "
    f"cheese. Gouda has {_UG['gouda_young_k2']:.0f} to {_UG['gouda_aged_k2']:.0f} in a Dutch "
    f"table, Cheddar {_UG['cheddar_k2_dunlop']:.0f} in an Australian study. **What may we say?**",
    options=[
        "The US study is wrong, for it stands alone.",
        "The mean of all studies is the best number.",
        "The values disagree several-fold, and nobody has shown why.",
        "American cheese is the better source of K2.",
    ],
    answer="The values disagree several-fold, and nobody has shown why.",
    because=(
        "Feed, starter cultures, the method, or all of them. Until somebody measures the same "
        "cheese in both laboratories, show both."
    ),
    wrong=[
        Wrong(
            "The US study is wrong, for it stands alone.",
            "It may be. But being alone is no proof: the cheeses were not the same ones.",
        ),
        Wrong(
            "The mean of all studies is the best number.",
            "A mean hides the disagreement, and it describes no cheese that anybody can buy.",
        ),
        Wrong(
            "American cheese is the better source of K2.",
            "Only if the method reads the same everywhere. That has not been shown.",
        ),
    ],
    hints=[
        "What differs between the studies: the cheese, the method, or both?",
        "Which of the four sentences needs no knowledge that is missing?",
    ],
    solution=(
        "Product and method both differ, and no study has separated them. So the honest sentence "
        "is that the values disagree. In the figure they stand side by side, as diamonds."
    ),
)

_NATTO_UG = _UG["natto_mk7"]
_PACK_G = float(load("foods").set_index("id").loc["natto", "portion_g"])

mk7_in_a_portion = Number(
    "foods.mk7_in_a_portion",
    f"A study found {_NATTO_UG:.0f} µg of MK-7 in 100 g of natto. **How much is in a portion of "
    "{portion_g} g?**",
    draw={"portion_g": [round(_PACK_G), 40, 50]},
    answer=lambda portion_g: foods.per_portion(_NATTO_UG, portion_g),
    unit="µg",
    because="About {answer}, from a food in which an app sees nearly nothing.",
    wrong=[
        Wrong(
            lambda portion_g: _NATTO_UG,
            "That is the amount in 100 g. How much of 100 g is the portion?",
        ),
        Wrong(
            lambda portion_g: _NATTO_UG * 100 / portion_g,
            "You divided by the portion. A portion smaller than 100 g holds less than 100 g do.",
        ),
        Wrong(
            lambda portion_g: foods.per_portion(_UG["natto_k1_usda"], portion_g),
            "That is its K1. The question is about MK-7.",
        ),
    ],
    hints=[
        "What share of 100 g is the portion?",
        f"Multiply {_NATTO_UG:.0f} by {{portion_g}} / 100.",
    ],
    solution=f"{_NATTO_UG:.0f} µg × {{portion_g}} / 100 is {{answer}}.",
)


def _per_portion(ug_per_100g, portion_g):
    return foods.per_portion(ug_per_100g, portion_g)


per_portion = Code(
    "foods.per_portion",
    "Write a function `per_portion(ug_per_100g, portion_g)` that gives the µg in one portion. "
    "Some contents are missing: they are `nan`, “not a number”. **A missing content must stay "
    "missing.** The cell below has the first line.",
    reference=_per_portion,
    cases=[
        {"ug_per_100g": 939.0, "portion_g": 45.0},
        {"ug_per_100g": 0.0, "portion_g": 245.0},
        {"ug_per_100g": np.nan, "portion_g": 166.0},
        {
            "ug_per_100g": np.array([817.0, np.nan, 32.1]),
            "portion_g": np.array([130.0, 28.35, 17.0]),
        },
    ],
    because="Zero stays zero and unknown stays unknown; the plain formula keeps them apart.",
    wrong=[
        Wrong(
            lambda ug_per_100g, portion_g: np.nan_to_num(ug_per_100g) * portion_g / 100,
            "You turned missing values into 0. That is what the app does: it says “none” where "
            "it should say “unknown”.",
        ),
        Wrong(
            lambda ug_per_100g, portion_g: np.asarray(ug_per_100g) * portion_g,
            "Your numbers are 100 times too large. The content is for 100 g, not for 1 g.",
        ),
        Wrong(
            lambda ug_per_100g, portion_g: np.asarray(ug_per_100g) / portion_g * 100,
            "You divided by the portion. A larger portion must bring more, not less.",
        ),
    ],
    hints=[
        "What happens to `nan` when you multiply it?",
        "Content times portion, divided by 100. Leave `nan` alone.",
    ],
    solution="    return ug_per_100g * portion_g / 100\n\n`nan` times any number stays `nan`.",
)

# --- 2. The article's four foods -----------------------------------------------------------------

_FORMS = {
    "natto": "MK-7",
    "Gouda": "MK-8 and MK-9",
    "chicken leg": "MK-4",
    "kale": "K1",
}

which_form = Match(
    "foods.which_form",
    "“K2” is a family name. **Which form does each food mainly bring?**",
    answer=_FORMS,
    partners=["K1", "MK-4", "MK-7", "MK-8 and MK-9"],
    because="So “rich in K2” means four different things in four foods.",
    wrong=[
        Wrong(
            ("Gouda", "MK-7"),
            "Sellers like to say so. The bacteria of cheese make longer forms.",
        ),
        Wrong(
            ("chicken leg", "MK-7"),
            "Animals make one form by themselves, with the shortest chain.",
        ),
        Wrong(("natto", "MK-4"), "Look at the colour of natto in the figure."),
        Wrong(("kale", "MK-4"), "Leaves make the form that plants need for their own work."),
    ],
    hints=[
        "MK-7 is the form of one food alone here.",
        "Animals: MK-4. Cheese bacteria: chains longer than that of natto. Leaves: K1.",
    ],
    solution="\n\n".join(f"**{food}**: {form}." for food, form in _FORMS.items()),
)

_ORDERED = {
    "natto": "natto",
    "Gouda": "gouda",
    "egg yolk": "egg_yolk",
    "Gruyère": "gruyere",
    "pork liver": "pork_liver",
}

order_by_k2 = Order(
    "foods.order_by_k2",
    "Take the middle of the published values. **Order these foods by their K2 in 100 g.**",
    items=["egg yolk", "pork liver", "natto", "Gruyère", "Gouda"],
    answer=sorted(_ORDERED, key=lambda name: _k2(_ORDERED[name])),
    ends=("least", "most"),
    because="Two hard cheeses stand on either side of the yolk, and liver stands last.",
    wrong=[
        Wrong(
            ("Gruyère", "Gouda"),
            "Both are hard cheeses, but only one has a starter culture that makes much K2.",
        ),
        Wrong(
            ("pork liver", "egg yolk"),
            "The article names liver. Look at what two tables say of pork liver.",
        ),
    ],
    hints=[
        "Choose cheese, eggs, liver and soy foods in the first figure, with “all K2”. The figure "
        "of this section counts portions instead.",
        "Pork liver and Gruyère are both below 10 µg.",
    ],
    solution=", then ".join(
        f"{name} {plain(_k2(food))} µg"
        for name, food in sorted(_ORDERED.items(), key=lambda item: _k2(item[1]))
    ),
)

_CLAIMS = {
    "Natto is the richest food in the table.": _k2("natto")
    == max(_k2(food) for food in _COMPOSITION.index.unique("food")),
    "A hard cheese is a good source because it is hard.": _k2("gruyere") > _k2("camembert"),
    "The K2 of egg yolk is mostly MK-4.": float(_COMPOSITION.loc[("egg_yolk", "MK-4"), "central"])
    > 0.5 * _k2("egg_yolk"),
    "Pork liver brings more K2 than egg yolk.": _k2("pork_liver") > _k2("egg_yolk"),
    "In the middle of its values, chicken leg brings more MK-4 than beef liver.": _k2(
        "chicken_leg"
    )
    > _k2("beef_liver"),
}

which_claims_hold = Several(
    "foods.which_claims_hold",
    "Take 100 g against 100 g. **Which of these do the tables carry?**",
    options=list(_CLAIMS),
    answer=[claim for claim, holds in _CLAIMS.items() if holds],
    because="The article got natto right, the yolk half right, and missed the chicken.",
    wrong=[
        Wrong(
            "Natto is the richest food in the table.",
            "Look at the first row of the figure again: no food comes near it.",
        ),
        Wrong(
            "A hard cheese is a good source because it is hard.",
            "Compare Gruyère, which is hard, with Camembert, which is soft.",
        ),
        Wrong(
            "The K2 of egg yolk is mostly MK-4.",
            "Look at the colour and the words of the yolk's row.",
        ),
        Wrong(
            "Pork liver brings more K2 than egg yolk.",
            "Find pork liver: two tables give it only a few micrograms.",
        ),
        Wrong(
            "In the middle of its values, chicken leg brings more MK-4 than beef liver.",
            "Compare the two dots, not the ends of the lines.",
        ),
    ],
    hints=[
        "Go sentence by sentence, and find both foods in the figures.",
        "Three of the five are carried.",
    ],
    solution="Carried are: " + " ".join(claim for claim, holds in _CLAIMS.items() if holds),
)

# --- 3. From plate to blood ----------------------------------------------------------------------

_RATIOS = load("bioavailability").set_index("id")["value"]
_WITH_BUTTER = _RATIOS["k1_solubilised_vs_spinach_butter"]
_WITHOUT_FAT = _RATIOS["k1_solubilised_vs_spinach"]

butter_effect = Number(
    "foods.butter_effect",
    f"Five people took K1 three ways. Spinach **with** butter gave a level {_WITH_BUTTER:g} times "
    f"lower than dissolved K1; spinach **without** fat gave one {_WITHOUT_FAT:g} times lower. "
    "**By which factor did the butter lift the level?**",
    answer=_WITHOUT_FAT / _WITH_BUTTER,
    because="Fat helped a lot where there was none. Garber saw no gain from 30 to 45 % fat.",
    wrong=[
        Wrong(
            _WITH_BUTTER,
            "That compares spinach and butter with dissolved K1. Compare the two spinach meals.",
        ),
        Wrong(
            _WITHOUT_FAT - _WITH_BUTTER,
            "A factor is a ratio. Divide instead of subtracting.",
        ),
        Wrong(
            _WITH_BUTTER / _WITHOUT_FAT,
            "You divided the wrong way round: the butter raised the level.",
        ),
    ],
    hints=[
        "Let dissolved K1 be 100. What do the two spinach meals give?",
        f"100 / {_WITH_BUTTER:g} with butter, 100 / {_WITHOUT_FAT:g} without. Divide one by the "
        "other.",
    ],
    solution=(
        f"The level without fat is 100 / {_WITHOUT_FAT:g}, with butter 100 / {_WITH_BUTTER:g}. So "
        f"the factor is {_WITHOUT_FAT:g} / {_WITH_BUTTER:g} = {_WITHOUT_FAT / _WITH_BUTTER:.1f}."
    ),
)

_OTHER_SAMPLES = "They were other plants, with other water; some numbers are imputed."

what_boiling_does = Choice(
    "foods.what_boiling_does",
    "In the USDA table boiled mustard greens have more than twice the K1 of raw ones, boiled "
    "Swiss chard less than half. **What explains this best?**",
    options=[
        "Boiling makes K1 in mustard greens and destroys it in chard.",
        _OTHER_SAMPLES,
        "K1 goes into the cooking water, like vitamin C.",
    ],
    answer=_OTHER_SAMPLES,
    because=(
        "To learn what cooking does to K1, one must cook half of a plant and measure both halves."
    ),
    wrong=[
        Wrong(
            "Boiling makes K1 in mustard greens and destroys it in chard.",
            "One pot of water cannot do both. What else differs between two rows of a table?",
        ),
        Wrong(
            "K1 goes into the cooking water, like vitamin C.",
            "K1 dissolves in fat, not in water. And a loss cannot give a ratio above 1.",
        ),
    ],
    hints=[
        "How many of the rows rest on measured values on both sides?",
        "Is it the same plant, before and after?",
    ],
    solution=(
        "The two numbers of a row come from different samples, often one sample each or none. "
        "So the ratio shows how much plants and water differ, not what heat does."
    ),
)

# --- 4. A day of food ----------------------------------------------------------------------------

_DAY_K2_UG, _DAY_CALCIUM_MG = 25.0, 700.0


def _day_without_natto(main, **settings):
    """Judge a setting of `figures.foods.portion_explorer`."""
    amounts = {"greens": "green_portions", "dairy_or_egg": "dairy_portions"}
    portions = {settings[menu]: settings[number] for menu, number in amounts.items()}
    portions[main] = settings["main_portions"]
    if main == "natto" and settings["main_portions"]:
        return False, "Without natto, please: choose another main food."
    table = foods.day(portions)
    k2, calcium = table.loc["K2", "low"], table.loc["calcium_mg", "central"]
    words = f"K2 is {plain(k2)} µg at the low end, calcium {calcium:,.0f} mg."
    if k2 >= _DAY_K2_UG and calcium >= _DAY_CALCIUM_MG:
        parts = {food: foods.day({food: number}) for food, number in portions.items()}
        most = max(parts, key=lambda food: parts[food].loc["K2", "low"])
        return True, f"{words} Most of that K2 comes from one food: {most}."
    return False, f"{words} Aim for {_DAY_K2_UG:g} µg and {_DAY_CALCIUM_MG:g} mg."


day_without_natto = Goal(
    "foods.day_without_natto",
    f"**Without natto, build a day with at least {_DAY_K2_UG:g} µg of K2 even at the low end of "
    f"the ranges, and at least {_DAY_CALCIUM_MG:g} mg of calcium.**",
    condition=_day_without_natto,
    hints=[
        "Which dairy food has K2 and calcium, and a range that does not start near 0?",
        "Two ounces or more of Gouda. Then fill up the calcium with tofu or greens.",
    ],
    solution=(
        "Two portions of Gouda bring "
        f"{foods.day({'gouda': 2}).loc['K2', 'low']:.0f} µg of K2 at the low end and "
        f"{foods.day({'gouda': 2}).loc['calcium_mg', 'central']:.0f} mg of calcium. One of tofu "
        f"adds {foods.day({'tofu': 1}).loc['calcium_mg', 'central']:.0f} mg."
    ),
)

_VEGAN = "vegan and soy-free"
_VEGAN_CALCIUM_MG, _VEGAN_K1_UG = 700.0, 90.0


_K2_STEP_UG = 5


def _vegan_without_soy(pattern, composition, **goals):
    """Judge a setting of `figures.foods.diet_builder`."""
    if pattern != _VEGAN:
        return False, f"Set the eating pattern to “{_VEGAN}”."
    if goals["calcium_mg"] < _VEGAN_CALCIUM_MG or goals["k1_ug"] < _VEGAN_K1_UG:
        return False, f"Keep calcium at {_VEGAN_CALCIUM_MG:g} mg and K1 at {_VEGAN_K1_UG:g} µg."
    k2_ug = goals["k2_ug"]
    if not diet.plan_of(pattern, composition, **goals).feasible:
        return False, "No plan meets these goals. Read what stands in the way, and give way there."
    if diet.plan_of(pattern, composition, **goals | {"k2_ug": k2_ug + _K2_STEP_UG}).feasible:
        return False, f"A plan exists, but K2 can go higher than {k2_ug:g} µg."
    return True, (
        f"{k2_ug:g} µg is the last step, and it rests on sauerkraut alone. Nobody has shown that "
        "a vegan needs more: no body has set a value for K2."
    )


vegan_without_soy = Goal(
    "foods.vegan_without_soy",
    f"Somebody eats neither animal foods nor soy. **Keep calcium at {_VEGAN_CALCIUM_MG:g} mg, K1 "
    f"at {_VEGAN_K1_UG:g} µg or more, and find the highest K2 goal that a plan can meet.**",
    condition=_vegan_without_soy,
    hints=[
        f"Choose “{_VEGAN}”. The builder says how much K2 can be reached at most.",
        "Set the K2 goal to the last step below that number.",
    ],
    solution=(
        "With two portions of one food at most, two cups of sauerkraut are the limit: "
        f"{foods.day({'sauerkraut': 2}).loc['K2', 'central']:.0f} µg. Natto is soy, and no other "
        "plant food in the tables has a K2 value above 0."
    ),
)

_MOST_PLANTS = "Natto; without soy, sauerkraut brings a little."

vegan_k2 = Choice(
    "foods.vegan_k2",
    "**Where can a vegan find K2 in these tables?**",
    options=[
        "In leafy greens, if there are enough of them.",
        _MOST_PLANTS,
        "Nowhere: all K2 comes from animals.",
    ],
    answer=_MOST_PLANTS,
    because=(
        "Bacteria make the long forms, so a fermented plant can hold them. Leaves bring K1, from "
        "which the body itself makes MK-4 (lesson 02)."
    ),
    wrong=[
        Wrong(
            "In leafy greens, if there are enough of them.",
            "Greens bring K1. For their K2 no table here has a value.",
        ),
        Wrong(
            "Nowhere: all K2 comes from animals.",
            "Animals make MK-4. Who makes the MK-7 of natto?",
        ),
    ],
    hints=["Who makes the long menaquinones?", "Let the builder plan for a vegan, K2 at 20 µg."],
    solution=(
        "Natto holds by far the most. Sauerkraut brings a few micrograms. No other plant food has "
        "a value above 0, and most have none at all."
    ),
)

# --- 5. On warfarin ------------------------------------------------------------------------------

constancy = Choice(
    "foods.constancy",
    "Two fortnights bring the same K1 in total. **What is different for somebody on warfarin?**",
    options=[
        "Nothing: the total counts.",
        "The swings: the drug is set to a steady intake, so a change is the problem.",
        "The fortnight with more greens is dangerous, so greens must go.",
    ],
    answer="The swings: the drug is set to a steady intake, so a change is the problem.",
    because="That is why health institutes advise a steady intake. What is right for one person "
    "is for the clinician to say.",
    wrong=[
        Wrong(
            "Nothing: the total counts.",
            "The dose of the drug is matched to what somebody usually eats. A total hides swings.",
        ),
        Wrong(
            "The fortnight with more greens is dangerous, so greens must go.",
            "Both hold equally many greens. Dropping them is a change, too: ask the clinician.",
        ),
    ],
    hints=[
        "Both have the same mean. What else does the figure show?",
        "A dose of the drug is found by testing. What must stay the same between two tests?",
    ],
    solution=(
        "The dose of the drug is set by a blood test against what somebody usually eats. If the "
        "intake swings, the test can swing. So: speak to the clinician before any change."
    ),
)

_MAY_SAY = {
    "Natto brings far more K2 than any other food in the tables.": True,
    "Adults need at least 30 µg of K2 a day.": False,
    "Cheese differs so much that a label “rich in K2” needs a measurement.": True,
    "Spinach gives all the calcium that the table prints.": False,
    "A food without a K2 value has no K2.": False,
}

what_we_may_say = Several(
    "foods.what_we_may_say",
    "**Which of these does the lesson's evidence carry?**",
    options=list(_MAY_SAY),
    answer=[claim for claim, carried in _MAY_SAY.items() if carried],
    because="What is in a food is one question. Whether it helps is another, for lesson 06.",
    wrong=[
        Wrong(
            "Adults need at least 30 µg of K2 a day.",
            "That was your own goal for the builder. No body has set a value for K2.",
        ),
        Wrong(
            "Spinach gives all the calcium that the table prints.",
            "Its oxalate holds most of the calcium back. The table counts what is in the leaf.",
        ),
        Wrong(
            "A food without a K2 value has no K2.",
            "Unknown is not zero. Look at the question marks again.",
        ),
        Wrong(
            "Natto brings far more K2 than any other food in the tables.",
            "Look for a food whose range reaches that of natto.",
        ),
        Wrong(
            "Cheese differs so much that a label “rich in K2” needs a measurement.",
            "Compare Gruyère and Gouda, and the two values of Emmental.",
        ),
    ],
    hints=[
        "For each sentence: which figure of this lesson shows it?",
        "Two of the five are carried.",
    ],
    solution="Carried are: " + " ".join(claim for claim, ok in _MAY_SAY.items() if ok),
)
