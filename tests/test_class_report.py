"""The class report counts what is a hand-in, lists what is not, and is right about both."""

import csv
import json
import math
import os
import re
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.filters import markdown2html
from scipy import stats

import exercises
from courseware import class_figures, class_report, handin, progress
from courseware.questions import Choice, Goal, Match, Number, Order, Predict, Several, Wrong
from teaching import example_class

VERSION = "9.9.9"
HELP = {"hints": ["a", "b"], "solution": "s", "because": "yes"}


def item(name, concept):
    """An item of a test before or after the course."""
    made = Choice(name, "?", options=["yes", "no"], answer="yes", wrong=[Wrong("no", "!")], **HELP)
    made.concept = concept
    return made


QUESTIONS = {
    f"{question.lesson}.{question.name}": question
    for question in (
        Predict("bones.guess", "Which?", options=["up", "down"]),
        Choice(
            "bones.choice",
            "Which?",
            options=["a", "b", "c"],
            answer="a",
            wrong=[Wrong("b", "b is a misconception"), Wrong("c", "c as well")],
            **HELP,
        ),
        Number(
            "bones.drawn",
            "Twice {n}?",
            draw={"n": [2, 3, 5, 7, 11]},
            answer=lambda n: 2 * n,
            wrong=[Wrong(lambda n: n, "That is {n} itself.")],
            **HELP,
        ),
        Several(
            "bones.several",
            "Which?",
            options=["a", "b"],
            answer=["a"],
            wrong=[Wrong("b", "not b")],
            **HELP,
        ),
        Order(
            "bones.order",
            "?",
            items=["x", "y"],
            answer=["y", "x"],
            ends=("first", "last"),
            wrong=[Wrong(("y", "x"), "y comes first")],
            **HELP,
        ),
        Match(
            "bones.match",
            "?",
            answer={"k": "v"},
            partners=["v", "w"],
            wrong=[Wrong(("k", "w"), "not w")],
            **HELP,
        ),
        Goal("bones.goal", "?", condition=lambda x: (x > 1, "x"), hints=["a", "b"], solution="s"),
        *(item(f"pretest.i{i}", concept) for i, concept in enumerate(["one", "one", "two"])),
        *(item(f"posttest.i{i}", concept) for i, concept in enumerate(["one", "one", "two"])),
    )
}


def attempt(name, answer, verdict, minute=0):
    lesson, question = name.split(".")
    return {
        "time": f"2026-09-07T09:{minute:02d}:00+00:00",
        "lesson": lesson,
        "question": question,
        "answer": answer,
        "verdict": verdict,
    }


def hand_in(learner, *attempts, **changed):
    content = {
        "format": handin.FORMAT,
        "format_version": 1,
        "course_version": VERSION,
        "learner": learner,
        "exported": "2026-10-01T10:00:00+00:00",
        "attempts": [attempt(*given) for given in attempts],
    }
    return content | changed


def write(folder, name, content):
    folder.mkdir(exist_ok=True)
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(json.dumps(content), encoding="utf-8")
    return path


def report(folder):
    return class_report.report(folder, QUESTIONS, course_version=VERSION)


def tables(made):
    """Each table but the list of what was not counted, as text to compare."""
    names = ["learners", "questions", "wrong_answers", "predictions", "gains"]
    return {name: getattr(made, name).to_csv() for name in names}


@pytest.fixture
def folder(tmp_path):
    """A good class of two."""
    here = tmp_path / "hand-ins"
    write(
        here,
        "ada.json",
        hand_in(
            "Ada",
            ("bones.guess", "up", "kept"),
            ("bones.guess", "down", "kept", 1),
            ("bones.choice", "zzz", "unclear", 2),
            ("bones.choice", "b", "wrong", 3),
            ("bones.choice", "a", "right", 4),
            ("bones.drawn", "4", "right", 5),
        ),
    )
    write(
        here,
        "ben.json",
        hand_in(
            "Ben",
            ("course.name", "Ben", "kept"),
            ("bones.guess", "down", "kept"),
            ("bones.choice", "b", "wrong", 3),
            ("bones.choice", "c", "wrong", 4),
            ("bones.choice", "b", "wrong", 5),
        ),
    )
    return here


# --- What is counted -----------------------------------------------------------------------------


def test_first_try_attempts_and_end_are_counted_without_unclear_answers(folder):
    row = report(folder).questions.set_index("question").loc["choice"]
    assert row["learners"] == 2
    assert row["right_at_first_try"] == 0
    assert row["right_in_the_end"] == 0.5
    assert row["mean_attempts"] == (2 + 3) / 2
    drawn = report(folder).questions.set_index("question").loc["drawn"]
    assert (drawn["learners"], drawn["right_at_first_try"]) == (1, 1)
    assert "too few learners (1)" in drawn["note"]


def test_a_learners_row_tells_what_was_done_and_when(folder):
    ada = report(folder).learners.set_index("learner").loc["Ada"]
    assert (ada["tried"], ada["solved"], ada["predictions"], ada["bones"]) == (2, 2, 1, 2)
    assert ada["right_at_first_try"] == 0.5
    assert ada["first_day"] == ada["last_day"] == "2026-09-07"


def test_wrong_answers_come_with_their_misconception_commonest_first(folder):
    rows = report(folder).wrong_answers.query("question == 'choice'")
    assert rows["misconception"].tolist() == ["b is a misconception", "c as well"]
    assert rows["learners"].tolist() == [2, 1]
    assert rows["share"].tolist() == [1.0, 0.5]


def test_only_the_first_guess_counts(folder):
    rows = report(folder).predictions.set_index("option")
    assert rows["learners"].to_dict() == {"up": 1, "down": 1}


@pytest.mark.parametrize(
    ("name", "answer", "message"),
    [
        ("bones.several", ["a", "b"], "not b"),
        ("bones.order", ["x", "y"], "y comes first"),
        ("bones.match", {"k": "w"}, "not w"),
        ("bones.choice", ["no", "text"], ""),
        ("bones.choice", "a", ""),
    ],
)
def test_the_misconception_is_the_listed_message_for_every_kind(name, answer, message):
    assert class_report.misconception(QUESTIONS[name], answer) == message


def test_drawn_numbers_are_judged_for_the_learner_and_not_for_the_teacher():
    drawn = QUESTIONS["bones.drawn"]
    seen = {name: drawn.for_learner(name).drawn()["n"] for name in ("Ada", "Ben", "Cem", "Dee")}
    assert len(set(seen.values())) > 1
    for name, n in seen.items():
        assert class_report.misconception(drawn, str(n), name) == f"That is {n} itself."


def test_a_drawn_question_uses_the_name_that_was_set_at_that_moment(tmp_path):
    here = tmp_path / "hand-ins"
    first, second = (QUESTIONS["bones.drawn"].for_learner(n).drawn()["n"] for n in ("Ben", "Dee"))
    assert first != second
    content = hand_in(
        "Ben",
        ("course.name", "Ben", "kept"),
        ("bones.drawn", str(first), "wrong"),
        ("course.name", "Dee", "kept"),
        ("bones.drawn", str(second), "wrong"),
    )
    write(here, "ben.json", content)
    told = set(report(here).wrong_answers["misconception"])
    assert told == {f"That is {first} itself.", f"That is {second} itself."}


def test_a_learner_without_a_name_is_counted_under_the_files_name(tmp_path):
    write(tmp_path / "h", "hand-in-learner.json", hand_in("", ("bones.choice", "a", "right")))
    assert report(tmp_path / "h").learners["learner"].tolist() == ["no name (hand-in-learner)"]


def test_an_empty_folder_gives_an_empty_report_and_a_missing_one_an_error(tmp_path):
    (tmp_path / "h").mkdir()
    made = report(tmp_path / "h")
    assert made.learners.empty and made.not_counted.empty
    assert made.questions["right_at_first_try"].isna().all()
    with pytest.raises(class_report.NoFolder, match=r"There is no folder .*none") as missing:
        report(tmp_path / "none")
    assert missing.value._render_traceback_() == [str(missing.value)]


def test_pictures_of_what_nobody_did_are_words_and_stop_no_notebook(tmp_path):
    (tmp_path / "h").mkdir()
    questions = class_report.questions_in(exercises)
    made = class_report.report(tmp_path / "h", questions, course_version="1")
    guess = questions["half_life.mk7_after_a_day"]
    for shown in (
        class_figures.first_try_by_question(made.questions, "half_life"),
        class_figures.predictions_and_result(made.predictions, guess, "25 %"),
        class_figures.gain_by_concept(made.gains),
    ):
        assert shown.data.startswith("Nobody has ")


# --- Statistics ----------------------------------------------------------------------------------


def test_discrimination_is_the_point_biserial_against_the_rest_score():
    random = np.random.default_rng(3)
    right = (random.random((40, 6)) < random.random((40, 1))).astype(float)
    found = class_report.discrimination(right)
    for column in range(6):
        rest = np.delete(right, column, axis=1).mean(axis=1)
        assert math.isclose(
            found[column], stats.pointbiserialr(right[:, column], rest)[0], rel_tol=1e-9
        )


def test_discrimination_takes_the_rest_score_from_what_each_learner_tried():
    random = np.random.default_rng(4)
    right = (random.random((60, 7)) < random.random((60, 1))).astype(float)
    right[random.random(right.shape) < 0.4] = np.nan
    found = class_report.discrimination(right)
    for column in range(7):
        rest = pd.DataFrame(np.delete(right, column, axis=1)).mean(axis=1).to_numpy()
        used = ~np.isnan(right[:, column]) & ~np.isnan(rest)
        wanted = stats.pointbiserialr(right[used, column], rest[used])[0]
        assert math.isclose(found[column], wanted, rel_tol=1e-9)


def test_discrimination_needs_ten_learners_and_both_verdicts():
    right = np.tile([1.0, 0.0, 1.0], (9, 1))
    right[0] = [0, 1, 0]
    assert np.isnan(class_report.discrimination(right)).all()
    all_right = np.ones((20, 2))
    all_right[:10, 1] = 0
    assert np.isnan(class_report.discrimination(all_right)[0])


def answered(before, after):
    """A hand-in with pre-test and post-test answers: True is right."""
    told = {True: ("yes", "right"), False: ("no", "wrong")}
    pre = [(f"pretest.i{i}", *told[right]) for i, right in enumerate(before)]
    return [*pre, *((f"posttest.i{i}", *told[right]) for i, right in enumerate(after))]


def test_the_gain_is_the_paired_t_interval_by_concept(tmp_path):
    random = np.random.default_rng(8)
    before, after = random.random((12, 3)) < 0.3, random.random((12, 3)) < 0.7
    for i in range(12):
        write(tmp_path / "h", f"{i}.json", hand_in(f"L{i}", *answered(before[i], after[i])))
    gains = report(tmp_path / "h").gains.set_index("concept")
    assert gains["items"].to_dict() == {"one": 2, "two": 1, "all concepts": 3}
    for concept, some in {"one": [0, 1], "two": [2], "all concepts": [0, 1, 2]}.items():
        pre, post = before[:, some].mean(axis=1), after[:, some].mean(axis=1)
        interval = stats.ttest_rel(post, pre).confidence_interval(0.95)
        row = gains.loc[concept]
        assert row["learners"] == 12
        assert np.allclose(row[["low_gain", "high_gain"]].astype(float), interval)
        assert math.isclose(row["gain"], post.mean() - pre.mean(), abs_tol=1e-12)


def test_only_learners_with_both_whole_tests_count_and_two_have_no_interval(tmp_path):
    write(tmp_path / "h", "a.json", hand_in("A", *answered([0, 0, 0], [1, 1, 1])))
    write(tmp_path / "h", "b.json", hand_in("B", *answered([0, 1, 0], [1, 1])))
    write(tmp_path / "h", "c.json", hand_in("C", ("pretest.i0", "yes", "right")))
    gains = report(tmp_path / "h").gains.set_index("concept")
    assert gains["learners"].to_dict() == {"one": 2, "two": 1, "all concepts": 1}
    assert gains.loc["one", "gain"] == 0.75
    assert gains[["low_gain", "high_gain"]].isna().all().all()


def test_tests_with_other_concepts_are_refused():
    unequal = QUESTIONS | {"posttest.i9": item("posttest.i9", "three")}
    with pytest.raises(ValueError, match="same concepts"):
        class_report.learning_gains([], unequal)


def test_a_course_without_tests_has_no_gains():
    lessons = {name: q for name, q in QUESTIONS.items() if "test" not in name}
    assert class_report.learning_gains([], lessons).empty


# --- What is not counted -------------------------------------------------------------------------

GOOD = hand_in("Eve", ("bones.choice", "a", "right"))
NESTED = b"[" * 100_000 + b"]" * 100_000
HOSTILE = {
    "not JSON": (b"{not json", "not JSON"),
    "cut off": (json.dumps(GOOD).encode()[:-20], "not JSON"),
    "empty": (b"", "not JSON"),
    "nan": (json.dumps(GOOD | {"exported": math.nan}).encode(), "not JSON"),
    "other encoding": (
        json.dumps(GOOD | {"learner": "Zoë"}, ensure_ascii=False).encode("latin-1"),
        "UTF-8",
    ),
    "utf-16": (json.dumps(GOOD).encode("utf-16"), "UTF-8"),
    "nested": (NESTED, "nested"),
    "nested answer": (hand_in("Eve", ("bones.choice", [[["a"]]], "right")), "answer of attempt 1"),
    "huge": (b" " * (class_report.LARGEST_FILE_BYTES + 1), "larger than"),
    "a list": ([GOOD], "not a hand-in"),
    "a number": (7, "not a hand-in"),
    "other format": (GOOD | {"format": "a shopping list"}, "not a hand-in"),
    "other format version": (GOOD | {"format_version": 2}, "format is not version"),
    "format version true": (GOOD | {"format_version": True}, "format is not version"),
    "other course version": (GOOD | {"course_version": "0.0.1"}, "another version"),
    "course version a list": (GOOD | {"course_version": [VERSION]}, "another version"),
    "name a number": (GOOD | {"learner": 7}, "not a text"),
    "script in a name": (GOOD | {"learner": "<script>alert(1)</script>"}, "no name needs"),
    "formula in a name": (GOOD | {"learner": "=1+1"}, "no name needs"),
    "link in a name": (GOOD | {"learner": "[Eve](javascript:alert(1))"}, "no name needs"),
    "path in a name": (GOOD | {"learner": "../../etc/passwd"}, "no name needs"),
    "text turned round in a name": (GOOD | {"learner": "Eve\u202eadA"}, "no name needs"),
    "null in a name": (GOOD | {"learner": "Eve\0"}, "no name needs"),
    "long name": (GOOD | {"learner": "E" * 81}, "longer than"),
    "no attempts": (GOOD | {"attempts": None}, "no list of attempts"),
    "attempts a mapping": (GOOD | {"attempts": {"0": {}}}, "no list of attempts"),
    "attempt a text": (GOOD | {"attempts": ["right"]}, "missing in attempt 1"),
    "attempt half": (GOOD | {"attempts": [{"time": "2026-09-07T09:00:00+00:00"}]}, "missing"),
    "unknown question": (hand_in("Eve", ("bones.none", "a", "right")), "no question of the name"),
    "question a list": (
        GOOD | {"attempts": [attempt("bones.choice", "a", "right") | {"question": ["choice"]}]},
        "wrong type",
    ),
    "unknown verdict": (
        hand_in("Eve", ("bones.choice", "a", "brilliant")),
        "verdict of attempt 1",
    ),
    "verdict of another kind": (hand_in("Eve", ("bones.choice", "a", "kept")), "verdict of"),
    "formula in an answer": (
        hand_in("Eve", ("bones.choice", '=HYPERLINK("http://x.example","a")', "wrong")),
        "spreadsheet formula",
    ),
    "formula in a list": (
        hand_in("Eve", ("bones.several", ["a", "@SUM(A1)"], "wrong")),
        "spreadsheet formula",
    ),
    "long answer": (hand_in("Eve", ("bones.choice", "a" * 2001, "wrong")), "answer of attempt 1"),
    "many answers": (hand_in("Eve", ("bones.several", ["a"] * 51, "wrong")), "answer of"),
    "huge number": (hand_in("Eve", ("bones.drawn", 10**30, "wrong")), "answer of attempt 1"),
    "infinite number": (
        json.dumps(hand_in("Eve", ("bones.drawn", 12345, "wrong")))
        .replace("12345", "1e999")
        .encode(),
        "answer of attempt 1",
    ),
    "no time": (
        GOOD | {"attempts": [GOOD["attempts"][0] | {"time": "yesterday"}]},
        "cannot be read",
    ),
    "time a number": (GOOD | {"attempts": [GOOD["attempts"][0] | {"time": 17}]}, "cannot be read"),
    "month 13": (
        GOOD | {"attempts": [GOOD["attempts"][0] | {"time": "2026-13-07T09:00:00Z"}]},
        "cannot be read",
    ),
    "time without zone": (
        GOOD | {"attempts": [GOOD["attempts"][0] | {"time": "2026-09-07T09:00:00"}]},
        "cannot be read",
    ),
    "before the course": (
        GOOD | {"attempts": [GOOD["attempts"][0] | {"time": "1970-01-01T00:00:00Z"}]},
        "before the course",
    ),
    "after the export": (
        GOOD | {"attempts": [GOOD["attempts"][0] | {"time": "2031-01-01T00:00:00Z"}]},
        "after the export",
    ),
    "export nonsense": (GOOD | {"exported": "now"}, "the export cannot be read"),
    "another learner's name": (
        GOOD | {"learner": "ada", "exported": "2026-10-02T10:00:00+00:00"},
        "same learner",
    ),
}


@pytest.mark.parametrize(("content", "reason"), HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("name", ["000.json", "zzz.json"])
def test_a_hostile_file_is_listed_with_its_reason_and_changes_nothing(
    folder, content, reason, name
):
    before = tables(report(folder))
    write(folder, name, content)
    after = report(folder)
    assert tables(after) == before
    (row,) = after.not_counted.itertuples()
    assert row.file == name
    assert reason in row.reason


def _link(folder):
    (folder.parent / "secret.json").write_text(json.dumps(GOOD), encoding="utf-8")
    (folder / "odd.json").symlink_to(folder.parent / "secret.json")


def _broken_link(folder):
    (folder / "odd.json").symlink_to(folder.parent / "nothing.json")


def _folder(folder):
    (folder / "odd.json").mkdir()


def _pipe(folder):
    os.mkfifo(folder / "odd.json")


@pytest.mark.parametrize("make", [_link, _broken_link, _folder, _pipe])
def test_links_folders_and_pipes_are_not_opened(folder, make):
    before = tables(report(folder))
    try:
        make(folder)
    except (AttributeError, OSError):
        pytest.skip("this system makes no such entry")
    after = report(folder)
    assert tables(after) == before
    assert "a folder, a link or a device" in after.not_counted["reason"].item()


def test_other_files_are_listed(folder):
    write(folder, "notes.txt", b"hello")
    assert report(folder).not_counted["reason"].tolist() == ["Hand-ins end in .json."]


def test_the_same_file_twice_counts_once(folder):
    before = tables(report(folder))
    (folder / "ada (1).json").write_bytes((folder / "ada.json").read_bytes())
    after = report(folder)
    assert tables(after) == before
    assert "holds all of its attempts" in after.not_counted["reason"].item()


def test_a_fuller_hand_in_of_the_same_learner_takes_the_place_of_the_first(folder):
    content = json.loads((folder / "ben.json").read_text(encoding="utf-8"))
    content["attempts"].append(attempt("bones.choice", "a", "right", 9))
    content["exported"] = "2026-11-01T10:00:00+00:00"
    write(folder, "ben later.json", content)
    made = report(folder)
    assert made.learners.set_index("learner").loc["Ben", "solved"] == 1
    assert made.not_counted["file"].tolist() == ["ben.json"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.data())
def test_any_json_in_any_place_is_counted_or_refused_and_never_an_error(tmp_path_factory, data):
    here = tmp_path_factory.mktemp("h")
    content = hand_in("Eve", ("bones.choice", "b", "wrong"), ("bones.drawn", "3", "wrong"))
    place = data.draw(st.sampled_from([*content, *handin.KEYS]))
    target = content if place in content else content["attempts"][0]
    target[place] = data.draw(JSON)
    (here / "eve.json").write_bytes(json.dumps(content).encode("utf-8", "surrogatepass"))
    made = report(here)
    assert len(made.learners) + len(made.not_counted) == 1


# --- Shown and exported --------------------------------------------------------------------------

NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a | b | c",
    "[click](javascript:alert(1))",
    "![x](http://x.example/p.png)",
    "http://x.example www.x.example a@x.example",
    "`code` **bold** _it_ ~~no~~ # head",
    "&lt;b&gt; &amp;",
    "two\nlines\r\n\n# head",
    "$x^2$ \\(y\\)",
]


@pytest.mark.parametrize("text", NASTY)
def test_a_text_from_a_hand_in_is_shown_and_does_nothing(text):
    made = class_report.show(pd.DataFrame({"answer": [text], "n": [1]}), ["answer", "n"]).data
    page = markdown2html(made)
    assert len(re.findall("<td", page)) == 2
    cell = re.search(r"<td[^>]*>(.*?)</td>", page, re.S)[1]
    assert "<" not in cell
    assert "$" not in made and "\\" not in made


@given(st.text())
def test_no_text_leaves_its_cell(text):
    safe = class_report.safe_text(text)
    assert not re.search(r"[<>|`*_\[\]$\\\n\r]", safe)


def test_unclear_formulas_and_nasty_answers_are_counted_and_exported_as_text(tmp_path):
    here = tmp_path / "h"
    content = hand_in(
        "Eve",
        ("bones.drawn", "=2*(3+1)", "unclear"),
        ("bones.drawn", "-7", "wrong"),
        ("bones.choice", "@b", "wrong"),
        ("bones.several", ["+a", "b"], "wrong"),
    )
    write(here, "=cmd.json", content | {"course_version": "0"})
    write(here, "eve.json", content)
    made = report(here)
    assert made.learners["tried"].item() == 3
    made.save(tmp_path / "out")
    found = 0
    for path in (tmp_path / "out").glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found += sum(cell.startswith("'") for cell in row.values())
                for cell in row.values():
                    number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
                    assert number or cell[:1] not in class_report.FORMULA_STARTS or not cell
    assert found >= 4


@given(st.text())
def test_no_exported_text_begins_as_a_formula(text):
    cell = class_report.safe_cells(pd.DataFrame({"a": [text]}))["a"].item()
    assert cell.lstrip()[:1] not in class_report.FORMULA_STARTS or not cell.strip()


def test_all_tables_are_written(folder, tmp_path):
    names = report(folder).save(tmp_path / "new" / "place")
    assert sorted(names) == sorted(path.name for path in (tmp_path / "new/place").iterdir())
    assert len(pd.read_csv(tmp_path / "new/place/learners.csv")) == 2


# --- The course and its example class ------------------------------------------------------------


def test_all_questions_of_the_course_are_found_without_their_tests_covers():
    found = class_report.questions_in(exercises)
    assert "half_life.mk4_half_life" in found
    assert all(name == f"{q.lesson}.{q.name}" for name, q in found.items())
    assert not any(q.kind == "kept test" for q in found.values())


def test_what_a_learner_hands_in_is_counted(progress_folder, tmp_path):
    questions = class_report.questions_in(exercises)
    progress.use_name("Ada")
    questions["half_life.mk7_after_a_day"].check("about half")
    questions["half_life.why_k1_differs"].check("One of the laboratories made a mistake.")
    handin.hand_in()
    (file,) = progress_folder.glob("*.json")
    (tmp_path / "h").mkdir()
    (tmp_path / "h" / file.name).write_bytes(file.read_bytes())
    version = handin.course_version()
    made = class_report.report(tmp_path / "h", questions, course_version=version)
    assert made.not_counted.empty
    assert made.learners[["learner", "tried", "predictions"]].to_numpy().tolist() == [
        ["Ada", 1, 1]
    ]
    assert "Both can be right" in made.wrong_answers["misconception"].item()


def test_the_example_class_is_counted_whole_and_labelled_as_simulated(tmp_path):
    questions = class_report.questions_in(exercises)
    here = example_class.write(questions, VERSION, tmp_path / "h", n_learners=25)
    made = class_report.report(here, questions, course_version=VERSION)
    assert len(made.learners) == 25 and made.not_counted.empty
    assert made.learners["learner"].str.startswith("Simulated").all()
    assert (made.questions["learners"] > 0).all()
    # The simulation puts abilities in, so most questions must tell good from weak learners.
    assert made.questions["discrimination"].median() > 0.1


def test_the_example_class_has_the_gain_that_was_put_in(tmp_path):
    here = example_class.write(QUESTIONS, VERSION, tmp_path / "h", n_learners=80)
    gains = report(here).gains.set_index("concept")
    assert gains.loc["all concepts", "low_gain"] > 0


def test_the_same_seed_gives_the_same_class(tmp_path):
    one, two = (example_class.write(QUESTIONS, VERSION, tmp_path / n, n_learners=3) for n in "ab")
    assert [p.read_bytes() for p in sorted(one.iterdir())] == [
        p.read_bytes() for p in sorted(two.iterdir())
    ]
    other = example_class.write(QUESTIONS, VERSION, tmp_path / "c", n_learners=3, seed=1)
    assert sorted(other.iterdir())[0].read_bytes() != sorted(one.iterdir())[0].read_bytes()


def test_wrong_answers_of_the_example_class_are_wrong_for_today_s_questions():
    questions = class_report.questions_in(exercises)
    random = np.random.default_rng(0)
    for question in questions.values():
        if question.kind in ("choice", "several", "number", "order", "match"):
            wrong = example_class.wrong_answer(question, random)
            assert question.judge(wrong).verdict == "wrong", question.name
            assert question.judge(example_class.right_answer(question)).verdict == "right"


def test_the_exported_time_is_read_in_every_zone(tmp_path):
    write(tmp_path / "h", "a.json", GOOD | {"exported": "2026-10-01T10:00:00+05:30"})
    (only,), _ = class_report.read_folder(tmp_path / "h", QUESTIONS, course_version=VERSION)
    assert only.exported == datetime(2026, 10, 1, 4, 30, tzinfo=UTC)
