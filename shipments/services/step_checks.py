"""What stands in the way of a step of the ladder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shipments.domain import ladder
from shipments.models import Contact, Expedite, Order, User
from shipments.services import case_file, priorities, refusal
from shipments.services.refusal import Problem


@dataclass(frozen=True)
class GovernedOrder:
    """:ivar says: whether the order may be chased now, with which step, and why."""

    reference: str
    says: ladder.Governed

    def lets(self, step: ladder.Step) -> bool:
        """Tell whether this very step may go now."""
        return not step.is_chase or (self.says.allowed_now and self.says.use is step)


def rung(step: str) -> ladder.Step:
    """:raises Refused: no such step."""
    if step not in list(ladder.Step):
        message = f"Choose one of: {', '.join(ladder.Step)}."
        raise refusal.refuse("step", message, "unknown_step")
    return ladder.Step(step)


def in_order(references: Sequence[str], orders: list[Order]) -> list[Order]:
    """Put orders in the order in which they were named. :raises Refused: none was."""
    if not orders:
        raise refusal.refuse("references", "Name at least one order.", "required")
    by_reference = {order.reference: order for order in orders}
    return [by_reference[reference] for reference in dict.fromkeys(references)]


def own_files(orders: list[Order], *, by: User, lock: bool = False) -> list[Expedite]:
    """Give the open files of orders of one contractor, as the orders stand.

    :param lock: so that the changes that follow find them as read.
    :raises Refused: one of them is in nobody's hands or somebody else's, or the orders are of
        several contractors.
    """
    rows = Expedite.objects.open().filter(order__in=orders).order_by("order_id")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = {file.order_id: file for file in rows.select_related("owner", "order__standing")}
    problems = []
    for order in orders:
        file = found.get(order.pk)
        if file is None:
            message = f"Nobody has {order.reference} in hand. Take it up first."
            problems.append(Problem("", message, "not_open"))
        elif file.owner_id != by.pk:
            message = f"{file.owner} has {order.reference} in hand."
            problems.append(Problem("", message, "not_yours"))
    if len({order.contractor_id for order in orders}) > 1:
        message = "These orders are with several contractors: write to each apart."
        problems.append(Problem("references", message, "several_contractors"))
    if problems:
        raise refusal.Refused(problems)
    return [found[order.pk] for order in orders]


def contact(orders: list[Order], contact_id: int | None) -> Contact | None:
    """Find whom to ask: the one named, else the first with an address. None without any.

    :raises Refused: the one named is not of these orders' contractor.
    """
    rows = Contact.objects.filter(contractor=orders[0].contractor_id).order_by("name", "pk")
    if contact_id is None:
        return rows.exclude(email="").first()
    found = rows.filter(pk=contact_id).first()
    if found is None:
        message = "Choose a contact of the contractor of these orders."
        raise refusal.refuse("contact", message, "unknown_contact")
    return found


def governed(
    orders: list[Order], step: ladder.Step, *, at: datetime, limits: ladder.Limits
) -> tuple[GovernedOrder, ...]:
    """Ask the governor about each order. One query."""
    asked_on = case_file.contacted_on(orders)
    return tuple(
        GovernedOrder(
            order.reference,
            ladder.governor(
                case_file.known(order, contacted_on=asked_on.get(order.pk)),
                today=at.date(),
                limits=limits,
                planned=step,
            ),
        )
        for order in orders
    )


def about_contact(contact: Contact | None) -> list[Problem]:
    if contact is None:
        message = "The contractor has no contact with an e-mail address. Add one, or call."
        return [Problem("contact", message, "no_contact")]
    if not contact.email:
        message = f"{contact.name} has no e-mail address. Add one, or call."
        return [Problem("contact", message, "no_email_address")]
    return []


def about_governor(
    governed: tuple[GovernedOrder, ...], step: ladder.Step, override_reason: str
) -> list[Problem]:
    """Say what the governor says where it does not let the step go, unless it is overridden."""
    if override_reason.strip():
        return []
    return [
        Problem(
            "override_reason",
            f"{each.reference}: {' '.join(each.says.sentences)} Say why, to send it all the same.",
            "not_yet",
        )
        for each in governed
        if not each.lets(step)
    ]


def about_priority(
    orders: list[Order], step: ladder.Step, *, designator: int | None, reason: str
) -> list[Problem]:
    if step is not ladder.Step.PRIORITY_INCREASE:
        return []
    found = [
        problem
        for order in orders
        for problem in priorities.problems(order, designator=designator, reason=reason)
    ]
    return list(dict.fromkeys(found))
