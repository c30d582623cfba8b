from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from tests.factories import ItemFactory
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db


def read_file(response):
    body = b"".join(response.streaming_content)
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def test_the_file_holds_the_filtered_set_with_every_column(site):
    standing_order(reference="IN", urgency="emergency", quantity=None)
    standing_order(reference="OUT")

    response = site.get("/orders.csv?urgency=emergency")

    [row] = read_file(response)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert row["Reference"] == "IN"
    assert row["Quantity"] == ""
    assert row["Required"] == "2027-03-01"
    assert row["Kind"] == "Order"


def test_the_file_shortens_a_date_to_what_is_known(site):
    standing_order(
        ordered_on=date(2026, 11, 1),
        ordered_on_precision="month",
        required_on=date(2027, 5, 31),
        required_on_precision="month",
        first_required_on=date(2027, 4, 30),
        first_required_on_precision="month",
    )

    [row] = read_file(site.get("/orders.csv"))

    assert (row["Required"], row["First required"]) == ("2027-05", "2027-04")
    assert (row["Ordered"], row["Last heard"]) == ("2026-11", "2026-11")


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "@SUM(A1)", "-2+3", "\tx"])
def test_nothing_in_the_file_can_run(site, name):
    standing_order(item=ItemFactory(name=name), note=name)

    [row] = read_file(site.get("/orders.csv"))

    assert row["Item"] == f"'{name}"
    assert row["Note"] == f"'{name}"


def test_a_file_with_a_filter_that_cannot_be_used_is_refused(site):
    standing_order()

    response = site.get("/orders.csv?status=lost")

    assert response.status_code == 400
    assert "Status: “lost” cannot be used." in response.content.decode()
