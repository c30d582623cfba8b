"""Whom and what the orders of an exercise are between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from shipments.intake.exercise import lanes, names
from shipments.intake.exercise.habits import IN_TURN, Habit
from shipments.intake.exercise.lanes import Map
from shipments.models import Case, Contact, Contract, Contractor, Item, Substitute

# Neither I nor O, as in the numbers that people read out.
LETTERS = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Maker:
    """A contractor with its habit, its contract and the person who answers for it."""

    contractor: Contractor
    contact: Contact
    contract: Contract
    habit: Habit


@dataclass(frozen=True, slots=True)
class Parties:
    """All of them, saved. The maker of an item is the one at its number, counted round."""

    makers: list[Maker]
    items: list[Item]
    cases: list[Case]
    map: Map

    def maker_of(self, number: int) -> Maker:
        return self.makers[number % len(self.makers)]


def save(draw: Random, *, orders: int, as_of: date, at: datetime) -> Parties:
    """Make as many of each as a book of so many orders would have."""
    items = [
        Item(name=names.item(number), nsn=names.nsn(number))
        for number in range(max(24, orders // 20))
    ]
    cases = [
        Case(
            case_id=f"ZZ-B-{code(number, 3)}",
            title=f"Exercise case {number + 1}: training stores",
            stage="implemented",
            recorded_at=at,
        )
        for number in range(max(3, orders // 60))
    ]
    saved = Item.objects.bulk_create(items, batch_size=1000)
    _save_substitutes(saved, draw, at=at)
    return Parties(
        makers=_makers(draw, count=min(36, max(6, orders // 60)), as_of=as_of, at=at),
        items=saved,
        cases=Case.objects.bulk_create(cases, batch_size=1000),
        map=lanes.save(at=at),
    )


def _save_substitutes(items: list[Item], draw: Random, *, at: datetime) -> None:
    """Of one in twelve items the next type of the same goods is accepted in its place."""
    Substitute.objects.bulk_create(
        Substitute(
            item=item,
            accepted=items[number + names.KINDS],
            rank=1,
            source="Exercise: the receiver's list of accepted items, invented",
            recorded_at=at,
        )
        for number, item in enumerate(items[: -names.KINDS])
        if draw.random() < 1 / 12
    )


def code(number: int, length: int) -> str:
    """Write a number in letters and digits, with zeros before it."""
    found = ""
    for _ in range(length):
        number, rest = divmod(number, len(LETTERS))
        found = LETTERS[rest] + found
    return found


def _makers(draw: Random, *, count: int, as_of: date, at: datetime) -> list[Maker]:
    contractors = Contractor.objects.bulk_create(
        Contractor(
            name=name,
            city=names.CITIES[number % len(names.CITIES)],
            country="Fictional West",
            makes="Training stores",
            note="Exercise: there is no such company.",
            recorded_at=at,
        )
        for number, name in enumerate(names.CONTRACTORS[:count])
    )
    contacts = Contact.objects.bulk_create(
        Contact(
            contractor=contractor,
            name=draw.choice(names.CONTACTS),
            duty="Order desk",
            email=f"orders@{_host(contractor.name)}.example",
            phone=f"+1 555 555 01{number:02d}",
        )
        for number, contractor in enumerate(contractors)
    )
    contracts = Contract.objects.bulk_create(
        Contract(
            piid=f"ZZZZZZ{as_of:%y}C{code(number + 1, 4)}",
            kind="Exercise",
            contractor=contractor,
            description="Training stores as ordered.",
            recorded_at=at,
        )
        for number, contractor in enumerate(contractors)
    )
    return [
        Maker(contractor, contact, contract, IN_TURN[number % len(IN_TURN)])
        for number, (contractor, contact, contract) in enumerate(
            zip(contractors, contacts, contracts, strict=True)
        )
    ]


def _host(name: str) -> str:
    return name.lower().replace(" ", "-")
