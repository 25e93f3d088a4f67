"""How much memory one learner needs on a shared server: one server process and one kernel."""

import re
from pathlib import Path

import lab
import nbformat
import pytest
from nbclient import NotebookClient

LESSONS = sorted((lab.ROOT / "notebooks").glob("[0-9]*.ipynb"))
# The peak of the kernel's resident memory, as Linux counts it.
PEAK = "open('/proc/self/status').read().split('VmHWM:')[1].split('kB')[0]"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_memory_of_a_kernel_that_ran_a_whole_lesson(lesson):
    notebook = nbformat.read(lesson, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(PEAK))
    NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(lesson.parent)}}
    ).execute()
    kilobytes = int(re.search(r"\d+", notebook.cells[-1].outputs[0]["data"]["text/plain"])[0])
    print(f"\n{lesson.stem}: kernel {kilobytes / 1024:.0f} MB at most")
    assert kilobytes > 0


def test_memory_of_one_learners_server(tmp_path):
    with lab.server(lab.ROOT, {"COURSE_PROGRESS": str(tmp_path)}) as address:
        servers = [
            Path(f"/proc/{folder.name}/status").read_text()
            for folder in Path("/proc").iterdir()
            if folder.name.isdigit() and _serves(folder, address.rpartition(":")[2])
        ]
    megabytes = [int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024 for status in servers]
    print(f"\nserver: {sum(megabytes):.0f} MB")
    assert megabytes


def _serves(folder, port):
    return f"--port={port}".encode() in (folder / "cmdline").read_bytes().split(b"\0")
