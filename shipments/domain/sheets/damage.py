"""What spreadsheet programs do to codes and numbers that they take for something else.

A code that looks like a day or a number is turned into one when a file is opened or typed, and
what was there before cannot be told any more. So it is said, and never repaired.
"""

from __future__ import annotations

import math
import re

from shipments.domain.partial_date import MONTHS
from shipments.domain.sheets.wrong_cell import WrongCell

_MONTH = "|".join(MONTHS)
_DAY = re.compile(
    rf"[0-9]{{1,2}}[-/. ](?:{_MONTH})[a-z]*(?:[-/. ][0-9]{{2,4}})?"
    rf"|(?:{_MONTH})[a-z]*[-/. ][0-9]{{1,4}}"
    r"|[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2,4}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9:.]+)?",
    re.IGNORECASE,
)
_POWER = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)
_FLOAT = re.compile(r"[0-9]{4,}[.,]0+")
# Spreadsheets keep fifteen digits of a number; the others become zeros.
_KEPT_DIGITS = 15


def day() -> WrongCell:
    return WrongCell(
        "excel_date",
        "The spreadsheet turned this into a date. Format the column as text and enter it again.",
    )


def number() -> WrongCell:
    return WrongCell(
        "excel_number",
        "The spreadsheet turned this into a number and may have lost digits. "
        "Format the column as text and enter it again.",
    )


def of_text(text: str) -> WrongCell | None:
    """What was done to a code, or to a quantity, that is written so."""
    if _DAY.fullmatch(text):
        return day()
    return of_number(text) or (number() if _FLOAT.fullmatch(text) else None)


def of_number(text: str) -> WrongCell | None:
    """Whether digits are lost for certain: 1.30501E+12 can be many stock numbers."""
    return number() if _POWER.fullmatch(text) else None


def written(value: float) -> str:
    """A number cell as it was typed, where its format does not tell.

    :raises WrongCell: it has more digits than spreadsheets keep.
    """
    if not math.isfinite(value) or abs(value) >= 10**_KEPT_DIGITS:
        raise number()
    return str(int(value)) if value == int(value) else repr(float(value))
