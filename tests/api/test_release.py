from __future__ import annotations

import pytest

from shipments.models import Shipment
from tests.factories import HoldFactory, MilestoneFactory
from tests.services.loads import TCN, loaded_order, officer, ready_shipment

pytestmark = pytest.mark.django_db
HERE = f"/api/v1/shipments/{TCN}/"


def stands(response) -> dict[str, bool]:
    body = response.json()
    assert response.status_code == 200, body
    return {act: body[f"{act}_at"] is not None for act in ("ready", "released", "closed")}


def test_a_shipment_is_made_ready_released_and_taken_back(api):
    ready_shipment(ready_at=None, ready_by=None)

    assert stands(api.post(f"{HERE}ready/"))["ready"] is True
    released = api.post(f"{HERE}release/")
    assert stands(released)["released"] is True
    assert released.json()["released_by"] == "Case Manager"
    assert stands(api.post(f"{HERE}take-back-release/"))["released"] is False
    assert stands(api.post(f"{HERE}not-ready/"))["ready"] is False


def test_the_gates_are_told_with_who_clears_them(api):
    order = loaded_order(reference="EX-1")
    ready_shipment(order)
    HoldFactory(order=order)

    gates = api.get(f"{HERE}gates/").json()["gates"]

    assert {gate["name"]: gate["is_clear"] for gate in gates} == {
        "ready": True,
        "holds": False,
        "authority": True,
        "segregation": True,
        "weight": True,
    }
    assert gates[1]["who"] == ("Two people with the compliance role: one asks, another releases.")


def test_a_refused_release_names_every_open_gate_as_the_pages_do(api, problem):
    ready_shipment(mode="air", ready_at=None, ready_by=None)

    refused = problem(api.post(f"{HERE}release/"))

    assert refused["status"] == 422
    assert [error["code"] for error in refused["errors"]] == ["gate_ready", "gate_segregation"]
    assert Shipment.objects.get().released_at is None


def test_a_received_shipment_is_closed_and_opened_again(api):
    shipment = ready_shipment()
    for kind in ("departed", "received"):
        MilestoneFactory(shipment=shipment, kind=kind)

    assert stands(api.post(f"{HERE}close/"))["closed"] is True
    assert stands(api.post(f"{HERE}reopen/"))["closed"] is False


def test_what_is_sent_to_an_act_is_not_taken_for_nothing(api, problem):
    ready_shipment()

    refused = problem(api.post(f"{HERE}release/", {"force": True}))

    assert [error["code"] for error in refused["errors"]] == ["unknown_field"]
    assert Shipment.objects.get().released_at is None


def test_who_may_not_release_is_told_so_and_strangers_to_it_find_nothing(
    as_person, contractors_api, problem
):
    ready_shipment()
    auditor = officer()
    auditor.roles = ["auditor"]
    auditor.save()

    assert problem(as_person(auditor).post(f"{HERE}release/"))["status"] == 403
    assert problem(contractors_api.get(f"{HERE}gates/"))["status"] == 404


def test_a_contractor_makes_its_own_ready_and_is_told_no_gate(contractors_api, contractors_user):
    order = loaded_order(contractor=contractors_user.contractor)
    ready_shipment(order, ready_at=None, ready_by=None)

    body = contractors_api.post(f"{HERE}ready/").json()

    assert (body["ready_at"] is not None, body["gates"]) == (True, [])
