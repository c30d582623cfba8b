from __future__ import annotations

from datetime import date

import pytest

from shipments.standing import shipments as standings
from tests.factories import MilestoneFactory, PlaceFactory, ShipmentFactory, ShipmentLineFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.web.pages import cost, link, listed, text

pytestmark = pytest.mark.django_db


def expected(on: date, *, order=None, kind="estimated", **fields):
    made = ShipmentFactory(planned_arrival_on=on, **fields)
    ShipmentLineFactory(shipment=made, order=order or standing_order(quantity=10_000), quantity=1)
    if kind == "actual":
        MilestoneFactory(shipment=made, occurs_on=on.replace(day=1))
    MilestoneFactory(shipment=made, kind="arrived", classifier=kind, occurs_on=on)
    standings.recompute(None, at=AT)
    return made


def test_the_first_use_says_when_something_will_stand_here(site):
    said = text(site.get("/arrivals/"))

    assert "0 in Nov 2026" in said
    assert "Nothing arrives in Nov 2026" in said
    assert "Nothing is under way." in said


def test_each_arrival_stands_on_its_day_with_a_word(site):
    soon = standing_order(required_on=date(2026, 11, 20), quantity=100)
    late = expected(date(2026, 11, 23), order=soon)
    there = expected(date(2026, 11, 18), kind="actual")
    gone = expected(date(2026, 11, 19))
    other = expected(date(2026, 12, 2))

    page = site.get("/arrivals/")

    said = text(page)
    assert listed(page) == [there.tcn, gone.tcn, late.tcn]
    assert other.tcn not in said
    assert f"Arrived {there.tcn}" in said
    assert f"Overdue {gone.tcn}" in said
    assert f"3 d too late {late.tcn}" in said
    assert "18 : 1 arrive" in said


def test_months_follow_each_other_and_keep_the_filters(site):
    made = expected(date(2026, 12, 2), mode="air", to_place=PlaceFactory(code="ILXYZ"))

    now = site.get("/arrivals/?place=ILXYZ&mode=air")
    after = site.get(link(now, "next"))

    assert link(now, "prev") == "/arrivals/?place=ILXYZ&mode=air&month=2026-10"
    assert "Dec 2026" in text(after)
    assert listed(after) == [made.tcn]
    assert listed(site.get("/arrivals/?month=2026-12&mode=sea")) == []
    assert listed(site.get("/arrivals/?day=2026-12-02")) == [made.tcn]


def test_what_cannot_be_meant_is_said(site):
    said = text(site.get("/arrivals/?month=2026-13&day=yesterday&mode=balloon&place=NOWHERE"))

    for sentence in (
        "Month: “2026-13” cannot be used. Write one like 2026-11.",
        "Day: “yesterday” cannot be used.",
        "Mode: “balloon” cannot be used.",
        "Place: “NOWHERE” cannot be used.",
    ):
        assert sentence in said
    assert "Month: “9999-12” cannot" in text(site.get("/arrivals/?month=9999-12"))


def test_a_contractors_user_sees_its_own_and_how_late_its_own_are(as_person, contractors_person):
    mine = standing_order(
        contractor=contractors_person.contractor, required_on=date(2026, 12, 1), quantity=10
    )
    shared = expected(date(2026, 11, 25), order=mine)
    urgent = standing_order(required_on=date(2026, 11, 1), quantity=10)
    ShipmentLineFactory(shipment=shared, order=urgent, quantity=1)
    expected(date(2026, 11, 25))
    standings.recompute(None, at=AT)

    page = as_person(contractors_person).get("/arrivals/")

    assert listed(page) == [shared.tcn]
    assert "6 d before it is required" in text(page)


def test_what_is_under_way_is_drawn_and_written(site):
    made = ShipmentFactory(
        from_place=PlaceFactory(name="Exampleton", latitude="32.0", longitude="-81.0"),
        to_place=PlaceFactory(name="Exampleport", latitude="31.8", longitude="34.6"),
    )
    ShipmentLineFactory(shipment=made)
    MilestoneFactory(shipment=made)
    standings.recompute(None, at=AT)

    page = site.get("/arrivals/")

    assert "Exampleton Exampleport Sea 1" in text(page)
    assert page.content.decode().count('class="leg sea w4"') == 2


def test_the_page_costs_the_same_for_few_arrivals_and_for_many(site):
    order = standing_order(quantity=10_000)
    expected(date(2026, 11, 25), order=order)
    few = cost(site, "/arrivals/")
    for _ in range(11):
        expected(date(2026, 11, 25), order=order)

    assert cost(site, "/arrivals/") == few
    page = site.get("/arrivals/")
    assert "9 more" in text(page)
    assert "4 more on this day" in text(page)
    assert len(listed(site.get("/arrivals/?day=2026-11-25"))) == 12
