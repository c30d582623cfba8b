from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shipments.intake.public_record.files.places import FILE, PlaceRow
from shipments.intake.public_record.tables.keeping import Count, Kept, Wanted, keep
from shipments.models import Place

# The words of deliveries.csv and disruptions.csv that name one of our places, and which. Words
# that name none ("Israel", "Spain"), or not only one ("mostly Nevatim Air Base"), are not here:
# they are kept as printed and point nowhere.
CODE_AS_PRINTED = {
    "Nevatim Air Base": "LLNV",
    "Ben Gurion Airport": "LLBG",
    "Ramon Airport": "LLER",
    "Ashdod port": "ILASH",
    "Haifa port": "ILHFA",
    # The landing craft came by sea: Haifa is its port.
    "Haifa": "ILHFA",
    "Charleston, South Carolina (ship sent to load)": "USCHS",
    "Cartagena, Spain": "ESCAR",
    "Algeciras, Spain": "ESALG",
}
# Those that name a passage, which is drawn by the installation and is in no file. Of the two that
# this one names, the strait is what ships do not pass; the port is where that is felt.
PASSAGE_AS_PRINTED = {"Port of Eilat; Bab al-Mandab": "XBAB"}


def keep_places(
    rows: list[PlaceRow], pages: Mapping[str, int], *, at: datetime
) -> tuple[Kept[Place], Count]:
    wanted = [
        Wanted(
            key=(row.code,),
            printed={
                "name": row.name,
                "kind": row.kind,
                "icao": row.icao,
                "iata": row.iata,
                "un_locode": row.un_locode,
                "city": row.city,
                "country": row.country,
                "country_code": row.country_code,
                "latitude": row.latitude,
                "longitude": row.longitude,
                "coordinates_source": row.coordinates_source,
                "duty": row.duty,
                "note": _note(row),
            },
            once={"recorded_at": at},
            addresses=row.addresses,
        )
        for row in rows
    ]
    kept = keep(Place, wanted, key=("code",), pages=pages, shared=True)
    return kept, kept.count(FILE, "places")


def place_named(printed: str, places: Kept[Place]) -> int | None:
    """The place that printed words name, if they name one that we have."""
    if passage := PASSAGE_AS_PRINTED.get(printed):
        return Place.objects.passages().filter(code=passage).values_list("pk", flat=True).first()
    code = CODE_AS_PRINTED.get(printed, "")
    return places.id_of(code) if (code,) in places.rows else None


def _note(row: PlaceRow) -> str:
    if not row.evidence_in_words:
        return row.note
    return " ".join(filter(None, [row.note, f"Evidence as printed: {row.evidence_in_words}."]))
