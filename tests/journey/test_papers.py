"""Documents and arrivals in a real browser: files dropped, held against axe, wide and narrow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shipments.models import Document, Shipment
from shipments.standing import shipments as standings
from shipments.standing.recompute import recompute
from tests import chromium
from tests.factories import (
    MilestoneFactory,
    OrderFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.journey.test_browser import Visit

NOW = timezone.now()
TODAY = NOW.date()
# What a browser does when a file is let go over the panel.
DROP = """panel => {
  const files = new DataTransfer();
  files.items.add(new File(["%PDF-1.7 fictional"], "bill.pdf", { type: "application/pdf" }));
  panel.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def under_way(transactional_db: None) -> Shipment:
    """At sea and expected in three days, a day after it is required."""
    shipment = ShipmentFactory(
        from_place=PlaceFactory(name="Port Alpha", latitude="32.0", longitude="-81.0"),
        to_place=PlaceFactory(name="Port Beta", latitude="31.8", longitude="34.6"),
    )
    order = OrderFactory(required_on=TODAY + timedelta(days=2))
    ShipmentLineFactory(shipment=shipment, order=order)
    days = (("departed", "actual", -9), ("arrived", "estimated", 3))
    for kind, classifier, after in days:
        MilestoneFactory(
            shipment=shipment,
            kind=kind,
            classifier=classifier,
            occurs_on=TODAY + timedelta(days=after),
            reported_at=NOW,
            recorded_at=NOW,
        )
    standings.recompute(None, at=NOW)
    recompute([order.pk], at=NOW)
    return shipment


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_documents_are_dropped_and_arrivals_seen(live_server, under_way, theme, width):
    person, month = UserFactory(), f"{TODAY + timedelta(days=3):%Y-%m}"
    with chromium.browser() as opened:
        page = opened.new_page(viewport={"width": width, "height": 900})
        visit = Visit(page, live_server.url, themes=(theme,))
        visit.sign_in(person)

        page.goto(f"{live_server.url}/shipments/{under_way.tcn}/documents/")
        panel = page.locator("[data-drop]")
        expect(panel).to_contain_text("4 missing")
        visit.judge_access()
        panel.evaluate(DROP)
        page.get_by_label("What it is").select_option("bill_of_lading")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("link", name="bill.pdf")).to_be_visible()
        expect(page.locator("[data-drop]")).to_contain_text("3 missing")
        visit.judge_access()

        for address in (f"/arrivals/?month={month}", "/arrivals/?month=2031-01"):
            page.goto(live_server.url + address)
            visit.judge_access()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("link", name="This month").click()
        page.get_by_role("link", name="Calendar address").first.click()
        page.get_by_role("button", name="Make an address").click()
        expect(page.get_by_text("It is shown this once.")).to_be_visible()
        visit.judge_access()
        assert visit.complaints == []
    assert Document.objects.get().name == "bill.pdf"
