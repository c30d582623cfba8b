from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from shipments.domain.partial_date import PartialDate
from shipments.intake.public_record.files.reading import Row, check_once, read, room
from shipments.models import Item, Notification, Order

FILE = "notifications.csv"
COLUMNS = (
    "record_id",
    "transmittal_number",
    "notified_on",
    "title",
    "estimated_value_usd",
    "emergency_waiver",
    "implementing_agency",
    "principal_contractors",
    "mde_items",
    "delivery_estimate",
    "source_url",
    "source_kind",
    "verified",
    "notes",
)
ITEMS_FILE = "notification_items.csv"
ITEMS_COLUMNS = (
    "record_id",
    "transmittal_number",
    "quantity",
    "item",
    "is_mde",
    "quantity_qualifier",
    "source_url",
    "verified",
    "notes",
)
# The order of an item line is called N2023-01-1, so its notification needs room for the rest.
_ROOM_FOR_RECORD_ID = room(Order, "reference") - len("-999")


@dataclass(frozen=True)
class ItemRow:
    """One item line of a notification, as printed."""

    reference: str
    item: str
    quantity: int | None
    quantity_qualifier: str
    is_major_defense_equipment: bool | None
    addresses: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class NotificationRow:
    """One notice of a possible sale, as printed, with its item lines."""

    record_id: str
    transmittal_number: str
    notified_on: PartialDate | None
    title: str
    value: Decimal | None
    emergency: bool | None
    implementing_agency: str
    principal_contractors: str
    major_items: str
    delivery_estimate: str
    addresses: tuple[str, ...]
    source_kind: str
    note: str
    items: tuple[ItemRow, ...]


def read_notifications(folder: Path) -> list[NotificationRow]:
    """Read the notices and the item lines that belong to them.

    :raises RecordRefused: naming file, line, column and value; also an item line of a notice
        that is not there, or of another transmittal number than its notice.
    """
    rows = read(folder, FILE, COLUMNS)
    check_once(rows, "record_id")
    lines: dict[str, list[Row]] = {row.stated("record_id"): [] for row in rows}
    numbers = {row.cells["record_id"]: row.cells["transmittal_number"] for row in rows}
    for line in read(folder, ITEMS_FILE, ITEMS_COLUMNS):
        record_id = line.stated("record_id")
        if record_id not in lines:
            raise line.refuse("record_id", f"{FILE} has no such notification.")
        if line.cells["transmittal_number"] != numbers[record_id]:
            raise line.refuse("transmittal_number", f'{FILE} has "{numbers[record_id]}".')
        lines[record_id].append(line)
    return [_parse(row, lines[row.cells["record_id"]]) for row in rows]


def _parse(row: Row, lines: list[Row]) -> NotificationRow:
    record_id = row.stated("record_id", _ROOM_FOR_RECORD_ID)
    return NotificationRow(
        record_id=record_id,
        transmittal_number=row.text("transmittal_number", room(Notification, "transmittal_number")),
        notified_on=row.date("notified_on"),
        title=row.stated("title", room(Notification, "title")),
        value=row.dollars("estimated_value_usd"),
        emergency=row.truth("emergency_waiver"),
        implementing_agency=row.text(
            "implementing_agency", room(Notification, "implementing_agency")
        ),
        principal_contractors=row.text(
            "principal_contractors", room(Notification, "principal_contractors")
        ),
        major_items=row.text("mde_items"),
        delivery_estimate=row.text("delivery_estimate", room(Notification, "delivery_estimate")),
        addresses=row.addresses("source_url"),
        source_kind=row.text("source_kind", room(Notification, "source_kind")),
        note=row.text("notes"),
        items=tuple(
            _parse_item(line, f"{record_id}-{number}") for number, line in enumerate(lines, 1)
        ),
    )


def _parse_item(line: Row, reference: str) -> ItemRow:
    return ItemRow(
        reference=reference,
        item=line.stated("item", room(Item, "name")),
        quantity=line.quantity("quantity"),
        quantity_qualifier=line.text("quantity_qualifier", room(Order, "quantity_qualifier")),
        is_major_defense_equipment=line.truth("is_mde"),
        addresses=line.addresses("source_url"),
        note=line.text("notes"),
    )
