"""Cells that a spreadsheet must show and never run."""

from __future__ import annotations

import re

# A cell that begins with one of these is read as a formula; the last four are the
# full-width forms, which some versions treat alike.
FORMULA_STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\0",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)
_NEGATIVE_NUMBER = re.compile(r"-[0-9]+(\.[0-9]+)?")


def safe_cell(value: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula.

    Text from outside (a contractor's name, a remark) reaches people's spreadsheets through
    our exports, and a formula there runs with their rights. The apostrophe makes it text;
    programs that read the file see it, which is the lesser harm. Spaces in front do not
    hide a formula, since some programs trim them. A plain negative number stays a number.
    Quoting is the CSV writer's work and no defence against this.

    Source: docs/sources.md, "Spreadsheet formulas".
    """
    if _NEGATIVE_NUMBER.fullmatch(value):
        return value
    if value.lstrip(" \u00a0\ufeff").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
