"""Made-up orders to write about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from shipments.domain import milstrip
from shipments.domain.ladder import Step
from shipments.domain.partial_date import PartialDate, Precision
from shipments.expedite.outreach import ListedOrder, Outreach, Rating
from tests.domain.milstrip.records import REQUISITION
from tests.factories.moments import AT


def day(year: int, month: int, day_of_month: int) -> PartialDate:
    return PartialDate(date(year, month, day_of_month), Precision.DAY)


REQUISITIONED = milstrip.decode(REQUISITION)
CRATES = ListedOrder(
    reference="EX-00012",
    item="Crate, training, type 3",
    document_number="BISA4361060001",
    stock_number="1395012345678",
    quantity=90,
    ordered=140,
    unit="EA",
    required=day(2026, 12, 1),
    promised=day(2026, 12, 2),
    expected=day(2026, 12, 9),
    reasons=("Expected 8 days after the required date.", "The promise moved later twice."),
    priority=12,
    contract="FA0000000C0001",
    case="IS-B-ZZZ",
    rating=Rating(
        value="DO-A6",
        program="Ammunition",
        delivery_on=date(2026, 12, 1),
        signed_by="Sam Sample",
        statement_included=True,
    ),
    requisition={**REQUISITIONED.fields, "identifier": REQUISITIONED.identifier},
)
TENTS = ListedOrder(
    reference="EX-00013",
    item="אוהל אימונים, Tent, type 1",
    quantity=5,
    required=PartialDate(date(2027, 1, 1), Precision.MONTH),
    reasons=("Nothing heard for 40 days.",),
)


def outreach(step: Step = Step.FOLLOW_UP, **changes: Any) -> Outreach:
    both = Outreach(
        step=step,
        contractor="Imaginary Crate Works",
        orders=(CRATES, TENTS),
        sender="Dana Expeditor",
        sender_email="dana@quayline.example",
        at=AT,
        contact="Pat Example",
        contact_email="pat@crates.example",
        contact_phone="+1 555 0100",
        contact_time_zone="America/New_York",
        answer_link="https://quayline.example/answer/abc123",
        answer_until=datetime(2026, 12, 4, 12, 0, tzinfo=UTC),
    )
    return replace(both, **changes)
