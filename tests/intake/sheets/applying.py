"""Apply rows of a sheet as they come from its reader, in the transaction of a test."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from shipments.intake.batches import staging
from shipments.intake.batches.plan import Plan, Staged
from shipments.intake.sheets.plans import PLANS
from shipments.models import ImportBatch, User
from shipments.models.choices import ImportKind
from tests.factories.imports import ImportBatchFactory
from tests.factories.moments import AT

Row = dict[str, Any]


def apply(
    kind: str,
    *rows: Row,
    said: datetime = AT,
    at: datetime = AT,
    by: User | None = None,
    sender: str = "Depot Nowhere",
) -> list[tuple[Any, ...]]:
    """Say what came of each line, from line 2 on: outcome, subject and changes, or what is
    wrong: field, code and sentence.
    """
    batch = ImportBatchFactory(kind=kind, format="csv", sender=sender, reported_at=said)
    return run(batch, PLANS[ImportKind(kind)], rows, at=at, by=by)


def run(
    batch: ImportBatch, plan: Plan, rows: tuple[Row, ...], *, at: datetime, by: User | None
) -> list[tuple[Any, ...]]:
    staging.create(plan)
    staging.copy(
        plan,
        [
            Staged(line, f"row {line}", tuple(row.get(name) for name in plan.columns))
            for line, row in enumerate(rows, start=2)
        ],
    )
    given = {
        "batch": batch.pk,
        "by": by and by.pk,
        "at": at,
        "reported_at": batch.reported_at,
        "sender": batch.sender,
        "lane": None,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for step in plan.steps:
            if step.act:
                step.act(given)
            else:
                cursor.execute(step.sql, given)
        cursor.execute(
            """
            SELECT line, outcome, CASE outcome WHEN 'refused' THEN field ELSE subject END,
                   CASE outcome WHEN 'refused' THEN to_jsonb(code) ELSE changes END, expected
              FROM import_outcome ORDER BY line, field
            """
        )
        found = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM import_line")
        left = cursor.fetchone()[0]
    assert left == len({line for line, outcome, *_ in found if outcome != "refused"})
    assert {line for line, *_ in found} == set(range(2, 2 + len(rows)))
    return [
        (outcome, about, json.loads(what or "null"), *([why] if outcome == "refused" else []))
        for _, outcome, about, what, why in found
    ]


def touched() -> set[int]:
    """The orders to be computed again after what was applied last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT order_id FROM import_touched")
        return {row[0] for row in cursor.fetchall()}
