"""Texts for notebooks: tables with whole sentences, and words that somebody else typed."""

from IPython.display import Markdown


def table(header, rows):
    """Write a table as Markdown.

    Parameters
    ----------
    header : sequence of str
        Names of the columns.
    rows : sequence of sequence of str
        The cells, as many in each row as there are columns.

    Returns
    -------
    IPython.display.Markdown
        Shown by every notebook front end.
    """
    lines = [header, [":--"] * len(header), *rows]
    return Markdown("\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines))


def literal(typed, longest=80):
    """Write what somebody typed as Markdown that shows it letter by letter, whatever it holds.

    Parameters
    ----------
    typed : str
        Any text.
    longest : int
        Characters after which it is cut.

    Returns
    -------
    str
        One line in backticks.
    """
    line = " ".join(typed[:longest].replace("`", "'").split()) or "?"
    return f"`{line.encode('utf-8', 'replace').decode('utf-8')}`"
