"""Files at work while others are at work, too: real transactions, and connections that end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from django.db import OperationalError, connection, connections

from shipments.intake.batches import kinds, reading
from shipments.intake.batches.plan import Plan, Step
from shipments.models import ImportBatch, ImportRefusal, Item
from shipments.models.choices import ImportKind
from shipments.services import import_runs, imports
from tests.factories import ItemFactory, OrderFactory, batch_of
from tests.factories.moments import AT
from tests.intake.batches import fake

pytestmark = pytest.mark.django_db(transaction=True)

FILE = fake.lines("Shell", "Fuze", "!", "Primer", "?Case", "Charge")
ON_RECORD = ["Charge", "Fuze", "Primer", "Shell"]


class Killed(BaseException):
    """As good as kill -9: nothing catches it, and the connection has gone before."""


@pytest.fixture
def plan(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Have the made-up kind read two lines a chunk, and do something else before its steps."""

    def have(*before: Callable[[Any], None]) -> None:
        steps = (*(Step("Waiting", act=act) for act in before), *fake.PLAN.steps)
        changed = Plan(fake.PLAN.columns, steps)
        monkeypatch.setitem(kinds.KINDS, ImportKind.MILSTRIP, (fake.read, changed))

    monkeypatch.setattr(reading, "CHUNK", 2)
    have()
    return have


def items() -> list[str]:
    return list(Item.objects.order_by("name").values_list("name", flat=True))


def elsewhere(sql: str, *params: object) -> list[Any]:
    """Do something by another connection, as another process would."""
    with closing(connections.create_connection("default")) as other, other.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def kill(batch: ImportBatch) -> None:
    connection.close()
    raise Killed


def once(act: Callable[..., object]) -> Callable[..., None]:
    left = [act]

    def do(*given: object) -> None:
        if left:
            left.pop()(*given)

    return do


def test_of_two_workers_on_one_file_the_second_leaves_it_to_the_first(plan):
    batch = batch_of(FILE)
    second: list[Any] = []

    def another() -> None:
        try:
            second.append(import_runs.run(batch.pk, at=AT))
            second.append(import_runs.run_waiting(at=AT))
        finally:
            connection.close()

    def meanwhile(said: ImportBatch) -> None:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(another).result()

    first = import_runs.run(batch.pk, at=AT, told=meanwhile)

    assert first is not None
    assert set(second) == {None, 0}
    assert (first.state, first.attempts, items()) == ("done", 1, ON_RECORD)
    assert import_runs.run(batch.pk, at=AT) is None


def test_how_far_it_is_can_be_read_by_others_also_before_it_is_committed(plan):
    OrderFactory(item=ItemFactory(name="Fuze"))
    batch = batch_of(FILE)
    seen: list[Any] = []
    sql = "SELECT state, step, bytes_read, lines, refused FROM shipments_importbatch WHERE id = %s"

    import_runs.run(batch.pk, at=AT, told=lambda _: seen.extend(elsewhere(sql, batch.pk)))

    size = len(FILE)
    assert seen == [
        ("reading", "Reading", 0, 0, 0),
        ("reading", "Reading", size, 2, 0),
        ("reading", "Reading", size, 3, 1),
        ("reading", "Reading", size, 5, 1),
        ("reading", "Reading", size, 6, 1),
        ("applying", "Sorting its lines", size, 6, 1),
        ("applying", "Waiting for another file to be done", size, 6, 1),
        ("applying", "Looking for doubts", size, 6, 1),
        ("applying", "Recording items", size, 6, 1),
        ("applying", "Finding its orders", size, 6, 1),
        ("applying", "Checking the whole of it", size, 6, 1),
        ("applying", "Computing where orders stand: 0 done", size, 6, 1),
        ("applying", "Computing where orders stand: 1 done", size, 6, 1),
        ("done", "", size, 6, 2),
    ]


@pytest.mark.parametrize("words", ["Reading", "Recording items"])
def test_a_cancelled_file_stops_and_leaves_nothing(plan, words):
    batch = batch_of(FILE)

    def cancel() -> None:
        imports.cancel(batch.pk, by=None, at=AT)
        connection.close()

    def told(said: ImportBatch) -> None:
        if said.step == words:
            with ThreadPoolExecutor(1) as thread:
                thread.submit(cancel).result()

    ran = import_runs.run(batch.pk, at=AT, told=told)

    assert ran is not None
    batch.refresh_from_db()
    assert (ran.state, batch.state, batch.accepted, items()) == ("cancelled", "cancelled", 0, [])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relname LIKE 'import\\_%%' AND relpersistence = 't'"
        )
        assert cursor.fetchone() == (0,)


def test_a_file_that_is_cancelled_at_the_last_instant_is_not_applied(plan, monkeypatch):
    OrderFactory(item=ItemFactory(name="Fuze", nsn=None))
    batch = batch_of(FILE)
    at_the_end = import_runs.recompute

    def recompute(*given: Any, **said: Any) -> int:
        imports_cancelled = "UPDATE shipments_importbatch SET cancelled_at = now() WHERE id = %s"
        elsewhere(imports_cancelled, batch.pk)
        return at_the_end(*given, **said)

    monkeypatch.setattr(import_runs, "recompute", recompute)

    import_runs.run(batch.pk, at=AT)

    batch.refresh_from_db()
    assert (batch.state, items()) == ("cancelled", ["Fuze"])
    assert Item.objects.get().nsn is None


@pytest.mark.parametrize(("words", "kills"), [("Reading", 3), ("Recording items", 1)])
def test_a_file_whose_worker_was_killed_is_begun_again_and_ends_the_same(plan, words, kills):
    batch = batch_of(FILE)
    seen: list[str] = []

    def told(said: ImportBatch) -> None:
        seen.append(said.step)
        if seen.count(words) == kills:
            kill(said)

    with pytest.raises(Killed):
        import_runs.run(batch.pk, at=AT, told=told)

    assert items() == []
    assert import_runs.run_waiting(at=AT) == 1
    batch.refresh_from_db()
    assert (batch.state, batch.attempts, batch.lines, batch.refused) == ("done", 2, 6, 2)
    assert items() == ON_RECORD
    assert ImportRefusal.objects.count() == 3


def test_a_file_waits_for_the_sweep_where_the_database_goes_away(plan):
    mine = connection.cursor().connection.info.backend_pid
    plan(once(lambda _: elsewhere("SELECT pg_terminate_backend(%s)", mine)))
    batch = batch_of(FILE)

    with pytest.raises(OperationalError):
        import_runs.run(batch.pk, at=AT)
    connection.close()

    batch.refresh_from_db()
    assert (batch.state, items()) == ("applying", [])
    assert import_runs.run_waiting(at=AT) == 1
    batch.refresh_from_db()
    assert (batch.state, items()) == ("done", ON_RECORD)


def test_what_others_do_meanwhile_is_seen_by_the_next_try(plan):
    tries: list[str] = []
    insert = (
        "INSERT INTO shipments_item (name, nsn, is_major_defense_equipment) VALUES (%s, %s, false)"
    )

    def meanwhile(_: Any) -> None:
        tries.append("tried")
        if len(tries) == 1:
            elsewhere(insert, "Old fuze", fake.nsn("Fuze"))
        else:
            elsewhere("UPDATE shipments_item SET nsn = NULL WHERE name = 'Old fuze'")

    plan(meanwhile)
    batch = batch_of(FILE)

    import_runs.run(batch.pk, at=AT)

    batch.refresh_from_db()
    assert (batch.state, batch.created, len(tries)) == ("done", 4, 2)
    assert items() == [*ON_RECORD[:2], "Old fuze", *ON_RECORD[2:]]


def test_a_file_that_the_database_refuses_each_time_is_refused_by_what_it_says(plan):
    tries: list[str] = []

    def one_order_twice(_: Any) -> None:
        tries.append("tried")
        OrderFactory(reference="Q1")

    OrderFactory(reference="Q1")
    before = items()
    plan(one_order_twice)
    batch = batch_of(FILE)

    import_runs.run(batch.pk, at=AT)

    batch.refresh_from_db()
    said = "An order with this document number was recorded a moment ago. Open it."
    assert (batch.state, batch.failure, len(tries)) == ("refused", said, 3)
    assert items() == before


def test_no_connection_is_left_open(plan):
    sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    batch = batch_of(FILE)
    before = elsewhere(sql)

    import_runs.run(batch.pk, at=AT)

    assert elsewhere(sql) == before
