"""What a report of a discrepancy is called, and until when it can be made."""

from __future__ import annotations

from datetime import date
from string import ascii_uppercase

from django.db.models import Max

from shipments.domain import discrepancy, fms_case
from shipments.domain.discrepancy import NoReportNumberLeft, ReportNumber
from shipments.domain.fms_case import CaseId
from shipments.models import Discrepancy, Milestone, Policy, ShipmentLine

# Stands for the case where an order has none that is known.
_NO_CASE = CaseId("IS", "X", "NIL")


def next_number(case_id: str | None) -> str:
    """The next free number of a case, like ``A0010-IS-ZMI``; after the last, the next letter.

    Ask while holding the case's turn.

    Source: docs/sources.md, "Discrepancies".
    """
    case = _case(case_id)
    of_case = Discrepancy.objects.filter(number__endswith=f"-{case.customer}-{case.designator}")
    highest = of_case.aggregate(highest=Max("number"))["highest"]
    letter = highest[0] if highest else ascii_uppercase[0]
    # A number that was passed over stays unused.
    taken = range(1, int(highest[1:5]) + 1) if highest else ()
    try:
        serial = discrepancy.next_serial(taken)
    except NoReportNumberLeft:
        letter, serial = ascii_uppercase[ascii_uppercase.index(letter) + 1], 1
    return str(ReportNumber(letter, serial, case.customer, case.designator))


def _case(case_id: str | None) -> CaseId:
    try:
        return fms_case.parse(case_id or "")
    except fms_case.InvalidCaseId:
        return _NO_CASE


def report_by(line: ShipmentLine) -> date | None:
    """The last day of the window for a report, by the policy in force.

    None while the departure is not known.
    """
    standing = Milestone.objects.standing().actual().filter(shipment=line.shipment_id)
    departed = standing.filter(kind="departed").as_said().last()
    shipped_on = departed.occurs_on if departed else None
    days = Policy.objects.in_force().limits["report_window_days"]
    return discrepancy.report_by(shipped_on=shipped_on, days=days)
