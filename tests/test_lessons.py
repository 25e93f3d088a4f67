"""What every lesson must have, whatever it teaches: the same rhythm, size and access for all."""

import base64
import io
import itertools
import json
import re
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
LESSONS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
OPENING = ["Question", "You will be able to", "Before you start", "Predict"]
CLOSING = ["What we may not conclude", "Key points", "Go further", "Sources"]
MINUTES = re.compile(r"\((\d+) minutes?\)")
LONGEST_CELL = 15


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    return request.param


def cells(lesson, kind):
    notebook = json.loads(lesson.read_text(encoding="utf-8"))
    return [cell for cell in notebook["cells"] if cell["cell_type"] == kind]


def text(cell):
    return "".join(cell["source"])


def headings(lesson):
    prose = "\n".join(text(cell) for cell in cells(lesson, "markdown"))
    return re.findall(r"^(#+) (.+)$", prose, re.M)


def outputs(lesson):
    return [output for cell in cells(lesson, "code") for output in cell["outputs"]]


def test_there_is_a_lesson():
    assert LESSONS


def test_headings_follow_the_rhythm_of_the_course(lesson):
    titles = [MINUTES.sub("", title).strip() for level, title in headings(lesson) if level == "##"]
    sections = titles[len(OPENING) : -len(CLOSING)]
    assert titles[: len(OPENING)] == OPENING
    assert titles[-len(CLOSING) :] == CLOSING
    assert 3 <= len(sections) <= 5
    numbers = [int(title.split(".")[0]) for title in sections]
    assert numbers == list(range(1, len(sections) + 1))


def test_one_title_and_no_level_of_heading_is_skipped(lesson):
    levels = [len(level) for level, _ in headings(lesson)]
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_minutes_of_the_sections_add_up_to_the_lesson(lesson):
    parts = [int(m) for _, title in headings(lesson) for m in MINUTES.findall(title)]
    prose = "\n".join(text(cell) for cell in cells(lesson, "markdown"))
    whole = int(re.search(r"\*\*Time:\*\* (\d+) minutes", prose)[1])
    assert sum(parts) == whole


def test_code_cells_are_short_and_define_nothing_but_the_learners_function(lesson):
    for cell in cells(lesson, "code"):
        lines = [line for line in text(cell).splitlines() if line.strip()]
        assert 0 < len(lines) <= LONGEST_CELL, text(cell)
        if re.search(r"^\s*(def|class) ", text(cell), re.M):
            assert "your formula here" in text(cell), text(cell)


def test_lesson_is_stored_executed_in_order_without_errors_or_live_views(lesson):
    counts = [cell["execution_count"] for cell in cells(lesson, "code")]
    assert counts == list(range(1, len(counts) + 1))
    for output in outputs(lesson):
        assert output["output_type"] not in ("error", "stream"), output
        assert "application/vnd.jupyter.widget-view+json" not in output["data"]


def test_every_stored_picture_is_sharp_and_has_its_findings_as_alternative_text(lesson):
    pictures = [output for output in outputs(lesson) if "image/png" in output["data"]]
    assert pictures
    for output in pictures:
        alt = output["metadata"]["image/png"]["alt"]
        finding = "".join(output["data"]["text/plain"])
        assert len(alt) > 60
        assert all(line in alt for line in finding.splitlines())
        image = Image.open(io.BytesIO(base64.b64decode("".join(output["data"]["image/png"]))))
        assert image.width >= 1000


def test_lesson_needs_no_network_and_installs_nothing(lesson):
    for cell in cells(lesson, "code"):
        assert not re.search(r"https?://|^\s*[%!]|urlopen|requests", text(cell), re.M), text(cell)


def test_local_links_lead_somewhere(lesson):
    for cell in cells(lesson, "markdown"):
        for target in re.findall(r"\]\(([^)\s]+)\)", text(cell)):
            if not re.match(r"https?:|#|mailto:", target):
                assert (lesson.parent / target.split("#")[0]).exists(), target
