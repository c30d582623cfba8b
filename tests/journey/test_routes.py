"""A closed strait and a closed base in a real browser: who is hit, the way round, and its days."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shipments.models import Policy, Shipment
from shipments.standing.recompute import recompute
from tests import chromium
from tests.factories import (
    LaneFactory,
    LegFactory,
    OrderFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.journey.test_browser import Visit
from tests.routing.geography import passage, place

NOW = timezone.now()
TODAY = NOW.date()
BOTH = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


@pytest.fixture
def book(transactional_db: None) -> tuple[Shipment, Shipment]:
    """One shipment at sea by Bab al-Mandab to the southern port, and one by air by base B."""
    last = Policy.objects.in_force()
    limits = {**last.limits, "air_range_km": 8_000}
    Policy.objects.create(version=last.version + 1, limits=limits, reason="Far", made_at=NOW)
    lane = LaneFactory(from_place=place("EAST"), to_place=place("SOUTH"), planning_days=12)
    lane.passes.add(passage("XBAB"))
    LaneFactory(mode="air", from_place=place("BASEA"), to_place=place("BASEC"))
    days = {
        "planned_departure_on": TODAY + timedelta(days=3),
        "planned_arrival_on": TODAY + timedelta(days=15),
    }
    sea = ShipmentFactory(from_place=place("EAST"), to_place=place("SOUTH"), **days)
    air = ShipmentFactory(mode="air", from_place=place("BASEA"), to_place=place("BASED"), **days)
    LegFactory(shipment=air, mode="air", to_place=place("BASEB"))
    LegFactory(shipment=air, mode="air", sequence=2, from_place=place("BASEB"))
    for shipment in (sea, air):
        order = OrderFactory(required_on=TODAY + timedelta(days=24), quantity=10)
        ShipmentLineFactory(shipment=shipment, order=order)
    recompute(None, at=NOW)
    return sea, air


def report(visit: Visit, where: str, kind: str) -> None:
    """From the list to the new disruption's own page."""
    page = visit.page
    page.goto(f"{visit.address}/disruptions/")
    page.get_by_role("link", name="Report a disruption").click()
    page.get_by_label("Place or passage").select_option(where)
    page.get_by_label("It is", exact=True).select_option("closed")
    page.get_by_label("What kind").fill(kind)
    page.get_by_label("What was reported").fill("Nothing passes")
    page.get_by_label("Who or what says so").fill("A notice")
    page.get_by_role("button", name="Record disruption").click()


def test_what_a_closed_strait_and_a_closed_base_hit_is_found_and_sent_another_way(
    live_server, book
):
    sea, air = book
    person = UserFactory()
    with chromium.browser() as opened:
        context = opened.new_context(viewport={"width": 1440, "height": 900})
        visit = Visit(context.new_page(), live_server.url)
        visit.sign_in(person)
        page = visit.page

        report(visit, "XBAB", "passage closed")
        expect(page.get_by_role("link", name=sea.tcn, exact=True)).to_be_visible()
        expect(page.get_by_role("link", name=air.tcn, exact=True)).to_have_count(0)
        strait = page.url
        page.get_by_role("link", name="Other ways for 1 shipment").click()
        expect(page.get_by_role("cell", name="By Cape of Good Hope")).to_be_visible()
        page.get_by_role("link", name=f"All ways for {sea.tcn}").click()
        around = page.get_by_role(
            "region", name="By Cape of Good Hope, Strait of Gibraltar, Suez Canal"
        )
        expect(around.get_by_text("d longer")).to_be_visible()
        expect(around.get_by_text("Would miss 1 required date")).to_be_visible()

        walk_all(opened, person, live_server.url, [strait, f"{strait}routes/", page.url])
        around.get_by_role("button", name="Take this way").click()
        expect(page.get_by_text("is planned to go the other way").first).to_be_visible()
        page.goto(strait)
        expect(page.get_by_role("heading", name="Shipments in its way")).to_be_visible()
        expect(page.get_by_role("link", name=sea.tcn, exact=True)).to_have_count(0)

        report(visit, "BASEB", "runway closed")
        expect(page.get_by_role("link", name=air.tcn, exact=True)).to_be_visible()
        base = page.url
        page.get_by_role("link", name="Other ways for 1 shipment").click()
        expect(page.get_by_role("cell", name="By Place Basec")).to_be_visible()
        page.get_by_label(f"Take the other way with {air.tcn}").check()
        page.get_by_role("button", name="Take the other way with those chosen").click()
        expect(page.get_by_text("1 shipment planned to go the other way").first).to_be_visible()
        walk_all(opened, person, live_server.url, [base, "/disruptions/", "/disruptions/new/"])
        assert visit.complaints == []
    assert [leg.to_place.code for leg in air.legs.in_force().in_sequence()] == ["BASEC", "BASED"]
    assert "XCAPE" in {each.code for each in sea.legs.in_force().get().passes.all()}


def walk_all(opened, person, address, pages):
    """Hold each page against axe, in both themes and at both widths."""
    for scheme, width in BOTH:
        context = opened.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        visit = Visit(context.new_page(), address, themes=(scheme,))
        visit.sign_in(person)
        for each in pages:
            visit.page.goto(each if each.startswith("http") else address + each)
            visit.judge_access()
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, each
        assert visit.complaints == []
        context.close()
