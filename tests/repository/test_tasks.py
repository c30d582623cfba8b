from __future__ import annotations

from celery import current_app
from django.conf import settings

from shipments import enqueue
from tests.repository.tree import ROOT


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


def test_files_wait_in_a_queue_of_their_own_and_all_else_in_the_other():
    queues = {name: current_app.amqp.router.route({}, name)["queue"].name for name in enqueue.NAMES}

    own = {name for name, queue in queues.items() if queue == settings.IMPORT_QUEUE}
    assert own == {"shipments.import_files"}
    assert set(queues.values()) == {queue.name for queue in settings.CELERY_TASK_QUEUES}


def test_a_run_has_a_worker_for_each_queue():
    told = (ROOT / "logistics" / "run.py").read_text()

    assert "_worker(settings.CELERY_TASK_DEFAULT_QUEUE)" in told
    assert "_worker(settings.IMPORT_QUEUE)" in told
