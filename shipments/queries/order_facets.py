"""What each filter of the orders list would leave, counted beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, Count, Value, When
from django.http import QueryDict

from shipments.models import Contractor
from shipments.models.choices import statuses, urgencies
from shipments.queries.order_filter import DESIGNATORS, FLAGGED, GROUPS, OrderFilter, late

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


def facets(
    data: QueryDict, orders: OrderQuerySet, *, today: date, words: dict[str, str], counted: bool
) -> list[Facet]:
    """Every facet, each counted under all the other filters but not under itself.

    :param orders: the saved view, before any filter.
    :param words: how each status is called on screen.
    :param counted: False leaves the numbers out, where counting costs more than the page.
    """

    def numbers(name: str, by: str) -> dict[Any, int]:
        if not counted:
            return {}
        rest = data.copy()
        rest.pop(name, None)
        kept = OrderFilter(rest, orders, today=today).qs.order_by()
        if name == "group":
            kept = kept.annotate(group=_GROUP)
        return dict(kept.values_list(by).annotate(Count("pk")))

    def fixed(name: str, label: str, by: str, choices: list[tuple[str, str]]) -> Facet:
        found, chosen = numbers(name, by), set(data.getlist(name))
        options = [
            Option(value, word, found.get(value, 0) if counted else None, value in chosen)
            for value, word in choices
            if not counted or value in found or value in chosen
        ]
        return Facet(name, label, options)

    said = [(value, words[value]) for value, _ in statuses()]
    return [
        fixed("status", "Status", "standing__status", said),
        fixed("urgency", "Urgency", "urgency", urgencies()),
        fixed("group", "Issue group", "group", GROUPS),
        _attention(data, orders, today=today, counted=counted),
        _contractors(data, numbers("contractor", "contractor"), counted=counted),
    ]


def _attention(data: QueryDict, orders: OrderQuerySet, *, today: date, counted: bool) -> Facet:
    numbers: dict[Any, int] = {}
    if counted:
        kept = OrderFilter(data, orders, today=today).qs.order_by()
        numbers = kept.aggregate(
            flagged=Count("pk", filter=FLAGGED), late=Count("pk", filter=late(today=today))
        )
    labels = {"flagged": "Flagged", "late": "Late"}
    return Facet(
        "",
        "Attention",
        [
            Option(name, label, numbers.get(name), data.get(name) == "yes")
            for name, label in labels.items()
        ],
    )


def _contractors(data: QueryDict, numbers: dict[Any, int], *, counted: bool) -> Facet:
    """The contractors with most orders, and those chosen. Uncounted: only those chosen."""
    chosen = {int(value) for value in data.getlist("contractor") if value.isdecimal()}
    most = sorted((pk for pk in numbers if pk), key=lambda pk: -numbers[pk])
    shown = [*most[:CONTRACTORS_SHOWN], *(chosen - set(most[:CONTRACTORS_SHOWN]))]
    names = Contractor.objects.in_bulk(shown)
    options = [
        Option(str(pk), str(names[pk]), numbers.get(pk, 0) if counted else None, pk in chosen)
        for pk in shown
        if pk in names
    ]
    return Facet("contractor", "Contractor", options, left_out=max(0, len(most) - len(options)))
