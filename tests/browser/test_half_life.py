"""Lesson 03 in JupyterLab in a real browser, driven by keyboard."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from exercises import half_life

PATH = "notebooks/03_k1_k2_half_life.ipynb"
SIMULATORS = ("line_through_points", "single_dose", "daily_dosing", "virtual_population")
# Bytes of the picture that is on the page, so that a new address alone does not count as a change.
PIXELS = """async (image) => new TextDecoder("latin1").decode(
    await (await fetch(image.src)).arrayBuffer())"""
FUNCTION = """def fraction_left(time_h, half_life_h):
    return {}

half_life.fraction_left.check(fraction_left)"""


@pytest.fixture(scope="module")
def lesson(open_lesson):
    opened = open_lesson(PATH)
    opened.run_all()
    return opened


def question(lesson, name):
    return lesson.cell(f"half_life.{name}").first.locator(".question")


def said(card):
    return card.locator(".question-feedback")


def check(card):
    card.get_by_role("button", name=re.compile("Check|Keep")).press("Enter")


def attempts(folder, name):
    lines = (folder / "attempts.jsonl").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    return [line["verdict"] for line in found if line["question"] == name]


def test_run_all_shows_every_figure_and_question_without_an_error(lesson):
    assert lesson.failures() == []
    assert lesson.problems() == []
    assert lesson.page.locator(".live-figure img").count() == 8
    assert lesson.page.locator(".question").count() == 17


@pytest.mark.parametrize("name", SIMULATORS)
def test_every_control_changes_picture_and_finding_by_keyboard(lesson, name):
    figure = lesson.cell(f"figures.{name}").locator(".live-figure")
    image, finding = figure.locator("img"), figure.locator(".live-finding")
    controls = figure.locator("input, select")
    assert controls.count() >= 3
    for control in controls.all():
        kind = control.get_attribute("type") or "select"
        key, back = {
            "range": ("ArrowRight", "ArrowLeft"),
            "checkbox": ("Space", "Space"),
            "select": ("ArrowDown", "ArrowUp"),
        }[kind]
        if kind == "select" and control.evaluate("c => c.selectedIndex + 1 === c.length"):
            key, back = back, key
        before, words, alt = (
            image.evaluate(PIXELS),
            finding.inner_text(),
            image.get_attribute("alt"),
        )
        control.press(key)
        if kind == "checkbox" and name == "single_dose" and "log" in control.get_attribute("id"):
            # A log scale shows the same numbers in another way.
            lesson.page.wait_for_function(
                f"async ([image, old]) => (await ({PIXELS})(image)) !== old",
                arg=[image.element_handle(), before],
            )
        else:
            expect(finding).not_to_have_text(words)
            assert image.get_attribute("alt") != alt
            assert finding.inner_text() in image.get_attribute("alt")
            assert image.evaluate(PIXELS) != before
        control.press(back)
        expect(finding).to_have_text(words)


def test_no_two_elements_share_an_id(lesson):
    twice = lesson.page.evaluate(
        """() => {
            const ids = [...document.querySelectorAll(".jp-OutputArea [id]")].map((e) => e.id);
            return ids.filter((id, i) => ids.indexOf(id) !== i);
        }"""
    )
    assert twice == []


def test_every_control_has_a_name_and_tells_its_value_with_its_unit(lesson):
    for slider in lesson.page.locator(".live-figure input[type=range]").all():
        label = lesson.page.locator(f"label[for='{slider.get_attribute('id')}']")
        assert label.inner_text()
        readout = lesson.page.locator(f"output[for='{slider.get_attribute('id')}']")
        assert slider.get_attribute("aria-valuetext") == readout.inner_text() != ""


def test_keys_pressed_in_a_control_are_not_commands_of_jupyterlab(lesson):
    count = lesson.page.locator(".jp-Cell").count()
    slider = lesson.page.get_by_label("Each dose")
    for key in ("a", "b", "d", "d", "x", "m", "ArrowUp", "ArrowDown"):
        slider.press(key)
    radio = question(lesson, "why_k1_differs").get_by_role("radio").first
    for key in ("a", "b", "d", "d", "x"):
        radio.press(key)
    assert lesson.page.locator(".jp-Cell").count() == count


def test_choice_answers_a_misconception_and_then_the_right_option(lesson, learner_folder):
    card = question(lesson, "why_k1_differs")
    wrong = half_life.why_k1_differs.wrong[1]
    card.get_by_label(wrong.answer).press("Space")
    check(card)
    expect(said(card)).to_contain_text(wrong.message)
    card.get_by_label(half_life.why_k1_differs.answer).press("Space")
    check(card)
    expect(said(card)).to_contain_text(half_life.why_k1_differs.because)
    assert attempts(learner_folder, "why_k1_differs") == ["wrong", "right"]


def test_several_counts_the_boxes_that_are_right(lesson, learner_folder):
    card = question(lesson, "what_we_may_say")
    options = half_life.what_we_may_say.options
    boxes = {option: card.get_by_label(option) for option in options}
    boxes[options[-1]].press("Space")
    check(card)
    expect(said(card)).to_contain_text("2 of 5 boxes")
    boxes[options[-1]].press("Space")
    for option in half_life.what_we_may_say.answer:
        boxes[option].press("Space")
    check(card)
    expect(said(card)).to_contain_text(half_life.what_we_may_say.because)
    assert attempts(learner_folder, "what_we_may_say") == ["wrong", "right"]


def test_number_takes_units_and_answers_junk_and_slips_in_words(lesson, learner_folder):
    card = question(lesson, "mk7_in_the_blood")
    box = card.get_by_label("Your answer")
    for typed, words in (
        ("<img src=x onerror=alert(1)>", "could not be read"),
        ("6402", "thousand nanograms"),
        ("6402 ng", "Right."),
    ):
        box.fill(typed)
        box.press("Enter")
        expect(said(card)).to_contain_text(words)
    assert card.locator("img").count() == 0
    assert attempts(learner_folder, "mk7_in_the_blood") == ["unclear", "wrong", "right"]


def test_order_is_changed_with_buttons_that_keep_the_focus(lesson, learner_folder):
    card = question(lesson, "order_half_lives")
    check(card)
    expect(said(card)).to_contain_text("in the right place")
    for place, wanted in enumerate(half_life.order_half_lives.answer):
        for _ in half_life.order_half_lives.items:
            now = card.locator("li > span").all_inner_texts().index(wanted)
            if now == place:
                break
            card.get_by_role("button", name=f"Move {wanted} up").press("Enter")
            expect(card.locator("li > span").nth(now - 1)).to_have_text(wanted)
            assert lesson.page.evaluate("document.activeElement.tagName") == "BUTTON"
    check(card)
    expect(said(card)).to_contain_text(half_life.order_half_lives.because)
    assert attempts(learner_folder, "order_half_lives") == ["wrong", "right"]


def test_match_is_chosen_from_lists(lesson, learner_folder):
    card = question(lesson, "match_parameters")
    pairs = half_life.match_parameters.answer
    for item in pairs:
        card.get_by_label(item, exact=True).select_option("nothing at all")
    check(card)
    expect(said(card)).to_contain_text("0 of 4 pairs")
    for item, partner in pairs.items():
        card.get_by_label(item, exact=True).select_option(partner)
    check(card)
    expect(said(card)).to_contain_text(half_life.match_parameters.because)
    assert attempts(learner_folder, "match_parameters") == ["wrong", "right"]


def test_prediction_is_kept_and_shown_beside_the_result(lesson, learner_folder):
    card = question(lesson, "mk7_after_a_day")
    check(card)
    expect(said(card)).to_contain_text("Choose one of the options")
    card.get_by_label("about half").press("Space")
    check(card)
    expect(said(card)).to_contain_text("Kept.")
    lesson.run("half_life.mk7_after_a_day.reveal")
    shown = lesson.cell("half_life.mk7_after_a_day.reveal").locator(".jp-OutputArea")
    expect(shown).to_contain_text("about half")
    assert attempts(learner_folder, "mk7_after_a_day") == ["unclear", "kept"]


def test_goal_is_reached_by_driving_the_simulator(lesson, learner_folder):
    card = question(lesson, "same_average_less_often")
    check(card)
    expect(said(card)).to_contain_text("Set the interval")
    figure = lesson.cell("figures.daily_dosing").locator(".live-figure")
    figure.get_by_label("How often").select_option("once a week")
    dose = figure.get_by_label("Each dose")
    for _ in range(60):
        if dose.get_attribute("aria-valuetext") == "700 µg":
            break
        dose.press("ArrowRight")
    expect(figure.locator(".live-finding")).to_contain_text("700 µg of MK-7 once a week")
    check(card)
    expect(said(card)).to_contain_text("Right. The same total")
    assert attempts(learner_folder, "same_average_less_often") == ["wrong", "right"]


def test_code_is_checked_with_cases_and_names_a_misconception(lesson, learner_folder):
    output = lesson.cell("def fraction_left").locator(".jp-OutputArea")
    lesson.write_and_run("def fraction_left", FUNCTION.format("1 - 0.5 * time_h / half_life_h"))
    expect(output).to_contain_text("not a constant amount")
    lesson.write_and_run("def fraction_left", FUNCTION.format("0.5 ** (time_h / half_life_h)"))
    expect(output).to_contain_text("Right.")
    assert attempts(learner_folder, "fraction_left") == ["unclear", "wrong", "right"]


def test_hints_open_one_by_one_and_only_then_the_solution(lesson):
    card = question(lesson, "mk7_accumulation")
    solution = card.get_by_role("button", name="Worked solution")
    assert solution.is_disabled()
    for number, hint in enumerate(half_life.mk7_accumulation.hints, start=1):
        card.get_by_role("button", name=f"Hint {number}").press("Enter")
        expect(card.locator(".question-hint")).to_have_count(number)
        expect(card.locator(".question-hint").last).to_contain_text(hint)
    solution.press("Enter")
    expect(card.locator(".question-solution")).to_contain_text("Their ratio is 4.6")


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


def test_figures_are_drawn_at_the_pixel_ratio_of_the_screen(open_lesson):
    sharp = open_lesson(PATH, scale=2)
    sharp.run_all()
    image = sharp.page.locator(".live-figure img").first
    sharp.page.wait_for_function(
        "image => image.naturalWidth === 2 * image.width", arg=image.element_handle()
    )
    assert sharp.problems() == []


def test_a_reader_sees_stored_pictures_and_questions_before_anything_runs(open_lesson):
    unread = open_lesson(PATH)
    assert unread.page.locator(".jp-RenderedImage img").count() == 8
    assert unread.page.get_by_text("Check yourself · a number").count() == 4
    assert unread.failures() == []
