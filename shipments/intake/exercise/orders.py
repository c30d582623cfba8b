"""Orders of an exercise with their promises, and the history of the ones that were moved up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db import connection

from shipments.domain import milstrip, ordinal_date
from shipments.domain.milstrip import Record
from shipments.domain.modes import Mode
from shipments.intake.exercise.lanes import Route
from shipments.intake.exercise.lives import Life, live, ordered
from shipments.intake.exercise.moments import moment
from shipments.intake.exercise.parties import Maker, Parties, code
from shipments.models import Order, Promise
from shipments.models.choices import Certainty

# Any number works; so many rows keep a statement to a few megabytes.
BATCH = 2000
# History is written when the row is, which here is long after the day it stands for.
_DATE_BACK = """
UPDATE shipments_orderevent SET pgh_created_at = recorded_at WHERE pgh_label = 'insert';
UPDATE shipments_orderevent AS e SET pgh_created_at = moved.at
  FROM unnest(%(orders)s::bigint[], %(moments)s::timestamptz[]) AS moved (order_id, at)
 WHERE e.pgh_obj_id = moved.order_id AND e.pgh_label = 'update'
"""


@dataclass(frozen=True, slots=True)
class Lived:
    """An order, saved, with what happened to it."""

    order: Order
    life: Life
    maker: Maker
    route: Route


def save(parties: Parties, *, orders: int, seed: int, as_of: date) -> list[Lived]:
    """Make up the orders, each by draws of its own, with their promises."""
    lived = [_make_up(parties, number, seed, as_of) for number in range(orders)]
    Order.objects.bulk_create([each.order for each in lived], batch_size=BATCH)
    Promise.objects.bulk_create(_promises(lived, seed, as_of), batch_size=BATCH)
    _move_up([each for each in lived if each.life.moved_up], Random(f"{seed}/moved"), as_of)
    return lived


def save_possible_sales(parties: Parties, draw: Random, *, sales: int, as_of: date) -> None:
    """Add what was only announced so far, which is no order and must not be taken for one."""
    Order.objects.bulk_create(
        Order(
            reference=f"EXSALE-{number:04d}",
            case=parties.cases[number % len(parties.cases)],
            item=draw.choice(parties.items),
            possible_sale=True,
            quantity=None if number % 3 == 0 else draw.randint(10, 900),
            quantity_qualifier="quantity not published" if number % 3 == 0 else "up to",
            note="Exercise: invented.",
            recorded_at=moment(draw, as_of - timedelta(days=draw.randint(5, 200)), as_of=as_of),
        )
        for number in range(1, sales + 1)
    )


def _make_up(parties: Parties, number: int, seed: int, as_of: date) -> Lived:
    draw = Random(f"{seed}/order/{number}")
    made = draw.randrange(len(parties.items))
    maker = parties.maker_of(made)
    life = ordered(draw, as_of=as_of)
    by_air = draw.random() < (0.04 if life.is_routine else 0.6)
    routes = parties.map.by(Mode.AIR if by_air else Mode.SEA)
    (route,) = draw.choices(routes, weights=[route.way.share for route in routes])
    live(life, draw, maker.habit, transit=route.way.planning, as_of=as_of)
    order = Order(
        reference=f"EX-{number + 1:06d}",
        document_number=_document_number(number, life.ordered_on) if draw.random() < 0.97 else None,
        case=draw.choice(parties.cases),
        contract=maker.contract if draw.random() < 0.8 else None,
        item=parties.items[made],
        contractor=maker.contractor,
        lane=route.lane if draw.random() < 0.95 else None,
        quantity=life.quantity,
        unit_of_issue=draw.choice(("EA", "EA", "EA", "BX", "SE")),
        ordered_on=life.ordered_on,
        ordered_on_precision="day",
        acknowledged_on=life.acknowledged_on,
        required_on=life.required_on,
        required_on_precision="day",
        required_basis="required date",
        first_required_on=life.required_on,
        first_required_on_precision="day",
        priority_designator=life.priority,
        urgency=life.urgency.value,
        cancelled_on=life.cancelled_on,
        certainty=Certainty.CONFIRMED.value,
        recorded_at=moment(draw, life.ordered_on, as_of=as_of),
    )
    order.requisition = _requisition(order)
    return Lived(order, life, maker, route)


def _requisition(order: Order) -> str:
    """The record that began it, marked as traffic of an exercise; none without its number."""
    if order.document_number is None:
        return ""
    rank = order.priority_designator
    fields = {
        "ric": "ZZ9",
        "media_status": "S",
        "stock_number": order.item.nsn,
        "unit_of_issue": order.unit_of_issue,
        "quantity": order.quantity,
        "document_number": order.document_number,
        "demand": "N",
        "supplementary_address": "ZXXZZZ",
        "signal": "A",
        "fund": "ZZ",
        "priority": None if rank is None else f"{rank:02d}",
    }
    return milstrip.encode(Record("U0A", fields))


def _document_number(number: int, ordered_on: date) -> str:
    # The country code ZZ is nobody's.
    return f"BZZ4D6{ordinal_date.to_yddd(ordered_on)}{code(number, 4)}"


def _promises(lived: Sequence[Lived], seed: int, as_of: date) -> Iterator[Promise]:
    for each in lived:
        draw = Random(f"{seed}/promises/{each.order.reference}")
        for said in each.life.said:
            yield Promise(
                order=each.order,
                ship_on=said.ship_on,
                said_on=said.on,
                said_by=each.maker.contact.name,
                contact=each.maker.contact,
                channel=draw.choice(("email", "email", "phone", "portal")),
                reason=said.reason,
                recorded_at=moment(draw, said.on, as_of=as_of),
            )


def _move_up(moved: Sequence[Lived], draw: Random, as_of: date) -> None:
    """Move required dates up as a person would, so that the history tells of it."""
    moments = []
    for each in moved:
        if each.life.moved_up is None:
            continue
        moved_on, each.order.required_on = each.life.moved_up
        moments.append(moment(draw, moved_on, as_of=as_of))
        if each.life.acknowledged_on and draw.random() < 0.6:
            each.order.acknowledged_on = moved_on
    Order.objects.bulk_update(
        [each.order for each in moved], ["required_on", "acknowledged_on"], batch_size=BATCH
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _DATE_BACK, {"orders": [each.order.pk for each in moved], "moments": moments}
        )


def is_open_routine(each: Lived) -> bool:
    """Nothing of it is shipped yet, and it would wait its turn."""
    life = each.life
    return life.cancelled_on is None and not life.parts and life.is_routine
