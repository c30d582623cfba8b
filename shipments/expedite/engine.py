"""Judging: every rule over what is due, chunk by chunk, and the flags brought to it.

The state is detected, not the day it changed: a worker that was away for three days raises
on return, once, every flag that should exist.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper

from shipments.expedite import chunks, parameters, scope, statements
from shipments.expedite.chunks import Claim, Wanted
from shipments.expedite.rule import Rule
from shipments.models import JudgingChunk, Policy

_RECONCILE = statements.read("reconcile.sql")

# The scope of a whole chunk holds candidates alone. Its open orders are those of these statuses,
# and those and the held are counted in an index each.
_JUDGED_WITHIN = """
    (SELECT count(*) FROM shipments_standing
      WHERE status IN ('ordered', 'on_contract', 'promised', 'shipment_logged', 'in_transit',
                       'part_received')
        AND order_id >= %(first)s AND order_id < %(beyond)s)
    - (SELECT count(*) FROM shipments_standing
        WHERE is_held AND is_open AND order_id >= %(first)s AND order_id < %(beyond)s)
"""
_JUDGED_AMONG = "SELECT count(*) FROM judging_scope"
_LIVED_WITHIN = "(SELECT count(*) FROM live)"
_LIVED_AMONG = "chunk.live_flags"
# An order has live flags if and only if it is on the hot list, of which the index is the smaller.
_FLAGGED = "f.order_id = ANY (ARRAY(SELECT order_id FROM hot))"


@dataclass(frozen=True)
class Outcome:
    """What one pass did, in orders (judged) and flags (the rest).

    :ivar full: every chunk was judged whole.
    :ivar failures: what the database said of each rule that could not be run, by code.
    """

    full: bool
    judged: int
    raised: int
    changed: int
    cleared: int
    live: int
    failures: Mapping[str, str]


@dataclass
class _Tally:
    counts: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    failures: dict[str, str] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)


def judge(
    *, rules: Sequence[Rule], policy: Policy, as_of: date, at: datetime, full: bool
) -> Outcome:
    """Judge what is due, chunk by chunk, until nothing is left that nobody else holds.

    Due are the orders that ``DueOrder`` lists with their standing computed, those of which a
    rule can turn between the day their chunk was judged and this one, and every order of a
    chunk that was judged by other rules or by another policy, or never. Orders that are held,
    received, cancelled or only a possible sale are not judged; flags that they have are
    cleared.

    Any number may run at once: each holds the chunk that it judges and waits for no other,
    and for no row that a person holds. What is killed midway leaves its chunk as it was.
    Repeatable: a second pass over the same facts writes nothing. Not to be called in a
    transaction, which would hold every chunk until its end.

    A rule that the database refuses is left out: the others judge, its own live flags stay,
    and its chunks are judged whole again by the next pass.

    :param full: every open order, not only what is due.
    :raises parameters.LimitMissing: the policy lacks a limit.
    """
    values = parameters.values(as_of=as_of, limits=policy.limits)
    values |= {"at": at, "policy_id": policy.pk, "reasons": [rule.code for rule in rules]}
    # Written out once: it has more than a thousand days and stands in several statements.
    values["acknowledgement_due_on"] = f"{{{','.join(map(str, values['acknowledgement_due_on']))}}}"
    wanted = Wanted(
        by=chunks.signature(rules, policy, shared=statements.scope("")),
        version=policy.version,
        as_of=as_of,
        full=full,
    )
    tally = _Tally()
    passed: set[int] = set()
    chunks.prepare()
    while (claimed := _batch(rules, wanted, values, tally, passed)) is not None:
        passed |= claimed.missed
    judged, raised, changed, cleared = tally.counts
    return Outcome(
        full=full or (bool(tally.whole) and len(tally.whole) == JudgingChunk.objects.count()),
        judged=judged,
        raised=raised,
        changed=changed,
        cleared=cleared,
        live=chunks.live_flags(),
        failures=tally.failures,
    )


@transaction.atomic
def _batch(
    rules: Sequence[Rule],
    wanted: Wanted,
    values: Mapping[str, Any],
    tally: _Tally,
    passed: set[int],
) -> Claim | None:
    """Claim some chunks, judge them and mark them judged: all of it or nothing."""
    claimed = chunks.claim(wanted, done=tally.whole, passed=passed)
    if claimed is None or not claimed.numbers:
        return claimed
    values = {
        **values,
        "bits": chunks.BITS,
        "numbers": list(claimed.numbers),
        "first": claimed.numbers[0] << chunks.BITS,
        "beyond": (claimed.numbers[-1] + 1) << chunks.BITS,
        "judged_on": claimed.judged_on,
    }
    with connection.cursor() as cursor:
        # Compiling takes longer than running what is compiled.
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        scope.take(cursor, rules, claimed, values)
        failed = _find(cursor, rules, values)
        which = scope.WITHIN if claimed.whole else scope.AMONG
        # No one knows how many rows it will write: never read a whole table to find them.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            _RECONCILE.replace("/* hot */", which.format("h.order_id"))
            .replace("/* live */", which.format("f.order_id") if claimed.whole else _FLAGGED)
            .replace("/* judged */", _JUDGED_WITHIN if claimed.whole else _JUDGED_AMONG)
            .replace("/* lived */", _LIVED_WITHIN if claimed.whole else _LIVED_AMONG),
            {**values, "failed": list(failed)},
        )
        counts = cursor.fetchone()
        cursor.execute("SET LOCAL enable_seqscan = on")
        cursor.execute("DROP TABLE judging_due, judging_scope, judging_found")
    tally.counts = [sum(pair) for pair in zip(tally.counts, counts, strict=True)]
    tally.failures |= failed
    if claimed.whole or failed:
        tally.whole |= set(claimed.numbers)
    chunks.mark(claimed, wanted, complete=not failed)
    return claimed


def _find(
    cursor: CursorWrapper, rules: Sequence[Rule], values: Mapping[str, Any]
) -> dict[str, str]:
    """Run every rule over the scope; where that fails, each on its own, so that none stops another.

    :return: what the database said of each that failed.
    """
    cursor.execute(
        "CREATE TEMP TABLE judging_found (order_id bigint, reason text, points smallint, "
        "since date, evidence jsonb, kind text, required_on date) ON COMMIT DROP"
    )
    if _ran(cursor, rules, values) is None:
        return {}
    said = {rule.code: _ran(cursor, [rule], values) for rule in rules}
    return {code: failure for code, failure in said.items() if failure is not None}


def _ran(cursor: CursorWrapper, rules: Sequence[Rule], values: Mapping[str, Any]) -> str | None:
    """Run rules together. None where that went well; else what the database said."""
    found = statements.all_found(rules, among="judging_scope")
    try:
        with transaction.atomic():
            cursor.execute(
                "INSERT INTO judging_found SELECT found.*, "  # noqa: S608
                "CASE WHEN s.is_routine THEN 'speed_up' ELSE 'chase' END, s.required_on "
                f"FROM ({found}) AS found JOIN judging_scope AS s ON s.order_id = found.order_id",
                values,
            )
    except DatabaseError as error:
        # Without a connection it is no fault of the rules'.
        if connection.connection is None or connection.connection.closed:
            raise
        return str(error).strip()
    return None


@dataclass(frozen=True)
class WouldFind:
    """A flag that an order would have."""

    reason: str
    points: int
    since: date
    evidence: Mapping[str, Any]


def would_find(
    *, rules: Sequence[Rule], order_id: int, policy: Policy, as_of: date
) -> list[WouldFind]:
    """What every rule finds of one order, as if no hold covered it. Writes nothing.

    :return: the weightiest first; nothing for an order that is not open.
    :raises parameters.LimitMissing: the policy lacks a limit.
    """
    order = statements.scope("st.order_id = %(order_id)s")
    sql = (
        f"WITH judged AS MATERIALIZED ({order}\n)\n"
        f"SELECT reason, points, since, evidence FROM (\n"
        f"{statements.all_found(rules, among='judged')}\n) AS found ORDER BY points DESC, reason"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, _of_one(order_id, policy, as_of))
        rows = cursor.fetchall()
    return [
        WouldFind(reason, points, since, json.loads(evidence))
        for reason, points, since, evidence in rows
    ]


def next_turn(
    *, rules: Sequence[Rule], order_id: int, policy: Policy, as_of: date
) -> tuple[str, date] | None:
    """The next day on which a rule can begin or cease to hold for an order without a change.

    :return: the rule's code and the day; None where no day will do that, or it is not open.
    """
    sql = statements.next_turns(rules, which="st.order_id = %(order_id)s")
    with connection.cursor() as cursor:
        cursor.execute(sql, _of_one(order_id, policy, as_of))
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def _of_one(order_id: int, policy: Policy, as_of: date) -> dict[str, Any]:
    return parameters.values(as_of=as_of, limits=policy.limits) | {
        "order_id": order_id,
        "judged_on": as_of,
    }
