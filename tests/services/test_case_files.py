from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from shipments.domain.roles import Role
from shipments.models import Expedite, ExpediteAction, Notice, Order, User
from shipments.services import expedites
from shipments.services.refusal import NotAllowed, Refused
from shipments.standing.recompute import recompute
from tests.factories import (
    MilestoneFactory,
    PromiseFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.case_files import (
    WRITES,
    done_in,
    expeditor,
    file_of,
    in_hand,
    promised_and_flagged,
    write,
)
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> User:
    return expeditor()


@pytest.fixture
def order(owner) -> Order:
    return in_hand(owner, reference="Q1")


def test_handing_over_tells_the_new_owner(owner, order):
    to = expeditor()

    file = write("handed_over", owner, to=to)()

    assert (file.owner, file_of(order).owner) == (to, to)
    assert [(each.user, each.kind) for each in Notice.objects.all()] == [(to, "handed_over")]
    assert ExpediteAction.objects.get(kind="handed_over").text == (
        f"From {owner} to {to}: I am away"
    )


def test_a_colleague_takes_over_from_an_absent_owner_and_needs_no_telling(owner, order):
    colleague = expeditor()

    write("handed_over", colleague, to=colleague)()

    assert file_of(order).owner == colleague
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    ("roles", "code"), [([Role.SHIPMENT_CLERK.value], "not_an_expeditor"), (None, "same_owner")]
)
def test_it_is_handed_over_to_another_expeditor_only(owner, order, roles, code):
    to = owner if roles is None else UserFactory(roles=roles)

    with pytest.raises(Refused) as refused:
        write("handed_over", owner, to=to)()

    assert [(each.field, each.code) for each in refused.value.problems] == [("to", code)]
    assert (file_of(order).owner, done_in(order)) == (owner, ["opened"])


def test_what_is_put_off_is_not_due_until_its_day(owner, order):
    write("snoozed", owner)()

    file = file_of(order)
    assert (file.snoozed_until, file.snoozed_because) == (date(2026, 11, 27), "Waits for a test")
    Expedite.objects.update(next_step_on=TODAY)
    assert not Expedite.objects.due_by(date(2026, 11, 26)).exists()
    assert Expedite.objects.due_by(date(2026, 11, 27)).exists()


@pytest.mark.parametrize(
    ("given", "problems"),
    [
        ({"until": None, "reason": " "}, [("until", "required"), ("reason", "required")]),
        ({"until": TODAY}, [("until", "not_ahead")]),
        ({"until": date(2036, 1, 1)}, [("until", "not_ahead")]),
        ({"reason": "x" * 301}, [("reason", "too_long")]),
    ],
)
def test_putting_off_needs_a_day_ahead_and_a_reason(owner, order, given, problems):
    with pytest.raises(Refused) as refused:
        write("snoozed", owner, **given)()

    assert [(each.field, each.code) for each in refused.value.problems] == problems
    assert (file_of(order).snoozed_until, done_in(order)) == (None, ["opened"])


def test_it_is_woken_once(owner, order):
    write("snoozed", owner)()

    expedites.wake(reference="Q1", by=owner, at=AT)
    expedites.wake(reference="Q1", by=owner, at=AT)

    assert file_of(order).snoozed_until is None
    assert done_in(order) == ["opened", "snoozed", "woken"]


def test_a_colleague_may_note_but_not_close(owner, order):
    colleague = expeditor()
    write("noted", colleague)()

    with pytest.raises(Refused, match=f"{owner.name} has Q1 in hand"):
        write("closed", colleague)()

    assert (file_of(order).closed_at, done_in(order)) == (None, ["opened", "noted"])


@pytest.mark.parametrize(
    ("kind", "field"), [("noted", "text"), ("closed", "outcome"), ("handed_over", "reason")]
)
def test_words_are_needed(owner, order, kind, field):
    with pytest.raises(Refused) as refused:
        write(kind, owner, **{field: "  "})()

    assert [(each.field, each.code) for each in refused.value.problems] == [(field, "required")]
    assert done_in(order) == ["opened"]


def test_closing_counts_the_days_gained_against_what_is_expected_now(owner):
    order = promised_and_flagged(reference="Q1")
    expedites.take_up(reference="Q1", by=owner, at=AT)
    PromiseFactory(order=order, ship_on=date(2026, 12, 1), recorded_at=AT + timedelta(hours=1))
    recompute([order.pk], at=AT)

    file = write("closed", owner)()

    assert (file.state, file.outcome) == ("closed", "No longer needed")
    assert (file.days_gained, file.days_gained_are_firm) == (9, False)


def test_days_gained_are_firm_once_all_of_it_has_arrived(owner):
    order = promised_and_flagged(reference="Q1")
    expected = order.standing.expected_delivery_on
    expedites.take_up(reference="Q1", by=owner, at=AT)
    for quantity, arrived_on in ((60, date(2026, 11, 12)), (40, date(2026, 11, 18))):
        shipment = ShipmentLineFactory(order=order, quantity=quantity).shipment
        MilestoneFactory(shipment=shipment, kind="arrived", occurs_on=arrived_on)
    recompute([order.pk], at=AT)

    file = write("closed", owner)()

    gained = (expected - date(2026, 11, 18)).days
    assert (file.days_gained, file.days_gained_are_firm) == (gained, True)


def test_without_an_expectation_no_days_are_counted(owner, order):
    Expedite.objects.update(expected_at_opening=None)

    file = write("closed", owner)()

    assert (file.days_gained, file.days_gained_are_firm) == (None, None)


@pytest.mark.parametrize("kind", WRITES)
def test_a_form_sent_twice_does_it_once(owner, order, kind):
    form = write(kind, owner, call=uuid4())
    first = form()

    assert form() == first

    assert done_in(order) == ["opened", kind]


@pytest.mark.parametrize("kind", WRITES)
def test_nothing_is_done_in_a_file_that_is_closed(owner, order, kind):
    write("closed", owner)()

    with pytest.raises(Refused, match="Nobody has Q1 in hand"):
        write(kind, owner)()

    assert done_in(order) == ["opened", "closed"]


@pytest.mark.parametrize("kind", WRITES)
def test_who_may_not_expedite_does_nothing(order, kind):
    with pytest.raises(NotAllowed):
        write(kind, UserFactory(roles=[Role.SHIPMENT_CLERK.value]))()

    assert done_in(order) == ["opened"]
