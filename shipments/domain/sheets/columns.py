"""Columns that several kinds of sheets have."""

from __future__ import annotations

from types import MappingProxyType

from shipments.domain.priorities import Urgency
from shipments.domain.sheets.field import Field, FieldType, Need

_URGENCIES = MappingProxyType(
    {
        Urgency.ROUTINE.value: ("normal", "standard"),
        Urgency.URGENT.value: (),
        Urgency.EMERGENCY.value: (),
    }
)
ORDER = Field(
    "order_reference",
    FieldType.ORDER,
    "Order",
    "BISA4363240001",
    "order reference, order number, order no, reference, document number, "
    "document no, doc number, doc no, requisition, requisition number",
    Need.ALWAYS,
    40,
    help="Its reference or its document number.",
)
ITEM = Field(
    "item",
    FieldType.TEXT,
    "Item",
    "Example item, not a real one",
    "item name, description, item description, nomenclature, noun, part description",
    longest=400,
    help="Its public nomenclature.",
)
NSN = Field(
    "nsn",
    FieldType.NSN,
    "NSN",
    "1395-00-000-0001",
    "national stock number, stock number, stock no, nato stock number",
    longest=13,
    help="13 digits. Format the column as text.",
)
QUANTITY = Field(
    "quantity",
    FieldType.WHOLE,
    "Quantity",
    "140",
    "qty, amount, pieces, pcs, quantity ordered, qty ordered, order quantity",
    Need.NEW,
)
URGENCY = Field(
    "urgency", FieldType.CHOICE, "Urgency", "routine", "urgency level", choices=_URGENCIES
)
NOTE = Field(
    "note",
    FieldType.TEXT,
    "Note",
    "Example line",
    "notes, remark, remarks, comment, comments",
)
AS_OF = Field(
    "as_of",
    FieldType.MOMENT,
    "As of",
    "2026-11-20",
    "status date, as of date, reported on, reported at, date reported, last updated",
    help="When this was so. Empty: when the file was sent. A time is UTC unless it says otherwise.",
)
