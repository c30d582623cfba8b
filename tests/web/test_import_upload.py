from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shipments.domain.roles import Role
from shipments.models import ImportBatch, User
from tests.factories import UserFactory
from tests.factories.imports import ImportBatchFactory, ImportRefusalFactory, batch_of
from tests.factories.moments import AT
from tests.web.pages import said, text

pytestmark = pytest.mark.django_db

RECORD = b"A0AB14  1395000000001 EA00140BISA4363240001RYBISB  ZMI    C  B   03300"


def a_file(content: bytes = RECORD, name: str = "orders.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def sent(site: Client, *files: SimpleUploadedFile, **given: Any) -> Any:
    return site.post("/imports/", {"file": files, "profile": "standard", **given}, follow=True)


def test_a_file_sent_in_is_kept_whole_and_leads_to_its_page(site: Client, manager: User) -> None:
    page = sent(site, a_file(), sender="Depot Nowhere", is_trial="on")

    batch = ImportBatch.objects.get()
    assert page.redirect_chain[-1][0] == f"/imports/{batch.pk}/"
    assert "Kept orders.txt." in text(page)
    assert (batch.kind, batch.format, batch.state) == ("milstrip", "records", "waiting")
    assert (batch.door, batch.uploaded_by, batch.uploaded_at) == ("web", manager, AT)
    assert (batch.sender, batch.is_trial, batch.profile) == ("Depot Nowhere", True, "standard")
    assert bytes(batch.parts.get().content) == RECORD


def test_it_is_as_of_what_the_person_says_else_of_the_files_own_time(site: Client) -> None:
    milliseconds = str(int(datetime(2026, 11, 18, 14, 5, tzinfo=UTC).timestamp() * 1000))

    sent(site, a_file(RECORD), modified=milliseconds)
    sent(site, a_file(RECORD + b"\n"), modified=milliseconds, reported_at="2026-11-17T08:00")
    sent(site, a_file(RECORD + b"\n\n"), modified="soon")

    assert [each.reported_at for each in ImportBatch.objects.order_by("pk")] == [
        datetime(2026, 11, 18, 14, 5, tzinfo=UTC),
        datetime(2026, 11, 17, 8, 0, tzinfo=UTC),
        AT,
    ]


def test_the_very_same_file_again_is_the_one_that_is_there(site: Client) -> None:
    sent(site, a_file())

    page = sent(site, a_file(name="another name.txt"))

    batch = ImportBatch.objects.get()
    assert page.redirect_chain[-1][0] == f"/imports/{batch.pk}/"
    assert "That very file is here already, as orders.txt: nothing changed." in text(page)


def test_of_several_files_each_that_can_be_is_kept_and_each_other_is_named(site: Client) -> None:
    pdf = a_file(b"%PDF-1.7 and more", "scan.csv")

    page = sent(site, a_file(), pdf, a_file(b"", "empty.txt"), sender="Depot Nowhere")

    assert page.status_code == 422
    assert "Kept orders.txt." in text(page)
    assert "scan.csv: " in text(page)
    assert "empty.txt: The file is empty." in text(page)
    assert b'value="Depot Nowhere"' in page.content
    assert ImportBatch.objects.get().name == "orders.txt"


def test_several_files_lead_back_to_the_list(site: Client) -> None:
    page = sent(site, a_file(), a_file(RECORD + b"\n", "more.txt"))

    assert page.redirect_chain[-1][0] == "/imports/"
    assert "Kept orders.txt." in text(page)
    assert "Kept more.txt." in text(page)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Choose a file."),
        ({"reported_at": "soon"}, "“soon” is not a moment."),
        ({"kind": "pictures"}, "“pictures” is not one of these."),
        ({"date_order": "dym"}, "“dym” is not one of these."),
    ],
)
def test_what_cannot_be_sent_in_keeps_what_was_typed(
    site: Client, given: dict[str, str], says: str
) -> None:
    page = site.post("/imports/", {"sender": "Depot Nowhere", **given})

    assert page.status_code == 422
    assert says in text(page)
    assert b'value="Depot Nowhere"' in page.content
    assert not ImportBatch.objects.exists()


def test_no_more_than_twenty_files_at_once(site: Client) -> None:
    page = sent(site, *(a_file(RECORD + b"\n" * n) for n in range(21)))

    assert "Send 20 files at a time or fewer." in text(page)
    assert not ImportBatch.objects.exists()


def test_earlier_senders_are_offered(site: Client) -> None:
    ImportBatchFactory(sender="Depot Nowhere")
    ImportBatchFactory(sender="Fictional Forwarder")

    page = site.get("/imports/").content

    assert b'<option value="Depot Nowhere"><option value="Fictional Forwarder">' in page


def test_whoever_may_record_such_a_thing_may_send_it_in_and_nobody_else(
    as_person: Callable[[User], Client], auditor: User
) -> None:
    receiver = as_person(UserFactory(roles=[Role.RECEIVER.value]))

    needs = sent(receiver, a_file(b"Reference,Item,Quantity\nN1,Crate,4\n", "n.csv"), kind="needs")
    orders = sent(receiver, a_file())
    nothing = sent(as_person(auditor), a_file())

    assert (needs.status_code, orders.status_code, nothing.status_code) == (200, 403, 403)
    assert [each.kind for each in ImportBatch.objects.all()] == ["needs"]


def test_a_file_that_waits_is_cancelled_and_run_again(site: Client) -> None:
    batch = batch_of(RECORD)
    here = f"/imports/{batch.pk}/"

    cancelled = site.post(f"{here}cancel/", follow=True)
    again = site.post(f"{here}again/", {"kind": "milstrip", "is_trial": "on"}, follow=True)
    twice = site.post(f"{here}again/", {"kind": "milstrip"})

    batch.refresh_from_db()
    assert "It stops at the next chunk." in text(cancelled)
    assert "Nothing of it was imported." in said(cancelled)
    assert "It is run again." in text(again)
    assert (batch.state, batch.is_trial) == ("waiting", True)
    assert twice.status_code == 422
    assert "It is at work already." in text(twice)


def test_settings_that_cannot_be_are_refused_beside_their_field(site: Client) -> None:
    batch = batch_of(RECORD, state="refused", failure="It is odd.")

    page = site.post(f"/imports/{batch.pk}/again/", {"kind": "pictures"})

    assert page.status_code == 422
    assert "“pictures” is not one of these." in text(page)


def test_a_trial_is_imported_once_it_is_approved(site: Client) -> None:
    batch = batch_of(RECORD, state="tried", is_trial=True, created=1)

    done = site.post(f"/imports/{batch.pk}/now/", follow=True)
    twice = site.post(f"/imports/{batch.pk}/now/", follow=True)

    batch.refresh_from_db()
    assert "It is imported now." in text(done)
    assert "It is at work already." in text(twice)
    assert (batch.state, batch.is_trial) == ("waiting", False)


def test_refused_lines_are_corrected_and_run_as_a_file_of_their_own(site: Client) -> None:
    batch = batch_of(RECORD, name="orders.txt", state="done", refused=2)
    ImportRefusalFactory(batch=batch, line=1, text="A0A one")
    ImportRefusalFactory(batch=batch, line=2, code="no_case", text="A0A two")

    form = site.get(f"/imports/{batch.pk}/?code=no_case&correct=yes")
    page = site.post(
        f"/imports/{batch.pk}/correct/", {"text": RECORD.decode() + "\r\n\r\n"}, follow=True
    )

    made = ImportBatch.objects.get(corrects=batch)
    assert b">\nA0A two</textarea>" in form.content
    assert page.redirect_chain[-1][0] == f"/imports/{made.pk}/"
    assert bytes(made.parts.get().content) == RECORD + b"\n"
    assert "Corrects orders.txt" in text(page)
    assert f"Corrected by {made.name}" in text(site.get(f"/imports/{batch.pk}/"))


def test_too_many_to_correct_on_a_page_are_sent_in_as_a_file(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shipments.queries.import_page.MOST_TO_CORRECT", 1)
    batch = batch_of(RECORD, state="done", refused=2)
    ImportRefusalFactory(batch=batch, line=1)
    ImportRefusalFactory(batch=batch, line=2)

    form = site.get(f"/imports/{batch.pk}/?correct=yes")
    empty = site.post(f"/imports/{batch.pk}/correct/", {"text": " "})
    site.post(f"/imports/{batch.pk}/correct/", {"file": a_file(RECORD + b"\n")})

    assert "These are too many to correct on a page." in text(form)
    assert "There is nothing left to run." in text(empty)
    assert ImportBatch.objects.get(corrects=batch).size == len(RECORD) + 1


def test_an_auditor_changes_nothing_of_a_file(
    as_person: Callable[[User], Client], auditor: User
) -> None:
    batch, theirs = batch_of(RECORD, state="tried", is_trial=True), as_person(auditor)
    here = f"/imports/{batch.pk}/"

    answers = {
        theirs.post(here + end, {"kind": "milstrip", "text": "A0A"}).status_code
        for end in ("cancel/", "now/", "again/", "correct/")
    }

    batch.refresh_from_db()
    assert answers == {403}
    assert (batch.state, batch.is_trial) == ("tried", True)


def test_a_file_that_is_not_there_is_not_found(site: Client) -> None:
    answers = {
        site.post(f"/imports/77/{end}").status_code
        for end in ("cancel/", "now/", "again/", "correct/")
    }

    assert answers == {404}


def test_a_file_that_is_being_read_is_asked_to_stop_and_says_so(site: Client) -> None:
    batch = batch_of(RECORD, state="reading", started_at=AT, told_at=AT)

    page = site.post(f"/imports/{batch.pk}/cancel/", follow=True)

    batch.refresh_from_db()
    assert (batch.state, batch.cancelled_at) == ("reading", AT)
    assert "Stops at the next chunk." in text(page)
    assert b'form="cancel"' not in page.content


def test_a_file_that_has_ended_is_not_cancelled(site: Client) -> None:
    batch = batch_of(RECORD, state="done")

    page = site.post(f"/imports/{batch.pk}/cancel/", follow=True)

    assert "It has ended already." in text(page)
