"""Judging: every rule over the due orders in one statement, and the flags brought to it.

The state is detected, not the day it changed: a worker that was away for three days raises
on return, once, every flag that should exist.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import connection, transaction

from shipments.expedite import parameters
from shipments.expedite.rule import Rule
from shipments.models import DueOrder, Flag, Policy
from shipments.models.choices import FlagKind

_FOLDER = Path(__file__).parent


def read(name: str) -> str:
    """Read a statement of this folder, with ``scope`` put where it says so."""
    scope = (_FOLDER / "scope.sql").read_text().rstrip()
    return (_FOLDER / name).read_text().replace("/* scope */", scope)


_SQL = read("reconcile.sql")
# Any fixed number: it names the lock that one pass at a time holds.
_PASS_LOCK = 7_305_201


@dataclass(frozen=True)
class Outcome:
    """What one pass did, in orders (judged) and flags (the rest)."""

    full: bool
    judged: int
    raised: int
    changed: int
    cleared: int
    live: int


@transaction.atomic
def judge(
    *, rules: Sequence[Rule], policy: Policy, as_of: date, at: datetime, full: bool
) -> Outcome:
    """Judge the orders that are due and reconcile their flags.

    Due are the orders that ``DueOrder`` lists. An order that changes after the pass has begun
    stays listed for the next one. A full pass takes every open order; ``judging.run`` asks
    for one on each new day, because a limit is passed only by a change or by a new day, and
    so does an entry for every order. Orders that are received, cancelled or only a possible
    sale are not judged; flags that they have are cleared.

    Passes take turns. A pass waits for another pass and for no row that a person holds, so
    two at once neither double a flag nor end in a deadlock. Repeatable: a second pass over
    the same facts writes nothing.

    :raises parameters.LimitMissing: the policy lacks a limit.
    """
    with connection.cursor() as cursor:
        # On its own, so that the statement below sees what the pass before it committed.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PASS_LOCK])
        full = full or DueOrder.objects.everything().exists()
        # Compiling takes longer than running what is compiled; and what the rules read is kept
        # in memory. Passes take turns, so there is one such statement at a time.
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        cursor.execute(
            statement(rules),
            {
                **parameters.values(as_of=as_of, limits=policy.limits),
                "at": at,
                "full": full,
                "policy_id": policy.pk,
                "reasons": [rule.code for rule in rules],
            },
        )
        judged, raised, changed, cleared, found = cursor.fetchone()
    return Outcome(
        full=full,
        judged=judged,
        raised=raised,
        changed=changed,
        cleared=cleared,
        # What a full pass has found is what is live.
        live=found if full else Flag.objects.live().count(),
    )


def statement(rules: Sequence[Rule]) -> str:
    """Put the whole pass together. The text is ours throughout; no value is written into it."""
    return with_rules(_SQL, rules)


def with_rules(sql: str, rules: Sequence[Rule]) -> str:
    """Put what the rules find into a statement that has ``speed_up`` and ``chase``."""
    branches = [_branch(rule, kind) for rule in rules for kind in rule.kind.flag_kinds]
    return sql.replace("/* found */", "\n    UNION ALL\n".join(branches))


def _branch(rule: Rule, kind: FlagKind) -> str:
    """One rule over the orders of one kind. Within it ``scope`` means those orders only."""
    return (
        f"SELECT judged.order_id, '{rule.code}' AS reason, '{kind}' AS kind, "  # noqa: S608
        f"%({rule.weight})s::smallint AS points, judged.since, judged.evidence FROM (\n"
        f"WITH scope AS (SELECT * FROM {kind}) SELECT * FROM (\n{rule.sql}\n) AS rule) AS judged"
    )
