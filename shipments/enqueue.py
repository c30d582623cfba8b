"""Ask the worker for something, by the task's name.

Naming a task instead of importing it breaks the one natural cycle (service, task, service).
A test checks that every name here is a registered task.
"""

from __future__ import annotations

from celery import current_app
from django.db import transaction

JUDGE = "shipments.judge"
SWEEP = "shipments.sweep"
SEND_MAIL = "shipments.send_mail"
TELL = "shipments.tell"
IMPORT_FILES = "shipments.import_files"
NAMES = (JUDGE, SWEEP, SEND_MAIL, TELL, IMPORT_FILES)


def judge() -> None:
    """Judge the due orders as soon as the current transaction is safe."""
    _after_commit(JUDGE)


def send_mail() -> None:
    """Send what is in the outbox as soon as the current transaction is safe."""
    _after_commit(SEND_MAIL)


def imports() -> None:
    """Read and apply the files that wait as soon as the current transaction is safe."""
    _after_commit(IMPORT_FILES)


def _after_commit(task_name: str) -> None:
    def send() -> None:  # not a partial: a robust hook's failure is logged by __qualname__
        current_app.signature(task_name).apply_async(ignore_result=True)

    # The row is already safe and the sweep will find it, so a dead broker must not turn a
    # committed write into an error page.
    transaction.on_commit(send, robust=True)
