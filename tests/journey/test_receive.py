"""Receiving as a person walks it: by scan, with the network cut, and short by a few."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from shipments.domain.roles import Role
from shipments.domain.scan import package_text
from shipments.domain.tcn import Tcn
from shipments.models import Discrepancy, Flag, PackageContent, Receipt, Shipment, Standing, User
from shipments.services import shipments
from shipments.services.shipments import LineEntry, ShipmentEntry
from shipments.standing.recompute import recompute
from tests import chromium
from tests.factories import OrderFactory, PackageFactory, PlaceFactory, UserFactory
from tests.journey.test_browser import Visit

TODAY = timezone.now().date()
TCN = "BISZZZ63240001XXX"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@dataclass
class Delivery:
    """A shipment of three orders that were due yesterday, one package of each.

    :ivar labels: what the packages' bar codes say.
    """

    person: User
    labels: list[str]


@pytest.fixture
def delivery(celery_worker_process: Any) -> Delivery:
    for number in (1, 2, 3):
        OrderFactory(
            reference=f"RECEIVE{number}",
            item__name=f"Crate, training, {number}",
            quantity=10 * number,
            ordered_on=TODAY - timedelta(days=30),
            acknowledged_on=TODAY - timedelta(days=29),
            required_on=TODAY - timedelta(days=1),
        )
    recompute(None, at=timezone.now())
    entry = ShipmentEntry(
        mode="air",
        from_place=PlaceFactory(code="ZZAIR", name="Fictional Air Base").code,
        to_place=PlaceFactory(code="ZZDST", name="Fictional Field").code,
        tcn=TCN,
        departed_on=TODAY - timedelta(days=2),
        lines=tuple(LineEntry(f"RECEIVE{number}", 10 * number) for number in (1, 2, 3)),
    )
    shipment = shipments.log(entry, by=UserFactory(), at=timezone.now())
    for number, line in enumerate(shipment.lines.order_by("order__reference"), start=1):
        package = PackageFactory(shipment=shipment, number=number)
        # Of the last one four are not there.
        PackageContent.objects.create(
            package=package, line=line, quantity=line.quantity - (4 if number == 3 else 0)
        )
    labels = [package_text(Tcn(TCN), number) for number in (1, 2, 3)]
    return Delivery(UserFactory(roles=[Role.RECEIVER.value], name="Noa Example"), labels)


def scan(page: Page, text: str) -> None:
    """As a scanner does: it types wherever the focus is, and ends with Enter."""
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def receive_by_scan(visit: Visit, labels: list[str]) -> None:
    """One with the network, two without it and over a reload, and then they are sent."""
    page, context = visit.page, visit.page.context
    # A person scans once the page is there and its field is ready.
    page.wait_for_load_state()
    expect(page.locator("#rc-form [name=text]")).to_be_focused()
    scan(page, labels[0])
    expect(page.locator("#rc-last")).to_contain_text("Accepted")
    expect(page.locator("#rc-last")).to_contain_text("Package 1")
    expect(page.locator("#rc-progress")).to_contain_text("1 of 3 packages")
    visit.judge_access()
    page.wait_for_function(
        "() => caches.open('receiving').then((kept) => kept.match('/receiving/')).then(Boolean)"
    )
    context.set_offline(True)
    scan(page, labels[1])
    expect(page.locator("#rc-last")).to_contain_text("Saved offline")
    scan(page, labels[2])
    expect(page.locator("#rc-offline")).to_have_text("2 saved offline")
    page.reload()
    expect(page.locator("#rc-offline")).to_have_text("2 saved offline")
    expect(page.locator("#rc-form [name=text]")).to_be_focused()
    visit.judge_access()
    context.set_offline(False)
    expect(page.locator("#rc-online")).to_be_visible()
    expect(page.locator("#rc-progress")).to_contain_text("3 of 3 packages")
    expect(page.locator("#rc-last")).to_contain_text("Package 3")


def scan_what_is_no_good(visit: Visit, label: str) -> None:
    page = visit.page
    scan(page, label)
    expect(page.locator("#rc-last")).to_contain_text("Already received")
    scan(page, "NOT A LABEL OF OURS")
    expect(page.locator("#rc-held")).to_contain_text("no package, shipment or order known here")
    visit.judge_access()
    page.locator("#rc-held").get_by_role("button", name="Drop").click()
    expect(page.locator("#rc-held")).to_be_hidden()


def report_a_shortage(visit: Visit) -> None:
    page = visit.page
    page.goto(f"{visit.address}/receiving/?tcn={TCN}")
    page.get_by_role("link", name="Report a discrepancy of RECEIVE3").click()
    visit.judge_access()
    page.get_by_label("What differs").select_option("shortage")
    page.get_by_label("How many").fill("4")
    page.get_by_role("button", name="Report it").click()
    expect(page.get_by_role("heading", name="Shortage of 4 ea", level=1)).to_be_visible()
    visit.judge_access()


@pytest.mark.parametrize(("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_three_orders_received_in_two_parts_with_the_network_cut_and_a_shortage_reported(
    live_server, celery_worker_process, delivery, viewport, scheme
):
    # No query stands in here: Playwright's event loop would give it a connection of its own.
    with chromium.browser() as opened:
        page = opened.new_context(viewport=viewport, color_scheme=scheme).new_page()
        visit = Visit(page, live_server.url, themes=(scheme,))
        visit.sign_in(delivery.person)
        page.goto(f"{live_server.url}/receiving/")
        visit.judge_access()
        page.get_by_role("link", name=TCN).click()
        expect(page.locator("#rc-progress")).to_contain_text("0 of 3 packages")
        receive_by_scan(visit, delivery.labels)
        scan_what_is_no_good(visit, delivery.labels[2])
        report_a_shortage(visit)
        celery_worker_process.wait_until_idle()

        page.goto(f"{live_server.url}/shipments/{TCN}/")
        expect(page.locator("#receipts-h")).to_be_visible()
        visit.judge_access()
        page.goto(f"{live_server.url}/orders/RECEIVE3/")
        expect(page.locator("main")).to_contain_text("Part received")
        expect(page.locator("main")).to_contain_text("4 missing, to be shipped again")
        expect(page.locator("main")).to_contain_text("Past required date")
        visit.judge_access()

    gone = "net::ERR_INTERNET_DISCONNECTED"
    assert [each for each in visit.complaints if gone not in each] == []
    received = Receipt.objects.order_by("pk").values_list("line__order__reference", "quantity")
    assert list(received) == [("RECEIVE1", 10), ("RECEIVE2", 20), ("RECEIVE3", 26)]
    assert Shipment.objects.get().standing.state == "received"
    assert Discrepancy.objects.get().quantity == 4
    short = Standing.objects.get(order__reference="RECEIVE3")
    assert (short.status, short.received_quantity, short.missing_quantity) == (
        "part_received",
        26,
        4,
    )
    assert list(Flag.objects.live().values_list("order__reference", "reason")) == [
        ("RECEIVE3", "past_required_date")
    ]
