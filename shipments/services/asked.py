"""What a contact is asked about: the orders of its link, as they stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shipments.models import AnswerLink, Order, Promise, Proposal
from shipments.services import answer_links, promises


@dataclass(frozen=True)
class AskedOrder:
    """One order as its contractor may know it. Nothing of our case files is in it.

    :ivar left: how many are still to ship; None where the quantity was not published.
    :ivar required_on: at ``required_precision``.
    :ivar promised: ship date and quantity of each part that stands; None for all that is left.
    :ivar waiting: the same of what was proposed and is not decided yet.
    :ivar closed_because: why nothing can be answered on it; empty where it can.
    """

    reference: str
    document_number: str
    item: str
    left: int | None
    unit: str
    required_on: date | None
    required_precision: str
    promised: tuple[tuple[date, int | None], ...]
    waiting: tuple[tuple[date, int | None], ...]
    closed_because: str


@dataclass(frozen=True)
class Asked:
    """:ivar expires_at: until when the link may be used, as often as needed."""

    link_id: UUID
    contact: str
    contractor: str
    time_zone: str
    expires_at: datetime
    orders: tuple[AskedOrder, ...]


def find(*, link_id: UUID, at: datetime) -> Asked:
    """Read what a link asks about, bounded by its orders. Five queries.

    :raises LinkGone: the link does not work.
    """
    link = answer_links.usable(link_id, at=at)
    orders = list(link.orders.select_related("item", "standing").soonest_first())
    standing, waiting = _standing_parts(orders), _waiting_parts(orders)
    return Asked(
        link_id=link.pk,
        contact=link.contact.name,
        contractor=str(link.contact.contractor),
        time_zone=link.contact.time_zone,
        expires_at=link.expires_at,
        orders=tuple(
            AskedOrder(
                reference=order.reference,
                document_number=order.document_number or "",
                item=order.item.name,
                left=promises.left_to_ship(order),
                unit=order.unit_of_issue,
                required_on=order.required_on,
                required_precision=order.required_on_precision,
                promised=standing.get(order.pk, ()),
                waiting=waiting.get(order.pk, ()),
                closed_because=closed_because(order),
            )
            for order in orders
        ),
    )


def closed_because(order: Order) -> str:
    """Say to the contractor why nothing can be answered on an order. No query."""
    if problems := promises.about_order(order):
        return problems[0].message
    return on_hold(order) if order.standing.is_held else ""


def on_hold(order: Order) -> str:
    """Say that an order is held, without the reason, which is not the contractor's to read."""
    return f"{order.reference} is on hold. You are told when a date is needed again."


def _standing_parts(orders: list[Order]) -> dict[int, tuple[tuple[date, int | None], ...]]:
    found: dict[int, list[Promise]] = {}
    for promise in Promise.objects.filter(order__in=orders).oldest_first():
        before = found.get(promise.order_id)
        if before and before[-1].said_at == promise.said_at:
            before.append(promise)
        else:
            found[promise.order_id] = [promise]
    return {
        key: tuple((each.ship_on, each.quantity) for each in parts) for key, parts in found.items()
    }


def _waiting_parts(orders: list[Order]) -> dict[int, tuple[tuple[date, int | None], ...]]:
    found: dict[int, tuple[tuple[date, int | None], ...]] = {}
    rows = Proposal.objects.filter(order__in=orders).waiting().order_by("ship_on", "pk")
    for each in rows:
        found[each.order_id] = (*found.get(each.order_id, ()), (each.ship_on, each.quantity))
    return found


def link_orders(link: AnswerLink, references: set[str]) -> list[Order]:
    """Lock those of a link's orders that are named, in the order of their keys."""
    rows = link.orders.filter(reference__in=references).order_by("pk")
    locked = rows.select_for_update(no_key=True, of=("self",))
    return list(locked.select_related("standing"))
