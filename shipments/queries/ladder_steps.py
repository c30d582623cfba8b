"""The ladder of one case file: which steps were taken, which is next and when, and to whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shipments.domain import ladder
from shipments.domain.ladder import Limits, Step
from shipments.domain.priorities import Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from shipments.models import Contact, Expedite, ExpediteAction, Order

TAKEN, PASSED_OVER, NEXT, LATER = "taken", "passed_over", "next", "later"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder as a case file stands.

    :ivar state: taken, passed_over, next or later.
    :ivar on: the day it was last taken, or falls due.
    :ivar whom: to whom it goes, or went.
    :ivar waits: working days without an answer before it, for a step that comes later.
    """

    step: Step
    state: str
    on: date | None
    whom: str
    waits: int | None = None

    @property
    def words(self) -> str:
        return self.step.words


def rungs(
    expedite: Expedite,
    actions: Iterable[ExpediteAction],
    *,
    order: Order,
    contacts: list[Contact],
    limits: Limits,
) -> list[Rung]:
    """Draw the whole ladder, mildest step first. No query."""
    taken = {action.kind: action for action in actions if action.kind in list(Step)}
    reached = Step(expedite.rung) if expedite.rung else None
    following = Step(expedite.next_step) if expedite.next_step else None
    drawn = []
    for step in Step:
        if action := taken.get(step):
            whom = action.contact.name if action.contact else _whom(order, contacts)
            drawn.append(Rung(step, TAKEN, action.at.date(), whom))
        elif step == following and expedite.closed_at is None:
            drawn.append(Rung(step, NEXT, expedite.next_step_on, _whom(order, contacts)))
        elif reached and _height(step) < _height(reached):
            drawn.append(Rung(step, PASSED_OVER, None, ""))
        else:
            waits = limits.days_before(step)
            drawn.append(Rung(step, LATER, None, _whom(order, contacts), waits))
    return drawn


def governed(
    order: Order,
    actions: Iterable[ExpediteAction],
    *,
    planned: Step,
    today: date,
    limits: Limits,
) -> ladder.Governed:
    """Say when the order may next be chased, from what the page has loaded. No query.

    :param actions: of all the order's files, closed ones too.
    """
    asked = [action.at.date() for action in actions if action.kind in list(Step)]
    standing = order.standing
    known = ladder.Known(
        designator=order.priority_designator,
        urgency=Urgency(order.urgency),
        contacted_on=max(asked, default=None),
        heard_on=standing.last_heard_on,
        promised_on=standing.promised_ship_on,
    )
    return ladder.governor(known, today=today, limits=limits, planned=planned)


def _height(step: Step) -> int:
    return list(Step).index(step)


def _whom(order: Order, contacts: list[Contact]) -> str:
    """The first contact that a mail can reach; failing that the contractor."""
    reached = next((contact for contact in contacts if contact.email), None)
    if reached:
        return reached.name
    return order.contractor.name if order.contractor else "contractor not named"
