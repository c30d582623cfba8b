"""The benchmark of logging measures what it says, and holds it to its limit."""

from __future__ import annotations

import pytest

from bench import database, logging
from bench.logging import Logged
from bench.report import Report
from shipments.models import Package, Shipment, ShipmentLine
from tests.bench.test_judging import book
from tests.factories.moments import AT, TODAY


@pytest.mark.django_db(transaction=True)
def test_a_logging_is_measured_against_its_own_rows_and_nothing_of_it_is_kept():
    database.build_book(orders=200, neglected=False, as_of=TODAY, at=AT)
    before = (Shipment.objects.count(), ShipmentLine.objects.count(), Package.objects.count())

    measured = logging.measure(orders=200, at=AT, runs=3)

    assert len(measured.runs) == 3
    assert measured.ratio > 1
    assert (
        Shipment.objects.count(),
        ShipmentLine.objects.count(),
        Package.objects.count(),
    ) == before


@pytest.mark.parametrize(("taken", "verdict"), [(0.1, "kept"), (0.11, "BROKEN")])
def test_a_logging_is_held_to_ten_times_its_bare_inserts(taken, verdict):
    logged = Logged(1_000, 20, ((taken, 0.01), (9.0, 0.01), (0.01, 0.01)))

    report = Report("A machine", [book(1_000, full=0.1, changed=0.001)], [logged])

    assert str(report).endswith(f"at most 10: {verdict}")
    assert report.is_within_limits == (verdict == "kept")
