"""JupyterLab in headless Chromium, for tests and benchmarks.

`server(root)` starts JupyterLab, `chromium()` a browser, and `Lesson` opens a notebook in them.
"""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# No pop-ups, no writing into the working tree, and every cell laid out from the start.
SETTINGS = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}
# JupyterLab's own console lines that say nothing about the course.
LAB_NOISE = re.compile(
    r"favicon|ResizeObserver loop|jupyterlab-settings|api/contents/.*checkpoints"
)
KERNEL_STATUS = "window.jupyterapp?.shell?.currentWidget?.sessionContext?.session?.kernel?.status"


def find_chromium():
    """Return the path of a Chromium or Chrome on this machine, or None."""
    named = os.environ.get("CHROMIUM")
    found = [named] if named else [path for name in BROWSERS if (path := shutil.which(name))]
    return next((path for path in found if Path(path).exists()), None)


@contextlib.contextmanager
def server(root, environment=None):
    """Start JupyterLab without a token on a free local port; yield its address.

    Parameters
    ----------
    root : path
        The folder to serve.
    environment : mapping, optional
        Environment variables to add for the server and its kernels.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as scratch:
        for name, values in SETTINGS.items():
            path = Path(scratch, "settings/@jupyterlab", f"{name}.jupyterlab-settings")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values))
        folders = {
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTER_CONFIG_DIR": "config",
            "IPYTHONDIR": "ipython",
        }
        own = {key: str(Path(scratch, folder)) for key, folder in folders.items()}
        command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
        command += ["--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
        command += ["--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True"]
        # A proxy that delays the traffic may stand in front.
        command += ["--ServerApp.allow_remote_access=True", f"--ServerApp.root_dir={root}"]
        with open(Path(scratch, "log"), "w+") as log:
            process = subprocess.Popen(
                command, env=os.environ | own | (environment or {}), stdout=log, stderr=log
            )
            try:
                _wait_until_up(process, f"http://127.0.0.1:{port}/api/status", log)
                yield f"http://127.0.0.1:{port}"
            finally:
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _wait_until_up(process, address, log):
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return
        except (OSError, urllib.error.URLError):
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.1)
                break
    log.seek(0)
    raise RuntimeError("JupyterLab did not start:\n" + log.read()[-3000:])


@contextlib.contextmanager
def chromium():
    """Start a headless Chromium; yield the Playwright browser."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        arguments += ["--no-first-run", "--disable-component-update", "--disable-sync"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        try:
            yield browser
        finally:
            browser.close()


class Lesson:
    """One notebook open in JupyterLab.

    Parameters
    ----------
    browser : playwright Browser
        From `chromium`.
    address : str
        From `server`.
    path : str
        The notebook, relative to the served folder.
    scale : float, optional
        The screen's pixel ratio.
    """

    def __init__(self, browser, address, path, scale=1):
        context = browser.new_context(
            viewport={"width": 1300, "height": 950}, device_scale_factor=scale
        )
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)
        self._problems = []
        self.page.on("pageerror", lambda error: self._problems.append(f"page error: {error}"))
        self.page.on("console", self._note)
        # A fresh workspace opens this file alone.
        self.page.goto(f"{address}/lab/workspaces/lesson/tree/{path}?reset")
        self.page.wait_for_selector(".jp-NotebookPanel .jp-Cell")
        self.page.wait_for_function(f"{KERNEL_STATUS} === 'idle'")

    def _note(self, message):
        if message.type == "error":
            self._problems.append(f"console: {message.text} [{message.location.get('url', '')}]")

    def run_all(self):
        """Run every cell and wait until all views are drawn."""
        done = self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
        self.page.wait_for_function(f"{KERNEL_STATUS} === 'idle'")
        self.page.wait_for_function(
            "!document.body.innerText.includes('Loading widget')"
            " && [...document.querySelectorAll('.live-figure img')].every(i => i.naturalWidth)"
        )
        assert done is not False and not self.failures(), self.failures()

    def failures(self):
        """Return every traceback, standard error and widget error on the page."""
        kinds = [f".jp-RenderedText[data-mime-type$='{kind}']" for kind in ("error", "stderr")]
        kinds.append(".jupyter-widgets-error-widget")
        return self.page.locator(", ".join(kinds)).all_inner_texts()

    def problems(self):
        """Return the browser's errors since the page was opened."""
        return [line for line in self._problems if not LAB_NOISE.search(line)]

    def cell(self, source):
        """Return the code cell whose source contains a text."""
        return self.page.locator(".jp-CodeCell").filter(
            has=self.page.locator(".jp-InputArea-editor", has_text=source)
        )

    def write_and_run(self, source, new_source):
        """Give a cell another source and run it, as a learner would by typing."""
        self.page.evaluate(
            """([old, source]) => {
                const notebook = window.jupyterapp.shell.currentWidget.content;
                const index = notebook.widgets.findIndex(
                    (cell) => cell.model.type === "code"
                        && cell.model.sharedModel.getSource().includes(old));
                notebook.activeCellIndex = index;
                notebook.activeCell.model.sharedModel.setSource(source);
                return window.jupyterapp.commands.execute("notebook:run-cell");
            }""",
            [source, new_source],
        )

    def run(self, source):
        """Run the cell whose source contains a text once more."""
        self.write_and_run(source, self.cell(source).locator(".cm-content").inner_text())

    def close(self):
        """End the kernel and close the page."""
        self.page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        self.page.context.close()
