"""A button pressed twice sends the form twice, at once: one write is meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from shipments.models import Milestone, Need, Order, Promise
from shipments.services import milestones, needs, orders, promises
from shipments.services.orders import OrderEntry
from tests.factories import CaseFactory, ItemFactory, ShipmentFactory, UserFactory
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db(transaction=True)

Write = Callable[..., Any]


def an_order() -> Write:
    CaseFactory(case_id="IS-B-ZZZ")
    entry = OrderEntry(
        item=ItemFactory().name,
        quantity=50,
        unit_of_issue="EA",
        required_on=None,
        ordered_on=None,
        contractor_id=None,
        case="IS-B-ZZZ",
    )
    return lambda **now: orders.record(entry, **now)


def a_need() -> Write:
    facts = {
        "item": ItemFactory().name,
        "quantity": 5,
        "needed_on": date(2026, 12, 1),
        "urgency": "emergency",
        "stated_by": "Receiving staff",
    }
    return lambda **now: needs.record(**facts, **now)


def a_promise() -> Write:
    facts = {
        "reference": standing_order().reference,
        "ship_on": date(2026, 12, 1),
        "said_by": "Somebody there",
        "channel": "phone",
    }
    return lambda **now: promises.record(**facts, **now)


def a_milestone() -> Write:
    facts = {
        "tcn": ShipmentFactory().tcn,
        "kind": "departed",
        "classifier": "actual",
        "occurs_on": TODAY,
        "source": "The agent",
    }
    return lambda **now: milestones.record(**facts, **now)


EACH = [(an_order, Order), (a_need, Need), (a_promise, Promise), (a_milestone, Milestone)]


@pytest.mark.parametrize(("prepared", "model"), EACH)
def test_what_is_sent_twice_at_once_is_recorded_once(prepared, model):
    write, by, both, made = prepared(), UserFactory(), Barrier(2), []

    def press() -> None:
        both.wait()
        made.append(write(by=by, at=AT).pk)
        connection.close()

    pressed = [Thread(target=press) for _ in range(2)]
    for thread in pressed:
        thread.start()
    for thread in pressed:
        thread.join()

    assert made == [model.objects.get().pk] * 2


@pytest.mark.parametrize(("prepared", "model"), EACH)
def test_the_one_that_read_the_clock_first_may_come_last(prepared, model):
    write, by = prepared(), UserFactory()

    first = write(by=by, at=AT)
    second = write(by=by, at=AT - timedelta(milliseconds=1))

    assert [first.pk, second.pk] == [model.objects.get().pk] * 2


@pytest.mark.parametrize(("prepared", "model"), EACH[:3])
def test_the_same_facts_a_while_later_are_meant(prepared, model):
    write, by = prepared(), UserFactory()

    write(by=by, at=AT)
    write(by=by, at=AT + timedelta(minutes=2))

    assert model.objects.count() == 2
