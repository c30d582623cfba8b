"""What a promise of a file does to the case file of its order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.models import Expedite, ImportBatch, Order, Promise, User
from shipments.services import import_promises, import_runs
from tests.factories import HoldFactory, ImportBatchFactory, PromiseFactory, UserFactory
from tests.factories.case_files import done_in, expeditor, file_of, in_hand
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.intake.milstrip.records import NUMBER, batch_of, record
from tests.intake.milstrip.records import file_of as lines_of

pytestmark = pytest.mark.django_db

STATUS = record("AE1", status="BB", transaction_day="320", estimated_ship_date="7015")


@pytest.fixture
def owner() -> User:
    return expeditor()


@pytest.fixture
def order(owner) -> Order:
    return in_hand(owner, reference=NUMBER, document_number=NUMBER)


@pytest.fixture
def batch() -> ImportBatch:
    return ImportBatchFactory()


def brings(batch: ImportBatch, order: Order, ship_on: date, *, ago: int, **fields) -> Promise:
    said = {"reported_at": AT - timedelta(days=ago), "recorded_at": AT}
    return PromiseFactory(order=order, batch=batch, ship_on=ship_on, **(said | fields))


def commit(batch: ImportBatch, *orders: Order, by: User | None = None) -> int:
    ids = [each.pk for each in orders]
    return import_promises.commit(ids, batch_id=batch.pk, by=by, at=AT)


def test_the_file_waits_for_all_parts_of_what_was_said_last(order, batch):
    Expedite.objects.update(next_step_on=AT.date(), next_step="follow_up")
    late = brings(batch, order, date(2026, 12, 20), ago=0, quantity=60)
    brings(batch, order, date(2026, 12, 3), ago=0, quantity=40)
    by = UserFactory()

    assert commit(batch, order, by=by) == 1

    file = file_of(order)
    assert (file.state, file.commitment, file.next_step) == ("committed", late, "")
    action = file.actions.latest("pk")
    assert (action.kind, action.by, action.at) == ("promised", by, AT)
    assert action.text == "Order desk promised to ship 40 on 3 Dec 2026 and 60 on 20 Dec 2026."


def test_a_promise_said_before_the_one_that_stands_commits_nobody(order, batch):
    PromiseFactory(order=order, recorded_at=AT + timedelta(hours=1))
    brings(batch, order, date(2026, 12, 20), ago=0)

    assert commit(batch, order) == 0
    assert (file_of(order).state, done_in(order)) == ("open", ["opened"])


def test_other_orders_and_other_files_are_left_alone(owner, order, batch):
    free, elsewhere = standing_order(), in_hand(owner, reference="Q2")
    brings(batch, free, date(2026, 12, 20), ago=0)
    brings(batch, elsewhere, date(2026, 12, 20), ago=0)
    brings(ImportBatchFactory(), order, date(2026, 12, 20), ago=0)

    assert commit(batch, order, free) == 0
    assert set(Expedite.objects.values_list("state", flat=True)) == {"open"}


def test_under_a_hold_too_for_it_is_an_answer_and_no_step(order, batch):
    HoldFactory(order=order)
    brings(batch, order, date(2026, 12, 20), ago=0)

    assert (commit(batch, order), commit(batch, order)) == (1, 0)


@pytest.mark.parametrize(("ago", "waits"), [(0, 1), (1, 0)])
def test_what_was_said_before_the_file_was_opened_answers_it_not(order, batch, ago, waits):
    midnight = AT.replace(hour=0)
    reported_at = midnight - timedelta(days=ago)
    brings(batch, order, date(2026, 12, 20), ago=0, reported_at=reported_at)

    assert commit(batch, order) == waits


def test_however_many_orders_it_asks_alike(owner, batch, django_assert_num_queries):
    orders = [standing_order(), *(in_hand(owner, reference=f"Q{each}") for each in range(3))]

    with django_assert_num_queries(2):
        assert commit(batch, *orders) == 0


def test_an_import_commits_the_files_of_the_orders_it_is_about(order):
    PromiseFactory(order=order, ship_on=date(2026, 12, 1), recorded_at=AT - timedelta(days=30))
    Expedite.objects.update(opened_at=AT - timedelta(days=20))
    batch = batch_of(lines_of(STATUS), uploaded_by=UserFactory())

    import_runs.run(batch_id=batch.pk, at=AT)

    batch.refresh_from_db()
    assert (batch.state, batch.failure) == ("done", "")
    file = file_of(order)
    assert (file.state, file.commitment.ship_on) == ("committed", date(2027, 1, 15))
    assert file.actions.latest("pk").by == batch.uploaded_by
    order.standing.refresh_from_db()
    assert order.standing.promised_ship_on == date(2027, 1, 15)
