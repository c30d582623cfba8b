"""The case file of one order: where its follow-up stands, what comes next, what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from shipments.domain.ladder import Governed, Limits, Step
from shipments.domain.roles import RIGHTS, Right, Role
from shipments.models import (
    AnswerLink,
    Expedite,
    ExpediteAction,
    Policy,
    Proposal,
    User,
)
from shipments.queries import ladder_steps
from shipments.queries.ladder_steps import Rung

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from shipments.models import Contact, Order


@dataclass(frozen=True)
class CaseFile:
    """One follow-up from opening to closing, with what was done, newest first.

    :ivar gained: days by which the expected delivery is now earlier than at opening; below
        zero if later; None where either is unknown. Of a closed file, what it closed with.
    """

    expedite: Expedite
    actions: list[ExpediteAction]
    gained: int | None

    @property
    def next(self) -> Step | None:
        """The step of the ladder to take next; None while a promise runs, or at its top."""
        return Step(self.expedite.next_step) if self.expedite.next_step else None

    @property
    def snoozed(self) -> bool:
        return self.expedite.snoozed_until is not None


@dataclass(frozen=True)
class Offer:
    """A proposed date, or the parts of one, waiting for an expeditor's word.

    :ivar later_by: days from the date that stands to the last of the proposed ones.
    """

    parts: list[Proposal]
    later_by: int | None

    @property
    def first(self) -> Proposal:
        return self.parts[0]


@dataclass(frozen=True)
class CasePanel:
    """All that an order's page says of its follow-up.

    :ivar governed: when the next chase may go, and why; None without an open file.
    :ivar link: the last way in that a contact was given and can still use.
    """

    file: CaseFile | None
    rungs: list[Rung]
    governed: Governed | None
    offers: list[Offer]
    earlier: list[CaseFile]
    link: AnswerLink | None


def load(
    order: Order, *, contacts: list[Contact], by: User, today: date, at: datetime
) -> CasePanel | None:
    """Read it in at most six queries. None for whoever may not see our case files."""
    if by.is_contractors or order.possible_sale:
        return None
    files = _files(order)
    current = next((file for file in files if file.expedite.closed_at is None), None)
    rungs, governed, link = [], None, None
    if current:
        limits = Limits.of(Policy.objects.in_force().limits)
        done, expedite = current.actions[::-1], current.expedite
        rungs = ladder_steps.rungs(expedite, done, order=order, contacts=contacts, limits=limits)
        planned = Step(expedite.next_step or expedite.rung or Step.FOLLOW_UP)
        ever = [action for file in files for action in file.actions]
        governed = ladder_steps.governed(order, ever, planned=planned, today=today, limits=limits)
        link = _link(order, at=at)
    return CasePanel(
        file=current,
        rungs=rungs,
        governed=governed,
        offers=offers(order),
        earlier=[file for file in files if file is not current],
        link=link,
    )


def expeditors() -> QuerySet[User]:
    """Everybody who may have a case file in hand, by name."""
    roles = [role.value for role, rights in RIGHTS.items() if Right.EXPEDITE in rights]
    able = User.objects.filter(is_active=True, roles__overlap=roles)
    return able.exclude(roles__contains=[Role.CONTRACTOR.value]).order_by("name", "pk")


def offers(order: Order) -> list[Offer]:
    """What contacts proposed and nobody decided yet, oldest first."""
    waiting = Proposal.objects.filter(order=order).waiting().select_related("contact")
    return grouped(waiting.order_by("proposed_at", "batch", "ship_on", "pk"), order)


def grouped(proposals: Iterable[Proposal], order: Order) -> list[Offer]:
    """Put the parts of each answer together. They must come batch by batch."""
    stands = order.standing.promised_ship_on
    found = []
    for _, each in groupby(proposals, key=lambda proposal: proposal.batch):
        parts = list(each)
        last = max(part.ship_on for part in parts)
        found.append(Offer(parts, (last - stands).days if stands else None))
    return found


def _files(order: Order) -> list[CaseFile]:
    """Newest first. Two queries."""
    expedites = list(order.expedites.select_related("owner").order_by("-opened_at", "-pk"))
    actions: dict[int, list[ExpediteAction]] = {}
    done = ExpediteAction.objects.filter(expedite__in=expedites).with_people()
    for action in done.order_by("-at", "-pk"):
        actions.setdefault(action.expedite_id, []).append(action)
    return [
        CaseFile(expedite, actions.get(expedite.pk, []), gained(expedite, order))
        for expedite in expedites
    ]


def gained(expedite: Expedite, order: Order) -> int | None:
    """Days gained so far, or at closing. No query."""
    if expedite.closed_at is not None:
        return expedite.days_gained
    now, then = order.standing.expected_delivery_on, expedite.expected_at_opening
    return (then - now).days if now and then else None


def _link(order: Order, *, at: datetime) -> AnswerLink | None:
    usable = AnswerLink.objects.filter(orders=order, revoked_at__isnull=True, expires_at__gt=at)
    return usable.select_related("contact").order_by("-made_at").first()
