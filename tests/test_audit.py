"""A learner judges first; whatever comes from the browser or the progress file ends in words."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courseware import progress
from courseware.audit import SURENESS, Audit, AuditView, Statement, Study
from vitamin_k import claims

SCALE = {"yes": "it holds", "no": "it does not"}
STUDY = Study("Smith (2020)", "no difference", "https://doi.org/10.1/x", "read second-hand")
SECRET = "the reason nobody sees before"


def statement(name, verdict="yes"):
    return Statement(
        name, f"Claim {name}.", verdict, "low", SECRET, "A trial.", [STUDY], {"Lesson": "01"}
    )


@pytest.fixture
def audit():
    return Audit("check", "Audit", [statement("a"), statement("b", "no")], SCALE)


@pytest.fixture
def view(audit):
    return AuditView(audit)


def send(view, **content):
    view._handle_custom_msg(content, [])
    return view.said.get("message", "")


def test_the_verdict_is_shown_after_the_learners_own_and_not_before(view):
    assert SECRET not in json.dumps([view.audit, view.judged])
    said = send(view, do="judge", statement="a", verdict="no", sureness="guessing")
    assert said == "You and the course differ."
    assert list(view.judged) == ["a"]
    shown = view.judged["a"]
    assert (shown["verdict"], shown["sureness"]) == ("no", "guessing")
    assert shown["course"]["verdict"] == "yes" and shown["course"]["reason"] == SECRET
    assert shown["course"]["studies"] == [
        {
            "reference": "Smith (2020)",
            "shows": "no difference",
            "link": "https://doi.org/10.1/x",
            "caution": "read second-hand",
        }
    ]


def test_agreement_is_told(view):
    said = send(view, do="judge", statement="b", verdict="no", sureness="very sure")
    assert said == "You and the course agree."


def test_a_judgement_is_kept_and_shown_again(audit):
    audit.judge("a", "no", "guessing")
    kept = progress.last("check", "a", {"kept"})
    assert kept["answer"] == {"verdict": "no", "sureness": "guessing"}
    again = AuditView(Audit("check", "Audit", [statement("a")], SCALE))
    assert again.judged["a"]["verdict"] == "no"
    assert again.judged["a"]["day"] == kept["time"][:10]


def test_only_the_first_judgement_counts(view):
    send(view, do="judge", statement="a", verdict="no", sureness="guessing")
    said = send(view, do="judge", statement="a", verdict="yes", sureness="very sure")
    assert "first judgement counts" in said
    assert view.judged["a"]["verdict"] == "no"
    assert len(progress.attempts()) == 1


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"do": "judge"},
        {"do": "judge", "statement": "a"},
        {"do": "judge", "statement": "a", "verdict": "yes"},
        {"do": "judge", "statement": "a", "verdict": "maybe", "sureness": "guessing"},
        {"do": "judge", "statement": "a", "verdict": ["yes"], "sureness": "guessing"},
        {"do": "judge", "statement": "z", "verdict": "yes", "sureness": "guessing"},
        {"do": "judge", "statement": {"a": 1}, "verdict": "yes", "sureness": "guessing"},
        {"do": "reveal", "statement": "a"},
    ],
)
def test_an_incomplete_or_foreign_message_reveals_and_records_nothing(view, content):
    send(view, **content)
    assert view.judged == {} and progress.attempts() == []


def test_a_message_that_is_no_mapping_is_left_aside(view):
    for content in (None, [], "judge", 3):
        view._handle_custom_msg(content, [])
    assert view.judged == {} and view.said == {}


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@given(key=junk, verdict=junk, sureness=junk)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
def test_junk_is_answered_in_words(audit, key, verdict, sureness):
    assert audit.judge(key, verdict, sureness).endswith(".")
    assert audit.judged() == {}


@given(answer=junk)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_a_damaged_progress_file_is_survived(audit, progress_folder, answer):
    progress_folder.mkdir(exist_ok=True)
    line = {"time": "", "lesson": "check", "question": "a", "answer": answer, "verdict": "kept"}
    whole = line | {"question": "b", "answer": {"verdict": "yes", "sureness": SURENESS[1]}}
    text = f"{json.dumps(line)}\n{{torn\n{json.dumps(whole)}\n"
    (progress_folder / progress.FILE_NAME).write_text(text, encoding="utf-8")
    assert AuditView(audit).judged.keys() == {"b"}


def test_a_folder_that_cannot_be_written_is_told_and_the_comparison_still_comes(
    view, progress_folder
):
    progress_folder.write_text("a file stands where the folder should be")
    said = send(view, do="judge", statement="a", verdict="no", sureness="guessing")
    assert "cannot be written" in said
    assert view.judged["a"]["verdict"] == "no" and view.judged["a"]["day"] == ""


def test_the_same_words_are_announced_again(view):
    send(view, do="judge", statement="a")
    first = view.said
    send(view, do="judge", statement="a")
    assert first["message"] == view.said["message"]
    assert view.said["serial"] == first["serial"] + 1


def test_a_wrong_audit_is_refused():
    with pytest.raises(ValueError, match="two statements have the same id"):
        Audit("check", "Audit", [statement("a"), statement("a")], SCALE)
    with pytest.raises(ValueError, match="a has no verdict of the scale"):
        Audit("check", "Audit", [statement("a", "perhaps")], SCALE)


def test_readers_without_a_kernel_see_the_claims_and_no_verdict_even_after_judging(audit):
    before = audit._repr_mimebundle_()[0]
    audit.judge("a", "no", "guessing")
    after = audit._repr_mimebundle_()[0]
    assert before["text/plain"] == after["text/plain"] == after["text/markdown"]
    assert "1. Claim a. (Lesson: 01)" in before["text/plain"]
    assert SECRET not in json.dumps(after)


def test_the_claims_of_the_course_can_all_be_judged_and_compared():
    audit = claims.audit()
    view = AuditView(audit)
    for each in audit.statements.values():
        assert send(
            view, do="judge", statement=each.id, verdict=each.verdict, sureness=SURENESS[0]
        ).startswith("You and the course agree.")
    assert len(view.judged) == len(audit.statements) == 43
    for key, shown in view.judged.items():
        assert shown["course"]["studies"], key
        links = [study["link"] for study in shown["course"]["studies"] if study["link"]]
        assert all(link.startswith("https://") for link in links)


def test_the_learners_own_verdicts_can_be_taken_along():
    assert claims.own_verdicts() == {}
    audit = claims.audit()
    audit.judge("warfarin", "false", "guessing")
    audit.judge("fractures", "true", "guessing")
    assert claims.own_verdicts() == {
        audit.statements["fractures"].text: "true",
        audit.statements["warfarin"].text: "false",
    }


def test_a_second_hand_study_is_marked_for_the_learner():
    studies = claims.audit().statements["stays_longer"].studies
    assert [study.caution for study in studies] == ["read second-hand", *[""] * (len(studies) - 1)]
    assert studies[0].shows.endswith("(68 h)") and studies[0].reference == "Simes DC (2020)"


def test_no_question_shares_its_name_with_a_claim():
    from exercises import claims as questions

    assert not set(vars(questions)) & set(claims.audit().statements)
