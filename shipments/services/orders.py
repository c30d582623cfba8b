"""Recording orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from shipments import enqueue
from shipments.domain import document_number, priorities
from shipments.domain.partial_date import Precision
from shipments.domain.priorities import Urgency
from shipments.domain.roles import Right
from shipments.models import Case, Contract, Contractor, Item, Lane, Order, User
from shipments.models.choices import Certainty
from shipments.services import (
    days,
    finding,
    refusal,
    requisitions,
    sent_twice,
    stated,
    waiting_records,
)
from shipments.services.refusal import Problem
from shipments.standing.recompute import recompute


@dataclass(frozen=True)
class OrderEntry:
    """An order as entered. ``case`` and ``contract`` by their identifiers, one at least.

    Where those are not published, by their rows of the public record.

    :ivar item: its name; a new one is added to the items.
    :ivar contractor_id: None means the contract's.
    :ivar quantity: in ``unit_of_issue``.
    :ivar lane_id: the way it is to go; None while nobody has said.
    :ivar requisition: the 80 columns by which it was ordered. What is sent about the order
        repeats them. Without a document number beside it, its own is taken.
    """

    item: str
    quantity: int | None
    unit_of_issue: str
    required_on: date | None
    ordered_on: date | None
    contractor_id: int | None
    case: str = ""
    contract: str = ""
    document_number: str = ""
    priority_designator: int | None = None
    urgency: str = Urgency.ROUTINE.value
    note: str = ""
    lane_id: int | None = None
    requisition: str = ""


def record(entry: OrderEntry, *, by: User, at: datetime) -> Order:
    """Record an order. Its reference is its document number, or the next of ours.

    What files have told of it already is applied at once. The very same sent again within a
    minute is the order that is there; under a document number it is refused, as any duplicate
    is.

    :raises NotAllowed: no right to record orders.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.RECORD_ORDER)
    number, requisition, problems = _document_number(entry)
    case, contract = finding.case(entry.case), finding.contract(entry.contract)
    problems += _authority_problems(entry, case, contract)
    problems += _fact_problems(entry, at=at)
    if problems:
        raise refusal.Refused(problems)
    try:
        with transaction.atomic():
            item, _ = Item.objects.get_or_create(name=entry.item.strip())
            Item.objects.select_for_update(no_key=True).get(pk=item.pk)
            facts = {
                "document_number": number or None,
                "requisition": requisition,
                "case": case,
                "contract": contract,
                "item": item,
                "contractor_id": entry.contractor_id
                or (contract.contractor_id if contract else None),
                "quantity": entry.quantity,
                "unit_of_issue": entry.unit_of_issue.strip().upper(),
                "ordered_on": entry.ordered_on,
                "required_on": entry.required_on,
                "priority_designator": entry.priority_designator,
                "urgency": entry.urgency,
                "note": entry.note,
                "lane_id": entry.lane_id,
            }
            if twin := sent_twice.twin(Order.objects.all(), at=at, **facts):
                return twin
            order = Order.objects.create(
                reference=number or _next_reference(),
                ordered_on_precision=Precision.DAY.value if entry.ordered_on else "",
                required_on_precision=Precision.DAY.value if entry.required_on else "",
                required_basis="required date" if entry.required_on else "",
                first_required_on=entry.required_on,
                first_required_on_precision=Precision.DAY.value if entry.required_on else "",
                certainty=Certainty.CONFIRMED.value,
                recorded_at=at,
                **facts,
            )
            waiting_records.take_up(order, at=at)
            enqueue.judge()
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    return order


def plan_lane(*, reference: str, lane_id: int | None, by: User, at: datetime) -> Order:
    """Say which way an order is to go. It is expected by that lane's days from now on.

    :param lane_id: None takes the lane away.
    :raises Order.DoesNotExist: no such order that the person may see.
    :raises NotAllowed: no right to plan transport.
    :raises Refused: no such lane, or nothing of the order is still to go.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    with transaction.atomic():
        orders = Order.objects.visible_to(by).select_related("standing")
        order = orders.select_for_update(of=("self",), no_key=True).get(reference=reference)
        if lane_id is not None and not Lane.objects.filter(pk=lane_id).exists():
            raise refusal.refuse("lane_id", "Choose a lane from the list.", "unknown_lane")
        if not order.standing.is_open:
            message = "Nothing of this order is still to go."
            raise refusal.refuse("lane_id", message, "not_open")
        if lane_id != order.lane_id:
            stated.said(order, {"lane": lane_id}, at=at)
        order.lane_id = lane_id
        order.save(update_fields=["lane"])
        recompute([order.pk], at=at)
        enqueue.judge()
    return order


def _next_reference() -> str:
    """A number of ours, for an order without a document number. Never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('shipments_order_reference')")
        return f"Q{cursor.fetchone()[0]:06d}"


def _document_number(entry: OrderEntry) -> tuple[str, str, list[Problem]]:
    """Give its document number, the record that it was ordered by, and what is wrong."""
    try:
        typed = entry.document_number.strip()
        number = document_number.parse(typed).value if typed else ""
    except document_number.InvalidDocumentNumber as error:
        return "", "", [Problem("document_number", str(error), "invalid_document_number")]
    line, number, problems = requisitions.check(entry.requisition, document_number=number)
    if number and Order.objects.filter(document_number=number).exists():
        message = f"Order {number} is already recorded. Open it, or check the number."
        problems.append(Problem("document_number", message, "duplicate_document_number"))
    return number, line, problems


def _authority_problems(
    entry: OrderEntry, case: Case | None, contract: Contract | None
) -> list[Problem]:
    if not entry.case.strip() and not entry.contract.strip():
        message = "Enter the case or the contract it belongs to."
        return [Problem("case", message, "required")]
    problems = []
    if entry.case.strip() and case is None:
        message = f"No case {entry.case.strip()} is recorded here. Choose one from the list."
        problems.append(Problem("case", message, "unknown_case"))
    if entry.contract.strip() and contract is None:
        message = (
            f"No contract {entry.contract.strip()} is recorded here. Choose one from the list."
        )
        problems.append(Problem("contract", message, "unknown_contract"))
    return problems


def _fact_problems(entry: OrderEntry, *, at: datetime) -> list[Problem]:
    problems = []
    if not entry.item.strip():
        problems.append(Problem("item", "Enter what is ordered.", "required"))
    if entry.quantity is None or entry.quantity <= 0:
        message = "Enter a quantity, a whole number of 1 or more."
        problems.append(Problem("quantity", message, "required"))
    unit = entry.unit_of_issue.strip()
    if len(unit) != 2 or not unit.isalpha():
        message = f"Unit of issue: found {unit or 'nothing'}; it needs two letters, like EA."
        problems.append(Problem("unit_of_issue", message, "invalid_unit"))
    if entry.priority_designator is not None:
        try:
            priorities.issue_group(entry.priority_designator)
        except priorities.InvalidPriority as error:
            problems.append(Problem("priority_designator", str(error), "invalid_priority"))
    if entry.urgency not in list(Urgency):
        message = f"Choose an urgency: {', '.join(Urgency)}."
        problems.append(Problem("urgency", message, "unknown_urgency"))
    problems += days.out_of_reach(at=at, ordered_on=entry.ordered_on, required_on=entry.required_on)
    if entry.ordered_on and entry.ordered_on > days.last_begun(at):
        message = f"{entry.ordered_on:%-d %b %Y} has not come yet. Enter the day it was ordered."
        problems.append(Problem("ordered_on", message, "in_the_future"))
    if entry.ordered_on and entry.required_on and entry.required_on < entry.ordered_on:
        message = "It is required before it was ordered. Check both days."
        problems.append(Problem("required_on", message, "before_ordered"))
    return problems + _choice_problems(entry)


def _choice_problems(entry: OrderEntry) -> list[Problem]:
    problems = []
    if entry.contractor_id and not Contractor.objects.filter(pk=entry.contractor_id).exists():
        problems.append(Problem("contractor_id", "Choose a contractor.", "unknown_contractor"))
    if entry.lane_id and not Lane.objects.filter(pk=entry.lane_id).exists():
        message = "Choose a lane from the list."
        problems.append(Problem("lane_id", message, "unknown_lane"))
    return problems
