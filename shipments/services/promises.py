"""Recording what contractors promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import transaction

from shipments import enqueue
from shipments.domain.roles import Right
from shipments.models import Contact, Order, Promise, User
from shipments.models.choices import Channel, Status
from shipments.services import commitments, days, refusal, sent_twice
from shipments.services.refusal import Problem
from shipments.standing.recompute import recompute


def record(
    *,
    reference: str,
    ship_on: date | None,
    said_by: str,
    channel: str,
    by: User,
    at: datetime,
    said_on: date | None = None,
    quantity: int | None = None,
    reason: str = "",
) -> Promise:
    """Add a promise to an order's ledger. It replaces the one before, which stays readable.

    The very same sent again within a minute is the promise that is there.

    :param said_on: the day it was said; the UTC day of ``at`` when left out.
    :param quantity: in the order's unit; None for all that is left.
    :param reason: why the date moved; needed when it is later than the last promise.
    :raises Order.DoesNotExist: no such order that the person may see.
    :raises NotAllowed: no right to record promises.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.RECORD_PROMISE)
    said_on = said_on or at.astimezone(UTC).date()
    with transaction.atomic():
        # The order's row is locked so that of two promises each knows which came before it.
        orders = Order.objects.visible_to(by).select_for_update(no_key=True, of=("self",))
        order = orders.select_related("standing").get(reference=reference)
        said_by, reason = said_by.strip(), reason.strip()
        twin = sent_twice.twin(
            order.promises.all(),
            at=at,
            ship_on=ship_on,
            quantity=quantity,
            said_on=said_on,
            said_by=said_by,
            channel=channel,
            reason=reason,
            recorded_by=by,
        )
        if twin:
            return twin
        problems = [
            *about_order(order),
            *_about_days(order, ship_on=ship_on, said_on=said_on, reason=reason, at=at),
            *days.out_of_reach(at=at, ship_on=ship_on, said_on=said_on),
            *_about_words(said_by=said_by, channel=channel),
            *about_quantity(order, quantity),
        ]
        if problems or ship_on is None:
            raise refusal.Refused(problems)
        (promise,) = write(
            order,
            [(ship_on, quantity)],
            at=at,
            said_on=said_on,
            said_by=said_by,
            channel=channel,
            by=by,
            reason=reason,
        )
    return promise


def write(
    order: Order,
    parts: Sequence[tuple[date, int | None]],
    *,
    at: datetime,
    said_on: date,
    said_by: str,
    channel: str,
    by: User | None = None,
    contact: Contact | None = None,
    reason: str = "",
    call: UUID | None = None,
) -> list[Promise]:
    """Add what was checked to the ledger of an order whose row is locked.

    The parts of one answer are recorded at one moment and hold together; the last of them
    stands as the order's promise. Where somebody has the order in hand, the file is committed.

    :param parts: ship date and quantity; None for all that is left.
    """
    promises = [
        Promise.objects.create(
            order=order,
            ship_on=ship_on,
            quantity=quantity,
            said_on=said_on,
            said_by=said_by,
            contact=contact,
            channel=channel,
            reason=reason,
            recorded_at=at,
            recorded_by=by,
        )
        for ship_on, quantity in sorted(parts, key=lambda part: part[0])
    ]
    recompute([order.pk], at=at)
    commitments.commit(order, promises, at=at, by=by, contact=contact, call=call)
    enqueue.judge()
    return promises


def about_order(order: Order) -> list[Problem]:
    """Say why nothing can be promised on an order; nothing where it can."""
    if order.possible_sale:
        message = f"{order.reference} is only a possible sale: there is nothing to promise yet."
        return [Problem("", message, "possible_sale")]
    if order.standing.status in (Status.CANCELLED, Status.RECEIVED):
        message = f"{order.reference} is {order.standing.status}: nothing is left to ship."
        return [Problem("", message, "not_open")]
    return []


def _about_days(
    order: Order, *, ship_on: date | None, said_on: date, reason: str, at: datetime
) -> list[Problem]:
    if ship_on is None:
        return [Problem("ship_on", "Enter the day it will ship.", "required")]
    problems = []
    if said_on > days.last_begun(at):
        message = f"{said_on:%-d %b %Y} has not come yet. Enter the day it was said."
        problems.append(Problem("said_on", message, "in_the_future"))
    if ship_on < said_on:
        message = (
            f"{ship_on:%-d %b %Y} is before {said_on:%-d %b %Y}, the day it was said. "
            "Enter a later day, or log the shipment if it has gone."
        )
        problems.append(Problem("ship_on", message, "before_said"))
    before = order.standing.promised_ship_on
    if before and ship_on > before and not reason.strip():
        message = f"This is later than the {before:%-d %b %Y} promised before. Say why it moved."
        problems.append(Problem("reason", message, "required"))
    return problems


def _about_words(*, said_by: str, channel: str) -> list[Problem]:
    problems = []
    if not said_by.strip():
        problems.append(Problem("said_by", "Enter who said it.", "required"))
    if channel not in list(Channel):
        message = f"Choose how it was said: {', '.join(Channel)}."
        problems.append(Problem("channel", message, "unknown_channel"))
    return problems


def about_quantity(order: Order, quantity: int | None) -> list[Problem]:
    """Say what is wrong with a quantity that is to ship; None is all that is left."""
    if quantity is None:
        return []
    if quantity <= 0:
        message = "Enter a quantity of 1 or more, or leave it empty for all that is left."
        return [Problem("quantity", message, "not_positive")]
    left = left_to_ship(order)
    if left is not None and quantity > left:
        message = f"Only {left:,} are left to ship on {order.reference}. Enter {left:,} or fewer."
        return [Problem("quantity", message, "more_than_left")]
    return []


def left_to_ship(order: Order) -> int | None:
    """How many may still ship; None where it was not published how many were ordered."""
    if order.quantity is None:
        return None
    standing = order.standing
    under_way = standing.shipped_quantity - standing.missing_quantity
    return order.quantity + order.accepted_overage - under_way
