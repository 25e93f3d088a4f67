"""Settings for all tests: repeatable random cases, and never a learner's own progress folder."""

import os
import tempfile

import pytest
from hypothesis import settings

settings.register_profile("course", derandomize=True, deadline=None)
settings.load_profile("course")


def pytest_configure(config):
    """Give kernels that the run starts an empty progress folder; they inherit the environment."""
    folder = tempfile.TemporaryDirectory(prefix="course-progress-", ignore_cleanup_errors=True)
    os.environ["COURSE_PROGRESS"] = os.path.join(folder.name, "progress")
    config.add_cleanup(folder.cleanup)


@pytest.fixture(autouse=True)
def progress_folder(tmp_path, monkeypatch):
    """Give each test a progress folder of its own."""
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress"))
    return tmp_path / "progress"
