"""How the goods of an exercise are classified, and how much of them a departure may carry.

Most is confirmed; something waits for a second person, and of something nobody knows. All of it
is invented: no training store is what its papers here say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from shipments.domain.hazard import UN_NUMBERS
from shipments.domain.modes import Mode
from shipments.intake.exercise import names
from shipments.intake.exercise.moments import moment
from shipments.intake.exercise.people import People
from shipments.models import Departure, Item, ItemHazard
from shipments.models.choices import Certainty

# By the place of the goods among the names. The others are not Class 1.
_UN_OF_GOODS = {0: "0168", 1: "0012", 2: "0242", 6: "0297", 8: "0338"}
_SOURCE = "Exercise: invented shipping papers"
_LIMITS = {Mode.SEA: 60_000, Mode.AIR: 12_000, Mode.ROAD: 7_000, Mode.RAIL: 20_000}


def save(items: Sequence[Item], people: People, *, seed: int, as_of: date) -> int:
    """Classify them, and say what departures may carry. Tell how many are classified."""
    draw = Random(f"{seed}/hazards")
    found = [
        hazard
        for number, item in enumerate(items)
        if (hazard := _hazard(number, item, people, draw, as_of)) is not None
    ]
    ItemHazard.objects.bulk_create(found, batch_size=1000)
    _limit_departures(draw)
    return len(found)


def _hazard(
    number: int, item: Item, people: People, draw: Random, as_of: date
) -> ItemHazard | None:
    chance, un = draw.random(), _UN_OF_GOODS.get(number % names.KINDS)
    told_at = moment(draw, as_of - timedelta(days=draw.randint(60, 400)), as_of=as_of)
    grams = draw.randint(4, 1_800)
    if chance < 0.05:
        return None
    hazard = ItemHazard(
        item=item,
        is_explosive=un is not None,
        gross_kg=Decimal(grams * draw.randint(3, 9) + 500) / 1000,
        source=_SOURCE,
        recorded_at=told_at,
        recorded_by=people.compliance[0],
    )
    if un is not None:
        row = UN_NUMBERS[un]
        hazard.un_number, hazard.proper_shipping_name = un, row.proper_shipping_name
        hazard.division = row.classification.division.value
        hazard.compatibility_group = row.classification.group.value
        hazard.net_explosive_kg = None if chance > 0.97 else Decimal(grams) / 1000
    if chance > 0.1:
        _confirm(hazard, people, told_at + timedelta(days=2))
    return hazard


def _confirm(hazard: ItemHazard, people: People, at: datetime) -> None:
    hazard.confirmed_at, hazard.confirmed_by = at, people.compliance[1]
    hazard.certainty = Certainty.CONFIRMED.value


def _limit_departures(draw: Random) -> None:
    """Of one in eight nobody has said how much it may carry."""
    departures = list(Departure.objects.order_by("pk"))
    for departure in departures:
        if draw.random() < 1 / 8:
            continue
        limit = _LIMITS[Mode(departure.mode)]
        departure.explosive_limit_kg = Decimal(limit)
        departure.explosive_others_kg = Decimal(limit * draw.randint(0, 45) // 100)
    fields = ["explosive_limit_kg", "explosive_others_kg"]
    Departure.objects.bulk_update(departures, fields, batch_size=500)
