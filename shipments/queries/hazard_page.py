"""Everything the page of an item's classification shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from shipments.domain import kilograms
from shipments.domain.hazard import InvalidUnNumber, UnNumber, suggest
from shipments.models import Item, ItemHazard, Order, Shipment, ShipmentLine, User

_SHOWN = 8


@dataclass(frozen=True)
class Entry:
    """What stood on record from a moment on.

    :ivar confirmed_by: empty while nobody has.
    """

    at: datetime
    by: str
    what: str
    source: str
    confirmed_by: str


@dataclass(frozen=True)
class HazardPage:
    """:ivar hazard: None while nobody has said how it is classified.
    :ivar history: what stood there before, the newest first.
    :ivar waiting: shipments that carry it and have no release yet; ``more`` of them unnamed.
    :ivar units: the units that orders of it count in, other than that of the weights.
    """

    item: Item
    hazard: ItemHazard | None
    history: list[Entry]
    waiting: list[Shipment]
    more: int
    units: list[str]

    @property
    def words(self) -> str:
        return words(self.hazard) if self.hazard else ""


def load(item_id: int) -> HazardPage | None:
    """Find the item and read all of it; None where there is none. Five queries."""
    item = Item.objects.filter(pk=item_id).first()
    if item is None:
        return None
    people = ("recorded_by", "confirmed_by")
    hazard = ItemHazard.objects.select_related(*people).filter(pk=item_id).first()
    carrying = ShipmentLine.objects.filter(order__item=item).values("shipment")
    waiting = list(
        Shipment.objects.standing_live()
        .filter(pk__in=carrying, released_at__isnull=True)
        .newest_first()[: _SHOWN + 1]
    )
    units = Order.objects.filter(item=item, cancelled_on__isnull=True).order_by()
    weighed_by = hazard.unit_of_issue if hazard else "EA"
    return HazardPage(
        item=item,
        hazard=hazard,
        history=_history(item),
        waiting=waiting[:_SHOWN],
        more=max(0, len(waiting) - _SHOWN),
        units=sorted(
            unit or "none stated"
            for unit in units.values_list("unit_of_issue", flat=True).distinct()
            if unit != weighed_by
        ),
    )


def suggestion(text: str) -> UnNumber | None:
    """What the list names a typed UN number; None for one that it does not hold, or no number."""
    try:
        return suggest(text)
    except InvalidUnNumber:
        return None


def words(hazard: Any) -> str:
    """A classification in a line: "1.1D, UN0168, net explosive weight 6.9 kg per EA".

    :param hazard: an ``ItemHazard`` or an event of its history.
    """
    if not hazard.is_explosive:
        return "Not Class 1"
    said = [f"{hazard.division}{hazard.compatibility_group}"]
    if hazard.un_number:
        said.append(f"UN{hazard.un_number}")
    weight = hazard.net_explosive_kg
    of_one = f"{kilograms.show(weight)} per {hazard.unit_of_issue}" if weight else "not known"
    return ", ".join([*said, f"net explosive weight {of_one}"])


def _history(item: Item) -> list[Entry]:
    """Of each entry the last that was said of it: a confirmation does not make another one."""
    events = apps.get_model("shipments", "ItemHazardEvent").objects.filter(pgh_obj_id=item.pk)
    last: dict[datetime, Entry] = {}
    for event in events.select_related("recorded_by", "confirmed_by").order_by("pgh_id"):
        last[event.recorded_at] = Entry(
            at=event.recorded_at,
            by=str(event.recorded_by or "a feed"),
            what=words(event),
            source=event.source,
            confirmed_by=str(event.confirmed_by or ""),
        )
    return sorted(last.values(), key=lambda entry: entry.at, reverse=True)[1:]


def viewable(user: User) -> bool:
    """Items are the staff's: a contractor's user sees its own orders alone."""
    return not user.is_contractors
