from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shipments.domain.roles import Role
from shipments.models import Shipment, User
from shipments.services import release, splitting
from shipments.services.refusal import NotAllowed, Refused
from shipments.services.splitting import Split
from tests.factories import (
    CaseFactory,
    DiscrepancyFactory,
    HoldFactory,
    MilestoneFactory,
    ReceiptFactory,
    ShipmentFactory,
    UserFactory,
)
from tests.factories.moments import AT
from tests.services.loads import TCN, classified, loaded_order, officer, ready_shipment

pytestmark = pytest.mark.django_db
Act = Callable[..., Shipment]


@pytest.fixture
def manager() -> User:
    return UserFactory(name="Manager")


def refusal_of(act: Act, by: User) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        act(tcn=TCN, by=by, at=AT)
    return [(problem.code, problem.message) for problem in refused.value.problems]


def acts(shipment: Shipment) -> dict[str, Any]:
    shipment.refresh_from_db()
    return {
        name: getattr(shipment, f"{name}_at") is not None
        for name in ("ready", "released", "closed")
    }


def test_a_shipment_with_every_gate_clear_is_released(manager: User) -> None:
    shipment = ready_shipment()

    released = release.release(tcn=TCN, by=manager, at=AT)

    assert (released.pk, released.released_at, released.released_by) == (shipment.pk, AT, manager)


def test_a_refused_release_names_every_open_gate_and_who_can_clear_it(manager: User) -> None:
    order = loaded_order("1.1B", reference="EX-2", case=CaseFactory(case_id="IS-B-AAA"))
    shipment = ready_shipment(
        loaded_order(reference="EX-1"), order, ready_at=None, ready_by=None, departure=None
    )
    HoldFactory(order=order)

    found = refusal_of(release.release, manager)

    assert found == [
        (
            "gate_ready",
            (
                "Made ready: Nobody has said that it is ready. A case manager, a shipment clerk, "
                "a contractor or an integrator makes it ready."
            ),
        ),
        (
            "gate_holds",
            (
                "No hold: EX-2 is held: End-use note unsigned (End-use monitoring terms of the case), "
                "on order EX-2. Two people with the compliance role: one asks, another releases."
            ),
        ),
        (
            "gate_authority",
            (
                "Authority: Case IS-B-AAA is requested: it is not implemented. "
                "A case manager records how the case stands."
            ),
        ),
        (
            "gate_segregation",
            (
                "Hazard groups: By sea: 1.1B and 1.1D may not travel in one compartment, magazine or "
                "transport unit. Nobody can clear that: take it off this shipment."
            ),
        ),
        (
            "gate_weight",
            (
                "Explosive weight: By which departure it goes, and how much that may carry. "
                "A compliance officer confirms it with a reason."
            ),
        ),
    ]
    assert acts(shipment)["released"] is False


def test_who_may_not_release_is_told_whom_to_ask() -> None:
    ready_shipment()
    clerk = UserFactory(roles=[Role.SHIPMENT_CLERK.value])

    with pytest.raises(NotAllowed, match="Ask a case manager"):
        release.release(tcn=TCN, by=clerk, at=AT)


@pytest.mark.parametrize("kind", ["departed", "arrived", "received"])
def test_what_has_left_is_neither_made_ready_nor_released_nor_taken_back(
    manager: User, kind: str
) -> None:
    shipment = ready_shipment()
    release.release(tcn=TCN, by=manager, at=AT)
    MilestoneFactory(shipment=shipment, kind=kind)

    assert refusal_of(release.take_back_release, manager)[0][0] == "has_left"
    Shipment.objects.update(released_at=None, released_by=None)
    assert refusal_of(release.release, manager)[0][0] == "has_left"
    Shipment.objects.update(ready_at=None, ready_by=None)
    assert refusal_of(release.make_ready, manager)[0][0] == "has_left"


def test_ready_and_released_are_taken_back_in_turn(manager: User) -> None:
    shipment = ready_shipment(ready_at=None, ready_by=None)

    release.make_ready(tcn=TCN, by=manager, at=AT)
    release.release(tcn=TCN, by=manager, at=AT)
    assert refusal_of(release.take_back_ready, manager) == [
        ("released", "It is released. Take its release back first.")
    ]
    release.take_back_release(tcn=TCN, by=manager, at=AT)
    release.take_back_ready(tcn=TCN, by=manager, at=AT)

    assert acts(shipment) == {"ready": False, "released": False, "closed": False}


@pytest.mark.parametrize(
    ("act", "fields", "message"),
    [
        (release.make_ready, {}, "Manager made it ready on 20 Nov 2026, 12:00Z."),
        (release.release, {"released": True}, "Manager released it on 20 Nov 2026, 12:00Z."),
        (release.take_back_release, {}, "It is not released."),
        (release.reopen, {}, "It is not closed."),
    ],
)
def test_an_act_that_is_done_or_was_not_says_so(
    manager: User, act: Act, fields: dict[str, bool], message: str
) -> None:
    ready_shipment(ready_by=manager)
    if fields.get("released"):
        release.release(tcn=TCN, by=manager, at=AT)

    assert [said for _, said in refusal_of(act, manager)] == [message]


@pytest.mark.parametrize("act", [release.make_ready, release.release, release.close])
def test_a_cancelled_shipment_goes_nowhere(manager: User, act: Act) -> None:
    ShipmentFactory(tcn=TCN, cancelled_at=AT, cancelled_because="Not built")

    assert refusal_of(act, manager) == [("cancelled", f"{TCN} is cancelled.")]


def test_a_contractor_makes_ready_only_what_is_wholly_its_own() -> None:
    own, other = loaded_order(), loaded_order()
    person = UserFactory(roles=[Role.CONTRACTOR.value], contractor=own.contractor)
    shared = ready_shipment(own, other, ready_at=None, ready_by=None)

    with pytest.raises(NotAllowed, match="It is not yours alone"):
        release.make_ready(tcn=TCN, by=person, at=AT)

    assert acts(shared)["ready"] is False


def test_a_shipment_is_closed_when_all_of_it_is_accounted_for_and_opened_again(
    manager: User,
) -> None:
    shipment = ready_shipment()
    line = shipment.lines.get()
    ReceiptFactory(line=line, quantity=7)

    assert refusal_of(release.close, manager) == [
        (
            "not_accounted_for",
            (
                "EX-1: not all of the 10 shipped is accounted for. "
                "Receive it, or report what did not come."
            ),
        )
    ]
    short = DiscrepancyFactory(line=line, quantity=3)
    assert [code for code, _ in refusal_of(release.close, manager)] == ["not_settled"]
    short.settled_at, short.settled_by, short.settlement = AT, manager, "Credited"
    short.save()
    assert release.close(tcn=TCN, by=manager, at=AT).closed_by == manager
    assert release.reopen(tcn=TCN, by=manager, at=AT).closed_at is None


def test_without_receipts_a_received_milestone_accounts_for_everything(manager: User) -> None:
    shipment = ready_shipment()
    MilestoneFactory(shipment=shipment, kind="departed")
    MilestoneFactory(shipment=shipment, kind="received")

    assert release.close(tcn=TCN, by=manager, at=AT).closed_at == AT


def test_what_is_known_of_a_released_load_may_change_and_its_gates_open_again(
    manager: User,
) -> None:
    order = loaded_order()
    ready_shipment(order)
    release.release(tcn=TCN, by=officer(), at=AT)
    order.item.hazard.delete()
    classified(order, confirmed_at=None, confirmed_by=None)

    release.take_back_release(tcn=TCN, by=manager, at=AT)

    assert [code for code, _ in refusal_of(release.release, manager)] == ["gate_segregation"]


def test_what_is_released_is_split_only_once_it_has_left_and_then_under_that_release(
    manager: User,
) -> None:
    shipment = ready_shipment()
    part = Split({shipment.lines.get().pk: 4})
    release.release(tcn=TCN, by=manager, at=AT)

    with pytest.raises(Refused, match=r"It is released as it is\. Take its release back first"):
        splitting.split(tcn=TCN, part=part, by=manager, at=AT)
    MilestoneFactory(shipment=shipment, kind="departed")
    made = splitting.split(tcn=TCN, part=part, by=manager, at=AT)

    made.refresh_from_db()
    assert (made.released_at, made.released_by) == (AT, manager)
