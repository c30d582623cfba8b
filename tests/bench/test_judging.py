"""The benchmark keeps up with the tables that it fills."""

from __future__ import annotations

import pytest

from bench import database, judging
from bench.judging import Report, Timed
from shipments.models import Flag, Order, Standing
from tests.factories.moments import AT, TODAY


@pytest.mark.django_db(transaction=True)
def test_a_small_book_is_built_judged_and_reported():
    database.build_book(orders=300, as_of=TODAY, at=AT)

    report = judging.measure(at=AT)

    assert (Order.objects.count(), Standing.objects.open().count()) == (300, 300)
    assert Flag.objects.live().count() == Flag.objects.count() > 0
    assert "300 open orders" in str(report)
    assert [len(each.seconds) for each in report.passes] == [judging.RUNS] * 3


@pytest.mark.parametrize(("seconds", "verdict"), [(0.6, "kept"), (0.61, "BROKEN")])
def test_best_is_held_against_best(seconds, verdict):
    report = Report(
        machine="A machine",
        orders=1,
        scan=Timed("scan", (0.03, 0.01)),
        passes=(Timed("pass", (0.9, seconds)),),
    )

    assert str(report).endswith(f"at most 60 scans: {verdict}")
