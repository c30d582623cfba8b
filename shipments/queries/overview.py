"""The figures of the overview: how many orders stand where, how old, how late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Count, Q, Value, When

from shipments.domain.priorities import IssueGroup
from shipments.models import Flag, HotOrder, Standing
from shipments.models.choices import Status

if TYPE_CHECKING:
    from datetime import date

    from shipments.models import User

# The last day counted in each row of the age table, and its words. The rest is older.
AGES = [
    (30, "0 to 30"),
    (90, "31 to 90"),
    (180, "91 to 180"),
    (365, "181 to 365"),
    (730, "1 to 2 years"),
]
OLDER, UNDATED = "Over 2 years", "No date"
NO_GROUP = "None"
GROUPS = [*(group.value for group in IssueGroup), NO_GROUP]
STAGES = [
    Status.ORDERED,
    Status.ON_CONTRACT,
    Status.PROMISED,
    Status.SHIPMENT_LOGGED,
    Status.IN_TRANSIT,
    Status.PART_RECEIVED,
    Status.RECEIVED,
]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of orders that the person may see. A possible sale counts as no order."""

    open_orders: int
    routine: int
    flagged: int
    newly_flagged: int
    past_required: int
    with_required: int
    in_transit: int
    received: int
    possible_sales: int


@dataclass(frozen=True, slots=True)
class Stage:
    """How many orders stand at one stage, and how many of them are past their required date.

    :ivar width: of the late ones' bar, in per cent of the stage with the most.
    """

    status: str
    orders: int
    late: int
    width: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Open orders of one age and one group; widths of their bars in per cent, with tones."""

    orders: int
    late: int
    widths: list[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class AgeRow:
    """One row of the age table."""

    words: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Ages:
    """The age table; a group that no open order belongs to has no column."""

    groups: list[tuple[str, int]]
    rows: list[AgeRow]


def figures(*, user: User, on: date) -> Figures:
    """Count in three queries."""
    standing_open = Q(is_open=True)
    counted = Standing.objects.visible_to(user).aggregate(
        open_orders=Count("pk", filter=standing_open),
        routine=Count("pk", filter=standing_open & Q(is_routine=True)),
        past_required=Count("pk", filter=standing_open & Q(order__required_on__lt=on)),
        with_required=Count("pk", filter=standing_open & Q(order__required_on__isnull=False)),
        in_transit=Count("pk", filter=Q(status=Status.IN_TRANSIT.value)),
        received=Count("pk", filter=Q(status=Status.RECEIVED.value)),
        possible_sales=Count("pk", filter=Q(status=Status.NOTIFIED.value)),
    )
    midnight = datetime.combine(on, time.min, tzinfo=UTC)
    newly = Flag.objects.visible_to(user).live().filter(raised_at__gte=midnight)
    return Figures(
        **counted,
        flagged=HotOrder.objects.visible_to(user).count(),
        newly_flagged=newly.aggregate(n=Count("order", distinct=True))["n"],
    )


def stages(*, user: User, on: date) -> list[Stage]:
    """Count the orders at each stage, in one query."""
    past = Q(is_open=True, order__required_on__lt=on)
    counted = (
        Standing.objects.visible_to(user)
        .values("status")
        .annotate(orders=Count("pk"), late=Count("pk", filter=past))
    )
    found = {row["status"]: (row["orders"], row["late"]) for row in counted}
    most = max((late for _, late in found.values()), default=0) or 1
    return [
        Stage(status.value, orders, late, round(100 * late / most, 1))
        for status in STAGES
        for orders, late in [found.get(status.value, (0, 0))]
    ]


def ages(*, user: User, on: date) -> Ages:
    """Count open orders by age and issue group, in one query."""
    counted = (
        Standing.objects.visible_to(user)
        .open()
        .annotate(age=_age(on), group=_group())
        .values("age", "group")
        .annotate(orders=Count("pk"), late=Count("pk", filter=Q(order__required_on__lt=on)))
    )
    found = {(row["age"], row["group"]): (row["orders"], row["late"]) for row in counted}
    totals: dict[str, int] = {}
    for (_, group), (orders, _) in found.items():
        totals[group] = totals.get(group, 0) + orders
    groups = [(group, totals[group]) for group in GROUPS if group in totals]
    most = max((orders for orders, _ in found.values()), default=1)
    words = [*(words for _, words in AGES), OLDER, UNDATED]
    rows = [
        AgeRow(age, [_cell(*found.get((age, group), (0, 0)), most) for group, _ in groups])
        for age in words
        if age != UNDATED or any((age, group) in found for group, _ in groups)
    ]
    return Ages(groups, rows)


def _age(on: date) -> Case:
    return Case(
        When(order__ordered_on__isnull=True, then=Value(UNDATED)),
        *(
            When(order__ordered_on__gte=on - timedelta(days=days), then=Value(words))
            for days, words in AGES
        ),
        default=Value(OLDER),
        output_field=CharField(),
    )


def _group() -> Case:
    designator = "order__priority_designator"
    return Case(
        When(**{f"{designator}__lte": 3}, then=Value("I")),
        When(**{f"{designator}__lte": 8}, then=Value("II")),
        When(**{f"{designator}__isnull": False}, then=Value("III")),
        default=Value(NO_GROUP),
        output_field=CharField(),
    )


def _cell(orders: int, late: int, most: int) -> Cell:
    widths = [(100 * late / most, "amber"), (100 * (orders - late) / most, "ink")]
    return Cell(orders, late, [(round(width, 1), tone) for width, tone in widths])
