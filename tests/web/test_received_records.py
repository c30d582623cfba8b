"""What others told of an order, on its page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.domain import milstrip
from shipments.domain.milstrip import Profile
from shipments.domain.milstrip.record import Record
from shipments.models import Order, Report
from shipments.standing.recompute import recompute
from tests.factories import (
    HoldFactory,
    ImportBatchFactory,
    PromiseFactory,
    ReportFactory,
    ShipmentFactory,
    UserFactory,
)
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.web.pages import cost, said

pytestmark = pytest.mark.django_db

NUMBER = "BISA4361060001"
TCN = "BISA4361060001AXX"


@pytest.fixture
def order() -> Order:
    return standing_order(reference=NUMBER, document_number=NUMBER, quantity=100)


def shipped(
    order: Order, tcn: str = TCN, profile: Profile = Profile.STANDARD, **fields: object
) -> Report:
    record = Record(
        "AS1",
        {
            "document_number": NUMBER,
            "stock_number": "1305000000000",
            "unit_of_issue": "EA",
            "ric": "B9X",
            "quantity": 40,
            "tcn": tcn,
        },
        profile,
    )
    return told(
        order,
        kind="shipped",
        raw=milstrip.encode(record),
        profile=profile.value if profile is not Profile.STANDARD else "",
        **fields,
    )


def told(order: Order, profile: str = "", **fields: object) -> Report:
    batch = ImportBatchFactory(name="status of November.txt", profile=profile)
    said = {"channel": "transaction", "said_by": "B9X, Depot Nowhere"}
    return ReportFactory(order=order, batch=batch, line=1_204, **(said | fields))


def test_a_record_is_shown_as_it_came_with_its_file_and_line(site, order):
    report = told(
        order,
        kind="status",
        raw="AE1B9X  …",
        note="BB: back-ordered",
        occurs_on=date(2026, 11, 3),
        reported_at=AT - timedelta(days=17),
        recorded_at=AT,
    )

    response = site.get(f"/orders/{NUMBER}/")

    page = said(response)
    assert "Records received 1" in page
    assert (
        "3 Nov 12:00Z Status, 3 Nov BB: back-ordered AE1B9X … status of November.txt, line 1,204"
        in page
    )
    assert "recorded 12:00Z not said B9X, Depot Nowhere, transaction" in page
    assert f'href="/imports/{report.batch_id}/"' in response.content.decode()


def test_the_one_said_last_stands_first_and_each_kind_has_its_words(site, order):
    for ago, kind in enumerate(("statement", "shipped", "ready", "confirmed")):
        ReportFactory(order=order, kind=kind, reported_at=AT - timedelta(days=ago))

    page = said(site.get(f"/orders/{NUMBER}/"))

    words = ["Said before what stands, ", "Reported shipped, ", "Ready to ship, ", "Date confirmed"]
    places = [page.index(each) for each in words]
    assert places == sorted(places)


@pytest.mark.parametrize("profile", list(Profile))
def test_a_shipment_that_was_reported_and_not_logged_is_one_click_away(site, order, profile):
    tcn = TCN[:15] if profile is Profile.NAVY_P437 else TCN
    shipped(order, tcn, profile)

    response = site.get(f"/orders/{NUMBER}/")
    form = site.get(f"/shipments/new/?order={NUMBER}&tcn={tcn}")

    assert f"Reported shipped on 19 Nov as TCN {tcn}: log it" in said(response)
    address = f'href="/shipments/new/?order={NUMBER}&amp;tcn={tcn}"'
    assert address in response.content.decode()
    assert f'value="{tcn}"' in form.content.decode()


def test_what_is_logged_needs_no_second_word(site, order):
    shipped(order)
    shipped(order, occurs_on=date(2026, 11, 12))
    twice = said(site.get(f"/orders/{NUMBER}/")).count("as TCN")
    ShipmentFactory(tcn=TCN)

    assert twice == 1
    assert "as TCN" not in said(site.get(f"/orders/{NUMBER}/"))


def test_who_may_not_log_and_what_is_held_is_told_and_not_led_there(
    as_person, site, order, auditor
):
    shipped(order)
    by_auditor = said(as_person(auditor).get(f"/orders/{NUMBER}/"))
    HoldFactory(order=order)
    recompute([order.pk], at=AT)

    assert f"as TCN {TCN}: not logged yet" in by_auditor
    assert f"as TCN {TCN}: not logged yet" in said(site.get(f"/orders/{NUMBER}/"))


def test_a_contractors_own_user_is_shown_no_file(as_person, order):
    shipped(order)
    person = UserFactory(roles=["contractor"], contractor=order.contractor)

    response = as_person(person).get(f"/orders/{NUMBER}/")

    assert response.status_code == 200
    assert "Records received" not in said(response)
    assert TCN not in response.content.decode()


def test_many_records_cost_what_a_few_do(site, order):
    PromiseFactory(order=order)
    shipped(order)
    told(order, kind="status", raw="AE1")
    few = cost(site, f"/orders/{NUMBER}/")
    for day in range(12):
        told(order, kind="status", raw=f"AE1 {day}")

    assert cost(site, f"/orders/{NUMBER}/") == few
