"""What presses on the orders of an exercise: needs and disruptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from shipments.intake.exercise.lanes import CLEARED, CLOSED, CONGESTED
from shipments.intake.exercise.moments import moment
from shipments.intake.exercise.orders import Lived, is_open_routine
from shipments.intake.exercise.parties import Parties
from shipments.models import Disruption, Item, Need


def save_needs(parties: Parties, lived: Sequence[Lived], draw: Random, *, as_of: date) -> int:
    """State needs of a quarter of the items. Where a routine order is open, its item is needed
    in an emergency. Tell how many needs that is.
    """
    waiting = next((each.order.item for each in lived if is_open_routine(each)), None)
    asked = [(item, _urgency(draw)) for item in parties.items if draw.random() < 0.25]
    if waiting:
        asked.insert(0, (waiting, "emergency"))
    return len(Need.objects.bulk_create(_needs(asked, draw, as_of)))


def _urgency(draw: Random) -> str:
    return draw.choices(("routine", "urgent", "emergency"), weights=(70, 20, 10))[0]


def _needs(asked: Sequence[tuple[Item, str]], draw: Random, as_of: date) -> Iterator[Need]:
    for number, (item, urgency) in enumerate(asked, start=1):
        stated_on = as_of - timedelta(days=draw.randint(0, 40))
        met = number > 1 and draw.random() < 0.15
        yield Need(
            item=item,
            quantity=draw.choice((20, 50, 120, 300, 600)),
            needed_on=as_of + timedelta(days=draw.randint(5, 90)),
            urgency=urgency,
            reference=f"EXN-{number:04d}",
            stated_by="Exercise receiving staff",
            stated_on=stated_on,
            closed_on=as_of if met else None,
            note="Exercise: invented.",
            recorded_at=moment(draw, stated_on, as_of=as_of),
        )


def save_disruptions(parties: Parties, draw: Random, *, as_of: date) -> int:
    """Close one passage, hold up one field's goods, and have one storm over. Tell how many."""
    places = parties.map.places
    told = (
        ("passage closed", "an invented grounding, no ship passes", CLOSED, 12, None),
        ("congestion", "invented, goods wait on the apron", CONGESTED, 4, None),
        ("weather", "an invented storm, over since", CLEARED, 40, 36),
    )
    return len(
        Disruption.objects.bulk_create(
            Disruption(
                kind=kind,
                what=f"Exercise: {what}",
                place=places[place],
                place_as_printed=places[place].name,
                effect="Goods wait or go another way",
                starts_on=as_of - timedelta(days=begun),
                starts_on_precision="day",
                ends_on=None if over is None else as_of - timedelta(days=over),
                ends_on_precision="" if over is None else "day",
                source_kind="exercise",
                note="Exercise: invented.",
                recorded_at=moment(draw, as_of - timedelta(days=begun), as_of=as_of),
            )
            for kind, what, place, begun, over in told
        )
    )
