from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.domain.priorities import IssueGroup, Urgency
from shipments.queries.reports.ageing import COLUMNS, Ageing, GroupAges, ageing
from tests.factories.moments import TODAY
from tests.factories.standings import possible_sale, standing_order

pytestmark = pytest.mark.django_db


def order(age, designator=None, **given):
    ordered = None if age is None else TODAY - timedelta(days=age)
    facts = {
        "ordered_on": ordered,
        "ordered_on_precision": "" if age is None else "day",
        "acknowledged_on": None,
        "priority_designator": designator,
    }
    return standing_order(**facts | given)


def test_without_open_orders_there_is_nothing():
    possible_sale()
    order(10, 3, cancelled_on=TODAY)

    assert ageing(on=TODAY) == Ageing([], 0)


def test_open_orders_are_counted_by_group_and_age():
    order(0, 1)
    order(30, 3)
    order(31, 3, required_on=TODAY - timedelta(days=1))
    order(90, 4)
    order(91, 8, required_on=TODAY)
    order(180, 9)
    order(181, 15)
    order(365, 15)
    order(366, 15)
    order(None, 15)
    order(5, urgency="emergency")
    order(5, urgency="urgent")
    order(400, ordered_on=date(2025, 1, 1), ordered_on_precision="year")

    report = ageing(on=TODAY)

    assert COLUMNS == ["0 to 30", "31 to 90", "91 to 180", "181 to 365", "Over a year", "No date"]
    assert report.groups == [
        GroupAges(IssueGroup.I, [2, 1, 0, 0, 0, 0], 1),
        GroupAges(IssueGroup.II, [0, 1, 1, 0, 0, 0], 0),
        GroupAges(IssueGroup.III, [0, 0, 1, 2, 1, 1], 0),
        GroupAges(Urgency.EMERGENCY, [1, 0, 0, 0, 0, 0], 0),
        GroupAges(Urgency.URGENT, [1, 0, 0, 0, 0, 0], 0),
        GroupAges(Urgency.ROUTINE, [0, 0, 0, 0, 0, 1], 0),
    ]
    assert ([group.total for group in report.groups], report.orders) == ([3, 2, 5, 1, 1, 1], 13)


def test_it_is_one_query(django_assert_num_queries):
    for designator in (1, 5, 12):
        order(3, designator)

    with django_assert_num_queries(1):
        ageing(on=TODAY)
