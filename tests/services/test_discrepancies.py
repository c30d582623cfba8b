from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from shipments.domain.roles import Role
from shipments.models import (
    Discrepancy,
    Document,
    DocumentFile,
    ShipmentLine,
    Standing,
    User,
)
from shipments.services import discrepancies, receipts
from shipments.services.discrepancies import DiscrepancyEntry, Photo
from shipments.services.receipt_entry import ReceiptEntry
from shipments.services.refusal import NotAllowed, Refused
from shipments.standing.recompute import recompute
from tests.factories import CaseFactory, MilestoneFactory, ShipmentLineFactory, UserFactory
from tests.factories.files import photo
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db

PNG = photo("PNG")


@pytest.fixture
def receiver() -> User:
    return UserFactory(roles=[Role.RECEIVER.value], name="Noa Example")


@pytest.fixture
def line() -> ShipmentLine:
    """A hundred of one order of a case, aboard and departed; ninety of them received."""
    order = standing_order(reference="Q1", quantity=100, case=CaseFactory(case_id="IS-B-ZZA"))
    line = ShipmentLineFactory(order=order, quantity=100)
    MilestoneFactory(shipment=line.shipment, occurs_on=date(2026, 11, 10))
    came = ReceiptEntry(line.shipment.tcn, uuid4(), line=line.pk, quantity=90)
    receipts.record(came, by=UserFactory(), at=AT)
    return line


def entry(line: ShipmentLine, kind: str = "shortage", quantity: int = 10) -> DiscrepancyEntry:
    return DiscrepancyEntry(line.shipment.tcn, line.pk, kind, quantity)


def standing(line: ShipmentLine) -> tuple[str, int, int, bool]:
    now = Standing.objects.get(order=line.order_id)
    return now.status, now.received_quantity, now.missing_quantity, now.is_open


def codes(error: Refused) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in error.problems]


def test_a_shortage_leaves_the_order_open_with_what_is_missing(line, receiver):
    made = discrepancies.report(entry(line), by=receiver, at=AT)

    assert (made.number, made.found_on, made.report_by) == (
        "A0001-IS-ZZA",
        TODAY,
        date(2027, 11, 10),
    )
    assert (made.quantity, made.to_replace) == (10, 10)
    assert standing(line) == ("part_received", 90, 10, True)


def test_what_is_not_to_be_replaced_closes_the_order(line, receiver):
    discrepancies.report(replace(entry(line), to_replace=0), by=receiver, at=AT)

    assert standing(line) == ("received", 90, 0, False)


def test_damaged_goods_to_be_replaced_do_not_count_as_received(line, receiver):
    discrepancies.report(entry(line, "damage", 4), by=receiver, at=AT)

    assert standing(line) == ("part_received", 86, 4, True)


def test_an_overage_may_be_received(line, receiver):
    discrepancies.report(entry(line, "overage", 5), by=receiver, at=AT)

    rest = ReceiptEntry(line.shipment.tcn, uuid4(), line=line.pk)
    assert receipts.record(rest, by=receiver, at=AT).quantity == 15
    assert standing(line) == ("received", 105, 0, False)


def test_each_case_counts_its_own(line, receiver):
    unnumbered = standing_order(quantity=9, case=CaseFactory(case_id=None, record_ref="K9"))
    other = ShipmentLineFactory(order=unnumbered, quantity=9)
    discrepancies.report(entry(line, quantity=1), by=receiver, at=AT)
    discrepancies.report(entry(line, quantity=1), by=receiver, at=AT)
    discrepancies.report(entry(other, "non_delivery", 9), by=receiver, at=AT)

    numbers = Discrepancy.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == ["A0001-IS-ZZA", "A0002-IS-ZZA", "A0001-IS-NIL"]


def test_after_the_last_number_comes_the_next_letter(line, receiver):
    made = discrepancies.report(entry(line, quantity=1), by=receiver, at=AT)
    last = {"number": "A8999-IS-ZZA", "operation": None, "pk": None}
    Discrepancy.objects.bulk_create([_like(made, **last)])

    again = discrepancies.report(entry(line, quantity=1), by=receiver, at=AT)

    assert again.number == "B0001-IS-ZZA"


def _like(made: Discrepancy, **fields: object) -> Discrepancy:
    copied = {each.attname: getattr(made, each.attname) for each in Discrepancy._meta.fields}
    copied.pop("id")
    fields.pop("pk")
    return Discrepancy(**(copied | fields))


def test_the_same_operation_again_reports_nothing_more(line, receiver):
    once = replace(entry(line, quantity=3), operation=UUID(int=7))
    first = discrepancies.report(once, by=receiver, at=AT)

    again = discrepancies.report(once, by=receiver, at=AT)

    assert again == first
    assert Discrepancy.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "lost"}, ("kind", "unknown_kind")),
        ({"quantity": None}, ("quantity", "required")),
        ({"quantity": 11}, ("quantity", "more_than_left")),
        ({"kind": "damage", "quantity": 91}, ("quantity", "more_than_left")),
        ({"kind": "wrong_item"}, ("wrong_item", "required")),
        ({"to_replace": 11}, ("to_replace", "more_than_reported")),
        ({"kind": "overage", "to_replace": 1}, ("to_replace", "overage_is_not_replaced")),
        ({"found_on": TODAY + timedelta(days=2)}, ("found_on", "in_the_future")),
        ({"line": 0}, ("line", "unknown_line")),
        ({"photo": Photo("a.png", b"")}, ("photo", "empty_file")),
        ({"photo": Photo("a.png", b"<html>")}, ("photo", "unknown_file_type")),
        ({"photo": Photo("a.png", PNG * 400_000)}, ("photo", "file_too_large")),
        ({"photo": Photo("a.png", PNG[:20])}, ("photo", "damaged_picture")),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(line, receiver, change, code):
    with pytest.raises(Refused) as refused:
        discrepancies.report(replace(entry(line), **change), by=receiver, at=AT)

    assert codes(refused.value) == [code]
    assert not Discrepancy.objects.exists()


def test_a_photo_is_kept_for_what_it_is(line, receiver):
    taken = Photo(r"C:\pictures\pallet.exe", PNG)
    made = discrepancies.report(replace(entry(line), photo=taken), by=receiver, at=AT)
    other = discrepancies.report(replace(entry(line, "damage", 1), photo=taken), by=receiver, at=AT)

    kept = Document.objects.get()
    assert (kept.discrepancy, kept.name, kept.media_type, kept.size) == (
        made,
        "pallet.exe.png",
        "image/png",
        len(PNG),
    )
    assert bytes(DocumentFile.objects.get().content) == PNG
    assert other.number == "A0002-IS-ZZA"


def test_a_shipment_clerk_may_not_report(line):
    clerk = UserFactory(roles=[Role.SHIPMENT_CLERK.value])

    with pytest.raises(NotAllowed):
        discrepancies.report(entry(line), by=clerk, at=AT)

    assert not Discrepancy.objects.exists()


def test_settled_without_a_replacement_the_order_is_closed(line, receiver):
    made = discrepancies.report(entry(line), by=receiver, at=AT)

    settled = discrepancies.settle(
        number=made.number, settlement="Credited", to_replace=0, by=receiver, at=AT
    )

    assert (settled.settled_at, settled.settled_by, settled.settlement) == (
        AT,
        receiver,
        "Credited",
    )
    assert standing(line) == ("received", 90, 0, False)


def test_what_was_replaced_already_cannot_be_settled_without(line, receiver):
    made = discrepancies.report(entry(line), by=receiver, at=AT)
    ShipmentLineFactory(order=line.order, quantity=10)
    recompute([line.order_id], at=AT)

    with pytest.raises(Refused, match="replacement has been logged already"):
        discrepancies.settle(
            number=made.number, settlement="Credited", to_replace=0, by=receiver, at=AT
        )
    with pytest.raises(Refused, match="replacement has been logged already"):
        discrepancies.withdraw(number=made.number, reason="Found them", by=receiver, at=AT)

    made.refresh_from_db()
    assert (made.settled_at, made.withdrawn_at) == (None, None)


def test_a_withdrawn_report_counts_no_more(line, receiver):
    made = discrepancies.report(entry(line), by=receiver, at=AT)

    discrepancies.withdraw(number=made.number, reason="Found them", by=receiver, at=AT)

    assert standing(line) == ("part_received", 90, 0, True)
    with pytest.raises(Refused, match="settled or withdrawn already"):
        discrepancies.withdraw(number=made.number, reason="Again", by=receiver, at=AT)


@pytest.mark.parametrize("act", ["settle", "withdraw"])
def test_an_end_needs_a_reason(line, receiver, act):
    made = discrepancies.report(entry(line), by=receiver, at=AT)
    words = {"settlement": " ", "to_replace": None} if act == "settle" else {"reason": " "}

    with pytest.raises(Refused, match="Say w"):
        getattr(discrepancies, act)(number=made.number, **words, by=receiver, at=AT)
