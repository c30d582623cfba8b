from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.domain.roles import Role
from shipments.models import DueOrder, OutboxAttachment, OutboxMessage
from tests.factories import OrderFactory, OutboxMessageFactory, OutboxOrderFactory, UserFactory
from tests.factories.moments import AT
from tests.web.pages import cost, link, text

pytestmark = pytest.mark.django_db
LINK = "https://quayline.example/answer/abc123"


@pytest.fixture
def waiting():
    return OutboxMessageFactory(subject="Waiting one")


@pytest.fixture
def sent():
    """Sent, about an order, with a link to answer by, an HTML part and a file."""
    about = OutboxOrderFactory(
        order__reference="EX-1",
        message__subject="Sent one",
        message__sent_at=AT,
        message__attempts=1,
        message__text=f"Good day,\n\nAnswer here:\n{LINK}\n",
        message__html=f'<p>Good day</p><a href="{LINK}">Answer</a>',
    )
    OutboxAttachment.objects.create(
        message=about.message, name='AF1".txt', media_type="text/plain", content=b"AF1\n"
    )
    return about.message


@pytest.fixture
def refused():
    return OutboxMessageFactory(
        subject="Refused one", refused_at=AT, refusal="550 No such mailbox", attempts=1
    )


def test_the_list_says_what_became_of_each_mail(site, waiting, sent, refused):
    said = text(site.get("/mail/"))

    assert "All Waiting 1 Sent Refused 1" in said
    assert f"Waiting one Order desk, {waiting.to_address} none Waiting" in said
    assert f"Sent one Order desk, {sent.to_address} EX-1 Sent" in said
    assert f"Refused one Order desk, {refused.to_address} none Refused" in said


@pytest.mark.usefixtures("waiting", "sent", "refused")
@pytest.mark.parametrize("state", ["waiting", "sent", "refused"])
def test_each_state_has_its_tab(site, state):
    said = text(site.get(f"/mail/?state={state}"))

    shown = [one for one in ("Waiting one", "Sent one", "Refused one") if one in said]
    assert shown == [f"{state.capitalize()} one"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?state=lost", "State: “lost” cannot be used. Choose from waiting, sent, refused."),
        ("?after=nonsense", "The page in this address is not one of this list"),
    ],
)
def test_an_odd_address_is_answered_with_the_list(site, waiting, query, says):
    said = text(site.get(f"/mail/{query}"))

    assert says in said
    assert "Waiting one" in said


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "No mail yet"),
        ("?state=waiting", "No mail waits"),
        ("?state=refused", "No mail was refused"),
    ],
)
def test_an_empty_list_says_what_would_stand_there(site, query, says):
    assert says in text(site.get(f"/mail/{query}"))


def test_a_mail_that_is_tried_again_says_when(site):
    OutboxMessageFactory(attempts=1, not_before=AT + timedelta(hours=1), last_error="451")

    assert "Waiting 12:00Z next try 13:00Z" in text(site.get("/mail/"))


def test_a_long_list_comes_in_pages(site):
    OutboxMessageFactory.create_batch(51)

    first = site.get("/mail/")
    second = site.get(f"/mail/{link(first, 'next')}")

    assert "50 shown" in text(first)
    assert "1 shown" in text(second)


def test_a_page_costs_the_same_however_long_the_list(site):
    OutboxOrderFactory()
    one = cost(site, "/mail/")
    OutboxOrderFactory.create_batch(20)

    assert cost(site, "/mail/") == one


def test_orders_beyond_one_are_counted(site, waiting):
    for number in range(1, 5):
        OutboxOrderFactory(message=waiting, order=OrderFactory(reference=f"EX-{number}"))

    assert "EX-1 and 3 more" in text(site.get("/mail/"))


def test_one_mail_is_shown_with_its_facts(site, sent):
    response = site.get(f"/mail/{sent.pk}/")

    said = text(response)
    assert "Good day, Answer here: https://quayline.example/answer/abc123" in said
    assert f"To Order desk {sent.to_address}" in said
    assert "Sent 12:00Z Attempts 1 Orders EX-1" in said
    assert f"Message-ID {sent.message_id.strip('<>')}" in said.replace("<", "").replace(">", "")
    html = response.content.decode()
    assert f'<a href="{LINK}" rel="nofollow">{LINK}</a>' in html
    assert (
        f'sandbox title="The mail as a mail program shows it" src="/mail/{sent.pk}/html/"' in html
    )
    assert response.headers["Content-Security-Policy"].endswith("; frame-src 'self'")


def test_the_html_part_can_do_nothing(site, sent):
    response = site.get(f"/mail/{sent.pk}/html/")

    assert response.content.decode() == sent.html
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert policy.endswith("; sandbox")
    assert "script" not in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_what_a_mail_says_is_no_markup_of_the_page(site):
    hostile = OutboxMessageFactory(
        subject="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>", to_name="<b>"
    )

    html = site.get(f"/mail/{hostile.pk}/").content.decode() + site.get("/mail/").content.decode()

    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in html


def test_a_file_is_always_a_download(site, sent):
    file = sent.attachments.get()

    response = site.get(f"/mail/{sent.pk}/files/{file.pk}/")

    assert response.content == b"AF1\n"
    assert response.headers["Content-Disposition"] == 'attachment; filename="AF1_.txt"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_of_another_mail_is_not_found(site, sent, waiting):
    assert site.get(f"/mail/{waiting.pk}/files/{sent.attachments.get().pk}/").status_code == 404


def test_who_only_reads_gets_no_link_to_answer_by(as_person, auditor, sent):
    reader = as_person(auditor)

    html = reader.get(f"/mail/{sent.pk}/").content.decode()

    assert LINK not in html
    assert "[a link, shown to expeditors]" in html
    assert "Shown to expeditors" in html
    assert "Mark as returned" not in html
    assert reader.get(f"/mail/{sent.pk}/html/").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/mail/", "/mail/{0}/", "/mail/{0}/html/", "/mail/{0}/files/{1}/"],
)
def test_contractors_find_no_mail_here(as_person, contractors_person, sent, address):
    address = address.format(sent.pk, sent.attachments.get().pk)

    assert as_person(contractors_person).get(address).status_code == 404


def test_contractors_change_no_mail(as_person, contractors_person, sent, refused):
    person = as_person(contractors_person)

    assert person.post(f"/mail/{sent.pk}/bounced/", {"reason": "550"}).status_code == 404
    assert person.post(f"/mail/{refused.pk}/send-again/").status_code == 404
    assert OutboxMessage.objects.filter(refusal="550").count() == 0


@pytest.mark.parametrize("address", ["/mail/999/", "/mail/999/html/", "/mail/999/files/1/"])
def test_what_is_not_there_is_not_found(site, address):
    assert site.get(address).status_code == 404


def test_a_returned_mail_is_noted_and_its_orders_judged(site, sent):
    DueOrder.objects.all().delete()

    response = site.post(f"/mail/{sent.pk}/bounced/", {"reason": "550 Gone"}, follow=True)

    said = text(response)
    assert "Noted that it came back. Its orders will be flagged." in said
    assert "Came back, noted 12:00Z . 550 Gone" in said
    assert DueOrder.objects.filter(order__reference="EX-1").exists()


def test_a_return_without_a_reason_keeps_the_page(site, sent):
    response = site.post(f"/mail/{sent.pk}/bounced/", {"reason": " "})

    assert response.status_code == 422
    assert "Enter what the returned mail says." in text(response)
    sent.refresh_from_db()
    assert sent.refused_at is None


def test_a_mail_that_was_never_sent_does_not_come_back(site, waiting):
    response = site.post(f"/mail/{waiting.pk}/bounced/", {"reason": "550"})

    assert response.status_code == 409
    assert "Only a mail that was sent" in text(response)


def test_a_refused_mail_is_sent_again(site, refused):
    response = site.post(f"/mail/{refused.pk}/send-again/", follow=True)

    assert f"It is sent to {refused.to_address} now." in text(response)
    refused.refresh_from_db()
    assert (refused.refused_at, refused.refusal) == (None, "")


def test_a_sent_mail_is_not(site, sent):
    response = site.post(f"/mail/{sent.pk}/send-again/", follow=True)

    assert "It was sent. Note that it came back first, if it did." in text(response)


@pytest.mark.parametrize("address", ["/mail/{0}/bounced/", "/mail/{0}/send-again/"])
def test_who_may_not_expedite_is_told_so(as_person, sent, address):
    receiver = as_person(UserFactory(roles=[Role.RECEIVER.value]))

    response = receiver.post(address.format(sent.pk), {"reason": "550"})

    assert response.status_code == 403
    assert "Your role does not let you expedite" in text(response)
