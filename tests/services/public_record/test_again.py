from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from shipments.intake.public_record.files.reading import RecordRefused
from shipments.models import (
    Case,
    Contract,
    Contractor,
    Disruption,
    DueOrder,
    Item,
    Notification,
    Order,
    Place,
    PublicReport,
    SourceDocument,
)
from shipments.services import public_record
from tests.factories.moments import AT
from tests.factories.release import ReleaseFolder
from tests.factories.standings import due_orders

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


# Table to its rows, each as the transaction that wrote it and where it lies.
Stored = dict[str, list[tuple[str, ...]]]


def everything_stored() -> Stored:
    stored: Stored = {}
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        for table in tables:
            name = connection.ops.quote_name(table)
            cursor.execute(f"SELECT xmin::text, ctid::text FROM {name} ORDER BY ctid")  # noqa: S608
            stored[table] = cursor.fetchall()
    return stored


def _tables_that_differ(before: Stored, after: Stored) -> set[str]:
    return {table for table in after if before[table] != after[table]}


def test_repeating_it_writes_nothing_at_all(loaded: None) -> None:
    before = everything_stored()

    again = public_record.load(at=LATER)

    assert again.changed == 0
    assert sum(count.unchanged for count in again.counts) == 148 + 17 + 31 + 52 + 110 + 60 + 36
    assert everything_stored() == before


def test_the_worker_is_asked_only_when_something_changed(
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks() as first:
        public_record.load(at=AT)
    with django_capture_on_commit_callbacks() as second:
        public_record.load(at=LATER)

    assert (len(first), len(second)) == (1, 0)


def test_a_changed_line_updates_its_row_and_no_other(folder: ReleaseFolder, loaded: None) -> None:
    folder.change("notification_items.csv", 20, "quantity", "14000")
    DueOrder.objects.all().delete()
    before = everything_stored()

    again = public_record.load(at=LATER, folder=folder.path)

    changed = [(count.table, count.updated) for count in again.counts if count.changed]
    assert changed == [("orders", 1)]
    order = Order.objects.get(reference="N2023-01-1")
    assert order.quantity == 14000
    assert order.recorded_at == AT
    history = apps.get_model("shipments", "OrderEvent").objects.filter(pgh_obj=order.pk)
    assert list(history.order_by("pgh_id").values_list("quantity", flat=True)) == [13981, 14000]
    assert due_orders() == {order.pk}
    assert _tables_that_differ(before, everything_stored()) == {
        "shipments_dueorder",
        "shipments_order",
        "shipments_orderevent",
        "shipments_standing",
    }


def test_a_date_that_becomes_known_is_filled_in(folder: ReleaseFolder, loaded: None) -> None:
    line = folder.line_of("contracts.csv", "C2023-08-24")
    folder.change("contracts.csv", line, "estimated_completion_on", "2029-06")

    public_record.load(at=LATER, folder=folder.path)

    order = Order.objects.get(reference="C2023-08-24")
    assert (order.required_on, order.required_on_precision) == (date(2029, 6, 30), "month")
    assert order.required_basis == "estimated completion"
    # It was recorded without one.
    assert order.first_required_on is None


def test_a_waiver_that_becomes_known_makes_an_emergency(
    folder: ReleaseFolder, loaded: None
) -> None:
    line = folder.line_of("notifications.csv", "N2025-06")
    folder.change("notifications.csv", line, "emergency_waiver", "true")

    public_record.load(at=LATER, folder=folder.path)

    order = Order.objects.get(reference="N2025-06-1")
    assert order.urgency == "emergency"
    assert order.standing.is_routine is False


def test_a_corrected_address_replaces_the_wrong_one(folder: ReleaseFolder, loaded: None) -> None:
    line = folder.line_of("notifications.csv", "N2019-01")
    folder.change("notifications.csv", line, "source_url", "https://corrected.example/page")

    again = public_record.load(at=LATER, folder=folder.path)

    notice = Notification.objects.get(record_ref="N2019-01")
    assert [page.address for page in notice.sources.all()] == ["https://corrected.example/page"]
    changed = [(one.table, one.created, one.updated) for one in again.counts if one.changed]
    assert changed == [("source documents", 1, 0), ("notifications", 0, 1)]


def test_what_people_moved_on_stays_where_it_is(folder: ReleaseFolder, loaded: None) -> None:
    Case.objects.filter(record_ref="N2023-01").update(stage="accepted")
    Contractor.objects.filter(name="Caterpillar Inc.").update(cage_code="11083", note="Called.")
    Order.objects.filter(reference="C2025-12-29").update(quantity=25, acknowledged_on="2026-01-05")
    folder.change("notifications.csv", 9, "title", "Tank cartridges, corrected")

    public_record.load(at=LATER, folder=folder.path)

    case = Case.objects.get(record_ref="N2023-01")
    assert (case.title, case.stage) == ("Tank cartridges, corrected", "accepted")
    caterpillar = Contractor.objects.get(name="Caterpillar Inc.")
    assert (caterpillar.cage_code, caterpillar.note) == ("11083", "Called.")
    order = Order.objects.get(reference="C2025-12-29")
    assert (order.quantity, order.acknowledged_on) == (25, date(2026, 1, 5))


def test_a_line_that_has_gone_leaves_its_row(folder: ReleaseFolder, loaded: None) -> None:
    folder.drop("disruptions.csv", 2)

    again = public_record.load(at=LATER, folder=folder.path)

    assert again.changed == 0
    assert Disruption.objects.count() == 8


@pytest.mark.parametrize(
    ("column", "value", "was"),
    [("what", "Another plane", "First plane with US"), ("count_this_event", "2", '"1"')],
)
def test_a_report_is_never_edited(
    folder: ReleaseFolder, loaded: None, column: str, value: str, was: str
) -> None:
    folder.change("deliveries.csv", 3, column, value)
    before = everything_stored()

    with pytest.raises(RecordRefused) as refused:
        public_record.load(at=LATER, folder=folder.path)

    assert str(refused.value).startswith(f"deliveries.csv line 3, column {column}")
    assert was in refused.value.reason
    assert "like D2023-10-10.2" in refused.value.reason
    assert everything_stored() == before


def test_a_second_reading_of_a_report_stands_beside_the_first(
    folder: ReleaseFolder, loaded: None
) -> None:
    folder.add("deliveries.csv", record_id="D2026-03-01.2", what="Airlift begun, corrected")

    public_record.load(at=LATER, folder=folder.path)

    readings = PublicReport.objects.filter(record_ref__startswith="D2026-03-01")
    assert {report.what for report in readings} == {
        "New airlift begun (Sunday); first cargo aircraft with munitions and equipment landed",
        "Airlift begun, corrected",
    }


def test_a_page_found_later_is_linked_to_its_report(folder: ReleaseFolder, loaded: None) -> None:
    address = folder.rows("deliveries.csv")[-1]["source_url"]
    folder.change("deliveries.csv", 29, "source_url", f"{address} ; https://second.example/")

    public_record.load(at=LATER, folder=folder.path)

    report = PublicReport.objects.get(record_ref="D2026-03-01")
    assert {page.address for page in report.sources.all()} == {address, "https://second.example/"}


@pytest.mark.parametrize(
    ("file", "column"),
    [("places.csv", "lat"), ("disruptions.csv", "resolved_on"), ("deliveries.csv", "date")],
)
def test_one_bad_cell_anywhere_leaves_nothing(
    folder: ReleaseFolder, file: str, column: str
) -> None:
    folder.change(file, 2, column, "soon")

    with pytest.raises(RecordRefused):
        public_record.load(at=AT, folder=folder.path)

    loaded = [Contractor, Case, Notification, Item, Order, Contract, SourceDocument]
    assert [model._default_manager.count() for model in loaded] == [0] * 7
    assert Place.objects.ends().count() == 0


def test_a_refusal_in_the_middle_of_writing_takes_everything_back(
    folder: ReleaseFolder, loaded: None
) -> None:
    folder.add("places.csv", place_id="ZZNEW", name="New place")
    folder.change("deliveries.csv", 3, "what", "Another plane")

    with pytest.raises(RecordRefused):
        public_record.load(at=LATER, folder=folder.path)

    assert Place.objects.filter(code="ZZNEW").count() == 0
