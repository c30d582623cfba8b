"""Apply the rows of a sheet as an import does, but in the transaction of a test."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from shipments.intake.batches import refusals, staging
from shipments.intake.batches.plan import Plan, Staged, Wrong
from shipments.intake.batches.source import Source
from shipments.intake.sheets.plans import PLANS
from shipments.intake.sheets.reading.reader import read
from shipments.models import ImportBatch, User
from shipments.models.choices import ImportKind
from tests.factories.imports import batch_of
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
    batch = batch_of(
        sheet(kind, rows) + b"\n" * ImportBatch.objects.count(),
        kind=kind,
        format="csv",
        name=f"{kind}.csv",
        sender=sender,
        reported_at=said,
    )
    plan = PLANS[ImportKind(kind)]
    staging.create(plan)
    found = [*_read(batch, plan), *_applied(batch, plan, at=at, by=by)]
    assert {line for line, *_ in found} == set(range(2, 2 + len(rows)))
    return [tuple(each) for _, *each in sorted(found, key=lambda each: each[:3])]


def sheet(kind: str, rows: tuple[Row, ...]) -> bytes:
    """As CSV, with a column for each field."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(PLANS[ImportKind(kind)].columns))
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%MZ")
        case date():
            return value.isoformat()
    return str(value)


def _read(batch: ImportBatch, plan: Plan) -> list[tuple[Any, ...]]:
    rows = list(read(Source(batch)))
    staging.copy(plan, [row for row in rows if isinstance(row, Staged)])
    wrong = [row for row in rows if isinstance(row, Wrong)]
    refusals.copy(batch, wrong)
    return [(row.line, "refused", row.field, row.code, row.expected) for row in wrong]


def _applied(
    batch: ImportBatch, plan: Plan, *, at: datetime, by: User | None
) -> list[tuple[Any, ...]]:
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
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            """
            SELECT line, outcome, CASE outcome WHEN 'refused' THEN field ELSE subject END,
                   CASE outcome WHEN 'refused' THEN to_jsonb(code) ELSE changes END, expected
              FROM import_outcome
            """
        )
        found = cursor.fetchall()
        cursor.execute("SELECT line FROM import_line")
        left = sorted(line for (line,) in cursor.fetchall())
    assert left == sorted(line for line, outcome, *_ in found if outcome != "refused")
    return [
        (*each, json.loads(what or "null"), *([why] if each[1] == "refused" else []))
        for *each, what, why in found
    ]


def touched() -> set[int]:
    """The orders to be computed again after what was applied last."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT order_id FROM import_touched")
        return {row[0] for row in cursor.fetchall()}
