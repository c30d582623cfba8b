from __future__ import annotations

import pytest

from shipments.models import ContractorRecord
from shipments.queries.reports.kept import kept
from tests.factories import ContractorFactory
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db


def recorded(name, promises, kept, slips=(0, 2, 9)):
    low, median, high = slips
    return ContractorRecord.objects.create(
        contractor=ContractorFactory(name=name),
        promises=promises,
        kept=kept,
        low_slip_days=low,
        median_slip_days=median,
        high_slip_days=high,
        computed_at=AT,
    )


def test_without_a_promise_that_came_true_there_is_nothing_to_tell():
    ContractorFactory()

    report = kept()

    assert (report.records, report.promises, report.kept, report.needed) == ([], 0, 0, 8)


def test_the_most_promises_come_first_and_too_few_are_marked():
    recorded("Few Works", 7, 7)
    recorded("Beta Works", 12, 3, (1, 6, 20))
    recorded("Alpha Works", 12, 9, (-3, -1, 4))
    recorded("Just Enough Works", 8, 5)

    report = kept()

    told = [
        (each.contractor.name, each.promises, each.kept, each.share, each.enough)
        for each in report.records
    ]
    assert told == [
        ("Alpha Works", 12, 9, 75.0, True),
        ("Beta Works", 12, 3, 25.0, True),
        ("Just Enough Works", 8, 5, 62.5, True),
        ("Few Works", 7, 7, 100.0, False),
    ]
    assert (report.promises, report.kept) == (39, 24)
    slips = [(r.low_slip_days, r.median_slip_days, r.high_slip_days) for r in report.records]
    assert slips == [(-3, -1, 4), (1, 6, 20), (0, 2, 9), (0, 2, 9)]


def test_it_is_two_queries_however_many_there_are(django_assert_num_queries):
    for number in range(5):
        recorded(f"Works {number}", 9, 1)

    with django_assert_num_queries(2):
        assert len(kept().records) == 5
