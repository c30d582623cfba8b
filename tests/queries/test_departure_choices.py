from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from shipments.queries.departure_choices import fitting
from tests.factories import (
    DepartureFactory,
    ItemHazardFactory,
    LegFactory,
    OrderFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def sails(after_days, **fields):
    """A departure that takes goods until so many days from now."""
    cut_off = TODAY + timedelta(days=after_days)
    days = {"departs_on": cut_off + timedelta(2), "arrives_on": cut_off + timedelta(26)}
    return DepartureFactory(cut_off_on=cut_off, **days, **fields)


def test_departures_of_the_way_that_can_still_be_made_are_offered_soonest_first():
    made = sails(9, mode="sea")
    way = {"from_place": made.from_place, "to_place": made.to_place}
    today = sails(0, mode="sea", **way)
    sails(-1, mode="sea", **way)
    sails(3, mode="air", **way)
    sails(3, mode="sea", from_place=made.from_place, to_place=PlaceFactory())
    sails(3, mode="sea", cancelled_on=TODAY, **way)
    codes = (made.from_place.code, made.to_place.code)

    offered = fitting("sea", *codes, TODAY)

    assert [(each.departure, each.days_left) for each in offered] == [(today, 0), (made, 9)]
    assert len(fitting("", *codes, TODAY)) == 3
    assert len(fitting("sea", *codes, TODAY, most=1)) == 1


def test_a_departure_says_how_full_it_is_and_what_is_not_known():
    way = sails(9, mode="sea", capacity_kg=Decimal(5000))
    known = ItemHazardFactory(net_explosive_kg=Decimal("6.5"))
    none = ItemHazardFactory(is_explosive=False, division="", compatibility_group="")
    aboard = ShipmentFactory(departure=way, gross_weight_kg=Decimal(1200))
    ShipmentLineFactory(shipment=aboard, quantity=10, order=OrderFactory(item=known.item))
    ShipmentLineFactory(shipment=aboard, quantity=4, order=OrderFactory(item=none.item))
    by_leg = ShipmentFactory()
    LegFactory(shipment=by_leg, departure=way)
    ShipmentLineFactory(shipment=by_leg)
    ShipmentFactory(departure=way, cancelled_at=AT, cancelled_because="Not sent")
    before = ShipmentFactory()
    LegFactory(shipment=before, departure=way, replaced_at=AT)

    (offered,) = fitting("sea", way.from_place.code, way.to_place.code, TODAY)

    load = offered.load
    assert load.shipments == [aboard.tcn, by_leg.tcn]
    assert (load.gross_kg, load.unweighed, offered.room_kg) == (1200, 1, 3800)
    assert (load.explosive_kg, load.unclassified) == (65, 1)


def test_fullness_costs_the_same_for_few_departures_and_for_many(django_assert_num_queries):
    way = sails(9, mode="sea")
    for days in range(4):
        made = sails(days, mode="sea", from_place=way.from_place, to_place=way.to_place)
        ShipmentFactory(departure=made)

    with django_assert_num_queries(4):
        offered = fitting("sea", way.from_place.code, way.to_place.code, TODAY)

    assert len(offered) == 5
