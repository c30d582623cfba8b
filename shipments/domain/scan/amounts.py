"""Quantities, counts and weights as people write them in cells."""

from __future__ import annotations

import re
from decimal import Decimal

LARGEST = 10**12
_GROUPED = r"[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]{1,13}"
_QUANTITY = re.compile(rf"({_GROUPED}) *([A-Za-z]{{1,12}}\.?)?")
_WEIGHT = re.compile(rf"({_GROUPED})(\.[0-9]{{1,6}})? *(kgs?|lbs?)?\.?", re.IGNORECASE)
# Could be one and a quarter or one thousand two hundred and fifty.
_AMBIGUOUS = re.compile(r"[0-9]{1,3},[0-9]{3}")
_KG_OF_A_POUND = Decimal("0.45359237")
_GRAM = Decimal("0.001")


class InvalidAmount(ValueError):
    """The text is no such amount. The message says what is needed, to follow what was found."""


def quantity(text: str) -> tuple[int | None, str]:
    """A quantity and its unit: "4,200 ea" is 4200 and "ea"; an empty cell is None.

    A quantity is whole, so a comma or a space can only divide thousands.

    :raises InvalidAmount: no whole number above zero.
    """
    if not text:
        return None, ""
    form = _QUANTITY.fullmatch(text)
    amount = _whole(form[1]) if form else 0
    if form is None or not 0 < amount <= LARGEST:
        raise InvalidAmount("it needs a whole number of 1 or more, like 4200")
    return amount, (form[2] or "").rstrip(".")


def count(text: str) -> int | None:
    """A number of packages; an empty cell is None.

    :raises InvalidAmount: no whole number above zero.
    """
    amount, unit = quantity(text)
    if unit:
        raise InvalidAmount("it needs a whole number alone, like 12")
    return amount


def weight(text: str) -> Decimal | None:
    """Kilograms, to the gram where the cell says pounds; an empty cell is None.

    :raises InvalidAmount: no weight, another unit, or one that can be read in two ways.
    """
    if not text:
        return None
    form = _WEIGHT.fullmatch(text)
    if form is None:
        raise InvalidAmount("it needs kilograms with a point for decimals, like 1250.5")
    if _AMBIGUOUS.fullmatch(form[1]) and not form[2]:
        raise InvalidAmount(
            f"write {form[1].replace(',', '')} or {form[1].replace(',', '.')}, "
            "the comma can mean either"
        )
    amount = Decimal(f"{_whole(form[1])}{form[2] or ''}")
    if not 0 < amount <= LARGEST:
        raise InvalidAmount("it needs kilograms above 0, like 1250.5")
    if form[3] and form[3].lower().startswith("lb"):
        return (amount * _KG_OF_A_POUND).quantize(_GRAM)
    return amount


def _whole(text: str) -> int:
    return int(text.replace(",", "").replace(" ", ""))
