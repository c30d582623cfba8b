"""Classifying an item, clearing a load and releasing a shipment, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from shipments.models import Shipment
from tests import chromium
from tests.factories import ItemFactory, ShipmentLineFactory, UserFactory
from tests.journey.test_browser import Visit
from tests.services.loads import TCN, loaded_order, ready_shipment


@pytest.fixture
def shipment(transactional_db: None) -> Shipment:
    """By sea, with what may go together only on a condition; not ready yet."""
    articles, lamps = loaded_order("1.1D"), loaded_order("1.4G")
    return ready_shipment(articles, lamps, ready_at=None, ready_by=None)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_a_shipment_is_cleared_and_released_from_the_keyboard(live_server, shipment, scheme, width):
    person = UserFactory(roles=["case_manager", "compliance"])
    item = ItemFactory(name="Crate, sealed")
    ShipmentLineFactory(order__item=item)
    with chromium.browser() as opened:
        context = opened.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
        visit = Visit(context.new_page(), live_server.url)
        visit.sign_in(person)
        page = visit.page

        page.goto(f"{live_server.url}/items/{item.pk}/hazard/")
        page.get_by_label("UN number").press_sequentially("0168")
        expect(page.locator("#un-suggestion")).to_contain_text("1.1D. Compare it with the papers")
        page.get_by_label("Is it an explosive?").select_option("class_1")
        page.get_by_label("Who or what says so").fill("Shipping papers")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Fix 2 things before saving")).to_be_visible()
        visit.judge_access()
        page.get_by_label("Hazard division").select_option("1.1")
        page.get_by_label("Compatibility group").select_option("D")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("You recorded it.")).to_be_visible()
        visit.judge_access()

        page.goto(f"{live_server.url}/shipments/{TCN}/")
        visit.judge_access()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="Make ready").press("Enter")
        page.get_by_role("link", name="Clear the load").press("Enter")
        visit.judge_access()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_label("What you confirm, and what it rests on").fill("Paper 12")
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name=f"Release {TCN}").press("Enter")
        expect(page.get_by_role("button", name="Take the release back")).to_be_visible()
        visit.judge_access()
        assert [text for text in visit.complaints if "422" not in text] == []
