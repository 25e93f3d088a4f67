"""Numbers are read as learners write them, and nothing that is typed is ever evaluated."""

import math
import random
import string
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.answers import UNITS, Unreadable, read_number


def values(text, unit=""):
    return [reading.value for reading in read_number(text, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "0.25", ".25", "0,25", ",25", "+0.25", "0.250", "0.25.", " 0.25 ", "\t0.25\n",
        "\u00a00.25", "≈ 0.25", "~0.25", "about 0.25", "ca. 0.25", "= 0.25", "０.２５",
        "25 %", "25%", "25\u00a0%", "25 percent", "25,0 %",
        "1/4", "1 / 4", "¼", "2/8", "1⁄4", "0.5/2",
        "2.5e-1", "2.5E-1", "25e-2", "2.5×10^-1", "2.5 × 10^-1", "2.5 x 10^-1", "2.5*10**-1",
        "2.5·10^-1", "2.5 ⋅ 10⁻¹", "2.5*10^(-1)", "2.5×10⁻¹", "2.5e\u22121", "2.5 × 10^\u22121",
    ],
)  # fmt: skip
def test_each_form_of_a_quarter_is_read_alike(text):
    assert values(text)[0] == pytest.approx(0.25)


@pytest.mark.parametrize("minus", ["-", "\u2212"])
def test_each_minus_sign_is_read(minus):
    assert values(f"{minus}0.25") == [-0.25]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 300", [1300]), ("1\u00a0300", [1300]), ("1\u202f300", [1300]), ("1'300", [1300]),
        ("1’300", [1300]), ("1,300", [1.3, 1300]), ("1.300", [1.3, 1300]),
        ("1.300.000", [1_300_000]), ("1,300,000", [1_300_000]), ("1 300 000", [1_300_000]),
        ("1,300.5", [1300.5]), ("1.300,5", [1300.5]), ("1,300.500", [1300.5]),
        ("1.300.000e3", [1.3e9]), ("0,300", [0.3]), ("12,5", [12.5]), ("1,300/2", [0.65, 650]),
    ],
)  # fmt: skip
def test_thousands_and_decimals_are_read_in_every_sensible_way(text, expected):
    assert values(text) == pytest.approx(expected)


FORMATS = ["{!r}", "{:.6f}", "{:+.4g}", "{:.3e}", " {:.3f} ", "{:,.2f}", "≈ {:.5g}", "{:.2f} %"]


@given(st.floats(-1e12, 1e12), st.sampled_from(FORMATS))
def test_a_number_written_by_python_is_read_back(number, form):
    text = form.format(number)
    meant = float(text.strip(" ≈%").replace(",", ""))
    meant = meant / 100 if "%" in text else meant
    assert any(math.isclose(value, meant, abs_tol=1e-300) for value in values(text))


@given(st.integers(-1000, 1000), st.integers(1, 1000))
def test_a_fraction_is_its_quotient(top, bottom):
    assert values(f"{top}/{bottom}") == [top / bottom]


@given(st.integers(0, 10**12))
def test_a_comma_or_a_point_may_stand_for_the_other(number):
    english = f"{number / 100:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert values(english) == values(german) == [pytest.approx(number / 100)]


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("68 h", "days", 68 / 24), ("68 hours", "d", 68 / 24), ("2 days", "h", 48),
        ("90 min", "h", 1.5), ("3600 s", "h", 1), ("1 week", "days", 7),
        ("6.4 µg", "µg", 6.4), ("6.4 \u03bcg", "\u00b5g", 6.4), ("6.4 \u00b5g", "\u03bcg", 6.4),
        ("6.4 ug", "µg", 6.4), ("6.4 mcg", "µg", 6.4), ("6400 ng", "µg", 6.4),
        ("6400 ng", "\u03bcg", 6.4), ("0.0064 mg", "µg", 6.4), ("6.4 micrograms", "µg", 6.4),
        ("1.94 ng/mL", "µg/L", 1.94), ("1.94 µg/l", "ng/mL", 1.94), ("1.94 mcg/L", "ng/mL", 1.94),
        ("2 nM", "nmol/L", 2), ("500 mL", "L", 0.5), ("25 %", "%", 25), ("0.25", "", 0.25),
        ("7.5-fold", "", 7.5), ("7.5×", "", 7.5), ("7.5 times", "fold", 7.5), ("8h", "h", 8),
    ],
)  # fmt: skip
def test_units_of_the_same_kind_convert(text, unit, expected):
    assert values(text, unit) == pytest.approx([expected])


@given(st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)), st.floats(1e-3, 1e3))
def test_converting_there_and_back_gives_the_number_again(first, second, number):
    if UNITS[first][0] != UNITS[second][0]:
        return
    (there,) = values(f"{number:.6f} {first}", second)
    (back,) = values(f"{there:.9e} {second}", first)
    assert back == pytest.approx(float(f"{number:.6f}"), rel=1e-6)


@pytest.mark.parametrize(
    ("text", "unit", "advice"),
    [
        ("", "", "empty"), ("   ", "", "empty"), ("\u00a0", "h", "empty"),
        ("3 parsec", "h", "answer in h"), ("3 parsec", "", "without a unit"),
        ("3 h", "µg", "measures a time"), ("3 µg", "", "plain number"), ("25 %", "h", "fraction"),
        ("1/0", "", "divided by zero"), ("1/0.0", "", "divided by zero"),
        ("1e999", "", "too large"), ("1e99999999999999", "", "too large"),
        ("1e308/1e-308", "", "too large"),
        ("a quarter", "", "Type digits"), ("h", "h", "Type digits"), ("nan", "", "Type digits"),
        ("inf", "", "Type digits"), ("1e", "", "not known"), ("0.123.456", "", "Type digits"),
        ("10²", "", "Type digits"), ("5^2", "", "Type digits"), ("2+2", "", "Type digits"),
        ("2**8", "", "Type digits"), ("<b>5</b>", "", "Type digits"),
        ("5 <img src=x onerror=alert(1)>", "", "Type digits"), ("5 **h**", "h", "Type digits"),
        ("__import__('os').getcwd()", "", "Type digits"), ("5 \ud800", "", "Type digits"),
        ("9" * 5000, "", "Type digits"), ("5" + " " * 10**6 + "x", "", "Type digits"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_met_with_advice(text, unit, advice):
    with pytest.raises(Unreadable, match=advice):
        read_number(text, unit)


PIECES = [*string.printable, *"¼½×µ−≈²⁻’\u00a0\ud800", "10^", "e9", "ng/mL", "%", "()", "[0]"]


def test_a_thousand_junk_texts_raise_nothing_but_unreadable(monkeypatch):
    def forbidden(*_):
        raise AssertionError("typed text was evaluated")

    monkeypatch.setattr("builtins.eval", forbidden)
    monkeypatch.setattr("builtins.exec", forbidden)
    draw = random.Random(3)
    for _ in range(1000):
        text = "".join(draw.choices(PIECES, k=draw.randint(0, 12)))
        try:
            read = values(text, draw.choice(["", "h", "µg", "%"]))
        except Unreadable as problem:
            assert str(problem)
        else:
            assert read and all(map(math.isfinite, read))


@given(st.text(alphabet="0123456789.,/e+- %", max_size=20))
def test_any_mix_of_digits_and_signs_is_a_number_or_unreadable(text):
    with suppress(Unreadable):
        assert all(map(math.isfinite, values(text)))
