"""The glossary is in order, and explains no term with one that comes later in the course."""

import graphlib
import re

import pytest

from vitamin_k import glossary
from vitamin_k.data import load

TERMS = load("glossary")
LESSON = dict(zip(TERMS.term, TERMS.lesson, strict=True))


def used_in(definition):
    """Terms of the glossary that a definition uses, also in the plural."""
    return {
        term
        for term in TERMS.term
        if re.search(rf"(?<![\w-]){re.escape(term)}s?(?![\w-])", definition, re.I)
    }


def test_terms_are_sorted_unique_and_enough():
    folded = [term.casefold() for term in TERMS.term]
    assert folded == sorted(set(folded))
    assert 60 <= len(folded) <= 120


@pytest.mark.parametrize("row", list(TERMS.itertuples()), ids=TERMS.term)
def test_a_definition_is_short_and_stands_on_earlier_terms(row):
    sentences = re.findall(r"[^.]+\.", re.sub(r"\b\d+\.\d+", "0", row.definition))
    assert 1 <= len(sentences) <= 3 and row.definition.endswith(".")
    assert max(len(sentence.split()) for sentence in sentences) <= 26
    later = {term for term in used_in(row.definition) if LESSON[term] > row.lesson}
    assert not later


def test_no_two_terms_explain_each_other():
    graph = {row.term: used_in(row.definition) - {row.term} for row in TERMS.itertuples()}
    assert list(graphlib.TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("term", ["half-life", "Half-Life", " half-life ", "HALF-LIFE"])
def test_a_term_is_found_in_any_writing(term):
    shown = glossary.define(term).data
    assert "Time in which an amount falls to half." in shown and shown.count("\n") == 2


@pytest.mark.parametrize(
    ("short", "term"),
    [("MGP", "matrix Gla protein"), ("pth", "parathyroid hormone"), ("MK-7", "menaquinone-7")],
)
def test_a_short_form_is_found(short, term):
    assert f"| **{term}** " in glossary.define(short).data


def test_short_forms_are_unique_and_no_terms():
    short = list(TERMS.short.dropna().str.casefold())
    assert len(short) == len(set(short)) and not set(short) & set(TERMS.term.str.casefold())


def test_without_a_term_all_come():
    shown = glossary.define().data
    assert all(f"| **{term}** " in shown for term in TERMS.term)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("halflife", "half-life"), ("confounding", "confounder"), ("quinone", "menaquinone")],
)
def test_an_unknown_term_brings_close_ones(typed, offered):
    shown = glossary.define(typed).data
    assert "Did you mean" in shown and f"**{offered}**" in shown


@pytest.mark.parametrize("typed", ["", "   ", 3, ["x"], "zzzzzz|", "\x00", "a" * 10_000])
def test_any_other_input_lists_the_terms(typed):
    shown = glossary.define(typed).data
    assert "half-life" in shown or "Did you mean" in shown
