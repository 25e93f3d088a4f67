"""Build the course as a site that runs in the browser alone (JupyterLite, Pyodide kernel).

    uv tool install jupyterlite-core --with jupyterlite-pyodide-kernel --with jupyter-server \\
        --with jupyterlab --with ipywidgets --with anywidget
    python lite/build.py OUTPUT

OUTPUT is then a folder of static files for any web server. Needs only the standard library
besides the command `jupyter-lite`. `packages.json` lists what the kernel brings; a test compares
the lessons' imports with it.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("notebooks", "exercises", "vitamin_k", "courseware", "data")
PAPERS = ("LICENSE", "CITATION.cff", "pyproject.toml")
# The server of the other ways to open the course; the site has its own.
NOT_IN_THE_BROWSER = {"jupyterlab"}
INSTALL_ID = "browser-packages"


def packages():
    """Return the names of the packages that a lesson needs in the browser's kernel."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [line.split(">")[0].split("=")[0].strip() for line in project["dependencies"]]
    return [name for name in names if name not in NOT_IN_THE_BROWSER]


def with_install_cell(notebook):
    """Return a notebook that first brings its packages into the browser's kernel.

    Parameters
    ----------
    notebook : dict
        A notebook as JSON holds it.

    Returns
    -------
    dict
        A copy with one more cell on top; its counts stay as they were stored.
    """
    cell = {
        "cell_type": "code",
        "execution_count": None,
        "id": INSTALL_ID,
        "metadata": {},
        "outputs": [],
        "source": f"%pip install -q {' '.join(packages())}",
    }
    # The site hands the files to the page as they are, and its table of contents wants each source
    # as one text.
    cells = [old | {"source": "".join(old["source"])} for old in notebook["cells"]]
    return notebook | {"cells": [cell, *cells]}


def stage(content):
    """Copy what the lessons need into a folder.

    Parameters
    ----------
    content : path
        The folder; it is made, and must be empty.
    """
    content = Path(content)
    clutter = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in FOLDERS:
        shutil.copytree(ROOT / name, content / name, ignore=clutter)
    for name in PAPERS:
        shutil.copy(ROOT / name, content / name)
    for path in (content / "notebooks").glob("*.ipynb"):
        notebook = with_install_cell(json.loads(path.read_text(encoding="utf-8")))
        path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def build(output):
    """Build the site.

    Parameters
    ----------
    output : path
        Folder for the static files.

    Raises
    ------
    FileNotFoundError
        If the command `jupyter-lite` is not installed.
    subprocess.CalledProcessError
        If it fails.
    """
    with tempfile.TemporaryDirectory() as scratch:
        stage(Path(scratch, "content"))
        subprocess.run(
            [
                "jupyter-lite",
                "build",
                "--contents=content",
                f"--output-dir={Path(output).resolve()}",
            ],
            cwd=scratch,
            check=True,
        )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    build(sys.argv[1])
