from __future__ import annotations

from logistics import celery_app


def test_worker_takes_what_is_asked_for(celery_worker_process):
    celery_app.signature("shipments.sweep").apply_async()

    celery_worker_process.wait_until_idle()

    assert "shipments.sweep" in celery_worker_process.log.read_text()
