from __future__ import annotations

from datetime import date

import pytest

from shipments.models import ContractorRecord, Policy
from shipments.standing.recompute import recompute
from tests.expedite.judged import judge, quiet
from tests.factories import ReportFactory
from tests.factories.moments import AT
from tests.web.pages import cost, text

pytestmark = pytest.mark.django_db

LONG = (
    "Ship what is ready could save 56 days{spread} . Ship now the 100 EA ready since 10 Nov, instead "
    "of 15 Jan 2027 as expected. Rests on {rests_on}."
)


def waiting(**fields):
    """An order flagged because what is ready is not shipped, promised for 15 January."""
    order = quiet(**fields)
    ReportFactory(order=order, occurs_on=date(2026, 11, 10))
    recompute([order.pk], at=AT)
    judge()
    return order


def test_a_row_of_the_hot_list_says_what_could_be_saved_how_and_on_what_it_rests(site):
    waiting(reference="WAITS")

    said = text(site.get("/hot-list/"))

    assert "56 days Ship what is ready · its last promise" in said
    assert LONG.format(spread="", rests_on="its last promise") in said


def test_the_order_page_says_it_beside_the_reason_with_its_range(site):
    order = waiting(reference="WAITS")
    ContractorRecord.objects.create(
        contractor=order.contractor,
        promises=9,
        kept=2,
        low_slip_days=-3,
        median_slip_days=0,
        high_slip_days=12,
        computed_at=AT,
    )

    said = text(site.get("/orders/WAITS/"))

    rests_on = "9 promises of this contractor"
    assert LONG.format(spread=" (53 to 68)", rests_on=rests_on) in said


def test_where_nothing_is_known_to_help_nothing_is_said(site, flagged_order):
    assert "could save" not in text(site.get("/hot-list/"))
    assert "could save" not in text(site.get(f"/orders/{flagged_order.reference}/"))


def test_a_policy_that_lacks_a_limit_leaves_the_page_without_it(site):
    waiting(reference="WAITS")
    Policy.objects.create(version=99, limits={}, reason="Half", made_at=AT)

    assert "WAITS" in text(site.get("/hot-list/"))


def test_many_rows_cost_what_one_does(site):
    waiting()
    few = cost(site, "/hot-list/")
    for _ in range(4):
        waiting()

    assert cost(site, "/hot-list/") == few
