"""The course's glossary: `define` a term, or list them all."""

import difflib

from courseware.text import table
from vitamin_k.data import load


def define(term=None):
    """Explain one term, or list all.

    Parameters
    ----------
    term : str, optional
        A term such as ``"half-life"`` or its short form; capitals do not matter.
        Without one, all terms come.

    Returns
    -------
    IPython.display.Markdown
        A table: term, meaning, lesson that introduces it. For an unknown term, a sentence with
        the closest terms.
    """
    terms = load("glossary")
    header = ["Term", "Meaning", "Lesson"]
    if term is None:
        return table(header, _rows(terms))
    wanted = str(term).strip().casefold()
    names = terms.term.str.casefold()
    found = terms[(names == wanted) | (terms.short.str.casefold() == wanted)]
    if len(found):
        return table(header, _rows(found))
    close = difflib.get_close_matches(wanted, names, n=3, cutoff=0.5)
    inside = names.str.contains(wanted, regex=False) & bool(wanted)
    near = terms[names.isin(close) | inside]
    if len(near):
        return table(["Did you mean", "Meaning", "Lesson"], _rows(near))
    return table(["Not in the glossary. Its terms are"], [[", ".join(terms.term)]])


def _rows(terms):
    return [
        [
            f"**{row.term}**" + (f" ({row.short})" if isinstance(row.short, str) else ""),
            row.definition,
            row.lesson,
        ]
        for row in terms.itertuples()
    ]
