from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from shipments.domain.roles import Role
from shipments.domain.scan import package_text
from shipments.domain.tcn import Tcn
from shipments.models import Discrepancy, PackageContent, Receipt, ShipmentLine
from shipments.standing.recompute import recompute
from tests.factories import (
    MilestoneFactory,
    PackageFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.web.pages import cost, said, text, value

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"
LABEL = package_text(Tcn(TCN), 1)
ONE, TWO = str(UUID(int=1)), str(UUID(int=2))


@pytest.fixture
def line() -> ShipmentLine:
    order = standing_order(reference="Q1", quantity=60, unit_of_issue="EA")
    line = ShipmentLineFactory(shipment=ShipmentFactory(tcn=TCN), order=order, quantity=60)
    MilestoneFactory(shipment=line.shipment)
    package = PackageFactory(shipment=line.shipment, number=1)
    PackageContent.objects.create(package=package, line=line, quantity=48)
    recompute([order.pk], at=AT)
    return line


def scanned(site: Any, **fields: str) -> Any:
    return site.post("/receiving/scan/", {"operation": ONE, **fields})


def batch(site: Any, person: int, *scans: dict[str, Any]) -> Any:
    body = json.dumps({"user": person, "tcn": "", "scans": list(scans)})
    return site.post("/receiving/scans/", body, content_type="application/json")


def test_what_has_departed_is_expected(site, line):
    page = site.get("/receiving/")

    assert page.status_code == 200
    assert TCN in text(page)
    assert "worker-src 'self'" in page["Content-Security-Policy"]


def test_a_place_narrows_what_is_expected(site, line):
    elsewhere = site.get(f"/receiving/?place={line.shipment.from_place.code}")

    assert TCN not in text(elsewhere)
    assert "Nothing is expected there" in text(elsewhere)


def test_a_package_is_received_without_a_script_and_a_reload_doubles_nothing(site, line):
    first = scanned(site, text=LABEL)
    again = scanned(site, text=LABEL)

    for page in (first, again):
        assert page.status_code == 200
        assert "Accepted Package 1" in text(page)
        assert "1 of 1 package 48 of 60 ea" in text(page)
    assert Receipt.objects.count() == 1


def test_a_scan_can_be_undone(site, line):
    scanned(site, text=LABEL)

    page = scanned(site, operation=TWO, undoes=ONE)

    assert "Undone Package 1" in text(page)
    assert not Receipt.objects.standing().exists()


def test_what_is_unknown_is_answered_with_what_to_do_and_kept(site, line):
    page = scanned(site, text="NOTHING")

    assert "put it aside and tell the shipment clerk" in text(page)
    assert value(page, "text") == "NOTHING"
    assert value(page, "operation") != ONE


def test_a_quantity_that_is_none_is_refused_beside_its_field(site, line):
    page = scanned(site, text="Q1", quantity="many")

    assert page.status_code == 422
    assert "“many” is not a quantity" in text(page)
    assert 'value="Q1"' in page.content.decode()


def test_all_that_is_left_is_received_by_one_button(site, line):
    page = scanned(site, text=TCN, everything="on")

    assert "All accounted for" in text(page)
    assert Receipt.objects.get().quantity == 60


def test_scans_kept_offline_are_answered_in_their_order(site, manager, line):
    answer = batch(
        site,
        manager.pk,
        {"operation": ONE, "text": LABEL, "counted_at": "2026-11-19T10:00:00Z"},
        {"operation": TWO, "text": LABEL},
    )

    told = answer.json()
    assert [each["answer"] for each in told["said"]] == ["received", "already"]
    assert (told["user"], told["tcn"]) == (manager.pk, TCN)
    assert "of 1 package" in told["progress"]
    assert Receipt.objects.get().received_on.isoformat() == "2026-11-19"


def test_another_persons_scans_are_not_taken(site, manager, line):
    answer = batch(site, manager.pk + 1, {"operation": ONE, "text": LABEL})

    assert answer.status_code == 409
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"user": 1, "tcn": "", "scans": [{}]}',
        '{"user": 1, "tcn": "", "scans": [{"operation": "x"}]}',
        f'{{"user": 1, "tcn": "", "scans": [{{"operation": "{ONE}", "quantity": "3"}}]}}',
        json.dumps({"user": 1, "tcn": "", "scans": [{"operation": ONE}] * 201}),
    ],
)
def test_what_is_no_batch_is_refused(site, body):
    answer = site.post("/receiving/scans/", body, content_type="application/json")

    assert answer.status_code == 400


def test_who_may_not_receive_reads_and_does_not_write(as_person, line):
    clerk = UserFactory(roles=[Role.SHIPMENT_CLERK.value])
    site = as_person(clerk)

    assert "does not let you receive" in text(site.get(f"/receiving/?tcn={TCN}"))
    assert scanned(site, text=LABEL).status_code == 403
    assert batch(site, clerk.pk, {"operation": ONE, "text": LABEL}).status_code == 403
    assert not Receipt.objects.exists()


def test_a_contractor_has_no_receiving_page(as_person, contractors_person):
    assert as_person(contractors_person).get("/receiving/").status_code == 404


def test_the_worker_script_is_never_stale(site):
    script = site.get("/receiving/worker.js")

    assert script["Content-Type"].startswith("text/javascript")
    assert script["Cache-Control"] == "no-cache"


def test_the_page_costs_the_same_however_much_is_expected(site, line):
    before = cost(site, "/receiving/")
    for number in range(2, 6):
        other = ShipmentLineFactory(
            shipment=ShipmentFactory(tcn=f"BISZZZ6324000{number}XXX"), order=standing_order()
        )
        MilestoneFactory(shipment=other.shipment)
        recompute([other.order_id], at=AT)

    assert cost(site, "/receiving/") == before


def report(site: Any, line: ShipmentLine, **fields: Any) -> Any:
    entered = {"line": line.pk, "kind": "shortage", "quantity": "2", "operation": ONE}
    return site.post(f"/shipments/{TCN}/discrepancies/new/", entered | fields)


def test_a_shortage_is_reported_listed_and_settled(site, line):
    made = report(site, line)
    number = Discrepancy.objects.get().number
    listed = site.get("/discrepancies/")
    settled = site.post(
        f"/discrepancies/{number}/settle/",
        {"settle-settlement": "Credited", "settle-to_replace": "0"},
    )
    page = site.get(f"/discrepancies/{number}/")

    assert made["Location"] == settled["Location"] == f"/discrepancies/{number}/"
    assert number in text(listed)
    assert "Settled 12:00Z by Case Manager: Credited" in said(page)
    assert number in text(site.get("/discrepancies/?state=settled"))
    assert number not in text(site.get("/discrepancies/"))


def test_a_refused_report_keeps_what_was_typed(site, line):
    page = report(site, line, quantity="61", note="Seal broken")

    assert page.status_code == 422
    assert "Enter 60 or fewer" in text(page)
    assert "Seal broken" in text(page)
    assert not Discrepancy.objects.exists()


def test_a_withdrawal_needs_a_reason(site, line):
    report(site, line)
    number = Discrepancy.objects.get().number

    refused = site.post(f"/discrepancies/{number}/withdraw/", {"withdraw-reason": " "})
    done = site.post(f"/discrepancies/{number}/withdraw/", {"withdraw-reason": "Found"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert Discrepancy.objects.get().withdrawn_because == "Found"


def test_the_file_holds_the_rows_of_its_tab(site, line):
    report(site, line)

    answer = site.get("/discrepancies.csv?state=open")
    lines = b"".join(answer.streaming_content).decode().splitlines()

    assert len(lines) == 2
    assert "Shortage,2,EA,2,Q1" in lines[1]
    assert site.get("/discrepancies.csv?state=lost").status_code == 400


def test_the_order_and_the_shipment_account_for_it(site, line):
    scanned(site, text=LABEL)
    report(site, line, quantity="12")

    order = said(site.get("/orders/Q1/"))
    shipment = text(site.get(f"/shipments/{TCN}/"))

    assert "60 ea ordered: 60 shipped, 48 received, 12 reported." in order
    assert "12 missing, to be shipped again." in order
    assert "Left to ship 12" in order
    assert "Shortage of 12, Q1" in shipment


def test_a_receipt_is_retracted_on_the_shipments_page(site, line):
    scanned(site, text=LABEL)
    receipt = Receipt.objects.get()

    refused = site.post(f"/shipments/{TCN}/receipts/{receipt.pk}/retract/", {"reason": ""})
    done = site.post(f"/shipments/{TCN}/receipts/{receipt.pk}/retract/", {"reason": "Twice"})

    assert (refused.status_code, done.status_code) == (302, 302)
    assert "Retracted 12:00Z: Twice" in said(site.get(f"/shipments/{TCN}/"))
