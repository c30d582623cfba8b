"""Where in a line of a file something is wrong, so that it can be marked for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator

_COLUMN = re.compile(r"([0-9]{1,3})(?:-([0-9]{1,3}))?")
_CELL = re.compile(r"([A-Z]{1,3})[0-9]+")


def parted(text: str, position: str, found: str = "") -> tuple[str, str, str]:
    """The line before the wrong place, the place, and the rest.

    The place is empty where the position names none in this line: then all comes before it.

    :param position: column of a record, like 25 or 60-76; cell of a sheet, like C7.
    :param found: what stands there, which says how wide the place of a record is.
    """
    start, end = _span(text, position, found)
    return text[:start], text[start:end], text[end:]


def _span(text: str, position: str, found: str) -> tuple[int, int]:
    nowhere = (len(text), len(text))
    if column := _COLUMN.fullmatch(position):
        start = int(column[1]) - 1
        if not 0 <= start < len(text):
            return nowhere
        if column[2]:
            return start, max(start + 1, int(column[2]))
        return start, start + (len(found) if found and text.startswith(found, start) else 1)
    if cell := _CELL.fullmatch(position):
        number = 0
        for letter in cell[1]:
            number = number * 26 + ord(letter) - ord("A") + 1
        for place, span in enumerate(_cells(text), start=1):
            if place == number:
                return span
    return nowhere


def _cells(text: str) -> Iterator[tuple[int, int]]:
    """Where each cell of a line of CSV stands, its quotes included."""
    start, is_quoted = 0, False
    for here, character in enumerate(text):
        if character == '"':
            is_quoted = not is_quoted
        elif character == "," and not is_quoted:
            yield start, here
            start = here + 1
    yield start, len(text)
