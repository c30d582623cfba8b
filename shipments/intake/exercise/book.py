"""The whole fictional book: the same for a seed, a size and a day, wherever it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import connection

from shipments.intake.exercise import (
    cargo,
    departures,
    hazards,
    holds,
    imports,
    orders,
    parties,
    people,
    receipts,
    reports,
    surroundings,
)
from shipments.intake.exercise.orders import Lived
from shipments.intake.exercise.people import People

# An order in a few hundred is only announced.
_SALES_PER_ORDERS = 200
# A book is computed and judged as a whole, so no row of it has to ask for that by its trigger.
_ASK_FOR_NOTHING = """
SELECT set_config('pgtrigger.ignore', coalesce(array_agg(tgname::text), '{}')::text, true)
  FROM pg_trigger WHERE tgname ~ '^pgtrigger_is_[a-z]+_again_'
"""
# Where these are unknown, each trigger's look for them fails in a subtransaction, which in one
# large transaction goes through everything pending: minutes.
_SAY_WHENCE = """
SELECT set_config('pghistory.context_id', %(context)s, true),
       set_config('pghistory.context_metadata', '{"door": "exercise"}', true)
"""
_BEFORE_ALL = timedelta(days=600)


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows of each the book has."""

    orders: int
    possible_sales: int
    promises: int
    reports: int
    shipments: int
    receipts: int
    needs: int
    disruptions: int
    departures: int
    holds: int
    contractors: int
    items: int
    classified: int


@dataclass(frozen=True, slots=True)
class Book:
    """What was written, and what the case files of later are to be about."""

    written: Written
    lived: list[Lived]
    people: People


def write(*, order_count: int, seed: int, as_of: date) -> Book:
    """Write the book into tables that hold no order, in bulk, in the caller's transaction.

    Where its orders stand is not computed here.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ASK_FOR_NOTHING)
        cursor.execute(_SAY_WHENCE, {"context": str(UUID(int=Random(seed).getrandbits(128)))})
        # Nor do they know yet how large the tables will be that they look into for each row.
        cursor.execute("SET LOCAL enable_seqscan = off")
    begin = datetime.combine(as_of - _BEFORE_ALL, time.min, tzinfo=UTC)
    draw = Random(f"{seed}/parties")
    known = parties.save(draw, orders=order_count, as_of=as_of, at=begin)
    lived = orders.save(known, orders=order_count, seed=seed, as_of=as_of)
    sales = order_count // _SALES_PER_ORDERS
    orders.save_possible_sales(known, Random(f"{seed}/sales"), sales=sales, as_of=as_of)
    around = Random(f"{seed}/surroundings")
    staff = people.save()
    written = Written(
        orders=len(lived),
        possible_sales=sales,
        promises=sum(len(each.life.said) for each in lived),
        reports=reports.save(lived, seed=seed, as_of=as_of),
        shipments=cargo.save(lived, known.map.places, staff.compliance[0], seed=seed, as_of=as_of),
        receipts=receipts.save(staff.receivers[0], seed=seed, as_of=as_of),
        needs=surroundings.save_needs(known, lived, around, as_of=as_of),
        disruptions=surroundings.save_disruptions(known, around, as_of=as_of),
        departures=departures.save(known.map, around, as_of=as_of),
        holds=holds.save(known, lived, staff, around, as_of=as_of),
        contractors=len(known.makers),
        items=len(known.items),
        classified=hazards.save(known.items, staff, seed=seed, as_of=as_of),
    )
    imports.save(lived, staff, as_of=as_of)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pgtrigger.ignore = '{}'")
        cursor.execute("SET LOCAL enable_seqscan = on")
        cursor.execute("ANALYZE")
    return Book(written, lived, staff)
