"""What each filter of the orders list would leave, counted beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Count, Value, When
from django.http import QueryDict

from shipments.models import Contractor, Order
from shipments.models.choices import statuses, urgencies
from shipments.queries.order_filter import DESIGNATORS, FLAGGED, GROUPS, OrderFilter, late
from shipments.queries.order_list import COUNTED_UP_TO

if TYPE_CHECKING:
    from shipments.models.order import OrderQuerySet

CONTRACTORS_SHOWN = 8
_GROUP = Case(
    *(When(condition, then=Value(group)) for group, condition in DESIGNATORS.items()),
    output_field=CharField(),
)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    number: int | None
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """One filter with its choices.

    :ivar left_out: how many further choices are not listed.
    """

    name: str
    label: str
    options: list[Option]
    left_out: int = 0


class _Counter:
    """Counts orders under all the filters but one. What few filters leave is looked up once."""

    def __init__(self, data: QueryDict, orders: OrderQuerySet, *, today: date) -> None:
        self.data, self.orders, self.today = data, orders, today
        self.known: dict[str, list[int] | None] = {}

    def left_without(self, name: str) -> OrderQuerySet | None:
        """What the other filters leave; None where counting it costs more than the page."""
        rest = self.data.copy()
        rest.pop(name, None)
        key = rest.urlencode()
        if key not in self.known:
            left = OrderFilter(rest, self.orders, today=self.today).qs.order_by()
            keys = list(left.values_list("pk", flat=True)[: COUNTED_UP_TO + 1])
            self.known[key] = keys if len(keys) <= COUNTED_UP_TO else None
        found = self.known[key]
        return None if found is None else Order.objects.filter(pk__in=found)

    def by(self, name: str, column: str) -> dict[Any, int] | None:
        left = self.left_without(name)
        if left is None:
            return None
        if name == "group":
            left = left.annotate(group=_GROUP)
        return dict(left.values_list(column).annotate(Count("pk")))


def facets(
    data: QueryDict, orders: OrderQuerySet, *, today: date, words: dict[str, str], counted: bool
) -> list[Facet]:
    """Every facet, each counted under all the other filters but not under itself.

    :param orders: the saved view, before any filter.
    :param words: how each status is called on screen.
    :param counted: False leaves all the numbers out: the list itself is too long to count.
    """
    counter = _Counter(data, orders, today=today)

    def fixed(name: str, label: str, column: str, choices: list[tuple[str, str]]) -> Facet:
        numbers = counter.by(name, column) if counted else None
        return Facet(name, label, _options(choices, numbers, set(data.getlist(name))))

    said = [(value, words[value]) for value, _ in statuses()]
    return [
        fixed("status", "Status", "standing__status", said),
        fixed("urgency", "Urgency", "urgency", urgencies()),
        fixed("group", "Issue group", "group", GROUPS),
        _attention(data, counter.left_without("") if counted else None, today=today),
        _contractors(data, counter.by("contractor", "contractor") if counted else None),
    ]


def _options(
    choices: list[tuple[str, str]], numbers: dict[Any, int] | None, chosen: set[str]
) -> list[Option]:
    """A choice that would leave nothing is left out, unless it is chosen."""
    if numbers is None:
        return [Option(value, word, None, value in chosen) for value, word in choices]
    return [
        Option(value, word, numbers.get(value, 0), value in chosen)
        for value, word in choices
        if value in numbers or value in chosen
    ]


def _attention(data: QueryDict, left: OrderQuerySet | None, *, today: date) -> Facet:
    numbers: dict[Any, int] = {}
    if left is not None:
        numbers = left.aggregate(
            flagged=Count("pk", filter=FLAGGED), late=Count("pk", filter=late(today=today))
        )
    labels = {"flagged": "Flagged", "late": "Late"}
    options = [
        Option(name, label, numbers.get(name), data.get(name) == "yes")
        for name, label in labels.items()
    ]
    return Facet("", "Attention", options)


def _contractors(data: QueryDict, numbers: dict[Any, int] | None) -> Facet:
    """The contractors with most orders, and those chosen. Uncounted: only those chosen."""
    chosen = {int(value) for value in data.getlist("contractor") if value.isdecimal()}
    counts = numbers or {}
    most = sorted((pk for pk in counts if pk), key=lambda pk: -counts[pk])
    shown = [*most[:CONTRACTORS_SHOWN], *(chosen - set(most[:CONTRACTORS_SHOWN]))]
    names = Contractor.objects.in_bulk(shown)
    options = [
        Option(
            str(pk), str(names[pk]), None if numbers is None else counts.get(pk, 0), pk in chosen
        )
        for pk in shown
        if pk in names
    ]
    return Facet("contractor", "Contractor", options, left_out=max(0, len(most) - len(options)))
