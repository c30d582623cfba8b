from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from shipments.domain.roles import Role
from shipments.domain.scan import package_text
from shipments.domain.tcn import Tcn
from shipments.models import (
    Milestone,
    PackageContent,
    Receipt,
    Shipment,
    ShipmentLine,
    Standing,
    User,
)
from shipments.services import receipts, scans
from shipments.services.receipt_entry import Answer, ReceiptEntry, Scan
from shipments.services.refusal import NotAllowed, Refused
from shipments.standing.recompute import recompute
from tests.factories import (
    HoldFactory,
    MilestoneFactory,
    PackageFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY
from tests.factories.standings import due_orders, standing_order

pytestmark = pytest.mark.django_db

OPERATION = UUID(int=1)


@pytest.fixture
def receiver() -> User:
    return UserFactory(roles=[Role.RECEIVER.value], name="Noa Example")


@pytest.fixture
def line() -> ShipmentLine:
    """A hundred of one order, aboard, departed, and nothing heard since."""
    order = standing_order(reference="Q1", document_number="BISZZZ63240001", quantity=100)
    line = ShipmentLineFactory(order=order, quantity=100)
    MilestoneFactory(shipment=line.shipment)
    recompute([order.pk], at=AT)
    return line


def entry(line: ShipmentLine, quantity: int | None = None) -> ReceiptEntry:
    return ReceiptEntry(line.shipment.tcn, uuid4(), line=line.pk, quantity=quantity)


def packed(line: ShipmentLine, number: int, quantity: int) -> str:
    """Put some of a line into a package, and give what its label says."""
    package = PackageFactory(shipment=line.shipment, number=number)
    PackageContent.objects.create(package=package, line=line, quantity=quantity)
    return package_text(Tcn(line.shipment.tcn), number)


def standing(line: ShipmentLine) -> tuple[str, int, int, bool]:
    now = Standing.objects.get(order=line.order_id)
    return now.status, now.received_quantity, now.missing_quantity, now.is_open


def codes(error: Refused) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in error.problems]


def test_a_part_is_received_and_the_order_follows(line, receiver):
    made = receipts.record(entry(line, 60), by=receiver, at=AT)

    (row,) = made.receipts
    assert (row.quantity, row.received_on, row.source) == (60, TODAY, "Noa Example")
    assert row.place == line.shipment.to_place
    assert standing(line) == ("part_received", 60, 0, True)
    assert due_orders() == {line.order_id}


def test_the_rest_closes_the_order_and_writes_no_milestone(line, receiver):
    receipts.record(entry(line, 60), by=receiver, at=AT)

    receipts.record(entry(line), by=receiver, at=AT)

    assert standing(line) == ("received", 100, 0, False)
    assert list(Milestone.objects.values_list("kind", flat=True)) == ["departed"]


def test_all_that_is_left_of_a_shipment_is_received_at_once(line, receiver):
    other = ShipmentLineFactory(
        shipment=line.shipment, order=standing_order(reference="Q2", quantity=8), quantity=8
    )
    receipts.record(entry(line, 30), by=receiver, at=AT)

    made = receipts.record(ReceiptEntry(line.shipment.tcn, OPERATION), by=receiver, at=AT)

    assert [(each.line_id, each.quantity) for each in made.receipts] == [
        (line.pk, 70),
        (other.pk, 8),
    ]
    assert standing(other) == ("received", 8, 0, False)


def test_a_package_brings_what_is_in_it(line, receiver):
    packed(line, 3, 48)

    made = receipts.record(
        ReceiptEntry(line.shipment.tcn, OPERATION, package=3), by=receiver, at=AT
    )

    assert [(each.package.number, each.quantity) for each in made.receipts] == [(3, 48)]


def test_the_same_operation_again_is_answered_and_not_doubled(line, receiver):
    first = receipts.record(replace(entry(line, 60), operation=OPERATION), by=receiver, at=AT)

    again = receipts.record(replace(entry(line, 40), operation=OPERATION), by=receiver, at=AT)

    assert (again.again, again.receipts) == (True, first.receipts)
    assert Receipt.objects.count() == 1


def test_more_than_is_left_is_refused(line, receiver):
    receipts.record(entry(line, 60), by=receiver, at=AT)

    with pytest.raises(Refused, match="Only 40 are left to receive of Q1") as refused:
        receipts.record(entry(line, 41), by=receiver, at=AT)

    assert codes(refused.value) == [("quantity", "more_than_left")]
    assert standing(line)[1] == 60


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quantity": 0}, ("quantity", "required")),
        ({"line": None, "quantity": 1}, ("line", "required")),
        ({"line": 0}, ("line", "unknown_line")),
        ({"line": None, "package": 9}, ("package", "unknown_package")),
        ({"received_on": TODAY + timedelta(days=2)}, ("received_on", "in_the_future")),
        ({"received_on": date(2026, 11, 9)}, ("received_on", "before_departure")),
        ({"received_on": date(1926, 11, 9)}, ("received_on", "year_out_of_reach")),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(line, receiver, change, code):
    with pytest.raises(Refused) as refused:
        receipts.record(replace(entry(line, 1), **change), by=receiver, at=AT)

    assert code in codes(refused.value)
    assert not Receipt.objects.exists()


def test_what_was_cancelled_does_not_come(line, receiver):

    Shipment.objects.filter(pk=line.shipment_id).update(cancelled_at=AT, cancelled_because="Twice")

    with pytest.raises(Refused, match="is cancelled"):
        receipts.record(entry(line, 1), by=receiver, at=AT)


def test_held_goods_that_never_left_on_record_are_not_received(receiver):
    held = ShipmentLineFactory(order=standing_order(reference="Q3"), quantity=5)
    HoldFactory(order=held.order)

    with pytest.raises(Refused) as refused:
        receipts.record(entry(held, 5), by=receiver, at=AT)

    assert codes(refused.value) == [("", "receipt_not_while_held")]
    assert not Receipt.objects.exists()


def test_what_left_before_the_hold_is_received(line, receiver):
    HoldFactory(order=line.order)

    receipts.record(entry(line, 5), by=receiver, at=AT)

    assert Receipt.objects.count() == 1


def test_a_shipment_clerk_may_not_receive(line):
    clerk = UserFactory(roles=[Role.SHIPMENT_CLERK.value])

    with pytest.raises(NotAllowed):
        receipts.record(entry(line, 1), by=clerk, at=AT)

    assert not Receipt.objects.exists()


def test_a_retracted_receipt_is_left_to_receive_again(line, receiver):
    (wrong,) = receipts.record(entry(line, 60), by=receiver, at=AT).receipts

    which = {"tcn": line.shipment.tcn, "receipt_id": wrong.pk, "by": receiver, "at": AT}
    back = receipts.retract(**which, reason="Counted twice")

    assert (back.retracts, back.reason, back.quantity) == (wrong, "Counted twice", 60)
    assert standing(line) == ("in_transit", 0, 0, True)
    with pytest.raises(Refused, match="retracted already"):
        receipts.retract(**which, reason="Again")
    with pytest.raises(Refused, match="Say why"):
        receipts.retract(**which, reason=" ")


def test_scans_of_one_batch_are_each_judged_on_their_own(line, receiver):
    label = packed(line, 1, 48)
    batch = [
        Scan(UUID(int=1), label, counted_at=AT),
        Scan(UUID(int=2), label, counted_at=AT),
        Scan(UUID(int=3), "nothing known"),
        Scan(UUID(int=4), line.shipment.tcn),
        Scan(UUID(int=5), "Q1"),
        Scan(UUID(int=6), "bisz zz63240001", quantity=12),
        Scan(UUID(int=7), "Q1", quantity=500),
        Scan(UUID(int=8), undoes=UUID(int=6)),
        Scan(UUID(int=9), undoes=UUID(int=7)),
        Scan(UUID(int=10), "a\tb\n"),
    ]

    said = scans.take(batch, by=receiver, at=AT)

    assert [(each.answer.value, each.title, each.code) for each in said] == [
        ("received", "Package 1", ""),
        ("already", "Package 1", ""),
        ("refused", "nothing known", "unknown"),
        ("chosen", line.shipment.tcn, ""),
        ("ask", "Q1", "quantity_needed"),
        ("received", "Q1", ""),
        ("refused", "Q1", "more_than_left"),
        ("undone", "Q1", ""),
        ("refused", "Undo", "nothing_to_undo"),
        ("refused", "a\tb\n", "several_lines"),
    ]
    assert said[1].text == "Already received 14:00 on 20 Nov, by Noa Example."
    assert standing(line)[1] == 48


def test_the_same_batch_again_has_the_same_answers_and_doubles_nothing(line, receiver):
    batch = [Scan(UUID(int=1), packed(line, 1, 48)), Scan(UUID(int=2), "Q1", quantity=2)]
    first = scans.take(batch, by=receiver, at=AT)

    again = scans.take(batch, by=receiver, at=AT)

    assert again == first
    assert standing(line)[1] == 50


def test_an_order_on_two_shipments_needs_one_to_be_chosen(line, receiver):

    ShipmentLine.objects.filter(pk=line.pk).update(quantity=60)
    second = ShipmentLineFactory(order=line.order, quantity=40)

    loose, chosen = scans.take(
        [
            Scan(UUID(int=1), "Q1", quantity=1),
            Scan(UUID(int=2), "Q1", quantity=1, tcn=second.shipment.tcn),
        ],
        by=receiver,
        at=AT,
    )

    assert (loose.answer, loose.code) == (Answer.REFUSED, "several_shipments")
    assert (chosen.answer, chosen.tcn) == (Answer.RECEIVED, second.shipment.tcn)


def test_a_scan_made_yesterday_and_sent_today_is_received_yesterday(line, receiver):
    scan = Scan(OPERATION, "Q1", quantity=1, counted_at=AT - timedelta(days=1))

    scans.take([scan], by=receiver, at=AT)

    assert Receipt.objects.get().received_on == date(2026, 11, 19)


def test_a_clock_that_is_ahead_is_not_believed(line, receiver):
    scan = Scan(OPERATION, "Q1", quantity=1, counted_at=AT + timedelta(days=3))

    scans.take([scan], by=receiver, at=AT)

    assert Receipt.objects.get().received_on == TODAY
