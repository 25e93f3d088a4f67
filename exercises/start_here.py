"""Questions of lesson 00: one of every kind, so that the tools are known before the science."""

import numpy as np

from courseware.answers import UNITS, read_number
from courseware.questions import Choice, Code, Goal, Match, Number, Order, Predict, Several, Wrong
from courseware.style import plain
from vitamin_k.practice import CUPS_ML, GOAL_ML, water_ml

# Shown again in lesson 06, beside what the course found.
title_question = Predict(
    "start_here.title_question",
    "You have not seen any data yet. What do you expect: **does vitamin K2 raise calcium in the "
    "blood?**",
    options=["Yes, it raises it.", "No, it lowers it.", "No, it leaves it as it is."],
)

_ASK = "“Please ask your doctor before you change anything.”"
_SMALL = "“A small dose is safe.”"
_NOTHING = "“Eat no vegetables any more.”"

a_friend_asks = Choice(
    "start_here.a_friend_asks",
    "A friend takes warfarin and asks you: how much vitamin K2 may I take? **What do "
    "you say?**",
    options=[_SMALL, _ASK, _NOTHING],
    answer=_ASK,
    because="This course gives no doses. For people on warfarin a change can be dangerous.",
    wrong=[
        Wrong(_SMALL, "Nobody can know that from a course. Small doses already changed blood "
              "clotting in some people."),
        Wrong(_NOTHING, "That, too, changes the intake of vitamin K, and any change matters."),
    ],
    hints=["Who can measure how the blood of your friend clots?",
           "It is the care note at the start of this lesson."],
    solution="Changes of vitamin K intake belong in the hands of the clinician who treats the "
    "friend.",
)  # fmt: skip

_GIVES = {
    "numbers with their sources": True,
    "advice for your own health": False,
    "the words “nobody has measured it”": True,
    "things to try out yourself": True,
}

what_the_course_gives = Several(
    "start_here.what_the_course_gives",
    "**What will this course give you?**",
    options=list(_GIVES),
    answer=[text for text, given in _GIVES.items() if given],
    because="And where studies disagree, you will see both.",
    wrong=[
        Wrong("numbers with their sources", "Each number names its source. Look for them."),
        Wrong("advice for your own health", "It is about evidence. Advice is for your clinician."),
        Wrong("the words “nobody has measured it”", "They are the honest answer quite often."),
        Wrong("things to try out yourself", "You have just filled a jar."),
    ],
    hints=["Tick more than one box.", "Only one of the four is no part of a course."],
    solution="All but advice for your own health.",
)

days_in_weeks = Number(
    "start_here.days_in_weeks",
    "**How many days are {weeks} weeks?** You may type a unit, a fraction or a comma.",
    draw={"weeks": [3, 4, 6]},
    answer=lambda weeks: 7 * weeks,
    unit="days",
    because="{weeks} weeks would have been right as well: units are understood.",
    wrong=[
        Wrong(lambda weeks: 5 * weeks, "These are working days. A week has seven."),
        Wrong(lambda weeks: weeks, "This is the number of weeks. Type the unit, or the days."),
    ],
    hints=["A week has seven days.", "Seven times {weeks}."],
    solution="7 × {weeks} = {answer}.",
)

_NAMES = {"gram": "g", "milligram": "mg", "microgram": "µg", "nanogram": "ng"}
_BY_SIZE = tuple(sorted(_NAMES, key=lambda name: UNITS[_NAMES[name]][1]))

order_units = Order(
    "start_here.order_units",
    "**Bring these units in order, from the smallest to the largest.** The arrows move them.",
    items=list(_NAMES),
    answer=_BY_SIZE,
    ends=("smallest", "largest"),
    because="Each is a thousand times the one before. Vitamin K is counted in µg and ng.",
    wrong=[
        Wrong(("nanogram", "microgram"), "Nano is a thousandth of micro."),
        Wrong(("microgram", "milligram"), "Micro is a thousandth of milli."),
    ],
    hints=["The gram is the largest of the four.", "Nano is smaller than micro."],
    solution="From small to large: " + ", ".join(_BY_SIZE) + ".",
)

match_controls = Match(
    "start_here.match_controls",
    "**Which control is for what?** One of the uses fits none.",
    answer={
        "slider": "choose one of many numbers in a row",
        "menu": "choose one name",
        "switch": "show or hide something",
        "text box": "type a value of your own",
    },
    partners=[
        "choose one name",
        "type a value of your own",
        "delete the notebook",
        "choose one of many numbers in a row",
        "show or hide something",
    ],
    because="All four work by mouse and by keyboard.",
    wrong=[
        Wrong(("menu", "show or hide something"), "That is the switch. A menu holds names."),
        Wrong(("switch", "delete the notebook"), "No control of this course deletes anything."),
    ],
    hints=["Look at the jar: it has one of each.", "The line below each control names it."],
    solution="Slider: numbers in a row. Menu: names. Switch: on or off. Text box: your own value.",
)


def _jar_is_right(n_cups, cup, show_goal, poured_out):
    del show_goal  # Seeing the goal is allowed and not asked for.
    try:
        amount = water_ml(n_cups, cup, read_number(poured_out, "mL")[0].value)
    except ValueError as problem:
        return False, f"First mend what you typed: {problem}"
    if amount == GOAL_ML:
        return True, f"{plain(amount)} mL: that is the goal."
    off = plain(abs(amount - GOAL_ML))
    return False, f"The jar holds {off} mL too {'much' if amount > GOAL_ML else 'little'}."


fill_the_jar = Goal(
    "start_here.fill_the_jar",
    f"**Make the jar hold exactly {plain(GOAL_ML)} mL.** "
    "Use the controls above, then check.",
    condition=_jar_is_right,
    hints=["There are many ways. Start with the largest cup.",
           f"How many cups of {plain(CUPS_ML['large cup'])} mL make {plain(GOAL_ML)} mL?"],
    solution=f"For example {plain(GOAL_ML / CUPS_ML['large cup'])} large cups and nothing poured "
    "out.",
)  # fmt: skip


def _milligrams(micrograms):
    return np.asarray(micrograms) / 1000


milligrams = Code(
    "start_here.milligrams",
    "Write the function `milligrams(micrograms)`. **It turns micrograms into milligrams.** Put "
    "your formula in the place of the three dots in the next cell, then run it.",
    reference=_milligrams,
    cases=[{"micrograms": 1000.0}, {"micrograms": 45.0}, {"micrograms": np.array([0.0, 120.0])}],
    because="It also works for a whole list of numbers at once.",
    wrong=[
        Wrong(lambda micrograms: np.asarray(micrograms) * 1000,
              "That is the other way. A milligram is the larger one, so the number gets smaller."),
        Wrong(lambda micrograms: np.asarray(micrograms) / 1e6,
              "That would give grams. A thousand micrograms are one milligram."),
    ],
    hints=["A thousand micrograms are one milligram.", "Divide `micrograms` by 1000."],
    solution="    def milligrams(micrograms):\n        return micrograms / 1000",
)  # fmt: skip
