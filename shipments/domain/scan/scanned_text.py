"""Text as scanners, keyboards and clipboards deliver it."""

from __future__ import annotations

import re
import unicodedata

# What a scanner may be told to put before a code: "]", the symbology's letter, a modifier.
_SYMBOLOGY = re.compile(r"\][A-Za-z][0-9A-Za-z]")
# Control characters, and marks that nobody can see.
_INVISIBLE = {"Cc", "Cf"}


class InvalidScan(ValueError):
    """The text cannot be understood; the message says what was found and what would be right."""


def trim(text: str) -> str:
    """Take off both ends what a scanner or a clipboard adds: returns, tabs, marks, its prefix.

    Source: docs/sources.md, "Scanned codes".
    """
    trimmed = _trim_ends(text)
    prefix = _SYMBOLOGY.match(trimmed)
    return _trim_ends(trimmed[prefix.end() :]) if prefix else trimmed


def shown(text: str) -> str:
    """One line of what people read: no marks, single spaces."""
    visible = "".join(" " if _is_dropped(character) else character for character in text)
    return " ".join(visible.split())


def _trim_ends(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _is_dropped(text[start]):
        start += 1
    while end > start and _is_dropped(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_dropped(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in _INVISIBLE
