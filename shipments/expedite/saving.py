"""Days that could be saved on an order, by which lever, and what the figure rests on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from shipments.expedite import parameters, sentences, statements
from shipments.expedite.lever import Lever, levers
from shipments.models import Policy


@dataclass(frozen=True)
class Saving:
    """What one lever would gain on one order.

    :ivar days: the estimate.
    :ivar low: three times in four it is at least this, where history tells; else as ``days``.
    :ivar high: three times in four it is at most this, where history tells; else as ``days``.
    :ivar history: how many promises or shipments it rests on; 0 for a planning figure or a plan.
    :ivar rests_on: the same in words; never empty.
    """

    lever: Lever
    days: int
    low: int
    high: int
    history: int
    rests_on: str
    evidence: Mapping[str, Any]

    @property
    def is_range(self) -> bool:
        return self.low != self.high

    def sentence(self, today: date) -> str:
        """Say what would be done. No query."""
        return sentences.fill(self.lever, self.evidence, today=today, until=today)


@dataclass(frozen=True)
class Savings:
    """What could be gained on one order, the most days first."""

    found: tuple[Saving, ...] = ()

    @property
    def best(self) -> Saving | None:
        return self.found[0] if self.found else None

    def best_for(self, reason: str) -> Saving | None:
        """What gains the most against one reason; None where nothing that we know of does."""
        return next((each for each in self.found if reason in each.lever.reasons), None)


def savings(order_ids: Sequence[int], *, as_of: date, policy: Policy) -> dict[int, Savings]:
    """Work out what each lever would gain on these orders. One query, however many.

    Only open orders have any; an order on which nothing can be gained is left out.

    :raises parameters.LimitMissing: the policy lacks a limit.
    """
    if not order_ids:
        return {}
    known = {each.code.value: each for each in levers()}
    branches = [
        f"SELECT order_id, '{code}' AS lever, days, low_days, high_days, history, rests_on, "  # noqa: S608
        f"evidence FROM (\n{each.sql}\n) AS lever"
        for code, each in known.items()
    ]
    scope = statements.scope("st.order_id = ANY (%(order_ids)s)")
    every = "\nUNION ALL\n".join(branches)
    # As a SELECT from the outside: what begins otherwise is taken for a write, and given a context.
    sql = (
        f"SELECT * FROM (\nWITH scope AS MATERIALIZED ({scope}\n)\n{every}\n) AS saved "  # noqa: S608
        "ORDER BY order_id, days DESC, history DESC, lever"
    )
    values = parameters.values(as_of=as_of, limits=policy.limits)
    found: dict[int, list[Saving]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, "order_ids": list(order_ids)})
        for order_id, code, days, low, high, history, rests_on, evidence in cursor.fetchall():
            saving = Saving(
                lever=known[code],
                days=days,
                low=days if low is None else low,
                high=days if high is None else high,
                history=history,
                rests_on=rests_on,
                evidence=json.loads(evidence),
            )
            found.setdefault(order_id, []).append(saving)
    return {order_id: Savings(tuple(each)) for order_id, each in found.items()}
