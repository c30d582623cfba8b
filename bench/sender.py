"""Sends the mail that is due in a process of its own, and kills that when it is told to.

A program for ``bench.trials``: for each line that it reads, the seconds after which to kill, or
an empty line, it forks a sender, and writes how that ended. Forking spares every sender the
start of Django.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from importlib import import_module

import django
from django.db import connection
from django.utils import timezone

_LONGEST_SECONDS = 120


def main(database: str) -> None:
    django.setup()
    outbox = import_module("shipments.services.outbox")
    connection.settings_dict["NAME"] = database
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            signal.alarm(_LONGEST_SECONDS)
            outbox.send_due(at=timezone.now())
            os._exit(0)
        if line.strip():
            time.sleep(float(line))
            os.kill(pid, signal.SIGKILL)  # not reaped yet, so the number is still its own
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
