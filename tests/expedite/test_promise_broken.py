from __future__ import annotations

from datetime import date

import pytest

from shipments.expedite import sentence
from shipments.standing.recompute import recompute
from tests.expedite.judged import flag, judge, quiet, reasons
from tests.factories import ShipmentLineFactory
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db

PROMISED = date(2027, 1, 15)
DAY_AFTER = date(2027, 1, 16)


@pytest.mark.parametrize(("as_of", "holds"), [(PROMISED, False), (DAY_AFTER, True)])
@pytest.mark.parametrize(("urgent", "kind"), [(False, "speed_up"), (True, "chase")])
def test_on_the_day_after_the_promised_one_it_holds(urgent, kind, as_of, holds):
    order = quiet(urgent=urgent)

    judge(as_of=as_of)

    assert ("promise_broken" in reasons(order)) is holds
    if holds:
        found = flag(order, "promise_broken")
        assert (found.kind, found.points, found.since) == (kind, 35, DAY_AFTER)
        assert found.evidence == {"promised_ship_on": "2027-01-15", "ordered": 100, "unit": "EA"}
        assert sentence(found, as_of) == (
            "Promised to ship 15 Jan, 1 day ago; nothing of 100 EA is shipped."
        )


@pytest.mark.parametrize(("shipped", "holds"), [(99, True), (100, False)])
def test_what_is_all_shipped_broke_no_promise(shipped, holds):
    order = quiet()
    ShipmentLineFactory(order=order, quantity=shipped)
    recompute([order.pk], at=AT)

    judge(as_of=DAY_AFTER)

    assert ("promise_broken" in reasons(order)) is holds
    if holds:
        assert sentence(flag(order, "promise_broken"), DAY_AFTER) == (
            "Promised to ship 15 Jan, 1 day ago; 1 EA of 100 EA not shipped."
        )


def test_of_an_unknown_quantity_anything_shipped_keeps_it():
    none, some = quiet(quantity=None, unit_of_issue=""), quiet(quantity=None, unit_of_issue="")
    ShipmentLineFactory(order=some, quantity=1)
    recompute([some.pk], at=AT)

    judge(as_of=DAY_AFTER)

    assert "promise_broken" not in reasons(some)
    assert sentence(flag(none, "promise_broken"), DAY_AFTER) == (
        "Promised to ship 15 Jan, 1 day ago; nothing of it is shipped."
    )


def test_an_order_without_a_promise_breaks_none():
    order = quiet(promised=False)

    judge(as_of=DAY_AFTER)

    assert "promise_broken" not in reasons(order)
