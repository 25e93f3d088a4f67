"""The teacher's guide keeps up with the lessons, and the class report notebook runs."""

import json
import re
from pathlib import Path

import pytest

import exercises
from courseware import class_report

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "teaching/guide.md").read_text(encoding="utf-8")
NOTEBOOK = ROOT / "teaching/class_report.ipynb"
LESSONS = {path.name[:2]: path for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))}
SHEETS = {
    text[:2]: text for text in re.split(r"^## Lesson (?=\d\d: )", GUIDE, flags=re.M)[1:]
}  # number -> everything under its heading


def prose(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def code(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]


def test_every_lesson_has_a_run_sheet_and_every_run_sheet_a_lesson():
    assert list(SHEETS) == list(LESSONS)


@pytest.mark.parametrize("number", SHEETS)
def test_the_minutes_of_a_run_sheet_are_those_of_the_lesson(number):
    sheet = SHEETS[number]
    rows = [(title, int(m)) for m, title in re.findall(r"^\| (\d+) \| (.+?) \|", sheet, re.M)]
    assert sum(minutes for _, minutes in rows) == int(re.search(r"\((\d+) minutes\)", sheet)[1])
    lesson = prose(LESSONS[number])
    sections = re.findall(r"^## (.+?) \((\d+) minutes?\)$", lesson, re.M)
    assert rows == [(title, int(minutes)) for title, minutes in sections]
    assert sum(m for _, m in rows) == int(re.search(r"\*\*Time:\*\* (\d+) minutes", lesson)[1])


@pytest.mark.parametrize("number", SHEETS)
def test_a_run_sheet_says_why_what_to_cut_what_to_discuss_and_what_to_project(number):
    for word in ("Why here", "Short of time?", "Discuss", "Project"):
        assert re.search(rf"^\*\*{re.escape(word)}\.?\*\* .{{20,}}", SHEETS[number], re.M), word


@pytest.mark.parametrize("number", SHEETS)
def test_each_common_wrong_answer_belongs_to_a_question_of_that_lesson(number):
    named = re.findall(r"^\| `([\w.]+)` \| .+ \| .+ \|$", SHEETS[number], re.M)
    assert named
    shown = "\n".join(code(LESSONS[number]))
    for name in named:
        assert name in class_report.questions_in(exercises)
        assert re.search(rf"^(\w+ = )?{re.escape(name)}\b", shown, re.M), name


def test_local_links_and_paths_of_the_guide_exist():
    for target in re.findall(r"\]\(([^)\s]+)\)", GUIDE):
        assert re.match(r"https?:", target) or (ROOT / "teaching" / target).exists(), target
    for path in re.findall(r"`((?:exercises|teaching)/[\w./]+)`", GUIDE):
        assert (ROOT / path).exists(), path


def test_the_class_report_notebook_is_short_cells_without_helpers():
    for cell in code(NOTEBOOK):
        assert len(cell.splitlines()) <= 8, cell
        assert not re.search(r"^\s*(def|class) ", cell, re.M)


def test_every_picture_of_the_simulated_class_says_that_it_is_simulated():
    assert "simulated" in prose(NOTEBOOK).split("## 1.")[0]
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    pictures = [
        output
        for cell in cells
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    assert len(pictures) == 3
    for output in pictures:
        assert "Simulated class" in output["metadata"]["image/png"]["alt"]
