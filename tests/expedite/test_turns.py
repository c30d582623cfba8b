"""Nothing about an order's flags changes by the mere passing of days but on a day that a rule names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from shipments.expedite import parameters, rules, statements
from shipments.models import Order, Policy
from shipments.standing.recompute import recompute
from tests.expedite.judged import quiet
from tests.factories import (
    DepartureFactory,
    DisruptionFactory,
    LaneFactory,
    MilestoneFactory,
    NeedFactory,
    ReportFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db

DAYS = 110


def book() -> None:
    """Orders for each rule that some day of the next months turns."""
    lane = LaneFactory()
    for urgent in (False, True):
        quiet(urgent=urgent, required_on=TODAY + timedelta(days=9))
        quiet(urgent=urgent, ordered_on=TODAY - timedelta(days=4), acknowledged_on=None)
        quiet(urgent=urgent, promised=False, ordered_on=TODAY - timedelta(days=3))
        sails = quiet(urgent=urgent, lane=lane)
        DisruptionFactory(
            place=lane.to_place,
            starts_on=TODAY + timedelta(days=6),
            ends_on=TODAY + timedelta(days=20),
            ends_on_precision="day",
        )
        ReportFactory(order=quiet(urgent=urgent), kind="ready", occurs_on=TODAY)
        moving = ShipmentLineFactory(order=quiet(urgent=urgent), shipment__to_place=lane.to_place)
        MilestoneFactory(shipment=moving.shipment)
        NeedFactory(item=sails.item, needed_on=TODAY + timedelta(days=40), urgency="emergency")
    for cut_off_on in (date(2027, 1, 7), date(2027, 1, 12), date(2027, 1, 18)):
        DepartureFactory(
            mode=lane.mode,
            from_place=lane.from_place,
            to_place=lane.to_place,
            cut_off_on=cut_off_on,
            departs_on=cut_off_on,
            arrives_on=cut_off_on + timedelta(days=30),
        )
    standing_order(
        urgency="urgent",
        ordered_on=date(2026, 11, 1),
        ordered_on_precision="month",
        acknowledged_on=None,
    )
    changed = quiet(urgent=True)
    Order.objects.filter(pk=changed.pk).update(quantity=90)
    events = apps.get_model("shipments", "OrderEvent").objects
    events.filter(pgh_obj=changed.pk, pgh_label="update").update(pgh_created_at=AT)
    recompute(None, at=AT)


def asked(sql: str, *, as_of: date, judged_on: date) -> list[tuple[Any, ...]]:
    given = parameters.values(as_of=as_of, limits=Policy.objects.in_force().limits)
    with connection.cursor() as cursor:
        cursor.execute(sql, {**given, "judged_on": judged_on})
        return cursor.fetchall()


def found(on: date) -> dict[tuple[int, str], tuple[Any, ...]]:
    """What every rule finds of every order on a day."""
    every = statements.all_found(rules(), among="judged")
    sql = f"WITH judged AS MATERIALIZED ({statements.scope('true')}) {every}"
    return {row[:2]: row[2:] for row in asked(sql, as_of=on, judged_on=on)}


@pytest.mark.parametrize("apart", [1, 10])
def test_whatever_the_days_change_is_on_a_day_that_its_rule_names(apart):
    book()
    turned = statements.turned(rules(), which="true")
    begun, before = set(), found(TODAY)

    for after in range(apart, DAYS + 1, apart):
        day = TODAY + timedelta(days=after)
        now = found(day)
        named = {row[0] for row in asked(turned, as_of=day, judged_on=day - timedelta(days=apart))}
        otherwise = {key for key in now.keys() | before.keys() if now.get(key) != before.get(key)}
        assert {order for order, _ in otherwise} <= named, (day, otherwise)
        begun |= {reason for _, reason in otherwise}
        before = now

    assert begun == {
        "misses_departure",
        "no_acknowledgement",
        "no_ship_date",
        "past_required_date",
        "promise_broken",
        "ready_not_shipped",
        "route_disrupted",
        "silent",
        "stalled_in_transit",
    }


def test_a_rule_that_no_day_turns_is_named_on_none():
    only = [each for each in rules() if not each.turns and not each.turns_sql]

    assert {each.code for each in only} == {
        "late_for_required_date",
        "need_uncovered",
        "outgrown_routine",
        "slipping",
        "undelivered",
    }
    book()
    assert (
        asked(
            statements.turned(only, which="true"), as_of=TODAY + timedelta(days=90), judged_on=TODAY
        )
        == []
    )
