from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from shipments.compliance.load import LoadCheck, check
from shipments.domain.hazard import Fit, Verdict
from shipments.domain.modes import Mode
from shipments.models import ItemHazard, Order
from tests.factories import (
    DepartureFactory,
    ItemHazardFactory,
    LegFactory,
    OrderFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db


def order_of(classification: str = "", **fields: Any) -> Order:
    """An order of an item with a confirmed classification; of one nobody classified without."""
    known = {
        name: fields.pop(name)
        for name in ("net_explosive_kg", "unit_of_issue", "confirmed_at", "confirmed_by")
        if name in fields
    }
    order = OrderFactory(**fields)
    if classification:
        classify(order, classification, **known)
    return order


def classify(order: Order, classification: str, **known: Any) -> ItemHazard:
    confirmed = {"confirmed_at": AT, "confirmed_by": UserFactory()}
    division, group = classification[:-1], classification[-1]
    what: dict[str, Any] = {"division": division, "compatibility_group": group}
    if classification == "none":
        what = {"is_explosive": False, "division": "", "compatibility_group": "", "un_number": ""}
        what["net_explosive_kg"] = None
    return ItemHazardFactory(item=order.item, **what | confirmed | known)


def by_sea(*orders: Order, quantity: int = 10, departures: Any = ()) -> LoadCheck:
    return check([(order, quantity) for order in orders], [Mode.SEA], departures)


def test_two_groups_that_may_not_travel_together_are_forbidden_beside_the_later_line() -> None:
    found = by_sea(order_of("1.1D"), order_of("1.1B"), order_of("1.1D"))

    assert found.verdict is Verdict.FORBIDDEN
    assert [(each.lines, each.later, each.sentence) for each in found.forbidden] == [
        (
            (0, 1, 2),
            (1,),
            "1.1B and 1.1D may not travel in one compartment, magazine or transport unit.",
        )
    ]


def test_a_confirmed_load_of_one_classification_leaves_no_point_of_segregation() -> None:
    found = by_sea(order_of("1.1D"), order_of("1.1D"))

    assert (found.verdict, found.segregation_points) == (Verdict.ALLOWED, ())


def test_what_nobody_classified_is_named_and_left_to_a_person() -> None:
    known, unknown = order_of("1.1D"), order_of(item__name="Crate, sealed")

    found = by_sea(known, unknown)

    assert found.verdict is Verdict.UNKNOWN
    assert found.segregation_points == (
        "Crate, sealed: how it is classified is not known, nor whether it explodes.",
    )


@pytest.mark.parametrize(("what", "words"), [("1.1D", "1.1D"), ("none", "not Class 1")])
def test_a_classification_that_nobody_confirmed_clears_nothing(what: str, words: str) -> None:
    order = order_of(what, item__name="Crate", confirmed_at=None, confirmed_by=None)

    found = by_sea(order)

    assert found.verdict is Verdict.UNKNOWN
    assert found.segregation_points == (f"Crate: recorded as {words}, confirmed by nobody.",)


@pytest.mark.parametrize("mode", [Mode.AIR, Mode.RAIL])
def test_a_mode_without_a_table_is_left_to_a_person(mode: Mode) -> None:
    found = check([(order_of("1.4S"), 10)], [mode])

    assert found.verdict is Verdict.UNKNOWN
    assert found.segregation_points == (
        f"By {mode} no table here says what may travel together: a dangerous-goods person clears the load.",
    )


def test_every_mode_of_the_way_has_its_say() -> None:
    found = check([(order_of("1.1B"), 1), (order_of("1.4S"), 1)], [Mode.ROAD, Mode.SEA])

    assert [(each.mode, each.verdict) for each in found.together] == [
        (Mode.ROAD, Verdict.CONDITIONAL)
    ]


def test_what_is_known_not_to_explode_goes_with_anything() -> None:
    found = by_sea(order_of("none"), order_of("none"))

    assert (found.concerns, found.points) == (False, ())
    assert found.carried[0].sentence == (
        "Nothing aboard counts: it is known not to be an explosive."
    )


def test_weights_are_added_and_held_against_the_limit_with_ours_and_others() -> None:
    sailing = DepartureFactory(
        carrier="Line", voyage="7", explosive_limit_kg=200, explosive_others_kg=Decimal("20.5")
    )
    on_it = ShipmentLineFactory(shipment__departure=sailing, quantity=5)
    classify(on_it.order, "1.1D", net_explosive_kg=2)
    by_leg = ShipmentLineFactory(quantity=1)
    LegFactory(shipment=by_leg.shipment, departure=sailing)
    classify(by_leg.order, "1.1D", net_explosive_kg=3)
    gone = ShipmentFactory(departure=sailing)
    ShipmentLineFactory(shipment=gone, quantity=90)
    gone.cancelled_at, gone.cancelled_because = AT, "Not built"
    gone.save()

    found = by_sea(order_of("1.1D", net_explosive_kg=Decimal("6.9")), departures=[sailing])

    (carried,) = found.carried
    assert (carried.this.known, carried.ours.known, carried.fit) == (69, 13, Fit.WITHIN)
    assert carried.sentence == "69 kg aboard makes 102.5 kg of 200 kg on Line 7."
    assert found.points == ()


def test_more_than_the_limit_is_over_whatever_else_is_missing() -> None:
    sailing = DepartureFactory(carrier="Line", voyage="7", explosive_limit_kg=60)

    found = by_sea(order_of("1.1D"), order_of(), departures=[sailing])

    assert [each.sentence for each in found.over] == [
        "At least 69 kg aboard makes at least 69 kg of 60 kg on Line 7: 9 kg too much."
    ]


def test_a_weight_that_is_not_known_is_never_nought() -> None:
    sailing = DepartureFactory(carrier="Line", voyage="7", explosive_limit_kg=900)
    ShipmentLineFactory(shipment__departure=sailing)

    found = by_sea(order_of("1.1D", net_explosive_kg=None), departures=[sailing])

    assert found.carried[0].fit is Fit.UNKNOWN
    assert found.weight_points == (
        "Net explosive weight of this load: not known of every line.",
        "Net explosive weight of our other shipments on Line 7: not known of every line.",
        "Net explosive weight of others' goods on Line 7.",
    )


def test_a_weight_of_another_unit_than_the_orders_is_not_known() -> None:
    found = by_sea(order_of("1.1D", unit_of_issue="BX"))

    assert found.lines[0].net_explosive_kg is None


def test_without_a_departure_or_its_limit_nobody_knows_how_much_may_go() -> None:
    order = order_of("1.1D")
    unlimited = DepartureFactory(carrier="Line", voyage="7")

    assert by_sea(order).weight_points == (
        "By which departure it goes, and how much that may carry.",
    )
    assert by_sea(order, departures=[unlimited]).weight_points == (
        "How much net explosive weight Line 7 may carry.",
    )


def test_the_digest_changes_with_the_load_and_its_classification_and_with_nothing_else() -> None:
    order = order_of("1.1D")
    before = by_sea(order).digest

    assert by_sea(order).digest == before
    assert by_sea(order, quantity=11).digest != before
    assert check([(order, 10)], [Mode.ROAD]).digest != before
    ItemHazard.objects.filter(item=order.item).update(source="Another paper")
    assert by_sea(order).digest == before
    ItemHazard.objects.filter(item=order.item).update(net_explosive_kg=7)
    assert by_sea(order).digest != before


@pytest.mark.parametrize("count", [1, 12])
def test_a_check_costs_three_queries_however_much_is_aboard(
    django_assert_num_queries: Any, count: int
) -> None:
    sailing = DepartureFactory(explosive_limit_kg=9000, explosive_others_kg=0)
    ShipmentLineFactory.create_batch(count, shipment__departure=sailing)
    orders = [order_of("1.1D") for _ in range(count)]

    with django_assert_num_queries(3):  # hazards, shipments on it, their weights
        found = by_sea(*orders, departures=[sailing])

    assert len(found.lines) == count
