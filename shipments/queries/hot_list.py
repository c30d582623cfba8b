"""The hot list: flagged orders, worst first, and everything about one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q

from shipments.models import Expedite, Order, Standing
from shipments.queries import reasons, shell

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from shipments.models import Promise, SourceDocument, User
    from shipments.models.standing import StandingQuerySet
    from shipments.queries.reasons import Reason

OPEN, MINE, TAKEN = "open", "mine", "taken"
PAGE_ROWS = 50
_MARKER = re.compile(r"([0-9]{1,6})-([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Tab:
    """One queue of the hot list."""

    name: str
    words: str
    orders: int


@dataclass(frozen=True, slots=True)
class Row:
    """One order as the list shows it."""

    order: Order
    standing: Standing
    reasons: list[Reason]
    expedite: Expedite | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of a queue; ``next`` marks where the following page begins, empty at the end."""

    rows: list[Row]
    next: str


@dataclass(frozen=True, slots=True)
class Detail:
    """One order with what is needed to decide what to do about it.

    :ivar slip: days by which the promised ship date has moved; None without a promise.
    :ivar sources: where the order's facts and its contract's were read.
    """

    row: Row
    promises: list[Promise]
    slip: int | None
    past_expedites: list[Expedite]
    sources: list[SourceDocument]


def tabs(*, user: User, on: date) -> list[Tab]:
    """Count the queues: at most three queries, however many rows."""
    taken = _queue(TAKEN, user)
    flagged = shell.counts(user=user, on=on).flagged
    return [
        Tab(OPEN, "Open", max(0, flagged - taken.open().flagged().count())),
        Tab(MINE, "Mine", _queue(MINE, user).count()),
        Tab(TAKEN, "Taken up", taken.count()),
    ]


def page(*, user: User, tab: str, after: str, on: date, size: int = PAGE_ROWS) -> Page:
    """Take the rows after a marker, worst first. Four queries, however many rows.

    Ties go to the order recorded first. A marker that is not ours is read as none.
    """
    queue = _queue(tab, user)
    if marker := _MARKER.fullmatch(after):
        score, last = int(marker[1]), int(marker[2])
        # The first condition is what an index can use; the second settles the ties.
        queue = queue.filter(Q(score__lte=score), Q(score__lt=score) | Q(order_id__gt=last))
    keys = list(queue.order_by("-score", "order_id").values_list("order_id", "score")[: size + 1])
    found = _orders(user, Expedite.objects.open()).in_bulk([key for key, _ in keys[:size]])
    rows = [_row(found[key], on=on) for key, _ in keys[:size] if key in found]
    last_key, last_score = keys[size - 1] if len(keys) > size else (0, 0)
    return Page(rows, f"{last_score}-{last_key}" if last_key else "")


def top(*, user: User, on: date, size: int = 5) -> list[Row]:
    """The first rows of everything flagged, whoever has it."""
    flagged = Standing.objects.visible_to(user).open().flagged().order_by("-score", "order_id")
    keys = list(flagged.values_list("order_id", flat=True)[:size])
    found = _orders(user, Expedite.objects.open()).in_bulk(keys)
    return [_row(found[key], on=on) for key in keys if key in found]


def detail(*, user: User, reference: str, on: date) -> Detail:
    """Load one order, flagged or not. The same number of queries whatever its history.

    :raises Order.DoesNotExist: none that the person may see, or only a possible sale.
    """
    order = (
        _orders(user, Expedite.objects.order_by("-opened_at"))
        .filter(possible_sale=False)
        .prefetch_related(
            "sources",
            "contract__sources",
            "contractor__contacts",
            "promises__recorded_by",
        )
        .get(reference=reference)
    )
    promises = sorted(order.promises.all(), key=lambda said: (said.recorded_at, said.pk))
    past = [expedite for expedite in order.expedites.all() if expedite.closed_at]
    slip = (promises[-1].ship_on - promises[0].ship_on).days if promises else None
    read_in = {source.pk: source for source in order.sources.all()}
    if order.contract:
        read_in |= {source.pk: source for source in order.contract.sources.all()}
    return Detail(_row(order, on=on), promises, slip, past, list(read_in.values()))


def _queue(tab: str, user: User) -> StandingQuerySet:
    standings = Standing.objects.visible_to(user)
    taken = Expedite.objects.open().filter(order=OuterRef("order"))
    if tab == MINE:
        return standings.filter(Exists(taken.filter(owner=user)))
    if tab == TAKEN:
        return standings.filter(Exists(taken))
    return standings.open().flagged().exclude(Exists(taken))


def _orders(user: User, expedites: QuerySet[Expedite]) -> QuerySet[Order]:
    return (
        Order.objects.visible_to(user)
        .with_row()
        .prefetch_related(
            reasons.live_flags(), Prefetch("expedites", expedites.select_related("owner"))
        )
    )


def _row(order: Order, *, on: date) -> Row:
    held = [expedite for expedite in order.expedites.all() if expedite.closed_at is None]
    worded = reasons.worded(order.flags.all(), on=on)
    return Row(order, order.standing, worded, held[0] if held else None)
