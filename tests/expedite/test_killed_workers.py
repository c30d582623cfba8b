"""Several workers at once, one of them killed: in the end as after one quiet pass."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import IO
from unittest.mock import patch

import pytest
from django.db import connection

from shipments.expedite import chunks
from shipments.models import Flag, JudgingChunk, JudgingPass, Order
from tests import servers
from tests.expedite.judged import judge, quiet
from tests.expedite.test_any_history import found, miscounted
from tests.factories import NeedFactory, PromiseFactory
from tests.factories.moments import TODAY

pytestmark = pytest.mark.django_db(transaction=True)

BITS = 2
TRIALS = int(os.environ.get("TRIALS", "6"))


@contextmanager
def worker() -> Iterator[subprocess.Popen[str]]:
    """A real process that passes over this test's database until it is killed."""
    here = {
        "DATABASE_URL": servers.database_url(connection.settings_dict["NAME"]),
        "DJANGO_SETTINGS_MODULE": "logistics.settings",
    }
    process = subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-m", "tests.expedite.worker_process", str(BITS)],
        env={**os.environ, **here},
        stdout=subprocess.PIPE,
        text=True,
    )
    out: IO[str] | None = process.stdout
    assert out is not None
    try:
        assert out.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        out.close()


def change(orders: list[Order], chance: Random) -> None:
    """What people write meanwhile, each in a transaction of its own."""
    order = chance.choice(orders)
    days = timedelta(days=chance.randint(-40, 200))
    match chance.randint(0, 3):
        case 0:
            PromiseFactory(order=order, ship_on=TODAY + days, said_on=TODAY)
        case 1:
            NeedFactory(item=order.item, urgency="emergency", needed_on=TODAY + days)
        case 2:
            Order.objects.filter(pk=order.pk).update(priority_designator=chance.randint(1, 15))
        case _:
            Order.objects.filter(pk=order.pk).update(required_on=TODAY + days)


def forget_flags() -> None:
    for model in (Flag, JudgingChunk, JudgingPass):
        model.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE shipments_hotorder")


@pytest.mark.long
def test_two_workers_one_killed_again_and_again_leave_what_one_quiet_pass_does(capsys):
    chance = Random(20261120)
    orders = [quiet(urgent=number % 2 == 0) for number in range(24)]

    with worker() as steady:
        for _ in range(TRIALS):
            with worker() as victim:
                for _ in range(chance.randint(1, 25)):
                    change(orders, chance)
                os.kill(victim.pid, signal.SIGKILL)
        steady_ran = steady.poll() is None
    with patch.object(chunks, "BITS", BITS):
        judge()
        after_all = found()
        wrong = miscounted()
        passes = JudgingPass.objects.count()
        forget_flags()
        judge(full=True)

    assert steady_ran
    assert after_all == found()
    assert wrong == []
    assert len(after_all[0]) > 20
    with capsys.disabled():
        print(f"\n{TRIALS} workers killed, {passes} passes ended: the same flags")  # noqa: T201
