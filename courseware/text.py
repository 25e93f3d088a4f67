"""Tables with whole sentences in them, which a DataFrame would cut short."""

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
