"""What a report of a discrepancy is called, and until when it can be made."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Max

from shipments.domain import fms_case
from shipments.models import Discrepancy, Milestone, ShipmentLine

# Numbers from 9000 on are kept for reports that came without one.
_LAST = 8999
# Stands for the case where an order has none that is known.
_NO_CASE = "IS-NIL"
# Source: docs/sources.md, "Discrepancies".
REPORT_DAYS = 365


def next_number(case_id: str | None) -> str:
    """The next free number of a case, like ``A0010-IS-ZMI``. Ask while holding the case's turn.

    Source: docs/sources.md, "Discrepancies".
    """
    ending = _ending(case_id)
    taken = Discrepancy.objects.filter(number__endswith=f"-{ending}")
    highest = taken.aggregate(highest=Max("number"))["highest"]
    letter, count = (highest[0], int(highest[1:5])) if highest else ("A", 0)
    if count >= _LAST:
        letter, count = chr(ord(letter) + 1), 0
    return f"{letter}{count + 1:04d}-{ending}"


def _ending(case_id: str | None) -> str:
    try:
        case = fms_case.parse(case_id or "")
    except fms_case.InvalidCaseId:
        return _NO_CASE
    return f"{case.customer}-{case.designator}"


def report_by(line: ShipmentLine) -> date:
    """The last day of the window for a report: counted from the departure, as far as known."""
    standing = Milestone.objects.standing().actual().filter(shipment=line.shipment_id)
    departed = standing.filter(kind="departed").order_by("-recorded_at").first()
    left_on = departed.occurs_on if departed else line.shipment.logged_at.date()
    return left_on + timedelta(days=REPORT_DAYS)
