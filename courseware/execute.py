"""Run the lessons and store them as a reader without a kernel should see them.

    uv run python -m courseware.execute [notebook ...]

Without names it runs every lesson. Live views are taken out of the stored outputs, so that
pictures and texts stand in their place; times and widget states are not stored. A second run
writes the same bytes.
"""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

LESSONS = Path(__file__).resolve().parent.parent / "notebooks"
LIVE_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


def execute(path):
    """Run one notebook from top to bottom, as a learner who has done nothing yet, and store it.

    Parameters
    ----------
    path : path
        The notebook; it is left as it was if a cell fails.

    Returns
    -------
    bool
        Whether the file changed.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    path = Path(path)
    before = path.read_text(encoding="utf-8")
    notebook = nbformat.reads(before, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        force_raise_errors=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    with tempfile.TemporaryDirectory() as nothing_done:
        client.execute(env=os.environ | {"COURSE_PROGRESS": nothing_done})
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(LIVE_VIEW, None)
    after = nbformat.writes(notebook) + "\n"
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    return after != before


def main(names):
    """Run the named notebooks, or all lessons; return 1 if a cell failed, else 0."""
    failed = 0
    for path in [Path(name) for name in names] or sorted(LESSONS.glob("[0-9]*.ipynb")):
        try:
            print(path.name, "changed" if execute(path) else "unchanged")
        except CellExecutionError as problem:
            print(f"{path.name} was left as it was, because a cell failed:\n{problem}")
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
