"""What a step of the ladder is about: the orders as their contractor is to read of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.conf import settings

from shipments import expedite
from shipments.domain import dpas, ladder, milstrip
from shipments.domain.milstrip.record import Value
from shipments.domain.partial_date import PartialDate, Precision
from shipments.expedite.outreach import ListedOrder, Outreach, Rating
from shipments.models import AnswerLink, Contact, ExpediteAction, Flag, Order, User
from shipments.services import answer_links, promises

# What a contractor knows itself. The others tell of the receiver's needs, which are not its
# to read.
TOLD = frozenset(
    {
        "late_for_required_date",
        "past_required_date",
        "slipping",
        "ready_not_shipped",
        "no_acknowledgement",
        "silent",
        "no_ship_date",
        "promise_broken",
        "misses_departure",
    }
)


def outreach(
    orders: Collection[Order],
    step: ladder.Step,
    *,
    contact: Contact | None,
    by: User,
    at: datetime,
    link: AnswerLink | None,
    link_base: str,
    note: str = "",
    raised_to: int | None = None,
    priorities_before: Mapping[int, int | None] | None = None,
    urgency_statement: str = "",
    assistance: str = "",
) -> Outreach:
    """Put together what goes out. Two queries, however many orders.

    :param orders: of one contractor, with their item, contract, case and standing.
    :param link_base: the address that the link's signed key is put behind.
    :param priorities_before: for a priority increase, the designators before it, by order.
    """
    reasons = _reasons(orders, today=at.date())
    before = priorities_before or {}
    contractor = next(iter(orders)).contractor
    return Outreach(
        step=step,
        contractor=str(contractor or ""),
        contractor_address=", ".join(
            part for part in (contractor.city, contractor.state, contractor.country) if part
        )
        if contractor
        else "",
        orders=tuple(
            _listed(
                order,
                reasons=reasons.get(order.pk, ()),
                priority=before.get(order.pk, order.priority_designator),
                raised_to=raised_to,
            )
            for order in orders
        ),
        sender=str(by),
        sender_email=by.email,
        at=at,
        contact=contact.name if contact else "",
        contact_email=contact.email if contact else "",
        contact_phone=contact.phone if contact else "",
        contact_time_zone=contact.time_zone if contact else "",
        answer_link=f"{link_base}{answer_links.signed(link.pk)}/" if link and link_base else "",
        answer_until=link.expires_at if link and link_base else None,
        note=note,
        urgency_statement=urgency_statement,
        tried=_tried(orders) if step is ladder.Step.SPECIAL_ASSISTANCE else (),
        assistance=assistance,
        exercise=settings.EXERCISE,
    )


def _listed(
    order: Order, *, reasons: tuple[str, ...], priority: int | None, raised_to: int | None
) -> ListedOrder:
    standing = order.standing
    return ListedOrder(
        reference=order.reference,
        item=order.item.name,
        document_number=order.document_number or "",
        stock_number=order.item.nsn or "",
        quantity=promises.left_to_ship(order),
        ordered=order.quantity,
        unit=order.unit_of_issue,
        required=_partial(order.required_on, order.required_on_precision),
        promised=_partial(standing.promised_ship_on),
        expected=_partial(standing.expected_delivery_on),
        reasons=reasons,
        priority=priority,
        raised_to=raised_to,
        contract=str(order.contract or ""),
        case=str(order.case or ""),
        rating=_rating(order),
        requisition=_requisition(order),
    )


def _requisition(order: Order) -> Mapping[str, Value]:
    """What is known of the record that began it. A record that cannot be read tells nothing."""
    try:
        record = milstrip.decode(order.requisition)
    except milstrip.InvalidRecord:
        return {}
    return {**record.fields, "identifier": record.identifier}


def _rating(order: Order) -> Rating:
    contract = order.contract
    if contract is None or not contract.rating:
        return Rating()
    return Rating(
        value=contract.rating,
        program=dpas.PROGRAMS.get(contract.rating[-2:], ""),
        delivery_on=contract.rating_delivery_on,
        signed_by=contract.rating_signed_by,
        statement_included=contract.rating_statement_included,
    )


def _partial(day: date | None, precision: str = "day") -> PartialDate | None:
    return PartialDate.containing(day, Precision(precision or "day")) if day else None


def _reasons(orders: Collection[Order], *, today: date) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for flag in Flag.objects.live().filter(order__in=orders, reason__in=TOLD).weightiest_first():
        said = expedite.sentence(flag, today)
        found[flag.order_id] = (*found.get(flag.order_id, ()), said)
    return found


def _tried(orders: Collection[Order]) -> tuple[str, ...]:
    """What was asked before, oldest first, a sentence each."""
    rows = ExpediteAction.objects.filter(
        expedite__order__in=orders, kind__in=[step.value for step in ladder.Step]
    )
    done = rows.oldest_first().select_related("expedite__order", "contact")
    return tuple(
        f"{each.at:%-d %b %Y}: {ladder.Step(each.kind).words} for {each.expedite.order.reference}"
        f"{f' to {each.contact.name}' if each.contact else ''}."
        for each in done
    )
