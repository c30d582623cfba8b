"""Made-up records by their fields, and files of them applied as the engine applies them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from shipments.domain.milstrip import Profile, Record, encode
from shipments.domain.milstrip.kinds import kind_of
from shipments.domain.milstrip.layouts import layout
from shipments.intake.batches import staging
from shipments.intake.batches.plan import Staged, Wrong
from shipments.intake.batches.source import Source
from shipments.intake.milstrip.plan import PLAN
from shipments.intake.milstrip.reader import read
from shipments.models import ImportBatch
from shipments.services import import_runs
from shipments.standing.recompute import recompute
from tests.factories import batch_of
from tests.factories.moments import AT

NUMBER = "BISA4362890001"  # of 16 October 2026
CASE = "IS-B-ZZZ"
_FIELDS: dict[str, str | int] = {
    "ric": "B14",
    "media_status": "S",
    "stock_number": "1395012345678",
    "unit_of_issue": "EA",
    "quantity": 100,
    "document_number": NUMBER,
    "supplementary_address": "AXXZZZ",
    "signal": "A",
    "fund": "6",
    "project": "9 1",
    "priority": "12",
}


def record(
    identifier: str, *, profile: Profile = Profile.STANDARD, **fields: str | int | None
) -> str:
    """A line, of fields that its kind has; the rest is as usual."""
    has = {each.field for each in layout(kind_of(identifier), profile)}
    usual = {name: value for name, value in _FIELDS.items() if name in has}
    return encode(Record(identifier, {**usual, **fields}, profile)).rstrip()


_CAME_TO = ("created", "changed", "unchanged", "older", "unmatched", "refused")


def file_of(*lines: str) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def reading(content: bytes, **facts: object) -> list[Staged | Wrong]:
    """What the reader gives of a file."""
    return list(read(Source(batch_of(content, **facts))))


def apply(*lines: str, at: datetime = AT, **facts: object) -> Counter[str]:
    """Import a file, and tell how many lines came to what."""
    batch = import_runs.run(batch_id=batch_of(file_of(*lines), **facts).pk, at=at)
    assert batch is not None
    assert batch.failure == ""
    return +Counter({name: getattr(batch, name) for name in _CAME_TO})


def apply_staged(
    batch: ImportBatch, staged: Iterable[Staged], *, at: datetime = AT
) -> list[dict[str, object]]:
    staging.create(PLAN)
    staging.copy(PLAN, staged)
    known = {
        "batch": batch.pk,
        "by": None,
        "at": at,
        "reported_at": batch.reported_at,
        "sender": batch.sender,
        "lane": batch.lane_id,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for step in PLAN.steps:
            if step.act:
                step.act(known)
            else:
                cursor.execute(step.sql, known)
        cursor.execute("SELECT DISTINCT order_id FROM import_touched")
        recompute({order_id for (order_id,) in cursor.fetchall()}, at=at)
        cursor.execute("SELECT * FROM import_outcome ORDER BY line")
        names = [column.name for column in cursor.description]
        outcomes = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    staging.drop()
    return outcomes


def outcomes_of(*lines: str, **facts: object) -> list[dict[str, object]]:
    """Apply a file, and tell what came of each line."""
    batch = batch_of(file_of(*lines), **facts)
    staged = [each for each in read(Source(batch)) if isinstance(each, Staged)]
    return apply_staged(batch, staged)
