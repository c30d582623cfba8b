"""A shipment of three orders logged from the keyboard, on a desk and on a phone."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shipments.domain.roles import Role
from shipments.models import Shipment, ShipmentDraft, User
from shipments.standing.recompute import recompute
from tests import chromium
from tests.factories import LaneFactory, OrderFactory, PlaceFactory, UserFactory
from tests.journey.test_browser import Visit

FEWER_THAN = 15
# Milliseconds for a save and the page after it, on a machine that is busy with other tests.
PATIENCE = 30_000


@dataclass
class Hands:
    """Somebody at a keyboard: every key, every scan and every paste is one interaction."""

    page: Page
    interactions: int = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.interactions += 1
            self.page.keyboard.press(key)

    def scan(self, code: str) -> None:
        """A scanner types what it reads; its Enter is counted too."""
        self.interactions += 1
        self.page.keyboard.type(code)
        self.press("Enter")

    def choose(self, beginning: str) -> None:
        """In a list that has the focus."""
        self.interactions += 1
        self.page.keyboard.type(beginning)

    def paste(self, text: str) -> None:
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.press("Control+V")


@pytest.fixture
def orders(db):
    port, haven = (
        PlaceFactory(code="ZZAAA", name="Alpha Quay", country="United States"),
        PlaceFactory(code="ZZBBB", name="Beta Haven", country="Israel"),
    )
    lane = LaneFactory(from_place=port, to_place=haven)
    made = [
        OrderFactory(
            reference=f"BISZZZ6324000{n}",
            document_number=f"BISZZZ6324000{n}",
            item__name=f"Crate, training, type {n}",
            lane=lane if n <= 3 else None,
        )
        for n in range(1, 8)
    ]
    recompute(None, at=timezone.now())
    return made


def test_three_orders_are_logged_in_few_interactions_on_a_desk_and_on_a_phone(live_server, orders):
    clerk = UserFactory(roles=[Role.SHIPMENT_CLERK.value])
    first, second, third, *others = [order.reference for order in orders]
    # No query stands in here: Playwright's event loop would give it a connection of its own.
    with chromium.browser() as opened:
        context = opened.new_context(viewport={"width": 1440, "height": 900})
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        visit = Visit(page, live_server.url)
        visit.sign_in(clerk)
        scan = page.get_by_label("Scan or type a label")

        page.goto(f"{live_server.url}/shipments/new/")
        expect(scan).to_be_focused()
        desk = Hands(page)
        for number, code in enumerate((first, second.lower(), third), start=1):
            desk.scan(code)
            expect(page.get_by_label(f"Line {number} quantity")).to_have_value("100")
            expect(scan).to_be_focused()
            expect(scan).to_have_value("")
        expect(page.get_by_label("From")).to_have_value("ZZAAA")
        expect(page.locator("#draft-said")).to_contain_text("Draft saved")
        visit.judge_access()
        desk.press("Control+Enter")
        expect(page.get_by_role("heading", name=f"{first}XXX", level=1)).to_be_visible(
            timeout=PATIENCE
        )
        assert desk.interactions < FEWER_THAN

        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{live_server.url}/shipments/new/")
        expect(scan).to_be_focused()
        phone = Hands(page)
        phone.paste("".join(f"{code}\t{40 + n}\tL-{n}\n" for n, code in enumerate(others[:3])))
        expect(page.get_by_label("Line 3 quantity")).to_have_value("42")
        expect(page.get_by_label("Line 3 lot")).to_have_value("L-2")
        expect(scan).to_be_focused()
        visit.judge_access()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        phone.press("Tab", "Tab", "Tab", "Tab", "Space", "Tab")
        phone.choose("Alpha")
        phone.press("Tab")
        phone.choose("Beta")
        phone.press("Control+Enter")
        expect(page.get_by_role("heading", name=f"{others[0]}XAX", level=1)).to_be_visible(
            timeout=PATIENCE
        )
        assert phone.interactions < FEWER_THAN

        _leave_and_come_back(page, live_server.url, others[3])
        visit.judge_access()
        complaints = list(visit.complaints)

        _lose_the_session(visit, clerk)

    assert complaints == []
    assert sorted(Shipment.objects.values_list("tcn", "lines__quantity")) == [
        *[(f"{first}XXX", 100)] * 3,
        *[(f"{others[0]}XAX", quantity) for quantity in (40, 41, 42)],
    ]
    assert ShipmentDraft.objects.exclude(typed={}).count() == 2


def _lose_the_session(visit: Visit, clerk: User) -> None:
    """What could not be saved becomes a draft once the same person has signed in again."""
    page, note = visit.page, visit.page.get_by_label("Note")
    page.goto(f"{visit.address}/shipments/new/")
    page.context.clear_cookies()
    note.fill("Typed after the session was lost")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="The form is too old")).to_be_visible()
    visit.sign_in(clerk)
    page.goto(f"{visit.address}/shipments/new/")
    expect(note).to_have_value("Typed after the session was lost")


def _leave_and_come_back(page: Page, address: str, order: str) -> None:
    """What was typed and never saved waits, and what cannot be read stays to be corrected."""
    page.goto(f"{address}/shipments/new/")
    Hands(page).paste(f"{order}\tfive\tL-9\n{order}\t5\n")
    expect(page.get_by_text('Row 1, quantity: found "five"')).to_be_visible()
    expect(page.get_by_label("Line 1 quantity")).to_have_value("5")
    expect(page.locator("#draft-said")).to_contain_text("Draft saved")
    page.goto(f"{address}/shipments/new/")
    page.get_by_role("link", name="Go on").click()
    expect(page.get_by_label("Line 1 quantity")).to_have_value("5")
    expect(page.locator("#pasted")).to_have_value(f"{order}\tfive\tL-9")
