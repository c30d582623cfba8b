"""The flow from a write to its flag, through a real PostgreSQL, Redis and Celery worker."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery import Celery
from django.conf import settings
from django.utils import timezone

from logistics import celery_app
from shipments import enqueue
from shipments.models import Flag, JudgingPass, Standing
from shipments.services import needs, shipments
from shipments.services.shipments import LineEntry, ShipmentEntry
from shipments.standing.recompute import recompute
from tests.factories import OrderFactory, PlaceFactory, UserFactory
from tests.factories.standings import due_orders


@pytest.fixture
def late_order():
    """A routine order whose required date has gone."""
    today = timezone.now().date()
    order = OrderFactory(
        reference="Q1",
        document_number="BISZZZ63240001",
        ordered_on=today - timedelta(days=90),
        acknowledged_on=today - timedelta(days=80),
        required_on=today - timedelta(days=10),
    )
    recompute([order.pk], at=timezone.now())
    return order


def reasons() -> set[str]:
    return set(Flag.objects.live().values_list("reason", flat=True))


def test_the_worker_flags_and_clears_as_the_order_moves(celery_worker_process, late_order):
    by = UserFactory()
    celery_app.signature(enqueue.JUDGE).apply_async()
    celery_worker_process.wait_until_idle()
    assert reasons() == {"past_required_date"}

    needs.record(
        item=late_order.item.name,
        quantity=20,
        needed_on=timezone.now().date() + timedelta(days=5),
        urgency="emergency",
        stated_by="Receiving staff",
        by=by,
        at=timezone.now(),
    )
    celery_worker_process.wait_until_idle()
    assert reasons() == {"past_required_date", "outgrown_routine", "need_uncovered"}

    today = timezone.now().date()
    shipment = shipments.log(
        ShipmentEntry(
            mode="air",
            from_place=PlaceFactory().code,
            to_place=PlaceFactory().code,
            lines=(LineEntry("Q1", 100),),
            departed_on=today,
            arrived_on=today,
        ),
        by=by,
        at=timezone.now(),
    )
    shipment.milestones.create(
        kind="received",
        classifier="actual",
        occurs_on=today,
        source="Receiving staff",
        reported_at=timezone.now(),
        recorded_at=timezone.now(),
    )
    recompute([late_order.pk], at=timezone.now())
    celery_app.signature(enqueue.SWEEP).apply_async()
    celery_worker_process.wait_until_idle()

    assert reasons() == set()
    assert Standing.objects.get(order=late_order).status == "received"
    assert {flag.cleared_because for flag in Flag.objects.all()} == {"Order received"}


def test_the_sweep_finds_what_a_lost_message_left_behind(celery_worker_process, late_order):
    assert due_orders() == {late_order.pk}

    celery_app.signature(enqueue.SWEEP).apply_async()
    celery_worker_process.wait_until_idle()

    assert reasons() == {"past_required_date"}
    assert JudgingPass.objects.count() == 1


def test_a_worker_killed_with_work_in_hand_leaves_it_to_the_next(celery_worker_process, late_order):
    celery_worker_process.kill()
    celery_app.signature(enqueue.JUDGE).apply_async()

    celery_worker_process.start()
    celery_worker_process.wait_until_idle()

    assert reasons() == {"past_required_date"}


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_does_not_turn_a_committed_write_into_an_error(
    late_order, monkeypatch, caplog
):
    dead = Celery(broker="redis://127.0.0.1:9/0", set_as_current=False)
    dead.conf.update(
        broker_transport_options=settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        task_publish_retry_policy=settings.CELERY_TASK_PUBLISH_RETRY_POLICY,
    )
    monkeypatch.setattr(enqueue, "current_app", dead)
    by = UserFactory()

    need = needs.record(
        item=late_order.item.name,
        quantity=20,
        needed_on=timezone.now().date(),
        urgency="emergency",
        stated_by="Receiving staff",
        by=by,
        at=timezone.now(),
    )

    need.refresh_from_db()
    assert need.quantity == 20
    assert "Error calling" in caplog.text  # the nudge was tried, and failed
    assert due_orders() == {late_order.pk}
