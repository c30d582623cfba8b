"""Everything that a file can change, row for row, in a form that two databases can be compared by.

Keys that a sequence gave and the moments of writing are left out: they differ between any two
runs. What a judging pass makes of it is left out too.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

# What people and files call a row.
_NAMES = {
    "shipments_order": "reference",
    "shipments_item": "coalesce(nsn, name)",
    "shipments_shipment": "tcn",
    "shipments_importbatch": "sha256",
    "shipments_contractor": "name",
    "shipments_contact": "name",
    "shipments_case": "coalesce(case_id, title)",
    "shipments_place": "code",
    "shipments_lane": """mode || (SELECT code FROM shipments_place WHERE id = from_place_id)
        || (SELECT code FROM shipments_place WHERE id = to_place_id)""",
    "shipments_user": "email",
}
# Moments that a file says. All others are those of writing.
_SAID = {"reported_at", "said_at", "first_said_at"}
# Of a batch: how often it was begun is what a kill changes.
_LEFT_OUT = {"id", "attempts", "bytes_read", "step", "pgh_context"}
_JUDGED = (
    *("DueOrder", "DueItem", "DueRecord", "JudgingChunk", "JudgingPass", "RuleRun", "Flag"),
    *("HotOrder", "NettedDay", "Shortfall", "PullForward"),
)
_SUBJECT = """CASE kind WHEN 'order' THEN (
    SELECT reference FROM shipments_order WHERE id = t.subject_id) END"""


def whole_record() -> dict[str, list[str]]:
    """The rows of each table as text, sorted."""
    with connection.cursor() as cursor:
        found = {}
        for model in _models():
            columns = ", ".join(_columns(model))
            table = model._meta.db_table
            cursor.execute(f"SELECT ROW({columns})::text FROM {table} AS t ORDER BY 1")  # noqa: S608
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> list[str]:
    """Each row that only one of them has, the first few of each table."""
    told = []
    for table in sorted(one.keys() | other.keys()):
        rows, others = one.get(table, []), other.get(table, [])
        if rows == others:
            continue
        only, only_other = (
            sorted(set(a) - set(b))[:3] for a, b in ((rows, others), (others, rows))
        )
        told.append(f"{table}: {len(rows)} and {len(others)} rows; {only} and {only_other}")
    return told


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_app_config("shipments").get_models(include_auto_created=True):
        if model.__name__ not in _JUDGED and not model._meta.proxy:
            yield model


def _columns(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        if field.name == "subject_id":
            yield _SUBJECT
        elif field.name in _LEFT_OUT or (field.primary_key and not field.remote_field):
            continue
        elif isinstance(field, models.DateTimeField):
            if field.name in _SAID:
                yield f"t.{field.column}"
        elif field.remote_field:
            yield _named(field)
        else:
            yield f"t.{field.column}"


def _named(field: Any) -> str:
    table = field.related_model._meta.db_table
    if table not in _NAMES:
        return f"t.{field.column} IS NOT NULL"
    return f"(SELECT {_NAMES[table]} FROM {table} WHERE id = t.{field.column})"  # noqa: S608
