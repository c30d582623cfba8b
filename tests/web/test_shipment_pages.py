from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from shipments.models import Milestone, Shipment
from shipments.standing import shipments as standings
from shipments.standing.recompute import recompute
from tests.factories import (
    ItemFactory,
    MilestoneFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.web.pages import cost, link, listed, text, value

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT)


def shipment(tcn=TCN, *, order=None, **fields):
    made = ShipmentFactory(tcn=tcn, **fields)
    line = ShipmentLineFactory(shipment=made, order=order or standing_order(), lot="LOT-7")
    recompute([line.order_id], at=AT)
    return made


def stand():
    """Compute where all shipments stand."""
    standings.recompute(None, at=AT)


def milestone(**given):
    said = {"kind": "departed", "classifier": "actual", "occurs_on": "2026-11-12", "place": ""}
    return said | {"source": "Carrier"} | given


def test_the_first_use_says_how_to_begin(site, as_person, auditor):
    mine, theirs = site.get("/shipments/"), as_person(auditor).get("/shipments/")

    assert "No shipments yet Log the first one." in text(mine)
    assert "A shipment clerk logs them." in text(theirs)


def test_each_shipment_shows_where_it_is(site):
    made = shipment()
    MilestoneFactory(
        shipment=made, kind="arrived", classifier="planned", occurs_on=date(2026, 11, 27)
    )
    MilestoneFactory(shipment=made, kind="departed")
    MilestoneFactory(
        shipment=made, kind="arrived", classifier="estimated", occurs_on=date(2026, 11, 29)
    )

    stand()

    said = text(site.get("/shipments/"))

    assert "Departed 1" in said
    assert "est. 29 Nov late by +2 d" in said


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("state=planned", ["BISZZZ63240001XXX"]),
        ("state=departed", ["BISZZZ63240002XXX"]),
        ("state=arrived", ["BISZZZ63240003XXX"]),
        ("state=received", ["BISZZZ63240004XXX"]),
        ("state=cancelled", ["BISZZZ63240005XXX"]),
        ("mode=air", ["BISZZZ63240002XXX"]),
        ("q=63240003", ["BISZZZ63240003XXX"]),
        ("q=SHIPPED-HERE", ["BISZZZ63240004XXX"]),
    ],
)
def test_shipments_are_found_by_state_mode_and_number(site, address, expected):
    shipment("BISZZZ63240001XXX")
    under_way = shipment("BISZZZ63240002XXX", mode="air")
    MilestoneFactory(shipment=under_way, kind="departed")
    there = shipment("BISZZZ63240003XXX")
    MilestoneFactory(shipment=there, kind="discharged")
    received = shipment("BISZZZ63240004XXX", order=standing_order(reference="SHIPPED-HERE"))
    MilestoneFactory(shipment=received, kind="received")
    shipment("BISZZZ63240005XXX", cancelled_at=None)
    Shipment.objects.filter(tcn="BISZZZ63240005XXX").update(
        cancelled_at=AT, cancelled_because="Not sent"
    )
    stand()

    assert listed(site.get(f"/shipments/?{address}")) == expected


def test_a_state_that_there_is_none_of_is_said(site):
    shipment()

    response = site.get("/shipments/?state=lost&colour=red&before=x")

    said = text(response)
    assert listed(response) == [TCN]
    assert "State: “lost” cannot be used. Choose from planned, ready, released, departed" in said
    assert "“colour” is not a filter of this list." in said
    assert "The page in this address is not one of this list" in said


def test_the_filters_alone_are_answered_with_the_results(site):
    shipment()

    response = site.get(
        "/shipments/?q=63240001&mode=", headers={"HX-Request": "true", "HX-Target": "results"}
    )

    assert "<html" not in response.content.decode()
    assert response.headers["HX-Push-Url"] == "/shipments/?q=63240001"


def test_pages_go_on_where_the_last_ended(site):
    order = standing_order(quantity=1000)
    for number in range(55):
        made = ShipmentFactory(tcn=f"BISZZZ6324{number:04d}XXX")
        ShipmentLineFactory(shipment=made, order=order, quantity=1)

    first = site.get("/shipments/")
    second = site.get(f"/shipments/{link(first, 'next')}")

    assert (len(listed(first)), len(listed(second))) == (50, 5)
    assert not set(listed(first)) & set(listed(second))


def test_the_list_costs_the_same_for_few_shipments_and_for_many(site):
    order = standing_order(quantity=1_000_000)

    def grow(count):
        for made in ShipmentFactory.create_batch(count):
            ShipmentLineFactory(shipment=made, order=order, quantity=1)
            MilestoneFactory(shipment=made)
        stand()

    grow(10)
    few = cost(site, "/shipments/")
    grow(60)

    assert cost(site, "/shipments/") == few


def test_a_shipment_shows_plan_and_truth_side_by_side(site):
    item = ItemFactory(name="Crate, red")
    made = shipment(order=standing_order(item=item, required_on=date(2026, 12, 20)))
    MilestoneFactory(shipment=made, classifier="planned", occurs_on=date(2026, 11, 10))
    MilestoneFactory(shipment=made, occurs_on=date(2026, 11, 12), source="Carrier")
    MilestoneFactory(
        shipment=made, kind="arrived", classifier="estimated", occurs_on=date(2026, 11, 29)
    )

    stand()

    said = text(site.get(f"/shipments/{TCN}/"))

    row = said[said.index("Departed Fictional Port") :].split("Carrier")[0]
    assert row.endswith("10 Nov \N{EN DASH} 12 Nov late by +2 d ")
    assert "Slack 21 d before it is required" in said
    assert "Crate, red LOT-7 10 ea \N{EN DASH}" in said


def test_the_way_is_drawn_where_both_ends_are_known(site):
    shipment(
        from_place=PlaceFactory(latitude=34, longitude=-78, name="Port Alpha"),
        to_place=PlaceFactory(latitude=31.8, longitude=34.6, name="Port Beta"),
    )

    response = site.get(f"/shipments/{TCN}/")

    assert 'aria-label="Route from Port Alpha to Port Beta.' in response.content.decode()


def test_a_milestone_is_recorded_without_a_script(site, manager):
    order = standing_order()
    shipment(order=order)

    response = site.post(f"/shipments/{TCN}/milestones/", milestone(), follow=True)

    recorded = Milestone.objects.get()
    order.standing.refresh_from_db()
    assert response.redirect_chain == [(f"/shipments/{TCN}/", 302)]
    assert (recorded.kind, recorded.occurs_on) == ("departed", date(2026, 11, 12))
    assert recorded.recorded_by == manager
    assert order.standing.status == "in_transit"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": ""}, "Choose what happened."),
        ({"kind": "sunk"}, "“sunk” is not one of these."),
        ({"occurs_on": "2026-12-01"}, "That day has not come yet."),
        ({"occurs_on": ""}, "Enter the day."),
        ({"place": "NOPE"}, "“NOPE” is not one of these."),
        ({"source": ""}, "Enter who or what says so."),
        (
            {"kind": "arrived", "occurs_on": "2026-11-09"},
            "That puts the arrival before the departure.",
        ),
    ],
)
def test_a_refused_milestone_keeps_what_was_typed(site, given, sentence):
    MilestoneFactory(shipment=shipment(), kind="departed", occurs_on=date(2026, 11, 10))
    sent = milestone() | given

    response = site.post(f"/shipments/{TCN}/milestones/", sent)

    assert response.status_code == 422
    assert text(response).count(sentence) == 2
    assert value(response, "occurs_on") == sent["occurs_on"]
    assert Milestone.objects.count() == 1


def test_a_milestone_is_retracted_with_a_reason_and_stays_readable(site):
    wrong = MilestoneFactory(shipment=shipment())
    address = f"/shipments/{TCN}/milestones/{wrong.pk}/retract/"

    silent = site.post(address, {f"retract-{wrong.pk}-reason": ""})
    told = site.post(address, {f"retract-{wrong.pk}-reason": "Another ship"}, follow=True)

    assert silent.status_code == 422
    assert "Say why." in text(silent)
    assert "Departed, actual, 10 Nov Retracted 12:00Z by Case Manager: Another ship" in text(told)


def test_a_shipment_that_did_not_take_place_is_cancelled(site):
    order = standing_order(quantity=100)
    shipment(order=order)

    silent = site.post(f"/shipments/{TCN}/cancel/", {"cancel-reason": " "})
    told = site.post(f"/shipments/{TCN}/cancel/", {"cancel-reason": "No berth"}, follow=True)

    order.standing.refresh_from_db()
    assert silent.status_code == 422
    assert "Cancelled 12:00Z . No berth" in text(told)
    assert order.standing.shipped_quantity == 0


def test_a_shipment_that_moved_is_not_cancelled(site):
    MilestoneFactory(shipment=shipment())

    response = site.post(f"/shipments/{TCN}/cancel/", {"cancel-reason": "No berth"})

    assert response.status_code == 422
    assert "It has moved already. Retract its actual milestones first." in text(response)
    assert Shipment.objects.get().cancelled_at is None


@pytest.mark.parametrize("what", ["milestones/", "cancel/"])
def test_who_has_no_right_is_refused(as_person, auditor, what):
    shipment()
    browser = as_person(auditor)

    page = browser.get(f"/shipments/{TCN}/")
    refused = browser.post(f"/shipments/{TCN}/{what}", milestone() | {"cancel-reason": "No"})

    assert "Log milestone" not in text(page)
    assert "Cancel this shipment" not in text(page)
    assert refused.status_code == 403


def test_a_contractor_sees_its_own_lines_of_a_shipment_alone(as_person, contractors_person):
    own = standing_order(reference="OWN", contractor=contractors_person.contractor)
    made = shipment(order=own)
    ShipmentLineFactory(shipment=made, order=standing_order(reference="FOREIGN"))
    shipment("BISZZZ63249999XXX", order=standing_order(reference="FOREIGN2"))
    browser = as_person(contractors_person)

    page, rows = browser.get(f"/shipments/{TCN}/"), browser.get("/shipments/")
    searched = browser.get("/shipments/?q=FOREIGN")
    hidden = browser.get("/shipments/BISZZZ63249999XXX/")

    assert "OWN" in text(page)
    assert "FOREIGN" not in text(page)
    assert listed(rows) == [TCN]
    assert listed(searched) == []
    assert hidden.status_code == 404


def test_a_shipment_that_there_is_none_of_is_said_so(site):
    page = site.get("/shipments/NOPE/")
    posted = site.post("/shipments/NOPE/cancel/", {"cancel-reason": "x"})

    assert (page.status_code, posted.status_code) == (404, 404)
    assert "No shipment NOPE" in text(page)
