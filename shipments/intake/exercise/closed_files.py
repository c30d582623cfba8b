"""Case files of an exercise that were closed in the months before, with what they gained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from shipments.intake.exercise.drafts import Desk, Draft
from shipments.intake.exercise.orders import Lived
from shipments.models import Expedite, Promise
from shipments.models.choices import ActionKind, ExpediteState, Lever

_LEVERS = (
    (Lever.RECOVER_SLIP, 40),
    (Lever.SHIP_READY, 22),
    (Lever.PART_SHIPMENT, 16),
    (Lever.EARLIER_DEPARTURE, 12),
    (Lever.AIR_FOR_SEA, 10),
)


def draft(
    found: Sequence[Lived], desk: Desk, *, first: int, arrived: Mapping[int, date]
) -> list[Draft]:
    """Make up the file of each of these orders, all of which have arrived.

    :param first: the number of the first of them.
    :param arrived: by order, the day on which the last of it arrived.
    """
    promises: dict[int, Promise] = {}
    orders = [each.order.pk for each in found]
    for promise in Promise.objects.filter(order__in=orders).order_by("recorded_at", "pk"):
        promises[promise.order_id] = promise
    return [
        _closed(each, number, desk, promises[each.order.pk], arrived[each.order.pk])
        for number, each in enumerate(found, start=first)
    ]


def _closed(lived: Lived, number: int, desk: Desk, promise: Promise, arrived_on: date) -> Draft:
    draw, as_of = desk.draw, desk.as_of
    owner = draw.choice(desk.people.expeditors)
    shipped_on = max(part.ship_on for part in lived.life.parts)
    asked_at = promise.recorded_at - timedelta(days=draw.randint(1, 9), hours=3)
    opened_at = asked_at - timedelta(hours=draw.randint(1, 60))
    gained = round(draw.triangular(-9, 42, 9))
    (lever,) = draw.choices(
        [lever for lever, _ in _LEVERS], weights=[weight for _, weight in _LEVERS]
    )
    file = Expedite(
        order=lived.order,
        owner=owner,
        opened_at=opened_at,
        opened_by=owner,
        expected_at_opening=arrived_on + timedelta(days=gained),
        lever=lever.value,
    )
    made = Draft(lived, owner, number, file)
    made.do(
        ActionKind.OPENED,
        ExpediteState.OPEN,
        opened_at,
        expected_at_opening=(arrived_on + timedelta(days=gained)).isoformat(),
        reasons=[],
        lever=lever.value,
    )
    made.follow_up(asked_at)
    made.do(
        ActionKind.PROMISED,
        ExpediteState.COMMITTED,
        promise.recorded_at,
        f"{promise.said_by} promised to ship on {promise.ship_on:%-d %b %Y}.",
        by_contact=True,
        promises=[promise.pk],
    )
    file.commitment = promise
    kept = shipped_on <= promise.ship_on
    told_on = min(max(shipped_on, promise.said_on), as_of)
    kind = ActionKind.KEPT if kept else ActionKind.BROKEN
    state = ExpediteState.KEPT if kept else ExpediteState.BROKEN
    what = "It shipped on time." if kept else "The promised day passed; it shipped later."
    told_at = max(desk.moment(told_on), promise.recorded_at)
    made.do(kind, state, told_at, what)
    made.actions[-1].by = None
    # Now and then a file is closed when the goods have left, on what is expected then.
    is_firm = draw.random() > 1 / 6
    closed_on = min(arrived_on + timedelta(days=draw.randint(0, 4)), as_of) if is_firm else told_on
    file.closed_at = max(desk.moment(closed_on), told_at)
    file.outcome = "Arrived sooner than expected" if gained > 0 else "Arrived; nothing was gained"
    file.days_gained, file.days_gained_are_firm = gained, is_firm
    made.do(ActionKind.CLOSED, ExpediteState.CLOSED, file.closed_at, file.outcome)
    return made
