from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import connection

from shipments.intake.batches import applying, kinds, reading
from shipments.intake.batches.plan import Plan, Staged, Step, Wrong
from shipments.intake.batches.source import Source
from shipments.models import DueOrder, ImportBatch, ImportFinding, ImportRefusal, Item, Standing
from shipments.models.choices import ImportKind
from shipments.services import import_runs
from tests.factories import ItemFactory, OrderFactory, UserFactory, batch_of
from tests.factories.moments import AT
from tests.intake.batches import fake

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fake_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, ImportKind.MILSTRIP, (fake.read, fake.PLAN))


def counts(batch: ImportBatch) -> dict[str, Any]:
    batch.refresh_from_db()
    names = ("lines", "accepted", "refused", "created", "changed", "unchanged")
    return {name: getattr(batch, name) for name in ("state", *names) if getattr(batch, name)}


def test_a_file_is_read_and_applied_and_its_bad_lines_are_kept_with_why(enqueued):
    ItemFactory(name="Shell", nsn=fake.nsn("Shell"))
    ItemFactory(name="Fuze", nsn="1305007654321")
    batch = batch_of(fake.lines("Shell", "Fuze", "", "!", "Primer", "?Case"))

    ran = import_runs.run(batch.pk, at=AT)

    assert ran is not None
    assert counts(batch) == {
        "state": "done",
        "lines": 5,
        "accepted": 3,
        "refused": 2,
        "created": 1,
        "changed": 1,
        "unchanged": 1,
    }
    refusals = ImportRefusal.objects.in_order().values_list("line", "position", "field", "code")
    assert list(refusals) == [
        (4, "", "name", "no_name"),
        (4, "", "nsn", "no_name"),
        (6, "1", "name", "doubtful"),
    ]
    assert Item.objects.get(name="Fuze").nsn == fake.nsn("Fuze")
    assert enqueued == ["shipments.judge"]


def test_a_trial_says_what_it_would_do_and_does_nothing():
    ItemFactory(name="Fuze", nsn="1305007654321")
    batch = batch_of(fake.lines("Fuze", "Primer", "?Case"), is_trial=True)

    import_runs.run(batch.pk, at=AT)

    assert counts(batch) == {
        "state": "tried",
        "lines": 3,
        "accepted": 2,
        "refused": 1,
        "created": 1,
        "changed": 1,
    }
    found = ImportFinding.objects.in_order().values_list("line", "outcome", "subject", "changes")
    assert list(found) == [
        (1, "changed", "Fuze", {"nsn": ["1305007654321", fake.nsn("Fuze")]}),
        (2, "created", "Primer", {}),
    ]
    assert ImportRefusal.objects.get().line == 3
    assert Item.objects.get().nsn == "1305007654321"


def test_a_kind_that_nobody_can_read_is_refused_with_why(monkeypatch):
    monkeypatch.delitem(kinds.KINDS, ImportKind.NEEDS)
    batch = batch_of(b"x", kind="needs", format="csv")

    import_runs.run(batch.pk, at=AT)

    batch.refresh_from_db()
    assert (batch.state, batch.failure) == ("refused", "Files of needs cannot be read here.")


def test_a_line_with_a_great_many_faults_is_kept_with_the_first_of_them():
    batch = batch_of(fake.lines("!" * 15, "Fuze"))

    import_runs.run(batch.pk, at=AT)

    assert counts(batch)["refused"] == 1
    assert ImportRefusal.objects.filter(line=1).count() == 20


def test_a_file_of_too_many_lines_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 2)
    batch = batch_of(fake.lines("Fuze", "Primer", "Shell"))

    import_runs.run(batch.pk, at=AT)

    batch.refresh_from_db()
    said = "It has more than 2 lines. Send it in parts."
    assert (batch.state, batch.failure, Item.objects.count()) == ("refused", said, 0)


@pytest.mark.parametrize("content", [b"", b"\n\n\n"])
def test_a_file_without_a_line_is_refused(content):
    batch = batch_of(content)

    import_runs.run(batch.pk, at=AT)

    batch.refresh_from_db()
    assert (batch.state, batch.failure) == ("refused", "The file has no lines.")


def test_what_is_longer_than_is_kept_of_it_is_cut(monkeypatch):
    def read(source: Source) -> Iterator[Wrong]:
        yield Wrong(1, "P" * 99, "f" * 99, "x" * 999, "y" * 999, "c" * 99, "z" * 999)

    monkeypatch.setitem(kinds.KINDS, ImportKind.MILSTRIP, (read, fake.PLAN))
    batch = batch_of(b"x")

    import_runs.run(batch.pk, at=AT)

    kept = ImportRefusal.objects.get()
    assert (kept.position, kept.field, kept.code) == ("P" * 12, "f" * 60, "c" * 40)
    assert (kept.found, kept.expected, kept.text) == ("x" * 200, "y" * 300, "z" * 999)


def broken_reader(source: Source) -> Iterator[Staged]:
    yield Staged(1, "Fuze", ("Fuze", "1305001234567"))
    raise ZeroDivisionError


def forgetful(_: Mapping[str, Any]) -> None:
    connection.cursor().execute("DELETE FROM import_outcome WHERE line = 1")


def twice(_: Mapping[str, Any]) -> None:
    connection.cursor().execute("INSERT INTO import_outcome SELECT * FROM import_outcome")


@pytest.mark.parametrize(
    ("read", "step", "why"),
    [
        (broken_reader, None, "ZeroDivisionError"),
        (fake.read, Step("Breaking", "SELECT 1 / 0"), "division by zero"),
        (fake.read, Step("Forgetting", act=forgetful), "2 lines were good, and 1 have an outcome"),
        (fake.read, Step("Doubling", act=twice), "a line has two outcomes"),
    ],
)
def test_a_file_that_goes_wrong_here_is_refused_once_and_the_log_says_where(
    monkeypatch, caplog, read, step, why
):
    steps = (*fake.PLAN.steps, step) if step else fake.PLAN.steps
    plan = Plan(fake.PLAN.columns, steps)
    monkeypatch.setitem(kinds.KINDS, ImportKind.MILSTRIP, (read, plan))
    batch = batch_of(fake.lines("Fuze", "Primer"))

    import_runs.run(batch.pk, at=AT)

    batch.refresh_from_db()
    assert batch.state == "refused"
    assert batch.failure.startswith("Something went wrong here while it was at work")
    assert why in caplog.text
    assert not Item.objects.exists()
    assert import_runs.run_waiting(at=AT) == 0


def test_a_file_that_brings_its_worker_down_each_time_is_given_up():
    batch = batch_of(fake.lines("Fuze"), state="reading", attempts=25)

    assert import_runs.run(batch.pk, at=AT) is None

    batch.refresh_from_db()
    said = "The worker was stopped 25 times while it was at work on this file."
    assert (batch.state, batch.failure, batch.finished_at) == ("refused", said, AT)


def test_a_file_that_was_cancelled_while_its_worker_was_killed_is_not_begun_again():
    batch = batch_of(fake.lines("Fuze"), state="applying", cancelled_at=AT)

    assert import_runs.run(batch.pk, at=AT) is None

    batch.refresh_from_db()
    assert (batch.state, batch.finished_at) == ("cancelled", AT)


def test_a_file_that_is_run_again_begins_without_what_was_found_before():
    batch = batch_of(fake.lines("Fuze", "!", "?Case"), is_trial=True)
    import_runs.run(batch.pk, at=AT)
    ImportBatch.objects.filter(pk=batch.pk).update(state="waiting", is_trial=False)

    import_runs.run(batch.pk, at=AT)

    expected = {"state": "done", "lines": 3, "accepted": 1, "refused": 2, "created": 1}
    assert counts(batch) == expected
    assert (ImportFinding.objects.count(), ImportRefusal.objects.count()) == (0, 3)


def test_every_file_that_waits_is_run_oldest_first(monkeypatch):
    first, second = batch_of(fake.lines("Fuze")), batch_of(fake.lines("Primer"))
    batch_of(fake.lines("Shell"), state="cancelled", cancelled_at=AT)
    ran: list[int] = []
    as_it_is = import_runs.run
    monkeypatch.setattr(import_runs, "run", lambda pk, *, at: ran.append(pk) or as_it_is(pk, at=at))

    assert import_runs.run_waiting(at=AT) == 2

    assert ran == [first.pk, second.pk]
    assert set(ImportBatch.objects.values_list("state", flat=True)) == {"done", "cancelled"}


def test_what_a_file_changes_says_in_its_history_which_file_and_who():
    by, other = UserFactory(), UserFactory()
    batch = batch_of(fake.lines("Fuze"), uploaded_by=by, started_by=other)

    import_runs.run(batch.pk, at=AT)

    event = Item.objects.get().events.select_related("pgh_context").get()
    expected = {"door": "import", "batch": batch.pk, "user": by.pk, "run_by": other.pk}
    assert event.pgh_context.metadata == expected


def test_the_orders_a_file_is_about_stand_anew_and_are_judged(monkeypatch):
    orders = OrderFactory.create_batch(3, item=ItemFactory(name="Fuze", nsn=None))
    DueOrder.objects.all().delete()
    monkeypatch.setattr(applying, "ORDERS_AT_ONCE", 2)

    import_runs.run(batch_of(fake.lines("Fuze")).pk, at=AT)

    stood = Standing.objects.filter(recomputed_at=AT).values_list("order_id", flat=True)
    assert set(stood) == {order.pk for order in orders}
    due = DueOrder.objects.filter(is_stale=False).values_list("order_id", flat=True)
    assert set(due) == {order.pk for order in orders}
