from __future__ import annotations

from typing import Any

import pytest

from shipments.domain.roles import Role
from shipments.models import Discrepancy, Receipt, ShipmentLine
from shipments.standing.recompute import recompute
from tests.factories import MilestoneFactory, ShipmentFactory, ShipmentLineFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"
RECEIPTS = f"/api/v1/shipments/{TCN}/receipts/"
DISCREPANCIES = f"/api/v1/shipments/{TCN}/discrepancies/"
OPERATION = "6f2b0f2e-6f0c-4b1c-9d6d-3f5c1c3b7a10"


@pytest.fixture
def line() -> ShipmentLine:
    order = standing_order(reference="Q1", quantity=60)
    line = ShipmentLineFactory(shipment=ShipmentFactory(tcn=TCN), order=order, quantity=60)
    MilestoneFactory(shipment=line.shipment)
    recompute([order.pk], at=AT)
    return line


def body(**given: Any) -> dict[str, Any]:
    return {"operation": OPERATION, "order": "Q1", "quantity": 40} | given


def test_a_part_is_received_and_the_order_says_so(api, line):
    response = api.post(RECEIPTS, body())

    assert response.status_code == 201
    (made,) = response.json()
    assert (made["order"], made["quantity"], made["operation"]) == ("Q1", 40, OPERATION)
    order = api.get("/api/v1/orders/Q1/").json()
    assert (order["received_quantity"], order["missing_quantity"]) == (40, 0)


def test_the_same_operation_again_is_answered_and_not_doubled(api, line):
    first = api.post(RECEIPTS, body())
    again = api.post(RECEIPTS, body(quantity=1))

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"quantity": 61}, "/quantity"),
        ({"order": "Q9"}, "/order"),
        ({"order": "", "quantity": None, "package": 4}, "/package"),
        ({"operation": "x"}, "/operation"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_a_receipt_is_refused_and_nothing_changes(api, problem, line, given, pointer):
    refused = problem(api.post(RECEIPTS, body(**given)))

    assert refused["status"] == 422
    assert [error["pointer"] for error in refused["errors"]] == [pointer]
    assert not Receipt.objects.exists()


def test_a_receipt_is_retracted_once(api, problem, line):
    (made,) = api.post(RECEIPTS, body()).json()
    address = f"{RECEIPTS}{made['id']}/retract/"

    back = api.post(address, {"reason": "Counted twice"})
    again = problem(api.post(address, {"reason": "Counted twice"}))

    assert (back.status_code, back.json()["retracts"]) == (201, made["id"])
    assert again["status"] in {409, 422}
    assert api.post(f"{RECEIPTS}0/retract/", {"reason": "None"}).status_code == 404


def test_a_shortage_leaves_it_to_ship_again(api, line):
    given = {"operation": OPERATION, "order": "Q1", "kind": "shortage", "quantity": 5}
    first = api.post(DISCREPANCIES, given)
    again = api.post(DISCREPANCIES, given)

    assert first.status_code == 201
    assert again.json() == first.json()
    assert (first.json()["to_replace"], first.json()["report_by"]) == (5, "2027-11-10")
    order = api.get("/api/v1/orders/Q1/").json()
    assert order["missing_quantity"] == 5
    assert order["left_to_ship"] == order["quantity"] + order["accepted_overage"] - 60 + 5
    assert Discrepancy.objects.count() == 1


def test_who_may_not_receive_is_refused(as_person, line):
    api = as_person(UserFactory(roles=[Role.SHIPMENT_CLERK.value]))

    assert api.post(RECEIPTS, body()).status_code == 403
    assert not Receipt.objects.exists()
