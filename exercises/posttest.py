"""The twelve questions after the course: the twins of `exercises.pretest`, in other cases."""

from courseware import gain
from courseware.kept import Kept, KeptTest
from courseware.style import plain
from exercises import pretest
from exercises.pretest import DIRECTIONS, accumulation, content, left, within_and_between

# --- The calcium paradox -------------------------------------------------------------------------

groups_and_people = Kept(
    "posttest.groups_and_people",
    "Regions of Japan where people eat more natto have fewer hip fractures in women (Kaneki "
    "2001). What follows for one woman who starts to eat natto?",
    concept="calcium paradox",
    options=[
        "Her hip will break less easily.",
        "Her hip will break less easily, if she eats it every day for years.",
        "Nothing yet. The regions may differ in other things, too.",
    ],
    answer="Nothing yet. The regions may differ in other things, too.",
    because="A link between regions says nothing yet about the people in them.",
)

_FIRST, _SECOND = (3, 4), (1, 2)

two_directions = Kept(
    "posttest.two_directions",
    "Imagine two towns. In the first, people who eat 50 µg of vitamin K a day have a fracture "
    f"risk of {_FIRST[0]} %, and people who eat 100 µg have {_FIRST[1]} %. In the second, it is "
    f"{_SECOND[0]} % at 200 µg and {_SECOND[1]} % at 250 µg. Which way does the risk go with "
    "more vitamin K?",
    concept="calcium paradox",
    options=list(DIRECTIONS.values()),
    answer=within_and_between(_FIRST, _SECOND),
    because="The two directions are different questions, and can have opposite answers.",
)

common_cause = Kept(
    "posttest.common_cause",
    "Imagine a study. People who take a vitamin have fewer heart attacks. Among people of the "
    "same income, this link is gone. What explains it best?",
    concept="calcium paradox",
    options=[
        "The vitamin protects the heart.",
        "Income goes with both.",
        "Heart attacks make people stop the vitamin.",
    ],
    answer="Income goes with both.",
    because="If the link is gone at equal income, income is enough to explain it.",
)

# --- Proteins ------------------------------------------------------------------------------------

what_it_does = Kept(
    "posttest.what_it_does",
    "What does vitamin K do for matrix Gla protein, which arteries need?",
    concept="proteins",
    options=[
        "It helps an enzyme to add acid groups, and these can hold calcium.",
        "It dissolves the calcium in the artery, so that the protein can carry it away.",
        "It is a part of the finished protein.",
    ],
    answer="It helps an enzyme to add acid groups, and these can hold calcium.",
    because="It is the same reaction as in the clotting proteins: glutamate becomes Gla.",
)

without_it = Kept(
    "posttest.without_it",
    "A person takes warfarin. What happens to matrix Gla protein in the walls of the arteries?",
    concept="proteins",
    options=[
        "Nothing changes, because warfarin works only on the proteins of the liver.",
        "It is not built any more.",
        "It is built, but more of it lacks the groups that hold calcium.",
    ],
    answer="It is built, but more of it lacks the groups that hold calcium.",
    because="All these proteins need the same vitamin K, recycled in the same way.",
)

marker_or_outcome = Kept(
    "posttest.marker_or_outcome",
    "A trial gives people MK-7. The form of matrix Gla protein that lacks its groups, dp-ucMGP, "
    "falls by a third. What has the trial shown?",
    concept="proteins",
    options=[
        "That the vitamin changed this protein. Arteries are another question.",
        "That arteries lose calcium, because more of the protein can now hold it.",
        "That the risk of a heart attack falls by a third.",
    ],
    answer="That the vitamin changed this protein. Arteries are another question.",
    because="A marker in blood is not an artery. Only a measurement of arteries can tell.",
)

# --- Half-life -----------------------------------------------------------------------------------

_START, _HALF_LIFE_H, _TIME_H = 120, 20, 40

what_is_left = Kept(
    "posttest.what_is_left",
    f"The half-life of a substance is {_HALF_LIFE_H} hours. Blood holds {_START} ng/mL. How much "
    f"does it hold {_TIME_H} hours later?",
    concept="half-life",
    options=[
        f"{plain(left(_START, _HALF_LIFE_H, _TIME_H))} ng/mL",
        f"{plain(_START * _HALF_LIFE_H / _TIME_H)} ng/mL",
        "nothing",
        f"{plain(_START / 3)} ng/mL",
    ],
    answer=f"{plain(left(_START, _HALF_LIFE_H, _TIME_H))} ng/mL",
    because="Half of what is left goes in each half-life, again and again.",
)

_DOSES = 40
_PLATEAU = f"About {accumulation(48, 24):.2g} times as high, and then it stays there."

many_doses = Kept(
    "posttest.many_doses",
    "The half-life of a substance is 48 hours. You take the same dose every 24 hours for "
    f"{_DOSES} days. How high is the level just before the last dose, compared with the level "
    "just before the second dose?",
    concept="half-life",
    options=[
        f"About {_DOSES} times as high. Each dose adds the same.",
        _PLATEAU,
        "About as high. Each dose is gone before the next one comes.",
    ],
    answer=_PLATEAU,
    because="The level climbs until as much goes in a day as comes in.",
)

how_long_sampled = Kept(
    "posttest.how_long_sampled",
    "A study of a new substance draws blood for 6 hours and prints a half-life of 1.5 hours. "
    "What can this study not know?",
    concept="half-life",
    options=[
        "Whether the substance reached the blood.",
        "Whether the level in the blood fell by half in the first 1.5 hours.",
        "Whether a slower part of the fall comes later.",
    ],
    answer="Whether a slower part of the fall comes later.",
    because="A half-life belongs to a study. Who looks for hours cannot see days.",
)

# --- Foods ---------------------------------------------------------------------------------------

_LIVER_K1 = content("beef_liver_k1_usda")

blank_or_zero = Kept(
    "posttest.blank_or_zero",
    f"A food table gives {plain(_LIVER_K1)} µg of vitamin K1 in 100 g of beef liver. Its field "
    "for vitamin K2 is empty. How much vitamin K does the liver have in all?",
    concept="foods",
    options=[
        f"{plain(_LIVER_K1)} µg, because an empty field means that none was found.",
        f"At least {plain(_LIVER_K1)} µg. The whole is not known.",
        "None that counts.",
    ],
    answer=f"At least {plain(_LIVER_K1)} µg. The whole is not known.",
    because="Empty means not known. It does not mean zero.",
)

_NATTO, _PORTION_G = content("natto_mk7"), 40

in_a_portion = Kept(
    "posttest.in_a_portion",
    f"Natto holds {plain(_NATTO)} µg of MK-7 in 100 g. How much is in a pack of "
    f"{_PORTION_G}\u00a0g?",
    concept="foods",
    options=[
        f"about {plain(_NATTO * 100 / _PORTION_G)} µg",
        f"about {plain(_NATTO)} µg",
        f"about {plain(_NATTO * _PORTION_G / 100)} µg",
    ],
    answer=f"about {plain(_NATTO * _PORTION_G / 100)} µg",
    because="A table is per 100 g. What is eaten is a portion.",
)

_TABLES = sorted(content(row) for row in ("pork_liver_k2_nevo", "pork_liver_k2_ciqual"))

tables_disagree = Kept(
    "posttest.tables_disagree",
    f"One national table gives {plain(_TABLES[0])} µg of vitamin K2 in 100 g of pork liver, "
    f"another gives {plain(_TABLES[1])} µg. What should you do with them?",
    concept="foods",
    options=[
        "Show both, and say that they disagree.",
        "Use the one from your own country.",
        f"Use the average, {plain(sum(_TABLES) / 2)} µg, because it is nearer to the truth.",
    ],
    answer="Show both, and say that they disagree.",
    because="An average hides that nobody knows which one holds for your food.",
)

# --- The card ------------------------------------------------------------------------------------

all_items = KeptTest(
    "posttest.all_items",
    "Choose one answer for each question, then keep them all with the button at the end. The "
    "first answer that you keep counts. The next cells show what is right.",
    items=[
        groups_and_people, two_directions, common_cause,
        what_it_does, without_it, marker_or_outcome,
        what_is_left, many_doses, how_long_sampled,
        blank_or_zero, in_a_portion, tables_disagree,
    ],
)  # fmt: skip


def learning_gain():
    """Show this learner's gain from the pre-test to the post-test, or what is still to do."""
    return gain.learning_gain(pretest.all_items, all_items)


def right_answers():
    """Show what is right in the post-test and why, or what is still to do."""
    return gain.right_answers(pretest.all_items, all_items)
