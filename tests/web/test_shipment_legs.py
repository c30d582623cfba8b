from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.models import Leg
from shipments.services import legs
from shipments.services.legs import LegEntry
from shipments.standing.recompute import with_orders
from tests.factories import (
    MilestoneFactory,
    PlaceFactory,
    ReceiptFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.web.pages import cost, text, value

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"
ADDRESS = f"/shipments/{TCN}/legs/"


@pytest.fixture
def shipment():
    start, port, end = (
        PlaceFactory(code=code, name=name)
        for code, name in (("USWKS", "Works"), ("USPRT", "Port"), ("ILPRT", "Far Port"))
    )
    made = ShipmentFactory(
        tcn=TCN, from_place=start, to_place=end, planned_departure_on=date(2026, 11, 10)
    )
    ShipmentLineFactory(shipment=made, order=standing_order(quantity=100), lot="LOT-7")
    with_orders(made.pk, at=AT)
    made.port = port
    return made


def typed(*rows, action="save", **fields):
    sent = {"legs-count": len(rows), "action": action} | fields
    for index, row in enumerate(rows):
        sent |= {f"legs-{index}-{name}": entered for name, entered in row.items()}
    return sent


ROAD = {"mode": "road", "to_place": "USPRT", "planned_departure_on": "2026-11-10"}
SEA = {"mode": "sea", "to_place": "ILPRT", "planned_arrival_on": "2026-12-12"}


def test_legs_are_planned_without_a_script(site, shipment):
    page = site.get(ADDRESS)
    longer = site.post(ADDRESS, typed(ROAD, action="add"))
    told = site.post(ADDRESS, typed(ROAD, SEA, {"mode": "sea"}), follow=True)

    assert value(page, "legs-0-planned_departure_on") == "2026-11-10"
    assert "Leg 2" in text(longer)
    assert "Leg 1, road Works to Port" in text(told)
    assert "Leg 2, sea Port to Far Port" in text(told)
    assert [leg.mode for leg in Leg.objects.in_force().in_sequence()] == ["road", "sea"]


def test_a_refused_plan_keeps_what_was_typed(site, shipment):
    missing = site.post(ADDRESS, typed(ROAD | {"to_place": ""}))
    refused = site.post(ADDRESS, typed(ROAD | {"voyage": "V-1"}, because="A strike"))
    nothing = site.post(ADDRESS, typed({"mode": "sea"}))

    assert [each.status_code for each in (missing, refused, nothing)] == [422, 422, 422]
    assert "Choose where it goes." in text(missing)
    assert "The last leg ends at ILPRT, where the shipment goes." in text(refused)
    assert (value(refused, "legs-0-voyage"), value(refused, "because")) == ("V-1", "A strike")
    assert "Enter at least one leg." in text(nothing)
    assert Leg.objects.count() == 0


def test_who_may_not_plan_is_refused_and_a_shipment_there_is_none_of_is_said(
    site, as_person, auditor, shipment
):
    assert as_person(auditor).get(ADDRESS).status_code == 403
    assert site.get("/shipments/NOPE/legs/").status_code == 404
    assert "Plan legs" not in text(as_person(auditor).get(f"/shipments/{TCN}/"))


def plan(shipment, *entries, at=AT, because=""):
    made = legs.plan(tcn=TCN, legs=entries, by=UserFactory(name="Planner"), at=at, because=because)
    shipment.refresh_from_db()
    return made


def test_the_page_tells_the_way_leg_by_leg_and_the_plans_before(site, shipment):
    plan(shipment, LegEntry("air", "USWKS", "ILPRT"))
    plan(
        shipment,
        LegEntry("road", "USWKS", "USPRT", "Haulage", "", date(2026, 11, 8), date(2026, 11, 9)),
        LegEntry("sea", "USPRT", "ILPRT", "Line", "V-7", date(2026, 11, 12), date(2026, 12, 9)),
        at=AT + timedelta(hours=1),
        because="The airport is closed",
    )
    at_port = {"place": shipment.port, "source": "Port agent"}
    MilestoneFactory(shipment=shipment, kind="departed", occurs_on=date(2026, 11, 8))
    MilestoneFactory(
        shipment=shipment, kind="arrived_at_stop", occurs_on=date(2026, 11, 11), **at_port
    )
    MilestoneFactory(
        shipment=shipment,
        kind="passed",
        classifier="planned",
        occurs_on=date(2026, 11, 20),
        place=PlaceFactory(name="Strait"),
    )
    with_orders(shipment.pk, at=AT)

    response = site.get(f"/shipments/{TCN}/")

    said = text(response)
    assert "Arrived at stop Port 9 Nov \N{EN DASH} 11 Nov late by +2 d Port agent" in said
    assert "Leg 2, sea V-7, Port to Far Port, Line Left stop next Port 12 Nov" in said
    assert "Passed Strait 20 Nov" in said
    assert "Stalled since 12 Nov" in said
    assert "Left stop at Port was due then. Last heard: Arrived at stop at Port, 11 Nov" in said
    assert "No release on record" in said
    assert "Former plans (1)" in said
    assert "Works to Far Port" in said
    assert "Left stop TRANSPORT DEPA departing" in said
    assert '<option value="left_stop" selected>' in response.content.decode()


def test_the_contents_say_what_came_and_what_is_missing(site, shipment):
    line = shipment.lines.get()
    ReceiptFactory(line=line, quantity=4)
    with_orders(shipment.pk, at=AT)

    assert "LOT-7 10 ea 4 \N{EN DASH}" in text(site.get(f"/shipments/{TCN}/"))


def test_the_page_costs_the_same_for_few_entries_and_for_many(site, shipment):
    plan(shipment, LegEntry("sea", "USWKS", "ILPRT"))
    MilestoneFactory(shipment=shipment, kind="arrived_at_stop", place=shipment.port)
    with_orders(shipment.pk, at=AT)
    few = cost(site, f"/shipments/{TCN}/")
    plan(
        shipment,
        LegEntry("road", "USWKS", "USPRT"),
        LegEntry("sea", "USPRT", "ILPRT"),
        at=AT + timedelta(hours=1),
    )
    for kind in ("departed", "arrived_at_stop", "left_stop"):
        MilestoneFactory(shipment=shipment, kind=kind, place=shipment.port)
    ShipmentLineFactory(shipment=shipment, order=standing_order(quantity=100))

    assert cost(site, f"/shipments/{TCN}/") == few


def test_what_has_not_come_by_the_day_it_was_expected_is_as_late_as_today_makes_it(site):
    made = ShipmentFactory(tcn=TCN, planned_arrival_on=date(2026, 11, 15))
    order = standing_order(quantity=100, required_on=date(2026, 11, 18))
    ShipmentLineFactory(shipment=made, order=order)
    with_orders(made.pk, at=AT)

    said = text(site.get(f"/shipments/{TCN}/"))

    assert "at least 5 d behind plan" in said
    assert "15 Nov overdue by plan" in said
    assert "at least 2 d too late" in said
