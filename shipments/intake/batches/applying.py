"""The staged lines of a file made facts of the record, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Collection
from tempfile import TemporaryFile
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, connection, transaction

from shipments.intake.batches import outcomes
from shipments.intake.batches.plan import Plan
from shipments.intake.batches.progress import Cancelled, Progress
from shipments.intake.batches.telling import Teller
from shipments.models.choices import ImportState

# What somebody does meanwhile, such as placing a hold, is seen by the next try.
TRIES = 3
ORDERS_AT_ONCE = 10_000
MANY_LINES = 20_000
_HEALS = {
    "23505",  # unique_violation: recorded by somebody else a moment ago
    "23503",  # foreign_key_violation
    "23514",  # check_violation: also how a hold and a ceiling are refused
    "23P01",  # exclusion_violation
    "40001",  # serialization_failure
    "40P01",  # deadlock_detected
}
# One file at a time: of two about the same orders neither waits for the other in a ring.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('shipments.imports'))"
# The orders a file is about are computed again at its end, so no row of them has to ask for that
# by its trigger. What covers others stays.
_ASK_FOR_NOTHING = """
SELECT set_config('pgtrigger.ignore', coalesce(array_agg(tgname::text), '{}')::text, true)
  FROM pg_trigger
 WHERE tgname ~ '^pgtrigger_is_computed_again_'
   AND tgrelid IN ('shipments_order'::regclass, 'shipments_promise'::regclass,
                   'shipments_report'::regclass)
"""
# Of what this transaction has added the planner knows nothing yet.
_KNOW_THEIR_SIZE = """
ANALYZE shipments_order, shipments_promise, shipments_report, shipments_shipment,
        shipments_shipmentline, shipments_milestone
"""
_SAY_WHENCE = """
SELECT set_config('pghistory.context_id', %(context)s, true),
       set_config('pghistory.context_metadata',
                  jsonb_strip_nulls(jsonb_build_object(
                      'door', 'import', 'batch', %(batch)s::bigint, 'user', %(by)s::bigint,
                      'run_by', nullif(%(run_by)s::bigint, %(by)s)
                  ))::text, true)
"""
_TOUCHED = """
SELECT array_agg(order_id)
  FROM (SELECT DISTINCT order_id FROM import_touched
         WHERE order_id > %s ORDER BY order_id LIMIT %s) AS next
"""


def apply(
    progress: Progress, plan: Plan, *, recompute: Callable[[Collection[int]], object]
) -> None:
    """Make the staged lines facts, or for a trial find what they would be.

    :param recompute: brings orders up to what the ledgers say; called within the transaction.
    :raises Cancelled: somebody asked for it, and nothing is changed.
    :raises IntegrityError: the database refuses it, time and again.
    """
    progress.put_down(state=ImportState.APPLYING.value, step="Sorting its lines")
    progress.told(progress.batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE import_line")
    with Teller(progress) as teller:
        for left in reversed(range(TRIES)):
            try:
                return _once(progress, plan, teller, recompute)
            except DatabaseError as error:
                if not left or getattr(error.__cause__, "sqlstate", None) not in _HEALS:
                    raise
    raise AssertionError("unreachable")


def _once(
    progress: Progress,
    plan: Plan,
    teller: Teller,
    recompute: Callable[[Collection[int]], object],
) -> None:
    is_trial = progress.batch.is_trial
    with TemporaryFile() as kept:
        with transaction.atomic():
            _take_steps(progress, plan, teller)
            counts = outcomes.count(refused=progress.batch.refused)
            if is_trial:
                outcomes.keep(progress.batch, kept)
                transaction.set_rollback(True)
            else:
                outcomes.record_refusals(progress.batch)
                if progress.batch.lines >= MANY_LINES:
                    _tell_their_size()
                _recompute(teller, recompute)
                if not progress.end(ImportState.DONE, **counts):
                    raise Cancelled
        if is_trial:
            with transaction.atomic():
                outcomes.put(kept)
                if not progress.end(ImportState.TRIED, **counts):
                    raise Cancelled


def _take_steps(progress: Progress, plan: Plan, teller: Teller) -> None:
    batch = progress.batch
    said: dict[str, Any] = {
        "batch": batch.pk,
        "by": batch.uploaded_by_id,
        "at": progress.at,
        "reported_at": batch.reported_at,
        "sender": batch.sender,
        "lane": batch.lane_id,
    }
    teller.step("Waiting for another file to be done")
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
        cursor.execute(_ASK_FOR_NOTHING)
        cursor.execute(_SAY_WHENCE, said | {"context": str(uuid4()), "run_by": batch.started_by_id})
        for step in plan.steps:
            teller.step(step.words)
            if step.sql:
                cursor.execute(step.sql, said)
            if step.act:
                step.act(said)
        cursor.execute("SET LOCAL pgtrigger.ignore = '{}'")
        teller.step("Checking the whole of it")
        # Here, so that a trial is refused what the record would refuse.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _tell_their_size() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_KNOW_THEIR_SIZE)


def _recompute(teller: Teller, recompute: Callable[[Collection[int]], object]) -> None:
    last = done = 0
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON import_touched (order_id)")
        while True:
            teller.step(f"Computing where orders stand: {done:,} done")
            cursor.execute(_TOUCHED, [last, ORDERS_AT_ONCE])
            ids = cursor.fetchone()[0]
            if not ids:
                return
            recompute(ids)
            last, done = max(ids), done + len(ids)
