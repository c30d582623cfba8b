"""The orders that somebody wants to call about, and whether one call can be about them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from shipments.domain.ladder import Step
from shipments.models import Contact, Expedite, Order
from shipments.queries import reasons
from shipments.queries.order_list import late_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from shipments.models import Contractor, User
    from shipments.queries.reasons import Reason

AT_MOST = 50


@dataclass(frozen=True)
class Named:
    """One order as the call is about it.

    :ivar file: its open case file; None while nobody has it in hand.
    """

    order: Order
    reasons: list[Reason]
    file: Expedite | None
    late_by: int | None


@dataclass(frozen=True)
class CallPage:
    """:ivar unknown: references that name no order which the person may see.
    :ivar theirs: somebody else has them in hand.
    :ivar free: nobody has them in hand yet.
    :ivar groups: the orders by contractor; one call is about one of them.
    """

    orders: list[Named]
    unknown: list[str]
    theirs: list[Named]
    free: list[Named]
    held: list[Named]
    groups: list[tuple[Contractor | None, list[Named]]]
    contacts: list[Contact]

    @property
    def ready(self) -> bool:
        """All are of one contractor, in the person's hands and free of holds."""
        return len(self.groups) == 1 and not (self.theirs or self.free or self.held)

    @property
    def step(self) -> Step:
        """What the ladder has next: of several orders the mildest, so that none is hurried."""
        steps = list(Step)
        nexts = [each.file.next_step for each in self.orders if each.file and each.file.next_step]
        return min((Step(step) for step in nexts), key=steps.index, default=Step.FOLLOW_UP)


def load(references: Sequence[str], *, by: User, today: date) -> CallPage:
    """Read the orders in the order in which they are named. Five queries, however many."""
    asked = list(dict.fromkeys(references))[:AT_MOST]
    files = Expedite.objects.visible_to(by).open().select_related("owner")
    rows = Order.objects.visible_to(by).with_row().filter(possible_sale=False)
    rows = rows.prefetch_related(reasons.live_flags(by=by), Prefetch("expedites", files))
    found = {order.reference: order for order in rows.filter(reference__in=asked)}
    orders = [_named(found[each], today=today) for each in asked if each in found]
    groups: dict[int | None, list[Named]] = {}
    for each in orders:
        groups.setdefault(each.order.contractor_id, []).append(each)
    contacts: list[Contact] = []
    if len(groups) == 1 and (contractor := orders[0].order.contractor):
        contacts = list(contractor.contacts.order_by("name", "pk"))
    return CallPage(
        orders=orders,
        unknown=[each for each in asked if each not in found],
        theirs=[each for each in orders if each.file and each.file.owner_id != by.pk],
        free=[each for each in orders if each.file is None],
        held=[each for each in orders if each.order.standing.is_held],
        groups=[(each[0].order.contractor, each) for each in groups.values()],
        contacts=contacts,
    )


def _named(order: Order, *, today: date) -> Named:
    return Named(
        order=order,
        reasons=reasons.worded(order.flags.all(), on=today),
        file=next(iter(order.expedites.all()), None),
        late_by=late_by(order, order.standing, today=today),
    )
