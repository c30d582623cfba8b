"""Runs imports in a process of its own, and kills that when it is told to.

A program for the trials of imports: for each line that it reads, a batch's key and the seconds
after which to kill, or nothing, it forks an importer, and writes how that ended. Forking spares
every importer the start of Django.
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

_LONGEST_SECONDS = 300


def main(database: str) -> None:
    django.setup()
    import_runs = import_module("shipments.services.import_runs")
    connection.settings_dict["NAME"] = database
    for line in sys.stdin:
        batch, *seconds = line.split()
        pid = os.fork()
        if not pid:
            signal.alarm(_LONGEST_SECONDS)
            import_runs.run(int(batch), at=timezone.now())
            os._exit(0)
        for each in seconds:
            time.sleep(float(each))
            os.kill(pid, signal.SIGKILL)  # not reaped yet, so the number is still its own
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
