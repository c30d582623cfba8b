"""What every printed sheet is set with: the type, and text in either direction."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import pymupdf_fonts
from fpdf import FPDF
from fpdf.enums import TextDirection
from fpdf.line_break import Fragment

FAMILY = "firago"
_FILES = {"": "figo", "B": "figbo"}
# A number somewhere behind Hebrew, with no letter of another script between.
_NUMBER_BEHIND_HEBREW = re.compile(r"[\u0590-\u05ff][^A-Za-z\u00c0-\u024f]*?[0-9]")


class Sheet(FPDF):
    """Text is set by the bidirectional algorithm; the font has Hebrew.

    :param at: when it was drawn up, so that the same facts give the same bytes.
    """

    def __init__(
        self,
        *,
        title: str,
        at: datetime,
        size: str | tuple[float, float] = "Letter",
        orientation: Literal["portrait", "landscape"] = "portrait",
    ) -> None:
        super().__init__(format=size, unit="mm", orientation=orientation)
        for style, path in _fonts().items():
            self.add_font(FAMILY, style, path)
        self.set_title(title)
        self.set_creator("Quayline")
        self.set_lang("en")
        self.set_creation_date(at)
        self.c_margin = 0
        self.set_text_shaping(use_shaping_engine=True)

    def _preload_bidirectional_text(self, text: str, markdown: bool) -> Sequence[Fragment]:
        """Give each line of a text the direction that it has by itself.

        The library takes the first line's for all. And where it sets a line from left to right,
        it puts a number that belongs behind Hebrew before it; from right to left it does not.
        """
        if not self.text_shaping:
            return super()._preload_bidirectional_text(text, markdown)
        fragments: list[Fragment] = []
        for line in re.split(r"(?<=\n)", text):
            turned = _NUMBER_BEHIND_HEBREW.search(line)
            self.text_shaping["direction"] = TextDirection.RTL if turned else None
            fragments += super()._preload_bidirectional_text(line, markdown)
        self.text_shaping["direction"] = None
        return tuple(fragments)


@cache
def _fonts() -> dict[str, Path]:
    """Unpack the fonts once a process: fpdf2 reads them from files alone."""
    folder = Path(tempfile.mkdtemp(prefix="quayline-fonts-"))
    found = {}
    for style, name in _FILES.items():
        found[style] = folder / f"{name}.ttf"
        found[style].write_bytes(pymupdf_fonts.myfont(name))
    return found
