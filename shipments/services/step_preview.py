"""Showing what a step of the ladder would send, before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from shipments.domain import ladder
from shipments.expedite.outreach import call_script, mail, transactions
from shipments.expedite.outreach.call_script import CallScript
from shipments.expedite.outreach.mail import Mail
from shipments.expedite.outreach.transactions import Transactions
from shipments.models import Contact, User
from shipments.services import case_file, held, step_checks, step_mail, step_matter
from shipments.services.step_checks import GovernedOrder


@dataclass(frozen=True)
class Composed:
    """What a step would send, before anything is sent.

    :ivar contact: None where the contractor has none on record.
    :ivar governed: order by order, as they were named.
    :ivar allowed: the governor lets the step go for all of them.
    :ivar sheet: the data sheet as PDF; None where the step has none.
    """

    step: ladder.Step
    contact: Contact | None
    mail: Mail
    script: CallScript
    records: Transactions
    sheet: bytes | None
    governed: tuple[GovernedOrder, ...]

    @property
    def allowed(self) -> bool:
        return all(each.lets(self.step) for each in self.governed)

    @property
    def asks_for_a_designator(self) -> bool:
        return self.step is ladder.Step.PRIORITY_INCREASE


def preview(
    *,
    references: Sequence[str],
    step: str,
    by: User,
    at: datetime,
    contact_id: int | None = None,
    call: UUID | None = None,
    link_base: str = "",
    note: str = "",
    designator: int | None = None,
    urgency_statement: str = "",
    assistance: str = "",
) -> Composed:
    """Show what a step would send. Writes nothing.

    :param contact_id: None for the first of the contractor's contacts with an address.
    :param call: the number that the step will be taken under: the link shown is then the one
        that will be sent. It does not work before.
    :raises Order.DoesNotExist: no such order that the person may see.
    :raises NotAllowed: no right to expedite.
    :raises Held: a hold covers one of them.
    :raises Refused: an order that is not in one's hands, or of another contractor.
    """
    case_file.require_expeditor(by)
    rung = step_checks.rung(step)
    orders = step_checks.in_order(references, case_file.orders(references, by=by))
    step_checks.own_files(orders, by=by)
    held.refuse(orders)
    contact = step_checks.contact(orders, contact_id)
    policy, limits = case_file.limits_in_force()
    link = (
        step_mail.unsaved_link(contact, call or uuid4(), policy, by=by, at=at) if contact else None
    )
    matter = step_matter.outreach(
        orders,
        rung,
        contact=contact,
        by=by,
        at=at,
        link=link,
        link_base=link_base,
        note=note,
        raised_to=designator,
        urgency_statement=urgency_statement,
        assistance=assistance,
    )
    return Composed(
        step=rung,
        contact=contact,
        mail=mail.compose(matter),
        script=call_script.compose(matter),
        records=transactions.compose(matter),
        sheet=step_mail.sheet(matter),
        governed=step_checks.governed(orders, rung, at=at, limits=limits),
    )
