"""A file of records as a case manager walks it: sent in, watched, corrected, and the order there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shipments.models import ImportBatch, Order
from tests import chromium
from tests.factories import CaseFactory, UserFactory
from tests.intake.milstrip.records import CASE, record
from tests.journey.test_browser import Visit

DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

# Drops a file on the form, as somebody with a pointer does.
DROP = """([name, text]) => {
  const carried = new DataTransfer();
  const lastModified = Date.UTC(2025, 10, 18, 14, 5);
  carried.items.add(new File([text], name, { type: "text/plain", lastModified }));
  for (const kind of ["dragover", "drop"])
    document.querySelector("#upload").dispatchEvent(
      new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
}"""


def number(serial: int) -> str:
    """A document number of last month."""
    day = timezone.now() - timedelta(days=30)
    return f"BISA43{day.year % 10}{day:%j}{serial:04d}"


def requisition(serial: int) -> str:
    return record("A0A", document_number=number(serial))


GOOD = [requisition(1), requisition(2)]
WRONG = requisition(3).replace("00100", "0O100")
OF_NO_CASE = record("A0A", document_number=number(4), supplementary_address="AXXQQQ")


@pytest.fixture
def file(celery_worker_process: Any) -> dict[str, Any]:
    CaseFactory(case_id=CASE)
    content = "".join(f"{line}\n" for line in [*GOOD, WRONG, OF_NO_CASE])
    return {"name": "october.txt", "mimeType": "text/plain", "buffer": content.encode()}


def send_in(visit: Visit, file: dict[str, Any]) -> None:
    page = visit.page
    page.evaluate(DROP, [file["name"], file["buffer"].decode()])
    expect(page.locator("[data-chosen]")).to_have_text(
        "october.txt, 248 bytes, of 2025-11-18 14:05Z"
    )
    expect(page.get_by_label("As of, UTC")).to_have_value("2025-11-18T14:05")
    page.get_by_role("button", name="Send in").click()


def correct(visit: Visit, width: int) -> None:
    """Find the line with letters for a number, try it put right, and have it imported."""
    page = visit.page
    expect(page.get_by_role("heading", name="What it did")).to_be_visible()
    expect(page.locator("main")).to_contain_text("2 lines, 2 reasons")
    visit.judge_access()
    page.locator("#code").select_option("unknown_case")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#results")).to_contain_text(number(4))
    expect(page.locator("#results")).not_to_contain_text(number(3))
    page.locator("#code").select_option("")
    page.locator("#field").select_option("quantity")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("#results mark")).to_have_text("0O100")
    page.get_by_role("link", name="Correct and run just those").click()
    expect(page.get_by_role("heading", name="Correct and run just those")).to_be_visible()
    visit.judge_access()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    lines = page.get_by_label("The refused lines")
    expect(lines).to_have_value(WRONG)
    lines.fill(WRONG.replace("0O100", "00100"))
    page.locator(".record").get_by_label("Try first").check()
    lines.press("Control+Enter")

    expect(page.get_by_role("heading", name="october corrected.txt")).to_be_visible()
    expect(page.get_by_role("heading", name="What it would do")).to_be_visible()
    expect(page.locator("#results")).to_contain_text(number(3))
    visit.judge_access()
    page.get_by_role("button", name="Import now").click()
    expect(page.get_by_role("heading", name="What it did")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Corrects")


@pytest.mark.parametrize(("viewport", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_a_file_is_sent_in_and_its_refused_line_is_corrected(live_server, file, viewport, scheme):
    person = UserFactory()
    with chromium.browser() as opened:
        page = opened.new_context(viewport=viewport, color_scheme=scheme).new_page()
        visit = Visit(page, live_server.url, themes=(scheme,))
        visit.sign_in(person)
        if viewport == DESKTOP:
            page.wait_for_load_state()
            page.keyboard.type("gu")
        else:
            page.goto(f"{live_server.url}/imports/")
        expect(page.get_by_role("heading", name="Nothing was imported yet")).to_be_visible()
        visit.judge_access()
        send_in(visit, file)
        correct(visit, viewport["width"])
        page.goto(f"{live_server.url}/orders/{number(3)}/")
        expect(page.locator("main")).to_contain_text(CASE)
        page.goto(f"{live_server.url}/imports/")
        expect(page.locator("tr[data-row]")).to_have_count(2)
        visit.judge_access()
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]

    assert visit.complaints == []
    first, corrected = ImportBatch.objects.order_by("pk")
    assert (first.created, first.refused) == (2, 2)
    assert (corrected.created, corrected.refused, corrected.corrects) == (1, 0, first)
    assert list(Order.objects.order_by("pk").values_list("reference", flat=True)) == [
        number(1),
        number(2),
        number(3),
    ]
