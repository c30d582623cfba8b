"""The holds: which are in place, which were released."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from shipments.compliance import covered
from shipments.models import HeldOrder, Hold, User
from shipments.queries.keyset import Page, Place, Sort, page

if TYPE_CHECKING:
    from shipments.models.hold import HoldQuerySet

PAGE_SIZE = 50
NEWEST_FIRST = Sort("placed_at", "moment", descending=True)
STATES = {"in_place": Q(released_at__isnull=True), "released": Q(released_at__isnull=False)}


@dataclass(frozen=True)
class HoldRow:
    """:ivar covers: what it was placed on, in words.
    :ivar orders: how many orders it covers now; none once it is released.
    :ivar review_in: days to its review; negative when that has gone, None once it is released.
    :ivar asked_by_me: the reader asked for its release, so somebody else must release it.
    """

    hold: Hold
    covers: str
    orders: int
    review_in: int | None
    asked_by_me: bool


def rows(state: str, *, place: Place, user: User, today: date) -> tuple[list[HoldRow], Page[Hold]]:
    """
    :raises BadMarker: the address names no page of this list.
    """
    found = page(_holds(state), _loaded(), sort=NEWEST_FIRST, size=PAGE_SIZE, place=place)
    covering = HeldOrder.objects.filter(hold__in=[hold.pk for hold in found.rows])
    counts = dict(covering.values_list("hold_id").annotate(Count("order_id", distinct=True)))
    return [
        HoldRow(
            hold=hold,
            covers=covered.covers(hold),
            orders=counts.get(hold.pk, 0),
            review_in=None if hold.released_at else (hold.review_on - today).days,
            asked_by_me=hold.release_asked_by_id == user.pk,
        )
        for hold in found.rows
    ], found


def counts() -> dict[str, int]:
    """How many holds are in place and how many were released."""
    return Hold.objects.aggregate(
        **{name: Count("pk", filter=condition) for name, condition in STATES.items()}
    )


def _holds(state: str) -> HoldQuerySet:
    return Hold.objects.filter(STATES[state])


def _loaded() -> HoldQuerySet:
    things = ("case", "contract", "order", "item", "contractor", "place")
    return Hold.objects.select_related(*things, "placed_by", "release_asked_by", "released_by")
