"""The hot list: flagged orders, worst first, and everything about one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, F, IntegerField, OuterRef, Prefetch, Value

from shipments.models import Expedite, HotOrder, Order, Standing
from shipments.queries import days_saved, reasons, shell

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from shipments.expedite import Saving, Savings
    from shipments.models import Promise, SourceDocument, User
    from shipments.models.hot_order import HotOrderQuerySet
    from shipments.models.order import OrderQuerySet
    from shipments.queries.reasons import Reason

OPEN, MINE, TAKEN = "open", "mine", "taken"
PAGE_ROWS = 50
# Where a row stands: its score, its required date, its order's key.
Key = tuple[int, date | None, int]
_MARKER = re.compile(r"([0-9]{1,6})_([0-9-]{10}|)_([0-9]{1,18})", re.ASCII)
_SOONEST = F("required_on").asc(nulls_last=True)


@dataclass(frozen=True, slots=True)
class Tab:
    """One queue of the hot list."""

    name: str
    words: str
    orders: int


@dataclass(frozen=True, slots=True)
class Row:
    """One order as the list shows it.

    :ivar saving: what would gain the most days; None where nothing is known to, or not asked.
    """

    order: Order
    standing: Standing
    reasons: list[Reason]
    expedite: Expedite | None
    saving: Saving | None


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
    taken = _taken(TAKEN, user)
    flagged = shell.counts(user=user, on=on).flagged
    return [
        Tab(OPEN, "Open", max(0, flagged - taken.filter(hot__isnull=False).count())),
        Tab(MINE, "Mine", _taken(MINE, user).count()),
        Tab(TAKEN, "Taken up", taken.count()),
    ]


def page(*, user: User, tab: str, after: str, on: date, size: int = PAGE_ROWS) -> Page:
    """Take the rows after a marker, worst first. Six queries, however many rows.

    Ties go to the sooner required date, then to the order recorded first. A marker that is
    not ours is read as none.
    """
    keys = _keys(user, tab, _read(after), size)
    found = _orders(user, Expedite.objects.open()).in_bulk([key for *_, key in keys[:size]])
    saved = days_saved.of(list(found), on=on)
    rows = [
        _row(found[key], on=on, savings=saved.get(key)) for *_, key in keys[:size] if key in found
    ]
    return Page(rows, _marker(*keys[size - 1]) if len(keys) > size else "")


def top(*, user: User, on: date, size: int = 5) -> list[Row]:
    """The first rows of everything flagged, whoever has it."""
    hottest = HotOrder.objects.visible_to(user).hottest_first()
    keys = list(hottest.values_list("order_id", flat=True)[:size])
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
    promises = sorted(order.promises.all(), key=lambda said: (said.said_at, said.ship_on, said.pk))
    past = [expedite for expedite in order.expedites.all() if expedite.closed_at]
    slip = (promises[-1].ship_on - promises[0].ship_on).days if promises else None
    read_in = {source.pk: source for source in order.sources.all()}
    if order.contract:
        read_in |= {source.pk: source for source in order.contract.sources.all()}
    saved = days_saved.of([order.pk], on=on).get(order.pk)
    return Detail(_row(order, on=on, savings=saved), promises, slip, past, list(read_in.values()))


def _taken(tab: str, user: User) -> OrderQuerySet:
    """What somebody has in hand, flagged or not; or only what this person has."""
    held = Expedite.objects.open().filter(order=OuterRef("pk"))
    if tab == MINE:
        held = held.filter(owner=user)
    return Order.objects.visible_to(user).filter(Exists(held))


def _keys(user: User, tab: str, after: Key | None, size: int) -> list[Key]:
    """The places of one row more than a page."""
    if tab == OPEN:
        taken = Expedite.objects.open().filter(order=OuterRef("pk"))
        hot = HotOrder.objects.visible_to(user).filter(~Exists(taken))
        parts = [
            part.hottest_first()
            .annotate(part=Value(number, IntegerField()))
            .values_list("part", "score", "required_on", "order_id")[: size + 1]
            for number, part in enumerate(_parts(hot, after))
        ]
        if len(parts) == 1:
            return [(score, required_on, pk) for _, score, required_on, pk in parts[0]]
        rows = parts[0].union(*parts[1:], all=True)
        placed = rows.order_by("part", "-score", _SOONEST, "order_id")[: size + 1]
        return [(score, required_on, pk) for _, score, required_on, pk in placed]
    # What people have in hand is few: it is sorted, not read from an index.
    held = _taken(tab, user).values_list("hot__score", "required_on", "pk")
    ranked = sorted(((score or 0, day, pk) for score, day, pk in held), key=_rank)
    return [key for key in ranked if after is None or _rank(key) > _rank(after)][: size + 1]


def _parts(hot: HotOrderQuerySet, after: Key | None) -> list[HotOrderQuerySet]:
    """What follows a place, as ranges each of which is one run of the index.

    One condition with "or" would read everything of the same score before the place.
    """
    if after is None:
        return [hot]
    score, required_on, pk = after
    same, lower = hot.filter(score=score), hot.filter(score__lt=score)
    if required_on is None:
        return [same.filter(required_on__isnull=True, pk__gt=pk), lower]
    return [
        same.filter(required_on=required_on, pk__gt=pk),
        same.filter(required_on__gt=required_on),
        same.filter(required_on__isnull=True),
        lower,
    ]


def _rank(key: Key) -> tuple[int, bool, date, int]:
    score, required_on, pk = key
    return (-score, required_on is None, required_on or date.min, pk)


def _marker(score: int, required_on: date | None, pk: int) -> str:
    return f"{score}_{required_on or ''}_{pk}"


def _read(marker: str) -> Key | None:
    found = _MARKER.fullmatch(marker)
    if found is None:
        return None
    try:
        required_on = date.fromisoformat(found[2]) if found[2] else None
    except ValueError:
        return None
    return int(found[1]), required_on, int(found[3])


def _orders(user: User, expedites: QuerySet[Expedite]) -> QuerySet[Order]:
    return (
        Order.objects.visible_to(user)
        .with_row()
        .prefetch_related(
            reasons.live_flags(by=user), Prefetch("expedites", expedites.select_related("owner"))
        )
    )


def _row(order: Order, *, on: date, savings: Savings | None = None) -> Row:
    held = [expedite for expedite in order.expedites.all() if expedite.closed_at is None]
    savings = savings or reasons.NOTHING
    worded = reasons.worded(order.flags.all(), on=on, savings=savings)
    return Row(order, order.standing, worded, held[0] if held else None, savings.best)
