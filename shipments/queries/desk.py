"""A person's desk: the open case files, by what each of them waits for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from shipments.domain.csv_safety import safe_cell
from shipments.models import Contractor, Expedite, Proposal, User
from shipments.models.choices import ExpediteState
from shipments.queries.case_file import gained
from shipments.queries.keyset import Page, Place, Sort, page

if TYPE_CHECKING:
    from shipments.models.expedite import ExpediteQuerySet

PAGE_SIZE = 50
CHUNK = 1_000
SOONEST_FIRST = Sort("next_step_on", "date", nullable=True)
TO_DO, OVERDUE, TODAY, DECIDE = "to-do", "overdue", "today", "decide"
WAITING, COMMITTED, SNOOZED, ALL = "waiting", "committed", "snoozed", "all"
TABS = {
    TO_DO: "To do",
    OVERDUE: "Overdue",
    TODAY: "Due today",
    DECIDE: "To decide",
    WAITING: "Waiting",
    COMMITTED: "Committed",
    SNOOZED: "Snoozed",
    ALL: "All open",
}
MINE, EVERYBODYS = "mine", "all"
NOT_NAMED = "none"
HEADINGS = [
    "Order", "Item", "Contractor", "State", "Owner", "Next step", "Due", "Snoozed until",
    "Promised to ship", "Expected delivery", "Expected at opening", "Days gained so far",
    "Required", "Proposals to decide", "Opened",
]  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """Whose files, of which contractor, waiting for what.

    :ivar whose: mine, all, or a person's key.
    :ivar contractor: a contractor's key, none where it is not named, or empty for all.
    """

    tab: str
    whose: str
    contractor: str


@dataclass(frozen=True)
class Tab:
    name: str
    words: str
    files: int


@dataclass(frozen=True)
class Row:
    """:ivar overdue: days since its next step fell due; 0 while it has not.
    :ivar offers: proposals that wait for a decision.
    """

    expedite: Expedite
    gained: int | None
    overdue: int
    offers: int


@dataclass(frozen=True)
class ToDo:
    """:ivar now: files that want something done today.
    :ivar open: all of them.
    """

    now: int
    open: int


def files(asked: Asked, *, user: User, today: date) -> ExpediteQuerySet:
    """The files of one tab, in no order."""
    return _of(asked, user).filter(_tabs(today)[asked.tab])


def rows(
    asked: Asked, *, user: User, today: date, place: Place
) -> tuple[list[Row], Page[Expedite]]:
    """Three queries, however many files.

    :raises BadMarker: the address names no page of this list.
    """
    found = page(
        files(asked, user=user, today=today),
        _full(Expedite.objects.all()),
        sort=SOONEST_FIRST,
        size=PAGE_SIZE,
        place=place,
    )
    return [_row(expedite, today) for expedite in found.rows], found


def tabs(asked: Asked, *, user: User, today: date) -> list[Tab]:
    """Count every tab in one query."""
    counted = _of(asked, user).aggregate(
        **{
            name.replace("-", "_"): Count("pk", filter=condition)
            for name, condition in _tabs(today).items()
        }
    )
    return [Tab(name, words, counted[name.replace("-", "_")]) for name, words in TABS.items()]


def to_do(*, user: User, today: date) -> ToDo:
    """Count the person's own files in one query."""
    counted = _of(Asked(TO_DO, MINE, ""), user).aggregate(
        now=Count("pk", filter=_tabs(today)[TO_DO]), open=Count("pk")
    )
    return ToDo(**counted)


def owners(user: User) -> list[User]:
    """Whoever has an open file in hand, by name."""
    held = Expedite.objects.visible_to(user).open().filter(owner=OuterRef("pk"))
    return list(User.objects.filter(Exists(held)).order_by("name", "pk"))


def contractors(user: User) -> list[Contractor]:
    """Whose orders somebody has in hand, by name."""
    held = Expedite.objects.visible_to(user).open().filter(order__contractor=OuterRef("pk"))
    return list(Contractor.objects.filter(Exists(held)).order_by("name", "pk"))


def lines(asked: Asked, *, user: User, today: date) -> Iterator[list[str]]:
    """Every file of the tab as cells, read in chunks: memory does not grow with the list."""
    found = _full(files(asked, user=user, today=today))
    for expedite in found.soonest_first().iterator(chunk_size=CHUNK):
        yield [safe_cell(cell) for cell in _cells(_row(expedite, today))]


def _of(asked: Asked, user: User) -> ExpediteQuerySet:
    found = Expedite.objects.visible_to(user).open()
    if asked.whose == MINE:
        found = found.filter(owner=user)
    elif asked.whose != EVERYBODYS:
        found = found.filter(owner_id=int(asked.whose))
    if asked.contractor == NOT_NAMED:
        return found.filter(order__contractor__isnull=True)
    return found.filter(order__contractor_id=int(asked.contractor)) if asked.contractor else found


def _tabs(today: date) -> dict[str, Q]:
    awake = Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=today)
    decide = Q(Exists(Proposal.objects.waiting().filter(order=OuterRef("order"))))
    committed = Q(state=ExpediteState.COMMITTED.value)
    due = awake & Q(next_step_on__lte=today)
    return {
        TO_DO: due | decide,
        OVERDUE: awake & Q(next_step_on__lt=today),
        TODAY: awake & Q(next_step_on=today),
        DECIDE: decide,
        WAITING: awake & ~committed & ~decide & (Q(next_step_on__gt=today) | Q(next_step="")),
        COMMITTED: awake & committed,
        SNOOZED: Q(snoozed_until__gt=today),
        ALL: Q(),
    }


def _full(files: ExpediteQuerySet) -> ExpediteQuerySet:
    """With everything that a row shows."""
    waiting = Proposal.objects.waiting()
    return files.select_related(
        "owner", "order__item", "order__contractor", "order__standing", "commitment"
    ).prefetch_related(Prefetch("order__proposals", waiting, to_attr="waiting_proposals"))


def _row(expedite: Expedite, today: date) -> Row:
    due = expedite.next_step_on
    snoozed = expedite.snoozed_until is not None and expedite.snoozed_until > today
    overdue = (today - due).days if due and not snoozed else 0
    waiting = expedite.order.waiting_proposals  # type: ignore[attr-defined]  # named by the prefetch
    return Row(
        expedite=expedite,
        gained=gained(expedite, expedite.order),
        overdue=max(0, overdue),
        offers=len({proposal.batch for proposal in waiting}),
    )


def _cells(row: Row) -> list[str]:
    file, order = row.expedite, row.expedite.order
    standing = order.standing
    return [
        order.reference,
        order.item.name,
        order.contractor.name if order.contractor else "",
        file.state,
        str(file.owner),
        file.next_step,
        _day(file.next_step_on),
        _day(file.snoozed_until),
        _day(file.commitment.ship_on if file.commitment else None),
        _day(standing.expected_delivery_on),
        _day(file.expected_at_opening),
        "" if row.gained is None else str(row.gained),
        _day(order.required_on),
        str(row.offers),
        file.opened_at.date().isoformat(),
    ]


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""
