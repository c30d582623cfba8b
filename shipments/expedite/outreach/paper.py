"""A printed page: headings, and facts in two columns. Any script, either direction."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import cast

import pymupdf_fonts
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos

MISSING = "not on record"
_FAMILY = "firago"
_FILES = {"": "figo", "B": "figbo"}
_INK, _GREY, _LINE = 25, 100, 190
_NAME_WIDTH = 48


class Paper(FPDF):
    """US letter paper. Text is set by the bidirectional algorithm; the font has Hebrew.

    :param foot: stands on every page, beside its number.
    :param at: when it was drawn up, so that the same facts give the same bytes.
    """

    def __init__(self, *, title: str, foot: str, at: datetime) -> None:
        super().__init__(format="Letter", unit="mm")
        self._foot = foot
        for style, path in _fonts().items():
            self.add_font(_FAMILY, style, path)
        self.set_title(title)
        self.set_creator("Quayline")
        self.set_lang("en")
        self.set_creation_date(at)
        self.set_margins(20, 18, 20)
        self.c_margin = 0
        self.set_auto_page_break(auto=True, margin=22)
        self.set_text_shaping(use_shaping_engine=True)
        self.add_page()

    def footer(self) -> None:
        """fpdf2 calls it at the end of each page."""
        self.set_y(-15)
        self._ink(8, grey=_GREY)
        self.cell(0, 5, self._foot)
        # The number of pages is filled in last, and shaping knows nothing of that.
        with self.local_context():
            self.set_text_shaping(use_shaping_engine=False)
            self.cell(0, 5, f"Page {self.page_no()} of {{nb}}", align="R")

    def title_line(self, text: str) -> None:
        self._ink(17, bold=True)
        self._text(text, 8)

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        self._ink(10, bold=bold)
        self._text(text, 5)
        self.ln(1.5)

    def section(self, text: str, *, keep: float = 22) -> None:
        """Begin a part.

        :param keep: millimetres that are to stand on the same page as the heading.
        """
        if self.will_page_break(keep):
            self.add_page()
        else:
            self.ln(4)
            self.set_draw_color(_LINE)
            self.line(self.l_margin, self.y, self.w - self.r_margin, self.y)
            self.ln(2)
        self._ink(12, bold=True)
        self._text(text, 6)
        self.ln(1)

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Write name and value in two columns; an empty value says that it is not on record."""
        for name, value in rows:
            height = max(
                self._height(name, _NAME_WIDTH),
                self._height(value or MISSING, self.epw - _NAME_WIDTH),
            )
            if self.will_page_break(height):
                self.add_page()
            top = self.y
            self._ink(10, grey=_GREY)
            self.multi_cell(_NAME_WIDTH, 5, name, align="L")
            self.set_xy(self.l_margin + _NAME_WIDTH, top)
            self._ink(10, grey=_INK if value else _GREY)
            self.multi_cell(0, 5, value or MISSING, align="L")
            self.set_xy(self.l_margin, top + height + 0.8)

    def points(self, lines: Sequence[str]) -> None:
        """Write sentences as a list; without any, that there is none on record."""
        self._ink(10, grey=_INK if lines else _GREY)
        for line in lines:
            self._text(f"\N{BULLET} {line}", 5)
        if not lines:
            self._text(MISSING, 5)

    def _height(self, text: str, width: float) -> float:
        self._ink(10)
        height = self.multi_cell(width, 5, text, dry_run=True, output=MethodReturnValue.HEIGHT)
        return cast("float", height)

    def _text(self, text: str, height: float) -> None:
        self.multi_cell(0, height, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _ink(self, size: float, *, bold: bool = False, grey: int = _INK) -> None:
        self.set_font(_FAMILY, "B" if bold else "", size)
        self.set_text_color(grey)


@cache
def _fonts() -> dict[str, Path]:
    """Unpack the fonts once a process: fpdf2 reads them from files alone."""
    folder = Path(tempfile.mkdtemp(prefix="quayline-fonts-"))
    found = {}
    for style, name in _FILES.items():
        found[style] = folder / f"{name}.ttf"
        found[style].write_bytes(pymupdf_fonts.myfont(name))
    return found
