"""Live figures: matplotlib pictures that follow their controls within a blink.

One persistent Agg figure is drawn once. When a control moves, only the artists that move are
drawn again over the kept background, and the picture goes to the browser as lossless WebP.
`live.js` draws the controls with the browser's own inputs, so each is labelled and works by
keyboard. A figure without controls is a plain picture with alternative text.
"""

import io
import traceback
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import anywidget
import numpy as np
import traitlets
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, features

from courseware.style import plain

HERE = Path(__file__).parent
LIVE_FORMAT = "WEBP" if features.check("webp") else "PNG"
# Lossless at the least effort: twice as fast as PNG and smaller, measured on line charts.
LIVE_ENCODING = {
    "WEBP": {"lossless": True, "quality": 10, "method": 0},
    "PNG": {"compress_level": 1},
}
STORED_PIXEL_RATIO = 1.5


def view_script(name):
    """Return the browser's script of a view, with what all views share in front."""
    return "".join((HERE / part).read_text(encoding="utf-8") for part in ("page.js", name))


@dataclass(frozen=True)
class Slider:
    """A slider over a fixed list of values.

    Parameters
    ----------
    label : str
        Name of the control, with the quantity's symbol where there is one.
    values : sequence of float
        All positions, in increasing order; evenly or log spaced as the author likes.
    start : float
        The value at the start; the nearest of `values` is taken.
    unit : str, optional
        Shown behind the number.
    legend : str, optional
        One short sentence on what the control does.
    """

    label: str
    values: Sequence[float]
    start: float
    unit: str = ""
    legend: str = ""

    def position(self, value):
        """Return the position whose value is nearest to `value`."""
        return int(np.argmin(np.abs(np.asarray(self.values, dtype=float) - value)))

    def value(self, position):
        """Return the value at a position; positions beyond the ends count as the ends."""
        return float(self.values[min(max(int(position), 0), len(self.values) - 1)])

    def spec(self):
        """Return what the browser needs to draw the control."""
        texts = [f"{plain(v)} {self.unit}".strip() for v in self.values]
        return {"kind": "slider", "label": self.label, "legend": self.legend, "texts": texts}

    def text(self, value):
        """Return the label with a value, for readers without a kernel."""
        return f"{self.label} {plain(value)} {self.unit}".strip()


@dataclass(frozen=True)
class Menu:
    """A drop-down list of texts.

    Parameters
    ----------
    label : str
        Name of the control.
    values : sequence of str
        The entries.
    start : str
        The entry chosen at the start.
    legend : str, optional
        One short sentence on what the control does.
    """

    label: str
    values: Sequence[str]
    start: str
    legend: str = ""

    def position(self, value):
        """Return the position of an entry."""
        if value not in self.values:
            raise ValueError(f"{self.label} has no entry {value!r}; there are {list(self.values)}")
        return list(self.values).index(value)

    def value(self, position):
        """Return the entry at a position; positions beyond the ends count as the ends."""
        return self.values[min(max(int(position), 0), len(self.values) - 1)]

    def spec(self):
        """Return what the browser needs to draw the control."""
        return {
            "kind": "menu",
            "label": self.label,
            "legend": self.legend,
            "texts": list(self.values),
        }

    def text(self, value):
        """Return the label with a value, for readers without a kernel."""
        return f"{self.label}: {value}"


@dataclass(frozen=True)
class Switch:
    """A box to tick.

    Parameters
    ----------
    label : str
        Name of the control.
    start : bool
        Whether it is ticked at the start.
    legend : str, optional
        One short sentence on what the control does.
    """

    label: str
    start: bool = False
    legend: str = ""

    def position(self, value):
        """Return 1 for on and 0 for off."""
        return int(bool(value))

    def value(self, position):
        """Return True for on and False for off."""
        return bool(position)

    def spec(self):
        """Return what the browser needs to draw the control."""
        return {"kind": "switch", "label": self.label, "legend": self.legend, "texts": []}

    def text(self, value):
        """Return the label with a value, for readers without a kernel."""
        return f"{self.label}: {'on' if value else 'off'}"


LONGEST_ENTRY = 200


@dataclass(frozen=True)
class Entry:
    """A box for a short text. The text is parsed by the figure, never evaluated.

    Parameters
    ----------
    label : str
        Name of the control.
    start : str
        The text at the start.
    legend : str, optional
        One short sentence on what may be typed, with an example.
    """

    label: str
    start: str = ""
    legend: str = ""

    def position(self, value):
        """Return the text itself, cut to a length that a figure can show."""
        return str(value)[:LONGEST_ENTRY]

    def value(self, position):
        """Return the text at a position, which is the text itself."""
        return self.position(position)

    def spec(self):
        """Return what the browser needs to draw the control."""
        return {"kind": "entry", "label": self.label, "legend": self.legend, "texts": []}

    def text(self, value):
        """Return the label with a value, for readers without a kernel."""
        return f"{self.label}: {value}"


class LiveFigure(anywidget.AnyWidget):
    """A figure with controls, alternative text and a static twin.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn once and kept; made without pyplot so that nothing else shows it.
    update : callable
        Called with the controls' values by name. Sets the data of the `moving` artists and
        returns the finding: one or two sentences with the numbers that the picture shows.
        A ValueError is shown to the learner beside the figure, in its own words.
    moving : sequence of Artist, optional
        The artists that `update` changes. Everything else is background. If `update` changes
        an axis limit, the whole figure is drawn again, and only then.
    controls : mapping of str to Slider, Menu, Switch or Entry, optional
        By the name under which `update` takes the value.
    redraws : sequence of str, optional
        Controls after which everything is drawn again, because `update` changes more than the
        `moving` artists: names on an axis, colours of bars, a number of rows.
    description : str
        What the picture shows (kind of chart, axes), put before the finding as alternative text.
    twin : sequence of mapping, optional
        Settings whose pictures are stored one below the other for readers without a kernel.

    Raises
    ------
    ValueError
        If a setting in `twin` or in `set`, or a name in `redraws`, names a control or a menu's
        entry that is not there.
    """

    _esm = view_script("live.js")
    _css = (HERE / "live.css").read_text(encoding="utf-8")

    control_specs = traitlets.List().tag(sync=True)
    positions = traitlets.Dict().tag(sync=True, echo_update=False)
    pixel_ratio = traitlets.Float(1.0).tag(sync=True, echo_update=False)
    width_px = traitlets.Int().tag(sync=True)
    height_px = traitlets.Int().tag(sync=True)
    mime = traitlets.Unicode().tag(sync=True)
    frame = traitlets.Bytes().tag(sync=True)
    description = traitlets.Unicode().tag(sync=True)
    finding = traitlets.Unicode().tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)
    # Tells the browser that a setting was met, even if it gave the same picture as before.
    answers = traitlets.Int().tag(sync=True)

    def __init__(
        self,
        figure: Figure,
        update: Callable[..., str],
        *,
        moving: Sequence[Artist] = (),
        controls: Mapping[str, Slider | Menu | Switch | Entry] | None = None,
        redraws: Sequence[str] = (),
        description: str,
        twin: Sequence[Mapping[str, object]] = (),
    ):
        self._figure = figure
        self._canvas = FigureCanvasAgg(figure)
        self._update = update
        self._moving = sorted(moving, key=lambda artist: artist.get_zorder())
        self._controls = dict(controls or {})
        self._dpi = figure.dpi
        self._background = None
        self._background_of = None
        for artist in self._moving:
            artist.set_animated(True)
        start = {name: c.position(c.start) for name, c in self._controls.items()}
        self._redraws = tuple(redraws)
        for name in self._redraws:
            self._require_control(name)
        self._twin = [self._positions(settings, start) for settings in twin] or [start]
        width, height = (figure.get_size_inches() * self._dpi).round().astype(int)
        super().__init__(
            control_specs=[dict(c.spec(), name=name) for name, c in self._controls.items()],
            positions=start,
            width_px=int(width),
            height_px=int(height),
            mime=f"image/{LIVE_FORMAT.lower()}",
            description=description,
        )
        self._refresh()
        self.observe(self._refresh, ["positions", "pixel_ratio"])

    @property
    def values(self):
        """The controls' present values by name."""
        return self._values(self.positions)

    def set(self, **settings):
        """Move controls from code, as a learner's hand would.

        Parameters
        ----------
        **settings
            New values by control name; sliders go to the nearest position.
        """
        self.positions = self._positions(settings, self.positions)

    @traitlets.validate("positions")
    def _usable(self, proposal):
        """Take only positions that exist, whatever the browser sends."""
        sent = proposal["value"]
        return {name: self._nearest(name, sent.get(name)) for name in self._controls}

    def _nearest(self, name, position):
        control = self._controls[name]
        try:
            return control.position(control.value(position))
        except (TypeError, ValueError, OverflowError):
            return control.position(control.start)

    def _values(self, positions):
        return {name: c.value(positions[name]) for name, c in self._controls.items()}

    def _positions(self, settings, base):
        for name in settings:
            self._require_control(name)
        return dict(base) | {n: self._controls[n].position(v) for n, v in settings.items()}

    def _require_control(self, name):
        if name not in self._controls:
            raise ValueError(f"no control named {name!r}; there are {list(self._controls)}")

    def _refresh(self, _change=None):
        """Draw the present setting and send it with its finding in one message."""
        with self.hold_sync():
            self.answers += 1
            try:
                finding = self._paint(self.positions, self.pixel_ratio)
            except ValueError as problem:
                self.error = f"This setting does not work: {problem}"
            except Exception as problem:
                # A fault in a lesson must not look like a frozen slider, and a widget's
                # callback has no cell in which a traceback would show.
                self.error = (
                    f"The figure could not be drawn ({problem!r}). Please report this as a bug. "
                    + traceback.format_exc(limit=-1).replace("\n", " ")
                )
            else:
                self.error = ""
                self.finding = finding
                self.frame = _encoded(self._image(), LIVE_FORMAT, **LIVE_ENCODING[LIVE_FORMAT])

    def _paint(self, positions, pixel_ratio):
        """Bring the canvas to a setting and return the finding."""
        dpi = self._dpi * min(3.0, max(1.0, pixel_ratio))
        finding = self._update(**self._values(positions))
        # Compared with the limits in the background, not with those before `update`: a setting
        # that failed halfway may have moved them already.
        whole = [positions[name] for name in self._redraws]
        wanted = (dpi, self._limits(), whole)
        if wanted != self._background_of:
            self._figure.set_dpi(dpi)
            self._canvas.draw()
            self._background = self._canvas.copy_from_bbox(self._figure.bbox)
            self._background_of = wanted
        self._canvas.restore_region(self._background)
        for artist in self._moving:
            self._figure.draw_artist(artist)
        return finding

    def _limits(self):
        return [(*ax.get_xlim(), *ax.get_ylim()) for ax in self._figure.axes]

    def _image(self):
        return Image.fromarray(np.asarray(self._canvas.buffer_rgba()))

    def _static(self):
        """Draw the twin: (PNG bytes, alternative text, plain text)."""
        pictures, lines = [], []
        for positions in self._twin:
            finding = self._paint(positions, STORED_PIXEL_RATIO)
            pictures.append(self._image().convert("RGB"))
            values = self._values(positions)
            setting = ", ".join(c.text(values[name]) for name, c in self._controls.items())
            lines.append(f"[{setting}] {finding}" if setting else finding)
        stack = Image.new("RGB", (pictures[0].width, sum(p.height for p in pictures)), "white")
        for i, picture in enumerate(pictures):
            stack.paste(picture, (0, i * picture.height))
        alt = " ".join([self.description, *lines])
        # 256 colours are more than a chart has, and take a third of the space in the repository.
        small = stack.quantize(256, dither=Image.Dither.NONE)
        return _encoded(small, "PNG", optimize=True), alt, "\n".join(lines)

    def _repr_mimebundle_(self, **_kwargs):
        png, alt, text = self._static()
        data, metadata = super()._repr_mimebundle_()
        data |= {"image/png": b64encode(png).decode("ascii"), "text/plain": text}
        return data, metadata | {"image/png": {"alt": alt, "width": self.width_px}}


def picture(figure, *, description, finding):
    """Show a finished figure with alternative text.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        The figure.
    description : str
        What the picture shows: kind of chart and axes.
    finding : str
        What it finds, with the numbers.

    Returns
    -------
    LiveFigure
        A live figure without controls.
    """
    return LiveFigure(figure, lambda: finding, description=description)


def _encoded(image, image_format, **options):
    stream = io.BytesIO()
    image.save(stream, image_format, **options)
    return stream.getvalue()
