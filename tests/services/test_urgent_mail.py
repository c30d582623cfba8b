from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.models import Notice, OutboxMessage
from shipments.services import urgent_mail
from tests.at_once import second_of_two
from tests.factories import ExpediteFactory, OrderFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.telling import NoticeFactory

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=5)


def happened(expedite, **given):
    facts = {
        "user": expedite.owner,
        "order": expedite.order,
        "expedite": expedite,
        "text": f"The promise on {expedite.order.reference} was broken.",
    }
    return NoticeFactory(**facts | given)


def mails():
    return list(OutboxMessage.objects.order_by("pk"))


def test_what_happens_on_an_order_somebody_has_taken_up_is_mailed():
    expedite = ExpediteFactory(order__reference="Q1", owner__email="dana@quayline.example")
    notice = happened(expedite)

    sent = urgent_mail.send(at=LATER)

    [mail] = mails()
    notice.refresh_from_db()
    assert sent == 1
    assert (mail.to_address, mail.subject) == (
        "dana@quayline.example",
        "The promise on Q1 was broken.",
    )
    assert mail.text == (
        "This has happened on orders that you have taken up.\n"
        "\n"
        "Promises broken: 1\n"
        "- The promise on Q1 was broken.\n"
        "\n"
        "All of it, and how often you are mailed, is in your inbox in Quayline.\n"
    )
    assert '<li dir="auto">The promise on Q1 was broken.</li>' in mail.html
    assert (mail.written_at, mail.not_before, notice.mailed_at) == (LATER, LATER, LATER)


def test_fifty_broken_promises_are_one_mail_that_lists_them():
    owner = UserFactory()
    for number in range(50):
        happened(ExpediteFactory(owner=owner, order__reference=f"Q{number:02}"))
    happened(ExpediteFactory(owner=owner), kind="answered", text="Answered.")

    sent = urgent_mail.send(at=LATER)
    again = urgent_mail.send(at=LATER + timedelta(hours=1))

    [mail] = mails()
    assert (sent, again) == (1, 0)
    assert mail.subject == "Orders you have taken up: 50 broken, 1 answered"
    assert "Promises broken: 50\n- The promise on Q00 was broken.\n" in mail.text
    assert mail.text.count("was broken.") == 50
    assert "Answered: 1\n- Answered.\n" in mail.text


def test_a_longer_list_names_the_first_hundred_and_says_how_many_more():
    owner = UserFactory()
    expedite = ExpediteFactory(owner=owner)
    for _ in range(103):
        happened(expedite)
    happened(expedite, kind="answered", text="Answered.")

    urgent_mail.send(at=LATER)

    [mail] = mails()
    assert mail.text.count("was broken.") == 100
    assert "- and 3 more\n" in mail.text
    assert "Answered: 1\n- and 1 more\n" in mail.text


@pytest.mark.parametrize(
    ("minutes", "sent"),
    [([1], 0), ([2], 1), ([14, 1], 0), ([15, 1], 1)],
)
def test_a_burst_is_waited_out_but_not_for_ever(minutes, sent):
    expedite = ExpediteFactory()
    for ago in minutes:
        happened(expedite, at=AT - timedelta(minutes=ago))

    assert urgent_mail.send(at=AT) == sent


def test_each_person_is_mailed_of_their_own():
    one, other = ExpediteFactory(), ExpediteFactory()
    happened(one, text="One.")
    happened(other, text="Other.")

    urgent_mail.send(at=LATER)

    assert [(mail.to_address, mail.subject) for mail in mails()] == [
        (one.owner.email, "One."),
        (other.owner.email, "Other."),
    ]


def test_what_one_does_not_own_waits_for_the_digest():
    closed = ExpediteFactory(closed_at=AT, outcome="Kept", state="closed")
    happened(closed)
    happened(ExpediteFactory(), user=UserFactory())
    NoticeFactory(order=OrderFactory())
    happened(ExpediteFactory(), kind="kept")
    happened(ExpediteFactory(), kind="flagged")
    happened(ExpediteFactory(), kind="due")

    assert urgent_mail.send(at=LATER) == 0
    assert Notice.objects.filter(mailed_at__isnull=True).count() == 6


def test_what_was_read_meanwhile_is_not_mailed():
    happened(ExpediteFactory(), read_at=AT)

    assert urgent_mail.send(at=LATER) == 0


def test_who_has_left_is_not_mailed():
    happened(ExpediteFactory(owner__is_active=False))

    assert urgent_mail.send(at=LATER) == 0


def test_a_site_that_knows_its_name_links_to_the_order(settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://*.quayline.example", "https://track.quayline.example"]
    happened(ExpediteFactory(order__reference="Q 1"))

    urgent_mail.send(at=LATER)

    [mail] = mails()
    assert "\n  https://track.quayline.example/orders/Q%201/\n" in mail.text
    assert '<a href="https://track.quayline.example/orders/Q%201/">' in mail.html
    assert "how often you are mailed: https://track.quayline.example/inbox/" in mail.text


def test_an_exercise_says_so_in_its_mail(settings):
    settings.EXERCISE = True
    happened(ExpediteFactory())

    urgent_mail.send(at=LATER)

    assert mails()[0].text.startswith("THIS IS AN EXERCISE: every order here is invented.\n")


def test_what_somebody_wrote_cannot_mark_up_the_mail():
    happened(ExpediteFactory(), text='Said: <b>now</b> & "then"\nBcc: x')

    urgent_mail.send(at=LATER)

    [mail] = mails()
    assert "Said: &lt;b&gt;now&lt;/b&gt; &amp; &quot;then&quot;" in mail.html
    assert '- Said: <b>now</b> & "then"' in mail.text
    assert mail.subject == 'Said: <b>now</b> & "then" Bcc: x'


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_mails():
    happened(ExpediteFactory())

    second = second_of_two(lambda: urgent_mail.send(at=LATER), lambda: urgent_mail.send(at=LATER))

    assert second == 0
    assert len(mails()) == 1
