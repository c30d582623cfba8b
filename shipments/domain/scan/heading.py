"""Which column of a pasted table holds what."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from shipments.domain.scan.scanned_text import InvalidScan, shown

_WORD = re.compile(r"[a-z0-9]+")


class Column(StrEnum):
    """What a cell can say of a line; the value is its name for people."""

    ORDER = "order"
    DOCUMENT_NUMBER = "document number"
    CONTRACT = "contract"
    QUANTITY = "quantity"
    UNIT = "unit"
    LOT = "lot"
    SERIAL_FROM = "serial from"
    SERIAL_TO = "serial to"
    PACKAGES = "packages"
    WEIGHT = "weight"


# Any of these names the order of a line; the first that is filled counts.
NAMING: tuple[Column, ...] = (Column.ORDER, Column.DOCUMENT_NUMBER, Column.CONTRACT)
# The columns of a table without a heading, in this order.
UNNAMED: tuple[Column, ...] = (
    Column.ORDER,
    Column.QUANTITY,
    Column.LOT,
    Column.SERIAL_FROM,
    Column.SERIAL_TO,
    Column.PACKAGES,
    Column.WEIGHT,
)
_SYNONYMS: Mapping[Column, str] = MappingProxyType(
    {
        Column.ORDER: "order, order number, order no, order ref, order reference, reference, ref, "
        "our reference, order id",
        Column.DOCUMENT_NUMBER: "document number, document no, doc number, doc no, docnum, "
        "document, requisition, requisition number",
        Column.CONTRACT: "contract, contract number, contract no, piid",
        Column.QUANTITY: "quantity, qty, quantity shipped, qty shipped, shipped, pieces, pcs",
        Column.UNIT: "unit, ui, unit of issue, uom, unit of measure",
        Column.LOT: "lot, lot number, lot no, batch, batch number",
        Column.SERIAL_FROM: "serial from, serial, serial number, serial no, first serial, "
        "serials from, serial start, s n, sn",
        Column.SERIAL_TO: "serial to, last serial, serials to, serial end",
        Column.PACKAGES: "packages, package count, number of packages, pkgs, boxes, pallets",
        Column.WEIGHT: "weight, gross weight, weight kg, gross weight kg, gross kg, gross, kg",
    }
)
_COLUMN_OF: Mapping[str, Column] = MappingProxyType(
    {name: column for column, names in _SYNONYMS.items() for name in names.split(", ")}
)


def columns_of(cells: Sequence[str]) -> tuple[Column | None, ...] | None:
    """The columns that a first row names, None for a cell nobody knows; None for no heading.

    A row is a heading when it has a name we know, and nothing in it is a number. So an order
    that happens to be called "Lot" is taken for a heading only in a row without a quantity.

    :raises InvalidScan: the heading names a column twice, or none that tells the order.
    """
    columns = tuple(_COLUMN_OF.get(_key(cell)) for cell in cells)
    if not any(columns) or any(cell.strip().isdigit() for cell in cells):
        return None
    named = [column for column in columns if column]
    twice = sorted({column for column in named if named.count(column) > 1})
    if twice:
        raise InvalidScan(f"Heading: found two columns for {twice[0]}; it needs one.")
    if not set(named) & set(NAMING):
        raise InvalidScan(
            f'Heading: found "{shown(", ".join(cells))[:80]}"; one column must be called order, '
            "document number or contract."
        )
    return columns


def _key(cell: str) -> str:
    return " ".join(_WORD.findall(cell.lower()))
