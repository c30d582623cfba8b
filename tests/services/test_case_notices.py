from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.domain.roles import Role
from shipments.models import Notice
from shipments.services import case_notices
from shipments.standing.recompute import recompute
from tests.factories import ContractorFactory, ExpediteFactory, HoldFactory, UserFactory
from tests.factories.flags import FlagFactory
from tests.factories.mail import OutboxMessageFactory, OutboxOrderFactory
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=5)


def told():
    return [(notice.user, notice.text) for notice in Notice.objects.order_by("pk")]


def test_a_flag_raised_on_an_order_somebody_has_is_told_to_them_once():
    expedite = ExpediteFactory(order__reference="Q1")
    flag = FlagFactory(order=expedite.order, raised_at=LATER)
    FlagFactory(raised_at=LATER)

    first = case_notices.tell_of_flags(at=LATER)
    again = case_notices.tell_of_flags(at=LATER + timedelta(hours=1))

    [notice] = Notice.objects.all()
    assert (first, again) == (1, 0)
    assert (notice.user, notice.kind, notice.order, notice.expedite) == (
        expedite.owner,
        "flagged",
        expedite.order,
        expedite,
    )
    assert notice.text == "Q1 is flagged: Nothing heard."
    assert (notice.occasion, notice.at) == (f"flagged-{flag.pk}", LATER)


def test_flags_known_at_opening_and_cleared_ones_are_not_told():
    expedite = ExpediteFactory()
    FlagFactory(order=expedite.order, raised_at=AT)
    FlagFactory(
        order=expedite.order,
        raised_at=LATER,
        reason="slipping",
        cleared_at=LATER,
        cleared_because="No longer holds",
    )
    closed = ExpediteFactory(closed_at=AT, outcome="Kept", state="closed")
    FlagFactory(order=closed.order, raised_at=LATER)

    assert case_notices.tell_of_flags(at=LATER) == 0


def test_a_flag_of_a_rule_withdrawn_since_is_told_by_its_own_name():
    expedite = ExpediteFactory(order__reference="Q1")
    FlagFactory(order=expedite.order, raised_at=LATER, reason="gone_by_now")

    case_notices.tell_of_flags(at=LATER)

    assert told() == [(expedite.owner, "Q1 is flagged: gone by now.")]


def test_contractors_and_those_who_have_left_are_told_nothing():
    contractors = ExpediteFactory(
        owner__roles=[Role.CONTRACTOR.value], owner__contractor=ContractorFactory()
    )
    gone = ExpediteFactory(owner__is_active=False)
    for expedite in (contractors, gone):
        FlagFactory(order=expedite.order, raised_at=LATER)

    assert case_notices.tell_of_flags(at=LATER) == 0


def test_a_step_that_falls_due_is_told_once():
    expedite = ExpediteFactory(
        order__reference="Q1", next_step="improvement_request", next_step_on=TODAY
    )
    ExpediteFactory(next_step="follow_up", next_step_on=TODAY + timedelta(days=1))

    first = case_notices.tell_of_due_steps(on=TODAY, at=AT)
    again = case_notices.tell_of_due_steps(on=TODAY + timedelta(days=0), at=LATER)

    assert (first, again) == (1, 0)
    assert told() == [(expedite.owner, "Q1: improvement request is due on 20 Nov 2026.")]


def test_a_step_without_a_name_is_a_look_at_it():
    expedite = ExpediteFactory(order__reference="Q1", next_step_on=TODAY)

    case_notices.tell_of_due_steps(on=TODAY, at=AT)

    assert told() == [(expedite.owner, "Q1: a look at it is due on 20 Nov 2026.")]


def test_a_case_put_off_is_told_of_when_it_wakes():
    wakes = TODAY + timedelta(days=3)
    expedite = ExpediteFactory(
        order__reference="Q1",
        next_step="follow_up",
        next_step_on=TODAY,
        snoozed_until=wakes,
        snoozed_because="Plant closed",
    )

    asleep = case_notices.tell_of_due_steps(on=TODAY, at=AT)
    awake = case_notices.tell_of_due_steps(on=wakes, at=AT + timedelta(days=3))

    assert (asleep, awake) == (0, 1)
    assert told() == [(expedite.owner, "Q1: follow up is due on 20 Nov 2026.")]


def refused_mail(*orders, at=LATER):
    mail = OutboxMessageFactory(
        to_name="Order desk", refused_at=at, refusal="550 No such mailbox", sent_at=None
    )
    for order in orders:
        OutboxOrderFactory(message=mail, order=order)
    return mail


def test_a_mail_that_did_not_arrive_is_one_notice_to_each_owner_of_its_orders():
    one = ExpediteFactory(order__reference="Q1")
    other = UserFactory()
    files = [ExpediteFactory(owner=other, order__reference=f"Q{n}") for n in (2, 3)]
    refused_mail(one.order, *(file.order for file in files))

    first = case_notices.tell_of_undelivered_mail(at=LATER)
    again = case_notices.tell_of_undelivered_mail(at=LATER)

    assert (first, again) == (2, 0)
    assert sorted(text for _, text in told()) == [
        "The mail to Order desk about 2 orders did not arrive: 550 No such mailbox",
        "The mail to Order desk about Q1 did not arrive: 550 No such mailbox",
    ]
    assert {(n.user, n.order, n.kind) for n in Notice.objects.all()} == {
        (one.owner, one.order, "undelivered"),
        (other, files[0].order, "undelivered"),
    }


def test_a_mail_sent_again_and_refused_again_is_told_again():
    mail = refused_mail(ExpediteFactory().order)
    case_notices.tell_of_undelivered_mail(at=LATER)
    mail.refused_at = LATER + timedelta(days=1)
    mail.save()

    assert case_notices.tell_of_undelivered_mail(at=LATER + timedelta(days=1)) == 1


def test_mail_refused_before_the_file_was_opened_is_not_told():
    refused_mail(ExpediteFactory().order, at=AT - timedelta(days=1))

    assert case_notices.tell_of_undelivered_mail(at=LATER) == 0


def test_a_hold_and_its_release_are_told_once_each():
    file = ExpediteFactory(order=standing_order(reference="Q1"))
    hold = HoldFactory(order=file.order, kind="Licence expired", placed_at=LATER)
    HoldFactory(order=standing_order(), placed_at=LATER)
    recompute(None, at=LATER)

    held = case_notices.tell_of_holds(at=LATER), case_notices.tell_of_holds(at=LATER)
    hold.release_asked_at, hold.release_asked_by = LATER, UserFactory()
    hold.release_reason, hold.released_at, hold.released_by = "Renewed", LATER, UserFactory()
    hold.save()
    released = case_notices.tell_of_holds(at=LATER), case_notices.tell_of_holds(at=LATER)

    assert (held, released) == ((1, 0), (1, 0))
    assert told() == [
        (file.owner, "Q1 is held: Licence expired."),
        (file.owner, "Q1: the hold is released (Licence expired)."),
    ]


def test_the_release_of_a_hold_nobody_was_told_of_is_not_told():
    file = ExpediteFactory(opened_at=AT)
    HoldFactory(
        order=file.order,
        placed_at=AT - timedelta(days=9),
        release_asked_at=AT,
        release_asked_by=UserFactory(),
        release_reason="Renewed",
        released_at=LATER,
        released_by=UserFactory(),
    )

    assert case_notices.tell_of_holds(at=LATER) == 0
