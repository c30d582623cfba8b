from __future__ import annotations

import re
from uuid import uuid4

import pytest

from shipments.models import (
    AnswerLink,
    ExpediteAction,
    OutboxMessage,
    PriorityChange,
)
from tests.factories.case_files import done_in, in_hand
from tests.web.calling import address, typed
from tests.web.pages import cost
from tests.web.pages import said as text

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Target": "call-preview"}


@pytest.fixture
def orders(manager, contact):
    """Two orders of one contractor in the manager's hands."""
    return [
        in_hand(manager, reference=each, contractor=contact.contractor, priority_designator=12)
        for each in ("Q1", "Q2")
    ]


def test_it_shows_the_orders_the_mail_and_the_script(site, orders):
    response = site.get(address("Q1", "Q2"))

    said = text(response)
    assert "One call, 2 orders Fictional Works, Springfield" in said
    assert "Nothing heard since 1 Oct, 50 days ago." in said
    assert "Subject Follow-up: Q1 and 1 more" in said
    assert "Dear Ms Desk," in said
    assert (
        "Call Ms Desk, Fictional Works, Springfield: +1 555 555 0100. It is Fri 07:00 there."
        in said
    )
    assert "Chase allowed today: last heard of 5 Oct, priority 12, seven days." in said


def test_showing_it_writes_nothing(site, orders):
    site.get(address("Q1", "Q2"))

    assert done_in(orders[0]) == ["opened"]
    assert not OutboxMessage.objects.exists()
    assert not AnswerLink.objects.exists()


def test_one_button_sends_one_mail_about_all_of_them(site, orders, contact):
    response = site.post("/calls/new/", typed(contact, note="By Friday, please."))

    assert response["Location"] == "/desk/"
    message = OutboxMessage.objects.get()
    assert (message.to_address, message.subject) == (
        "desk@works.example",
        "Follow-up: Q1 and 1 more",
    )
    assert "By Friday, please." in message.text
    link = AnswerLink.objects.get()
    assert f"http://testserver/answer/{link.pk.hex}:" in message.text
    assert [done_in(order) for order in orders] == [["opened", "follow_up"]] * 2
    assert "The mail to Ms Desk about 2 orders is on its way." in text(site.get("/desk/"))


def test_of_one_order_it_leads_back_to_it(site, orders, contact):
    response = site.post("/calls/new/", typed(contact, "Q1"))

    assert response["Location"] == "/orders/Q1/#case-file"
    said = text(site.get("/orders/Q1/"))
    assert "Follow-up · Ms Desk: Follow-up to Ms Desk. Follow-up: Q1 waits to be sent" in said


def test_sent_twice_it_goes_once(site, orders, contact):
    form = typed(contact)

    first, second = site.post("/calls/new/", form), site.post("/calls/new/", form)

    assert (first.status_code, second.status_code) == (302, 302)
    assert OutboxMessage.objects.count() == 1
    assert ExpediteAction.objects.filter(kind="follow_up").count() == 2


def test_the_governor_asks_for_a_reason_and_keeps_what_was_typed(site, orders, contact):
    site.post("/calls/new/", typed(contact))

    response = site.post("/calls/new/", typed(contact, note="Once more"))

    said = text(response)
    assert response.status_code == 422
    assert "Q1: Next chase allowed Fri 27 Nov: contacted today, priority 12, seven days." in said
    assert "Once more</textarea>" in response.content.decode()
    assert OutboxMessage.objects.count() == 1

    site.post("/calls/new/", typed(contact, override_reason="The vessel leaves on Monday"))
    assert OutboxMessage.objects.count() == 2
    last = ExpediteAction.objects.filter(kind="follow_up").order_by("-pk").first()
    assert last.facts["override_reason"] == "The vessel leaves on Monday"


def test_choosing_another_step_shows_its_mail_at_once(site, orders, contact):
    form = typed(contact, step="improvement_request", do="look")

    response = site.post("/calls/new/", form, headers=HTMX)

    html = response.content.decode()
    assert html.startswith('<div id="call-preview"')
    assert "Earlier ship date asked for: Q1 and 1 more" in html


def test_without_scripts_a_button_shows_it(site, orders, contact):
    form = typed(contact, step="improvement_request", do="look", note="Mine")

    response = site.post("/calls/new/", form)

    assert response.status_code == 200
    assert "Subject Earlier ship date asked for: Q1 and 1 more" in text(response)
    assert "Mine</textarea>" in response.content.decode()
    assert not OutboxMessage.objects.exists()


def test_the_whole_text_can_be_written_over_and_taken_back(site, orders, contact):
    editing = site.post("/calls/new/", typed(contact, do="edit")).content.decode()
    assert re.search(r'<textarea name="body".*?Dear Ms Desk,', editing, flags=re.DOTALL)

    ours = site.post("/calls/new/", typed(contact, do="ours", body="Mine")).content.decode()
    assert '<textarea name="body"' not in ours

    site.post("/calls/new/", typed(contact, body="Dear Ms Desk, in our own words."))
    message = OutboxMessage.objects.get()
    assert message.text.startswith("Dear Ms Desk, in our own words.")
    assert "/answer/" in message.text


def test_a_priority_increase_needs_a_designator_and_why(site, orders, contact):
    form = typed(contact, "Q1", step="priority_increase")

    response = site.post("/calls/new/", form)

    assert response.status_code == 422
    assert not PriorityChange.objects.exists()

    form |= {"designator": "5", "reason": "UND from B to A", "call": str(uuid4())}
    assert site.post("/calls/new/", form).status_code == 302
    assert PriorityChange.objects.get().designator_after == 5


def test_the_mail_as_html_runs_nothing(site, orders, contact):
    response = site.post("/calls/mail/", typed(contact))

    assert "Dear Ms Desk," in response.content.decode()
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]


def test_the_data_sheet_comes_as_a_pdf(site, orders, contact):
    response = site.post("/calls/data-sheet/", typed(contact, step="special_assistance"))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert site.post("/calls/data-sheet/", typed(contact)).status_code == 404


def test_it_costs_the_same_however_many_orders(site, orders, manager, contact):
    two = cost(site, address("Q1", "Q2"))
    more = [f"R{number}" for number in range(10)]
    for reference in more:
        in_hand(manager, reference=reference, contractor=contact.contractor)

    assert cost(site, address("Q1", "Q2", *more)) == two
