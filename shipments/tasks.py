"""What the worker does. Each task is one service call and may run twice."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from shipments.services import import_rounds, judging, outbox, rounds, telling

logger = logging.getLogger(__name__)


@shared_task(
    name="shipments.judge", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5
)
def judge(**_: Any) -> None:
    """Judge what changed, and settle what was promised. A second delivery changes nothing."""
    now = timezone.now()
    done = rounds.run(as_of=now.date(), at=now)
    logger.info("judged: %s", done)


@shared_task(
    name="shipments.sweep", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5
)
def sweep(**_: Any) -> None:
    """Pick up orders whose nudge was lost. Does nothing where none waits."""
    now = timezone.now()
    counts = judging.sweep(as_of=now.date(), at=now)
    if counts:
        logger.info("swept: %s", counts)


@shared_task(
    name="shipments.send_mail", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5
)
def send_mail(**_: Any) -> None:
    """Send the mail that is due. A second delivery finds it sent."""
    done = outbox.send_due(at=timezone.now())
    if done:
        logger.info("mail: %s", done)


@shared_task(
    name="shipments.tell", autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5
)
def tell(**_: Any) -> None:
    """Tell people what is new and mail what is to be mailed. A second delivery tells nothing."""
    told = telling.run(at=timezone.now())
    logger.info("told: %s", told)


# A file that is read longer than the broker waits for an acknowledgement is handed out again:
# the second worker then finds the first at work on it and does nothing.
@shared_task(
    name="shipments.import_files",
    autoretry_for=(OperationalError,),
    retry_backoff=True,
    max_retries=5,
    time_limit=6 * 3600,
    soft_time_limit=6 * 3600 - 60,
)
def import_files(**_: Any) -> None:
    """Run the files that wait and those of the drop folder. A second delivery finds none."""
    done = import_rounds.run(inbox=settings.INBOX_DIR, at=timezone.now())
    if done:
        logger.info("imported: %s", done)
