from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from uuid import uuid4

import pytest

from shipments.models import (
    AnswerLink,
    Contact,
    Expedite,
    ExpediteAction,
    OutboxMessage,
    PriorityChange,
    Promise,
)
from shipments.standing.recompute import recompute
from tests.factories import ContactFactory, ContractorFactory, HoldFactory
from tests.factories.case_files import done_in, expeditor, file_of, in_hand
from tests.factories.hot import flagged_order
from tests.factories.moments import AT
from tests.web.pages import cost
from tests.web.pages import text as text_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Target": "call-preview"}


def text(response):
    """What the page says, with no space left by a mark before a stop."""
    return re.sub(r" ([.,:;])", r"\1", text_of(response))


@pytest.fixture
def contact():
    works = ContractorFactory(name="Fictional Works")
    return ContactFactory(
        contractor=works, name="Ms Desk", email="desk@works.example", phone="+1 555 555 0100"
    )


@pytest.fixture
def orders(manager, contact):
    """Two orders of one contractor in the manager's hands."""
    return [
        in_hand(manager, reference=each, contractor=contact.contractor, priority_designator=12)
        for each in ("Q1", "Q2")
    ]


def address(*references):
    return "/calls/new/?" + "&".join(f"order={each}" for each in references)


def typed(contact, *references, **given):
    return {
        "order": references or ["Q1", "Q2"],
        "call": str(uuid4()),
        "step": "follow_up",
        "contact": contact.pk,
        "do": "send",
        **given,
    }


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


def test_orders_that_nobody_has_are_taken_up_first(site, contact, manager):
    for reference in ("Q1", "Q2"):
        flagged_order(reference=reference, contractor=contact.contractor)

    page = site.get(address("Q1", "Q2"))
    response = site.post("/calls/take-up/", {"order": ["Q1", "Q2"]})

    assert "Nobody has 2 of them in hand" in text(page)
    assert response["Location"] == "/calls/new/?order=Q1&order=Q2"
    assert Expedite.objects.open().filter(owner=manager).count() == 2
    assert "You have 2 orders in hand." in text(site.get(response["Location"]))


def test_what_a_colleague_has_is_said_and_left_out(site, orders, contact):
    other = expeditor()
    in_hand(other, reference="Q3", contractor=contact.contractor)

    response = site.get(address("Q1", "Q3"))

    assert f"{other} has Q3 in hand since 12:00Z." in text(response)
    assert 'href="?order=Q1"' in response.content.decode()


def test_orders_of_several_contractors_are_called_about_apart(site, orders, manager):
    in_hand(manager, reference="Q9", contractor=ContractorFactory(name="Invented Works"))

    said = text(site.get(address("Q1", "Q2", "Q9")))

    assert "These orders are with 2 contractors." in said
    assert "Fictional Works, Springfield, 2 orders" in said
    assert "Invented Works, Springfield, 1 order" in said


def test_a_held_order_is_not_called_about(site, orders, contact):
    HoldFactory(order=orders[0])
    recompute([orders[0].pk], at=AT)

    page = site.get(address("Q1", "Q2"))
    response = site.post("/calls/new/", typed(contact))

    assert "Q1 is held: nothing of it is chased until the hold is lifted." in text(page)
    assert response.status_code == 422
    assert not OutboxMessage.objects.exists()


def test_without_a_contact_to_write_to_it_says_where_to_add_one(site, orders):
    Contact.objects.update(email="")
    response = site.get(address("Q1"))

    html = unescape(response.content.decode())
    works = orders[0].contractor_id
    assert f'href="/contractors/{works}/contacts/new/?next=/calls/new/%3Forder%3DQ1"' in html


def test_a_contact_is_added_and_one_is_back_at_the_call(site, orders):
    works = orders[0].contractor_id
    added = {"name": "Mr Yard", "email": "yard@works.example", "next": "/calls/new/?order=Q1"}

    response = site.post(f"/contractors/{works}/contacts/new/", added)

    assert response["Location"] == "/calls/new/?order=Q1"
    assert Contact.objects.get(name="Mr Yard").contractor_id == works


def test_a_contact_nobody_could_reach_is_refused_with_what_was_typed(site, orders):
    works = orders[0].contractor_id

    response = site.post(f"/contractors/{works}/contacts/new/", {"name": "Mr Yard"})

    assert response.status_code == 422
    assert "Enter an e-mail address or a telephone number, or both." in text(response)
    assert 'value="Mr Yard"' in response.content.decode()


def test_a_call_is_noted_with_a_date_for_one_and_words_for_both(site, orders, contact):
    first, second = orders
    noted = {
        "order": ["Q1", "Q2"],
        "phone-call": str(uuid4()),
        "phone-contact": contact.pk,
        "phone-text": "The paint line is down.",
        f"said-{first.pk}-ship_on": "2026-12-03",
        f"said-{first.pk}-quantity": "60",
    }

    response = site.post("/calls/noted/", noted)

    assert response["Location"] == "/desk/"
    promise = Promise.objects.get()
    assert (promise.order, promise.ship_on, promise.quantity) == (first, date(2026, 12, 3), 60)
    assert (promise.said_by, promise.channel) == ("Ms Desk", "phone")
    assert done_in(first) == ["opened", "called", "promised"]
    assert done_in(second) == ["opened", "called"]
    assert file_of(first).state == "committed"


def test_a_wrong_date_of_one_order_keeps_the_whole_call(site, orders, contact):
    first, second = orders
    noted = {
        "order": ["Q1", "Q2"],
        "phone-call": str(uuid4()),
        "phone-contact": contact.pk,
        "phone-text": "The paint line is down.",
        f"said-{first.pk}-ship_on": "2026-12-03",
        f"said-{second.pk}-ship_on": "2026-11-03",
    }

    response = site.post("/calls/noted/", noted)

    html = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_said-{second.pk}-ship_on_error"' in html
    assert "The paint line is down.</textarea>" in html
    assert 'value="2026-12-03"' in html
    assert not Promise.objects.exists()
    assert done_in(first) == ["opened"]


def test_an_empty_call_asks_what_was_said(site, orders):
    response = site.post("/calls/noted/", {"order": ["Q1"], "phone-call": str(uuid4())})

    assert response.status_code == 422
    assert "Write what was said, or enter a date." in text(response)


def test_it_costs_the_same_however_many_orders(site, orders, manager, contact):
    two = cost(site, address("Q1", "Q2"))
    more = [f"R{number}" for number in range(10)]
    for reference in more:
        in_hand(manager, reference=reference, contractor=contact.contractor)

    assert cost(site, address("Q1", "Q2", *more)) == two


def test_nothing_named_is_nothing_to_call_about(site):
    response = site.get("/calls/new/?order=NONE")

    assert response.status_code == 404
    assert "Nothing to call about" in text(response)


@pytest.mark.parametrize("path", ["new", "take-up", "noted", "mail", "data-sheet"])
def test_only_expeditors_call(as_person, auditor, orders, contact, path):
    response = as_person(auditor).post(f"/calls/{path}/", typed(contact))

    assert response.status_code == 403
    assert not OutboxMessage.objects.exists()


def test_the_hot_list_ticks_rows_for_one_call(site, contact):
    flagged_order(reference="Q1", contractor=contact.contractor)

    html = site.get("/hot-list/").content.decode()

    assert 'name="order" value="Q1" form="call-form" data-tick' in html
    assert 'id="call-form" method="get" action="/calls/new/"' in html


def test_the_hot_list_marks_what_is_put_off(site, orders):
    Expedite.objects.filter(order=orders[0]).update(
        snoozed_until=AT.date() + timedelta(days=7), snoozed_because="Customs paper"
    )

    assert "until 27 Nov" in text(site.get("/hot-list/?tab=mine"))
