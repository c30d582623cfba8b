"""A case file of an exercise before it is saved: what was done in it, in turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from shipments.intake.exercise import mails
from shipments.intake.exercise.moments import moment
from shipments.intake.exercise.orders import Lived
from shipments.intake.exercise.people import People
from shipments.models import Expedite, ExpediteAction, OutboxMessage, Proposal, User
from shipments.models.choices import ActionKind, ExpediteState


@dataclass(frozen=True, slots=True)
class Desk:
    """Who works at it, what is drawn there, and the day up to which it has worked."""

    people: People
    draw: Random
    as_of: date

    def moment(self, day: date) -> datetime:
        return moment(self.draw, day, as_of=self.as_of)

    def days(self, least: int, most: int) -> timedelta:
        return timedelta(days=self.draw.randint(least, most))


@dataclass(slots=True)
class Draft:
    """Its parts name each other, so that they can be saved table by table.

    :ivar number: its place among all of them, from 0.
    """

    lived: Lived
    owner: User
    number: int
    file: Expedite
    actions: list[ExpediteAction] = field(default_factory=list)
    messages: list[OutboxMessage] = field(default_factory=list)
    proposal: Proposal | None = None

    def do(
        self,
        kind: ActionKind,
        state: ExpediteState,
        at: datetime,
        text: str = "",
        *,
        by_contact: bool = False,
        **facts: Any,
    ) -> None:
        """Add what was done, and bring the file to the state that it left."""
        opened = kind is ActionKind.OPENED
        self.actions.append(
            ExpediteAction(
                expedite=self.file,
                kind=kind.value,
                state_before="" if opened else self.file.state,
                state_after=state.value,
                at=at,
                by=None if by_contact else self.owner,
                contact=self.lived.maker.contact if by_contact else None,
                text=text,
                facts=facts,
            )
        )
        self.file.state = state.value

    def follow_up(self, at: datetime) -> None:
        """Ask the contractor by mail: the first step of the ladder."""
        message = mails.follow_up(self.lived, number=self.number, by=self.owner, at=at)
        self.messages.append(message)
        name = self.lived.maker.contact.name
        self.do(
            ActionKind.FOLLOW_UP,
            ExpediteState.CONTACTED,
            at,
            f"Follow-up to {name}.",
            records=[],
            left_out=[],
            governor=[],
            override_reason="",
        )
        self.actions[-1].contact = self.lived.maker.contact
        self.actions[-1].message = message
        self.file.rung = ActionKind.FOLLOW_UP.value
