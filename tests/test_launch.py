"""The ways to open the course: links, Binder's buildpack, the browser-only site, no network."""

import ast
import functools
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from packaging.requirements import Requirement

from courseware import links

ROOT = Path(__file__).resolve().parent.parent
LESSONS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
REPOSITORY = "https://github.com/owner/a-course"
# What a browser's kernel cannot do: threads, processes, sockets.
NOT_IN_A_BROWSER = {
    "_thread", "asyncio", "concurrent", "ftplib", "http", "multiprocessing", "nbclient",
    "requests", "signal", "socket", "socketserver", "ssl", "subprocess", "threading", "urllib3",
}  # fmt: skip
# Pure Python, fetched by the site's first cell from the package index.
FETCHED = {"anywidget", "ipywidgets", "IPython"}
IMPORT_NAMES = {"pillow": "PIL"}


@functools.cache
def lite():
    """Load lite/build.py, which is a script and not part of a package."""
    spec = importlib.util.spec_from_file_location("lite_build", ROOT / "lite/build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def offline(*command, **options):
    """Run a command with nothing but the loopback network, or skip where that cannot be."""
    alone = [
        "unshare",
        "--net",
        "--map-root-user",
        "sh",
        "-c",
        'ip link set lo up && exec "$@"',
        "-",
    ]
    if not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("cutting the network needs unshare and ip (Linux)")
    if subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not allow a network of one's own")
    return subprocess.run(
        [*alone, *command], capture_output=True, text=True, check=False, **options
    )


def test_binder_link_opens_lesson_00_in_jupyterlab():
    parts = urlsplit(links.binder_link(REPOSITORY))
    assert parts.path == "/v2/gh/owner/a-course/HEAD"
    assert parse_qs(parts.query) == {"urlpath": ["lab/tree/notebooks/00_start_here.ipynb"]}
    assert (ROOT / links.FIRST_LESSON).exists()


def test_binder_link_quotes_a_branch_with_a_slash():
    assert "/a%2Fb?" in links.binder_link(REPOSITORY, reference="a/b")


def test_hub_link_says_what_to_pull_and_what_to_open():
    parts = urlsplit(links.hub_link("https://hub.example.org/", f"{REPOSITORY}.git", "term 1"))
    assert parts.netloc + parts.path == "hub.example.org/hub/user-redirect/git-pull"
    assert parse_qs(parts.query) == {
        "repo": [f"{REPOSITORY}.git"],
        "branch": ["term 1"],
        "urlpath": ["lab/tree/a-course/notebooks/00_start_here.ipynb"],
    }


@pytest.mark.parametrize(
    "address", ["", "github.com/a/b", "https://github.com/a", "ftp://x/y", "x"]
)
def test_an_address_that_is_none_is_answered_in_words(address):
    with pytest.raises(ValueError, match="address"):
        links.binder_link(address)
    with pytest.raises(ValueError, match="address"):
        links.hub_link("hub", REPOSITORY)


def test_readme_shows_the_links_of_the_address_in_the_citation_file():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert links.readme_block(citation["repository-code"]) in readme


def test_publishing_changes_address_and_links_and_nothing_else(tmp_path):
    for name in ("README.md", "CITATION.cff"):
        shutil.copy(ROOT / name, tmp_path)
    links.publish(REPOSITORY, tmp_path)
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert links.readme_block(REPOSITORY) in readme
    citation = yaml.safe_load((tmp_path / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["repository-code"] == REPOSITORY
    links.publish("https://github.com/owner/other", tmp_path)
    links.publish(REPOSITORY, tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == readme
    outside = re.compile(f"{links.START}.*{links.END}", re.S)
    old = (ROOT / "README.md").read_text(encoding="utf-8")
    assert outside.sub("", readme) == outside.sub("", old)


def test_binder_builds_the_conda_environment_with_the_pinned_python():
    if not shutil.which("jupyter-repo2docker"):
        pytest.skip("needs jupyter-repo2docker: uv tool install jupyter-repo2docker")
    done = subprocess.run(
        ["jupyter-repo2docker", "--no-build", "--debug", "."],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-3000:]
    assert "Building conda environment for python=3.13" in said
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"' in said
    # The base environment is the one that repo2docker locked for this Python.
    assert "environment-2epy-2d3-2e13-2dlinux" in said


def imported(path, seen=None):
    """Names of all packages outside the course that a file imports, itself or through others."""
    seen = set() if seen is None else seen
    if path in seen:
        return set()
    seen.add(path)
    code = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = [cell for cell in json.loads(code)["cells"] if cell["cell_type"] == "code"]
        code = "\n\n".join("".join(cell["source"]) for cell in cells)
    found = set()
    for node in ast.walk(ast.parse(code)):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            # What is imported from a package may be one of its modules.
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for name in names:
            top = name.split(".")[0]
            if top != "course" and top not in lite().FOLDERS:
                found.add(top)
                continue
            stem = "notebooks/course" if top == "course" else name.replace(".", "/")
            for own in (ROOT / f"{stem}.py", ROOT / f"{stem}/__init__.py"):
                found |= imported(own, seen) if own.is_file() else set()
    return found


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_import_of_a_lesson_exists_in_the_browsers_kernel(lesson):
    kernel = json.loads((ROOT / "lite/packages.json").read_text(encoding="utf-8"))
    there = {IMPORT_NAMES.get(name, name) for name in kernel["packages"]}
    names = imported(lesson) - set(sys.stdlib_module_names)
    assert names >= {"numpy", "matplotlib", "anywidget"}
    assert names - there - FETCHED == set()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_no_lesson_needs_threads_processes_or_sockets(lesson):
    assert imported(lesson) & NOT_IN_A_BROWSER == set()


def test_the_site_installs_what_the_lessons_import():
    kernel = json.loads((ROOT / "lite/packages.json").read_text(encoding="utf-8"))
    names = set(lite().packages())
    assert names - set(kernel["packages"]) <= FETCHED
    imports = set().union(*map(imported, LESSONS)) - set(sys.stdlib_module_names) - {"IPython"}
    assert imports <= {IMPORT_NAMES.get(name, name) for name in names} | {"traitlets"}


def test_staged_lessons_start_by_installing_and_keep_every_cell(tmp_path):
    lite().stage(tmp_path / "content")
    for lesson in LESSONS:
        before = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
        staged = json.loads((tmp_path / "content/notebooks" / lesson.name).read_text("utf-8"))
        first, *rest = staged["cells"]
        assert first["source"].startswith("%pip install -q ") and "matplotlib" in first["source"]
        assert [c["source"] for c in rest] == ["".join(c["source"]) for c in before]
        assert [c.get("outputs") for c in rest] == [c.get("outputs") for c in before]
    assert (tmp_path / "content/data/sources.bib").exists()
    assert not list(tmp_path.rglob("progress"))


def test_both_commands_of_the_readme_work_without_a_network():
    if not shutil.which("uv"):
        pytest.skip("needs uv, as the README's commands do")
    tool = "python3 -m pip install -q uv 2>/dev/null || uv --version"
    for command in ("jupyter lab --version", "pytest --version"):
        done = offline("sh", "-c", f"({tool}) && uv run {command}", cwd=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_lesson_runs_without_a_network_and_stores_the_same_bytes(tmp_path):
    for name in lite().FOLDERS:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in lite().PAPERS:
        shutil.copy(ROOT / name, tmp_path)
    done = offline(
        sys.executable, "-m", "courseware.execute", cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines() == [f"{lesson.name} unchanged" for lesson in LESSONS]


def workflow(name):
    text = (ROOT / ".github/workflows" / name).read_text(encoding="utf-8")
    # YAML 1.1 reads the key `on` as true.
    return {("on" if key is True else key): value for key, value in yaml.safe_load(text).items()}


def commands(job):
    return "\n".join(step.get("run", "") for step in job["steps"])


def test_the_forge_tests_every_supported_python_on_three_systems():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    supported = Requirement(f"python{project['requires-python']}").specifier
    job = workflow("tests.yml")["jobs"]["dated"]
    matrix = job["strategy"]["matrix"]
    assert {system.partition("-")[0] for system in matrix["os"]} == {"ubuntu", "macos", "windows"}
    assert matrix["python"] == [f"3.{n}" for n in range(30) if f"3.{n}" in supported]
    assert "pip install uv && uv run pytest" in commands(job)


def test_the_forge_tries_fresh_packages_and_links_every_week():
    tests = workflow("tests.yml")
    assert tests["on"]["schedule"]
    jobs = tests["jobs"]
    # The line that is dropped must be there, or the job would test the dated packages again.
    assert re.search(r"^exclude-newer", (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    assert "sed -i '/^exclude-newer/d' pyproject.toml" in commands(jobs["fresh"])
    assert any("lychee" in step.get("uses", "") for step in jobs["links"]["steps"])


def test_the_forge_publishes_the_site_that_the_script_builds():
    job = workflow("site.yml")["jobs"]["publish"]
    folder = re.search(r"python lite/build.py (\S+)", commands(job))[1]
    uploaded = [step["with"]["path"] for step in job["steps"] if "upload" in step.get("uses", "")]
    assert uploaded == [folder]
    for package in ("jupyterlite-core", "jupyterlite-pyodide-kernel", "ipywidgets", "anywidget"):
        assert package in commands(job) and package in lite().__doc__
