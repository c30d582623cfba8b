from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shipments.models import (
    Case,
    Contract,
    Contractor,
    Expedite,
    ExpediteAction,
    HeldOrder,
    Hold,
    Item,
    Milestone,
    Order,
    Place,
    ShipmentLine,
)
from tests.factories import (
    CaseFactory,
    ContractFactory,
    ContractorFactory,
    ExpediteFactory,
    HoldFactory,
    ItemFactory,
    LaneFactory,
    MilestoneFactory,
    OrderFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT
from tests.models.refusal import constraint_refusing

pytestmark = pytest.mark.django_db
Thing = Order | Case | Contract | Item | Contractor | Place

STEPS = ["follow_up", "improvement_request", "priority_increase", "special_assistance"]


def _itself() -> tuple[Order, Thing]:
    order = OrderFactory()
    return order, order


def _its_case() -> tuple[Order, Thing]:
    order = OrderFactory(case=CaseFactory())
    return order, order.case


def _the_case_of_its_contract() -> tuple[Order, Thing]:
    contract = ContractFactory(case=CaseFactory())
    return OrderFactory(case=None, contract=contract), contract.case


def _its_contract() -> tuple[Order, Thing]:
    order = OrderFactory(contract=ContractFactory())
    return order, order.contract


def _its_item() -> tuple[Order, Thing]:
    order = OrderFactory(item=ItemFactory())
    return order, order.item


def _its_contractor() -> tuple[Order, Thing]:
    order = OrderFactory(contractor=ContractorFactory())
    return order, order.contractor


def _the_contractor_of_its_contract() -> tuple[Order, Thing]:
    contract = ContractFactory(contractor=ContractorFactory())
    return OrderFactory(contractor=None, contract=contract), contract.contractor


def _where_its_lane_starts() -> tuple[Order, Thing]:
    lane = LaneFactory()
    return OrderFactory(lane=lane), lane.from_place


def _where_its_lane_ends() -> tuple[Order, Thing]:
    lane = LaneFactory()
    return OrderFactory(lane=lane), lane.to_place


def _what_its_lane_passes() -> tuple[Order, Thing]:
    lane, strait = LaneFactory(), PlaceFactory()
    lane.passes.add(strait)
    return OrderFactory(lane=lane), strait


def _where_a_shipment_of_it_goes() -> tuple[Order, Thing]:
    line = ShipmentLineFactory()
    return line.order, line.shipment.to_place


def hold_on(thing: Thing, **fields: Any) -> Hold:
    covers: dict[str, Any] = {"order": None, type(thing).__name__.lower(): thing}
    return HoldFactory(**covers, **fields)


COVERED = [
    _itself,
    _its_case,
    _the_case_of_its_contract,
    _its_contract,
    _its_item,
    _its_contractor,
    _the_contractor_of_its_contract,
    _where_its_lane_starts,
    _where_its_lane_ends,
    _what_its_lane_passes,
    _where_a_shipment_of_it_goes,
]


@pytest.mark.parametrize("make", COVERED, ids=lambda make: make.__name__.strip("_"))
def test_a_hold_covers_an_order_through(make: Callable[[], tuple[Order, Thing]]) -> None:
    order, thing = make()
    OrderFactory()  # of none of these things

    hold = hold_on(thing)

    assert [(held.order, held.hold) for held in HeldOrder.objects.all()] == [(order, hold)]


def test_an_order_covered_twice_by_one_hold_is_covered_once() -> None:
    case = CaseFactory()
    OrderFactory(case=case, contract=ContractFactory(case=case))

    hold_on(case)

    assert HeldOrder.objects.count() == 1


def test_a_released_hold_covers_nothing() -> None:
    hold = HoldFactory()
    assert HeldOrder.objects.count() == 1

    _release(hold)

    assert HeldOrder.objects.count() == 0


def test_a_place_that_goods_have_left_holds_them_no_more() -> None:
    line = ShipmentLineFactory()
    MilestoneFactory(shipment=line.shipment)

    hold_on(line.shipment.from_place)

    assert HeldOrder.objects.count() == 0


def test_a_held_order_takes_no_shipment_line() -> None:
    order = HoldFactory().order
    shipment = ShipmentFactory()

    refused = constraint_refusing(lambda: ShipmentLineFactory(shipment=shipment, order=order))

    assert refused == "shipment_line_not_while_held"
    assert not ShipmentLine.objects.exists()


def test_nothing_is_put_aboard_for_a_held_place() -> None:
    shipment = ShipmentFactory()
    hold_on(shipment.to_place)
    order = OrderFactory()

    refused = constraint_refusing(lambda: ShipmentLineFactory(shipment=shipment, order=order))

    assert refused == "shipment_line_not_while_held"


def test_a_line_is_not_made_larger_under_a_hold() -> None:
    line = ShipmentLineFactory(quantity=10)
    HoldFactory(order=line.order)

    refused = constraint_refusing(
        lambda: ShipmentLine.objects.filter(pk=line.pk).update(quantity=11)
    )

    assert refused == "shipment_line_not_while_held"


@pytest.mark.parametrize(
    "kind", ["departed", "arrived", "discharged", "customs_released", "received"]
)
def test_a_shipment_of_a_held_order_does_not_depart(kind: str) -> None:
    line = ShipmentLineFactory()
    HoldFactory(order=line.order)

    refused = constraint_refusing(lambda: MilestoneFactory(shipment=line.shipment, kind=kind))

    assert refused == "milestone_not_departed_while_held"
    assert not Milestone.objects.exists()


@pytest.mark.parametrize(("kind", "classifier"), [("departed", "planned"), ("loaded", "actual")])
def test_what_is_no_departure_may_be_recorded_under_a_hold(kind: str, classifier: str) -> None:
    line = ShipmentLineFactory()
    HoldFactory(order=line.order)

    MilestoneFactory(shipment=line.shipment, kind=kind, classifier=classifier)

    assert Milestone.objects.count() == 1


def test_what_left_before_the_hold_may_arrive() -> None:
    line = ShipmentLineFactory()
    MilestoneFactory(shipment=line.shipment)
    HoldFactory(order=line.order)

    MilestoneFactory(shipment=line.shipment, kind="arrived")

    assert Milestone.objects.count() == 2


def test_a_departure_taken_back_is_not_recorded_again_under_a_hold() -> None:
    line = ShipmentLineFactory()
    departed = MilestoneFactory(shipment=line.shipment)
    HoldFactory(order=line.order)
    MilestoneFactory(shipment=line.shipment, retracts=departed, reason="Another ship")

    refused = constraint_refusing(lambda: MilestoneFactory(shipment=line.shipment, kind="arrived"))

    assert refused == "milestone_not_departed_while_held"


def test_no_case_file_is_opened_on_a_held_order() -> None:
    order = HoldFactory().order

    refused = constraint_refusing(lambda: ExpediteFactory(order=order))

    assert refused == "expedite_not_while_held"
    assert not Expedite.objects.exists()


@pytest.mark.parametrize("kind", STEPS)
def test_no_step_is_taken_in_the_case_file_of_a_held_order(kind: str) -> None:
    expedite = ExpediteFactory()
    HoldFactory(order=expedite.order)

    refused = constraint_refusing(lambda: _act(expedite, kind))

    assert refused == "expedite_step_not_while_held"
    assert not ExpediteAction.objects.exists()


@pytest.mark.parametrize("kind", ["noted", "answered", "closed"])
def test_a_case_file_is_still_kept_under_a_hold(kind: str) -> None:
    expedite = ExpediteFactory()
    HoldFactory(order=expedite.order)

    _act(expedite, kind)

    assert ExpediteAction.objects.count() == 1


def test_the_refusal_names_the_hold_its_basis_and_who_can_lift_it() -> None:
    order = OrderFactory(reference="EX-1")
    HoldFactory(order=order, kind="Suspended", legal_basis="Decision 12")
    shipment = ShipmentFactory()

    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        ShipmentLineFactory(shipment=shipment, order=order)

    detail = refused.value.__cause__.diag.message_detail  # type: ignore[union-attr]
    assert detail == (
        "EX-1 is held since 20 Nov 2026: Suspended (Decision 12). "
        "Only two people with the compliance role can release it."
    )


def test_what_a_hold_covers_never_changes() -> None:
    hold = HoldFactory()
    other = OrderFactory()

    refused = constraint_refusing(lambda: Hold.objects.filter(pk=hold.pk).update(order=other))

    assert refused == "hold_covers_what_it_was_placed_on"


def _act(expedite: Expedite, kind: str) -> None:
    ExpediteAction.objects.create(expedite=expedite, kind=kind, state_after="contacted", at=AT)


def _release(hold: Hold) -> None:
    Hold.objects.filter(pk=hold.pk).update(
        release_asked_at=AT,
        release_asked_by=hold.placed_by,
        release_reason="Signed",
        released_at=AT,
        released_by=UserFactory(),
    )
