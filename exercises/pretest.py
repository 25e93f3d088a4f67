"""The twelve questions before the course. Each has a twin in `exercises.posttest`."""

from courseware.kept import Kept, KeptTest
from courseware.style import plain
from vitamin_k.data import load

CONCEPTS = ("calcium paradox", "proteins", "half-life", "foods")


def direction(first, last):
    """Return "up" or "down" for a quantity that goes from `first` to `last`."""
    return "up" if last > first else "down"


def within_and_between(lower, upper):
    """Say how risk goes with intake inside two groups and from one to the other.

    Parameters
    ----------
    lower, upper : pair of float
        Risk (%) at the lower and the higher intake, of the group that takes less and of the one
        that takes more.

    Returns
    -------
    str
        One of `DIRECTIONS`.

    Raises
    ------
    ValueError
        If the two groups do not agree.
    """
    within = {direction(*lower), direction(*upper)}
    if len(within) != 1:
        raise ValueError(f"the groups {lower} and {upper} go different ways")
    between = direction(sum(lower), sum(upper))
    return DIRECTIONS[within.pop(), between]


DIRECTIONS = {
    ("up", "up"): "Up inside each group, and up from the first group to the second.",
    ("up", "down"): "Up inside each group, but down from the first group to the second.",
    ("down", "up"): "Down inside each group, but up from the first group to the second.",
    ("down", "down"): "Down inside each group, and down from the first group to the second.",
}


def left(start, half_life_h, time_h):
    """Return what is left of `start` after `time_h`, if half of it goes in each half-life."""
    return start * 0.5 ** (time_h / half_life_h)


def accumulation(half_life_h, interval_h):
    """Return how many times the first trough the trough is in the end, for one compartment."""
    return 1 / (1 - 0.5 ** (interval_h / half_life_h))


def content(row_id):
    """Return what a food holds, µg in 100 g."""
    return float(load("food_vitamers").set_index("id").loc[row_id, "ug_per_100g"])


# --- The calcium paradox -------------------------------------------------------------------------

groups_and_people = Kept(
    "pretest.groups_and_people",
    "Countries where people eat more calcium have more hip fractures. What follows for one "
    "person who starts to eat more calcium?",
    concept="calcium paradox",
    options=[
        "The hip of this person will break more easily, as in those countries.",
        "Nothing yet. The countries may differ in other things, too.",
        "The hip of this person will break less easily.",
    ],
    answer="Nothing yet. The countries may differ in other things, too.",
    because="A link between countries says nothing yet about the people in them.",
)

_FIRST, _SECOND = (5, 4), (8, 7)

two_directions = Kept(
    "pretest.two_directions",
    "Imagine two countries. In the first, people who eat 400 mg of calcium a day have a fracture "
    f"risk of {_FIRST[0]} %, and people who eat 600 mg have {_FIRST[1]} %. In the second, it is "
    f"{_SECOND[0]} % at 900 mg and {_SECOND[1]} % at 1,100 mg. Which way does the risk go with "
    "more calcium?",
    concept="calcium paradox",
    options=list(DIRECTIONS.values()),
    answer=within_and_between(_FIRST, _SECOND),
    because="The two directions are different questions, and can have opposite answers.",
)

common_cause = Kept(
    "pretest.common_cause",
    "Imagine a study. People who lose more bone have more calcium in their arteries. Among people "
    "of the same age, this link is gone. What explains it best?",
    concept="calcium paradox",
    options=[
        "Age goes with both.",
        "Calcium moves from the bones into the arteries.",
        "A lack of vitamin K causes both.",
    ],
    answer="Age goes with both.",
    because="If the link is gone at equal age, age is enough to explain it.",
)

# --- Proteins ------------------------------------------------------------------------------------

what_it_does = Kept(
    "pretest.what_it_does",
    "What does vitamin K do for prothrombin, a protein that blood needs to clot?",
    concept="proteins",
    options=[
        "It sticks to the protein like a hook and brings calcium to the right places.",
        "It makes the liver build more of the protein.",
        "It helps an enzyme to add acid groups, and these can hold calcium.",
    ],
    answer="It helps an enzyme to add acid groups, and these can hold calcium.",
    because="Vitamin K is the helper of the enzyme. It neither carries nor dissolves calcium.",
)

without_it = Kept(
    "pretest.without_it",
    "Warfarin stops the body from using its vitamin K again. What happens to the clotting "
    "proteins that the liver builds from then on?",
    concept="proteins",
    options=[
        "They are built, but lack some of the groups that hold calcium.",
        "They are not built any more.",
        "They are built as before, but warfarin sticks to them and breaks them down.",
    ],
    answer="They are built, but lack some of the groups that hold calcium.",
    because="The protein is there, but without all its groups it cannot do its work.",
)

marker_or_outcome = Kept(
    "pretest.marker_or_outcome",
    "A trial gives people vitamin K. After it, more of their osteocalcin, a protein of bone, has "
    "the groups that hold calcium. What has the trial shown?",
    concept="proteins",
    options=[
        "That bones break less often, because more of the protein can now hold calcium.",
        "That the vitamin changed this protein. Bones are another question.",
        "That every tissue has enough vitamin K.",
    ],
    answer="That the vitamin changed this protein. Bones are another question.",
    because="A marker in blood is not a fracture. Only a count of fractures can show fewer.",
)

# --- Half-life -----------------------------------------------------------------------------------

_START, _HALF_LIFE_H, _TIME_H = 64, 6, 18

what_is_left = Kept(
    "pretest.what_is_left",
    f"The half-life of a substance is {_HALF_LIFE_H} hours. Blood holds {_START} ng/mL. How much "
    f"does it hold {_TIME_H} hours later?",
    concept="half-life",
    options=[
        "nothing",
        f"{plain(left(_START, _HALF_LIFE_H, _TIME_H))} ng/mL",
        f"{plain(_START * _HALF_LIFE_H / _TIME_H)} ng/mL",
        f"{plain(_START / 2)} ng/mL",
    ],
    answer=f"{plain(left(_START, _HALF_LIFE_H, _TIME_H))} ng/mL",
    because="Half of what is left goes in each half-life, again and again.",
)

_DOSES = 60
_PLATEAU = f"About {accumulation(24, 24):.2g} times as high, and then it stays there."

many_doses = Kept(
    "pretest.many_doses",
    "The half-life of a substance is 24 hours. You take the same dose every 24 hours for "
    f"{_DOSES} days. How high is the level just before the last dose, compared with the level "
    "just before the second dose?",
    concept="half-life",
    options=[
        "About as high. Each dose is gone before the next one comes.",
        f"About {_DOSES} times as high. Each dose adds the same.",
        _PLATEAU,
    ],
    answer=_PLATEAU,
    because="The level climbs until as much goes in a day as comes in.",
)

how_long_sampled = Kept(
    "pretest.how_long_sampled",
    "Two studies test the same substance. One draws blood for 8 hours and finds a half-life of "
    "2 hours. The other draws blood for 6 days and finds 27 hours. What is likely?",
    concept="half-life",
    options=[
        "The short study saw only the fast first part of the fall.",
        "One of the two laboratories made a mistake, because both cannot be true.",
        "The half-life of a substance changes from day to day.",
    ],
    answer="The short study saw only the fast first part of the fall.",
    because="A half-life belongs to a study. Who looks for hours cannot see days.",
)

# --- Foods ---------------------------------------------------------------------------------------

blank_or_zero = Kept(
    "pretest.blank_or_zero",
    "A food table says 0 for vitamin K1 in a food. Its field for MK-4, a form of K2, is empty. "
    "What does the table tell about this food?",
    concept="foods",
    options=[
        "It has neither K1 nor MK-4, because the table found none of them.",
        "Both are unknown.",
        "It has no K1. About MK-4 it tells nothing.",
    ],
    answer="It has no K1. About MK-4 it tells nothing.",
    because="Empty means not known. It does not mean zero.",
)

_SPINACH, _PORTION_G = content("spinach_raw_k1_usda"), 30

in_a_portion = Kept(
    "pretest.in_a_portion",
    f"Spinach holds {plain(_SPINACH)} µg of vitamin K1 in 100 g. How much is in a portion of "
    f"{_PORTION_G}\u00a0g?",
    concept="foods",
    options=[
        f"about {plain(_SPINACH * _PORTION_G / 100)} µg",
        f"about {plain(_SPINACH)} µg",
        f"about {plain(_SPINACH * 100 / _PORTION_G)} µg",
    ],
    answer=f"about {plain(_SPINACH * _PORTION_G / 100)} µg",
    because="A table is per 100 g. What is eaten is a portion.",
)

_TABLES = sorted(content(row) for row in ("emmental_k2_ciqual", "emmental_k2_nevo"))

tables_disagree = Kept(
    "pretest.tables_disagree",
    f"One national table gives {plain(_TABLES[0])} µg of vitamin K2 in 100 g of Emmental cheese, "
    f"another gives {plain(_TABLES[1])} µg. What should you do with them?",
    concept="foods",
    options=[
        f"Use the average, {plain(sum(_TABLES) / 2)} µg, because it is nearer to the truth.",
        "Show both, and say that they disagree.",
        "Use the higher one, to be safe.",
    ],
    answer="Show both, and say that they disagree.",
    because="An average hides that nobody knows which one holds for your cheese.",
)

# --- The card ------------------------------------------------------------------------------------

all_items = KeptTest(
    "pretest.all_items",
    "Choose one answer for each question, then keep them all with the button at the end. The "
    "first answer that you keep counts. You will see what is right after lesson 06.",
    items=[
        groups_and_people, two_directions, common_cause,
        what_it_does, without_it, marker_or_outcome,
        what_is_left, many_doses, how_long_sampled,
        blank_or_zero, in_a_portion, tables_disagree,
    ],
)  # fmt: skip
