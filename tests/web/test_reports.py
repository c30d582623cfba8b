from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest

from shipments.models import ContractorRecord
from tests.factories import ContractorFactory, ExpediteFactory
from tests.factories.flags import FlagFactory
from tests.factories.moments import AT
from tests.factories.standings import standing_order
from tests.web.pages import cost, plain

pytestmark = pytest.mark.django_db
FILES = ["days-gained-by-month", "days-gained-by-lever", "promises-kept", "flags", "ageing"]


def file(response):
    body = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(body)))


def closed(at, **given):
    facts = {
        "opened_at": AT - timedelta(days=300),
        "closed_at": at,
        "state": "closed",
        "outcome": "Received",
    }
    return ExpediteFactory(**facts | given)


@pytest.fixture
def book(db):
    """Two files closed, one of them with days lost; a record that tells and one that does not."""
    closed(
        datetime(2026, 11, 3, tzinfo=UTC),
        days_gained=21,
        days_gained_are_firm=True,
        lever="ship_ready",
    )
    closed(datetime(2026, 10, 3, tzinfo=UTC), days_gained=-4, days_gained_are_firm=False)
    for name, promises, kept in [("=Sums & Works", 12, 9), ("Few Works", 3, 3)]:
        ContractorRecord.objects.create(
            contractor=ContractorFactory(name=name, city=""),
            promises=promises,
            kept=kept,
            low_slip_days=-3,
            median_slip_days=-1,
            high_slip_days=6,
            computed_at=AT,
        )
    FlagFactory(order=standing_order(priority_designator=13), raised_at=AT - timedelta(days=4))


@pytest.mark.usefixtures("book")
def test_the_page_tells_what_came_of_it(site):
    response = site.get("/reports/")

    said = plain(response)
    assert "2 case files were closed. Firm Expected" in said
    assert "Nov 2026 21 1 0 0 0" in said
    assert "Oct 2026 0 0 -4 1 0" in said
    assert "Together 21 1 -4 1 0" in said
    assert "Ship ready 21 1 0 0 0 No lever named 0 0 -4 1 0" in said
    assert "=Sums & Works 12 9 75 -1 -3 6" in said
    assert "Few Works 3 3 too few to tell, of 8 - - -" in said
    assert "Of 1 raised, 0 were taken up, 0 cleared by themselves and 1 wait." in said
    assert "Nothing heard 1 0 - 0 - 1 4" in said
    assert "Group III 0 1 0 0 0 0 1 0" in said


@pytest.mark.usefixtures("book")
def test_each_chart_is_said_in_a_sentence(site):
    html = site.get("/reports/").content.decode().replace("\u2212", "-")

    said = re.findall(r'<svg class="chart (w-only|n-only)"[^>]*aria-label="([^"]+)"', html)
    assert [size for size, _ in said] == ["w-only", "n-only"] * 5
    assert [sentence for size, sentence in said if size == "w-only"] == [
        "Days gained a month: 21 firm and -4 expected in all. The table says the same.",
        "Days gained by lever: Ship ready 21 d in 1; No lever named -4 d in 1. The table says the same.",
        "Promises kept: =Sums &amp; Works 75 % of 12. The table says the same.",
        "Flags raised by reason: Nothing heard 1. The table says more.",
        "Open orders by group: Group III 1. The table says more.",
    ]


def test_with_nothing_to_report_each_part_says_so(site):
    response = site.get("/reports/")

    said = plain(response)
    for sentence in [
        "No case file was closed",
        "No promise to judge yet",
        "No flag was raised",
        "No order is open",
    ]:
        assert sentence in said
    assert ".csv" not in response.content.decode()
    assert '<svg class="chart' not in response.content.decode()


@pytest.mark.usefixtures("book")
def test_the_months_asked_for_are_kept_in_the_address_of_the_files(site):
    response = site.get("/reports/?from=2026-09&to=2026-10")

    html = response.content.decode()
    assert '/reports/days-gained-by-month.csv?from=2026-09&amp;to=2026-10"' in html
    assert 'value="2026-09"' in html
    assert 'value="2026-10"' in html
    assert "Together 0 0 -4 1 0" in plain(response)
    assert "No flag was raised" in plain(response)


def test_months_that_cannot_be_read_are_said(site):
    page = site.get("/reports/?from=soon")
    asked = site.get("/reports/flags.csv?from=soon")

    assert "From: “soon” is not a month. Write one like 2026-11." in plain(page)
    assert (asked.status_code, asked["Content-Type"]) == (400, "text/plain")


@pytest.mark.usefixtures("book")
def test_each_report_is_a_file_of_plain_numbers(site):
    files = {name: file(site.get(f"/reports/{name}.csv")) for name in FILES}

    assert files["days-gained-by-month"][0] == [
        "Month", "Firm days", "Case files", "Expected days", "Case files", "Not measured",
    ]  # fmt: skip
    assert files["days-gained-by-month"][-2:] == [
        ["2026-10", "0", "0", "-4", "1", "0"],
        ["2026-11", "21", "1", "0", "0", "0"],
    ]
    assert files["days-gained-by-lever"][1:] == [
        ["ship_ready", "21", "1", "0", "0", "0"],
        ["", "0", "0", "-4", "1", "0"],
    ]
    assert files["promises-kept"][1:] == [
        ["'=Sums & Works", "12", "9", "75", "-1", "-3", "6"],
        ["Few Works", "3", "3", "", "", "", ""],
    ]
    assert files["flags"][1:] == [["silent", "1", "0", "", "0", "", "1", "4"]]
    assert files["ageing"][1:] == [
        ["III", "0", "1", "0", "0", "0", "0", "1", "0"],
    ]


def test_a_file_is_named_for_its_report_and_day(site):
    response = site.get("/reports/ageing.csv")

    assert response["Content-Disposition"] == 'attachment; filename="ageing-2026-11-20.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_a_report_that_there_is_none_of_is_not_found(site):
    assert site.get("/reports/profits.csv").status_code == 404


@pytest.mark.parametrize("address", ["/reports/", *(f"/reports/{name}.csv" for name in FILES)])
def test_reports_are_not_for_contractors(as_person, contractors_person, address):
    assert as_person(contractors_person).get(address).status_code == 404


def test_the_reports_cost_the_same_for_few_and_for_many(site, book):
    few = cost(site, "/reports/")
    for day in range(1, 15):
        closed(datetime(2026, 11, day, tzinfo=UTC), days_gained=1, days_gained_are_firm=True)
        FlagFactory(reason=f"reason_{day}")

    assert cost(site, "/reports/") == few
