"""How long the open orders have been open, by issue group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Count, F, Q, Value, When

from shipments.domain.priorities import IssueGroup, Urgency
from shipments.models import Standing

if TYPE_CHECKING:
    from datetime import date

# The last day counted in each column, and its words. The rest is older.
AGES = [(30, "0 to 30"), (90, "31 to 90"), (180, "91 to 180"), (365, "181 to 365")]
OLDER, UNDATED = "Over a year", "No date"
COLUMNS = [*(words for _, words in AGES), OLDER, UNDATED]
LAST_DESIGNATOR = {IssueGroup.I: 3, IssueGroup.II: 8, IssueGroup.III: 15}


@dataclass(frozen=True, slots=True)
class GroupAges:
    """Open orders of one group, by days since they were ordered.

    :ivar group: an issue group, or an urgency for orders without a priority designator.
    :ivar orders: as many as ``COLUMNS``.
    :ivar late: of them, past their required date.
    """

    group: IssueGroup | Urgency
    orders: list[int]
    late: int

    @property
    def total(self) -> int:
        return sum(self.orders)


@dataclass(frozen=True, slots=True)
class Ageing:
    """:ivar groups: those that any open order belongs to, the first to go on top."""

    groups: list[GroupAges]
    orders: int


def ageing(*, on: date) -> Ageing:
    """Count as of a day. One query."""
    counted = (
        Standing.objects.open()
        .annotate(age=_age(on), group=_group())
        .values_list("group", "age")
        .annotate(orders=Count("pk"), late=Count("pk", filter=Q(order__required_on__lt=on)))
    )
    found = {(group, age): (orders, late) for group, age, orders, late in counted}
    known = {group for group, _ in found}
    urgent_first = reversed(list(Urgency))
    groups = [
        GroupAges(
            group,
            [found.get((group, age), (0, 0))[0] for age in COLUMNS],
            sum(found.get((group, age), (0, 0))[1] for age in COLUMNS),
        )
        for group in [*IssueGroup, *urgent_first]
        if group in known
    ]
    return Ageing(groups, sum(group.total for group in groups))


def _age(on: date) -> Case:
    """No age where only a year or nothing is known of when it was ordered."""
    ordered = "order__ordered_on"
    undated = Q(**{f"{ordered}__isnull": True}) | Q(order__ordered_on_precision="year")
    return Case(
        When(undated, then=Value(UNDATED)),
        *(
            When(**{f"{ordered}__gte": on - timedelta(days=days)}, then=Value(words))
            for days, words in AGES
        ),
        default=Value(OLDER),
        output_field=CharField(),
    )


def _group() -> Case:
    return Case(
        *(
            When(order__priority_designator__lte=last, then=Value(group.value))
            for group, last in LAST_DESIGNATOR.items()
        ),
        default=F("order__urgency"),
        output_field=CharField(),
    )
