"""Read a number as a learner writes it: 0.25, 25 %, 1/4, 2.5e-1, 0,25, 2.8 days, 1 300 ng.

Typed text is parsed with patterns and never evaluated.
"""

import math
import re
import unicodedata
from dataclasses import dataclass

# Spellings that learners use -> (kind of quantity, factor to the kind's base unit).
UNITS = {
    "%": ("fraction", 0.01),
    "percent": ("fraction", 0.01),
    "s": ("time", 1 / 3600),
    "sec": ("time", 1 / 3600),
    "second": ("time", 1 / 3600),
    "min": ("time", 1 / 60),
    "minute": ("time", 1 / 60),
    "h": ("time", 1.0),
    "hr": ("time", 1.0),
    "hour": ("time", 1.0),
    "d": ("time", 24.0),
    "day": ("time", 24.0),
    "week": ("time", 168.0),
    "year": ("time", 8766.0),
    "ng": ("mass", 1e-3),
    "µg": ("mass", 1.0),
    "ug": ("mass", 1.0),
    "mcg": ("mass", 1.0),
    "microgram": ("mass", 1.0),
    "nanogram": ("mass", 1e-3),
    "mg": ("mass", 1e3),
    "milligram": ("mass", 1e3),
    "g": ("mass", 1e6),
    "gram": ("mass", 1e6),
    "nmol": ("amount", 1.0),
    "µmol": ("amount", 1e3),
    "umol": ("amount", 1e3),
    "ng/ml": ("mass concentration", 1.0),
    "µg/l": ("mass concentration", 1.0),
    "ug/l": ("mass concentration", 1.0),
    "mcg/l": ("mass concentration", 1.0),
    "µg/ml": ("mass concentration", 1e3),
    "ug/ml": ("mass concentration", 1e3),
    "nmol/l": ("amount concentration", 1.0),
    "nm": ("amount concentration", 1.0),
    "mg/l": ("mass concentration", 1e3),
    "mmol/l": ("amount concentration", 1e6),
    "µmol/l": ("amount concentration", 1e3),
    "umol/l": ("amount concentration", 1e3),
    "pmol/l": ("amount concentration", 1e-3),
    "µg/d": ("mass per day", 1.0),
    "ug/d": ("mass per day", 1.0),
    "µg/day": ("mass per day", 1.0),
    "ug/day": ("mass per day", 1.0),
    "mg/d": ("mass per day", 1e3),
    "mg/day": ("mass per day", 1e3),
    "g/d": ("mass per day", 1e6),
    "g/day": ("mass per day", 1e6),
    "µg/100 g": ("content of a food", 1.0),
    "ug/100 g": ("content of a food", 1.0),
    "µg/100g": ("content of a food", 1.0),
    "ug/100g": ("content of a food", 1.0),
    "mg/100 g": ("content of a food", 1e3),
    "mg/100g": ("content of a food", 1e3),
    "kcal": ("energy", 1.0),
    "kj": ("energy", 1 / 4.184),
    "kg": ("mass", 1e9),
    "da": ("molar mass", 1.0),
    "kda": ("molar mass", 1e3),
    "g/mol": ("molar mass", 1.0),
    "l": ("volume", 1.0),
    "ml": ("volume", 1e-3),
    "l/h": ("clearance", 1.0),
    "fold": ("ratio", 1.0),
    "times": ("ratio", 1.0),
    "x": ("ratio", 1.0),
    "×": ("ratio", 1.0),
}

GROUPED = r"[1-9]\d{0,2}(?:(?:,\d{3})+(?:\.\d+)?|(?:\.\d{3})+(?:,\d+)?)(?!\d)"
NUMBER = rf"[+-]?(?:{GROUPED}|\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?"
UNIT = r"-?(?:[^\W\d_]|[%×])[\w %/·^-]*"
ANSWER = re.compile(
    rf"^(?:about|circa|ca\.?|~|≈|=)?\s*"
    rf"(?P<top>{NUMBER})\s*(?:/\s*(?P<bottom>{NUMBER}))?\s*(?P<unit>{UNIT})?$",
    re.IGNORECASE,
)
THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}[,.]\d{3}$")
SUPERSCRIPTS = re.compile("[⁺⁻⁰¹²³⁴-⁹]+")
LONGEST_ANSWER = 60


@dataclass(frozen=True)
class Reading:
    """One way to read a typed number.

    Attributes
    ----------
    value : float
        The number, in the question's unit where a unit was typed.
    unit : str
        The unit that was typed, or an empty string.
    """

    value: float
    unit: str = ""


class Unreadable(ValueError):
    """A typed answer that is no number; the message tells the learner what to do."""


def read_number(text, unit=""):
    """Read a typed number in every way that makes sense.

    Parameters
    ----------
    text : str
        What the learner typed.
    unit : str, optional
        The question's unit. A typed unit of the same kind is converted to it.

    Returns
    -------
    list of Reading
        Mostly one; two where a comma or point may part thousands or decimals ("1,300").

    Raises
    ------
    Unreadable
        If the text is empty, no number, has an unknown unit or one of another kind.
    """
    typed = str(text).strip()
    if not typed:
        raise Unreadable("The box is empty. Type a number, for example 0.25 or 25 %.")
    found = ANSWER.match(_tidy(typed)) if len(typed) <= LONGEST_ANSWER else None
    if not found:
        raise Unreadable(
            "This could not be read as a number. Type digits and, if you like, a unit: "
            "for example 12.5, 1/4, 25 % or 3e-2."
        )
    typed_unit = (found["unit"] or "").strip().lstrip("-")
    factor = _factor(typed_unit, unit)
    bottoms = _readings(found["bottom"]) if found["bottom"] else [1.0]
    if 0.0 in bottoms:
        raise Unreadable("A number cannot be divided by zero. Please check the fraction.")
    values = [top / bottom * factor for top in _readings(found["top"]) for bottom in bottoms]
    if not all(math.isfinite(v) for v in values):
        raise Unreadable("This number is too large to be meant. Please check the exponent.")
    return [Reading(value, typed_unit) for value in dict.fromkeys(values)]


def _tidy(typed):
    """Write one spelling for each sign."""
    # NFKC writes ½ as 1⁄2 and full-width digits as plain ones, but 10² as 102 and the micro sign
    # as Greek mu.
    tidy = re.sub(r"(\d)([¼-¾⅐-⅞])", r"\1 \2", typed)
    tidy = SUPERSCRIPTS.sub(r"^\g<0>", tidy)
    tidy = unicodedata.normalize("NFKC", tidy).strip().rstrip(". ")
    tidy = tidy.replace("\u2044", "/").replace("\u03bc", "µ").replace("\u2212", "-")
    tidy = re.sub(r"(?<=\d)[\s'’](?=\d{3}(?!\d))", "", tidy)
    return re.sub(r"\s*[×x*·⋅]\s*10\s*(?:\^|\*\*)\s*\(?([+-]?\d+)\)?", r"e\1", tidy)


def _readings(digits):
    """Return the possible values of one run of digits, the likelier first."""
    marks = re.findall("[,.]", digits)
    joined = re.sub("[,.]", "", digits)
    if len(marks) > 1 and len(set(marks)) == 1:
        return [float(joined)]
    # Of a comma and a point, the last one parts the decimals.
    value = float(re.sub("[,.](?=.*[,.])", "", digits).replace(",", "."))
    return [value, float(joined)] if THOUSANDS.match(digits) else [value]


def _factor(typed, wanted):
    """Return the factor from the typed unit to the wanted one."""
    if not typed:
        return 1.0
    if typed.lower() == wanted.lower():
        return 1.0
    kind, size = _unit(typed)
    if kind is None:
        raise Unreadable(
            f"The unit “{typed}” is not known here. "
            + (f"Please answer in {wanted}." if wanted else "Please answer without a unit.")
        )
    wanted_kind, wanted_size = _unit(wanted)
    if wanted_kind in (None, "ratio", "fraction") and kind in ("fraction", "ratio"):
        return size / (wanted_size if wanted_kind == "fraction" else 1.0)
    if kind != wanted_kind:
        raise Unreadable(
            f"“{typed}” measures a {kind}, but this answer is "
            + (f"a {wanted_kind} in {wanted}." if wanted_kind else "a plain number.")
        )
    return size / wanted_size


def _unit(name):
    name = name.strip().lower().replace("\u03bc", "µ")
    return UNITS.get(name) or UNITS.get(name.removesuffix("s")) or (None, 1.0)
