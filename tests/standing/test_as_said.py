"""Where an order stands by what was said of it, in whatever order the files came that told us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.forms import model_to_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shipments.models import Order, Standing
from shipments.standing.recompute import recompute, stale
from tests.factories import (
    ContractorFactory,
    ImportBatchFactory,
    MilestoneFactory,
    OrderFactory,
    PromiseFactory,
    ReportFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT, TODAY


def days(number: int) -> timedelta:
    return timedelta(days=number)


def standing_of(order: Order) -> Standing:
    recompute([order.pk], at=AT)
    return Standing.objects.get(order=order)


def from_a_file(said_at: datetime) -> dict[str, Any]:
    """What a file told us of today, and had said then."""
    return {"reported_at": said_at, "recorded_at": AT, "said_on": said_at.date()}


@pytest.mark.django_db
def test_a_promise_told_later_but_said_earlier_overwrites_nothing_and_is_no_move():
    order = OrderFactory()
    PromiseFactory(order=order, ship_on=date(2027, 1, 10), recorded_at=AT - days(9))
    PromiseFactory(order=order, ship_on=date(2027, 1, 5), recorded_at=AT - days(2))
    PromiseFactory(order=order, ship_on=date(2027, 2, 20), **from_a_file(AT - days(5)))

    standing = standing_of(order)

    assert standing.promised_ship_on == date(2027, 1, 5)
    assert standing.first_promised_ship_on == date(2027, 1, 10)
    assert (standing.promises_moved_later, standing.promises_moved_days) == (1, -5)
    assert [each.ship_on.day for each in order.promises.oldest_first()] == [10, 20, 5]


@pytest.mark.django_db
def test_a_promise_said_before_all_others_is_the_first_whenever_it_was_told():
    order = OrderFactory()
    PromiseFactory(order=order, ship_on=date(2027, 1, 10), recorded_at=AT - days(2))
    PromiseFactory(order=order, ship_on=date(2027, 2, 20), **from_a_file(AT - days(5)))

    standing = standing_of(order)

    assert standing.first_promised_ship_on == date(2027, 2, 20)
    assert standing.promised_ship_on == date(2027, 1, 10)
    assert standing.promises_moved_later == 0


@pytest.mark.django_db
def test_what_two_files_promise_of_one_moment_is_one_answer_in_parts():
    order = OrderFactory()
    batch = ImportBatchFactory()
    PromiseFactory(order=order, ship_on=date(2027, 1, 1), recorded_at=AT - days(9))
    for day, quantity in ((20, 6), (5, 4)):
        said = from_a_file(AT - days(3))
        PromiseFactory(
            order=order, batch=batch, quantity=quantity, ship_on=date(2027, 1, day), **said
        )

    standing = standing_of(order)

    assert standing.promised_ship_on == date(2027, 1, 20)
    assert (standing.promises_moved_later, standing.promises_moved_days) == (1, 19)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said_days_ago", "left_days_ago", "ready"),
    [
        (5, 9, 7),  # It had left before they said so: these are others.
        (5, 2, 4),  # They said so before it left: it is of these.
        (5, 5, 4),  # On one day: it was ready, and then it left.
    ],
)
def test_what_left_before_goods_were_said_to_be_ready_is_beside_them(
    said_days_ago, left_days_ago, ready
):
    order = OrderFactory(quantity=10)
    line = ShipmentLineFactory(order=order, shipment=ShipmentFactory(logged_at=AT), quantity=3)
    MilestoneFactory(shipment=line.shipment, occurs_on=TODAY - days(left_days_ago))
    ReportFactory(order=order, quantity=4, reported_at=AT - days(said_days_ago))

    assert standing_of(order).ready_quantity == ready


@pytest.mark.django_db
def test_goods_are_ready_as_was_said_last_whichever_report_came_last():
    order = OrderFactory(quantity=10)
    ReportFactory(order=order, quantity=6, reported_at=AT - days(1), recorded_at=AT - days(1))
    ReportFactory(order=order, quantity=2, reported_at=AT - days(4), recorded_at=AT)

    assert standing_of(order).ready_quantity == 6


@dataclass(frozen=True)
class Fact:
    """:ivar ago: days since it was said; of a shipment, since it left."""

    kind: str
    ago: int
    number: int
    by_file: bool

    def arrives(self, order: Order, at: datetime) -> None:
        """A person's word is recorded as it is said; a file's whenever it comes."""
        said_at = AT - days(self.ago)
        told = {"recorded_at": at if self.by_file else said_at}
        if self.kind == "promise":
            PromiseFactory(
                order=order,
                ship_on=TODAY + days(self.number),
                quantity=None if self.number % 3 else 5,
                said_on=said_at.date(),
                reported_at=said_at if self.by_file else None,
                **told,
            )
        elif self.kind == "shipment":
            shipment = ShipmentFactory(logged_at=at)
            ShipmentLineFactory(order=order, shipment=shipment, quantity=1 + self.number)
            MilestoneFactory(shipment=shipment, occurs_on=said_at.date(), recorded_at=at)
        else:
            ReportFactory(
                order=order,
                kind=self.kind,
                quantity=self.number or None,
                occurs_on=said_at.date(),
                reported_at=said_at,
                **told,
            )


FACTS = st.lists(
    st.builds(
        Fact,
        kind=st.sampled_from(["promise", "promise", "promise", "ready", "inspected", "shipment"]),
        ago=st.integers(1, 6),
        number=st.integers(0, 9),
        by_file=st.booleans(),
    ),
    max_size=7,
)


class AnyOrderOfArrival(TestCase):
    @settings(
        deadline=None,
        max_examples=25,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize=True,
    )
    @given(facts=FACTS, data=st.data())
    def test_step_by_step_in_any_order_an_order_stands_as_computed_from_nothing(self, facts, data):
        contractor = ContractorFactory()
        stood = []
        for told in (facts, data.draw(st.permutations(facts))):
            order = OrderFactory(contractor=contractor, quantity=1_000, ordered_on=TODAY - days(20))
            for minutes, fact in enumerate(told):
                fact.arrives(order, AT + timedelta(minutes=minutes))
                stale(at=AT)
            stale(at=AT)
            stepwise = self.stands(order)
            Standing.objects.filter(order=order).delete()
            recompute([order.pk], at=AT)
            assert self.stands(order) == stepwise
            stood.append(stepwise)

        one, other = stood
        assert one == other

    def stands(self, order: Order) -> dict[str, Any]:
        found = model_to_dict(Standing.objects.get(order=order), exclude=["order"])
        # A shipment is heard of when it is logged, which is not a word of theirs.
        return found | {"last_heard_on": None}
