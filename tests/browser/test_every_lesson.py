"""What every lesson must do in JupyterLab in a real browser, whatever it teaches."""

import json
import re

import lab
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

LESSONS = sorted((lab.ROOT / "notebooks").glob("[0-9]*.ipynb"))
KEYS = {
    "range": ("ArrowRight", "ArrowLeft"),
    "checkbox": ("Space", "Space"),
    "select": ("ArrowDown", "ArrowUp"),
    "text": ("9", "Backspace"),
}
AT_ITS_END = {
    "range": "c => Number(c.value) === Number(c.max)",
    "select": "c => c.selectedIndex + 1 === c.length",
}


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture(scope="module")
def lesson(open_lesson, path):
    opened = open_lesson(path.relative_to(lab.ROOT).as_posix())
    opened.run_all()
    return opened


def stored_outputs(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [output.get("data", {}) for cell in cells for output in cell.get("outputs", [])]


def stored_questions(path):
    texts = ["".join(data.get("text/markdown", "")) for data in stored_outputs(path)]
    titles = re.compile(r"\*\*(Check yourself|Predict|Goal|Code|Before and after)\b")
    return [text for text in texts if titles.match(text)]


def test_run_all_shows_every_figure_and_question_without_an_error(lesson, path):
    assert lesson.failures() == []
    assert lesson.problems() == []
    pictures = [data for data in stored_outputs(path) if "image/png" in data]
    assert lesson.page.locator(".live-figure img").count() == len(pictures)
    assert lesson.page.locator(".question").count() >= len(stored_questions(path)) > 0


def test_every_control_changes_its_picture_by_keyboard(lesson):
    for figure in lesson.page.locator(".live-figure:has(.live-controls)").all():
        findings = [_moved(figure, control) for control in figure.locator("input, select").all()]
        assert any(findings), "no control of this figure changes its finding"


def _moved(figure, control):
    """Move one control there and back; tell whether the finding changed with the picture."""
    image, finding = figure.locator("img"), figure.locator(".live-finding")
    kind = control.get_attribute("type") or "select"
    key, back = KEYS[kind]
    if kind in AT_ITS_END and control.evaluate(AT_ITS_END[kind]):
        key, back = back, key
    # The address of a picture holds its bytes, so a new address is a new picture.
    before, words = image.get_attribute("src"), finding.inner_text()
    assert before.startswith("data:")
    control.press("End") if kind == "text" else control.focus()
    _press(figure, control, key)
    assert image.get_attribute("src") != before or figure.locator(".live-error").inner_text()
    assert finding.inner_text().strip() in image.get_attribute("alt")
    changed = finding.inner_text() != words
    _press(figure, control, back)
    expect(finding).to_have_text(words)
    expect(image).to_have_attribute("src", before)
    return changed


def _press(figure, control, key):
    """Press a key and wait until the figure has answered it."""
    answers = figure.get_attribute("data-answers")
    control.press(key)
    # Not async: wait_for_function takes the promise itself for a yes and does not wait.
    figure.page.wait_for_function(
        "([figure, old]) => figure.dataset.answers !== old",
        arg=[figure.element_handle(), answers],
    )


def test_no_two_elements_share_an_id(lesson):
    twice = lesson.page.evaluate(
        """() => {
            const ids = [...document.querySelectorAll(".jp-OutputArea [id]")].map((e) => e.id);
            return ids.filter((id, i) => ids.indexOf(id) !== i);
        }"""
    )
    assert twice == []


def test_every_control_has_a_name_and_tells_its_value_with_its_unit(lesson):
    for control in lesson.page.locator(".live-figure input, .live-figure select").all():
        label = lesson.page.locator(f"label[for='{control.get_attribute('id')}']")
        assert label.inner_text()
    for slider in lesson.page.locator(".live-figure input[type=range]").all():
        readout = lesson.page.locator(f"output[for='{slider.get_attribute('id')}']")
        assert slider.get_attribute("aria-valuetext") == readout.inner_text() != ""


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_no_serious_accessibility_rule_is_broken(lesson, theme):
    lesson.page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme
    )
    lesson.page.wait_for_selector(f"body[data-jp-theme-name='{theme}']", state="attached")
    # JupyterLab's own frame and editors are not the course's.
    context = {"include": [[".jp-OutputArea-output"], [".jp-RenderedMarkdown"]]}
    found = Axe().run(lesson.page, context=context).response["violations"]
    serious = {
        rule["id"]: [node["html"][:200] for node in rule["nodes"]]
        for rule in found
        if rule["impact"] in ("serious", "critical")
    }
    assert serious == {}


def test_a_reader_sees_stored_pictures_and_questions_before_anything_runs(open_lesson, path):
    unread = open_lesson(path.relative_to(lab.ROOT).as_posix())
    pictures = [data for data in stored_outputs(path) if "image/png" in data]
    assert unread.page.locator(".jp-RenderedImage img").count() == len(pictures)
    for text in stored_questions(path):
        title = text.splitlines()[0].strip("*")
        assert unread.page.get_by_text(title).count() > 0
    assert unread.failures() == []
