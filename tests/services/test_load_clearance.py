from __future__ import annotations

import pytest

from shipments.compliance import gates, loaded
from shipments.models import ItemHazard, Shipment, ShipmentLine
from shipments.services import load_clearance
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import ShipmentLineFactory, UserFactory
from tests.factories.moments import AT
from tests.services.loads import TCN, loaded_order, officer, ready_shipment

pytestmark = pytest.mark.django_db
REASON = "Declared by the dangerous-goods person, paper 12"


def digest(shipment: Shipment) -> str:
    return loaded.read(shipment).check.digest


def open_gates(shipment: Shipment) -> list[str]:
    fresh = Shipment.objects.select_related("departure").get(pk=shipment.pk)
    return [gate.name.value for gate in gates.still_open(gates.of(loaded.read(fresh)))]


def cleared(shipment: Shipment) -> Shipment:
    return load_clearance.clear(
        tcn=TCN, reason=REASON, digest=digest(shipment), by=officer(), at=AT
    )


def test_a_person_clears_what_no_table_shows_and_answers_for_it() -> None:
    shipment = ready_shipment(mode="air", departure=None)
    assert open_gates(shipment) == ["segregation", "weight"]

    done = cleared(shipment)

    assert open_gates(shipment) == []
    assert (done.load_cleared_at, done.load_cleared_because) == (AT, REASON)
    assert str(done.load_cleared_by) == "Officer"


@pytest.mark.parametrize("change", ["line", "quantity", "classification", "mode"])
def test_any_change_of_the_load_makes_a_clearance_void(change: str) -> None:
    shipment = ready_shipment(mode="air", departure=None)
    cleared(shipment)

    if change == "line":
        ShipmentLineFactory(shipment=shipment, order=loaded_order())
    elif change == "quantity":
        ShipmentLine.objects.update(quantity=9)
    elif change == "classification":
        ItemHazard.objects.update(compatibility_group="E")
    else:
        Shipment.objects.update(mode="rail")

    assert open_gates(shipment) == ["segregation", "weight"]
    fresh = Shipment.objects.get(pk=shipment.pk)
    assert loaded.read(fresh).cleared_in_vain is True


def test_a_clearance_is_of_the_load_that_was_looked_at() -> None:
    shipment = ready_shipment(mode="air")
    looked_at = digest(shipment)
    ShipmentLine.objects.update(quantity=9)

    with pytest.raises(Refused, match="The load changed since you looked"):
        load_clearance.clear(tcn=TCN, reason=REASON, digest=looked_at, by=officer(), at=AT)

    assert Shipment.objects.get(pk=shipment.pk).load_cleared == ""


def test_what_may_not_travel_together_nobody_clears() -> None:
    shipment = ready_shipment(loaded_order("1.1D"), loaded_order("1.1B"))

    with pytest.raises(Refused, match=r"Nobody can clear that: 1\.1B and 1\.1D may not travel"):
        cleared(shipment)


def test_more_than_the_departure_may_carry_nobody_clears() -> None:
    shipment = ready_shipment()
    ItemHazard.objects.update(net_explosive_kg=11)

    with pytest.raises(Refused, match="110 kg of 100 kg on Line 7: 10 kg too much"):
        cleared(shipment)


def test_where_nothing_is_open_nothing_is_cleared() -> None:
    with pytest.raises(Refused, match="Nothing is open"):
        cleared(ready_shipment())


@pytest.mark.parametrize(("reason", "code"), [("  ", "required"), ("x" * 301, "too_long")])
def test_a_clearance_has_a_reason(reason: str, code: str) -> None:
    shipment = ready_shipment(mode="air")

    with pytest.raises(Refused) as refused:
        load_clearance.clear(tcn=TCN, reason=reason, digest=digest(shipment), by=officer(), at=AT)

    assert [(each.field, each.code) for each in refused.value.problems] == [("reason", code)]


def test_who_gains_by_speed_clears_no_load() -> None:
    shipment = ready_shipment(mode="air")

    with pytest.raises(NotAllowed, match="Ask a compliance officer"):
        load_clearance.clear(
            tcn=TCN, reason=REASON, digest=digest(shipment), by=UserFactory(), at=AT
        )


def test_a_clearance_is_taken_back_once() -> None:
    shipment = ready_shipment(mode="air", departure=None)
    cleared(shipment)

    load_clearance.take_back(tcn=TCN, by=officer())

    assert open_gates(shipment) == ["segregation", "weight"]
    with pytest.raises(Refused, match="not cleared"):
        load_clearance.take_back(tcn=TCN, by=officer())
