"""The two commands, the environments and the papers around the course."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import course
import nbformat
import pytest
import yaml
from packaging.requirements import Requirement

from courseware.execute import LIVE_VIEW, main

ROOT = Path(__file__).resolve().parent.parent
OPEN_COMMAND = "pip install uv && uv run jupyter lab"
TEST_COMMAND = "pip install uv && uv run pytest"
# Spelt in parts, so that this file does not name them either.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("deb", "debian", "org"),
        ("anaconda", "org"),
    )
]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def project():
    return tomllib.loads(read("pyproject.toml"))


def environment():
    return yaml.safe_load(read("environment.yml"))


def git(*arguments):
    """Ask git, or skip: a downloaded archive has no history, and some machines have no git."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git clone, or git is not installed")
    return subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def project_files():
    listed = git("ls-files", "--cached", "--others", "--exclude-standard")
    assert listed.returncode == 0, listed.stderr
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


def test_conda_and_uv_install_the_same_packages_from_the_same_floors():
    uv = {r.name: r.specifier for r in map(Requirement, project()["project"]["dependencies"])}
    conda = [Requirement(line) for line in environment()["dependencies"] if "python=" not in line]
    assert {r.name.removesuffix("-base"): r.specifier for r in conda} == uv


def test_python_is_pinned_in_the_only_form_that_binder_understands():
    lines = [line for line in read("environment.yml").splitlines() if "python=" in line]
    pins = [line for line in lines if line.lstrip().startswith("- python")]
    assert len(pins) == 1
    version = re.fullmatch(r"  - python=(3\.\d+)", pins[0])[1]
    assert version in Requirement(f"python{project()['project']['requires-python']}").specifier


def test_conda_reads_only_conda_forge_and_needs_no_pip():
    assert environment()["channels"] == ["conda-forge", "nodefaults"]
    assert all(isinstance(line, str) for line in environment()["dependencies"])


def test_readme_shows_both_commands_on_its_first_screen_and_ci_runs_the_second():
    first_screen = read("README.md").splitlines()[:30]
    assert f"    {OPEN_COMMAND}" in first_screen
    assert f"    {TEST_COMMAND}" in first_screen
    assert TEST_COMMAND in read(".ci/run").splitlines()
    assert os.access(ROOT / ".ci/run", os.X_OK) or sys.platform == "win32"


def test_no_file_names_a_package_registry():
    for path in project_files():
        content = path.read_bytes()
        for host in REGISTRY_HOSTS:
            assert host.encode() not in content, f"{path.name} names {host}"


@pytest.mark.parametrize(
    "name", ["progress/attempts.jsonl", "uv.lock", ".venv/x", "a/__pycache__/b"]
)
def test_what_belongs_to_one_machine_is_ignored(name):
    answer = git("check-ignore", "-q", name)
    assert answer.returncode == 0, answer.stderr


def test_licence_names_both_parts_and_citation_is_complete():
    assert "CC-BY-4.0" in read("LICENSE") and "SPDX: MIT" in read("LICENSE")
    citation = yaml.safe_load(read("CITATION.cff"))
    assert {"cff-version", "message", "title", "authors", "license"} <= set(citation)
    assert str(citation["version"]) == project()["project"]["version"]


@pytest.mark.parametrize("path", [*sorted(ROOT.glob("*.md")), ROOT / "data/README.md"], ids=str)
def test_local_links_of_the_documents_lead_somewhere(path):
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if not re.match(r"https?:|#|mailto:", target):
            assert (path.parent / target.split("#")[0]).exists(), target


@pytest.mark.parametrize(
    "tool",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["codespell_lib", "README.md", "CONTRIBUTING.md", "data", "courseware", "vitamin_k",
         "exercises", "notebooks", "teaching", "lite", "tests"],
    ],
    ids=lambda tool: " ".join(tool[:2]),
)  # fmt: skip
def test_code_and_prose_pass(tool):
    done = subprocess.run(
        [sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_missing_package_is_named_in_words(monkeypatch):
    monkeypatch.setattr(course, "find_spec", lambda name: None if name == "scipy" else object())
    assert "lacks scipy" in course.advice()
    assert "README" in course.advice()


def test_an_old_python_is_told_what_to_do(monkeypatch):
    monkeypatch.setattr(course, "OLDEST_PYTHON", (4, 0))
    assert "needs Python 3.11 or newer" in course.advice()


def test_a_notebook_moved_alone_is_told_to_keep_the_folder(monkeypatch, tmp_path):
    monkeypatch.setattr(course, "ROOT", tmp_path)
    assert "download or clone the whole repository" in course.advice()


def test_what_is_missing_is_shown_without_a_traceback():
    assert course.NotReady("This Python lacks scipy.")._render_traceback_() == [
        "This Python lacks scipy."
    ]


def notebook_of(path, *sources):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell{number}"
    nbformat.write(notebook, path)
    return path


def test_executing_twice_writes_the_same_bytes_without_live_views(tmp_path, capsys):
    path = notebook_of(
        tmp_path / "one.ipynb", "import ipywidgets", "ipywidgets.Text('a')", "1 + 1"
    )
    assert main([str(path)]) == 0
    first = path.read_bytes()
    assert main([str(path)]) == 0
    assert path.read_bytes() == first
    assert capsys.readouterr().out.split() == ["one.ipynb", "changed", "one.ipynb", "unchanged"]
    assert LIVE_VIEW.encode() not in first
    assert nbformat.read(path, 4).cells[2].outputs[0].data["text/plain"] == "2"


def test_a_failing_cell_leaves_the_notebook_as_it_was(tmp_path, capsys):
    path = notebook_of(tmp_path / "two.ipynb", "1 + 1", "1 / 0")
    before = path.read_bytes()
    assert main([str(path)]) == 1
    assert path.read_bytes() == before
    said = capsys.readouterr().out
    assert "two.ipynb was left as it was" in said and "1 / 0" in said
