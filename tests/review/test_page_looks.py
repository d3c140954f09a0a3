"""What the page looks like, as far as numbers tell: contrast, and colours that stay apart."""

import re
from itertools import combinations

import pytest

from tests.helpers.paths import ROOT

STATIC = ROOT / "pipeline" / "review" / "page" / "static"
CSS = (STATIC / "colours.css").read_text() + (STATIC / "page.css").read_text()
LIGHT, DARK = (
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
)
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
PAPERS = ("paper", "panel", "sunk")


def linear(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour):
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.2's contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_what_wcag_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize("words", ["ink", "soft", "dim", "strong", "good", "bad", "warn"])
@pytest.mark.parametrize("paper", PAPERS)
def test_words_can_be_read_on_every_ground(theme, words, paper):
    assert contrast(theme[words], theme[paper]) >= 4.5


@THEMES
@pytest.mark.parametrize(
    ("words", "ground"),
    [
        ("on-strong", "strong"),
        ("ink", "warn-paper"),
        ("soft", "warn-paper"),
        ("warn", "warn-paper"),
        ("ink", "bad-paper"),
        ("paper", "ink"),
        *[(words, f"tint-{n}") for n in range(1, 9) for words in ("ink", f"line-{n}")],
    ],
)
def test_words_can_be_read_on_colours(theme, words, ground):
    assert contrast(theme[words], theme[ground]) >= 4.5


@THEMES
@pytest.mark.parametrize("line", ["control", "focus", *[f"line-{n}" for n in range(1, 9)]])
@pytest.mark.parametrize("paper", PAPERS)
def test_edges_of_what_is_used_can_be_seen(theme, line, paper):
    assert contrast(theme[line], theme[paper]) >= 3


# Machado, Oliveira and Fernandes 2009, severity 1.0
BLINDNESS = {
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
STYLES = ("solid", "dashed", "dotted", "double")  # of the line under marks 1 to 4, and 5 to 8


def seen_by(matrix, colour):
    light = linear(colour)
    return [sum(share * part for share, part in zip(row, light, strict=True)) for row in matrix]


def apart(matrix, one, other):
    pairs = zip(seen_by(matrix, one), seen_by(matrix, other), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


@THEMES
@pytest.mark.parametrize("kind", BLINDNESS)
def test_two_marks_that_colour_blind_people_see_alike_differ_in_their_line(theme, kind):
    for one, other in combinations(range(1, 9), 2):
        same_line = STYLES[(one - 1) % 4] == STYLES[(other - 1) % 4]
        distance = apart(BLINDNESS[kind], theme[f"line-{one}"], theme[f"line-{other}"])
        assert distance >= 0.05 or not same_line, (one, other, distance)


def test_the_lines_under_marks_are_drawn_as_the_test_above_thinks():
    for n, style in enumerate(STYLES[1:], start=2):
        assert re.search(rf"mark\.c{n}, mark\.c{n + 4} \{{[^}}]*{style}", CSS)
