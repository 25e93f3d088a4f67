"""The course's pictures and simulators: one module a lesson. Colours mean the same in all."""

from courseware.style import OKABE_ITO

COLOURS = {
    "K1": OKABE_ITO["green"],
    "K1 in greens": OKABE_ITO["green"],
    "MK-4": OKABE_ITO["orange"],
    "MK-7": OKABE_ITO["blue"],
    "other menaquinones": OKABE_ITO["sky"],
    "calcium": OKABE_ITO["grey"],
}
# The same hues, dark enough for text on white (contrast of at least 4.5 to 1).
TEXT_COLOURS = {
    "K1": "#00694C",
    "K1 in greens": "#00694C",
    "MK-4": "#8A5A00",
    "MK-7": "#005A8F",
    "other menaquinones": "#1F6A99",
    "calcium": "#555555",
}
# Lines and words that belong to no vitamer.
BLACK, GREY = "#222222", "#555555"
# Dashes tell the vitamers apart where colours do not.
DASHES = {"K1": (0, (5, 1.5)), "MK-4": (0, (1, 1)), "MK-7": "solid"}
