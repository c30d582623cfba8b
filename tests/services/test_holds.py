from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shipments.domain.roles import Role
from shipments.models import Hold, Standing, User
from shipments.services import holds
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import (
    CaseFactory,
    ContractFactory,
    ContractorFactory,
    HoldFactory,
    ItemFactory,
    PlaceFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY
from tests.factories.standings import due_orders, standing_order

pytestmark = pytest.mark.django_db

BY_TWO = "A hold is released by two people: one asks with a reason, another releases it."


def compliance(**fields: Any) -> User:
    return UserFactory(roles=[Role.COMPLIANCE.value], **fields)


def place(by: User, **fields: Any) -> Hold:
    usual: dict[str, Any] = {
        "covers": {"order": "EX-1"},
        "kind": "Suspended",
        "legal_basis": "Decision 12",
        "review_on": TODAY + timedelta(days=30),
    }
    return holds.place(by=by, at=AT, **(usual | fields))


def test_a_hold_is_placed_and_its_orders_are_judged_again() -> None:
    order = standing_order(reference="EX-1")
    dana = compliance()

    hold = place(dana, note="See the minutes")

    assert (hold.order, hold.placed_by, hold.placed_at) == (order, dana, AT)
    assert (hold.kind, hold.legal_basis, hold.note) == (
        "Suspended",
        "Decision 12",
        "See the minutes",
    )
    assert due_orders() == {order.pk}
    assert Standing.objects.get(order=order).is_held


@pytest.mark.parametrize("role", [Role.CASE_MANAGER, Role.EXPEDITOR, Role.ADMINISTRATOR])
def test_nobody_else_places_a_hold(role: Role) -> None:
    standing_order(reference="EX-1")

    with pytest.raises(NotAllowed, match=r"let you place a hold\. Ask a compliance officer\."):
        place(UserFactory(roles=[role.value]))

    assert not Hold.objects.exists()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("case", "zz-b-001"),
        ("contract", "W31P4Q-26-C-0001"),
        ("item", "crate, TRAINING"),
        ("contractor", "Fictional Works, Exampleton"),
        ("place", "xwport1"),
    ],
)
def test_what_it_covers_is_found_by_name(name: str, text: str) -> None:
    things = {
        "case": CaseFactory(case_id="ZZ-B-001"),
        "contract": ContractFactory(piid="W31P4Q26C0001"),
        "item": ItemFactory(name="Crate, training"),
        "contractor": ContractorFactory(name="Fictional Works", city="Exampleton"),
        "place": PlaceFactory(code="XWPORT1"),
    }
    ContractorFactory(name="Fictional Works", city="Nowhere Falls")

    hold = place(compliance(), covers={name: text})

    assert getattr(hold, name) == things[name]


@pytest.mark.parametrize(
    ("covers", "code"),
    [
        ({}, "required"),
        ({"order": "EX-1", "item": "Crate"}, "required"),
        ({"order": "EX-404"}, "unknown_order"),
        ({"place": "NOWHERE"}, "unknown_place"),
    ],
)
def test_it_covers_exactly_one_thing_on_record(covers: dict[str, str], code: str) -> None:
    standing_order(reference="EX-1")

    with pytest.raises(Refused) as refused:
        place(compliance(), covers=covers)

    assert [(p.field, p.code) for p in refused.value.problems] == [("covers", code)]


def test_all_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(Refused) as refused:
        place(
            compliance(),
            covers={},
            kind=" ",
            legal_basis="",
            review_on=TODAY - timedelta(days=1),
        )

    assert [(p.field, p.code) for p in refused.value.problems] == [
        ("covers", "required"),
        ("kind", "required"),
        ("legal_basis", "required"),
        ("review_on", "in_the_past"),
    ]


def test_the_very_same_sent_twice_is_one_hold() -> None:
    standing_order(reference="EX-1")
    dana = compliance()

    assert place(dana) == place(dana)

    assert Hold.objects.count() == 1


def test_two_people_release_it_and_its_orders_are_judged_again() -> None:
    order = standing_order(reference="EX-1")
    dana, noa = compliance(), compliance()
    hold = place(dana)

    holds.ask_release(hold_id=hold.pk, reason="Note signed", by=dana, at=AT)
    released = holds.release(hold_id=hold.pk, by=noa, at=AT)

    assert (released.release_asked_by, released.release_reason) == (dana, "Note signed")
    assert (released.released_by, released.released_at) == (noa, AT)
    assert due_orders() == {order.pk}
    assert not Hold.objects.in_place().exists()
    assert not Standing.objects.get(order=order).is_held


def test_of_two_holds_the_other_still_holds_when_one_is_released() -> None:
    order = standing_order(reference="EX-1")
    dana, noa = compliance(), compliance()
    hold = place(dana)
    place(dana, covers={"item": order.item.name})

    holds.ask_release(hold_id=hold.pk, reason="Note signed", by=dana, at=AT)
    holds.release(hold_id=hold.pk, by=noa, at=AT)

    assert Standing.objects.get(order=order).is_held


def test_who_asked_does_not_release() -> None:
    hold, dana = HoldFactory(), compliance()
    holds.ask_release(hold_id=hold.pk, reason="Note signed", by=dana, at=AT)

    with pytest.raises(Refused) as refused:
        holds.release(hold_id=hold.pk, by=dana, at=AT)

    assert [(p.code, p.message) for p in refused.value.problems] == [
        ("hold_released_by_two_people", BY_TWO)
    ]
    assert Hold.objects.in_place().exists()


def test_nobody_releases_what_nobody_has_asked_for() -> None:
    hold = HoldFactory()

    with pytest.raises(Refused, match="released by two people"):
        holds.release(hold_id=hold.pk, by=compliance(), at=AT)

    assert Hold.objects.in_place().exists()


def test_nobody_without_the_right_asks_or_releases() -> None:
    hold, manager = HoldFactory(), UserFactory()

    with pytest.raises(NotAllowed):
        holds.ask_release(hold_id=hold.pk, reason="In a hurry", by=manager, at=AT)
    with pytest.raises(NotAllowed):
        holds.release(hold_id=hold.pk, by=manager, at=AT)

    hold.refresh_from_db()
    assert (hold.release_asked_by, hold.released_by) == (None, None)


def test_a_release_is_asked_for_with_a_reason_and_once() -> None:
    hold, dana = HoldFactory(), compliance(name="Dana")

    with pytest.raises(Refused, match="Say why"):
        holds.ask_release(hold_id=hold.pk, reason=" ", by=dana, at=AT)
    holds.ask_release(hold_id=hold.pk, reason="Note signed", by=dana, at=AT)
    with pytest.raises(Refused, match=r"Dana has asked for its release already\."):
        holds.ask_release(hold_id=hold.pk, reason="Note signed", by=compliance(), at=AT)

    hold.refresh_from_db()
    assert hold.release_asked_by == dana


def test_a_released_hold_is_not_released_again() -> None:
    hold, noa = HoldFactory(), compliance()
    holds.ask_release(hold_id=hold.pk, reason="Note signed", by=compliance(), at=AT)
    holds.release(hold_id=hold.pk, by=noa, at=AT)

    with pytest.raises(Refused, match=r"It was released on 20 Nov 2026, 12:00Z\."):
        holds.release(hold_id=hold.pk, by=noa, at=AT)
