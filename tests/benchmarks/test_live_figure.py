"""How fast a picture follows its slider: a live figure beside the usual `interact`.

Both draw lesson 03's plot of one dose, in one notebook in JupyterLab in headless Chromium, in
turns. A time runs in the page, from the key press to the frame that shows a decoded new picture.
"""

import statistics

import lab
import nbformat
import pytest
from slow_proxy import slow_proxy

PRESSES = 12  # up, and as many down
DRAGS = 6
STEPS = 50
PAUSE_MS = 5  # between steps of a drag; the step itself takes about 3 ms
ROUND_TRIPS_S = {"local": 0.0, "+100 ms": 0.1}

SETUP = f"""
import sys
sys.path.insert(0, {str(lab.ROOT / "notebooks")!r})
import course
import ipywidgets
import matplotlib.pyplot as plt
import numpy as np
from courseware.style import percent
from vitamin_k import kinetics
from vitamin_k.figures import half_life as figures
"""
INTERACT = """
times = np.linspace(0, 96, 385)
people = [kinetics.parameters(name) for name in figures.VITAMERS]


def left_after_a_day(vitamer):
    peak_h, peak = kinetics.peak(1.0, vitamer)
    return float(kinetics.oral(peak_h + 24, 1.0, vitamer)) / peak


def plot(dose, equal_moles, log_scale):
    doses = figures.doses_ug(dose, equal_moles)
    figure, axes = plt.subplots(figsize=(8, 4.6))
    for vitamer in people:
        level = kinetics.oral(times, doses[vitamer.name], vitamer)
        axes.plot(times, level, color=figures.COLOURS[vitamer.name])
        axes.text(96.5, level[-1], vitamer.name, va="center")
    shares = {vitamer.name: percent(left_after_a_day(vitamer)) for vitamer in people}
    axes.set_title(f"{dose} µg: {shares['MK-7']} of MK-7 is left and {shares['K1']} of K1")
    axes.set_xlim(0, 96)
    if log_scale:
        axes.set_yscale("log")
    axes.set_xlabel("Time after the dose (hours)")
    axes.set_ylabel("Added to plasma (ng/mL)")
    plt.show()


slider = ipywidgets.SelectionSlider(options=list(doses), value=doses[0], description="Dose")
ipywidgets.interact(plot, dose=slider, equal_moles=False, log_scale=False);
"""
# Both sliders have the same positions and begin at the first.
DOSES = """
live = figures.single_dose()
doses = live._controls["dose"].values
live.set(dose=doses[0])
"""

# Resolves with the milliseconds from the next key press to the frame with another picture.
AFTER_PRESS = """(area) => {
  const before = area.querySelector("img").src;
  window.measured = new Promise((resolve) => {
    let pressed;
    addEventListener("keydown", (event) => { pressed = event.timeStamp; },
      { capture: true, once: true });
    const look = async () => {
      const image = area.querySelector("img");
      const drawn = image?.complete && image.naturalWidth && image.src !== before;
      if (pressed === undefined || !drawn) return requestAnimationFrame(look);
      await image.decode();
      requestAnimationFrame(() => resolve(performance.now() - pressed));
    };
    look();
  });
}"""
# Resolves with the milliseconds from the last key press to the frame with the wanted picture
# (null if it never comes), and with the number of pictures on the way.
AFTER_DRAG = """([area, wanted, steps]) => {
  window.measured = new Promise((resolve) => {
    const pressed = [];
    const note = (event) => pressed.push(event.timeStamp);
    addEventListener("keydown", note, { capture: true });
    let shown = area.querySelector("img").src, frames = 0;
    const done = (settled) => {
      removeEventListener("keydown", note, { capture: true });
      resolve({ settled, frames, lasted: pressed.at(-1) - pressed[0] });
    };
    const look = async () => {
      const image = area.querySelector("img");
      if (image?.complete && image.naturalWidth && image.src !== shown) {
        shown = image.src;
        frames += 1;
        const seen = performance.now();
        // An address that is replaced while it is read belongs to a picture already gone.
        const bytes = await window.pictureBytes(image).catch(() => "");
        if (pressed.length === steps && bytes === wanted) return done(seen - pressed.at(-1));
      }
      if (pressed.length === steps && performance.now() - pressed.at(-1) > 5000) return done(null);
      requestAnimationFrame(look);
    };
    look();
  });
}"""
PICTURE_BYTES = """() => {
  window.pictureBytes = async (image) =>
    new TextDecoder("latin1").decode(await (await fetch(image.src)).arrayBuffer());
}"""


class Slider:
    """A slider on the page with its picture."""

    def __init__(self, lesson, area, control):
        self.page = lesson.page
        self.area = area.element_handle()
        self.control = control

    def press(self, key):
        """Press a key; return the milliseconds until the picture has changed."""
        self.control.focus()
        self.area.evaluate(AFTER_PRESS)
        self.page.keyboard.press(key)
        return self.page.evaluate("window.measured")

    def picture(self):
        """Return the bytes of the picture on the page."""
        return self.page.evaluate(
            "area => window.pictureBytes(area.querySelector('img'))", self.area
        )

    def picture_reached_slowly(self, away, back):
        """Return the picture of the present position, seen after one step away and back."""
        self.press(away)
        self.press(back)
        return self.picture()

    def drag(self, key, wanted):
        """Hold a key for all steps; return what `AFTER_DRAG` measures."""
        self.control.focus()
        self.page.evaluate(AFTER_DRAG, [self.area, wanted, STEPS])
        for _ in range(STEPS):
            self.page.keyboard.down(key)
            self.page.wait_for_timeout(PAUSE_MS)
        self.page.keyboard.up(key)
        return self.page.evaluate("window.measured")


@pytest.fixture(scope="module")
def browser():
    with lab.chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("benchmark")
    cells = [nbformat.v4.new_code_cell(c.strip()) for c in (SETUP, DOSES, "live", INTERACT)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, folder / "sliders.ipynb")
    with lab.server(folder, {"COURSE_PROGRESS": str(folder)}) as started:
        yield started


@pytest.mark.parametrize("line", ROUND_TRIPS_S)
def test_live_figure_beside_interact(browser, address, line):
    with slow_proxy(address, ROUND_TRIPS_S[line]) as proxy:
        lesson = lab.Lesson(browser, proxy if ROUND_TRIPS_S[line] else address, "sliders.ipynb")
        lesson.run_all()
        lesson.page.evaluate(PICTURE_BYTES)
        page = lesson.page
        page.wait_for_selector(".widget-output img, .jupyter-widgets-output-area img")
        outputs = page.locator(".jp-CodeCell .jp-OutputArea-output")
        sliders = {
            "live figure": Slider(
                lesson, page.locator(".live-figure"), page.get_by_label("Dose").first
            ),
            "interact": Slider(
                lesson,
                outputs.filter(has=page.locator(".widget-interact")).first,
                page.locator(".widget-interact .noUi-handle").first,
            ),
        }
        presses, drags = _measure(sliders)
        lesson.close()
    _print_table(line, presses, drags)
    assert all(drag["settled"] is not None for drag in drags["live figure"])


def _measure(sliders):
    """Press and drag both sliders in turns."""
    presses = {name: [] for name in sliders}
    drags = {name: [] for name in sliders}
    # Up and then down again, so that the drags below begin at the slider's first position.
    for key in ["ArrowRight"] * PRESSES + ["ArrowLeft"] * PRESSES:
        for name, slider in sliders.items():
            before = slider.picture()
            presses[name].append(slider.press(key))
            assert slider.picture() != before
    ends = {}
    for name, slider in sliders.items():
        start = slider.picture_reached_slowly("ArrowRight", "ArrowLeft")
        slider.drag("ArrowRight", "the first drag has no known end")
        ends[name] = start, slider.picture_reached_slowly("ArrowRight", "ArrowLeft")
    for turn in range(DRAGS):
        for name, slider in sliders.items():
            start, end = ends[name]
            key, wanted = ("ArrowRight", end) if turn % 2 else ("ArrowLeft", start)
            drags[name].append(slider.drag(key, wanted))
    return presses, drags


def _print_table(line, presses, drags):
    print(f"\n{line:12}{'press':>8}{'drag settles':>14}{'pictures':>10}{'wrong end':>11}")
    press_ms, settle_ms = {}, {}
    for name in presses:
        settled = [drag["settled"] for drag in drags[name] if drag["settled"] is not None]
        press_ms[name] = statistics.median(presses[name])
        settle_ms[name] = statistics.median(settled) if settled else float("nan")
        pictures = statistics.median(drag["frames"] for drag in drags[name])
        wrong = f"{len(drags[name]) - len(settled)} of {DRAGS}"
        print(
            f"{name:12}{press_ms[name]:5.0f} ms{settle_ms[name]:11.0f} ms"
            f"{pictures:10.0f}{wrong:>11}"
        )
    faster, sooner = (ms["interact"] / ms["live figure"] for ms in (press_ms, settle_ms))
    print(f"{'ratio':12}{faster:7.1f}×{sooner:13.1f}×")
    lasted = statistics.median(drag["lasted"] for drag in drags["live figure"])
    print(f"medians of {2 * PRESSES} presses and {DRAGS} drags ({STEPS} steps in {lasted:.0f} ms)")
