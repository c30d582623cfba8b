from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shipments.domain.partial_date import PartialDate
from shipments.intake.public_record.files.reading import Row, check_once, read, room
from shipments.models import PublicReport

FILE = "deliveries.csv"
COLUMNS = (
    "record_id",
    "date",
    "date_precision",
    "mode",
    "what",
    "origin",
    "destination",
    "aircraft_count_cumulative",
    "ship_count_cumulative",
    "tons_cumulative",
    "count_this_event",
    "unit",
    "status",
    "reported_by",
    "source_url",
    "source_kind",
    "verified",
    "notes",
)
# By field of the report, for the refusal of a row that has changed.
COLUMN_OF_FIELD = {
    "happened_on": "date",
    "happened_on_precision": "date_precision",
    "mode": "mode",
    "what": "what",
    "origin": "origin",
    "destination_as_printed": "destination",
    "aircraft_so_far": "aircraft_count_cumulative",
    "ships_so_far": "ship_count_cumulative",
    "tons_so_far": "tons_cumulative",
    "count": "count_this_event",
    "count_unit": "unit",
    "status": "status",
    "reported_by": "reported_by",
    "source_kind": "source_kind",
    "note": "notes",
}


@dataclass(frozen=True)
class DeliveryRow:
    """One delivery as somebody reported it, as printed."""

    row: Row
    record_id: str
    happened_on: PartialDate | None
    mode: str
    what: str
    origin: str
    destination: str
    aircraft_so_far: int | None
    ships_so_far: int | None
    tons_so_far: int | None
    count: int | None
    count_unit: str
    status: str
    reported_by: str
    addresses: tuple[str, ...]
    source_kind: str
    note: str


def read_deliveries(folder: Path) -> list[DeliveryRow]:
    """:raises RecordRefused: naming file, line, column and value."""
    rows = read(folder, FILE, COLUMNS)
    check_once(rows, "record_id")
    return [_parse(row) for row in rows]


def _parse(row: Row) -> DeliveryRow:
    return DeliveryRow(
        row=row,
        record_id=row.stated("record_id", room(PublicReport, "record_ref")),
        happened_on=row.date("date", "date_precision"),
        mode=row.text("mode", room(PublicReport, "mode")),
        what=row.stated("what"),
        origin=row.text("origin", room(PublicReport, "origin")),
        destination=row.text("destination", room(PublicReport, "destination_as_printed")),
        aircraft_so_far=row.whole("aircraft_count_cumulative"),
        ships_so_far=row.whole("ship_count_cumulative"),
        tons_so_far=row.whole("tons_cumulative"),
        count=row.whole("count_this_event"),
        count_unit=row.text("unit", room(PublicReport, "count_unit")),
        status=row.text("status", room(PublicReport, "status")),
        reported_by=row.text("reported_by", room(PublicReport, "reported_by")),
        addresses=row.addresses("source_url"),
        source_kind=row.text("source_kind", room(PublicReport, "source_kind")),
        note=row.text("notes"),
    )
