from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.expedite import sentence
from shipments.models import OutboxMessage, OutboxOrder
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import ContactFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def mail(order, *, contact=None, written_at=AT, **fields):
    contact = contact or ContactFactory(contractor=order.contractor)
    message = OutboxMessage.objects.create(
        message_id=f"<{OutboxMessage.objects.count()}@quayline.example>",
        to_address=contact.email,
        contact=contact,
        subject="Order",
        text="Where is it?",
        written_at=written_at,
        not_before=written_at,
        **fields,
    )
    OutboxOrder.objects.create(message=message, order=order)
    return message


LATER = AT + timedelta(hours=2)
REFUSED = {"refused_at": AT + timedelta(hours=1), "refusal": "No such mailbox"}


@pytest.mark.parametrize(("urgent", "kind"), [(False, "speed_up"), (True, "chase")])
def test_a_mail_that_was_refused_holds(urgent, kind):
    order = quiet(urgent=urgent)
    contact = ContactFactory(contractor=order.contractor, email="desk@contractor.example")
    mail(order, contact=contact, **REFUSED)

    judge()

    assert reasons(order) == {"undelivered"}
    found = flag(order, "undelivered")
    assert (found.kind, found.points, found.since) == (kind, 10, TODAY)
    assert found.evidence == {
        "address": "desk@contractor.example",
        "written_on": "2026-11-20",
        "refusal": "No such mailbox",
    }
    assert sentence(found, TODAY) == (
        "The mail to desk@contractor.example of 20 Nov was not delivered: No such mailbox"
    )


@pytest.mark.parametrize("became", [{}, {"sent_at": AT}])
def test_a_mail_that_waits_or_was_taken_does_not_hold(became):
    order = quiet()
    mail(order, **became)

    judge()

    assert reasons(order) == set()


@pytest.mark.parametrize("became", [{}, {"sent_at": LATER}])
def test_a_mail_written_since_stands_for_it(became):
    order = quiet()
    mail(order, **REFUSED)
    mail(order, written_at=LATER, **became)

    judge()

    assert reasons(order) == set()


def test_of_two_that_were_refused_the_last_is_told():
    order = quiet()
    mail(order, **REFUSED)
    mail(order, written_at=LATER, refused_at=LATER, refusal="Mailbox full")

    judge()

    assert flag(order, "undelivered").evidence["refusal"] == "Mailbox full"


def test_a_mail_to_another_contractor_does_not_hold():
    order = quiet()
    mail(order, contact=ContactFactory(), **REFUSED)

    judge()

    assert reasons(order) == set()
