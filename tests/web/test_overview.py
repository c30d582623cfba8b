from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.models import Order
from shipments.queries import overview
from shipments.queries.activity import newest
from shipments.queries.overview import Cell, Figures, Stage
from shipments.standing.recompute import recompute
from tests.factories import (
    ContractorFactory,
    ItemFactory,
    OrderFactory,
    PlaceFactory,
    PromiseFactory,
    ShipmentFactory,
    UserFactory,
)
from tests.factories.hot import flagged_order, heat
from tests.factories.moments import AT, TODAY
from tests.factories.record import (
    DisruptionFactory,
    ExpediteFactory,
    JudgingPassFactory,
    PublicReportFactory,
    SourceDocumentFactory,
)
from tests.factories.standings import standing_order
from tests.web.pages import text

pytestmark = pytest.mark.django_db

SALE = {
    "possible_sale": True,
    "ordered_on": None,
    "ordered_on_precision": "",
    "acknowledged_on": None,
}


def test_the_figures_count_orders_and_never_a_possible_sale_among_them(manager):
    flagged_order()
    standing_order(required_on=date(2026, 11, 19), priority_designator=2)
    standing_order(required_on=None, required_on_precision="", cancelled_on=TODAY)
    standing_order(**SALE)

    found = overview.figures(user=manager, on=TODAY)

    assert found == Figures(
        open_orders=2,
        routine=1,
        flagged=1,
        newly_flagged=1,
        past_required=1,
        with_required=2,
        in_transit=0,
        received=0,
        possible_sales=1,
    )


def test_a_flag_of_yesterday_is_not_new(manager):
    order = flagged_order()
    order.flags.update(raised_at=AT - timedelta(days=1))

    assert overview.figures(user=manager, on=TODAY).newly_flagged == 0


def test_a_contractors_person_counts_its_own_orders(contractors_person):
    standing_order()
    standing_order(contractor=contractors_person.contractor)

    assert overview.figures(user=contractors_person, on=TODAY).open_orders == 1


def test_each_stage_says_how_many_are_past_their_required_date(manager):
    standing_order(required_on=date(2026, 11, 19))
    standing_order()

    found = overview.stages(user=manager, on=TODAY)

    assert found[0] == Stage("ordered", 2, 1, 100.0)
    assert [stage.orders for stage in found[1:]] == [0, 0, 0, 0, 0, 0]


def test_the_age_of_an_order_counts_from_the_day_it_was_ordered(manager):
    for days, designator in [(30, 2), (31, 2), (91, 9), (800, None)]:
        standing_order(ordered_on=TODAY - timedelta(days=days), priority_designator=designator)
    standing_order(ordered_on=None, ordered_on_precision="", required_on=date(2026, 1, 1))

    found = overview.ages(user=manager, on=TODAY)

    assert found.groups == [("I", 2), ("III", 1), ("None", 2)]
    counted = {row.words: [cell.orders for cell in row.cells] for row in found.rows}
    assert counted == {
        "0 to 30": [1, 0, 0],
        "31 to 90": [1, 0, 0],
        "91 to 180": [0, 1, 0],
        "181 to 365": [0, 0, 0],
        "1 to 2 years": [0, 0, 0],
        "Over 2 years": [0, 0, 1],
        "No date": [0, 0, 1],
    }
    assert found.rows[-1].cells[2] == Cell(1, 1, [(100.0, "amber"), (0.0, "ink")])


def test_an_empty_book_has_no_age_table(manager):
    assert overview.ages(user=manager, on=TODAY).groups == []


def test_activity_merges_what_happened_newest_first(manager):
    PromiseFactory(recorded_at=AT - timedelta(minutes=1))
    ShipmentFactory(logged_at=AT - timedelta(minutes=2))
    ExpediteFactory(opened_at=AT - timedelta(minutes=3))
    JudgingPassFactory(raised=2)
    JudgingPassFactory()
    PublicReportFactory()

    found = newest(user=manager, on=TODAY)

    assert [event.kind for event in found] == ["pass", "promise", "shipment", "expedite", "report"]


def test_a_contractors_person_is_told_nothing_of_others(contractors_person):
    PromiseFactory()
    ShipmentFactory()
    ExpediteFactory()
    JudgingPassFactory(raised=2)

    assert newest(user=contractors_person, on=TODAY) == []


def test_the_page_shows_the_record_with_its_sources_and_its_caution(site):
    flagged_order(item=ItemFactory(name="Crate, training"))
    report = PublicReportFactory(what="A fictional aircraft landed at noon")
    report.sources.add(SourceDocumentFactory(address="https://www.paper.example/story"))

    response = site.get("/")

    said = text(response)
    assert "Crate, training" in said
    assert "A fictional aircraft landed at noon Reported by A Ministry." in said
    assert 'href="https://www.paper.example/story"' in response.content.decode()
    assert "paper.example" in said
    assert "a sample. It is never complete." in said


def test_every_figure_leads_to_the_list_behind_it(site):
    html = site.get("/").content.decode()

    for address in [
        "/orders/?view=open",
        "/hot-list/",
        "/orders/?view=past",
        "/orders/?status=in_transit",
        "/orders/?status=received",
        "/orders/?view=possible",
    ]:
        assert f'class="kpi" href="{address}"' in html
        assert site.get(address).status_code == 200


def test_the_map_and_the_table_say_the_same(site):
    dover = PlaceFactory(name="Home Base", latitude=39.1, longitude=-75.5, country="Here")
    haifa = PlaceFactory(name="Far Port", latitude=32.8, longitude=35.0, country="There")
    ShipmentFactory(from_place=dover, to_place=haifa)
    DisruptionFactory(place=haifa, kind="port closed")

    as_map, as_table = site.get("/"), site.get("/?view=table")

    assert as_map.content.decode().count('class="leg sea w4"') == 2
    assert as_map.content.decode().count('class="dis"') == 2
    said = text(as_table)
    assert "Home Base Far Port Sea 1" in said
    assert "Port closed Fictional Port May 2024" in said


def test_an_empty_site_says_so(site):
    said = text(site.get("/"))

    assert "No order is open." in said
    assert "Nothing to chase" in said
    assert "No shipment is logged yet, so none is drawn." in said
    assert "Nothing has been recorded yet." in said


@pytest.mark.parametrize("count", [10, 1000])
def test_the_page_costs_the_same_queries_however_long_the_book(
    site, django_assert_num_queries, count
):
    case = standing_order().case
    contractor, item, owner = ContractorFactory(), ItemFactory(), UserFactory()
    Order.objects.bulk_create(
        OrderFactory.build_batch(count, case=case, contractor=contractor, item=item)
    )
    recompute(None, at=AT)
    for order in Order.objects.all():
        heat(order, 20)
    for order in Order.objects.all()[:10]:
        ExpediteFactory(order=order, owner=owner)
        PromiseFactory(order=order)
    SourceDocumentFactory()
    DisruptionFactory()

    with django_assert_num_queries(30):
        response = site.get("/")

    assert f"{count + 1:,} routine" in text(response)
