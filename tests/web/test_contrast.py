"""Every pair of colours that the design puts together, against WCAG 2.2 AA, in both themes."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

import shipments

TOKENS = Path(shipments.__file__).parent / "static" / "shipments" / "css" / "tokens.css"
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9A-Fa-f]{6}), (#[0-9A-Fa-f]{6})\)", TOKENS.read_text()
    )
}
TEXT, GRAPHIC = 4.5, 3.0
INKS = ["ink", "ink-2", "ink-3"]
HUES = ["red", "amber", "green", "plum", "accent"]
GROUNDS = ["canvas", "surface", "raised", "sunken", "hover"]
PAIRS = [
    *((*pair, TEXT) for pair in product([*INKS, *HUES], GROUNDS)),
    *((on, f"{hue}-bg", TEXT) for hue in HUES for on in [hue, *INKS]),
    ("on-accent", "accent-fill", TEXT),
    ("on-accent", "accent-press", TEXT),
    ("surface", "ink", TEXT),
    ("on-placard", "placard", TEXT),
    *((on, "sea", TEXT) for on in ["amber", "ink", "ink-2"]),
    *((on, "land", TEXT) for on in ["amber", "ink-2"]),
    *(
        (f"{hue}-solid", ground, GRAPHIC)
        for hue, ground in product(HUES, ["surface", "canvas", "sea"])
    ),
    *(("control", ground, GRAPHIC) for ground in ["surface", "canvas"]),
    *(("ink-2", ground, TEXT) for ground in ["nav-hover", "nav-here"]),
    ("ink-3", "nav-hover", TEXT),
    *(("ink", ground, TEXT) for ground in ["nav-hover", "nav-here", "disc", "group-2"]),
    *(("accent", ground, GRAPHIC) for ground in ["surface", "canvas", "accent-bg"]),
]


def luminance(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2, "relative luminance"."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_most_there_is():
    assert contrast("#000000", "#FFFFFF") == 21


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "needed"), PAIRS)
def test_a_pair_of_colours_can_be_told_apart(front, ground, needed, theme):
    assert contrast(COLOURS[front][theme], COLOURS[ground][theme]) >= needed


def test_every_colour_comes_from_a_token():
    literal = re.compile(r"#[0-9A-Fa-f]{3,8}\b")
    found = {
        sheet.name: sorted(set(literal.findall(sheet.read_text())))
        for sheet in TOKENS.parent.glob("*.css")
        if sheet != TOKENS and literal.search(sheet.read_text())
    }

    assert found == {}
