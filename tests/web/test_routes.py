from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.domain.roles import Role
from tests.factories import (
    DepartureFactory,
    DisruptionFactory,
    HoldFactory,
    LaneFactory,
    OrderFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import TODAY
from tests.routing.geography import passage, place
from tests.web.pages import cost, text, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(db):
    """The strait on the only lane to the southern port."""
    lane = LaneFactory(from_place=place("EAST"), to_place=place("SOUTH"), planning_days=12)
    lane.passes.add(passage("XBAB"))
    return DisruptionFactory(place=passage("XBAB"), passability="closed", kind="passage closed")


@pytest.fixture
def shipment(closed):
    return sailing()


def sailing():
    found = ShipmentFactory(
        from_place=place("EAST"),
        to_place=place("SOUTH"),
        planned_departure_on=TODAY + timedelta(days=3),
        planned_arrival_on=TODAY + timedelta(days=15),
    )
    ShipmentLineFactory(shipment=found, order=OrderFactory(required_on=TODAY + timedelta(days=25)))
    return found


def test_another_way_is_offered_with_its_days_and_what_it_would_miss(site, shipment):
    said = text(site.get(f"/shipments/{shipment.tcn}/routes/"))

    assert "planned 12 days" in said
    assert "By Cape of Good Hope, Strait of Gibraltar, Suez Canal" in said
    assert "scaled by distance from the planned 12 days of the lane" in said
    assert "Would miss 1 required date" in said
    assert "Bab al-Mandab : closed, passage closed" in said


def test_the_shipments_own_page_says_what_lies_on_its_way(site, shipment, closed):
    assert "On its way: Bab al-Mandab , closed (passage closed). Other ways" in text(
        site.get(f"/shipments/{shipment.tcn}/")
    )

    closed.delete()

    assert "On its way" not in text(site.get(f"/shipments/{shipment.tcn}/"))


def test_both_maps_draw_todays_way_and_dot_the_others(site, shipment):
    html = site.get(f"/shipments/{shipment.tcn}/routes/").content.decode()

    assert html.count('class="geo"') == 2
    assert html.count('class="leg sea w2 rest"') >= 2
    assert html.count('class="leg sea w2"') == 2
    assert html.count('class="dis"') >= 2


def test_departures_that_fit_and_a_hold_are_told(site, shipment):
    DepartureFactory(from_place=place("EAST"), to_place=place("SOUTH"), voyage="FIT1")
    HoldFactory(order=shipment.lines.get().order)

    said = text(site.get(f"/shipments/{shipment.tcn}/routes/"))

    assert "Departures that fit FIT1" in said
    assert "1 order aboard is on hold." in said


def test_a_way_is_taken_and_the_plan_before_can_be_read(site, shipment):
    address = f"/shipments/{shipment.tcn}/routes/"
    page = site.get(address)
    sent = {"way": value(page, "way"), "plan": value(page, "plan")}

    taken = site.post(address, sent, follow=True)

    assert f"{shipment.tcn} is planned to go the other way." in text(taken)
    assert {each.code for each in shipment.legs.in_force().get().passes.all()} == {
        "XCAPE", "XGIB", "XSUEZ",
    }  # fmt: skip
    after = text(site.get(address))
    assert "Nothing closes its way" in after
    assert "Plans before" in after
    again = site.post(address, sent)
    assert (again.status_code, "was planned anew since you looked" in text(again)) == (409, True)


def test_the_whole_disruption_is_summed_up_and_several_are_taken(site, closed):
    one, two = sailing(), sailing()
    address = f"/disruptions/{closed.pk}/routes/"

    page = site.get(address)

    assert "2 shipments could go another way. 2 orders would then newly miss" in text(page)
    sent = {"tcn": [one.tcn]}
    for each in (one, two):
        for name in ("way", "plan"):
            sent[f"{name}-{each.tcn}"] = value(page, f"{name}-{each.tcn}")
    taken = site.post(address, sent, follow=True)
    assert "1 shipment planned to go the other way." in text(taken)
    assert (one.legs.in_force().count(), two.legs.count()) == (1, 0)


def test_nothing_chosen_and_what_changed_meanwhile_are_told(site, closed):
    one = sailing()
    address = f"/disruptions/{closed.pk}/routes/"

    assert "No shipment was chosen." in text(site.post(address, {}))
    sent = {"tcn": [one.tcn], f"way-{one.tcn}": "odd", f"plan-{one.tcn}": "none"}
    assert "not offered any more" in text(site.post(address, sent))
    assert "No shipment was chosen." in text(site.post(address, {"tcn": ["A\0B"]}))


def test_without_another_way_the_page_says_so(site):
    shipment = ShipmentFactory()
    DisruptionFactory(place=shipment.to_place, passability="closed")

    assert "No other way is known" in text(site.get(f"/shipments/{shipment.tcn}/routes/"))


def test_an_auditor_reads_and_takes_nothing(as_person, auditor, shipment):
    address = f"/shipments/{shipment.tcn}/routes/"

    assert "Take this way" not in text(as_person(auditor).get(address))
    assert as_person(auditor).post(address, {"way": "x", "plan": "none"}).status_code == 403


def test_other_ways_are_not_for_contractors_whatever_else_they_may_be(
    as_person, contractors_person, shipment, closed
):
    order = OrderFactory(contractor=contractors_person.contractor)
    ShipmentLineFactory(shipment=shipment, order=order)
    contractors_person.roles += [Role.SHIPMENT_CLERK.value]
    contractors_person.save()
    site = as_person(contractors_person)

    for address in (f"/shipments/{shipment.tcn}/routes/", f"/disruptions/{closed.pk}/routes/"):
        assert site.get(address).status_code == 404
        assert site.post(address, {}).status_code == 404
    page = site.get(f"/disruptions/{closed.pk}/")
    assert shipment.tcn in text(page)
    assert "/routes/" not in page.content.decode()


def test_there_is_no_way_of_no_shipment(site, db):
    assert site.get("/shipments/NOSUCH/routes/").status_code == 404
    assert site.post("/shipments/NOSUCH/routes/", {}).status_code == 404


def test_the_pages_cost_the_same_however_many_shipments(site, closed):
    sailing()
    address = f"/disruptions/{closed.pk}/routes/"
    few = cost(site, address)

    for _ in range(4):
        sailing()

    assert cost(site, address) == few
