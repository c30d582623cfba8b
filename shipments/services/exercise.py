"""A fictional book to train on, which never stands among real orders."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from time import perf_counter

from django.conf import settings
from django.db import connection, transaction

from shipments import enqueue
from shipments.intake.exercise import book, case_files
from shipments.intake.exercise.book import Written
from shipments.models import Order
from shipments.services import judging
from shipments.services.refusal import refuse
from shipments.services.standings import recompute_all
from shipments.standing.recompute import recompute

# Its numbers have four letters and digits after the day, and one book must not use one twice.
MOST_ORDERS = 1_000_000


@dataclass(frozen=True)
class Made:
    """A book as it was written, with the seed and the day that make the same one again."""

    written: Written
    seed: int
    as_of: date
    seconds: float


@transaction.atomic
def make(*, orders: int, seed: int, as_of: date, at: datetime) -> Made:
    """Write a fictional book into a database that holds no order, all of it or nothing.

    The same number, seed and day give the same book, but for the keys of its rows. From 500
    orders on, every rule finds something in it.

    :param as_of: the day up to which its orders have lived.
    :param at: aware; when their standing is computed.
    :raises Refused: this is no exercise, the database holds orders, or the number is none.
    """
    began = perf_counter()
    _only_in_an_exercise()
    if not 1 <= orders <= MOST_ORDERS:
        raise refuse(
            "orders",
            f"Found {orders:,} orders; an exercise has from 1 to {MOST_ORDERS:,}.",
            "exercise_size",
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('shipments.exercise'))")
    held = Order.objects.count()
    if held:
        raise refuse(
            "",
            f"This exercise has a book already, and nothing is put among its orders ({held:,}). "
            "Stop it, and begin anew with: EXERCISE=1 manage.py exercise --anew",
            "exercise_not_empty",
        )
    made = book.write(order_count=orders, seed=seed, as_of=as_of)
    recompute_all(at=at)
    # Here alone within a transaction: nobody else is at work in an empty book.
    judging.run(as_of=as_of, at=at)
    opened = case_files.save(made.lived, made.people, seed=seed, as_of=as_of)
    recompute(opened.about, at=at)
    judging.run(as_of=as_of, at=at)
    enqueue.judge()
    return Made(made.written, seed, as_of, perf_counter() - began)


@transaction.atomic
def erase() -> None:
    """Empty the exercise's database, tables and all: its ledgers and orders refuse less.

    The tables must then be made again, by ``migrate``.

    :raises Refused: this is no exercise.
    """
    _only_in_an_exercise()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no table goes with a check pending
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def is_empty() -> bool:
    """Tell whether a book can be made here."""
    return not Order.objects.exists()


def _only_in_an_exercise() -> None:
    if not settings.EXERCISE:
        raise refuse(
            "",
            "This is not an exercise, and invented orders must never stand among real ones. "
            "Set EXERCISE=1: an exercise has a database of its own.",
            "not_an_exercise",
        )
