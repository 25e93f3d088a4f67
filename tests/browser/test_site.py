"""The browser-only site: built, served as static files and opened in a real browser."""

import functools
import http.server
import json
import shutil
import subprocess
import sys
import threading

import lab
import pytest


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_arguments):
        """Say nothing: each file of the site would be a line."""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the site and serve it; yield its address."""
    if not shutil.which("jupyter-lite"):
        pytest.skip("needs jupyter-lite: see lite/build.py")
    folder = tmp_path_factory.mktemp("site")
    subprocess.run(
        [sys.executable, lab.ROOT / "lite/build.py", folder], check=True, capture_output=True
    )
    handler = functools.partial(Quiet, directory=folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_site_opens_a_lesson_with_its_stored_pictures(site, browser):
    path = lab.ROOT / "notebooks/03_k1_k2_half_life.ipynb"
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    pictures = [output for output in outputs if "image/png" in output["data"]]
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site}/lab/index.html?path=notebooks/{path.name}")
        page.locator(".jp-RenderedImage img").nth(len(pictures) - 1).wait_for()
        assert page.locator(".jp-RenderedImage img").count() == len(pictures)
        first = page.locator(".jp-CodeCell").first
        assert "%pip install" in first.inner_text()
        assert page.get_by_text("Check yourself · a number").count() > 0
