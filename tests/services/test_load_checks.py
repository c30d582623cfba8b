"""What the checks of explosives say while a shipment is typed, and refuse when it is saved."""

from __future__ import annotations

from typing import Any

import pytest

from shipments.models import Departure, Order, Shipment, User
from shipments.services import shipments
from shipments.services.refusal import Refused
from shipments.services.shipments import LineEntry, ShipmentEntry
from tests.at_once import second_of_two
from tests.factories import DepartureFactory, PlaceFactory, UserFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.services.loads import loaded_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    return UserFactory()


@pytest.fixture
def sailing() -> Departure:
    """It may carry 100 kg, and others have 50 kg aboard."""
    return DepartureFactory(
        carrier="Line", voyage="7", explosive_limit_kg=100, explosive_others_kg=50
    )


def entry(*orders: Order, quantity: int = 10, sailing: Departure | None = None) -> ShipmentEntry:
    places = [sailing.from_place, sailing.to_place] if sailing else PlaceFactory.create_batch(2)
    return ShipmentEntry(
        "sea",
        places[0].code,
        places[1].code,
        tuple(LineEntry(order.reference, quantity) for order in orders),
        tcn=f"BISZZZ6324{Shipment.objects.count():04}XXX",
        carrier="Line",
        departure=sailing.pk if sailing else None,
    )


def problems_of(typed: ShipmentEntry, by: User) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        shipments.log(typed, by=by, at=AT)
    return [(each.field, each.message) for each in refused.value.problems]


def test_what_may_not_travel_together_is_refused_beside_its_line(clerk: User) -> None:
    one, other = loaded_order("1.1D", reference="EX-1"), loaded_order("1.1B", reference="EX-2")

    assert problems_of(entry(one, other), clerk) == [
        (
            "lines.1.order",
            (
                "EX-2 is 1.1B. 1.1B and 1.1D may not travel in one compartment, magazine or "
                "transport unit. Aboard with it: EX-1 (1.1D). Log it as a shipment of its own."
            ),
        )
    ]
    assert not Shipment.objects.exists()


def test_more_than_the_departure_may_carry_is_refused(clerk: User, sailing: Departure) -> None:
    order = loaded_order(reference="EX-1")

    assert problems_of(entry(order, quantity=26, sailing=sailing), clerk) == [
        (
            "departure",
            (
                "52 kg aboard makes 102 kg of 100 kg on Line 7: 2 kg too much. "
                "Take less aboard, or choose another departure."
            ),
        )
    ]
    assert not Shipment.objects.exists()


def test_what_is_not_known_is_logged_and_left_to_who_clears_the_load(clerk: User) -> None:
    order = standing_order(reference="EX-1", item__name="Crate, sealed")
    typed = entry(order)

    checked = shipments.check(typed, by=clerk, at=AT)
    shipments.log(typed, by=clerk, at=AT)

    assert checked.explosives is not None
    assert checked.explosives.points == (
        "Crate, sealed: how it is classified is not known, nor whether it explodes.",
        "Net explosive weight of this load: not known of every line.",
        "By which departure it goes, and how much that may carry.",
    )
    assert Shipment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_fill_a_departure_at_once_one_is_refused(
    clerk: User, sailing: Departure
) -> None:
    one, other = loaded_order(reference="EX-1"), loaded_order(reference="EX-2")
    typed: list[Any] = [entry(order, quantity=15, sailing=sailing) for order in (one, other)]
    second = ShipmentEntry(**{**vars(typed[1]), "tcn": "BISZZZ63249999XXX"})

    with pytest.raises(Refused, match="30 kg aboard makes 110 kg of 100 kg on Line 7"):
        second_of_two(
            lambda: shipments.log(typed[0], by=clerk, at=AT),
            lambda: shipments.log(second, by=clerk, at=AT),
        )

    assert Shipment.objects.count() == 1
