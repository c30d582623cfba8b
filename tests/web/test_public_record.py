from __future__ import annotations

from datetime import date

import pytest

from tests.factories.record import DisruptionFactory, PublicReportFactory, SourceDocumentFactory
from tests.web.pages import text

pytestmark = pytest.mark.django_db


def test_a_disruption_is_in_force_until_somebody_says_it_is_over(site):
    DisruptionFactory(what="Still closed")
    DisruptionFactory(what="Open again", ends_on=date(2026, 11, 19), ends_on_precision="day")
    DisruptionFactory(
        what="Closed for one more day", ends_on=date(2026, 11, 20), ends_on_precision="day"
    )

    in_force, over = text(site.get("/disruptions/")), text(site.get("/disruptions/?state=over"))

    assert "In force 2 To come 0 Over 1" in in_force
    assert "Still closed" in in_force
    assert "Closed for one more day" in in_force
    assert "Open again" in over


def test_a_month_stays_a_month_and_an_end_nobody_gave_stays_open(site):
    DisruptionFactory()

    said = text(site.get("/disruptions/"))

    assert "Since May 2024 Over not known to be over" in said


def test_two_reports_that_contradict_each_other_both_stand(site):
    DisruptionFactory(what="The port is closed", certainty="disputed")
    DisruptionFactory(what="The port was never closed")

    said = text(site.get("/disruptions/"))

    assert "The port is closed" in said
    assert "The port was never closed" in said
    assert "Disputed" in said


def test_a_source_shows_its_host_and_does_not_learn_where_one_came_from(site):
    source = SourceDocumentFactory(address="https://www.paper.example:443/a/story?page=2&x=1")
    DisruptionFactory().sources.add(source)

    response = site.get("/disruptions/")

    address = "https://www.paper.example:443/a/story?page=2&amp;x=1"
    expected = f'<a href="{address}" title="{address}" rel="noopener noreferrer">paper.example'
    assert expected in response.content.decode()


def test_counts_of_reporters_stand_side_by_side_and_are_never_added(site):
    PublicReportFactory(aircraft_so_far=100, happened_on=date(2025, 5, 3))
    PublicReportFactory(aircraft_so_far=120, happened_on=date(2025, 6, 3))
    PublicReportFactory(aircraft_so_far=77, reported_by="A Paper")

    response = site.get("/public-reports/")

    said = text(response)
    assert "These counts are never added together." in said
    assert "A Ministry 120 not given not given 3 Jun 2025" in said
    assert "A Paper 77 not given not given 3 May 2025" in said
    for total in ["220", "197", "297"]:
        assert total not in said.split()  # the account's made-up address may have it inside


def test_reports_stand_by_year_and_the_undated_last(site):
    PublicReportFactory(happened_on=None, happened_on_precision="", what="Some day")
    PublicReportFactory(happened_on=date(2024, 1, 1), happened_on_precision="year", what="In 2024")
    PublicReportFactory(what="In 2025")

    said = text(site.get("/public-reports/"))

    positions = [said.index(words) for words in ["In 2025", "In 2024", "No date given", "Some day"]]
    assert positions == sorted(positions)


def test_nothing_is_invented_where_nothing_was_reported(site):
    PublicReportFactory(aircraft_so_far=None, reported_by="", origin="Somewhere")

    said = text(site.get("/public-reports/"))

    assert "Reported by not named" in said
    assert "Somewhere → destination not stated" in said
    assert "Aircraft so far" not in said


def test_an_empty_record_says_so(site):
    assert "No delivery is on record" in text(site.get("/public-reports/"))
    assert "Nothing is in the way" in text(site.get("/disruptions/"))


@pytest.mark.parametrize("count", [10, 1000])
@pytest.mark.parametrize(
    ("path", "factory", "queries"),
    [("/disruptions/", DisruptionFactory, 16), ("/public-reports/", PublicReportFactory, 12)],
)
def test_the_page_costs_the_same_queries_however_long_the_record(  # noqa: PLR0917
    site, django_assert_num_queries, path, factory, queries, count
):
    factory.create_batch(count)

    with django_assert_num_queries(queries):
        response = site.get(path)

    assert response.status_code == 200


def test_the_record_says_how_to_read_it_and_where_it_was_read(site):
    SourceDocumentFactory(address="https://www.paper.example/1")
    SourceDocumentFactory(address="https://paper.example/2")
    SourceDocumentFactory(address="https://agency.example/1")

    said = text(site.get("/about/"))

    assert "A notice is a possible sale. It is not an order and not a delivery." in said
    assert "paper.example 2 agency.example 1" in said
    assert "Natural Earth" in said
