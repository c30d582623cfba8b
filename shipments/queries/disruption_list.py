"""Disruptions by state, with what each lies in the way of and what contradicts it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from shipments.models import Disruption, Lane, User
from shipments.models.choices import Passability
from shipments.queries import affected
from shipments.queries.affected import Counts
from shipments.queries.keyset import Page, Sort, page
from shipments.queries.keyset import Place as PagePlace

if TYPE_CHECKING:
    from shipments.models.disruption import DisruptionQuerySet

PAGE_SIZE = 50
STATES = ("in_force", "to_come", "over", "withdrawn")
NEWEST_FIRST = Sort("starts_on", "date", descending=True)
# Beyond so many at the places of one page nobody compares them.
_MOST_COMPARED = 500


@dataclass(frozen=True)
class Filter:
    """What to list. Empty means all.

    :ivar place: a place's code.
    """

    state: str = "in_force"
    place: str = ""
    passability: str = ""


@dataclass(frozen=True)
class DisruptionRow:
    """:ivar counts: what it lies in the way of, if it holds.
    :ivar against: reports that contradict it.
    """

    disruption: Disruption
    counts: Counts
    against: list[Disruption] = field(default_factory=list)


def rows(
    wanted: Filter, *, place: PagePlace, by: User, on: date
) -> tuple[list[DisruptionRow], Page[Disruption]]:
    """
    :raises BadMarker: the address names no page of this list.
    """
    found = page(
        _filtered(wanted).filter(_state(wanted.state, on)),
        loaded(),
        sort=NEWEST_FIRST,
        size=PAGE_SIZE,
        place=place,
    )
    shown = list(found.rows)
    counted = affected.counts([each.pk for each in shown], by=by, on=on)
    against = contradictions(shown)
    return [
        DisruptionRow(each, counted.get(each.pk, Counts()), against.get(each.pk, []))
        for each in shown
    ], found


def tallies(wanted: Filter, *, on: date) -> dict[str, int]:
    """How many there are in each state, by the other filters."""
    return _filtered(wanted).aggregate(
        **{name: Count("pk", filter=_state(name, on)) for name in STATES}
    )


def lane_choices() -> list[tuple[str, str]]:
    lanes = Lane.objects.with_places().by_places()
    return [
        ("", "No lane"),
        *(
            (str(lane.pk), f"{lane.from_place.name} to {lane.to_place.name} by {lane.mode}")
            for lane in lanes
        ),
    ]


def loaded() -> DisruptionQuerySet:
    """With everything that a page shows of one."""
    related = ("place", "lane__from_place", "lane__to_place", "recorded_by", "withdrawn_by")
    return Disruption.objects.select_related(*related).prefetch_related("sources")


def contradictions(of: Collection[Disruption]) -> dict[int, list[Disruption]]:
    """Of each, the other standing reports of the same place or lane, for days that overlap, that
    say another passability or other days. One query.
    """
    places = {each.place_id for each in of if each.place_id}
    lanes = {each.lane_id for each in of if each.lane_id}
    if not places and not lanes:
        return {}
    near = Disruption.objects.standing().filter(Q(place__in=places) | Q(lane__in=lanes))
    others = list(near.select_related("place").newest_first()[:_MOST_COMPARED])
    return {each.pk: list(_against(each, others)) for each in of if not each.withdrawn_at}


def _against(one: Disruption, others: Iterable[Disruption]) -> Iterable[Disruption]:
    for other in others:
        same = other.place_id == one.place_id and other.lane_id == one.lane_id
        if other.pk == one.pk or not same or not _overlap(one, other):
            continue
        if _says(one) != _says(other):
            yield other


def _overlap(one: Disruption, other: Disruption) -> bool:
    return one.starts_on <= (other.ends_on or date.max) and other.starts_on <= (
        one.ends_on or date.max
    )


def _says(each: Disruption) -> tuple[str, date, date | None]:
    return each.passability, each.starts_on, each.ends_on


def _filtered(wanted: Filter) -> DisruptionQuerySet:
    found = Disruption.objects.all()
    if wanted.place:
        found = found.filter(place__code=wanted.place)
    if wanted.passability in list(Passability):
        found = found.filter(passability=wanted.passability)
    return found


def _state(name: str, on: date) -> Q:
    standing = Q(withdrawn_at__isnull=True)
    begun = Q(starts_on__lte=on)
    ended = Q(ends_on__isnull=False, ends_on__lt=on)
    return {
        "in_force": standing & begun & ~ended,
        "to_come": standing & ~begun,
        "over": standing & ended,
        "withdrawn": ~standing,
    }[name]
