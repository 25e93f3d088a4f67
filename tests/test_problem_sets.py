"""The problem sets: what nbgrader reads in them, their solutions, and a run of nbgrader itself."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROBLEM_SETS = sorted((ROOT / "exercises/problem_sets").glob("*.ipynb"))
SOLUTION = re.compile(r"( *)### BEGIN SOLUTION\n.*?### END SOLUTION", re.S)
HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n.*?### END HIDDEN TESTS", re.S)
SCHEMA_VERSION = 3
GRADED_WHOLE = "03_half_life"
# What somebody who mixed everything up might hand in; each runs, each fails a hidden test only.
WRONG = {
    "time_until_left": "return half_life_h * (1 / left - 1) / 1.5 if left < 0.5 else 0.0",
    "k1_spread": "k1_spread = 7.5",
    "half_life_from_two": "return 3.0",
    "mk7_ug": "mk7_ug = 1000.0",
}


def cells(path):
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell):
    return "".join(cell["source"])


def graded(path):
    """Cells that nbgrader knows, by their id."""
    known = [cell for cell in cells(path) if "nbgrader" in cell["metadata"]]
    return {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in known}


def run(code, folder, **environment):
    """Run code as a notebook in this folder would, with the course's packages."""
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=os.environ | environment | {"USERPROFILE": environment["HOME"]},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(params=PROBLEM_SETS, ids=lambda path: path.stem)
def problem_set(request):
    return request.param


def test_every_lesson_but_the_first_has_a_problem_set():
    lessons = {path.name[:2] for path in (ROOT / "notebooks").glob("[0-9]*.ipynb")} - {"00"}
    assert lessons <= {path.name[:2] for path in PROBLEM_SETS}


def test_nbgrader_finds_what_it_needs(problem_set):
    known = [c["metadata"]["nbgrader"] for c in cells(problem_set) if "nbgrader" in c["metadata"]]
    assert len({about["grade_id"] for about in known}) == len(known)
    assert {about["schema_version"] for about in known} == {SCHEMA_VERSION}
    for about in known:
        assert re.fullmatch(r"[a-z0-9_]+", about["grade_id"])
        assert about["grade"] == ("points" in about)
        assert about["locked"] != about["solution"]


def test_there_are_three_to_five_tasks_each_with_a_solution_and_a_hidden_test(problem_set):
    known = graded(problem_set)
    tasks = [name for name, cell in known.items() if cell["metadata"]["nbgrader"]["solution"]]
    tests = [name for name, cell in known.items() if cell["metadata"]["nbgrader"]["grade"]]
    assert 3 <= len(tasks) <= 5
    assert tests == [f"test_{name}" for name in tasks]
    assert all(SOLUTION.search(source(known[name])) for name in tasks)
    assert all(HIDDEN.search(source(known[name])) for name in tests)
    assert all(known[name]["metadata"]["nbgrader"]["points"] > 0 for name in tests)


def test_a_problem_set_is_stored_without_outputs(problem_set):
    assert all(not cell.get("outputs") for cell in cells(problem_set))


def test_the_solutions_pass_all_tests_far_from_the_course(problem_set, tmp_path):
    code = "\n\n".join(source(c) for c in cells(problem_set) if c["cell_type"] == "code")
    done = run(code, tmp_path, VITAMIN_K_COURSE=str(ROOT), HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr


def test_every_problem_set_finds_the_course_in_the_same_way():
    assert len({source(graded(path)["setup"]) for path in PROBLEM_SETS}) == 1


def test_the_course_is_found_above_in_the_home_folder_or_told_to_be_missing(tmp_path):
    away, home = tmp_path / "away", tmp_path / "home"
    away.mkdir()
    (home / "course/vitamin_k").mkdir(parents=True)
    (home / "course/vitamin_k/data.py").write_text("")
    (home / "course/hand-ins").mkdir()
    code = source(graded(PROBLEM_SETS[0])["setup"]) + "\nprint(found[0])"
    nowhere = run(code, away, HOME=str(away), VITAMIN_K_COURSE="")
    assert "Set VITAMIN_K_COURSE" in nowhere.stderr
    for folder, at_home in [(away, home), (home / "course/hand-ins", away)]:
        done = run(code, folder, HOME=str(at_home), VITAMIN_K_COURSE="")
        assert Path(done.stdout.strip()) == home / "course", done.stderr


# --- nbgrader itself -----------------------------------------------------------------------------


def find_nbgrader():
    """Return nbgrader's path: named, on the PATH, or where `uv tool install` puts it."""
    places = [os.environ.get("NBGRADER"), shutil.which("nbgrader")]
    places.append(shutil.which("nbgrader", path=str(Path.home() / ".local/bin")))
    return next((place for place in places if place and Path(place).exists()), None)


@pytest.fixture
def nbgrader(tmp_path):
    """nbgrader in a course folder of its own, with this Python as the kernel of all notebooks."""
    command = find_nbgrader()
    if not command:
        pytest.skip("nbgrader is not installed: uv tool install nbgrader")
    kernel = tmp_path / "jupyter/kernels/python3"
    kernel.mkdir(parents=True)
    argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    about = {"argv": argv, "display_name": "Course", "language": "python"}
    (kernel / "kernel.json").write_text(json.dumps(about), encoding="utf-8")
    folder = tmp_path / "grading"
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "k2"\n'
    )
    environment = os.environ | {
        # nbgrader calls alembic, which lies beside it.
        "PATH": os.pathsep.join([str(Path(command).resolve().parent), os.environ["PATH"]]),
        "JUPYTER_PATH": str(tmp_path / "jupyter"),
        "VITAMIN_K_COURSE": str(ROOT),
        "HOME": str(tmp_path),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
    }

    def call(*arguments):
        done = subprocess.run(
            [command, *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return folder

    return call


def test_nbgrader_grades_a_right_a_wrong_and_an_empty_hand_in(nbgrader):
    solved = ROOT / f"exercises/problem_sets/{GRADED_WHOLE}.ipynb"
    folder = nbgrader("--version")
    (folder / "source" / GRADED_WHOLE).mkdir(parents=True)
    shutil.copy(solved, folder / "source" / GRADED_WHOLE)
    nbgrader("generate_assignment", GRADED_WHOLE)
    released = folder / "release" / GRADED_WHOLE / solved.name
    given = "\n".join(map(source, cells(released)))
    assert "SOLUTION" not in given and "HIDDEN" not in given
    assert given.count("raise NotImplementedError()") == len(WRONG)
    empty = json.loads(released.read_text(encoding="utf-8"))
    answers = {name: source(cell) for name, cell in graded(solved).items()}
    hand_in(folder, "empty", empty, {})
    hand_in(folder, "right", empty, {name: answers[name] for name in WRONG})
    hand_in(folder, "wrong", empty, {n: with_answer(answers[n], WRONG[n]) for n in WRONG})
    nbgrader("autograde", GRADED_WHOLE, "--create")
    nbgrader("generate_feedback", GRADED_WHOLE)
    nbgrader("export", "--to=grades.csv")
    with (folder / "grades.csv").open(encoding="utf-8") as file:
        rows = {
            row["student_id"]: row
            for row in csv.DictReader(file)
            if row["assignment"] == GRADED_WHOLE
        }
    points = sum(c["metadata"]["nbgrader"].get("points", 0) for c in graded(solved).values())
    assert {name: float(row["score"]) for name, row in rows.items()} == {
        "right": points,
        "wrong": 0,
        "empty": 0,
    }
    assert {float(row["max_score"]) for row in rows.values()} == {points}
    for name, row in rows.items():
        page = folder / "feedback" / name / GRADED_WHOLE / f"{GRADED_WHOLE}.html"
        assert f"Score: {float(row['score'])} / {float(points)}" in page.read_text(
            encoding="utf-8"
        )


def with_answer(solution, answer):
    """Put another answer in the place of the solution."""
    return SOLUTION.sub(lambda place: place[1] + answer, solution)


def hand_in(folder, name, released, answers):
    """Write what a learner hands in: the released notebook with some cells filled in."""
    notebook = json.loads(json.dumps(released))
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader", {})
        if about.get("grade_id") in answers:
            cell["source"] = answers[about["grade_id"]]
    place = folder / "submitted" / name / GRADED_WHOLE
    place.mkdir(parents=True)
    path = place / f"{GRADED_WHOLE}.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
