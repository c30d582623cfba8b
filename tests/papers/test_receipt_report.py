from __future__ import annotations

from dataclasses import replace
from datetime import date

from shipments.domain.discrepancy import DiscrepancyKind
from shipments.papers import receipt_report
from shipments.papers.facts import PaperDiscrepancy, PaperReceipt, ReceivedShipment
from tests.factories.moments import AT
from tests.papers.printed import SHELLS, SHIPMENT, TENTS, read

COUNTED = PaperReceipt(
    SHELLS, 120, date(2026, 11, 19), AT, "Dana", "Depot count", "Exampleport (ILXYZ)", 1
)
SHORT = PaperDiscrepancy(
    number="A0001-IS-ZZZ",
    line=SHELLS,
    kind=DiscrepancyKind.SHORTAGE,
    quantity=20,
    to_replace=20,
    found_on=date(2026, 11, 19),
    report_by=date(2027, 11, 22),
    note="חסר בארגז 3",
)
DAMAGED = replace(
    SHORT, number="A0002-IS-ZZZ", kind=DiscrepancyKind.DAMAGE, quantity=4, settlement="Repaired"
)


def report(**facts) -> str:
    return read(receipt_report.compose(ReceivedShipment(SHIPMENT, **facts), at=AT))


def test_it_says_what_came_what_did_not_and_who_counted() -> None:
    said = report(receipts=(COUNTED,), discrepancies=(SHORT, DAMAGED))

    for fact in (
        "1 line is not accounted for yet. 2 discrepancies were reported.",
        "LOT-7 A001 to A140 140 EA 120 EA 20 4 0 0 0",
        "20 EA 0 EA 0 0 0 0 20",
        "EX-00012 120 EA 19 Nov 2026 Exampleport (ILXYZ) Dana, Depot count 20 Nov 2026, 12:00Z",
        "A0001-IS-ZZZ EX-00012 Shortage",
        "20 EA 20 19 Nov 2026 22 Nov 2027 open",
        "4 EA 20 19 Nov 2026 22 Nov 2027 Repaired",
        "חסר בארגז",
        "Signature",
    ):
        assert fact in said


def test_every_line_accounted_for_is_said() -> None:
    rest = replace(COUNTED, line=TENTS, quantity=20)

    said = report(receipts=(COUNTED, rest), discrepancies=(SHORT,))

    assert "Every line is accounted for. 1 discrepancy was reported." in said


def test_word_of_a_receipt_is_no_count() -> None:
    said = report(told_received_on=date(2026, 11, 18))

    assert "Said to have been received whole. No discrepancy was reported." in said
    assert "Said to have been received whole on 18 Nov 2026. Nobody counted it here." in said
    assert "140 EA 140 EA 0 0 0 0 0" in said


def test_nothing_heard_is_nothing_received() -> None:
    said = report()

    assert "Nothing was received and no discrepancy was reported so far." in said
    assert "140 EA not known 0 0 0 0 140" in said


def test_the_same_facts_give_the_same_bytes() -> None:
    facts = ReceivedShipment(SHIPMENT, (COUNTED,), (SHORT,))

    assert receipt_report.compose(facts, at=AT) == receipt_report.compose(facts, at=AT)
