"""An import of MILSTRIP records, end to end, against COPY of the very rows that it wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import quantiles
from threading import Event, Thread
from time import perf_counter, sleep
from urllib.parse import urlencode

from django.db import connection
from django.test import Client, override_settings

from bench import copying, records
from shipments.domain.roles import Role
from shipments.models import Case, ImportBatch, Lane, Order, Place, Standing, User

LEAST_RATIO = 0.2
MOST_MEGABYTES = 400
# A page may take so many times what it takes while nothing runs, and this.
PAGE_TIMES, PAGE_SECONDS = 3, 0.1
_QUIET_PAGES = 40
_PAGE_EVERY_SECONDS = 1.0
_LANE = ("sea", "ZZ901", "ZZ902")
_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Imported:
    """What an import cost.

    :ivar rows: that it wrote, by table.
    :ivar copied: seconds that COPY of all of them took; :ivar ledgers: of those of the ledgers alone.
    :ivar steps: seconds of each step, as people read it.
    :ivar quiet: seconds of a page before, at the 95th of 100; :ivar busy: while it ran.
    """

    lines: int
    refused: int
    seconds: float
    copied: float
    ledgers: float
    megabytes: float
    rows: dict[str, int]
    steps: Sequence[tuple[str, float]]
    quiet: float
    busy: float

    @property
    def ratio(self) -> float:
        return self.copied / self.seconds

    @property
    def is_within_limits(self) -> bool:
        return self.ratio >= LEAST_RATIO and self.megabytes <= MOST_MEGABYTES and self.is_responsive

    @property
    def is_responsive(self) -> bool:
        return self.busy <= PAGE_TIMES * self.quiet + PAGE_SECONDS

    def __str__(self) -> str:
        rows = ", ".join(f"{count:,} {table}" for table, count in self.rows.items())
        verdict = "kept" if self.is_within_limits else "BROKEN"
        quiet, busy = self.quiet * 1000, self.busy * 1000
        return "\n".join(
            [
                f"import of {self.lines:,} records, {self.refused:,} refused: {self.seconds:.1f} s",
                f"{self.lines / self.seconds:,.0f} a second, {self.megabytes:.0f} MB of memory",
                *(f"  {words:40}{seconds:8.1f} s" for words, seconds in self.steps),
                f"COPY of the same rows ({rows}): {self.copied:.1f} s",
                f"  of those what the lines say: {self.ledgers:.1f} s",
                f"orders list, 95 of 100: {quiet:.0f} ms before, {busy:.0f} ms during the import",
                f"rate {self.ratio:.2f} of that of COPY, at least {LEAST_RATIO}",
                f"  {self.ledgers / self.seconds:.2f} of that of COPY of what the lines say",
                f"memory at most {MOST_MEGABYTES} MB",
                f"a page at most {PAGE_TIMES} times as long and {PAGE_SECONDS * 1000:.0f} ms",
                f"all three of these: {verdict}",
            ]
        )


def prepare(*, at: datetime) -> None:
    """Record what the records speak of: their cases and a lane; and who looks at pages."""
    Case.objects.bulk_create(
        Case(
            case_id=case,
            title=f"Fictional case {case}",
            implementing_agency="Army",
            stage="implemented",
            recorded_at=at,
        )
        for case in records.CASES
    )
    mode, *codes = _LANE
    places = [
        Place.objects.create(
            code=code, name=f"Fictional Port {code}", kind="seaport", recorded_at=at
        )
        for code in codes
    ]
    Lane.objects.create(
        mode=mode, from_place=places[0], to_place=places[1], planning_days=30, recorded_at=at
    )
    User.objects.create(email="pages@example.test", roles=[Role.AUDITOR.value])


def measure(*, lines: int) -> Imported:
    """Import so many lines into the database that is connected to, then copy what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.txt"
        with path.open("wb") as file:
            file.writelines(records.lines(lines))
        since = copying.last_keys()
        with override_settings(DEBUG=False, ALLOWED_HOSTS=["testserver"]):
            pages = Pages()
            quiet = [pages.take() for _ in range(_QUIET_PAGES)]
            process = Importing(path)
            busy = [pages.take()]
            while process.is_running():
                busy.append(pages.take())
                sleep(_PAGE_EVERY_SECONDS)
        told = process.result()
    if (
        found := Order.objects.filter(standing__isnull=True).count()
    ) or not Standing.objects.count():
        raise RuntimeError(f"{found} orders have no standing.")
    rows, copied = copying.copy_again(since)
    return Imported(
        lines=told["lines"],
        refused=told["refused"],
        seconds=told["seconds"],
        copied=sum(copied.values()),
        ledgers=sum(copied[model] for model in copying.LEDGERS),
        megabytes=process.megabytes,
        rows=rows,
        steps=process.steps,
        quiet=_ninety_fifth(quiet),
        busy=_ninety_fifth(busy),
    )


class Importing:
    """``manage.py import_file`` in a process of its own, watched.

    :ivar megabytes: the most memory it held at a time.
    """

    def __init__(self, path: Path) -> None:
        self.megabytes = 0.0
        self.steps: list[tuple[str, float]] = []
        command = [sys.executable, "manage.py", "import_file", str(path), "--json"]
        self._process = subprocess.Popen(  # noqa: S603
            [*command, "--lane", ":".join(_LANE)],
            cwd=_ROOT,
            env={**os.environ, "DATABASE_URL": address()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._over = Event()
        self._watch = Thread(target=self._watched, daemon=True)
        self._watch.start()

    def is_running(self) -> bool:
        return self._process.poll() is None

    def result(self) -> dict[str, float]:
        out, said = self._process.communicate()
        self._over.set()
        self._watch.join()
        if self._process.returncode not in {0, 1}:
            raise RuntimeError(f"The import ended with {self._process.returncode}: {said}")
        return json.loads(out)

    def _watched(self) -> None:
        """Its memory, which the operating system forgets when it ends, and its steps."""
        status = Path(f"/proc/{self._process.pid}/status")
        words, since = "start", perf_counter()
        try:
            while not self._over.wait(0.1):
                found = _progress()
                if found != words:
                    self.steps.append((words, perf_counter() - since))
                    words, since = found, perf_counter()
                self.megabytes = max(self.megabytes, _peak(status))
            self.steps.append((words, perf_counter() - since))
        finally:
            connection.close()


class Pages:
    """The list of orders, as a person gets it."""

    def __init__(self) -> None:
        self._browser = Client()
        self._browser.force_login(User.objects.get(email="pages@example.test"))
        self.take()

    def take(self) -> float:
        began = perf_counter()
        response = self._browser.get("/orders/")
        if response.status_code != 200:
            raise RuntimeError(f"The list of orders answered {response.status_code}.")
        return perf_counter() - began


def _progress() -> str:
    batch = ImportBatch.objects.only("state", "step").last()
    return f"{batch.state} {batch.step}".strip() if batch else "start"


def _peak(status: Path) -> float:
    """The most memory a process held so far, in megabytes; 0 where it has ended."""
    try:
        lines = status.read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def _ninety_fifth(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]


def address() -> str:
    """Of the database that is connected to, as DATABASE_URL says it."""
    ours = connection.settings_dict
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    parts = {word: ours[name] for word, name in {**named, "port": "PORT"}.items() if ours[name]}
    return f"postgresql:///?{urlencode({**parts, **ours['OPTIONS']})}"
