"""What is wrong with the lines of a file, kept with its batch."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from shipments.intake.batches.plan import MOST_EXPECTED, MOST_FOUND, Wrong
from shipments.models import ImportBatch

_COLUMNS = "batch_id, line, position, field, found, expected, code, text"


def copy(batch: ImportBatch, wrong: Iterable[Wrong]) -> None:
    """Add what a reader refused."""
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY shipments_importrefusal ({_COLUMNS}) FROM STDIN") as rows,
    ):
        for each in wrong:
            said = (each.position[:12], each.field[:60], each.found[:MOST_FOUND])
            why = (each.expected[:MOST_EXPECTED], each.code[:40], each.text)
            rows.write_row((batch.pk, each.line, *said, *why))
