from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from shipments.models import Contact, Expedite, Notification, Promise, SourceDocument
from shipments.services import promises
from shipments.standing.recompute import recompute
from tests.factories import (
    ContractFactory,
    MilestoneFactory,
    PromiseFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)
from tests.factories.moments import AT, TODAY
from tests.factories.standings import possible_sale, standing_order
from tests.web.pages import cost, text, value

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT)


def promise(**given):
    said = {"ship_on": "2026-12-01", "said_by": "Order desk", "channel": "phone"}
    return said | given


def test_an_order_shows_how_far_it_has_come(site):
    order = standing_order(reference="Q1", quantity=100, contract=ContractFactory())
    shipment = ShipmentFactory()
    ShipmentLineFactory(shipment=shipment, order=order, quantity=40)
    MilestoneFactory(shipment=shipment, kind="departed")
    recompute([order.pk], at=AT)

    said = text(site.get("/orders/Q1/"))

    assert "Ordered , done 1 Oct" in said
    assert "Shipment logged , part 40 of 100" in said
    assert "In transit , part 40 of 100" in said
    assert "Received , not yet" in said
    assert "Left to ship 60" in said


def test_a_possible_sale_is_never_shown_as_ordered(site):
    notice = Notification.objects.create(
        case=standing_order().case,
        title="A fictional sale",
        notified_on=date(2024, 8, 1),
        notified_on_precision="month",
        value=1_870_000_000,
        value_currency="USD",
        emergency=True,
        recorded_at=AT,
    )
    notice.sources.add(
        SourceDocument.objects.create(address="https://gov.example/1", recorded_at=AT)
    )
    possible_sale(
        reference="N1",
        notification=notice,
        quantity=None,
    )

    response = site.get("/orders/N1/")

    said = text(response)
    assert "Possible sale, not an order." in said
    assert "Possible sale , stands here Aug 2024" in said
    assert "Ordered , not yet" in said
    assert "Notified quantity not published" in said
    assert "USD 1.87 billion estimated ceiling" in said
    assert "Certified: the review period was waived" in said
    assert "gov.example" in said
    assert "Record promise" not in said
    assert "shipments/new/?order=" not in response.content.decode()


def test_the_ledger_tells_each_move_and_the_whole_slip(site):
    order = standing_order(reference="Q1")
    PromiseFactory(order=order, ship_on=date(2026, 12, 1), said_on=date(2026, 10, 1))
    PromiseFactory(order=order, ship_on=date(2026, 12, 15), reason="Steel is late")
    recompute([order.pk], at=AT)

    drawn, table = site.get("/orders/Q1/"), site.get("/orders/Q1/?promises=table")

    assert "Slipped 14 d in 1 change" in text(drawn)
    assert "Promised ship date: 1 Dec 2026 at first, 15 Dec 2026 now" in drawn.content.decode()
    assert "late by +14 d" in text(table)
    assert "Steel is late" in text(table)


def test_a_promise_is_recorded_without_a_script(site, manager):
    standing_order(reference="Q1")

    response = site.post("/orders/Q1/promises/", promise(quantity="1,0"), follow=True)

    recorded = Promise.objects.get()
    assert response.redirect_chain == [("/orders/Q1/", 302)]
    assert "Promise recorded for Q1." in text(response)
    assert (recorded.ship_on, recorded.quantity) == (date(2026, 12, 1), 10)
    assert (recorded.recorded_by, recorded.said_on) == (manager, TODAY)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"ship_on": ""}, "Enter the day it will ship."),
        ({"ship_on": "31 Feb"}, "“31 Feb” is not a day. Enter one like 2026-11-25"),
        ({"quantity": "ten"}, "“ten” is not a quantity. Enter a whole number like 4,200."),
        ({"quantity": "101"}, "Only 100 are left to ship on Q1. Enter 100 or fewer."),
        ({"said_by": " "}, "Enter who said it."),
        ({"channel": "smoke"}, "“smoke” is not one of these. Choose one from the list."),
        ({"said_on": "2026-11-21"}, "21 Nov 2026 has not come yet."),
    ],
)
def test_a_refused_promise_keeps_what_was_typed(site, given, sentence):
    standing_order(reference="Q1", quantity=100)
    typed = promise(reason="Because of rain") | given

    response = site.post("/orders/Q1/promises/", typed)

    assert response.status_code == 422
    assert text(response).count(sentence) == 2  # in the summary and beside the field
    assert "<title>Error: Order Q1" in response.content.decode()
    assert value(response, "reason") == "Because of rain"
    assert value(response, "ship_on") == typed["ship_on"]
    assert Promise.objects.count() == 0


def test_who_may_not_promise_is_told_which_right_is_missing(as_person, auditor):
    standing_order(reference="Q1")
    browser = as_person(auditor)

    page, refused = browser.get("/orders/Q1/"), browser.post("/orders/Q1/promises/", promise())

    assert "Record a promise" not in text(page)
    assert refused.status_code == 403
    assert "Your role does not let you record a promise." in text(refused)
    assert Promise.objects.count() == 0


def test_an_order_that_there_is_none_of_names_the_closest(site):
    standing_order(reference="Q000399")

    response = site.get("/orders/Q000339/")

    assert response.status_code == 404
    assert "No order Q000339" in text(response)
    assert 'href="/orders/Q000399/"' in response.content.decode()


def test_anothers_order_does_not_exist_for_a_contractor(as_person, contractors_person):
    standing_order(reference="Q000399")
    browser = as_person(contractors_person)

    page = browser.get("/orders/Q000399/")
    near = browser.get("/orders/Q000398/")
    posted = browser.post("/orders/Q000399/promises/", promise())

    assert (page.status_code, near.status_code, posted.status_code) == (404, 404, 404)
    assert "Closest" not in text(near)
    assert Promise.objects.count() == 0


def test_a_flag_is_shown_with_its_sentence_and_can_be_taken_up(site, flagged_order):
    response = site.get(f"/orders/{flagged_order.reference}/")

    said = text(response)
    assert "Why it is flagged" in said
    assert "Take up" in said
    assert f'action="/hot-list/{flagged_order.reference}/take-up/"' in response.content.decode()


def test_an_order_in_anothers_hands_says_whose(site, flagged_order, auditor):
    Expedite.objects.create(order=flagged_order, owner=auditor, opened_at=AT)

    said = text(site.get(f"/orders/{flagged_order.reference}/"))

    assert f"{auditor} has it since 12:00Z" in said
    assert "Take up" not in said


def test_the_timeline_tells_everything_newest_first(site, manager):
    order = standing_order(reference="Q1", quantity=100)
    promises.record(
        reference="Q1",
        ship_on=date(2026, 12, 1),
        said_by="Order desk",
        channel="email",
        by=manager,
        at=AT - timedelta(days=2),
    )
    shipment = ShipmentFactory(tcn="BISZZZ63240001XXX", logged_by=manager)
    ShipmentLineFactory(shipment=shipment, order=order, quantity=40, lot="L1")
    wrong = MilestoneFactory(shipment=shipment, kind="departed", occurs_on=date(2026, 11, 10))
    MilestoneFactory(
        shipment=shipment,
        kind="departed",
        occurs_on=date(2026, 11, 10),
        retracts=wrong,
        reason="Wrong ship",
    )
    order.quantity = 90
    order.save()

    said = text(site.get("/orders/Q1/?all"))

    assert "Order desk promised 1 Dec 2026 by e-mail · Case Manager" in said
    assert "BISZZZ63240001XXX logged with 40, lot L1" in said
    assert "departed of 10 Nov 2026 retracted: Wrong ship" in said
    assert "Quantity: 100 → 90." in said


def test_the_contractors_contacts_stand_beside_the_order(site):
    order = standing_order(reference="Q1")
    Contact.objects.create(contractor=order.contractor, name="Order desk", phone="+1 555 0100")

    response = site.get("/orders/Q1/")

    assert 'href="tel:+15550100"' in response.content.decode()


def test_an_order_with_a_long_past_costs_what_a_new_one_does(site):
    order = standing_order(reference="Q1", quantity=1000, contract=ContractFactory())

    def grow(count):
        for _ in range(count):
            shipment = ShipmentFactory()
            ShipmentLineFactory(shipment=shipment, order=order, quantity=1)
            MilestoneFactory(shipment=shipment)
            PromiseFactory(order=order)

    grow(2)
    few = cost(site, "/orders/Q1/")
    grow(20)

    assert cost(site, "/orders/Q1/") == few


def test_an_order_of_some_month_was_last_heard_of_in_that_month(site):
    standing_order(
        reference="ONE",
        ordered_on=date(2023, 11, 1),
        ordered_on_precision="month",
        acknowledged_on=None,
    )

    assert "Last heard Nov 2023" in text(site.get("/orders/ONE/"))


def test_an_order_that_is_not_there_is_said_as_on_its_own_page(site):
    response = site.get("/hot-list/NOPE/")

    assert response.status_code == 404
    assert "No order NOPE" in text(response)
