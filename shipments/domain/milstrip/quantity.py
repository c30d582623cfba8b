"""The quantity of a record: five digits, or thousands of ammunition.

Source: docs/sources.md, "MILSTRIP records".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from shipments.domain.milstrip.forms import BadValue
from shipments.domain.milstrip.record import Value
from shipments.domain.typed_code import found

LARGEST_PLAIN = 99_999
LARGEST = 9_999_000
_THOUSANDS = "M"
_AMMUNITION_GROUP = "13"
_RELATED_CLASSES = frozenset({"1410", "1420", "1427", "1440", "5330", "5865", "6810", "8140"})
_PLAIN = re.compile(r"[0-9]{5}")
_IN_THOUSANDS = re.compile(r"([0-9]{4})M")


@dataclass(frozen=True, slots=True)
class Quantity:
    """``00140`` is 140, ``1950M`` is 1,950,000."""

    def read(self, text: str) -> Value:
        if _PLAIN.fullmatch(text):
            return int(text)
        thousands = _IN_THOUSANDS.fullmatch(text)
        if thousands and int(thousands[1]) * 1000 > LARGEST_PLAIN:
            return int(thousands[1]) * 1000
        raise BadValue(
            f"found {found(text)}; it needs 5 digits, or for ammunition above 99,999 "
            f"4 digits and M for thousands, like 1950M."
        )

    def write(self, value: Value, width: int) -> str:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise BadValue(f"found {found(str(value))}; it needs a whole number, zero or more.")
        if value <= LARGEST_PLAIN:
            return f"{value:05d}"
        if value % 1000 or value > LARGEST:
            raise BadValue(
                f"found {value:,}; above 99,999 only whole thousands up to 9,999,000 can be "
                "written. Split the order."
            )
        return f"{value // 1000:04d}{_THOUSANDS}"


def check_class(quantity: Value, stock_number: Value) -> None:
    """:raises BadValue: a quantity in thousands of what is not ammunition or related to it."""
    if not isinstance(quantity, int) or quantity <= LARGEST_PLAIN:
        return
    supply_class = str(stock_number or "")[:4]
    if supply_class[:2] == _AMMUNITION_GROUP and supply_class.isdigit():
        return
    if supply_class not in _RELATED_CLASSES:
        raise BadValue(
            f"found {quantity:,} of class {found(supply_class)}; only ammunition and related "
            "classes may be written in thousands."
        )
