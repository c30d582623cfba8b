from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from shipments.intake.public_record.files.reading import Row, check_once, read, room
from shipments.models import Place

FILE = "places.csv"
COLUMNS = (
    "place_id",
    "name",
    "kind",
    "icao",
    "iata",
    "un_locode",
    "city",
    "country",
    "country_code",
    "lat",
    "lon",
    "role_in_flow",
    "coordinates_source",
    "evidence_url",
    "verified",
    "notes",
)


@dataclass(frozen=True)
class PlaceRow:
    """One port, airport, base or plant, as printed."""

    code: str
    name: str
    kind: str
    icao: str
    iata: str
    un_locode: str
    city: str
    country: str
    country_code: str
    latitude: Decimal | None
    longitude: Decimal | None
    duty: str
    coordinates_source: str
    addresses: tuple[str, ...]
    evidence_in_words: str
    note: str


def read_places(folder: Path) -> list[PlaceRow]:
    """:raises RecordRefused: naming file, line, column and value."""
    rows = read(folder, FILE, COLUMNS)
    check_once(rows, "place_id")
    return [_parse(row) for row in rows]


def _parse(row: Row) -> PlaceRow:
    latitude, longitude = row.degrees("lat", 90), row.degrees("lon", 180)
    if (latitude is None) != (longitude is None):
        raise row.refuse("lon", "a latitude and a longitude go together.")
    # The bases named only by "the press" of a month have no page to point to. The words are
    # kept, because they are all the evidence that there is.
    named = row.stated("evidence_url")
    in_words = "" if "://" in named else named
    return PlaceRow(
        code=row.stated("place_id", room(Place, "code")),
        name=row.stated("name", room(Place, "name")),
        kind=row.stated("kind", room(Place, "kind")),
        icao=row.text("icao", room(Place, "icao")),
        iata=row.text("iata", room(Place, "iata")),
        un_locode=row.text("un_locode", room(Place, "un_locode")),
        city=row.text("city", room(Place, "city")),
        country=row.text("country", room(Place, "country")),
        country_code=row.text("country_code", room(Place, "country_code")),
        latitude=latitude,
        longitude=longitude,
        duty=row.text("role_in_flow", room(Place, "duty")),
        coordinates_source=row.text("coordinates_source", room(Place, "coordinates_source")),
        addresses=() if in_words else row.addresses("evidence_url"),
        evidence_in_words=in_words,
        note=row.text("notes"),
    )
