"""Records that waited for orders which a sheet has brought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from shipments.intake import milstrip
from shipments.intake.batches.staging import TABLES

_WAITED_FOR = """
SELECT array_agg(DISTINCT o.document_number)
  FROM import_touched AS touched
  JOIN shipments_order AS o ON o.id = touched.order_id
  JOIN shipments_unmatchedrecord AS record
    ON record.document_number = o.document_number AND record.applied_at IS NULL
"""


def take_up(given: Mapping[str, Any]) -> None:
    """Apply them as if their orders had been there first."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITED_FOR)
        numbers = cursor.fetchone()[0]
        if not numbers:
            return
        # A plan of its own, over tables of the same names.
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} RENAME TO sheet_{table}")
        touched = milstrip.for_orders(numbers, at=given["at"])
        for table in TABLES:
            cursor.execute(f"ALTER TABLE sheet_{table} RENAME TO {table}")
        cursor.execute(
            "INSERT INTO import_touched (order_id) SELECT unnest(%s::bigint[])", [sorted(touched)]
        )
