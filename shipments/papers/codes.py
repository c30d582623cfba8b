"""Codes that scanners read, drawn as bars and squares and no picture: sharp on any printer."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import segno
from barcode.codex import Code128

if TYPE_CHECKING:
    from fpdf import FPDF

# Light margin that a scanner needs to find where a code begins, in modules.
QUIET_LINEAR, QUIET_SQUARE = 10, 4


class Box(NamedTuple):
    """Where something is drawn, in the paper's unit."""

    x: float
    y: float
    width: float
    height: float = 0.0


def code_128(paper: FPDF, text: str, box: Box) -> None:
    """Draw bars with their quiet zones."""
    bars = str(Code128(text).build()[0])
    module = box.width / (len(bars) + 2 * QUIET_LINEAR)
    _row(paper, bars, Box(box.x + QUIET_LINEAR * module, box.y, module, box.height))


def qr(paper: FPDF, text: str, box: Box) -> None:
    """Draw a square code with its quiet zone. It can lose an eighth of itself and still be read.

    :param box: as wide as high.
    """
    code = segno.make(text, error="m", micro=False, boost_error=False, encoding="utf-8")
    module = box.width / (len(code.matrix) + 2 * QUIET_SQUARE)
    left, top = box.x + QUIET_SQUARE * module, box.y + QUIET_SQUARE * module
    for number, row in enumerate(code.matrix):
        squares = "".join("1" if dark else "0" for dark in row)
        _row(paper, squares, Box(left, top + number * module, module, module))


def _row(paper: FPDF, modules: str, first: Box) -> None:
    """:param first: where the first module goes."""
    paper.set_fill_color(0)
    x = first.x
    for dark, run in groupby(modules):
        length = len(list(run)) * first.width
        if dark == "1":
            paper.rect(x, first.y, length, first.height, style="F")
        x += length
