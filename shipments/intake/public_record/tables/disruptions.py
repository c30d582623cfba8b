from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shipments.intake.public_record.files.disruptions import FILE, DisruptionRow
from shipments.intake.public_record.tables.certainty import certainty_of
from shipments.intake.public_record.tables.dates import deadline, event
from shipments.intake.public_record.tables.keeping import Count, Kept, Wanted, keep
from shipments.intake.public_record.tables.places import place_named
from shipments.models import Disruption, Place
from shipments.models.choices import Passability

# The printed kinds that say without doubt that nothing passes. Of every other kind something may.
_CLOSED = {"route closed or diverted"}


def keep_disruptions(
    rows: list[DisruptionRow], places: Kept[Place], pages: Mapping[str, int], *, at: datetime
) -> Count:
    wanted = [
        Wanted(
            key=(row.record_id,),
            printed={
                "kind": row.kind,
                "what": row.what,
                "place_id": place_named(row.place, places),
                "place_as_printed": row.place,
                "effect": row.effect,
                "passability": passability_of(row.kind),
                **event("starts_on", row.starts_on),
                **deadline("ends_on", row.ends_on),
                "source_kind": row.source_kind,
                "certainty": certainty_of(row.record_id, row.source_kind),
                "note": row.note,
            },
            once={"recorded_at": at},
            addresses=row.addresses,
        )
        for row in rows
    ]
    kept = keep(Disruption, wanted, key=("record_ref",), pages=pages)
    return kept.count(FILE, "disruptions")


def passability_of(kind: str) -> str:
    return (Passability.CLOSED if kind in _CLOSED else Passability.RESTRICTED).value
