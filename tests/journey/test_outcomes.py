"""What the worker finds of a promise, through a real PostgreSQL, Redis and Celery worker."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from logistics import celery_app
from shipments import enqueue
from shipments.models import Notice
from shipments.services import expedites, promises, shipments
from shipments.services.shipments import LineEntry, ShipmentEntry
from tests.factories import PlaceFactory, UserFactory
from tests.factories.case_files import done_in, file_of
from tests.factories.hot import flagged_order


def test_the_worker_closes_the_file_of_a_promise_that_was_kept(celery_worker_process):
    by, now = UserFactory(), timezone.now()
    order = flagged_order(reference="Q1", document_number="BISZZZ63240001")
    expedites.take_up(reference="Q1", by=by, at=now)
    promises.record(
        reference="Q1",
        ship_on=now.date() + timedelta(days=1),
        said_by="Ms Desk",
        channel="phone",
        by=by,
        at=now,
    )
    assert file_of(order).state == "committed"

    shipments.log(
        ShipmentEntry(
            mode="air",
            from_place=PlaceFactory().code,
            to_place=PlaceFactory().code,
            lines=(LineEntry("Q1", 100),),
            departed_on=now.date(),
        ),
        by=by,
        at=now,
    )
    celery_worker_process.wait_until_idle()

    assert file_of(order).state == "kept"
    assert Notice.objects.get(kind="kept").user == by


def test_a_second_round_of_the_worker_breaks_nothing_twice(celery_worker_process):
    by, now = UserFactory(), timezone.now()
    order = flagged_order(reference="Q1")
    expedites.take_up(reference="Q1", by=by, at=now)
    promises.record(
        reference="Q1",
        ship_on=now.date() - timedelta(days=3),
        said_on=now.date() - timedelta(days=9),
        said_by="Ms Desk",
        channel="phone",
        by=by,
        at=now,
    )
    for _ in range(2):
        celery_app.signature(enqueue.JUDGE).apply_async()
    celery_worker_process.wait_until_idle()

    assert (file_of(order).state, file_of(order).next_step) == ("broken", "follow_up")
    assert done_in(order) == ["opened", "promised", "broken"]
    assert Notice.objects.filter(kind="broken").count() == 1
