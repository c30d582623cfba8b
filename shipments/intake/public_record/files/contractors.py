from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shipments.domain import cage
from shipments.intake.public_record.files.reading import Row, check_once, read, room
from shipments.models import Contractor

FILE = "contractors.csv"
COLUMNS = (
    "name",
    "city",
    "state",
    "country",
    "cage_code",
    "role",
    "source_url",
    "verified",
    "notes",
)


@dataclass(frozen=True)
class ContractorRow:
    """One site of one company, as printed."""

    name: str
    city: str
    state: str
    country: str
    cage_code: str
    makes: str
    addresses: tuple[str, ...]
    note: str


def read_contractors(folder: Path) -> list[ContractorRow]:
    """:raises RecordRefused: naming file, line, column and value."""
    rows = read(folder, FILE, COLUMNS)
    check_once(rows, "name", "city")
    return [_parse(row) for row in rows]


def _parse(row: Row) -> ContractorRow:
    return ContractorRow(
        name=row.stated("name", room(Contractor, "name")),
        city=row.text("city", room(Contractor, "city")),
        state=row.text("state", room(Contractor, "state")),
        country=row.text("country", room(Contractor, "country")),
        cage_code=_cage_code(row),
        makes=row.text("role", room(Contractor, "makes")),
        addresses=row.addresses("source_url"),
        note=row.text("notes"),
    )


def _cage_code(row: Row) -> str:
    printed = row.text("cage_code")
    if not printed:
        return ""
    try:
        return str(cage.parse(printed))
    except cage.InvalidCage as error:
        raise row.refuse("cage_code", str(error)) from error
