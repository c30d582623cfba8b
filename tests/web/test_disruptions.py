from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.models import Disruption
from tests.factories import (
    DisruptionFactory,
    LaneFactory,
    OrderFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import TODAY
from tests.web.pages import cost, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def port(db):
    return PlaceFactory(code="ZZP", name="Port Alpha")


def a_report(**given):
    sent = {
        "place": "ZZP", "passability": "closed", "kind": "strike", "what": "Nobody works",
        "starts_on": "2026-11-18", "starts_on_precision": "day", "ends_on_precision": "day",
        "source": "Harbour master", "certainty": "reported",
    }  # fmt: skip
    return sent | given


def arriving(port, **fields):
    return ShipmentLineFactory(shipment=ShipmentFactory(to_place=port, **fields)).shipment


def test_a_disruption_is_reported_and_its_page_says_what_it_lies_in_the_way_of(site, port):
    going = arriving(port)

    response = site.post("/disruptions/new/", a_report(), follow=True)

    said = text(response)
    assert "Strike: Port Alpha" in said
    assert "Shipments in its way 1" in said
    assert going.tcn in said
    assert Disruption.objects.get().recorded_by is not None


def test_a_refused_report_keeps_what_was_typed(site, port):
    response = site.post("/disruptions/new/", a_report(source="", what="They stopped"))

    assert response.status_code == 422
    assert "Enter who or what says so." in text(response)
    assert "They stopped" in response.content.decode()
    assert Disruption.objects.count() == 0


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/disruptions/new/", {}),
        ("/disruptions/{}/end/", {"end-ends_on": "2026-11-20", "end-source": "x", "end-precision": "day"}),
        ("/disruptions/{}/withdraw/", {"withdraw-reason": "x"}),
        ("/disruptions/{}/routes/", {}),
    ],
)  # fmt: skip
def test_who_may_not_plan_transport_reports_nothing(as_person, auditor, port, path, sent):
    found = DisruptionFactory(place=port)

    response = as_person(auditor).post(path.format(found.pk), sent)

    assert response.status_code == 403
    assert Disruption.objects.standing().get() == found


def test_two_reports_stand_side_by_side_with_what_each_would_mean(site, port):
    arriving(port)
    closed = DisruptionFactory(place=port, passability="closed", source="A paper")
    DisruptionFactory(place=port, passability="open", source="The port", kind="open again")
    DisruptionFactory(place=port, passability="restricted", starts_on=TODAY + timedelta(days=9))

    said = text(site.get(f"/disruptions/{closed.pk}/"))

    assert "3 reports that contradict each other" in said
    assert "1 shipment with 1 order must go another way, or wait." in said
    assert "1 shipment with 1 order go as planned." in said
    assert "1 shipment with 1 order may be held up." in said


def test_reports_of_other_days_or_places_contradict_nothing(site, port):
    closed = DisruptionFactory(place=port, passability="closed")
    DisruptionFactory(passability="open")
    DisruptionFactory(
        place=port,
        passability="open",
        starts_on=TODAY - timedelta(days=99),
        ends_on=TODAY - timedelta(days=90),
        ends_on_precision="day",
    )

    assert "contradict" not in text(site.get(f"/disruptions/{closed.pk}/"))


def test_its_end_takes_its_place(site, port):
    found = DisruptionFactory(place=port)
    sent = {"end-ends_on": "2026-11-19", "end-source": "Harbour master", "end-precision": "day"}

    response = site.post(f"/disruptions/{found.pk}/end/", sent, follow=True)

    assert "Its end is recorded." in text(response)
    assert Disruption.objects.standing().get().ends_on == TODAY - timedelta(days=1)
    refused = site.post(f"/disruptions/{found.pk}/end/", sent)
    assert (refused.status_code, "Somebody withdrew it before" in text(refused)) == (422, True)


def test_a_withdrawn_report_says_by_whom_and_why(site, port):
    found = DisruptionFactory(place=port)
    address = f"/disruptions/{found.pk}/withdraw/"

    assert "Say why it is withdrawn." in text(site.post(address, {"withdraw-reason": ""}))
    site.post(address, {"withdraw-reason": "Another port was meant"})

    assert "Another port was meant" in text(site.get("/disruptions/?state=withdrawn"))
    assert "Nothing is in the way" in text(site.get("/disruptions/"))


def test_states_and_filters_choose_what_is_listed(site, port):
    DisruptionFactory(place=port, passability="closed", what="Closed here")
    DisruptionFactory(passability="closed", what="Closed there")
    DisruptionFactory(place=port, what="Slow here")
    DisruptionFactory(what="Next month", starts_on=TODAY + timedelta(days=30))

    here = text(site.get("/disruptions/?place=ZZP&passability=closed"))

    assert "Closed here" in here
    assert "Closed there" not in here
    assert "Slow here" not in here
    assert "Next month" in text(site.get("/disruptions/?state=to_come"))
    assert "None matches" in text(site.get("/disruptions/?place=NONE"))
    assert "cannot be used" in text(site.get("/disruptions/?state=odd"))
    assert "here is the first" in text(site.get("/disruptions/?after=odd"))
    assert "Slow here" in text(site.get("/disruptions/?place=ZZP%00"))


def test_the_files_have_shipments_and_orders(site, port):
    going, lane = arriving(port), LaneFactory(to_place=port)
    found = DisruptionFactory(place=port)
    OrderFactory(lane=lane)

    sent = site.get(f"/disruptions/{found.pk}/shipments.csv")
    orders = site.get(f"/disruptions/{found.pk}/orders.csv")

    assert going.tcn in b"".join(sent.streaming_content).decode()
    assert b"".join(orders.streaming_content).decode().startswith("\ufeffReference")


@pytest.mark.parametrize("path", ["", "routes/", "shipments.csv", "orders.csv"])
def test_there_is_no_page_of_what_is_not_there(site, path):
    assert site.get(f"/disruptions/999/{path}").status_code == 404


def test_the_pages_cost_the_same_however_much_is_in_the_way(site, port):
    found = DisruptionFactory(place=port)
    arriving(port)
    address = f"/disruptions/{found.pk}/"
    few = cost(site, address)

    for _ in range(5):
        arriving(port)
        DisruptionFactory(place=port, passability="open")

    assert cost(site, address) == few


def test_a_contractors_user_sees_its_own_alone(as_person, contractors_person, port):
    going = arriving(port)
    found = DisruptionFactory(place=port)

    said = text(as_person(contractors_person).get(f"/disruptions/{found.pk}/"))

    assert "Shipments in its way 0" in said
    assert going.tcn not in said
