"""Tell in words whether this environment can run the lessons and show live views."""

import os
import platform
from importlib.metadata import version

import anywidget
import traitlets

from courseware import progress
from courseware.live import view_script

NO_LIVE_VIEW = (
    "does not run here yet. Run this cell. If this line stays: **Kernel > Restart Kernel**, "
    "reload the page and run again. If it still stays, open the course as the README says."
)


class Ready(anywidget.AnyWidget):
    """A table of what is ready; it is a live view itself, so seeing it proves that they work.

    Parameters
    ----------
    packages : sequence of str
        Names of the distributions to show with their versions.
    """

    _esm = view_script("ready.js")

    rows = traitlets.List().tag(sync=True)

    def __init__(self, packages):
        self._kept = where_answers_go()
        shown = ", ".join(f"{name} {version(name)}" for name in packages)
        super().__init__(
            rows=[
                ["Python", f"fine ({platform.python_version()})"],
                ["Packages", f"fine ({shown})"],
                ["Your answers", self._kept],
                ["Live view", "fine: this table is one"],
            ]
        )

    def _repr_mimebundle_(self, **_kwargs):
        # No versions here: what is stored must be the same on every computer.
        rows = [("Python", "fine"), ("Packages", "fine")]
        rows += [("Your answers", self._kept), ("Live view", NO_LIVE_VIEW)]
        lines = ["| Is it ready? | |", "|:--|:--|", *(f"| {a} | {b} |" for a, b in rows)]
        text = "\n".join(lines)
        data, metadata = super()._repr_mimebundle_()
        return data | {"text/plain": text, "text/markdown": text}, metadata


def where_answers_go():
    """Return whether answers can be kept here, and for how long, as words."""
    try:
        progress.append([])
    except progress.NotRecorded as problem:
        return (
            f"cannot be kept. {problem} Questions work all the same. To keep answers, copy the "
            "course to a folder of your own."
        )
    # BinderHub sets this variable in every session that it starts.
    if "BINDER_LAUNCH_HOST" in os.environ:
        return "are kept until this Binder session stops. Section 4 shows how to take them home."
    return "fine: they are kept on the computer that runs the course"
