from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shipments.intake.public_record.files.deliveries import COLUMN_OF_FIELD, FILE, DeliveryRow
from shipments.intake.public_record.tables.certainty import certainty_of
from shipments.intake.public_record.tables.dates import event
from shipments.intake.public_record.tables.keeping import Count, Kept, Wanted, differences, keep
from shipments.intake.public_record.tables.places import place_named
from shipments.models import Place, PublicReport


def keep_deliveries(
    rows: list[DeliveryRow], places: Kept[Place], pages: Mapping[str, int], *, at: datetime
) -> Count:
    """Keep each delivery as it was reported. Reports are added to and never edited.

    A page found later for the same report is linked to it.

    :raises RecordRefused: a row that is already kept now says something else.
    """
    wanted = [_report(row, places, at) for row in rows]
    _check_unchanged(rows, wanted)
    kept = keep(PublicReport, wanted, key=("record_ref",), pages=pages, shared=True)
    return kept.count(FILE, "public reports")


def _check_unchanged(rows: list[DeliveryRow], wanted: list[Wanted]) -> None:
    found = PublicReport.objects.filter(record_ref__in=[row.record_id for row in rows])
    kept = {report.record_ref: report for report in found}
    for row, one in zip(rows, wanted, strict=True):
        if row.record_id in kept and (different := differences(kept[row.record_id], one)):
            field = next(iter(different))
            raise row.row.refuse(
                COLUMN_OF_FIELD[field],
                f'it was "{getattr(kept[row.record_id], field)}", and reports are never edited; '
                f"put the row back and add the new reading under its own record_id, like "
                f"{row.record_id}.2.",
            )


def _report(row: DeliveryRow, places: Kept[Place], at: datetime) -> Wanted:
    return Wanted(
        key=(row.record_id,),
        printed={
            **event("happened_on", row.happened_on),
            "mode": row.mode,
            "what": row.what,
            "origin": row.origin,
            "destination_as_printed": row.destination,
            "aircraft_so_far": row.aircraft_so_far,
            "ships_so_far": row.ships_so_far,
            "tons_so_far": row.tons_so_far,
            "count": row.count,
            "count_unit": row.count_unit,
            "status": row.status,
            "reported_by": row.reported_by,
            "source_kind": row.source_kind,
            "note": row.note,
        },
        # Our reading of the row, as it was when the report was kept.
        once={
            "destination_id": place_named(row.destination, places),
            "certainty": certainty_of(row.record_id, row.source_kind),
            "recorded_at": at,
        },
        addresses=row.addresses,
    )
