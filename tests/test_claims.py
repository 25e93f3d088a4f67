"""The claim audit holds what its sources say, and no claim is left without source or lesson."""

import json
import re
import warnings
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from vitamin_k import claims
from vitamin_k.data import _resources, cite, load

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
CLAIMS = load("claims")
SOURCES = load("claim_sources")
QUESTIONS = load("reader_questions")
NUMBER = re.compile(r"(?<![\w-])-?\d[\d,]*(?:\.\d+)?(?!\w)")
NAMES = re.compile(r"per 100 g|\b(?:MK|BMP)-\d+|\bfactor X\b")
# Words of the questions that a reader of the article is likely to ask.
ASKED = ["raise", "clot", "warfarin", "supplement", "K1", "MK-4", "back", "bones", "much"]

by_claim = pytest.mark.parametrize("claim", list(CLAIMS.itertuples()), ids=CLAIMS.id)


def row_name(row):
    return f"{row.claim}-{row.source}-{row.Index}"


def numbers_in(text):
    """Numbers of a text without those in names and units."""
    found = NUMBER.findall(NAMES.sub(" ", text))
    return {abs(float(number.replace(",", ""))) for number in found}


def quoted_by(claim_id):
    rows = SOURCES[SOURCES.claim == claim_id]
    return set(rows[["quoted", "low", "high"]].abs().stack())


def test_the_audit_covers_the_article_and_the_mechanism_story():
    assert CLAIMS.origin.value_counts().to_dict() == {"article": 18, "mechanism story": 25}
    assert set(CLAIMS.verdict) == set(claims.SCALE)
    assert set(CLAIMS.certainty) == set(claims.CERTAINTIES)


@by_claim
def test_a_claim_has_sources_that_resolve(claim):
    rows = SOURCES[SOURCES.claim == claim.id]
    assert len(rows)
    assert all(cite(key).readas for key in rows.source)


def test_every_source_row_belongs_to_a_claim():
    assert set(SOURCES.claim) == set(CLAIMS.id)


@by_claim
def test_each_number_of_a_reason_is_quoted_from_a_source(claim):
    assert numbers_in(claim.reason) <= quoted_by(claim.id)


def test_a_number_without_a_source_would_be_caught():
    assert numbers_in("It rose by 203 AU (-10 to 1.5), MK-7 at 939 per 100 g, K1, 1,200.") == {
        203,
        10,
        1.5,
        939,
        1200,
    }


def test_a_named_cell_is_named_whole_and_its_table_is_known():
    named = SOURCES[["table", "row", "column"]].notna()
    assert (named.all(axis=1) | ~named.any(axis=1)).all()
    assert SOURCES[named.table].quoted.notna().all()
    assert set(SOURCES.table.dropna()) <= set(_resources())


def disagreement(row, table):
    """How a source row contradicts the cell it names, in words; empty if it does not."""
    cell = table.set_index("id").loc[row.row]
    if row.quoted != pytest.approx(cell[row.column]):
        return f"{row.quoted} is quoted, {cell[row.column]} stands in the table"
    if row.column == "estimate":
        for end in ("low", "high"):
            ours, theirs = getattr(row, end), cell[end]
            if not (pd.isna(ours) and pd.isna(theirs)) and ours != pytest.approx(theirs):
                return f"{end} {ours} is quoted, {theirs} stands in the table"
    if row.source not in (cell["source"], cell.get("original_study")):
        return f"{row.source} is named, the table has {cell['source']}"
    if cell["verified"] == "second-hand" and row.verified != "second-hand":
        # The whole row is second-hand there, so it cannot be more here.
        return "second-hand in the table"
    return ""


@pytest.mark.parametrize(
    "row", [pytest.param(r, id=row_name(r)) for r in SOURCES.dropna(subset="table").itertuples()]
)
def test_a_quoted_number_stands_in_the_cell_it_names(row):
    assert disagreement(row, load(row.table)) == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"quoted": 67.0}, "stands in the table"),
        ({"source": "olson2002"}, "is named"),
        ({"verified": "abstract"}, "second-hand"),
    ],
)
def test_a_wrong_quotation_is_caught(change, words):
    row = next(SOURCES[SOURCES.row == "mk7_schurgers"].itertuples())
    assert words in disagreement(row._replace(**change), load("half_lives"))


def test_the_computed_difference_of_k2_and_k1_follows_from_the_two_subgroups():
    rows = SOURCES[SOURCES.claim == "better_than_k1"].set_index("shows")
    k2, k1 = rows.loc["K2 subgroup"], rows.loc["K1 subgroup"]
    difference = k2.quoted - k1.quoted
    half_width = ((k2.high - k2.low) ** 2 + (k1.high - k1.low) ** 2) ** 0.5 / 2
    ours = rows.loc["K2 minus K1, computed from the two subgroups"]
    assert ours.quoted == pytest.approx(difference, abs=0.005)
    assert ours.low == pytest.approx(difference - half_width, abs=0.005)
    assert ours.high == pytest.approx(difference + half_width, abs=0.005)


@pytest.mark.parametrize("key", sorted(set(SOURCES.source)))
def test_a_source_read_second_hand_stays_so(key):
    statuses = set(SOURCES[SOURCES.source == key].verified)
    if cite(key).readas.startswith("second-hand"):
        assert statuses == {"second-hand"}
    assert "full text" not in statuses or cite(key).readas != "abstract"


@by_claim
def test_a_claim_that_leans_on_a_second_hand_number_says_so(claim):
    rows = SOURCES[(SOURCES.claim == claim.id) & (SOURCES.verified == "second-hand")]
    leaned_on = set(rows.quoted.abs().dropna()) & numbers_in(claim.reason)
    assert not leaned_on or "second-hand" in claim.reason
    # One source that was not seen cannot carry a claim alone.
    alone = set(SOURCES[SOURCES.claim == claim.id].verified) == {"second-hand"}
    assert not alone


@by_claim
def test_a_claim_states_what_would_change_it_and_why(claim):
    for text in (claim.claim, claim.reason, claim.what_would_change_it):
        assert text.endswith(".") and len(text) > 20
        assert max(len(s.split()) for s in re.split(r"[.:;] ", text)) <= 34, text
    # A result that could come, even for a verdict that will hardly change.
    assert not claim.what_would_change_it.startswith("Nothing")


def test_certainty_is_never_high_where_the_claim_is_unproven():
    assert "high" not in set(CLAIMS[CLAIMS.verdict == "unproven"].certainty)


def test_reviews_older_than_a_year_bring_a_warning():
    late = claims.overdue(CLAIMS)
    if len(late):
        warnings.warn(f"claims to review again: {', '.join(late.id)}", stacklevel=1)
    assert pd.to_datetime(CLAIMS.review_date).max() <= pd.Timestamp(date.today())


@pytest.mark.parametrize(("age_d", "found"), [(0, 0), (365, 0), (366, 1), (4000, 1)])
def test_a_review_is_overdue_after_twelve_months(age_d, found):
    reviewed = date(2026, 11, 25)
    table = pd.DataFrame({"id": ["a"], "review_date": [reviewed.isoformat()]})
    assert len(claims.overdue(table, reviewed + timedelta(days=age_d))) == found


def takes_up(notebook):
    """Lesson numbers that the notebook's course.claims("NN") cells name."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return re.findall(r"\bcourse\.claims\(\"(\d\d)\"\)", code)


@pytest.mark.parametrize("lesson", sorted(set(CLAIMS.lesson)))
def test_the_lesson_of_a_claim_takes_it_up(lesson):
    (notebook,) = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    assert takes_up(notebook) == [lesson]


def test_every_lesson_tests_a_claim_and_lists_it_without_its_verdict():
    assert sorted(set(CLAIMS.lesson)) == ["01", "02", "03", "04", "05", "06"]
    listed = "".join(claims.taken_up_by(lesson).data for lesson in sorted(set(CLAIMS.lesson)))
    assert all(listed.count(f"- *{claim}*") == 1 for claim in CLAIMS.claim)
    assert not any(reason in listed for reason in CLAIMS.reason)


@pytest.mark.parametrize("lesson", ["00", "6", "", None, 3, ["06"]])
def test_a_lesson_without_claims_is_answered_in_words(lesson):
    with pytest.raises(ValueError, match="tests no claim: the lessons that do are 01"):
        claims.taken_up_by(lesson)


def test_the_whole_audit_shows_every_claim_verdict_reason_and_source():
    shown = claims.whole_audit().data
    for row in CLAIMS.itertuples():
        line = next(line for line in shown.splitlines() if line.startswith(f"| *{row.claim}*"))
        parts = (f"**{row.verdict}**", row.certainty, row.reason, row.what_would_change_it)
        assert all(part in line for part in parts)
        assert all(f"`{key}`" in line for key in SOURCES[SOURCES.claim == row.id].source)
    assert shown.count("<details>") == shown.count("</details>") == 2


@pytest.mark.parametrize("row", list(QUESTIONS.itertuples()), ids=QUESTIONS.id)
def test_a_readers_question_is_answered_in_two_sentences_with_sources(row):
    assert row.answer.count(". ") == 1 and row.answer.endswith(".")
    named = row.claims.split()
    assert set(named) <= set(CLAIMS.id)
    assert all(cite(key).readas for key in row.sources.split())
    best = max(claims.CERTAINTIES[::-1].index(c) for c in CLAIMS.set_index("id").certainty[named])
    assert claims.CERTAINTIES[::-1].index(row.certainty) <= best
    assert f"**{row.question}**" in claims.reader_questions().data


@pytest.mark.parametrize("word", ASKED)
def test_what_a_reader_may_ask_is_answered(word):
    assert QUESTIONS.question.str.contains(word, case=False).any()


def test_no_answer_gives_a_dose_and_the_warning_on_warfarin_is_firm():
    assert not any(numbers_in(answer) for answer in QUESTIONS.answer)
    answer = QUESTIONS.set_index("id").answer["warfarin"]
    assert answer.startswith("Do not start, stop or change") and "clinician" in answer


def test_verdicts_are_counted_by_origin():
    counts = claims.verdict_counts()
    assert counts.to_numpy().sum() == len(CLAIMS)
    assert counts.loc["article", "true"] == 2
