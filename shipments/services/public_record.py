from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from shipments import enqueue
from shipments.intake.public_record.files.release import read_release
from shipments.intake.public_record.tables.contractors import keep_contractors
from shipments.intake.public_record.tables.contracts import keep_contracts
from shipments.intake.public_record.tables.deliveries import keep_deliveries
from shipments.intake.public_record.tables.disruptions import keep_disruptions
from shipments.intake.public_record.tables.keeping import Count
from shipments.intake.public_record.tables.notifications import keep_notifications
from shipments.intake.public_record.tables.pages import keep_pages
from shipments.intake.public_record.tables.places import keep_places
from shipments.standing.recompute import recompute

SHIPPED = Path(__file__).resolve().parent.parent / "public_record"


@dataclass(frozen=True)
class Loaded:
    """What loading the public record did, by file and table."""

    counts: tuple[Count, ...]

    @property
    def changed(self) -> int:
        """Rows created and updated; 0 when everything stood there already."""
        return sum(count.changed for count in self.counts)


@transaction.atomic
def load(*, at: datetime, folder: Path | None = None) -> Loaded:
    """Bring the tables to what the files of the public record say, all of it or nothing.

    Repeatable: what stands there already is not written again, so it gains no history. A row
    that has gone from the files stays in the tables.

    :param at: aware; stored as the time of recording of what is new.
    :param folder: of the seven files; the ones that come with the software by default.
    :raises RecordRefused: naming file, line, column and value; nothing was changed.
    """
    release = read_release(folder or SHIPPED)
    _one_at_a_time()
    pages, page_count = keep_pages(release.addresses, at=at)
    places, place_count = keep_places(release.places, pages, at=at)
    contractor_of, contractor_counts = keep_contractors(
        release.contractors, release.contracts, pages, at=at
    )
    possible_sales, notification_counts = keep_notifications(release.notifications, pages, at=at)
    orders, contract_counts = keep_contracts(release.contracts, contractor_of, pages, at=at)
    report_count = keep_deliveries(release.deliveries, places, pages, at=at)
    disruption_count = keep_disruptions(release.disruptions, places, pages, at=at)
    touched = possible_sales.touched | orders.touched
    if touched:
        recompute(touched, at=at)
        enqueue.judge()
    return Loaded(
        (
            page_count,
            place_count,
            *contractor_counts,
            *notification_counts,
            *contract_counts,
            report_count,
            disruption_count,
        )
    )


def _one_at_a_time() -> None:
    """Let a second load wait for the first, which then leaves it nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('shipments.public_record'))")
