"""What is checked of a shipment besides its orders: serials, packages, weight, departure, TCN."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from shipments.domain.roles import Role
from shipments.models import Package, Shipment, User
from shipments.services import shipments
from shipments.services.refusal import Refused
from shipments.services.shipments import ContentEntry, LineEntry, PackageEntry, ShipmentEntry
from shipments.standing.recompute import recompute
from tests.factories import (
    DepartureFactory,
    DiscrepancyFactory,
    HoldFactory,
    ItemHazardFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db

DOCUMENT = "BISZZZ63240001"
LOGGING = 18


@pytest.fixture
def clerk() -> User:
    return UserFactory(roles=[Role.SHIPMENT_CLERK.value])


@pytest.fixture
def entry() -> ShipmentEntry:
    standing_order(reference="Q1", document_number=DOCUMENT, quantity=60)
    PlaceFactory(code="ZZAAA")
    PlaceFactory(code="ZZBBB")
    return ShipmentEntry("sea", "ZZAAA", "ZZBBB", (LineEntry("Q1", 60),))


def found(entry: ShipmentEntry, by: User) -> list[tuple[str, str]]:
    problems = shipments.check(entry, by=by, at=AT).all_problems
    return [(problem.field, problem.code) for problem in problems]


def packed(entry: ShipmentEntry, *rows: PackageEntry, **also: object) -> ShipmentEntry:
    return replace(entry, packages=rows, **also)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        ("A-001", "A-060", []),
        ("blue", "green", []),
        ("A-001", "A-061", [("lines.0.serial_to", "serials_do_not_count")]),
        ("A-060", "A-001", [("lines.0.serial_to", "serials_backwards")]),
        ("A-001", "B-060", [("lines.0.serial_to", "serials_not_alike")]),
        ("A-001", "", [("lines.0.serial_to", "required")]),
        ("", "A-060", [("lines.0.serial_from", "required")]),
    ],
)
def test_serial_numbers_count_what_is_shipped(entry, clerk, first, last, problem):
    line = LineEntry("Q1", 60, serial_from=first, serial_to=last)

    assert found(replace(entry, lines=(line,)), clerk) == problem


def test_two_lots_of_one_order_are_two_lines_with_serials_of_their_own(entry, clerk):
    one = LineEntry("Q1", 30, "L-1", "1", "30")
    two = LineEntry("Q1", 30, "L-2", "31", "60")
    same = LineEntry("Q1", 30, "L-2", "30", "59")

    assert found(replace(entry, lines=(one, two)), clerk) == []
    assert found(replace(entry, lines=(one, same)), clerk) == [
        ("lines.1.serial_to", "serials_twice")
    ]


def test_packages_are_filled_from_the_lines_and_the_last_holds_what_is_left(entry, clerk):
    pallets = PackageEntry(
        4, "pallet", Decimal(900), Decimal("1.5"), contents=(ContentEntry(1, 16),)
    )

    shipment = shipments.log(packed(entry, pallets), by=clerk, at=AT)

    assert (shipment.gross_weight_kg, shipment.cube_m3) == (3600, 6)
    rows = Package.objects.by_number().values_list("number", "kind", "contents__quantity")
    assert list(rows) == [
        (1, "pallet", 16),
        (2, "pallet", 16),
        (3, "pallet", 16),
        (4, "pallet", 12),
    ]


def test_a_line_is_shared_out_evenly_where_nobody_says_how_much_is_in_each(entry, clerk):
    boxes = PackageEntry(7, "box", contents=(ContentEntry(1),))

    shipment = shipments.log(packed(entry, boxes), by=clerk, at=AT)

    held = list(shipment.packages.by_number().values_list("contents__quantity", flat=True))
    assert held == [9, 9, 9, 9, 8, 8, 8]
    assert shipment.gross_weight_kg is None


@pytest.mark.parametrize(
    ("row", "total", "problem"),
    [
        (PackageEntry(5, "box", contents=(ContentEntry(1, 20),)), None, ("packages.0.count", "packages_hold_more_than_the_line")),
        (PackageEntry(61, "box", contents=(ContentEntry(1),)), None, ("packages.0.count", "packages_hold_more_than_the_line")),
        (PackageEntry(1, "box", contents=(ContentEntry(2),)), None, ("packages.0.line", "unknown_line")),
        (PackageEntry(1, "box", contents=(ContentEntry(1, 0),)), None, ("packages.0.each", "required")),
        (PackageEntry(None, "box"), None, ("packages.0.count", "required")),
        (PackageEntry(2_001, "box"), None, ("packages.0.count", "too_many_packages")),
        (PackageEntry(1, "sack"), None, ("packages.0.kind", "unknown_kind")),
        (PackageEntry(1, "box", Decimal(0)), None, ("packages.0.gross_weight_kg", "not_positive")),
        (PackageEntry(1, "box", None, Decimal(-1)), None, ("packages.0.cube_m3", "not_positive")),
        (PackageEntry(1, "box", Decimal(10**9)), None, ("packages.0.gross_weight_kg", "out_of_reach")),
        (PackageEntry(1, "box", Decimal(900), Decimal("0.001")), None, ("packages.0.gross_weight_kg", "too_dense")),
        (PackageEntry(2, "box", Decimal(500)), Decimal(1200), ("gross_weight_kg", "packages_do_not_add_up")),
        (PackageEntry(2, "box", Decimal(500)), Decimal("1000.4"), None),
    ],
)  # fmt: skip
def test_what_cannot_be_packed_or_weigh_that_is_refused(entry, clerk, row, total, problem):
    assert found(packed(entry, row, gross_weight_kg=total), clerk) == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("kg", "notices"),
    [
        (Decimal(600), []),
        (Decimal(300), ["Gross weight 300 kg is less than the goods alone weigh by their data, 600 kg. Check it."]),
        (Decimal(6000), ["Gross weight 6,000 kg is far more than the goods weigh by their data, 600 kg. Check it."]),
    ],
)  # fmt: skip
def test_a_weight_is_held_against_what_the_items_weigh(entry, clerk, kg, notices):
    order = standing_order(reference="Q2", quantity=60)
    ItemHazardFactory(item=order.item, gross_kg=Decimal(10), unit_of_issue="EA")
    heavy = replace(entry, lines=(LineEntry("Q2", 60),), gross_weight_kg=kg, tcn=f"{DOCUMENT}XXX")

    assert shipments.check(heavy, by=clerk, at=AT).load.notices == notices


def test_a_departure_takes_what_goes_its_way_in_time_and_has_room(entry, clerk):
    places = {"from_place": PlaceFactory(code="ZZCCC"), "to_place": PlaceFactory(code="ZZDDD")}
    way = DepartureFactory(carrier="Fictional Line", capacity_kg=5000, **places)
    ShipmentFactory(departure=way, gross_weight_kg=4000)
    going = replace(
        entry, from_place="ZZCCC", to_place="ZZDDD", departure=way.pk, gross_weight_kg=Decimal(1000)
    )

    assert found(going, clerk) == []
    assert found(replace(going, gross_weight_kg=Decimal(1001)), clerk) == [
        ("departure", "departure_over_capacity")
    ]
    assert found(replace(going, mode="air"), clerk) == [("departure", "departure_goes_another_way")]
    assert found(replace(going, departure=way.pk + 1), clerk) == [
        ("departure", "departure_unknown")
    ]
    way.cut_off_on = TODAY - timedelta(days=1)
    way.save()
    assert found(going, clerk) == [("departure", "departure_cut_off_passed")]
    assert found(replace(going, departed_on=TODAY), clerk) == []
    way.cancelled_on = TODAY
    way.save()
    assert found(going, clerk) == [("departure", "departure_cancelled")]
    with pytest.raises(Refused, match="is cancelled"):
        shipments.log(going, by=clerk, at=AT)


def test_an_unknown_carrier_is_told_with_the_name_closest_to_it(entry, clerk):
    DepartureFactory(carrier="Fictional Line")
    ShipmentFactory(carrier="Imaginary Air")

    def notices(carrier: str) -> list[str]:
        return shipments.check(replace(entry, carrier=carrier), by=clerk, at=AT).notices

    assert notices("fictional  line") == notices("Imaginary Air") == notices("") == []
    assert notices("Fictional Lines") == [
        "No carrier Fictional Lines is known. Did you mean Fictional Line?"
    ]
    assert notices("Zebra") == ["No carrier Zebra is known yet. Check the name if it is not new."]


def test_a_whole_order_moves_under_x_and_a_part_under_the_next_letter(entry, clerk):
    def tcn(quantity: int) -> str:
        lines = (LineEntry("Q1", quantity),)
        return shipments.check(replace(entry, lines=lines), by=clerk, at=AT).tcn

    assert (tcn(60), tcn(59)) == (f"{DOCUMENT}XXX", f"{DOCUMENT}XAX")
    ShipmentFactory(tcn=f"{DOCUMENT}XAX")
    assert (tcn(60), tcn(59)) == (f"{DOCUMENT}XBX", f"{DOCUMENT}XBX")


def test_without_a_document_number_a_tcn_is_made_of_the_shippers_address(entry, clerk):
    standing_order(reference="Q2")
    by_address = replace(entry, tcn="zz 9zz9", lines=(LineEntry("Q2", 1),))

    first = shipments.log(by_address, by=clerk, at=AT)
    second = shipments.log(
        replace(by_address, planned_departure_on=date(2026, 11, 20)), by=clerk, at=AT
    )

    assert (first.tcn, second.tcn) == ("ZZ9ZZ96324X001XXX", "ZZ9ZZ96324X002XXX")


def test_what_was_lost_on_the_way_is_left_to_ship_again(entry, clerk):
    order = standing_order(reference="Q2", quantity=60)
    lost = ShipmentLineFactory(order=order, quantity=60)
    DiscrepancyFactory(line=lost, kind="shortage", quantity=5)
    recompute([order.pk], at=AT)
    again = replace(entry, lines=(LineEntry("Q2", 6),), tcn=f"{DOCUMENT}XXX")

    assert found(again, clerk) == [("lines.0.quantity", "more_than_left")]
    assert found(replace(again, lines=(LineEntry("Q2", 5),)), clerk) == []


def test_a_held_order_is_refused_with_its_hold_named(entry, clerk):
    order = standing_order(reference="Q2", document_number="BISZZZ63240002")
    HoldFactory(order=order, kind="licence", legal_basis="Export licence")

    [problem] = shipments.check(
        replace(entry, lines=(LineEntry("Q1", 1), LineEntry("Q2", 1))), by=clerk, at=AT
    ).all_problems

    assert (problem.field, problem.code) == ("lines.1.order", "held")
    assert "Export licence" in problem.message
    assert not Shipment.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_checking_and_logging_cost_the_same_for_few_lines_and_many(
    entry, clerk, django_assert_num_queries, count
):
    names = [f"BISZZZ6324{n:04d}" for n in range(100, 100 + count)]
    for name in names:
        standing_order(reference=name, document_number=name, quantity=10)
    pallets = tuple(
        PackageEntry(1, "pallet", contents=(ContentEntry(n + 1),)) for n in range(count)
    )
    many = replace(
        entry, lines=tuple(LineEntry(name, 10) for name in names), packages=pallets, carrier="Line"
    )

    # The orders, their holds, the number, the items, the places, the carriers.
    with django_assert_num_queries(6):
        assert shipments.check(many, by=clerk, at=AT).all_problems == []
    with django_assert_num_queries(LOGGING):
        shipments.log(many, by=clerk, at=AT)
