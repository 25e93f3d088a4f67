"""Each kind of question, answered in lesson 03 in a real browser by keyboard."""

import json
import re

import pytest
from playwright.sync_api import expect

from exercises import half_life

PATH = "notebooks/03_k1_k2_half_life.ipynb"
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
    # Each run of the whole lesson leaves one more "unclear": the cell as it is stored.
    assert attempts(learner_folder, "fraction_left")[-2:] == ["wrong", "right"]


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


def test_figures_are_drawn_at_the_pixel_ratio_of_the_screen(open_lesson):
    sharp = open_lesson(PATH, scale=2)
    sharp.run_all()
    image = sharp.page.locator(".live-figure img").first
    sharp.page.wait_for_function(
        "image => image.naturalWidth === 2 * image.width", arg=image.element_handle()
    )
    assert sharp.problems() == []
