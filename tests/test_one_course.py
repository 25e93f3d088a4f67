"""The lessons read as one course: the same number, word and way everywhere."""

import ast
import functools
import itertools
import json
import re
from pathlib import Path

import pytest

from vitamin_k import answer, pools
from vitamin_k.data import _bibliography, _resources, cite, load

ROOT = Path(__file__).resolve().parent.parent
LESSONS = {path.name[:2]: path for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))}
TEXTS = ("text/plain", "text/markdown")


@functools.cache
def cells(lesson):
    return json.loads(LESSONS[lesson].read_text(encoding="utf-8"))["cells"]


@functools.cache
def shown(lesson):
    """Everything that a lesson says: its prose and its stored outputs, in one line."""
    parts = []
    for cell in cells(lesson):
        if cell["cell_type"] == "markdown":
            parts.append("".join(cell["source"]))
        data = [output.get("data", {}) for output in cell.get("outputs", [])]
        parts += ["".join(each.get(kind, "")) for each in data for kind in TEXTS]
    return re.sub(r"\s+", " ", " ".join(parts)).replace("−", "-")


def row_names(table):
    """The name of each row: its key, without the name of the table."""
    key = _resources()[table]["schema"]["primaryKey"]
    columns = load(table)[[key] if isinstance(key, str) else key]
    return columns.astype(str).agg(" ".join, axis=1)


def value(table, row, column):
    return float(load(table).set_index(row_names(table)).loc[row, column])


def quoted(claim, unit):
    """The one number of a unit that the audit quotes for a claim."""
    rows = load("claim_sources").query("claim == @claim and unit == @unit")
    return float(rows["quoted"].item())


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
    "fall of inactive MGP on K1": (
        (
            -value("carboxylation", "mgp_k1_500", "value"),
            -value("carboxylation", "mgp_k1_control", "value"),
        ),
        {
            "02": rf"inactive MGP fell by {NUMBER} pmol/L in three years. "
            rf"Without, it fell by {NUMBER}\.",
            "06": rf"lowered inactive matrix Gla protein, by {NUMBER} pmol/L against {NUMBER} w",
        },
    ),
    "inactive MGP in AVADEC": (
        of_row("trials", "avadec_mgp", "change_vitamin", "change_control"),
        {
            "02": rf"MK-7 at 720 µg a day: {NUMBER} against {NUMBER} pmol/L",
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
    "K2 in Gruyère": (
        of_row("food_vitamers", "gruyere_k2", "ug_per_100g"),
        {
            "03": rf"but Gruyère {NUMBER};",
            "04": rf"but Gruyère {NUMBER};",
            "06": rf"Gruyère {NUMBER}\)",
        },
    ),
    "MK-4 in chicken leg, the highest table": (
        of_row("food_vitamers", "chicken_leg_mk4_dunlop", "ug_per_100g"),
        {
            "03": rf"Chicken leg \({NUMBER} µg",
            "04": rf"8\.5 to {NUMBER} over 5 sources",
            "06": rf"Chicken leg, {NUMBER} in one table",
        },
    ),
    "what butter does to the K1 of spinach": (
        of_row("bioavailability", "k1_butter_effect", "value"),
        {
            "03": rf"spinach with butter gives {NUMBER} times",
            "04": rf"butter lifts it {NUMBER}-fold",
        },
    ),
    "people in whose blood Sato found MK-4": (
        of_row("detections", "mk4_sato", "value", "n_people"),
        {
            "03": rf"none: {NUMBER} of {NUMBER}\. The model",
            "06": rf"in the blood of {NUMBER} of {NUMBER} people",
        },
    ),
    "valve calcium in AVADEC, both arms": (
        of_row("trials", "avadec_valve", "change_vitamin", "change_control"),
        {
            "05": rf"valve calcium grew by {NUMBER} units with both and by {NUMBER} with neither",
            "06": rf"it rose about as much: {NUMBER} AU against {NUMBER} AU",
        },
    ),
    "valve calcium in AVADEC, difference": (
        of_row("trials", "avadec_valve", "estimate", "low", "high"),
        {
            "06": rf"valve (?:calcium differed by )?{NUMBER} (?:AU )?\({NUMBER} to {NUMBER}\)",
        },
    ),
    "calcium in urine with MK-4 and without": (
        of_row("serum_calcium", "orimo", "treated_value", "control_value"),
        {
            "05": rf"in urine, {NUMBER} with MK-4 and {NUMBER} with placebo",
            "06": rf"than placebo did \({NUMBER} against {NUMBER},",
        },
    ),
    "intake at zero balance": (
        (*of_row("calcium_balance", "zero_balance", "value", "low_value"),),
        {"05": rf"balanced at {NUMBER} mg/d, and one person may lie anywhere from {NUMBER} to"},
    ),
    "vitamin K that lowered calcium in rats, times the usual": (
        (quoted("mgp_removes", "fold"),),
        {
            "02": rf"in rats only, about half of it, at {NUMBER} times the usual",
            "06": rf"in rats only, at {NUMBER} times the usual",
        },
    ),
    "share of the first Gla of osteocalcin, %": (
        (quoted("osteocalcin_three", "%"),),
        {"02": rf"hardly used: only {NUMBER} % of it", "06": rf"was used in {NUMBER} % only"},
    ),
    "proteins with undisputed Gla": (
        (float((load("vitamin_k_proteins")["standing"] == "undisputed").sum()),),
        {"02": rf"undisputed {NUMBER} contested", "06": rf"Counted safely there are {NUMBER},"},
    ),
    "K2 minus K1": (hu_contrast(), {"06": rf"K2 minus K1: {NUMBER} \({NUMBER} to {NUMBER}\)"}),
}
# Published values that more than one table needs, and why: each group is one number.
TWICE = {
    "one lesson shows a trial's arms, another its result or the error in its print": [
        [
            ("trials", "avadec_valve", "change_vitamin"),
            ("combination_trials", "avadec", "both_value"),
            ("printed_errors", "avadec_sign", "vitamin_mean"),
        ],
        [
            ("trials", "avadec_valve", "change_control"),
            ("combination_trials", "avadec", "neither_value"),
            ("printed_errors", "avadec_sign", "control_mean"),
        ],
        [
            ("trials", "eelderink_t50", "change_vitamin"),
            ("serum_calcium", "eelderink", "treated_value"),
        ],
        [
            ("trials", "eelderink_t50", "change_control"),
            ("serum_calcium", "eelderink", "control_value"),
        ],
        [
            ("trials", "orimo1998_hand", "change_vitamin"),
            ("printed_errors", "orimo_spread", "vitamin_mean"),
        ],
        [
            ("trials", "orimo1998_hand", "change_control"),
            ("printed_errors", "orimo_spread", "control_mean"),
        ],
        [
            ("trials", "avadec_valve", "estimate"),  # there with the sign that the print lost
            ("printed_errors", "avadec_sign", "printed_estimate"),
        ],
        [
            ("meta_analyses", "cockayne2006_hip", "estimate"),
            ("printed_errors", "cockayne_hip", "printed_estimate"),
        ],
        [
            ("meta_analyses", "li2023_adverse", "estimate"),
            ("printed_errors", "li_adverse", "printed_estimate"),
        ],
        [
            ("meta_analyses", "zhou2022_ucoc", "estimate"),
            ("printed_errors", "zhou_ucoc", "printed_estimate"),
        ],
    ],
    "a constant of a model that somebody measured": [
        [
            ("half_lives", "k1_olson_slow", "half_life_h"),
            ("model_parameters", "K1 half_life_slow", "value"),
            ("model_parameters", "K1 in greens half_life_slow", "value"),
        ],
        [
            ("half_lives", "mk4_label_fast", "half_life_h"),
            ("model_parameters", "MK-4 half_life_fast", "value"),
        ],
        [
            ("half_lives", "mk4_label_slow", "half_life_h"),
            ("model_parameters", "MK-4 half_life_slow", "value"),
        ],
        [
            ("half_lives", "mk7_schurgers", "half_life_h"),
            ("model_parameters", "MK-7 half_life_slow", "value"),
        ],
    ],
    "a setting of the calcium model, and the target that it was set by": [
        [
            ("homeostasis_targets", "rest_calcium", "value"),
            ("homeostasis_parameters", "calcium_rest_mmol_per_l", "value"),
        ],
        [
            ("homeostasis_targets", "rest_pth", "value"),
            ("homeostasis_parameters", "pth_rest_pmol_per_l", "value"),
        ],
        [
            ("homeostasis_targets", "rest_calcitriol", "value"),
            ("homeostasis_parameters", "calcitriol_rest_pmol_per_l", "value"),
        ],
        [
            ("homeostasis_targets", "rest_surface", "value"),
            ("homeostasis_parameters", "surface_bone_mg", "value"),
        ],
        [
            ("homeostasis_targets", "rest_deep", "value"),
            ("homeostasis_parameters", "deep_bone_mg", "value"),
        ],
        [
            ("homeostasis_targets", "rest_into_bone", "value"),
            ("homeostasis_targets", "rest_out_of_bone", "value"),
            ("homeostasis_parameters", "rapid_exchange_mg_per_d", "value"),
        ],
        [
            ("homeostasis_targets", "rest_to_deep", "value"),
            ("homeostasis_targets", "rest_from_deep", "value"),
            ("homeostasis_parameters", "deep_exchange_mg_per_d", "value"),
        ],
    ],
    "lesson 01 draws the balance studies, lesson 05 holds its model against them": [
        [
            ("calcium_balance", "zero_balance", "value"),
            ("homeostasis_targets", "zero_balance", "value"),
        ],
        [
            ("calcium_balance", "output_slope", "value"),
            ("homeostasis_targets", "output_slope", "value"),
        ],
    ],
    "a coincidence: a half-life of 1.5 h and a lag of 1.5 h": [
        [
            ("half_lives", "k1_schurgers", "half_life_h"),
            ("model_parameters", "MK-7 lag", "value"),
        ],
    ],
}
GROUPS = [group for groups in TWICE.values() for group in groups]
# These columns say how a study was done, or how sure its result is, and not what it found.
DESIGN = re.compile(
    r"n_|dose|weeks|year|duration|follow|time_h$|sampled|day$|until|from_h|fat_g|portion|last_"
    r"|low|high|both_low|both_high|sd|i2|printed_(low|high|p)|p_value|\w+_spread|mature|precursor"
)


def results():
    """Every published result: source, value without its sign, unit, and where it stands."""
    for table in sorted(set(_resources()) - {"claim_sources"}):
        rows = load(table)
        if "source" not in rows:
            continue
        rows = rows.assign(row_name=row_names(table))
        units = load(table).attrs["units"]
        columns = [name for name in rows.select_dtypes("number") if not DESIGN.match(name)]
        for row in rows.to_dict("records"):
            for column in columns:
                if row[column] == row[column] and row[column]:
                    unit = row.get("unit", units.get(column))
                    yield row["source"], abs(row[column]), unit, (table, row["row_name"], column)


def same_twice():
    """Pairs of cells in two tables that hold one published result."""
    kept = {}
    for source, number, unit, cell in results():
        kept.setdefault((source, number), []).append((unit, cell))
    for found in kept.values():
        for (unit, one), (other_unit, other) in itertools.combinations(found, 2):
            known = isinstance(unit, str) and isinstance(other_unit, str)
            # Nutrients of one food table meet by chance.
            foods = {one[0], other[0]} == {"foods", "food_vitamers"}
            if one[0] != other[0] and not foods and (unit == other_unit or not known):
                yield one, other


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


@pytest.mark.parametrize(
    ("name", "lesson"), [(name, lesson) for name, (_, ways) in SHARED.items() for lesson in ways]
)
def test_a_lesson_that_drifts_is_caught(name, lesson):
    def drifted(number):
        text = shown(number)
        said = re.search(SHARED[name][1][lesson], text)
        return text[: said.start(1)] + "12345" + text[said.end(1) :] if number == lesson else text

    assert any("12345" in words for words in disagreements(name, drifted))


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: ".".join(group[0]))
def test_tables_agree_on_a_value_that_they_all_need(group):
    assert len({abs(value(*cell)) for cell in group}) == 1


def test_no_published_value_stands_in_two_tables_without_a_reason():
    explained = [set(group) for group in GROUPS]
    found = [pair for pair in same_twice() if not any(set(pair) <= group for group in explained)]
    assert found == []
    assert len(list(same_twice())) > 20  # the search finds what is there


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


# Bold words that stress something and define nothing.
STRESSED = {
    "00": {"A goal", "A live figure", "File > Download", "Kernel > Restart Kernel", "Questions"}
    | {"cells", "not", "notebook"},
    "01": {"Calcium shrinks", "Height beats calcium", "falls", "hollow marks", "mixed", "one"},
    "02": {"not"},
    "03": {"assumed", "borrowed", "computed", "fitted", "measured", "milligrams", "not"}
    | {"the same fraction"},
    "04": {"Kale", "Look at the diamonds", "collards", "nutrient 430"},
    "05": {"Blood", "Computed", "Deep bone", "Surface bone", "assumed", "fitted"},
    "06": {"true", "you", "your inference"},
}
GLOSSARY = load("glossary")


def prose(lesson):
    parts = ["".join(c["source"]) for c in cells(lesson) if c["cell_type"] == "markdown"]
    return "\n".join(parts)


def bold_words(lesson):
    """Bold spans that can be a term: short, and no sentence or label."""
    spans = re.findall(r"(?<![*\w])\*\*([^*\n]+)\*\*", prose(lesson))
    return {span for span in spans if len(span.split()) <= 4 and span[-1] not in ".:?!,"}


def names_of(term):
    return [name for name in (term.term, term.short) if isinstance(name, str)]


def uses(name, text):
    """Whether a text has a name as whole words, perhaps in the plural."""
    words = r"s?\s+".join(map(re.escape, name.split()))
    # A short form such as OR is a word in small letters.
    case = 0 if len(name) <= 3 else re.IGNORECASE
    return re.search(rf"(?<![\w-]){words}(s|es)?(?![\w-])", text, case) is not None


@pytest.mark.parametrize("term", list(GLOSSARY.itertuples()), ids=lambda term: term.term)
def test_a_term_of_the_glossary_is_used_in_the_lesson_that_it_names(term):
    said = shown(term.lesson).replace("*", "")
    assert any(uses(name, said) for name in names_of(term))


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_term_that_a_lesson_defines_in_bold_stands_in_the_glossary(lesson):
    every = [name for term in GLOSSARY.itertuples() for name in names_of(term)]
    # "imputed" defines the imputed value, "Net absorption" is a term of its own.
    unknown = {
        span
        for span in bold_words(lesson) - STRESSED[lesson]
        if not any(uses(span.casefold().removesuffix("s"), name.casefold()) for name in every)
        and not any(uses(name, span) for name in every)
    }
    assert unknown == set()


@pytest.mark.parametrize("term", list(GLOSSARY.itertuples()), ids=lambda term: term.term)
def test_a_term_is_defined_in_bold_in_one_lesson_and_the_glossary_names_it(term):
    forms = {name.casefold() + ending for name in names_of(term) for ending in ("", "s")}
    where = {each for each in LESSONS if forms & {span.casefold() for span in bold_words(each)}}
    assert where <= {term.lesson}


def test_a_work_has_one_key():
    entries = _bibliography().values()
    for identity in ("doi", "pmid"):
        known = [getattr(entry, identity) for entry in entries if getattr(entry, identity)]
        assert len(known) == len(set(known))


# The claim of the audit that each line of the one-page answer is about.
ANSWERED = {
    "Does vitamin K2 raise calcium?": "raises_calcium",
    "Does it activate the proteins that bind calcium?": "activates",
    "Does it keep bone dense?": "bone_density",
    "Does it prevent fractures?": "fractures",
    "Does it slow calcification?": "slows_coronary",
    "Does it reverse calcification?": "reverses_coronary",
    "Does it keep arteries supple?": "stiffness",
    "Does it protect the heart?": "heart_deaths",
    "Is K2 better than K1?": "better_than_k1",
    "Who must take care?": "warfarin",
}


@pytest.mark.parametrize("line", answer.lines(), ids=lambda line: line[0])
def test_the_answer_is_as_certain_as_the_audit(line):
    question, _, certainty, _ = line
    assert certainty == load("claims").set_index("id").certainty[ANSWERED[question]]


def test_the_title_question_has_one_answer():
    answered = "No evidence that it does – not proven not to."
    assert answered in answer.one_page().data
    assert answered in prose("06")
    assert "We have no evidence that it does. It is not proven that it does not." in prose("05")
    (audited,) = load("claims").query("id == 'raises_calcium'").itertuples()
    assert (audited.verdict, audited.certainty) == ("unproven", "low")
    (asked,) = load("reader_questions").query("id == 'raises_calcium'").itertuples()
    assert asked.certainty == audited.certainty


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
