"""The claim audit, worked through by keyboard in a real browser."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from vitamin_k.data import load

PATH = "notebooks/03_k1_k2_half_life.ipynb"
# The audit needs a notebook to stand in, and any will do.
CELL = "import course\nfrom vitamin_k.claims import audit\n\naudit()"
CLAIMS = load("claims")


EARLIER = 2  # number of the claim that was judged, and not as the course does, on another day


@pytest.fixture(scope="module")
def lesson(open_lesson, learner_folder):
    line = {"time": "2026-01-02T03:04:05+00:00", "lesson": "claims", "verdict": "kept"}
    line |= {"question": CLAIMS.id[EARLIER]}
    line |= {"answer": {"verdict": "true", "sureness": "very sure"}}
    assert CLAIMS.verdict[EARLIER] != "true"
    with (learner_folder / "attempts.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    opened = open_lesson(PATH)
    opened.write_and_run("import course", CELL)
    opened.page.wait_for_selector(".audit")
    return opened


@pytest.fixture
def card(lesson):
    """Show the audit anew, as after a return."""
    lesson.page.evaluate("document.querySelector('.audit').dataset.old = true")
    lesson.write_and_run("import course", CELL)
    lesson.page.wait_for_selector(".audit:not([data-old])")
    return lesson.cell("import audit").locator(".audit:not([data-old])")


def press(card, name):
    card.get_by_role("button", name=name).first.press("Enter")


def judge(card, verdict, sureness="guessing"):
    card.get_by_role("radio", name=re.compile(f"^{verdict}")).press("Space")
    card.get_by_role("radio", name=sureness).press("Space")
    press(card, "Judge, then compare")


def test_a_claim_is_judged_first_and_compared_afterwards(lesson, card, learner_folder):
    claim = CLAIMS.iloc[0]
    expect(card.locator(".audit-statement")).to_have_text(claim.claim)
    press(card, "Judge, then compare")
    expect(card.get_by_role("status")).to_contain_text("Choose a verdict")
    expect(card.locator(".audit-result")).to_be_empty()
    judge(card, "false", "very sure")
    expect(card.get_by_role("status")).to_contain_text(f"The course says: {claim.verdict}")
    expect(card.locator(".audit-result")).to_contain_text(claim.reason)
    expect(card.locator(".audit-result")).to_contain_text(claim.what_would_change_it)
    expect(card.get_by_role("radio", name=re.compile("^true"))).to_be_disabled()
    line = (learner_folder / "attempts.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    assert json.loads(line)["answer"] == {"verdict": "false", "sureness": "very sure"}


def test_the_next_claim_is_reached_from_below_and_keys_are_no_commands(lesson, card):
    count = lesson.page.locator(".jp-Cell").count()
    for _ in range(EARLIER):
        press(card, "Next →")
    expect(card.locator(".audit-result")).to_contain_text(CLAIMS.reason[EARLIER])
    press(card, "Next claim")
    expect(card.locator(".audit-statement")).to_have_text(CLAIMS.claim[EARLIER + 1])
    expect(card.locator(".audit-statement")).to_be_focused()
    for key in ("a", "b", "d", "d", "x"):
        lesson.page.keyboard.press(key)
    assert lesson.page.locator(".jp-Cell").count() == count


def test_filters_leave_what_they_name_and_an_empty_rest_is_told(card):
    card.get_by_label("Told in").select_option("mechanism story")
    card.get_by_label("Lesson").select_option("05")
    chosen = CLAIMS[(CLAIMS.origin == "mechanism story") & (CLAIMS.lesson == "05")]
    expect(card.locator(".audit-place")).to_have_text(f"1 of {len(chosen)}")
    expect(card.locator(".audit-statement")).to_have_text(chosen.claim.iloc[0])
    card.get_by_label("Show").select_option("you differ")
    expect(card.locator(".audit-statement")).to_contain_text("No claim is left")
    for name in ("Told in", "Lesson"):
        card.get_by_label(name).select_option("all")
    expect(card.locator(".audit-statement")).not_to_contain_text("No claim is left")


def test_judgements_come_back_and_the_overview_leads_to_a_claim(card):
    expect(card.locator(".audit-score")).to_contain_text(f"of {len(CLAIMS)}. On")
    card.get_by_label("Lesson").select_option("04")
    card.get_by_label("Show").select_option("not judged yet")
    claim = CLAIMS[CLAIMS.lesson == "04"].iloc[0]
    judge(card, claim.verdict)
    # It stays in view although it is judged now.
    expect(card.get_by_role("status")).to_contain_text("agree")
    expect(card.locator(".audit-result")).to_contain_text(claim.reason)
    card.locator("summary").press("Enter")
    rows = card.locator(".audit-table tbody tr")
    expect(rows.filter(has_text=CLAIMS.claim[EARLIER])).to_contain_text("differs")
    expect(rows.filter(has_text=claim.claim)).to_contain_text("same")
    press(card.locator(".audit-table"), CLAIMS.claim[EARLIER])
    expect(card.locator(".audit-statement")).to_have_text(CLAIMS.claim[EARLIER])
    expect(card.locator(".audit-pair")).to_contain_text("very sure, 2026-01-02")
    expect(card.get_by_label("Show")).to_have_value("all")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_no_accessibility_rule_fails_in_either_theme(lesson, card, theme):
    lesson.page.evaluate(
        "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme
    )
    lesson.page.wait_for_function(
        "light => document.body.dataset.jpThemeLight === light",
        arg=str("Light" in theme).lower(),
    )
    card.locator("summary").press("Enter")
    found = Axe().run(lesson.page, context=".audit").response["violations"]
    assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []
    assert lesson.problems() == []
