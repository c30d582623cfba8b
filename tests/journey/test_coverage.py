"""Items, lanes and departures in a real browser: held against axe, walked without a mouse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shipments.coverage.net import net
from shipments.models import Item, LaneRecord
from shipments.standing.recompute import recompute
from tests import chromium
from tests.factories import (
    DepartureFactory,
    ItemFactory,
    LaneFactory,
    NeedFactory,
    OrderFactory,
    PlaceFactory,
    PromiseFactory,
    UserFactory,
)
from tests.journey.test_browser import Visit

NOW = timezone.now()
TODAY = NOW.date()


@pytest.fixture
def item(transactional_db: None) -> Item:
    """An emergency need of 150, and one routine order of 100 that comes weeks too late."""
    item = ItemFactory(name="Crate, red")
    ItemFactory(name="Crate, blue")
    lane = LaneFactory(
        from_place=PlaceFactory(name="Port Alpha"), to_place=PlaceFactory(name="Port Beta")
    )
    lane.passes.add(PlaceFactory(name="The Strait"))
    LaneRecord.objects.create(
        mode="sea", from_place=lane.from_place, to_place=lane.to_place, shipments=6,
        low_days=20, median_days=24, high_days=30, computed_at=NOW,
    )  # fmt: skip
    order = OrderFactory(item=item, lane=lane)
    PromiseFactory(order=order, ship_on=TODAY + timedelta(days=30), said_on=TODAY)
    OrderFactory(item=item, quantity=None)
    NeedFactory(item=item, quantity=150, urgency="emergency", needed_on=TODAY + timedelta(days=20))
    DepartureFactory(
        cut_off_on=TODAY + timedelta(days=3),
        departs_on=TODAY + timedelta(days=4),
        arrives_on=TODAY + timedelta(days=30),
    )
    recompute(None, at=NOW)
    net(None, as_of=TODAY, at=NOW)
    return item


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_items_lanes_and_departures_hold_against_axe(live_server, item, theme, width):
    person = UserFactory()
    pages = ["/items/", f"/items/{item.pk}/", "/lanes/", "/lanes/new/", "/departures/"]
    with chromium.browser() as opened:
        page = opened.new_page(viewport={"width": width, "height": 900})
        visit = Visit(page, live_server.url, themes=(theme,))
        visit.sign_in(person)
        for address in [*pages, "/departures/new/"]:
            visit.page.goto(live_server.url + address)
            visit.judge_access()
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width

        visit.page.goto(f"{live_server.url}/items/{item.pk}/")
        visit.page.get_by_text("The same as a table").focus()
        visit.page.keyboard.press("Enter")
        expect(visit.page.get_by_role("columnheader", name="Expected in all")).to_be_visible()
        visit.page.get_by_text("Add a substitute").focus()
        visit.page.keyboard.press("Enter")
        visit.page.get_by_label("Item accepted in its place").fill("Crate, blue")
        visit.page.get_by_label("Who accepted it").fill("Receiving staff")
        visit.judge_access()
        visit.page.keyboard.press("Enter")
        expect(visit.page.get_by_role("link", name="Crate, blue")).to_be_visible()

        visit.page.goto(f"{live_server.url}/lanes/")
        visit.page.get_by_role("link", name="Port Alpha to Port Beta").click()
        visit.page.get_by_role("textbox", name="Planning figure").fill("40")
        visit.page.get_by_label("What the figure rests on").fill("Round the cape")
        visit.judge_access()
        visit.page.get_by_role("button", name="Save figure").click()
        expect(visit.page.get_by_role("cell", name="Round the cape")).to_be_visible()
        assert visit.complaints == []
