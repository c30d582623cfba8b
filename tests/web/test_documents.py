from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shipments.domain.roles import Role
from shipments.models import Document
from tests.factories import (
    ItemHazardFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.files import PDF
from tests.factories.standings import standing_order
from tests.web.pages import cost, said, text

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"


@pytest.fixture
def shipment(contractors_person):
    made = ShipmentFactory(tcn=TCN)
    order = standing_order(contractor=contractors_person.contractor, quantity=100)
    ShipmentLineFactory(shipment=made, order=order)
    return made


def send(browser, *, kind="bill_of_lading", name="bill.pdf", content=PDF, note=""):
    file = SimpleUploadedFile(name, content, content_type="text/html")
    given = {"kind": kind, "note": note, "file": file}
    return browser.post(f"/shipments/{TCN}/documents/add/", given, follow=True)


def address(document=None):
    return f"/shipments/{TCN}/documents/{(document or Document.objects.get()).pk}/"


def test_what_is_missing_is_said_first_and_counted(site, shipment):
    before = said(site.get(f"/shipments/{TCN}/"))
    send(site)
    after = said(site.get(f"/shipments/{TCN}/"))

    assert "Documents 4 missing" in before
    assert "Bill of lading Missing. Asked for because it goes by sea." in before
    assert "because how some of it is classified is not known." in before
    assert "Documents 3 missing" in after
    assert "bill.pdf Bill of lading" in after


def test_an_explosive_asks_for_its_declaration_and_what_is_none_does_not(site, shipment):
    item = shipment.lines.get().order.item
    hazard = ItemHazardFactory(item=item)
    explosive = text(site.get(f"/shipments/{TCN}/documents/"))
    hazard.delete()
    ItemHazardFactory(item=item, is_explosive=False, division="", compatibility_group="")
    harmless = text(site.get(f"/shipments/{TCN}/documents/"))

    assert "because explosives are aboard." in explosive
    assert "Dangerous goods declaration Missing" not in harmless


def test_a_file_goes_out_only_as_a_download_that_can_do_nothing(site, shipment):
    send(site, name="<b>שטר.html", content=b"<script>alert(1)</script>", kind="other")

    response = site.get(address())

    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''_b_")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert response["Cache-Control"] == "private, no-cache"
    again = site.get(address(), headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_refusal_keeps_what_was_typed(site, shipment):
    response = send(site, content=b"MZ\x90\x00", note="From the agent")

    assert response.status_code == 422
    assert "The file is not PDF, JPEG, PNG, WebP, plain text, CSV or XLSX" in text(response)
    assert 'value="From the agent"' in response.content.decode()
    assert '<option value="bill_of_lading" selected>' in response.content.decode()
    assert not Document.objects.exists()


def test_the_same_file_again_and_a_name_that_was_not_safe_are_said(site, shipment):
    renamed = send(site, name="bill: final.exe")
    again = send(site, name="copy.pdf")

    assert "Kept as bill_ final.exe.pdf, because its own name was not safe." in text(renamed)
    assert "That file is here already, as bill_ final.exe.pdf." in text(again)


def test_a_contractors_user_sees_what_its_own_added_and_nothing_else(
    site, as_person, contractors_person, shipment
):
    send(site, name="ours.pdf")
    theirs = as_person(contractors_person)
    ours = Document.objects.get()
    send(theirs, name="theirs.pdf", content=PDF + b"2")

    page = text(theirs.get(f"/shipments/{TCN}/documents/"))

    assert "theirs.pdf" in page
    assert "ours.pdf" not in page.replace("theirs.pdf", "")
    assert "missing" not in page.lower()
    assert theirs.get(address(ours)).status_code == 404
    assert (
        theirs.post(f"{address(ours)}remove/", {f"remove-{ours.pk}-reason": "x"}).status_code == 404
    )
    assert "Export licence" not in theirs.get(f"/shipments/{TCN}/documents/").content.decode()


def test_removed_is_sent_to_nobody_and_stays_readable_as_removed(site, shipment):
    send(site)
    document = Document.objects.get()
    where = f"{address(document)}remove/"

    refused = site.post(where, {f"remove-{document.pk}-reason": ""})
    done = site.post(where, {f"remove-{document.pk}-reason": "Wrong ship"}, follow=True)

    assert refused.status_code == 422
    assert "Say why it is removed." in text(refused)
    assert "bill.pdf Removed" in text(done)
    assert "Wrong ship" in text(done)
    assert site.get(address(document)).status_code == 404


def test_who_only_reads_adds_and_removes_nothing(site, as_person, auditor, shipment):
    send(site)
    theirs = as_person(auditor)

    page = theirs.get(f"/shipments/{TCN}/documents/").content.decode()
    refused = send(theirs, content=PDF + b"2")

    assert "Add documents" not in page
    assert "Remove" not in page
    assert theirs.get(address()).status_code == 200
    assert refused.status_code == 403
    assert Document.objects.count() == 1


def test_a_clerk_is_not_offered_the_licence(as_person, shipment):
    clerk = as_person(UserFactory(roles=[Role.SHIPMENT_CLERK.value]))

    page = clerk.get(f"/shipments/{TCN}/documents/").content.decode()

    assert '"bill_of_lading"' in page
    assert '"export_licence"' not in page


def test_the_panel_costs_the_same_for_one_document_and_for_many(site, shipment):
    send(site)
    few = cost(site, f"/shipments/{TCN}/documents/")
    for number in range(4):
        send(site, content=PDF + bytes([65 + number]))

    assert cost(site, f"/shipments/{TCN}/documents/") == few
