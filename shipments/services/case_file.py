"""What every write to a case file shares: who may, which file, and its one conditional change."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from shipments.domain import ladder
from shipments.domain.priorities import Urgency
from shipments.domain.roles import Right
from shipments.models import Contact, Expedite, ExpediteAction, Order, OutboxMessage, Policy, User
from shipments.models.choices import ActionKind
from shipments.services import refusal
from shipments.services.refusal import NotAllowed, Problem

# What the services of a case file read beside an order.
WITH_ORDER = ("standing", "contractor", "item", "contract", "case")


def require_expeditor(by: User) -> None:
    """:raises NotAllowed: no right to expedite, or a contractor's: case files are our own."""
    refusal.require(by, Right.EXPEDITE)
    if by.is_contractors:
        message = "Case files are not open to a contractor's user."
        raise NotAllowed([Problem("", message, "not_allowed")])


def locked_orders(references: Collection[str], *, by: User) -> list[Order]:
    """Lock the orders for a write, in the order of their keys, so that none wait in a ring.

    :raises Order.DoesNotExist: one of them is not there, or not for the person to see.
    """
    rows = _named(references, by=by).order_by("pk")
    return _all_there(references, rows.select_for_update(no_key=True, of=("self",)))


def orders(references: Collection[str], *, by: User) -> list[Order]:
    """:raises Order.DoesNotExist: one of them is not there, or not for the person to see."""
    return _all_there(references, _named(references, by=by))


def _named(references: Collection[str], *, by: User) -> QuerySet[Order]:
    rows = Order.objects.visible_to(by).filter(reference__in=set(references))
    return rows.select_related(*WITH_ORDER)


def _all_there(references: Collection[str], rows: QuerySet[Order]) -> list[Order]:
    found = list(rows)
    missing = set(references) - {order.reference for order in found}
    if missing:
        raise Order.DoesNotExist(f"No order {min(missing)}.")
    return found


def open_file(reference: str, *, by: User) -> Expedite:
    """Find the open file of an order.

    :raises Order.DoesNotExist: no such order that the person may see.
    :raises Refused: nobody has taken it up.
    """
    order = Order.objects.visible_to(by).get(reference=reference)
    rows = Expedite.objects.visible_to(by).open().select_related("owner", "order__standing")
    found = rows.filter(order=order).first()
    if found is None:
        raise refusal.refuse("", f"Nobody has {reference} in hand. Take it up first.", "not_open")
    return found


def require_owner(file: Expedite, by: User) -> None:
    """:raises Refused: somebody else has the file."""
    if file.owner_id != by.pk:
        message = (
            f"{file.owner} has {file.order.reference} in hand. "
            "Ask for it, or hand it over to yourself first."
        )
        raise refusal.refuse("", message, "not_yours")


def done_before(reference: str, *, call: UUID | None, kind: ActionKind) -> Expedite | None:
    """The file in which this very form has been done already; None where it has not."""
    if call is None:
        return None
    actions = ExpediteAction.objects.filter(
        expedite__order__reference=reference, call=call, kind=kind.value
    )
    action = actions.select_related("expedite__owner", "expedite__order").first()
    return action.expedite if action else None


def change(
    file: Expedite,
    *,
    kind: ActionKind,
    at: datetime,
    by: User | None = None,
    contact: Contact | None = None,
    text: str = "",
    facts: dict[str, Any] | None = None,
    call: UUID | None = None,
    message: OutboxMessage | None = None,
    **fields: Any,
) -> bool:
    """Change a file as it was read, and write down what was done; False where it is no longer so.

    Of two who read it alike, the one whose statement comes second matches no row: it has
    changed nothing, and says so. To be called in a transaction.

    :param fields: what changes in the file; its state too.
    """
    as_read = Expedite.objects.open().filter(
        pk=file.pk,
        owner_id=file.owner_id,
        state=file.state,
        rung=file.rung,
        snoozed_until=file.snoozed_until,
        commitment_id=file.commitment_id,
    )
    if not as_read.update(**fields or {"state": file.state}):
        return False
    before = file.state
    for name, value in fields.items():
        setattr(file, name, value)
    ExpediteAction.objects.create(
        expedite=file,
        kind=kind.value,
        state_before=before,
        state_after=file.state,
        at=at,
        by=by,
        contact=contact,
        text=text,
        facts=facts or {},
        call=call,
        message=message,
    )
    return True


def changed_meanwhile(reference: str) -> refusal.Refused:
    """Make the refusal of whoever came second."""
    message = f"Somebody changed the file of {reference} a moment ago. Look at it and try again."
    return refusal.refuse("", message, "changed_meanwhile")


def contacted_on(orders: Collection[Order]) -> dict[int, date]:
    """By order, the day on which we last asked about it. One query."""
    chases = ExpediteAction.objects.filter(
        expedite__order__in=orders,
        kind__in=[*(step.value for step in ladder.Step), ActionKind.CALLED.value],
    )
    last = chases.values_list("expedite__order_id").annotate(last=Max("at"))
    return {order_id: at.date() for order_id, at in last}


def known(order: Order, *, contacted_on: date | None) -> ladder.Known:
    """What the governor asks of an order. No query where its standing is loaded."""
    return ladder.Known(
        designator=order.priority_designator,
        urgency=Urgency(order.urgency),
        contacted_on=contacted_on,
        heard_on=order.standing.last_heard_on,
        promised_on=order.standing.promised_ship_on,
    )


def governed(
    known: ladder.Known, step: ladder.NextStep | None, *, on: date, limits: ladder.Limits
) -> tuple[str, date | None, str]:
    """Give a step of the ladder, by which day, and why: put off until the governor lets it go."""
    if step is None:
        return "", None, ""
    says = ladder.governor(known, today=on, limits=limits, planned=step.step)
    due_on = max(step.due_on, says.allowed_on) if step.step.is_chase else step.due_on
    return says.use.value, due_on, " ".join(says.sentences)


def limits_in_force() -> tuple[Policy, ladder.Limits]:
    """The policy in force and what it says of the ladder. One query."""
    policy = Policy.objects.in_force()
    return policy, ladder.Limits.of(policy.limits)
