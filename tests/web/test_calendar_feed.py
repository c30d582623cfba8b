from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from shipments.models import CalendarAddress, Shipment
from shipments.services import calendar_addresses
from shipments.standing import shipments as standings
from shipments.web import calendar_feed
from tests.factories import MilestoneFactory, ShipmentFactory, ShipmentLineFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.web.pages import said, text

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"


@pytest.fixture
def arriving(contractors_person):
    """A shipment of two contractors' orders, expected on 25 November."""
    made = ShipmentFactory(tcn=TCN, planned_arrival_on=date(2026, 11, 25))
    mine = standing_order(reference="MINE", contractor=contractors_person.contractor)
    ShipmentLineFactory(shipment=made, order=mine, quantity=1)
    ShipmentLineFactory(shipment=made, order=standing_order(reference="THEIRS"), quantity=1)
    standings.recompute(None, at=AT)
    return made


def made(browser) -> str:
    """The address that a person makes on its page."""
    page = browser.post("/arrivals/calendar/make/")
    found = re.search(r'value="http://testserver(/calendar/[^"]+)"', page.content.decode())
    assert found
    return found.group(1)


def events(response) -> list:
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_an_address_is_shown_once_and_only_its_digest_is_kept(site, manager):
    address = made(site)
    again = site.get("/arrivals/calendar/")

    secret = address.removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 43
    assert secret not in again.content.decode()
    assert CalendarAddress.objects.get(owner=manager).digest == calendar_addresses.digest(secret)
    assert "You have one, made 12:00Z. Nothing has read it yet." in said(again)


def test_it_needs_no_sign_in_and_tells_each_arrival(site, stranger, arriving):
    address = made(site)

    response = stranger.get(address)

    (event,) = events(response)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not response.cookies
    assert (str(event["UID"]), event["DTSTART"].dt, event["DTEND"].dt) == (
        f"{TCN}@testserver",
        date(2026, 11, 25),
        date(2026, 11, 26),
    )
    assert (str(event["STATUS"]), event["LAST-MODIFIED"].dt) == ("TENTATIVE", AT)
    assert str(event["SUMMARY"]) == f"Expected at {arriving.to_place.name}: {TCN}"
    assert "Orders: MINE, THEIRS." in str(event["DESCRIPTION"])


def test_it_tells_a_contractors_user_of_its_own_orders_alone(
    as_person, contractors_person, stranger, arriving
):
    other = ShipmentFactory(planned_arrival_on=date(2026, 11, 25))
    ShipmentLineFactory(shipment=other)
    standings.recompute(None, at=AT)

    response = stranger.get(made(as_person(contractors_person)))

    (event,) = events(response)
    assert "Orders: MINE." in str(event["DESCRIPTION"])
    assert "THEIRS" not in response.content.decode()


def test_what_changed_has_a_later_number_and_what_was_cancelled_says_so(site, stranger, arriving):
    address = made(site)
    (before,) = events(stranger.get(address))
    MilestoneFactory(
        shipment=arriving, kind="arrived", classifier="estimated", occurs_on=date(2026, 11, 28)
    )
    standings.recompute(None, at=AT + timedelta(minutes=5))
    (moved,) = events(stranger.get(address))
    Shipment.objects.filter(pk=arriving.pk).update(
        cancelled_at=AT + timedelta(minutes=9), cancelled_because="Not sent"
    )
    standings.recompute(None, at=AT + timedelta(minutes=9))
    (gone,) = events(stranger.get(address))

    assert (moved["DTSTART"].dt, str(gone["STATUS"])) == (date(2026, 11, 28), "CANCELLED")
    assert before["SEQUENCE"] < moved["SEQUENCE"] < gone["SEQUENCE"]
    assert before["UID"] == moved["UID"] == gone["UID"]
    assert "Not sent" not in str(gone.to_ical())


def test_what_has_not_changed_is_not_sent_again(site, stranger, arriving):
    address = made(site)
    first = stranger.get(address)

    again = stranger.get(address, headers={"If-None-Match": first["ETag"]})

    assert stranger.get(address).content == first.content
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == "private, no-cache"
    assert first["X-Robots-Tag"] == "noindex, nofollow"


def test_an_address_ends_when_it_is_made_anew_or_taken_back(site, stranger):
    first = made(site)
    second = made(site)
    after_the_second = stranger.get(first).status_code
    while_it_works = stranger.get(second).status_code

    page = site.post("/arrivals/calendar/end/", follow=True)

    assert (after_the_second, while_it_works) == (404, 200)
    assert stranger.get(second).status_code == 404
    assert "You have none." in text(page)


def test_whoever_may_not_sign_in_has_no_calendar(site, stranger, manager):
    address = made(site)
    manager.is_active = False
    manager.save()

    gone, never = stranger.get(address), stranger.get("/calendar/never-made.ics")

    assert (gone.status_code, never.status_code) == (404, 404)
    assert gone.content == never.content


def test_who_comes_too_often_is_asked_to_wait(site, stranger, monkeypatch):
    address = made(site)
    monkeypatch.setattr(
        calendar_feed, "PER_CALENDAR", calendar_feed.Limit("few", 1, timedelta(minutes=10))
    )
    stranger.get(address)

    refused = stranger.get(address)

    assert (refused.status_code, refused["Retry-After"]) == (429, "600")


def test_when_it_was_read_is_noted_to_the_hour(site, stranger, manager, monkeypatch):
    address = made(site)
    stranger.get(address)
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(minutes=30))
    stranger.get(address)
    noted = CalendarAddress.objects.get(owner=manager).last_read_at
    monkeypatch.setattr(timezone, "now", lambda: AT + timedelta(minutes=90))
    stranger.get(address)

    assert noted == AT
    assert CalendarAddress.objects.get(owner=manager).last_read_at == AT + timedelta(minutes=90)
