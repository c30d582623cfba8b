"""A printed page: headings, facts in two columns, tables. Any script, either direction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from fpdf.enums import MethodReturnValue, TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from shipments.papers.sheet import FAMILY, Sheet

MISSING = "not on record"
EXERCISE = "EXERCISE. The goods are invented. Do not ship, do not report."
_INK, _GREY, _LINE = 25, 100, 190
_NAME_WIDTH = 48


@dataclass(frozen=True, slots=True)
class Column:
    """:ivar width: its share; the shares of a table are taken together."""

    heading: str
    width: float
    is_number: bool = False


class Paper(Sheet):
    """US letter paper, with margins.

    :param foot: stands on every page, beside its number.
    :param head: stands over every page but the first, which has its title there.
    :param at: when it was drawn up, so that the same facts give the same bytes.
    """

    def __init__(
        self,
        *,
        title: str,
        foot: str,
        at: datetime,
        head: str = "",
        orientation: Literal["portrait", "landscape"] = "portrait",
    ) -> None:
        super().__init__(title=title, at=at, orientation=orientation)
        self._foot = foot
        self._head = head
        self.set_margins(20, 18, 20)
        self.set_auto_page_break(auto=True, margin=22)
        self.add_page()

    def header(self) -> None:
        """fpdf2 calls it at the beginning of each page."""
        if self._head and self.page_no() > 1:
            self._ink(8, grey=_GREY)
            self._text(self._head, 5)
            self.ln(1)

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

    def facts(self, rows: Iterable[tuple[str, str]], *, missing: str = MISSING) -> None:
        """Write name and value in two columns; an empty value says that it is missing."""
        for name, value in rows:
            height = max(
                self._height(name, _NAME_WIDTH),
                self._height(value or missing, self.epw - _NAME_WIDTH),
            )
            if self.will_page_break(height):
                self.add_page()
            top = self.y
            self._ink(10, grey=_GREY)
            self.multi_cell(_NAME_WIDTH, 5, name, align="L")
            self.set_xy(self.l_margin + _NAME_WIDTH, top)
            self._ink(10, grey=_INK if value else _GREY)
            self.multi_cell(0, 5, value or missing, align="L")
            self.set_xy(self.l_margin, top + height + 0.8)

    def points(self, lines: Sequence[str]) -> None:
        """Write sentences as a list; without any, that there is none on record."""
        self._ink(10, grey=_INK if lines else _GREY)
        for line in lines:
            self._text(f"\N{BULLET} {line}", 5)
        if not lines:
            self._text(MISSING, 5)

    def rows(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[str]],
        *,
        total: Sequence[str] = (),
    ) -> None:
        """Write a table. Its headings come again on each page that it goes on to."""
        self._ink(8.5)
        self.set_draw_color(_LINE)
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(column.width for column in columns),
            text_align=tuple("RIGHT" if column.is_number else "LEFT" for column in columns),
            headings_style=FontFace(emphasis="BOLD"),
            line_height=4.4,
            padding=(0.9, 1.6),
            align="LEFT",
        ) as table:
            table.row([column.heading for column in columns])
            for row in rows:
                table.row(row)
            if total:
                table.row(total, style=FontFace(emphasis="BOLD"))
        self.ln(1.5)

    def _height(self, text: str, width: float) -> float:
        self._ink(10)
        height = self.multi_cell(width, 5, text, dry_run=True, output=MethodReturnValue.HEIGHT)
        return cast("float", height)

    def _text(self, text: str, height: float) -> None:
        self.multi_cell(0, height, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _ink(self, size: float, *, bold: bool = False, grey: int = _INK) -> None:
        self.set_font(FAMILY, "B" if bold else "", size)
        self.set_text_color(grey)
