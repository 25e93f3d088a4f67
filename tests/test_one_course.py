"""The lessons read as one course: the same number, word and way everywhere."""

import ast
import json
import re
from pathlib import Path

import pytest

from vitamin_k import pools
from vitamin_k.data import _bibliography, _resources, cite, load

ROOT = Path(__file__).resolve().parent.parent
LESSONS = {path.name[:2]: path for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))}
TEXTS = ("text/plain", "text/markdown")


def cells(lesson):
    return json.loads(LESSONS[lesson].read_text(encoding="utf-8"))["cells"]


def shown(lesson):
    """Everything that a lesson says: its prose and its stored outputs, in one line."""
    parts = []
    for cell in cells(lesson):
        if cell["cell_type"] == "markdown":
            parts.append("".join(cell["source"]))
        data = [output.get("data", {}) for output in cell.get("outputs", [])]
        parts += ["".join(each.get(kind, "")) for each in data for kind in TEXTS]
    return re.sub(r"\s+", " ", " ".join(parts)).replace("−", "-")


def value(table, row, column):
    return float(load(table).set_index("id").loc[row, column])


def hu_contrast():
    contrast = pools.k2_minus_k1()
    return round(contrast.difference, 2), round(contrast.low, 2), round(contrast.high, 2)


def of_row(table, row, *columns):
    return tuple(value(table, row, column) for column in columns)


NUMBER = r"([-+]?[\d.]+)"
# What more than one lesson says: what it must be, and how each lesson puts it.
SHARED = {
    "MK-7 in natto": (
        of_row("food_vitamers", "natto_mk7", "ug_per_100g"),
        {
            "03": rf"Natto {NUMBER} µg MK-7",
            "04": rf"found {NUMBER} µg of MK-7 in 100 g of natto",
            "06": rf"Natto is far ahead \({NUMBER} µg",
        },
    ),
    "K2 in Gouda, rounded": (
        tuple(
            round(value("food_vitamers", f"gouda_{age}_k2", "ug_per_100g"))
            for age in ("young", "aged")
        ),
        {"03": rf"Gouda {NUMBER}–{NUMBER} but", "04": rf"Gouda has {NUMBER} to {NUMBER} in a"},
    ),
    "half-life of MK-7": (
        of_row("half_lives", "mk7_schurgers", "half_life_h"),
        {"03": rf"MK-7 has {NUMBER} h, and that one", "06": rf"MK-7 stays long: {NUMBER} h"},
    ),
    "inactive MGP on K1": (
        (
            value("carboxylation", "mgp_k1_500", "value"),
            value("carboxylation", "mgp_k1_control", "value"),
        ),
        {
            "02": rf"K1 at 500 µg a day: {NUMBER} against {NUMBER} pmol/L",
            "03": rf"so does K1 \({NUMBER} against {NUMBER} pmol/L",
        },
    ),
    "inactive MGP in AVADEC": (
        of_row("trials", "avadec_mgp", "change_vitamin", "change_control"),
        {
            "02": rf"MK-7 at 720 µg a day with vitamin D: {NUMBER} against {NUMBER} pmol/L",
            "06": rf"inactive MGP changed by {NUMBER} pmol/L with MK-7 and by {NUMBER} without",
        },
    ),
    "volunteers whose clotting test 10 µg of MK-7 changed": (
        of_row("carboxylation", "inr_mk7_10", "value"),
        {
            "04": rf"to matter in at least {NUMBER} % of",
            "06": rf"in at least {NUMBER} % of volunteers",
        },
    ),
    "death of any cause in people low in K and D": (
        of_row("combination_trials", "prevend_death", "both_value"),
        {"05": rf"death of any cause · n 4,742: {NUMBER} \(", "06": rf"\(hazard ratio {NUMBER}\)"},
    ),
    "slow half-life of K1": (
        of_row("half_lives", "k1_olson_slow", "half_life_h"),
        {"03": rf"Olson finds {NUMBER} h", "06": rf"K1 has a slow phase of {NUMBER} h"},
    ),
    "K2 in Emmental": (
        tuple(
            value("food_vitamers", f"emmental_k2_{t}", "ug_per_100g") for t in ("ciqual", "nevo")
        ),
        {
            "00": rf"gives {NUMBER} µg of vitamin K2 in 100 g of Emmental cheese, "
            rf"another gives {NUMBER} µg",
        },
    ),
    "K2 minus K1": (hu_contrast(), {"06": rf"K2 minus K1: {NUMBER} \({NUMBER} to {NUMBER}\)"}),
}
# One published value that two tables need: (table, row, column) twice.
TWICE = [
    (("carboxylation", "mgp_mk7_720", "value"), ("trials", "avadec_mgp", "change_vitamin")),
    (("carboxylation", "mgp_mk7_control", "value"), ("trials", "avadec_mgp", "change_control")),
    (("combination_trials", "avadec", "both_value"), ("trials", "avadec_valve", "change_vitamin")),
    (
        ("combination_trials", "avadec", "neither_value"),
        ("trials", "avadec_valve", "change_control"),
    ),
    (
        ("calcium_balance", "zero_balance", "value"),
        ("homeostasis_targets", "zero_balance", "value"),
    ),
]


def disagreements(name, text_of):
    """How lessons contradict the number that they share, in words."""
    wanted, ways = SHARED[name]
    for lesson, pattern in ways.items():
        found = re.findall(pattern, text_of(lesson))
        if not found:
            yield f"lesson {lesson} no longer says {name}"
        for numbers in found:
            numbers = (numbers,) if isinstance(numbers, str) else numbers
            if tuple(map(float, numbers)) != pytest.approx(wanted, rel=1e-3):
                yield f"lesson {lesson} says {numbers}, the data say {wanted}"


@pytest.mark.parametrize("name", SHARED)
def test_lessons_agree_on_a_number_that_they_share(name):
    assert list(disagreements(name, shown)) == []


@pytest.mark.parametrize("name", SHARED)
def test_a_lesson_that_drifts_is_caught(name):
    _, ways = SHARED[name]
    lesson = next(iter(ways))

    def drifted(number):
        text = shown(number)
        said = re.search(ways[lesson], text)
        return text[: said.start(1)] + "12345" + text[said.end(1) :] if number == lesson else text

    assert any("12345" in words for words in disagreements(name, drifted))


@pytest.mark.parametrize(("one", "other"), TWICE, ids=lambda cell: ".".join(cell))
def test_two_tables_agree_on_a_value_that_both_need(one, other):
    assert value(*one) == value(*other)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_mention_of_another_lesson_is_a_link_to_it(lesson):
    for cell in cells(lesson):
        if cell["cell_type"] != "markdown":
            continue
        text = "".join(cell["source"])
        for number in re.findall(r"(?<!\[)\b[Ll]esson (0\d)\b", text):
            assert number == lesson, (
                f"lesson {lesson} mentions lesson {number} without a link: {text}"
            )
        for number, target in re.findall(r"\[[Ll]esson (0\d)\]\(([^)]+)\)", text):
            assert target == LESSONS[number].name


@pytest.mark.parametrize("term", list(load("glossary").itertuples()), ids=lambda term: term.term)
def test_a_term_of_the_glossary_is_used_in_the_lesson_that_it_names(term):
    said = shown(term.lesson).casefold()
    names = [name.casefold() for name in (term.term, term.short) if isinstance(name, str)]
    # The stem is enough: "carboxylated" uses "carboxylation", "areas" the plural of "area".
    stems = [name[: max(4, len(name) - 3)].replace(" ", "s? ") for name in names]
    assert any(re.search(stem, said) for stem in stems)


def test_a_definition_stands_in_bold_in_one_lesson_only():
    bold = {}
    for lesson in LESSONS:
        prose = " ".join(
            "".join(c["source"]) for c in cells(lesson) if c["cell_type"] == "markdown"
        )
        for term in load("glossary")["term"]:
            if re.search(rf"\*\*{re.escape(term)}s?\*\*", prose, re.IGNORECASE):
                bold.setdefault(term, []).append(lesson)
    assert {term: where for term, where in bold.items() if len(where) > 1} == {}


def used_keys():
    """Every source that a table names or a text between quotation marks in code could."""
    keys = set()
    for name in _resources():
        table = load(name)
        for column in table.select_dtypes(include=["object", "string"]):
            keys |= set(re.findall(r"\w+", " ".join(table[column].dropna())))
    for folder in ("vitamin_k", "exercises"):
        for path in (ROOT / folder).rglob("*.py"):
            keys |= set(re.findall(r"\w+", path.read_text(encoding="utf-8")))
    for lesson in LESSONS:
        keys |= set(re.findall(r"\w+", "\n".join("".join(c["source"]) for c in cells(lesson))))
    return keys


def test_every_reference_is_used():
    assert sorted(set(_bibliography()) - used_keys()) == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_reference_that_a_lesson_cites_is_there(lesson):
    for cell in cells(lesson):
        if cell["cell_type"] != "code":
            continue
        for node in ast.walk(ast.parse("".join(cell["source"]))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "cite":
                for key in node.args:
                    if isinstance(key, ast.Constant):
                        assert cite(key.value).key == key.value
