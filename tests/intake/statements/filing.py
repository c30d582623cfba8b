"""Statements of files about orders, applied as a file of them is."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from shipments.intake.batches import staging
from shipments.intake.batches.plan import Plan, Staged
from shipments.intake.statements.orders import CREATE, STEPS
from shipments.models import ImportBatch
from tests.factories.imports import ImportBatchFactory
from tests.factories.moments import AT

NUMBER = "BZZ4D60001A001"
COLUMNS = {
    "said_at": "timestamptz",
    "may_create": "boolean",
    "reference": "text",
    "document_number": "text",
    "nsn": "text",
    "item": "text",
    "quantity": "bigint",
    "unit": "text",
    "case_id": "text",
    "contract": "text",
    "contractor": "text",
    "ordered_on": "date",
    "acknowledged_on": "date",
    "required_on": "date",
    "priority": "smallint",
    "urgency": "text",
    "lane": "text",
    "note": "text",
    "cancelled_on": "date",
    "requisition": "text",
}
PLAN = Plan(COLUMNS, ())
_NAMES = ", ".join(COLUMNS)
_FILL = f"INSERT INTO import_statement (line, text, {_NAMES}) SELECT line, text, {_NAMES} FROM import_line"  # noqa: S608


@dataclass(frozen=True)
class Applied:
    """What came of a file."""

    outcomes: Mapping[int, str]
    subjects: Mapping[int, str]
    changes: Mapping[int, Any]
    refusals: list[tuple[int, str, str, str]]
    expected: list[str]
    touched: set[int]
    left: set[int]


def apply(
    *statements: Mapping[str, Any],
    at: datetime = AT,
    batch: ImportBatch | None = None,
    sender: str = "Depot Nowhere",
    by: int | None = None,
) -> Applied:
    """Apply a file of statements, in lines from 1, in one transaction."""
    batch = batch or ImportBatchFactory()
    staging.create(PLAN)
    staging.copy(PLAN, _staged(statements))
    facts = {"batch": batch.pk, "by": by, "at": at, "reported_at": at, "lane": None}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CREATE)
        cursor.execute(_FILL)
        for step in STEPS:
            cursor.execute(step.sql, {**facts, "sender": sender})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line, outcome, subject, changes, field, code, found, expected"
            " FROM import_outcome ORDER BY line, field, code"
        )
        rows = cursor.fetchall()
        cursor.execute("SELECT order_id FROM import_touched")
        touched = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT line FROM import_line")
        left = {row[0] for row in cursor.fetchall()}
    staging.drop()
    refused = [row for row in rows if row[1] == "refused"]
    return Applied(
        outcomes={row[0]: row[1] for row in rows},
        subjects={row[0]: row[2] for row in rows},
        changes={row[0]: json.loads(row[3]) for row in rows if row[3]},
        refusals=[(row[0], row[4], row[5], row[6]) for row in refused],
        expected=[row[7] for row in refused],
        touched=touched,
        left=left,
    )


def _staged(statements: Iterable[Mapping[str, Any]]) -> Iterable[Staged]:
    for line, said in enumerate(statements, start=1):
        facts = {"said_at": AT, "may_create": True, **said}
        values = tuple(facts.get(column) for column in COLUMNS)
        yield Staged(line=line, text=str(sorted(said.items())), values=values)
