from __future__ import annotations

from typing import Any

import pytest

from shipments.domain.roles import Role
from shipments.models import Milestone, Standing
from tests.factories import (
    MilestoneFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"
MILESTONES = f"/api/v1/shipments/{TCN}/milestones/"


def body(**given: Any) -> dict[str, Any]:
    said = {
        "kind": "departed",
        "classifier": "actual",
        "occurs_on": "2026-11-10",
        "source": "Carrier",
    }
    return said | given


def test_a_milestone_is_recorded_and_the_order_moves(api):
    order = standing_order()
    port = PlaceFactory(code="ZZAAA")
    ShipmentLineFactory(shipment=ShipmentFactory(tcn=TCN, from_place=port), order=order)

    response = api.post(MILESTONES, body(place="ZZAAA", reported_at="2026-11-10T18:00:00Z"))

    assert response.status_code == 201
    recorded = response.json()
    assert (
        recorded["kind"],
        recorded["occurs_on"],
        recorded["place"],
        recorded["reported_at"],
    ) == (
        "departed",
        "2026-11-10",
        "ZZAAA",
        "2026-11-10T18:00:00Z",
    )
    shipment = api.get(f"/api/v1/shipments/{TCN}/").json()
    assert (shipment["departed_on"], shipment["milestones"]) == ("2026-11-10", [recorded])
    assert Standing.objects.get(order=order).status == "in_transit"


@pytest.mark.parametrize(
    ("given", "pointer", "code"),
    [
        ({"kind": "vanished"}, "/kind", "unknown_kind"),
        ({"classifier": "rumoured"}, "/classifier", "unknown_classifier"),
        ({"source": ""}, "/source", "required"),
        ({"place": "NOWHERE"}, "/place", "unknown_place"),
        ({"occurs_on": None}, "/occurs_on", "null"),
        ({"occurs_on": "2070-01-01"}, "/occurs_on", "milestone_actual_not_in_the_future"),
        (
            {"kind": "arrived", "occurs_on": "2026-11-01"},
            "/occurs_on",
            "milestone_arrival_not_before_departure",
        ),
    ],
)
def test_a_milestone_is_refused_and_nothing_changes(api, problem, given, pointer, code):
    MilestoneFactory(shipment=ShipmentFactory(tcn=TCN))

    refused = problem(api.post(MILESTONES, body(**given)))

    assert refused["status"] == 422
    assert [(each["pointer"], each["code"]) for each in refused["errors"]] == [(pointer, code)]
    assert Milestone.objects.count() == 1


def test_a_milestone_of_a_shipment_that_is_not_there_is_not_found(api):
    assert api.post(MILESTONES, body()).status_code == 404


def test_who_may_not_record_milestones_is_told_so(as_person, problem):
    ShipmentFactory(tcn=TCN)
    auditor = as_person(UserFactory(roles=[Role.AUDITOR.value]))

    assert problem(auditor.post(MILESTONES, body()))["status"] == 403
    assert not Milestone.objects.exists()


def test_a_contractors_user_does_not_find_the_shipment_of_another(contractors_api):
    ShipmentLineFactory(shipment=ShipmentFactory(tcn=TCN))

    assert contractors_api.post(MILESTONES, body()).status_code == 404
    assert not Milestone.objects.exists()
