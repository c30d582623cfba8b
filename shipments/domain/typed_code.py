"""Codes as people type, paste and scan them."""

from __future__ import annotations

import unicodedata

LONGEST_SHOWN = 40


def tidy(text: str) -> str:
    """Drop what carries no meaning in a code: spaces, every kind of dash, case.

    Invisible marks go too: text copied out of a Hebrew page or mail often carries
    direction marks that nobody can see. A letter outside ASCII is left as it is, never
    folded to a look-alike, so that the code's own check refuses it.
    """
    if text.isascii():
        # The same, twenty times as fast: files have millions of codes.
        return "".join(text.replace("-", "").split()).upper()
    kept = (
        character
        for character in text
        if not character.isspace() and unicodedata.category(character) not in {"Pd", "Cf"}
    )
    return "".join(character.upper() if character.isascii() else character for character in kept)


def found(value: str) -> str:
    """Say in a message what was found, however long it is."""
    if not value:
        return "nothing"
    if len(value) > LONGEST_SHOWN:
        return f'"{value[:LONGEST_SHOWN]}..." ({len(value)} characters)'
    return f'"{value}"'
