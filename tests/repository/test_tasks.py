from __future__ import annotations

from celery import current_app
from django.conf import settings

from shipments import enqueue


def registered() -> set[str]:
    current_app.loader.import_default_modules()
    return set(current_app.tasks)


def test_every_enqueued_name_is_a_registered_task():
    assert set(enqueue.NAMES) - registered() == set()


def test_every_scheduled_name_is_a_registered_task():
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert scheduled - registered() == set()


def test_a_lost_message_comes_back_only_after_the_longest_task():
    waits = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]

    assert waits > settings.CELERY_TASK_TIME_LIMIT
