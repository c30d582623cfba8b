"""What is done with the staged lines of a file of records, in which order."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection

from shipments.domain.milstrip import Kind
from shipments.domain.milstrip.layouts import LAYOUTS, column
from shipments.intake.batches import staging
from shipments.intake.batches.plan import Plan, Step
from shipments.intake.milstrip import unmatched
from shipments.intake.milstrip.history import with_history
from shipments.intake.milstrip.staged import COLUMNS, ORDERING, STATING
from shipments.intake.statements import orders
from shipments.models import Shipment, ShipmentLine

_FOLDER = Path(__file__).parent


def _listed(kinds: Collection[Kind]) -> str:
    return ", ".join(f"'{kind.value}'" for kind in sorted(kinds))


def _at(kind: Kind, field: str) -> str:
    """Where a field begins. No word of SQL is it: it comes of the layouts."""
    return str(column(kind, field).first)


_WORDS = {
    "stating": _listed(STATING),
    "ordering": _listed(ORDERING),
    "shipped_day": _at(Kind.SHIPMENT_STATUS, "shipped_day"),
    # These stand in the same columns of every record that has them.
    **{each.field: str(each.first) for each in LAYOUTS[Kind.REQUISITION]},
}


def _sql(name: str) -> str:
    text = (_FOLDER / f"{name}.sql").read_text()
    for word, sql in _WORDS.items():
        text = text.replace(f"/* {word} */", sql)
    return text


_WAITING = _sql("waiting")
_LOGGED = with_history(
    _sql("shipped_logged"),
    Shipment,
    which="row.tcn IN (SELECT tcn FROM import_shipped WHERE does = 'log' AND wrong = '')",
)
_LINES = with_history(
    _sql("shipped_lines"),
    ShipmentLine,
    which="""row.lot = '' AND (row.order_id, row.shipment_id) IN (
       SELECT said.order_id, s.id
         FROM import_shipped AS said JOIN shipments_shipment AS s ON s.tcn = said.tcn
        WHERE said.does IN ('log', 'join') AND said.wrong = '')""",
)


def _take_up(_: Mapping[str, Any]) -> None:
    """Add the records that waited for the orders of this file."""
    _wait_for(None)
    unmatched.stage(PLAN)


def _wait_for(document_numbers: Collection[str] | None) -> None:
    numbers = None if document_numbers is None else sorted(document_numbers)
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, {"document_numbers": numbers})


_APPLY = (
    Step("Looking up cases", _sql("cases")),
    Step("Gathering what is said of orders", orders.CREATE),
    Step("Gathering what is said of orders", _sql("statements")),
    *orders.STEPS,
    Step("Looking up orders", _sql("places")),
    Step("Looking up orders", _sql("about")),
    Step("Keeping what is of unknown orders", _sql("unmatched")),
    Step("Recording statuses and promises", _sql("told")),
    Step("Checking shipments", _sql("shipped")),
    Step("Checking shipments", _sql("shipped_checked")),
    Step("Checking shipments", _sql("shipped_refused")),
    Step("Logging shipments", _LOGGED),
    Step("Logging shipments", _LINES),
    Step("Logging departures", _sql("shipped_departed")),
    Step("Counting", _sql("outcomes")),
    Step("Counting", _sql("promoted")),
)
PLAN = Plan(COLUMNS, (Step("Taking up records that waited", act=_take_up), *_APPLY))


def for_orders(document_numbers: Collection[str], *, at: datetime) -> set[int]:
    """Apply the records that have waited for orders which somebody has recorded.

    To be called in the transaction that recorded them, before their standing is computed: an
    order is as heard of, promised and shipped as if it had been there first. Repeatable.

    :return: the orders whose standing is to be computed, which may be more than these: what goes
        on one shipment with them.
    """
    if not unmatched.waits(document_numbers):
        return set()
    staging.create(PLAN)
    _wait_for(document_numbers)
    unmatched.stage(PLAN)
    # Every record says which file it is of, and that who sent it.
    known = {"batch": None, "by": None, "at": at, "reported_at": at, "sender": "", "lane": None}
    with connection.cursor() as cursor:
        for step in _APPLY:
            if step.act:
                step.act(known)
            else:
                cursor.execute(step.sql, known)
        cursor.execute("SELECT DISTINCT order_id FROM import_touched")
        touched = {order_id for (order_id,) in cursor.fetchall()}
    staging.drop()
    return touched
