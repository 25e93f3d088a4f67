"""The course's tables and references: `load` a table, `cite` a source.

The tables are in ``data/``; ``data/datapackage.json`` gives each column its type and unit,
``data/sources.bib`` the references.
"""

import difflib
import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pandas as pd

FOLDER = Path(__file__).resolve().parent.parent / "data"

# Int64 and not int: a blank count must stay blank.
_DTYPES = {"string": "str", "number": "float64", "integer": "Int64"}
_ENTRY = re.compile(r"@\w+\{(\w+),$")
_FIELD = re.compile(r"\s+(\w+) = \{(.*)\},$")


def load(name):
    """Read one table of the course.

    Parameters
    ----------
    name : str
        Name of the table, for example ``"half_lives"``.

    Returns
    -------
    pandas.DataFrame
        A fresh copy. Texts are strings, counts nullable integers, other numbers floats;
        blank cells are missing. ``attrs["units"]`` maps a column to its unit and
        ``attrs["title"]`` says what the table shows.

    Raises
    ------
    ValueError
        If there is no such table; the message lists the names.
    """
    _require(name, _resources(), "name", "table")
    return _read(name).copy()


@dataclass(frozen=True)
class Citation:
    """One reference. `readas` says what of the work was read, `funding` who paid, where known."""

    key: str
    authors: str
    year: str
    title: str
    journal: str
    doi: str = ""
    pmid: str = ""
    url: str = ""
    readas: str = ""
    funding: str = ""

    @property
    def link(self):
        """Address of the work: its DOI, else PubMed, else the page; "" if none is known."""
        if self.doi:
            return f"https://doi.org/{quote(self.doi)}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else self.url

    def __str__(self):
        return self._line(journal=self.journal, link=self.link)

    def _repr_markdown_(self):
        label = f"doi:{self.doi}" if self.doi else f"PMID {self.pmid}" if self.pmid else "page"
        link = f"[{label}]({self.link})" if self.link else ""
        return self._line(journal=f"*{self.journal}*", link=link)

    def _line(self, journal, link):
        names = self.authors.split(", ")
        authors = self.authors if len(names) <= 3 else ", ".join(names[:3]) + ", et al."
        parts = f"{authors} ({self.year}). {self.title}. {journal}. {link}".rstrip()
        return f"{parts} (read as: {self.readas})" if self.readas else parts


class References(tuple):
    """Several `Citation` objects; a notebook shows them as a list."""

    def __repr__(self):
        return "\n".join(f"{each.key}: {each}" for each in self)

    def _repr_markdown_(self):
        return "\n".join(f"- `{each.key}` {each._repr_markdown_()}" for each in self)


def cite(*keys):
    """Look up one or more references.

    Parameters
    ----------
    *keys : str
        Keys as in the `source` column of a table, for example ``"schurgers2007"``.

    Returns
    -------
    Citation or References
        A Citation for one key, References for several.

    Raises
    ------
    ValueError
        If no key is given, or a key is unknown; the message offers close matches.
    """
    if not keys:
        raise ValueError('cite() needs at least one key, for example cite("schurgers2007")')
    known = _bibliography()
    for key in keys:
        _require(key, known, "key", "source")
    found = References(known[key] for key in keys)
    return found[0] if len(keys) == 1 else found


def sources_of(table):
    """Give the references behind a table.

    Parameters
    ----------
    table : pandas.DataFrame
        A table, or some rows of one, with a `source` column.

    Returns
    -------
    References
        Each source once, in order of first appearance.

    Raises
    ------
    ValueError
        If the table has no `source` column, or a key in it is unknown.
    """
    if "source" not in table:
        raise ValueError(f'table has no "source" column; its columns are {list(table.columns)}')
    keys = table["source"].dropna().unique()
    return References(cite(key) for key in keys)


def _require(value, known, argument, kind):
    if isinstance(value, str) and value in known:
        return
    close = difflib.get_close_matches(str(value).lower(), known, n=3)
    hint = f"did you mean {' or '.join(close)}? " if close else ""
    names = "see data/sources.bib" if kind == "source" else f"there are {', '.join(known)}"
    raise ValueError(f"{argument}={value!r} is no {kind} of the course: {hint}{names}")


@functools.cache
def _resources():
    package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


@functools.cache
def _read(name):
    resource = _resources()[name]
    fields = resource["schema"]["fields"]
    table = pd.read_csv(
        FOLDER / resource["path"],
        encoding="utf-8",
        dtype={field["name"]: _DTYPES[field["type"]] for field in fields},
        # Only a blank is missing: words such as "None" or "NA" are text.
        keep_default_na=False,
        na_values=[""],
    )
    table.attrs["units"] = {field["name"]: field["unit"] for field in fields if "unit" in field}
    table.attrs["title"] = resource["title"]
    return table


@functools.cache
def _bibliography():
    text = (FOLDER / "sources.bib").read_text(encoding="utf-8")
    return {key: _citation(key, fields) for key, fields in _parse_bib(text).items()}


def _parse_bib(text):
    """Read BibTeX with one field a line, as data/sources.bib keeps it."""
    entries = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if entry := _ENTRY.match(line):
            if entry[1] in entries:
                raise ValueError(f"sources.bib line {number}: key {entry[1]} is there twice")
            fields = entries[entry[1]] = {}
        elif field := _FIELD.match(line):
            fields[field[1]] = field[2].strip("{}")
        elif line not in ("", "}") and not line.startswith("%"):
            raise ValueError(f"sources.bib line {number} is not 'name = {{value}},': {line!r}")
    return entries


def _citation(key, fields):
    names = ["et al." if name == "others" else name for name in fields["author"].split(" and ")]
    place = fields.get("journal") or fields.get("howpublished", "")
    number = f"({fields['number']})" if "number" in fields else ""
    volume = f" {fields['volume']}{number}" if "volume" in fields else ""
    pages = f":{fields['pages']}" if "pages" in fields else ""
    return Citation(
        key=key,
        # "Olson, RE" is how BibTeX keeps a name, "Olson RE" how the field prints it
        authors=", ".join(name.replace(", ", " ") for name in names),
        year=fields["year"],
        title=fields["title"],
        journal=f"{place}{volume}{pages}",
        **{name: fields.get(name, "") for name in ("doi", "pmid", "url", "readas", "funding")},
    )
