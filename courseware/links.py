"""Build the links that open a published course: on Binder, on a hub and as a static site.

    uv run python -m courseware.links https://github.com/OWNER/REPOSITORY

writes the address into CITATION.cff and the links into README.md.
"""

import re
import sys
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
FIRST_LESSON = "notebooks/00_start_here.ipynb"
START, END = "<!-- launch links -->", "<!-- end of launch links -->"
ADDRESS = re.compile(r'^repository-code: "(.*)"$', re.M)


def binder_link(repository, reference="HEAD", path=FIRST_LESSON):
    """Return the link that opens a notebook on mybinder.org.

    Parameters
    ----------
    repository : str
        Address of a public repository, ``https://github.com/OWNER/REPOSITORY``.
    reference : str, optional
        Branch, tag or commit.
    path : str, optional
        The notebook, relative to the repository.

    Returns
    -------
    str
        The link.

    Raises
    ------
    ValueError
        If the address is not one of a GitHub repository.
    """
    owner, name = _owner_and_name(repository)
    where = quote(f"lab/tree/{path}", safe="")
    return f"https://mybinder.org/v2/gh/{owner}/{name}/{quote(reference, safe='')}?urlpath={where}"


def hub_link(hub, repository, branch="main", path=FIRST_LESSON):
    """Return the nbgitpuller link that copies the course into a learner's folder on a hub.

    A second click brings what is new in the repository and keeps what the learner changed.

    Parameters
    ----------
    hub : str
        Address of a JupyterHub that has nbgitpuller, for example ``https://hub.example.org``.
    repository : str
        Address of the repository, as git clones it.
    branch : str, optional
        The branch to copy.
    path : str, optional
        The notebook to open, relative to the repository.

    Returns
    -------
    str
        The link.

    Raises
    ------
    ValueError
        If an address does not start with https:// or http://.
    """
    for address in (hub, repository):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError(f"{address!r} is no address; it should start with https://")
    folder = urlsplit(repository).path.rstrip("/").rpartition("/")[2].removesuffix(".git")
    query = {"repo": repository, "branch": branch, "urlpath": f"lab/tree/{folder}/{path}"}
    return f"{hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(query)}"


def site_link(repository):
    """Return where a forge's static pages show the browser-only course.

    Parameters
    ----------
    repository : str
        Address of a public repository, ``https://github.com/OWNER/REPOSITORY``.

    Returns
    -------
    str
        The link.

    Raises
    ------
    ValueError
        If the address is not one of a GitHub repository.
    """
    owner, name = _owner_and_name(repository)
    return f"https://{owner.lower()}.github.io/{name}/lab/index.html?path={quote(FIRST_LESSON)}"


def readme_block(repository):
    """Return the lines that the README shows between its two marks.

    Parameters
    ----------
    repository : str
        Address of a public repository, ``https://github.com/OWNER/REPOSITORY``.

    Returns
    -------
    str
        Markdown: the Binder badge and the links.

    Raises
    ------
    ValueError
        If the address is not one of a GitHub repository.
    """
    binder = binder_link(repository)
    return "\n".join(
        [
            START,
            f"[![Open lesson 00 on Binder](https://mybinder.org/badge_logo.svg)]({binder})",
            f"[Browser only, no server]({site_link(repository)})",
            END,
        ]
    )


def publish(repository, root=ROOT):
    """Write a repository's address into CITATION.cff and its links into README.md.

    Parameters
    ----------
    repository : str
        Address of the public repository, ``https://github.com/OWNER/REPOSITORY``.
    root : path, optional
        Folder of the course.

    Raises
    ------
    ValueError
        If the address is not one of a GitHub repository.
    """
    block = readme_block(repository)
    readme, citation = Path(root, "README.md"), Path(root, "CITATION.cff")
    text = readme.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    readme.write_text(before + block + rest.partition(END)[2], encoding="utf-8", newline="\n")
    text = citation.read_text(encoding="utf-8")
    line = f'repository-code: "{repository.rstrip("/")}"'
    citation.write_text(ADDRESS.sub(line, text), encoding="utf-8", newline="\n")


def _owner_and_name(repository):
    found = re.fullmatch(r"https://github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?", repository)
    if not found:
        raise ValueError(
            f"{repository!r} is not the address of a GitHub repository; "
            "it should look like https://github.com/OWNER/REPOSITORY"
        )
    return found.groups()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        publish(sys.argv[1])
    except ValueError as problem:
        sys.exit(str(problem))
