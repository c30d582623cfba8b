"""The benchmark keeps up with the tables that it fills."""

from __future__ import annotations

import pytest

from bench import database, judging
from bench.judging import CHANGED, FIRST, NEXT_DAY, QUIET, Measured, Timed
from bench.report import Report
from shipments.models import Flag, HotOrder, Order, Standing
from tests.factories.moments import AT, TODAY


@pytest.mark.django_db(transaction=True)
def test_a_small_book_is_built_judged_and_reported():
    database.build_book(orders=600, neglected=False, as_of=TODAY, at=AT)

    measured = judging.measure(book="looked after", orders=600, at=AT, runs=1)

    assert (Order.objects.count(), Standing.objects.open().count()) == (612, 600)
    assert Flag.objects.live().count() >= HotOrder.objects.count() > 0
    assert {each.what: len(each.runs) for each in measured.passes} == {
        FIRST: 1,
        QUIET: 1,
        CHANGED: 1,
        NEXT_DAY: 1,
    }
    report = Report("A machine", [measured])
    assert report.of_record is measured
    assert "600" in str(report)


def book(orders: int, *, full: float, changed: float, name: str = "looked after") -> Measured:
    """What passes cost against a scan of a hundredth of a second."""
    scan = 0.01
    costs = {FIRST: full, QUIET: full, CHANGED: changed, NEXT_DAY: full}
    passes = tuple(Timed(what, ((taken, scan),)) for what, taken in costs.items())
    return Measured(name, orders, flags=1, flagged=1, scan=scan, passes=passes)


@pytest.mark.parametrize(
    ("full", "changed", "verdict"),
    [(0.6, 0.024, "kept"), (0.61, 0.024, "BROKEN"), (0.6, 0.0241, "BROKEN")],
)
def test_the_largest_book_that_is_looked_after_is_held_to_the_limits(full, changed, verdict):
    small = book(10, full=9.0, changed=9.0)
    neglected = book(1000, full=9.0, changed=9.0, name="neglected")

    report = Report("A machine", [small, book(100, full=full, changed=changed), neglected])

    assert str(report).endswith(f"at most 4% of it: {verdict}")


def test_a_pass_is_the_median_of_its_runs_each_against_the_scan_beside_it():
    timed = Timed("pass", ((0.9, 0.01), (0.4, 0.01), (1.0, 0.02)))

    assert timed.scans == pytest.approx(50)
    assert timed.ratios == pytest.approx([40, 50, 90])
