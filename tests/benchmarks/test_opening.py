"""How long a lesson takes to open and to run."""

import statistics
import subprocess
import sys
from time import perf_counter

import lab
import nbformat

PATH = "notebooks/03_k1_k2_half_life.ipynb"


def test_first_cell_of_a_lesson_in_a_new_python():
    cells = nbformat.read(lab.ROOT / PATH, as_version=4).cells
    first = next(cell.source for cell in cells if cell.cell_type == "code")
    taken = {}
    for name, code in {"bare Python": "pass", "first cell": first}.items():
        rounds = []
        for _ in range(5):
            begun = perf_counter()
            subprocess.run([sys.executable, "-c", code], cwd=lab.ROOT / "notebooks", check=True)
            rounds.append(perf_counter() - begun)
        taken[name] = statistics.median(rounds)
    print("\n" + ", ".join(f"{name}: {s:.2f} s" for name, s in taken.items()))


def test_lesson_03_from_its_address_to_all_figures(tmp_path):
    environment = {"COURSE_PROGRESS": str(tmp_path)}
    with lab.server(lab.ROOT, environment) as address, lab.chromium() as browser:
        begun = perf_counter()
        lesson = lab.Lesson(browser, address, PATH)
        opened = perf_counter()
        lesson.run_all()
        run = perf_counter()
        figures = lesson.page.locator(".live-figure img").count()
        lesson.close()
    print(f"\nopen: {opened - begun:.1f} s, run all: {run - opened:.1f} s, {figures} figures")
    assert figures
