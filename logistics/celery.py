"""The worker's application: ``celery --app logistics.celery worker``."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")

app = Celery("quayline")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
