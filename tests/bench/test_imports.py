"""The benchmark of imports copies what it says, and holds an import to its limits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench import copying, imports
from bench.imports import Imported
from shipments.models import ImportBatch
from tests.factories import PromiseFactory, ShipmentLineFactory
from tests.factories.moments import AT

KEPT = Imported(
    lines=1_000_000,
    refused=10_000,
    seconds=100.0,
    copied=20.0,
    ledgers=12.0,
    megabytes=400,
    rows={"orders": 390_000},
    steps=[("reading", 50.0)],
    quiet=0.05,
    busy=0.25,
)


@pytest.mark.django_db
def test_what_was_written_since_is_copied_again():
    PromiseFactory()
    since = copying.last_keys()
    PromiseFactory()
    ShipmentLineFactory()

    rows, seconds = copying.copy_again(since)

    assert {name: count for name, count in rows.items() if count} == {
        "orders": 2,
        "promises": 1,
        "shipments": 1,
        "shipment lines": 1,
        "order events": 2,
        "shipment events": 1,
        "shipment line events": 1,
        "due orders": 4,
    }
    assert set(seconds) == {*copying.LEDGERS, *copying.BESIDE}


@pytest.mark.django_db
def test_the_cases_of_the_records_are_prepared_and_no_file():
    imports.prepare(at=AT)

    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("fact", "verdict"),
    [
        ({}, "kept"),
        ({"seconds": 101.0}, "BROKEN"),
        ({"megabytes": 401}, "BROKEN"),
        ({"busy": 0.26}, "BROKEN"),
    ],
)
def test_an_import_is_held_to_its_limits(fact, verdict):
    imported = replace(KEPT, **fact)

    assert imported.is_within_limits == (verdict == "kept")
    assert str(imported).endswith(verdict)
