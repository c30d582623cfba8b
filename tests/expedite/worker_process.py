"""``python -m tests.expedite.worker_process BITS``: a worker that passes again and again.

It is for killing. Chunks are as small as BITS says, so that a kill falls between two of them
as well as into one.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import django


def main() -> None:
    django.setup()
    from shipments.expedite import chunks  # noqa: PLC0415 (only now are there models)
    from shipments.services import judging  # noqa: PLC0415

    chunks.BITS = int(sys.argv[1])
    at = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        judging.run(as_of=at.date(), at=at)


if __name__ == "__main__":
    main()
