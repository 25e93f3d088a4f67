"""First line of every lesson: `import course`.

Finds the course's modules wherever the repository lies, sets the look of the figures, and says
in words what is missing. Nothing needs to be installed or built for this.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
PACKAGES = ("anywidget", "matplotlib", "numpy", "pandas", "PIL", "scipy", "statsmodels")


class NotReady(ImportError):
    """The environment lacks something; shown as words instead of a traceback."""

    def _render_traceback_(self):
        return [str(self)]


def missing_packages():
    """Return the names of packages that the lessons need and this Python lacks."""
    return [name for name in PACKAGES if find_spec(name) is None]


def advice():
    """Return what keeps the lessons from running here, or an empty text."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:2]))
        return (
            f"This course needs Python 3.11 or newer, and this is Python {found}. "
            "The README's first command brings a Python that fits."
        )
    missing = missing_packages()
    if missing:
        return (
            f"This Python lacks {', '.join(missing)}. Start the course with the README's first "
            "command, or choose the course's kernel under Kernel > Change Kernel."
        )
    if not (ROOT / "vitamin_k").is_dir():
        return (
            f"The folder {ROOT} does not hold the course's modules. Keep the notebooks in the "
            "folder where you found them: download or clone the whole repository."
        )
    return ""


if advice():
    raise NotReady(advice())
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from courseware.course_map import course_map  # noqa: E402
from courseware.handin import hand_in, restore  # noqa: E402
from courseware.progress import use_name  # noqa: E402
from courseware.style import use_style  # noqa: E402
from vitamin_k.claims import taken_up_by as claims  # noqa: E402
from vitamin_k.glossary import define as glossary  # noqa: E402

__all__ = ["check", "claims", "glossary", "hand_in", "progress_map", "restore", "use_name"]
use_style()


def check():
    """Show what is ready here and what is not, with what to do."""
    from courseware.ready import Ready

    return Ready(["matplotlib", "numpy", "pandas", "scipy", "anywidget"])


def progress_map():
    """Show all lessons with links and with the learner's progress in each."""
    return course_map(ROOT / "notebooks", "exercises")
