from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shipments.domain.partial_date import PartialDate
from shipments.intake.public_record.files.reading import Row, check_once, read, room
from shipments.models import Disruption

FILE = "disruptions.csv"
COLUMNS = (
    "record_id",
    "date",
    "date_precision",
    "kind",
    "what",
    "place",
    "effect_on_delivery",
    "resolved_on",
    "source_url",
    "source_kind",
    "verified",
    "notes",
)


@dataclass(frozen=True)
class DisruptionRow:
    """One hold, refused call, closed or attacked route, as printed."""

    record_id: str
    starts_on: PartialDate
    kind: str
    what: str
    place: str
    effect: str
    ends_on: PartialDate | None
    addresses: tuple[str, ...]
    source_kind: str
    note: str


def read_disruptions(folder: Path) -> list[DisruptionRow]:
    """:raises RecordRefused: naming file, line, column and value."""
    rows = read(folder, FILE, COLUMNS)
    check_once(rows, "record_id")
    return [_parse(row) for row in rows]


def _parse(row: Row) -> DisruptionRow:
    starts_on, ends_on = row.date("date", "date_precision"), row.date("resolved_on")
    if starts_on is None:
        raise row.refuse("date", "a disruption needs the day, month or year it began in.")
    if ends_on is not None and ends_on.last < starts_on.first:
        raise row.refuse("resolved_on", f"it began on {starts_on}, after that.")
    return DisruptionRow(
        record_id=row.stated("record_id", room(Disruption, "record_ref")),
        starts_on=starts_on,
        kind=row.stated("kind", room(Disruption, "kind")),
        what=row.stated("what"),
        place=row.text("place", room(Disruption, "place_as_printed")),
        effect=row.text("effect_on_delivery", room(Disruption, "effect")),
        ends_on=ends_on,
        addresses=row.addresses("source_url"),
        source_kind=row.text("source_kind", room(Disruption, "source_kind")),
        note=row.text("notes"),
    )
