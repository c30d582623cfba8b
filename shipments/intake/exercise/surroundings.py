"""What presses on the orders of an exercise: needs and disruptions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from shipments.intake.exercise.lanes import CLEARED, CLOSED, CONGESTED, SHUT
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


@dataclass(frozen=True, slots=True)
class _Told:
    """A report before it is saved; its days are counted back from today."""

    kind: str
    what: str
    place: str
    passability: str
    begun: int
    over: int | None = None
    source: str = "Exercise staff"
    # Only of those that a book always had: what is drawn after them stays the same.
    is_drawn: bool = True
    certainty: str = "reported"


_TOLD = (
    _Told("passage closed", "an invented grounding, no ship passes", CLOSED, "closed", 12),
    _Told("base closed", "an invented runway repair, nothing lands", SHUT, "closed", 4),
    _Told(
        *("base open again", "an invented notice that the runway is in use", SHUT, "open", 2),
        source="Exercise airfield desk",
        certainty="disputed",
        is_drawn=False,
    ),
    _Told(
        *("congestion", "invented, ships wait for a berth", CONGESTED, "restricted", 6),
        is_drawn=False,
    ),
    _Told("weather", "an invented storm, over since", CLEARED, "closed", 40, over=36),
)


def save_disruptions(parties: Parties, draw: Random, *, as_of: date) -> int:
    """Close a passage and a base, of which somebody else says that it is open; slow down one port;
    have one storm over. Tell how many reports that is.
    """
    places = parties.map.places
    return len(
        Disruption.objects.bulk_create(
            Disruption(
                kind=told.kind,
                what=f"Exercise: {told.what}",
                place=places[told.place],
                place_as_printed=places[told.place].name,
                effect="" if told.passability == "open" else "Goods wait or go another way",
                passability=told.passability,
                source=told.source,
                certainty=told.certainty,
                starts_on=as_of - timedelta(days=told.begun),
                starts_on_precision="day",
                ends_on=None if told.over is None else as_of - timedelta(days=told.over),
                ends_on_precision="" if told.over is None else "day",
                source_kind="exercise",
                note="Exercise: invented.",
                recorded_at=moment(
                    draw if told.is_drawn else Random(told.begun),
                    as_of - timedelta(days=told.begun),
                    as_of=as_of,
                ),
            )
            for told in _TOLD
        )
    )
