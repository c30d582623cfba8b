"""The two flows as people walk them, in a real browser, with a real worker behind the pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from logistics import celery_app
from shipments import enqueue
from shipments.models import Flag, Shipment, Standing
from shipments.standing.recompute import recompute
from tests import chromium
from tests.factories import (
    MilestoneFactory,
    OrderFactory,
    OutboxMessageFactory,
    PlaceFactory,
    PromiseFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Of what else it finds, that it is violated nowhere, axe need not give every instance.
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
TODAY = timezone.now().date()

# Ends what is changing its colour, and what that sets off in turn.
SETTLE = """() => {
  for (let turn = 0; turn < 9; turn += 1)
    document.getAnimations().forEach((each) => each.finish());
}"""


@pytest.fixture
def book(celery_worker_process):
    """An order promised so late that it is flagged, and a shipment under way."""
    late = OrderFactory(
        reference="BISZZZ63240001",
        document_number="BISZZZ63240001",
        item__name="Crate, training, late",
        required_on=TODAY + timedelta(days=20),
    )
    PromiseFactory(order=late, ship_on=TODAY + timedelta(days=15), said_on=TODAY)
    MilestoneFactory(
        shipment=ShipmentLineFactory(shipment=ShipmentFactory()).shipment, occurs_on=TODAY
    )
    PlaceFactory(code="ZZAIR", name="Fictional Air Base")
    PlaceFactory(code="ZZDST", name="Fictional Field")
    recompute(None, at=timezone.now())
    celery_app.signature(enqueue.JUDGE).apply_async()
    celery_worker_process.wait_until_idle()
    return late


@dataclass
class Visit:
    """A page somebody walks on, and what it complained of.

    It is seen in each theme as it is walked on: a theme is a style, and no walk is another in it.
    """

    page: Page
    address: str
    themes: tuple[str, ...] = ("light", "dark")
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def sign_in(self, person: Any) -> None:
        self.page.goto(f"{self.address}/accounts/login/")
        self.judge_access()
        self.page.get_by_label("Email").fill(person.email)
        self.page.get_by_label("Password", exact=True).fill("correct-horse-battery")
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.page.get_by_role("heading", name="Overview", level=1)).to_be_visible()

    def judge_access(self) -> None:
        """Hold the page against axe's rules as it stands, in each theme."""
        # Once in a document is enough: the script is half a megabyte.
        axe = Axe("" if self.page.evaluate("'axe' in window") else AXE_SCRIPT)
        for _ in self._in_each_theme():
            found = axe.run(self.page, options=OPTIONS)
            assert found.violations_count == 0, found.generate_report()

    def fit(self, width: int) -> None:
        """Have the page that wide, and nothing of it beyond that."""
        self.page.set_viewport_size({"width": width, "height": 844})
        for theme in self._in_each_theme():
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{self.page.url} is {wide} wide at {width}, {theme}"

    def _in_each_theme(self) -> Iterator[str]:
        for theme in self.themes:
            self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            # With no colour still on its way from one theme to the other.
            self.page.evaluate(SETTLE)
            yield theme


def test_from_the_hot_list_to_a_logged_shipment(live_server, celery_worker_process, book):
    assert [flag.reason for flag in Flag.objects.live()] == ["late_for_required_date"]
    person = UserFactory()
    # No query stands in here: Playwright's event loop would give it a connection of its own.
    with chromium.browser() as opened:
        page = opened.new_page()
        visit = Visit(page, live_server.url)
        visit.sign_in(person)
        visit.judge_access()

        page.get_by_role("link", name="Hot list").first.click()
        expect(page.get_by_role("heading", name="Crate, training, late")).to_be_visible()
        visit.judge_access()
        page.get_by_role("button", name="Take up").click()
        expect(page.get_by_role("button", name="Hand back")).to_be_visible()

        page.locator("[data-row-link]").first.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Crate, training, late", level=1)).to_be_visible()
        visit.judge_access()

        page.locator("main").get_by_role("link", name="Log shipment").click()
        expect(page.get_by_role("heading", name="Log shipment", level=1)).to_be_visible()
        visit.judge_access()
        page.get_by_label("Line 1 quantity").fill("101")
        page.get_by_text("Air", exact=True).click()
        page.get_by_label("From").select_option("ZZAIR")
        page.get_by_label("To", exact=True).select_option("ZZDST")
        page.get_by_label("Planned arrival").fill(str(TODAY + timedelta(days=3)))
        page.get_by_label("Departed on").fill(str(TODAY))
        page.get_by_role("button", name="Save shipment").click()
        expect(page.get_by_role("link", name="Only 100 ea are left to ship")).to_be_visible()
        expect(page.get_by_label("From")).to_have_value("ZZAIR")
        visit.judge_access()

        page.get_by_label("Line 1 quantity").fill("100")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("heading", name="BISZZZ63240001XXX", level=1)).to_be_visible()
        visit.judge_access()
        celery_worker_process.wait_until_idle()

        page.get_by_role("link", name="BISZZZ63240001", exact=True).click()
        expect(page.get_by_role("heading", name="Crate, training, late", level=1)).to_be_visible()
        expect(page.locator("main")).to_contain_text("In transit")
        page.get_by_role("link", name="Hot list").first.click()
        expect(page.get_by_text("Nothing to chase")).to_be_visible()
        visit.judge_access()

    assert [text for text in visit.complaints if "422" not in text] == []
    assert Shipment.objects.filter(tcn="BISZZZ63240001XXX").count() == 1
    assert Standing.objects.get(order=book).status == "in_transit"
    assert not Flag.objects.live().exists()


PAGES = [
    "/",
    "/?view=table",
    "/inbox/",
    "/hot-list/",
    "/orders/",
    "/orders/new/",
    "/orders/BISZZZ63240001/",
    "/needs/",
    "/needs/new/",
    "/shipments/",
    "/shipments/new/",
    "/disruptions/",
    "/contractors/",
    "/reports/",
    "/public-reports/",
    "/mail/",
    "/policy/",
    "/orders/none-such/",
]


def test_every_page_stands_on_a_phone_and_a_desk_in_both_themes(live_server, book):
    shipment = Shipment.objects.get()
    mail = OutboxMessageFactory(
        text="Answer here: https://quayline.example/answer/abc",
        html="<p>Answer here</p>",
        sent_at=AT,
    )
    person = UserFactory()
    with chromium.browser() as opened:
        visit = Visit(opened.new_page(), live_server.url)
        visit.sign_in(person)
        for address in [*PAGES, f"/shipments/{shipment.tcn}/", f"/mail/{mail.pk}/"]:
            # No page is another for the width it is asked for at: only its style tells widths apart.
            visit.page.goto(live_server.url + address)
            visit.fit(320)
            for width in (1440, 390):
                visit.fit(width)
                visit.judge_access()
        assert [text for text in visit.complaints if "404" not in text] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("host", "offered"), [("localhost", 1), ("127.0.0.1", 0)])
def test_a_passkey_is_offered_only_where_the_browser_takes_one(live_server, host, offered):
    address = live_server.url.replace("localhost", host)
    with chromium.browser() as opened:
        page = opened.new_page()
        visit = Visit(page, address)
        page.goto(f"{address}/accounts/login/")

        expect(page.get_by_role("button", name="Passkey")).to_have_count(offered)
        expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
        assert visit.complaints == []
