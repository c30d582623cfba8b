"""What other limits would do to the flags, found by the engine's own rules and not done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from shipments.expedite import parameters, statements
from shipments.expedite.rule import Rule

_SQL = statements.read("preview.sql").replace("/* scope */", statements.scope("NOT st.is_held"))
# The columns of a standing that a rule may read, from those of what computes it.
_STANDINGS = """stood AS MATERIALIZED (
    /* stands */
),
shipments_standing AS NOT MATERIALIZED (
    SELECT order_id, status, is_open, is_routine, first_ship_on AS first_promised_ship_on,
           last_ship_on AS promised_ship_on, moved_later AS promises_moved_later,
           moved_days AS promises_moved_days, ships_on AS expected_ship_on,
           ship_basis AS expected_ship_basis, delivered_on AS expected_delivery_on,
           delivery_basis AS expected_basis, ready_quantity, ready_on, next_milestone_due_on,
           is_held, shipped AS shipped_quantity, departed AS departed_quantity,
           received AS received_quantity, missing AS missing_quantity,
           heard_on AS last_heard_on
      FROM stood
),"""


class Effect(StrEnum):
    """What a pass would do with one flag."""

    RAISE = "raise"
    CLEAR = "clear"
    CHANGE = "change"
    KEEP = "keep"


@dataclass(frozen=True)
class Example:
    """One flag that would be raised or cleared; the evidence is what the rule sees or saw."""

    effect: Effect
    reason: str
    reference: str
    item: str
    evidence: Mapping[str, Any]


@dataclass(frozen=True)
class Outcome:
    """Flags by effect and rule, and examples in turn from each rule."""

    counts: Mapping[tuple[Effect, str], int]
    examples: tuple[Example, ...]


@transaction.atomic
def preview(
    *,
    rules: Sequence[Rule],
    limits: Mapping[str, int],
    as_of: date,
    examples: int,
    stands: str = "",
) -> Outcome:
    """Find what a full pass of that day by these limits would do to the live flags.

    The same rules over the same orders as ``engine.judge``, on one snapshot of the book. It
    writes nothing and waits for nobody, not even for a pass that is under way.

    :param examples: how many at most.
    :param stands: SQL that computes where every order stands by these limits; empty where that
        is as it stands.
    :raises parameters.LimitMissing: a limit is missing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        cursor.execute(
            _statement(rules, stands),
            {
                **parameters.values(as_of=as_of, limits=limits),
                "examples": examples,
                "order_ids": None,
                "limits": json.dumps(dict(limits)),
            },
        )
        rows = cursor.fetchall()
    counts: dict[tuple[Effect, str], int] = {}
    shown: list[Example] = []
    for effect, reason, orders, evidence, reference, item in rows:
        counts[Effect(effect), reason] = orders
        if effect in {Effect.RAISE, Effect.CLEAR} and len(shown) < examples:
            shown.append(Example(Effect(effect), reason, reference, item, json.loads(evidence)))
    return Outcome(counts=counts, examples=tuple(shown))


def _statement(rules: Sequence[Rule], stands: str) -> str:
    standings = _STANDINGS.replace("/* stands */", stands) if stands else ""
    return _SQL.replace("/* standings */", standings).replace(
        "/* found */", statements.all_found(rules, among="judged")
    )
