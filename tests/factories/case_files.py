from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from shipments.domain.roles import Role
from shipments.models import AnswerLink, Contact, Expedite, Order, User
from shipments.services import expedites
from shipments.standing.recompute import recompute
from tests.factories.expediting import ContactFactory
from tests.factories.hot import flagged_order
from tests.factories.moments import AT
from tests.factories.orders import PromiseFactory
from tests.factories.people import UserFactory

Write = Callable[..., Expedite]
WRITES: dict[str, tuple[Write, dict[str, Any]]] = {
    "handed_over": (expedites.hand_over, {"reason": "I am away"}),
    "snoozed": (expedites.snooze, {"until": date(2026, 11, 27), "reason": "Waits for a test"}),
    "noted": (expedites.note, {"text": "Spoke to the line"}),
    "closed": (expedites.close, {"outcome": "No longer needed"}),
}


def expeditor() -> User:
    return UserFactory(roles=[Role.EXPEDITOR.value])


def in_hand(by: User, **fields: Any) -> Order:
    """A flagged order that somebody has taken up."""
    order = flagged_order(**fields)
    expedites.take_up(reference=order.reference, by=by, at=AT)
    return order


def file_of(order: Order) -> Expedite:
    """Its newest file, as it now stands."""
    return Expedite.objects.select_related("owner").filter(order=order).latest("opened_at", "pk")


def done_in(order: Order) -> list[str]:
    """What was done in its files, in the order in which it was written."""
    return [
        action.kind
        for file in order.expedites.order_by("pk")
        for action in file.actions.order_by("pk")
    ]


def answer_link(*orders: Order, contact: Contact | None = None) -> UUID:
    """A link for these orders of one contractor, made now, which works for 14 days."""
    contact = contact or ContactFactory(contractor=orders[0].contractor)
    link = AnswerLink.objects.create(
        id=uuid4(), contact=contact, made_at=AT, expires_at=AT + timedelta(days=14)
    )
    link.orders.set(orders)
    return link.pk


def write(kind: str, by: User, **given: Any) -> partial[Expedite]:
    """Make one of the writes to the file of Q1, to be called."""
    service, facts = WRITES[kind]
    if kind == "handed_over" and "to" not in given:
        facts = {**facts, "to": expeditor()}
    return partial(service, **({"reference": "Q1", "by": by, "at": AT} | facts | given))


def promised_and_flagged(**fields: Any) -> Order:
    """A flagged order that was promised for 10 December 2026."""
    order = flagged_order(**fields)
    PromiseFactory(order=order, ship_on=date(2026, 12, 10), said_on=date(2026, 11, 1))
    recompute([order.pk], at=AT)
    return Order.objects.with_row().get(pk=order.pk)
