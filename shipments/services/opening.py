"""Taking up the flags of one order, or of several of one contractor together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from shipments import expedite
from shipments.domain import ladder
from shipments.expedite import Savings
from shipments.models import Expedite, ExpediteAction, Flag, Order, Policy, User
from shipments.models.choices import ActionKind, ExpediteState, Lever
from shipments.services import case_file, held, refusal
from shipments.services.refusal import Problem


class Taken(refusal.Refused):
    """Somebody has the order in hand already."""

    def __init__(self, expedite: Expedite) -> None:
        self.expedite = expedite
        message = (
            f"{expedite.owner} took up {expedite.order.reference} "
            f"on {expedite.opened_at:%-d %b, %H:%M}Z."
        )
        super().__init__([Problem("", message, "taken")])


def take_up(*, reference: str, by: User, at: datetime, lever: str = "") -> Expedite:
    """Put one flagged order in one person's hands. As ``open_call``."""
    (expedite,) = open_call(references=[reference], by=by, at=at, lever=lever)
    return expedite


def open_call(
    *, references: Sequence[str], by: User, at: datetime, lever: str = ""
) -> tuple[Expedite, ...]:
    """Take up the flags of one or several orders of one contractor together, all or none.

    The constraint is the check: of two people at once exactly one succeeds. What one already
    has is answered as it stands. Each file records the delivery expected now, from which the
    days gained will count, and the flags that are live.

    :param lever: what is to gain the days, one of ``Lever``; empty for what gains the most on
        each order, as far as that can be told.
    :return: in the order of the references.
    :raises Order.DoesNotExist: no such order that the person may see.
    :raises NotAllowed: no right to expedite.
    :raises Taken: somebody else has one of them.
    :raises Held: a hold covers one of them.
    :raises Refused: nothing is flagged on one, or they are of several contractors.
    """
    case_file.require_expeditor(by)
    if lever and lever not in list(Lever):
        raise refusal.refuse("lever", f"Choose one of: {', '.join(Lever)}.", "unknown_lever")
    if not references:
        raise refusal.refuse("references", "Name at least one order.", "required")
    with transaction.atomic():
        orders = case_file.locked_orders(references, by=by)
        mine = _in_hand(orders, by=by)
        fresh = [order for order in orders if order.pk not in mine]
        held.refuse(fresh)
        flags = _live_flags(fresh)
        problems = [*_of_several_contractors(orders), *_not_flagged(fresh, flags)]
        if problems:
            raise refusal.Refused(problems)
        opened = _open(fresh, flags, by=by, at=at, lever=lever)
    by_reference = {file.order.reference: file for file in [*mine.values(), *opened]}
    return tuple(by_reference[reference] for reference in dict.fromkeys(references))


def _in_hand(orders: list[Order], *, by: User) -> dict[int, Expedite]:
    """What the person has already, by order. :raises Taken: what another has."""
    rows = Expedite.objects.open().filter(order__in=orders).select_related("owner", "order")
    found = list(rows.order_by("order_id"))
    for file in found:
        if file.owner_id != by.pk:
            raise Taken(file)
    return {file.order_id: file for file in found}


def _live_flags(orders: list[Order]) -> dict[int, list[Flag]]:
    by_order: dict[int, list[Flag]] = {order.pk: [] for order in orders}
    rows = Flag.objects.live().filter(order__in=orders).select_related("policy")
    for flag in rows.weightiest_first():
        by_order[flag.order_id].append(flag)
    return by_order


def _not_flagged(orders: list[Order], flags: dict[int, list[Flag]]) -> list[Problem]:
    return [
        Problem(
            "",
            f"Nothing is flagged on {order.reference}: there is nothing to take up.",
            "not_flagged",
        )
        for order in orders
        if not flags[order.pk]
    ]


def _of_several_contractors(orders: list[Order]) -> list[Problem]:
    if len(orders) < 2:
        return []
    first = orders[0]
    if first.contractor is None:
        message = f"{first.reference} has no contractor: take it up on its own."
        return [Problem("references", message, "several_contractors")]
    return [
        Problem(
            "references",
            f"{order.reference} is with {order.contractor or 'no contractor'}, "
            f"{first.reference} with {first.contractor}: take them up apart.",
            "several_contractors",
        )
        for order in orders[1:]
        if order.contractor_id != first.contractor_id
    ]


def _open(
    orders: list[Order], flags: dict[int, list[Flag]], *, by: User, at: datetime, lever: str
) -> list[Expedite]:
    _, limits = case_file.limits_in_force()
    first = ladder.next_step(after=None, answered=False, on=at.date(), limits=limits)
    asked_on = case_file.contacted_on(orders)
    policy = Policy.objects.in_force()
    savings = expedite.savings([order.pk for order in orders], as_of=at.date(), policy=policy)
    files, says = [], []
    for order in orders:
        known = case_file.known(order, contacted_on=asked_on.get(order.pk))
        step, due_on, why = case_file.governed(known, first, on=at.date(), limits=limits)
        says.append(why)
        files.append(
            Expedite(
                order=order,
                owner=by,
                opened_at=at,
                opened_by=by,
                expected_at_opening=order.standing.expected_delivery_on,
                reasons=[_reason(flag) for flag in flags[order.pk]],
                lever=lever or _best(savings.get(order.pk)),
                next_step=step,
                next_step_on=due_on,
            )
        )
    try:
        with transaction.atomic():
            Expedite.objects.bulk_create(files)
    except IntegrityError as error:
        _in_hand(orders, by=by)
        raise refusal.from_database(error) from error
    ExpediteAction.objects.bulk_create(
        ExpediteAction(
            expedite=file,
            kind=ActionKind.OPENED.value,
            state_after=ExpediteState.OPEN.value,
            at=at,
            by=by,
            text=why,
            facts={"expected_at_opening": _iso(file), "reasons": file.reasons, "lever": file.lever},
        )
        for file, why in zip(files, says, strict=True)
    )
    return files


def _best(savings: Savings | None) -> str:
    best = savings.best if savings else None
    return best.lever.code.value if best else ""


def _reason(flag: Flag) -> dict[str, Any]:
    return {
        "reason": flag.reason,
        "points": flag.points,
        "since": flag.since.isoformat(),
        "evidence": flag.evidence,
        "policy": flag.policy.version,
    }


def _iso(file: Expedite) -> str | None:
    day = file.expected_at_opening
    return day.isoformat() if day else None
