"""The tables meet their schema, the references resolve, and a damaged table is caught."""

import csv
import math
import re
from urllib.parse import urlsplit

import jsonschema
import pandas as pd
import pytest

from vitamin_k import data

TABLES = sorted(data._resources())
BIB = data._parse_bib((data.FOLDER / "sources.bib").read_text(encoding="utf-8"))
# The lesson cites these without taking a number from them.
CITED_IN_LESSON = ["ntro_blog", "nakagawa2010", "du2023", "booth2003", "efsa2017"]
# Conventional values of prohaska2022.
ATOMIC_WEIGHTS = {"C": 12.011, "H": 1.008, "O": 15.999}
FORMULAS = {
    "K1": {"C": 31, "H": 46, "O": 2},
    "MK-4": {"C": 31, "H": 40, "O": 2},
    "MK-7": {"C": 46, "H": 64, "O": 2},
}
MOLAR_MASS = {
    vitamer: sum(count * ATOMIC_WEIGHTS[element] for element, count in formula.items())
    for vitamer, formula in FORMULAS.items()
}
# ng/mL and nmol/L differ by the molar mass / 1000, and so do their areas.
TWO_UNITS = [
    ("concentration_ng_per_ml", "concentration_nmol_per_l"),
    ("sd_ng_per_ml", "sd_nmol_per_l"),
    ("area_ng_h_per_ml", "area_nmol_h_per_l"),
    ("sd_ng_h_per_ml", "sd_nmol_h_per_l"),
]


def read(name):
    """Rows of a table as they stand in the file: column -> text."""
    path = data.FOLDER / data._resources()[name]["path"]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def as_json_schema(fields):
    """Turn Table Schema into the JSON Schema of one row without its blanks."""
    row = {"type": "object", "additionalProperties": False, "required": [], "properties": {}}
    for field in fields:
        limits = dict(field.get("constraints", {}))
        limits.pop("unique", None)  # a rule for the column: see problems()
        if limits.pop("required", False):
            row["required"].append(field["name"])
        row["properties"][field["name"]] = {"type": field["type"], **limits}
    return row


def typed(cell, kind):
    """Number or integer; any other text stays text, for the schema to refuse or accept."""
    if kind == "number" and re.fullmatch(r"-?\d+(\.\d+)?", cell):
        return float(cell)
    return int(cell) if kind == "integer" and cell.isdigit() else cell


def problems(name, rows):
    """Every way in which the rows break the schema of a table, in words."""
    schema = data._resources()[name]["schema"]
    kinds = {field["name"]: field["type"] for field in schema["fields"]}
    validator = jsonschema.Draft202012Validator(as_json_schema(schema["fields"]))
    key = schema["primaryKey"]
    key = [key] if isinstance(key, str) else key
    found, seen = [], set()
    for number, cells in enumerate(rows, start=2):
        where = f"{name}.csv line {number}"
        # csv marks a row that is too short or too long with None
        if list(cells) != list(kinds) or None in cells.values():
            found.append(f"{where}: the cells do not match the columns {list(kinds)}")
            continue
        row = {column: typed(cell, kinds[column]) for column, cell in cells.items() if cell != ""}
        for error in validator.iter_errors(row):
            found.append(f"{where}: {''.join(map(str, error.path))} {error.message}")
        identity = tuple(cells[column] for column in key)
        if identity in seen:
            found.append(f"{where}: {identity} is there twice")
        seen.add(identity)
        for column in ("source", "original_study"):
            if row.get(column, "") and row[column] not in BIB:
                found.append(f"{where}: {column} {row[column]} is not in sources.bib")
        found += [f"{where}: {text}" for text in contradictions(row)]
    return found


def contradictions(row):
    """Numbers of one row that cannot all be right."""
    numbers = {name: value for name, value in row.items() if isinstance(value, float)}
    for low in (name for name in numbers if name.startswith("low")):
        # low_h and high_h belong to half_life_h, the first column that ends alike
        high, ending = low.replace("low", "high", 1), low.removeprefix("low").lstrip("_")
        middle = [name for name in numbers if name.endswith(ending) and name not in (low, high)]
        ordered = [numbers.get(name, math.nan) for name in (low, *middle[:1], high)]
        if not ordered[0] <= ordered[1] <= ordered[-1]:
            yield f"{low}, value and {high} are not in order: {ordered}"
    for mass, moles in TWO_UNITS:
        if mass in numbers and moles in numbers:
            expected = numbers[moles] * MOLAR_MASS[row["vitamer"]] / 1000
            # the computed one is kept to four digits
            if not math.isclose(numbers[mass], expected, rel_tol=1e-3):
                yield f"{mass} {numbers[mass]} does not fit {moles} {numbers[moles]}"


def test_every_file_is_described_and_every_description_has_a_file():
    files = {path.name for path in data.FOLDER.glob("*.csv")}
    assert files == {resource["path"] for resource in data._resources().values()}


@pytest.mark.parametrize("name", TABLES)
def test_the_readme_says_once_how_a_table_came_to_be(name):
    readme = (data.FOLDER / "README.md").read_text(encoding="utf-8")
    assert readme.count(f"\n| `{data._resources()[name]['path']}` |") == 1


@pytest.mark.parametrize("name", TABLES)
def test_table_meets_its_schema(name):
    rows = read(name)
    assert rows, f"{name}.csv is empty"
    found = problems(name, rows)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_described_and_a_name_with_a_unit_says_it(name):
    for field in data._resources()[name]["schema"]["fields"]:
        assert field["description"], field
        constraints = field.get("constraints", {})
        if field["type"] != "string":
            assert {"minimum", "maximum"} <= set(constraints), f"{field['name']} has no bounds"
        if re.search(r"_(h|ug|g|ng_per_ml|nmol_per_l|ug_per_100g)$", field["name"]):
            assert field.get("unit"), f"{field['name']} has no unit"


DAMAGES = {
    "minutes for hours": ("half_lives", {"half_life_h": "1656"}, "greater than the maximum"),
    "milligrams for micrograms": ("peak_times", {"dose_ug": "0.03"}, "less than the minimum"),
    "a word for a number": ("half_lives", {"half_life_h": "long"}, "not of type 'number'"),
    "half a person": ("half_lives", {"n_people": "7.5"}, "not of type 'integer'"),
    "an unknown source": ("half_lives", {"source": "nobody1900"}, "not in sources.bib"),
    "an unknown study": ("plateaus", {"original_study": "nobody1900"}, "not in sources.bib"),
    "an unlisted vitamer": ("food_vitamers", {"vitamer": "mk7"}, "is not one of"),
    "a blank source": ("exposures", {"source": ""}, "'source' is a required property"),
    "a blank status": ("carboxylation", {"verified": ""}, "'verified' is a required property"),
    "nmol/L for ng/mL": ("concentrations", {"concentration_ng_per_ml": "6.2"}, "does not fit"),
    "a value out of its range": ("half_lives", {"low_h": "2", "high_h": "3"}, "not in order"),
    "a key in capitals": ("detections", {"id": "Sato 2012"}, "does not match"),
    "an id used twice": ("foods", {"id": "kale_boiled"}, "is there twice"),
    "a fraction above the bound": ("bioavailability", {"value": "470"}, "greater than"),
}


@pytest.mark.parametrize(("name", "damage", "message"), DAMAGES.values(), ids=DAMAGES)
def test_damaged_table_is_caught(name, damage, message):
    rows = read(name)
    rows[0] |= damage
    found = problems(name, rows)
    assert any(message in text for text in found), found


def test_column_missing_from_the_schema_is_caught():
    rows = [row | {"mood": "good"} for row in read("foods")]
    assert len(problems("foods", rows)) == len(rows)


def test_molar_masses_follow_from_the_formulas():
    table = data.load("model_parameters")
    rows = table[table.parameter == "molar_mass"].set_index("vitamer")["value"]
    for vitamer, value in rows.items():
        assert value == pytest.approx(MOLAR_MASS[vitamer.split()[0]], abs=5e-4), vitamer


def test_model_parameters_are_complete_and_each_has_its_unit():
    table = data.load("model_parameters")
    names = ["vitamer", "parameter", "value", "unit", "basis", "source", "verified", "note"]
    assert list(table.columns) == names
    assert len(table) == table.vitamer.nunique() * table.parameter.nunique() == 32
    units = table.groupby("parameter")["unit"].unique().map(list).to_dict()
    assert units == {
        "molar_mass": ["g/mol"],
        "central_volume": ["L"],
        "half_life_fast": ["h"],
        "half_life_slow": ["h"],
        "slow_weight": ["1"],
        "absorption_rate": ["1/h"],
        "lag": ["h"],
        "bioavailability": ["1"],
    }
    fractions = table[table.parameter.isin(["slow_weight", "bioavailability"])]
    assert fractions["value"].between(0, 1).all()
    wide = table.pivot(index="vitamer", columns="parameter", values="value")
    assert (wide.half_life_fast < wide.half_life_slow).all()


def test_fitted_or_assumed_parameter_is_never_marked_as_read():
    table = data.load("model_parameters")
    guessed = table[table.basis.isin(["fitted", "assumed", "computed"])]
    assert set(guessed.verified) <= {"computed", "second-hand"}


# Value as printed in the paper named at the end.
PRINTED = [
    ("half_lives", "k1_olson_slow", "half_life_h", 27.6, "Olson 2002"),
    ("half_lives", "k1_olson_fast", "half_life_h", 1.0, "Olson 2002"),
    ("half_lives", "k1_erkkila", "half_life_h", 22.8, "Erkkila 2004"),
    ("half_lives", "k1_novotny_tissue", "half_life_h", 215, "Novotny 2010"),
    ("half_lives", "mk4_label_slow", "half_life_h", 17.52, "Kaytwo N label, section 16.1"),
    ("half_lives", "mk7_schurgers", "half_life_h", 68, "Simes 2020, of Schurgers 2007"),
    ("concentrations", "k1_collards_6h", "concentration_nmol_per_l", 10.51, "Erkkila 2004"),
    ("concentrations", "mk4_iv_6min", "concentration_ng_per_ml", 2760, "Kaytwo N label: 2.76"),
    ("exposures", "k1_tablet_garber", "area_nmol_h_per_l", 27.55, "Garber 1999"),
    ("exposures", "mk4_fat_34_9g", "area_ng_h_per_ml", 1024, "Uematsu 1996"),
    ("exposures", "mk4_syrup_label", "area_ng_h_per_ml", 1463, "Eisai, Kaytwo syrup"),
    ("plateaus", "mk7_yogurt_after", "value", 1.94, "Knapen 2015, yogurt"),
    ("usual_levels", "mk7_ikari", "concentration_ng_per_ml", 14.2, "Ikari 2016"),
    ("bioavailability", "k1_kale", "value", 4.7, "Novotny 2010"),
    ("food_vitamers", "natto_mk7", "ug_per_100g", 939, "Kamao 2007"),
    ("food_vitamers", "chicken_leg_mk4_dunlop", "ug_per_100g", 58, "Dunlop 2022"),
    ("food_vitamers", "soft_cheese_us_k_total", "ug_per_100g", 506, "Fu 2017"),
    ("food_vitamers", "natto_k1_usda", "ug_per_100g", 23.1, "USDA SR28, NDB 16113"),
    ("intakes", "nl_k2", "intake_ug_per_d", 29.1, "Gast 2009"),
    ("carboxylation", "mgp_k1_500", "value", -345, "Shea 2011"),
]


@pytest.mark.parametrize(("name", "row", "column", "value", "paper"), PRINTED)
def test_value_is_the_printed_one(name, row, column, value, paper):
    table = data.load(name).set_index("id")
    assert table.loc[row, column] == value, paper


def test_computed_rows_follow_from_the_rows_they_name():
    area = data.load("exposures").set_index("id")["area_ng_h_per_ml"]
    share = data.load("bioavailability").set_index("id")["value"]
    syrup = area["mk4_syrup_label"] / (3 * area["mk4_iv_label"])
    assert share["mk4_syrup"] == pytest.approx(100 * syrup, abs=0.05)
    spinach = area["k1_spinach_150g_garber"] / area["k1_tablet_garber"]
    assert share["k1_spinach_vs_tablet"] == pytest.approx(100 * spinach, abs=0.5)
    fat = area["mk4_fat_34_9g"] / area["mk4_fat_8_8g"]
    assert share["mk4_fat_effect"] == pytest.approx(fat, abs=0.05)
    butter = share["k1_solubilised_vs_spinach"] / share["k1_solubilised_vs_spinach_butter"]
    assert share["k1_butter_effect"] == pytest.approx(butter, abs=0.05)


def test_the_one_mk7_half_life_is_there_once_and_marked_second_hand():
    table = data.load("half_lives").query("vitamer == 'MK-7'")
    assert list(table.half_life_h) == [68]
    assert list(table.verified) == ["second-hand"]


@pytest.mark.parametrize("key", sorted(BIB))
def test_reference_is_complete(key):
    entry = BIB[key]
    assert re.fullmatch(r"[a-z0-9_]+", key)
    for field in ("author", "title", "year", "readas"):
        assert entry.get(field), f"{key} has no {field}"
    assert entry.get("journal") or entry.get("howpublished"), f"{key} was published nowhere"
    assert re.fullmatch(r"\d{4}|n\.d\.", entry["year"])
    assert re.fullmatch(r"10\.\d{4,}/\S+", entry.get("doi", "10.1000/1"))
    assert entry.get("pmid", "1").isdigit()
    url = urlsplit(entry.get("url", "https://doi.org/"))
    assert url.scheme == "https"
    # A mirror at a bare number is not where a work was published.
    assert re.fullmatch(r"[a-z0-9.-]+\.[a-z]{2,}", url.hostname), url.hostname


@pytest.mark.parametrize("key", CITED_IN_LESSON)
def test_source_cited_by_the_lesson_is_there(key):
    assert data.cite(key).key == key


def test_load_gives_types_units_and_title():
    table = data.load("half_lives")
    assert table.half_life_h.dtype == "float64"
    assert table.n_people.dtype == "Int64"
    assert table.attrs["units"]["half_life_h"] == "h"
    assert "id" not in table.attrs["units"]
    assert table.attrs["title"] == "Published half-lives of vitamin K in adults"
    blank = table.set_index("id").loc["mk7_schurgers"]
    assert pd.isna(blank.n_people) and pd.isna(blank.dose_ug)


def test_load_gives_a_fresh_copy_each_time():
    first = data.load("food_vitamers")
    first.loc[0, "ug_per_100g"] = -1
    first.attrs["units"].clear()
    second = data.load("food_vitamers")
    assert second.loc[0, "ug_per_100g"] == 704.8
    assert second.attrs["units"]["ug_per_100g"] == "µg/100 g"


def test_unknown_table_is_named_with_the_tables_there_are():
    with pytest.raises(ValueError, match=r"'half_life' is no table.*half_lives.*foods"):
        data.load("half_life")


@pytest.mark.parametrize("name", [None, 3, ["foods"], "../README", ""])
def test_any_wrong_table_name_ends_in_the_same_message(name):
    with pytest.raises(ValueError, match="is no table of the course"):
        data.load(name)


def test_cite_writes_a_plain_reference():
    assert str(data.cite("schurgers2007")) == (
        "Schurgers LJ, Teunissen KJ, Hamulyak K, et al. (2007). Vitamin K-containing dietary "
        "supplements: comparison of synthetic vitamin K1 and natto-derived menaquinone-7. "
        "Blood 109(8):3279-3283. https://doi.org/10.1182/blood-2006-08-040709 (read as: abstract)"
    )


def test_cite_writes_markdown_with_a_link():
    line = data.cite("nakagawa2010")._repr_markdown_()
    assert line == (
        "Nakagawa K, et al. (2010). Identification of UBIAD1 as a novel human menaquinone-4 "
        "biosynthetic enzyme. *Nature 468:117-121*. "
        "[doi:10.1038/nature09464](https://doi.org/10.1038/nature09464) (read as: abstract)"
    )


def test_link_survives_brackets_in_a_doi():
    assert data.cite("kaneki2001").link == "https://doi.org/10.1016/S0899-9007%2800%2900554-2"


def test_link_falls_back_to_pubmed_and_then_to_the_page():
    assert data.cite("erkkila2004").link == "https://pubmed.ncbi.nlm.nih.gov/14767874/"
    assert data.cite("pmda_kaytwo").link.startswith("https://www.pmda.go.jp/")
    assert data.cite("kinon").link == ""


def test_several_keys_give_a_list_in_their_order():
    found = data.cite("olson2002", "sato2012")
    assert [each.key for each in found] == ["olson2002", "sato2012"]
    first, second = found._repr_markdown_().splitlines()
    assert first.startswith("- `olson2002` Olson RE")
    assert second.startswith("- `sato2012` Sato T, Schurgers LJ, Uenishi K (2012)")


def test_unknown_key_offers_close_ones():
    with pytest.raises(ValueError, match=r"'schurgers2008' is no source.*schurgers2007"):
        data.cite("olson2002", "schurgers2008")


def test_cite_without_a_key_says_what_to_do():
    with pytest.raises(ValueError, match="at least one key"):
        data.cite()


def test_sources_of_gives_each_source_once_in_order():
    found = data.sources_of(data.load("exposures"))
    expected = ["garber1999", "uematsu1996", "pmda_kaytwo", "eisai_faq2977"]
    assert [each.key for each in found] == expected
    assert isinstance(found, data.References)


def test_sources_of_a_table_without_sources_says_so():
    with pytest.raises(ValueError, match='no "source" column'):
        data.sources_of(data.load("foods")[["food"]])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@misc{a,\n  title = {T},\n}\n@misc{a,\n}", "line 4: key a is there twice"),
        ("@misc{a,\n  title = T\n}", "line 2 is not"),
    ],
)
def test_broken_bibliography_names_the_line(text, message):
    with pytest.raises(ValueError, match=message):
        data._parse_bib(text)
