"""Whatever the book: what the netting says adds up, and does not depend on how it came to it."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shipments.coverage.net import net_due
from shipments.models import (
    DueItem,
    Item,
    Need,
    Order,
    Policy,
    PullForward,
    Shortfall,
    Standing,
    Substitute,
)
from tests.coverage.netted import day, everything, need, net_all, stands_in, to_come
from tests.factories import ItemFactory
from tests.factories.moments import AT, TODAY

GRACE = 3
IN_LINE = {"emergency": 1, "urgent": 2, "routine": 3}
PULLABLE_QUANTITY = 9

quantities = st.integers(1, PULLABLE_QUANTITY)
which = st.integers(0, 3)
days_ahead = st.integers(-6, 12)
needs = st.tuples(which, quantities, days_ahead, st.sampled_from(sorted(IN_LINE)))
orders = st.tuples(
    which, quantities | st.none(), days_ahead | st.none(), st.booleans(), st.booleans()
)
substitutes = st.sets(st.tuples(which, which).filter(lambda pair: pair[0] != pair[1]), max_size=4)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("moved"), st.integers(0, 7), days_ahead | st.none()),
        st.tuples(st.just("held"), st.integers(0, 7), st.booleans()),
        st.tuples(st.just("met"), st.integers(0, 7), st.none()),
        st.tuples(st.just("needed"), which, quantities),
    ),
    max_size=5,
)
patient = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


class Book:
    def __init__(self, asked: Any, coming: Any, accepted: Any) -> None:
        self.items: list[Item] = ItemFactory.create_batch(4)
        for rank, (item, other) in enumerate(sorted(accepted), start=1):
            stands_in(self.items[other], for_item=self.items[item], rank=rank)
        for item, quantity, on, urgency in asked:
            need(self.items[item], quantity, on=on, urgency=urgency)
        for item, quantity, on, routine, held in coming:
            to_come(self.items[item], quantity, on, routine=routine, is_held=held)

    def change(self, what: str, number: int, value: Any) -> None:
        """Change one thing, and mark what the need's own triggers would."""
        if what == "needed":
            need(self.items[number], value, on=number)
            DueItem.objects.create(item=self.items[number], marked_at=AT)
        elif what == "met":
            for met in Need.objects.order_by("pk")[number : number + 1]:
                Need.objects.filter(pk=met.pk).update(closed_on=TODAY)
                DueItem.objects.create(item_id=met.item_id, marked_at=AT)
        else:
            fields = (
                {"is_held": value}
                if what == "held"
                else {"expected_delivery_on": None if value is None else day(value)}
            )
            for order in Order.objects.order_by("pk")[number : number + 1]:
                Standing.objects.filter(order=order).update(**fields)


def short_unit_by_unit() -> dict[int, tuple[int, int, date | None]]:
    """The shortfalls as the definition has them, one unit of quantity at a time."""
    asking: dict[int, list[Need]] = {}
    for asked in sorted(Need.objects.open(), key=lambda n: (IN_LINE[n.urgency], n.needed_on, n.pk)):
        asking.setdefault(asked.item_id, []).extend([asked] * asked.quantity)
    coming: dict[int, list[date]] = {}
    for stands in Standing.objects.filter(is_held=False).select_related("order"):
        on, quantity = stands.expected_delivery_on, stands.order.quantity
        if on and quantity and on + timedelta(days=GRACE) >= TODAY:
            coming.setdefault(stands.order.item_id, []).extend([on] * quantity)
    short: dict[Need, list[date | None]] = {}
    spare: dict[int, list[date]] = {}
    for item in {*asking, *coming}:
        line = sorted(coming.get(item, []))
        for asked, on in zip_longest(asking.get(item, []), line[: len(asking.get(item, []))]):
            if on is None or on > asked.needed_on:
                short.setdefault(asked, []).append(on)
        spare[item] = line[len(asking.get(item, [])) :]
    for asked in sorted(short, key=lambda n: (IN_LINE[n.urgency], n.needed_on, n.pk)):
        for accepted in Substitute.objects.filter(item=asked.item_id).order_by("rank"):
            there = spare.get(accepted.accepted_id, [])
            while short[asked] and there and there[0] <= asked.needed_on:
                there.pop(0)
                short[asked].pop()
    return {
        asked.pk: (len(days), days.count(None), None if None in days else max(filter(None, days)))
        for asked, days in short.items()
        if days
    }


@pytest.mark.long
class AnyBook(TestCase):
    @patient
    @given(st.lists(needs, max_size=8), st.lists(orders, max_size=8), substitutes)
    def test_what_is_short_is_what_counting_unit_by_unit_finds(self, asked, coming, accepted):
        Book(asked, coming, accepted)

        net_all()

        assert {
            row.need_id: (row.quantity, row.uncovered, row.covered_on)
            for row in Shortfall.objects.all()
        } == short_unit_by_unit()

    @patient
    @given(st.lists(needs, max_size=8), st.lists(orders, max_size=8), substitutes)
    def test_never_more_is_pulled_than_is_short_nor_than_an_order_has(
        self, asked, coming, accepted
    ):
        Book(asked, coming, accepted)

        net_all()

        of_needs: Counter[int] = Counter()
        of_orders: Counter[int] = Counter()
        for row in PullForward.objects.select_related("order__standing"):
            of_needs[row.need_id] += row.quantity
            of_orders[row.order_id] += row.quantity
            assert row.order.standing.is_routine
            assert not row.order.standing.is_held
            assert row.days is None or row.days > 0
        short = dict(Shortfall.objects.values_list("need_id", "quantity"))
        assert all(quantity <= short[need_id] for need_id, quantity in of_needs.items())
        has = dict(Order.objects.values_list("pk", "quantity"))
        assert all(quantity <= has[order_id] for order_id, quantity in of_orders.items())

    @patient
    @given(st.lists(needs, max_size=8), st.lists(orders, max_size=8), substitutes, changes)
    def test_netting_what_changed_equals_netting_from_nothing(
        self, asked, coming, accepted, changed
    ):
        book = Book(asked, coming, accepted)
        net_due(as_of=TODAY, at=AT)
        for what, number, value in changed:
            book.change(what, number, value)
            net_due(as_of=TODAY, at=AT)
        bit_by_bit = everything()
        Shortfall.objects.all().delete()
        PullForward.objects.all().delete()

        net_all()

        assert everything() == bit_by_bit


def test_the_grace_here_is_the_policys(db):
    assert Policy.objects.in_force().limits["late_grace_days"] == GRACE
