from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from shipments.domain.roles import Role
from shipments.models import DueOrder, Milestone, Order, Shipment, ShipmentLine, Standing, User
from shipments.services import shipments
from shipments.services.refusal import NotAllowed, Refused
from shipments.services.shipments import LineEntry, ShipmentEntry
from tests.factories import (
    ContractFactory,
    ContractorFactory,
    MilestoneFactory,
    PlaceFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT
from tests.factories.standings import due_orders, standing_order

pytestmark = pytest.mark.django_db

TCN = "BISZZZ63240001XXX"


@pytest.fixture
def clerk() -> User:
    return UserFactory(roles=[Role.SHIPMENT_CLERK.value])


@pytest.fixture
def entry() -> ShipmentEntry:
    order = standing_order(reference="Q1", document_number="BISZZZ63240001")
    origin, port = PlaceFactory(code="USCHS"), PlaceFactory(code="ILASH")
    return ShipmentEntry(
        mode="sea",
        from_place=origin.code,
        to_place=port.code,
        lines=(LineEntry(order.reference, 60),),
        tcn="bisz zz63 2400 01xx x",
    )


def codes(error: Refused) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in error.problems]


def nothing_is_logged() -> bool:
    return not Shipment.objects.exists() and not ShipmentLine.objects.exists()


def test_logging_writes_the_shipment_its_lines_and_its_days(entry, clerk):
    entry = replace(
        entry,
        planned_departure_on=date(2026, 11, 9),
        planned_arrival_on=date(2026, 12, 1),
        departed_on=date(2026, 11, 10),
        source="Carrier",
    )

    shipment = shipments.log(entry, by=clerk, at=AT)

    assert (shipment.tcn, shipment.logged_by, shipment.logged_at) == (TCN, clerk, AT)
    assert list(shipment.lines.values_list("order__reference", "quantity")) == [("Q1", 60)]
    assert list(
        shipment.milestones.order_by("pk").values_list("kind", "classifier", "occurs_on", "source")
    ) == [
        ("departed", "planned", date(2026, 11, 9), "Carrier"),
        ("arrived", "planned", date(2026, 12, 1), "Carrier"),
        ("departed", "actual", date(2026, 11, 10), "Carrier"),
    ]


def test_the_orders_standing_follows_and_it_is_to_be_judged(entry, clerk):
    DueOrder.objects.all().delete()

    shipments.log(replace(entry, departed_on=date(2026, 11, 10)), by=clerk, at=AT)

    standing = Standing.objects.get(order__reference="Q1")
    assert (standing.status, standing.shipped_quantity) == ("in_transit", 60)
    assert due_orders() == {standing.order_id}


@pytest.mark.parametrize("typed", ["Q1", "q1", "BISZZZ63240001", "bisz-zz 6324-0001"])
def test_an_order_is_found_by_any_identifier(entry, clerk, typed):
    assert shipments.find_order(typed, by=clerk) == Order.objects.get(reference="Q1")


def test_a_contract_number_finds_its_only_order(clerk):
    contract = ContractFactory(piid="FA863426CB001")
    order = standing_order(contract=contract)

    assert shipments.find_order("FA8634-26-C-B001", by=clerk) == order

    standing_order(contract=contract)

    assert shipments.find_order("FA8634-26-C-B001", by=clerk) is None


def test_without_a_tcn_one_is_made_from_the_document_number(entry, clerk):
    first = shipments.log(replace(entry, tcn="", lines=(LineEntry("Q1", 10),)), by=clerk, at=AT)
    second = shipments.log(replace(entry, tcn="", lines=(LineEntry("Q1", 10),)), by=clerk, at=AT)

    assert (first.tcn, second.tcn) == ("BISZZZ63240001XAX", "BISZZZ63240001XBX")


def test_without_a_document_number_a_tcn_must_be_typed(entry, clerk):
    standing_order(reference="Q2")

    with pytest.raises(Refused) as refused:
        shipments.log(replace(entry, tcn="", lines=(LineEntry("Q2", 1),)), by=clerk, at=AT)

    assert codes(refused.value) == [("tcn", "required")]


def test_every_problem_is_said_at_once_and_nothing_is_written(entry, clerk):
    sale = standing_order(
        reference="N1",
        possible_sale=True,
        ordered_on=None,
        ordered_on_precision="",
        acknowledged_on=None,
    )
    wrong = replace(
        entry,
        mode="mule",
        from_place="NOWHERE",
        tcn="SHORT",
        planned_departure_on=date(2026, 12, 2),
        planned_arrival_on=date(2026, 12, 1),
        arrived_on=date(2026, 11, 22),
        lines=(
            LineEntry("Q1", 60),
            LineEntry("Q1", 60),
            LineEntry(sale.reference, 1),
            LineEntry("Q99", 1),
            LineEntry("", 1),
            LineEntry("Q1", None, lot="B"),
        ),
    )

    with pytest.raises(Refused) as refused:
        shipments.log(wrong, by=clerk, at=AT)

    assert codes(refused.value) == [
        ("tcn", "invalid_tcn"),
        ("mode", "unknown_mode"),
        ("from_place", "unknown_place"),
        ("arrived_on", "in_the_future"),
        ("planned_arrival_on", "arrival_before_departure"),
        ("departed_on", "required"),
        ("lines.1.quantity", "more_than_left"),
        ("lines.1.order", "line_twice"),
        ("lines.2.order", "possible_sale"),
        ("lines.3.order", "unknown_order"),
        ("lines.4.order", "required"),
        ("lines.5.quantity", "more_than_left"),
    ]
    assert "Only 40 ea are left to ship on Q1. Enter 40 or fewer." in str(refused.value)
    assert nothing_is_logged()


def test_a_day_that_has_begun_in_jerusalem_is_not_in_the_future(entry, clerk):
    late_evening = AT.replace(hour=22, minute=30)

    shipment = shipments.log(
        replace(entry, departed_on=date(2026, 11, 21)), by=clerk, at=late_evening
    )

    assert Milestone.objects.get(shipment=shipment).occurs_on == date(2026, 11, 21)


def test_the_same_tcn_is_refused_with_what_to_do(entry, clerk):
    shipments.log(entry, by=clerk, at=AT)

    with pytest.raises(Refused, match=r"already logged\. Open it") as refused:
        shipments.log(replace(entry, lines=(LineEntry("Q1", 1),)), by=clerk, at=AT)

    assert codes(refused.value) == [("tcn", "duplicate_tcn")]
    assert Shipment.objects.count() == 1


def test_a_notice_says_when_arrival_is_late_and_when_no_quantity_is_published(entry, clerk):
    order = standing_order(reference="Q3", quantity=None, required_on=date(2026, 12, 1))
    entry = replace(
        entry, lines=(LineEntry(order.reference, 5),), planned_arrival_on=date(2026, 12, 4)
    )

    checked = shipments.check(entry, by=clerk, at=AT)

    assert checked.all_problems == []
    assert checked.notices == [
        (
            "The ordered quantity of Q3 is not published: "
            "nothing tells whether this is more than was ordered."
        ),
        "Arrival is 3 d after Q3 is required.",
    ]


def test_an_auditor_may_not_log(entry):
    auditor = UserFactory(roles=[Role.AUDITOR.value])

    with pytest.raises(NotAllowed):
        shipments.log(entry, by=auditor, at=AT)

    assert nothing_is_logged()


def test_a_contractor_cannot_ship_anothers_order(entry):
    other = UserFactory(roles=[Role.CONTRACTOR.value], contractor=ContractorFactory())

    with pytest.raises(Refused) as refused:
        shipments.log(entry, by=other, at=AT)

    assert codes(refused.value) == [("lines.0.order", "unknown_order")]
    assert nothing_is_logged()


def test_cancelling_gives_the_quantity_back(entry, clerk):
    shipments.log(entry, by=clerk, at=AT)

    cancelled = shipments.cancel(tcn=TCN, reason="Logged twice", by=clerk, at=AT)

    assert (cancelled.cancelled_at, cancelled.cancelled_because) == (AT, "Logged twice")
    assert Standing.objects.get(order__reference="Q1").shipped_quantity == 0


def test_what_has_moved_cannot_be_cancelled(entry, clerk):
    shipment = shipments.log(entry, by=clerk, at=AT)
    MilestoneFactory(shipment=shipment)

    with pytest.raises(Refused, match="Retract its actual milestones first"):
        shipments.cancel(tcn=TCN, reason="Mistake", by=clerk, at=AT)

    shipment.refresh_from_db()
    assert shipment.cancelled_at is None


def test_cancelling_twice_or_without_a_reason_is_refused(entry, clerk):
    shipments.log(entry, by=clerk, at=AT)

    with pytest.raises(Refused, match="Say why"):
        shipments.cancel(tcn=TCN, reason=" ", by=clerk, at=AT)
    shipments.cancel(tcn=TCN, reason="Mistake", by=clerk, at=AT)
    with pytest.raises(Refused, match="cancelled already"):
        shipments.cancel(tcn=TCN, reason="Mistake", by=clerk, at=AT)


def test_a_contractor_cancels_what_is_its_own_alone(entry):
    order = Order.objects.get(reference="Q1")
    person = UserFactory(roles=[Role.CONTRACTOR.value], contractor=order.contractor)
    shared = ShipmentLineFactory(order=order).shipment
    ShipmentLineFactory(shipment=shared, order=standing_order(reference="Q2"))
    own = ShipmentLineFactory(order=order).shipment

    with pytest.raises(NotAllowed, match="Ask a shipment clerk"):
        shipments.cancel(tcn=shared.tcn, reason="Mistake", by=person, at=AT)
    shipments.cancel(tcn=own.tcn, reason="Mistake", by=person, at=AT)

    assert list(Shipment.objects.standing_live()) == [shared]


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_shipping_the_last_of_an_order_one_wins(entry, clerk):
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def ship(number: str) -> None:
        together.wait()
        try:
            shipments.log(replace(entry, tcn=number), by=clerk, at=AT)
            outcomes.append("won")
        except Refused as refused:
            outcomes.append(refused.problems[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=ship, args=(f"BISZZZ63240001X{c}X",)) for c in "AB"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) in (
        ["more_than_left", "won"],
        ["order_not_shipped_beyond_quantity", "won"],
    )
    assert ShipmentLine.objects.count() == 1
