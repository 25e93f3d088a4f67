"""Live figures follow their controls, survive bad settings and leave a picture behind."""

import base64
import io
from contextlib import suppress

import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image
from traitlets import TraitError

from courseware.live import (
    LONGEST_ENTRY,
    STORED_PIXEL_RATIO,
    Entry,
    LiveFigure,
    Menu,
    Slider,
    Switch,
    picture,
)
from vitamin_k.figures import half_life

FORBIDDEN = 3.0
FAULTY = 4.0


def small_figure():
    """Build a figure whose update fails at two settings, after it has moved an axis."""
    figure = Figure(figsize=(2, 1), layout="none")
    axes = figure.subplots()
    (line,) = axes.plot([0, 1], [0, 1])

    def update(height, shape, dashed):
        axes.set_ylim(0, 10 * height)
        if height == FORBIDDEN:
            raise ValueError("three is forbidden")
        if height == FAULTY:
            raise KeyError("a fault")
        line.set_ydata([0, height])
        line.set_linestyle("--" if dashed else "-")
        return f"The {shape} is {height:g} high."

    return LiveFigure(
        figure,
        update,
        moving=[line],
        controls={
            "height": Slider("Height", [1, 2, 3, 4, 5], 1, "cm"),
            "shape": Menu("Shape", ["line", "curve"], "line"),
            "dashed": Switch("Dashed"),
        },
        description="A small chart.",
        twin=[{"height": 1}, {"height": 5, "dashed": True}],
    )


SIMULATORS = {
    half_life.line_through_points: [
        {"half_life_h": 5.8, "start_ng_per_ml": 10},
        {"points": "MK-4 into a vein (2 points)", "half_life_h": 0.8, "start_ng_per_ml": 2800},
        {"half_life_h": 2},
    ],
    half_life.single_dose: [
        {"dose": 200},
        {"log_scale": True, "equal_moles": True},
        {"dose": 20},
        {"log_scale": False},
    ],
    half_life.daily_dosing: [
        {"vitamer": "K1"},
        {"interval": "once a week", "dose_ug": 700},
        {"vitamer": "MK-7", "missed_days": 7},
    ],
    half_life.virtual_population: [
        {"assay_limit_ng_per_ml": 2, "trial": 3, "n_people": 1000},
        {"vitamer": "MK-4"},
        {"spread_percent": 20},
    ],
}
each_simulator = pytest.mark.parametrize("build", SIMULATORS, ids=lambda build: build.__name__)


def pixels(figure):
    return np.asarray(Image.open(io.BytesIO(figure.frame)).convert("RGB"))


def from_browser(figure, **state):
    """Hand over a state as a message of the browser does; a wrong type is refused there."""
    with suppress(TraitError):
        figure.set_state(state)


# --- Controls ------------------------------------------------------------------------------------


def test_controls_start_where_the_author_put_them():
    assert small_figure().values == {"height": 1.0, "shape": "line", "dashed": False}


@pytest.mark.parametrize(
    ("setting", "taken"),
    [
        ({"height": 2}, {"height": 2.0}), ({"height": 1.8}, {"height": 2.0}),
        ({"height": 1e9}, {"height": 5.0}), ({"height": -7}, {"height": 1.0}),
        ({"shape": "curve"}, {"shape": "curve"}), ({"dashed": True}, {"dashed": True}),
        ({"dashed": 1, "height": 5}, {"dashed": True, "height": 5.0}),
    ],
)  # fmt: skip
def test_set_moves_the_named_controls_to_the_nearest_value_and_no_other(setting, taken):
    figure = small_figure()
    before = figure.values
    figure.set(**setting)
    assert figure.values == before | taken
    assert f"{figure.values['shape']} is {figure.values['height']:g} high" in figure.finding


@pytest.mark.parametrize("value", [2.4, 1, 5])
def test_a_slider_finds_its_values_again(value):
    slider = Slider("Dose", [1, 2.4, 5], 1, "µg")
    assert slider.value(slider.position(value)) == value
    assert slider.text(value) == f"Dose {value} µg"
    assert slider.spec()["texts"] == ["1 µg", "2.4 µg", "5 µg"]


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ({"width": 1}, "no control named 'width'; there are"),
        ({"shape": "dot"}, "Shape has no entry"),
    ],
)
def test_a_setting_that_is_not_there_is_refused_by_name(setting, problem):
    figure = small_figure()
    with pytest.raises(ValueError, match=problem):
        figure.set(**setting)
    with pytest.raises(ValueError, match=problem):
        LiveFigure(Figure(), lambda shape: "", controls={"shape": Menu("Shape", ["a"], "a")},
                   description="", twin=[setting])  # fmt: skip


GARBAGE = [
    {"height": 10**9}, {"height": -(10**9)}, {"height": "x"}, {"height": None}, {"height": [1]},
    {"height": float("nan")}, {"height": float("inf")}, {"height": 1.7}, {"height": {}}, {},
    {"shape": 99}, {"shape": "line"}, {"dashed": "yes"}, {"width": 3}, {"height": 1, "": 2},
    None, "x", [1, 2], 7,
]  # fmt: skip


@pytest.mark.parametrize("garbage", GARBAGE, ids=repr)
def test_garbage_from_the_browser_does_not_break_the_figure(garbage):
    figure = small_figure()
    from_browser(figure, positions=garbage)
    assert set(figure.values) == {"height", "shape", "dashed"}
    assert figure.values["height"] in (1, 2, 5)
    assert figure.error == ""
    figure.set(height=2, shape="line", dashed=False)
    assert figure.finding == "The line is 2 high."
    fresh = small_figure()
    fresh.set(height=2)
    assert figure.frame == fresh.frame


def test_a_position_that_cannot_be_read_counts_as_the_start():
    figure = LiveFigure(
        Figure(figsize=(2, 1)),
        lambda height: f"{height:g}",
        controls={"height": Slider("Height", [1, 2, 3], 2)},
        description="",
    )
    figure.set(height=3)
    from_browser(figure, positions={"height": "x"})
    assert figure.finding == "2"


@each_simulator
def test_garbage_does_not_break_a_simulator(build):
    figure = build()
    name = next(iter(figure.values))
    for garbage in (10**9, "x", None):
        from_browser(figure, positions={name: garbage, "extra": 1})
        assert figure.error == ""


@pytest.mark.parametrize("ratio", [0, -5, 1e9, float("nan"), float("inf"), None, "x"])
def test_a_strange_pixel_ratio_stays_within_one_and_three(ratio):
    figure = small_figure()
    from_browser(figure, pixel_ratio=ratio)
    assert figure.error == ""
    assert pixels(figure).shape in [(100, 200, 3), (300, 600, 3)]


# --- Failing settings ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("height", "words"),
    [(FORBIDDEN, "This setting does not work: three is forbidden"), (FAULTY, "report this as")],
)
def test_a_failing_setting_is_said_in_words_and_the_next_good_one_clears_it(height, words):
    figure = small_figure()
    frame, finding = figure.frame, figure.finding
    figure.set(height=height)
    assert words in figure.error
    assert (figure.frame, figure.finding) == (frame, finding)
    figure.set(height=2)
    assert figure.error == ""
    assert figure.finding == "The line is 2 high."


@pytest.mark.parametrize("height", [FORBIDDEN, FAULTY])
def test_a_setting_that_failed_halfway_leaves_no_trace_in_the_next_frame(height):
    figure, fresh = small_figure(), small_figure()
    figure.set(height=height)
    # The failed update has already moved the axis to where this one wants it.
    figure._figure.axes[0].set_ylim(0, 20)
    for each in (figure, fresh):
        each.set(height=2)
    assert np.array_equal(pixels(figure), pixels(fresh))


@pytest.mark.parametrize("height", [FORBIDDEN, FAULTY])
def test_a_figure_can_be_shown_while_its_setting_fails(height):
    figure = small_figure()
    figure.set(height=height)
    data, _ = figure._repr_mimebundle_()
    assert data["text/plain"].count("high.") == 2
    assert figure.error


# --- Frames --------------------------------------------------------------------------------------


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@each_simulator
def test_a_frame_decodes_to_the_figures_size_times_the_pixel_ratio(build, ratio):
    figure = build()
    from_browser(figure, pixel_ratio=ratio)
    image = Image.open(io.BytesIO(figure.frame))
    assert f"image/{image.format.lower()}" == figure.mime
    assert image.size == pytest.approx((figure.width_px * ratio, figure.height_px * ratio), abs=1)


@each_simulator
def test_after_each_move_the_frame_equals_that_of_a_figure_drawn_anew(build):
    moved = build()
    for step, setting in enumerate(SIMULATORS[build]):
        moved.set(**setting)
        from_browser(moved, pixel_ratio=1.0 + step % 2)
        fresh = build()
        from_browser(fresh, pixel_ratio=moved.pixel_ratio)
        fresh._background_of = None
        fresh.set(**moved.values)
        assert moved.error == fresh.error == ""
        assert moved.finding == fresh.finding
        assert np.array_equal(pixels(moved), pixels(fresh))


@each_simulator
def test_a_move_changes_the_picture_and_the_finding(build):
    figure = build()
    frame, finding = figure.frame, figure.finding
    figure.set(**SIMULATORS[build][0])
    assert figure.frame != frame
    assert figure.finding != finding


def test_frame_and_finding_leave_in_one_message(monkeypatch):
    figure = small_figure()
    sent = []
    # Sets are copied, for ipywidgets empties its own after sending; a single name is a text.
    monkeypatch.setattr(
        figure, "send_state", lambda key: sent.append({key} if isinstance(key, str) else set(key))
    )
    figure.set(height=5)
    assert [keys for keys in sent if "frame" in keys] == [{"frame", "finding", "answers"}]
    assert not any("finding" in keys for keys in sent if "frame" not in keys)


# --- The static twin -----------------------------------------------------------------------------


@each_simulator
def test_the_static_twin_stacks_a_picture_for_each_setting(build):
    figure = build()
    frame = figure.frame
    data, metadata = figure._repr_mimebundle_()
    lines = data["text/plain"].split("\n")
    assert len(lines) == len(figure._twin)
    image = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert image.format == "PNG"
    size = np.array([figure.width_px, figure.height_px * len(lines)]) * STORED_PIXEL_RATIO
    assert image.size == pytest.approx(tuple(size), abs=len(lines))
    described = metadata["image/png"]
    assert described["alt"].startswith(figure.description)
    assert all(line in described["alt"] for line in lines)
    assert described["width"] == figure.width_px
    assert figure.frame == frame, "showing a figure must not change its live frame"


def test_each_picture_of_the_twin_shows_its_own_setting():
    twin = small_figure()._repr_mimebundle_()[0]["image/png"]
    stack = np.asarray(Image.open(io.BytesIO(base64.b64decode(twin))).convert("RGB"), dtype=int)
    for part, setting in zip(np.split(stack, 2), small_figure()._twin, strict=True):
        figure = small_figure()
        from_browser(figure, positions=setting, pixel_ratio=STORED_PIXEL_RATIO)
        # 256 colours may shift a shade; another line would differ by nearly all of 255.
        assert np.abs(part - pixels(figure)).max() < 64


def test_the_plain_text_holds_each_setting_with_its_finding():
    data, _ = small_figure()._repr_mimebundle_()
    assert data["text/plain"].split("\n") == [
        "[Height 1 cm, Shape: line, Dashed: off] The line is 1 high.",
        "[Height 5 cm, Shape: line, Dashed: on] The line is 5 high.",
    ]


def test_a_picture_has_no_controls_and_keeps_its_words():
    shown = picture(Figure(figsize=(2, 1)), description="A chart.", finding="It is flat.")
    assert shown.control_specs == [] and shown.values == {}
    data, metadata = shown._repr_mimebundle_()
    assert data["text/plain"] == "It is flat."
    assert metadata["image/png"]["alt"] == "A chart. It is flat."


def named_bar():
    """Build a figure that writes a typed name on its axis, which is background."""
    figure = Figure(figsize=(2, 2), layout="none")
    axes = figure.subplots(gridspec_kw={"bottom": 0.3})
    (bar,) = axes.bar([0], [1])

    def update(name, height):
        axes.set_xticks([0], [name])
        bar.set_height(height)
        return f"{name} is {height:g} high."

    return LiveFigure(
        figure,
        update,
        moving=[bar],
        controls={"name": Entry("Name", "one"), "height": Slider("Height", [0.5, 1], 1)},
        redraws=["name"],
        description="One bar.",
    )


def test_a_control_that_redraws_brings_new_names_to_the_axis():
    moved, fresh = named_bar(), named_bar()
    moved.set(name="mmmmmm")
    fresh.set(height=0.5, name="mmmmmm")
    fresh.set(height=1)
    assert (pixels(moved) == pixels(fresh)).all()
    assert (pixels(moved) != pixels(named_bar())).any()


def test_a_name_in_redraws_that_is_no_control_is_refused():
    with pytest.raises(ValueError, match="no control named 'size'"):
        LiveFigure(Figure(), lambda: "", description="", redraws=["size"])


@pytest.mark.parametrize("sent", ["<b>x</b>", "", "é" * 5000, 7, None, ["a"], {"a": 1}])
def test_any_typed_text_reaches_the_figure_as_a_short_text(sent):
    figure = named_bar()
    from_browser(figure, positions={"name": sent, "height": 0})
    assert isinstance(figure.values["name"], str)
    assert len(figure.values["name"]) <= LONGEST_ENTRY
    assert figure.error == ""
