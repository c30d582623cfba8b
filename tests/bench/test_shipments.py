"""The benchmark of the shipments list keeps up with the tables that it fills."""

from __future__ import annotations

import pytest

from bench import shipments
from bench.shipments import Listed, Report
from shipments.models import ShipmentStanding
from shipments.models.choices import ShipmentState
from tests.factories.moments import AT, TODAY


@pytest.mark.django_db(transaction=True)
def test_a_small_history_of_shipments_is_built_and_every_page_of_it_measured():
    shipments.build(shipments=1_000, as_of=TODAY, at=AT)

    pages = shipments.measure(shipments=1_000, runs=1)

    states = set(ShipmentStanding.objects.values_list("state", flat=True))
    assert states == {state.value for state in ShipmentState}
    assert all(each.rows > 0 for each in pages)
    assert next(each.rows for each in pages if each.what == shipments.DEEP) == 50


def page(size: int, seconds: float) -> Listed:
    return Listed("first page", size, 50, seconds, bare=0.001)


@pytest.mark.parametrize(("longest", "verdict"), [(0.040, "kept"), (0.0401, "BROKEN")])
def test_the_longest_list_is_held_to_the_shortest(longest, verdict):
    report = Report([page(10, 0.020), page(100, longest)])

    assert str(report).endswith(verdict)
    assert report.is_within_limits is (verdict == "kept")
