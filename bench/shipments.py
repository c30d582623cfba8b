"""What a page of the shipments list costs, however long the list: each against the smallest book
and against the bare SQL that reads the same rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

from django.db import connection, transaction
from django.test import Client, override_settings

from shipments.models import Place, Shipment, User
from shipments.queries.shipment_list import NEWEST_FIRST
from shipments.standing.recompute import recompute

SIZES = (10_000, 100_000, 1_000_000)
RUNS = 15
# A page of the largest book may cost so many times what it costs in the smallest, and this.
FLAT_TIMES, FLAT_SECONDS = 1.5, 0.010
FIRST, DEEP = "first page", "page in the middle"
_BOOK = (Path(__file__).parent / "shipments.sql").read_text()
_ROW = re.compile(r'data-row-link href="/shipments/([A-Z0-9]{17})/"')
_BARE = """
SELECT s.*, st.*, a.*, b.* FROM shipments_shipment AS s
  JOIN shipments_shipmentstanding AS st ON st.shipment_id = s.id
  JOIN shipments_place AS a ON a.id = s.from_place_id
  JOIN shipments_place AS b ON b.id = s.to_place_id
 WHERE s.tcn = ANY (%s)
"""
_BARE_LINES = """
SELECT line.*, o.*, item.* FROM shipments_shipmentline AS line
  JOIN shipments_shipment AS s ON s.id = line.shipment_id
  JOIN shipments_order AS o ON o.id = line.order_id
  JOIN shipments_item AS item ON item.id = o.item_id
 WHERE s.tcn = ANY (%s)
"""


@dataclass(frozen=True)
class Listed:
    """One page of a book of so many shipments.

    :ivar seconds: the median of its runs; ``bare`` is that of the bare SQL of the same rows.
    """

    what: str
    shipments: int
    rows: int
    seconds: float
    bare: float


@dataclass(frozen=True)
class Report:
    """Every page at every size."""

    pages: Sequence[Listed]

    def of(self, what: str) -> list[Listed]:
        return [each for each in self.pages if each.what == what]

    def is_flat(self, what: str) -> bool:
        found = self.of(what)
        return found[-1].seconds <= FLAT_TIMES * found[0].seconds + FLAT_SECONDS

    @property
    def is_within_limits(self) -> bool:
        return all(self.is_flat(what) for what in dict.fromkeys(e.what for e in self.pages))

    def __str__(self) -> str:
        sizes = list(dict.fromkeys(each.shipments for each in self.pages))
        heads = [*(f"{size:,}" for size in sizes), "growth", "of bare SQL"]
        lines = [f"{'shipments':28}" + "".join(f"{head:>14}" for head in heads)]
        for what in dict.fromkeys(each.what for each in self.pages):
            found = self.of(what)
            cells = [f"{each.seconds * 1000:.1f} ms" for each in found]
            cells.append(f"{found[-1].seconds / found[0].seconds:.2f}")
            cells.append(f"{found[-1].seconds / found[-1].bare:.1f}")
            lines.append(f"{what:28}" + "".join(f"{cell:>14}" for cell in cells))
        verdict = "kept" if self.is_within_limits else "BROKEN"
        lines.append(
            f"the longest list at most {FLAT_TIMES} times the shortest "
            f"and {FLAT_SECONDS * 1000:.0f} ms: {verdict}"
        )
        return "\n".join(lines)


def build(*, shipments: int, as_of: date, at: datetime) -> None:
    """Fill the database with shipments and no others, let their standing be computed, analyse."""
    with transaction.atomic(), connection.cursor() as cursor:
        # What came of a smaller history before.
        cursor.execute(
            "TRUNCATE shipments_shipment, shipments_order, shipments_item, shipments_case, "
            "shipments_lanerecord, shipments_dueorder, shipments_duerecord, shipments_dueitem "
            "CASCADE"
        )
        cursor.execute("DELETE FROM shipments_place WHERE code LIKE 'ZZ%'")
        # Without triggers, which for each row would cost more than the row.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(_BOOK, {"shipments": shipments, "as_of": as_of, "at": at})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    recompute(None, at=at)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def measure(*, shipments: int, runs: int = RUNS) -> list[Listed]:
    """Every page of the book that the database holds."""
    # As it is served: nothing is kept of the queries.
    with override_settings(DEBUG=False, ALLOWED_HOSTS=["testserver"]):
        browser = Client()
        browser.force_login(User.objects.get(email="bench@example.test"))
        return [
            _measured(browser, what, query, shipments=shipments, runs=runs)
            for what, query in _pages(shipments).items()
        ]


def _pages(shipments: int) -> dict[str, str]:
    """What each shows, and its query string."""
    middle = Shipment.objects.order_by("-logged_at", "-pk")[shipments // 2 : shipments // 2 + 1]
    marker = NEWEST_FIRST.marker(*middle.values_list("logged_at", "pk")[0])
    place = Place.objects.filter(code__startswith="ZZ").order_by("pk").first()
    asked: dict[str, dict[str, str]] = {
        FIRST: {},
        DEEP: {"after": marker},
        "received": {"state": "received"},
        "departed": {"state": "departed"},
        "by road": {"mode": "road"},
        "in transit by air": {"state": "in_transit", "mode": "air"},
        "of one carrier": {"carrier": "Fictional Line 7"},
        "from one place": {"from_place": place.code if place else ""},
        "stalled": {"stalled": "yes"},
        "left without a release": {"unreleased": "yes"},
    }
    return {what: urlencode(query) for what, query in asked.items()}


def _measured(browser: Client, what: str, query: str, *, shipments: int, runs: int) -> Listed:
    tcns: list[str] = []

    def page() -> None:
        response = browser.get(f"/shipments/?{query}")
        if response.status_code != 200:
            raise RuntimeError(f"{what}: the list answered {response.status_code}.")
        tcns[:] = _ROW.findall(response.content.decode())

    def bare() -> None:
        with connection.cursor() as cursor:
            for statement in (_BARE, _BARE_LINES):
                cursor.execute(statement, [tcns])
                cursor.fetchall()

    seconds = _timed(page, runs)
    return Listed(what, shipments, len(tcns), seconds, _timed(bare, runs))


def _timed(work: Callable[[], None], runs: int) -> float:
    work()  # into memory
    found = []
    for _ in range(runs):
        began = perf_counter()
        work()
        found.append(perf_counter() - began)
    return median(found)
