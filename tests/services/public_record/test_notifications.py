from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from shipments.models import Case, Item, Notification, Order, PublicReport
from shipments.services import public_record
from tests.factories.moments import AT
from tests.factories.release import ReleaseFolder

pytestmark = pytest.mark.django_db


def test_a_notice_becomes_a_case_and_possible_sales(loaded: None) -> None:
    notice = Notification.objects.get(record_ref="N2023-01")
    order = Order.objects.get(reference="N2023-01-1")

    assert notice.emergency is True
    assert notice.notified_on == date(2023, 12, 8)
    assert notice.value == Decimal(106500000)
    assert notice.value_currency == "USD"
    assert (notice.case.record_ref, notice.case.stage) == ("N2023-01", "notified")
    assert notice.case.case_id is None
    assert (order.case, order.notification, order.contract) == (notice.case, notice, None)
    assert order.possible_sale is True
    assert order.record_ref == "N2023-01-1"
    assert order.item.name == (
        "120mm M830A1 High Explosive Anti-Tank Multi-Purpose with Tracer (MPAT) tank cartridges"
    )
    assert (order.quantity, order.quantity_qualifier) == (13981, "")
    assert order.urgency == "emergency"
    assert (order.required_on, order.required_basis, order.contractor) == (None, "", None)
    assert order.standing.status == "notified"
    assert order.standing.is_open is False


def test_a_possible_sale_is_never_ordered(loaded: None) -> None:
    possible = Order.objects.filter(possible_sale=True)

    assert possible.filter(ordered_on__isnull=False).count() == 0
    assert possible.filter(contract__isnull=False).count() == 0
    assert possible.exclude(standing__status="notified").count() == 0
    assert possible.filter(standing__is_open=True).count() == 0


def test_only_a_waived_review_makes_an_emergency(folder: ReleaseFolder, loaded: None) -> None:
    waived = {
        row["record_id"]
        for row in folder.rows("notifications.csv")
        if row["emergency_waiver"] == "true"
    }

    emergencies = Order.objects.filter(urgency="emergency")
    assert set(emergencies.values_list("notification__record_ref", flat=True)) == waived
    assert Order.objects.exclude(urgency__in=["emergency", "routine"]).count() == 0


def test_a_case_id_named_in_a_note_is_not_the_id_of_the_case(loaded: None) -> None:
    fuel = Notification.objects.get(record_ref="N2020-02")

    assert fuel.note.startswith("Congressional Record 10 August 2020. FMS cases IS-B-ZMI and")
    assert Case.objects.filter(case_id__isnull=False).count() == 0


def test_qualifiers_stay_beside_quantities(loaded: None) -> None:
    tankers = Order.objects.get(reference="N2020-01-1")
    bulldozers = Order.objects.get(reference="N2025-05-1")

    assert (tankers.quantity, tankers.quantity_qualifier) == (8, "up to")
    assert (bulldozers.quantity, bulldozers.quantity_qualifier) == (None, "quantity not published")


def test_contradicting_counts_stay_side_by_side(loaded: None) -> None:
    shells = Order.objects.get(reference="N2023-02-1")

    assert (shells.quantity, shells.quantity_qualifier) == (4800, "about (reported)")
    assert shells.certainty == "disputed"
    assert shells.notification is not None
    assert shells.notification.certainty == "disputed"
    assert "about 4.8 thousand (Pledge Times) against over 57,000" in shells.notification.note
    report = PublicReport.objects.get(record_ref="D2023-11-15")
    assert "57,000 155mm shells" in report.what
    assert report.count is None


@pytest.mark.parametrize(
    ("record_ref", "certainty"),
    [("N2020-02", "confirmed"), ("N2024-04", "confirmed"), ("N2017-01", "reported")],
)
def test_official_papers_confirm_and_the_press_reports(
    loaded: None, record_ref: str, certainty: str
) -> None:
    notice = Notification.objects.get(record_ref=record_ref)

    assert notice.certainty == certainty
    assert {order.certainty for order in notice.orders.all()} == {certainty}


def test_two_notices_that_print_the_same_name_share_the_item(folder: ReleaseFolder) -> None:
    line = folder.line_of("notification_items.csv", "N2026-05")
    folder.change("notification_items.csv", line, "item", "BLU-110A/B 1,000-lb bomb bodies")

    public_record.load(at=AT, folder=folder.path)

    item = Item.objects.get(name="BLU-110A/B 1,000-lb bomb bodies")
    references = item.orders.order_by("reference").values_list("reference", flat=True)
    assert list(references) == ["N2025-04-2", "N2026-05-1"]
    # The second line says nothing about it; the first does.
    assert item.is_major_defense_equipment is True


def test_an_item_called_major_and_not_major_is_neither(folder: ReleaseFolder) -> None:
    line = folder.line_of("notification_items.csv", "N2026-05")
    name = "BLU-110A/B 1,000-lb bomb bodies"
    folder.change("notification_items.csv", line, "item", name)
    folder.change("notification_items.csv", line, "is_mde", "false")

    public_record.load(at=AT, folder=folder.path)

    assert Item.objects.get(name=name).is_major_defense_equipment is None


def test_a_notice_without_item_lines_still_has_its_case(folder: ReleaseFolder) -> None:
    line = folder.line_of("notification_items.csv", "N2026-05")
    folder.drop("notification_items.csv", line)

    public_record.load(at=AT, folder=folder.path)

    assert Case.objects.get(record_ref="N2026-05").orders.count() == 0
