"""One JupyterLab and one Chromium for all browser tests."""

import lab
import pytest


def pytest_collection_modifyitems(items):
    """Skip the browser tests where there is no browser, and say how to get one."""
    if lab.find_chromium():
        return
    reason = "no Chromium or Chrome found: install one, or name it in the variable CHROMIUM"
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def browser():
    with lab.chromium() as started:
        yield started


@pytest.fixture(scope="session")
def learner_folder(tmp_path_factory):
    """The progress folder of the learner in the browser."""
    return tmp_path_factory.mktemp("learner")


@pytest.fixture(scope="session")
def address(learner_folder):
    with lab.server(lab.ROOT, {"COURSE_PROGRESS": str(learner_folder)}) as started:
        yield started


@pytest.fixture(scope="module")
def open_lesson(browser, address):
    """Return a function that opens a lesson; all it opened are closed after the module."""
    opened = []

    def open_one(path, **options):
        opened.append(lab.Lesson(browser, address, path, **options))
        return opened[-1]

    yield open_one
    for lesson in opened:
        lesson.close()
