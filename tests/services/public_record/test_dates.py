from __future__ import annotations

from datetime import date

import pytest

from shipments.models import Contract, Disruption, Notification, Order, PublicReport
from shipments.services import public_record
from tests.factories.moments import AT
from tests.factories.release import ReleaseFolder

pytestmark = pytest.mark.django_db


def test_a_partial_date_is_never_made_a_day(loaded: None) -> None:
    flights = PublicReport.objects.get(record_ref="F2023-10")
    power_packs = Contract.objects.get(record_ref="C2026-02-17")
    engines = Contract.objects.get(record_ref="C2015-12-18")
    vehicles = Order.objects.get(record_ref="A2023-11")
    pause = Disruption.objects.get(record_ref="X2024-05-PAUSE")

    assert (flights.happened_on, flights.happened_on_precision) == (date(2023, 10, 1), "month")
    assert power_packs.estimated_completion_on == date(2032, 12, 31)
    assert power_packs.estimated_completion_on_precision == "year"
    assert engines.estimated_completion_on == date(2017, 3, 31)
    assert engines.estimated_completion_on_precision == "month"
    assert (vehicles.ordered_on, vehicles.ordered_on_precision) == (date(2023, 11, 1), "month")
    assert (pause.starts_on, pause.starts_on_precision) == (date(2024, 5, 1), "month")
    assert (pause.ends_on, pause.ends_on_precision) == (date(2025, 2, 16), "day")


def test_a_missing_day_stays_missing_even_where_the_record_id_looks_like_one(loaded: None) -> None:
    amraam = Contract.objects.get(record_ref="C2025-07-31")
    engines = Notification.objects.get(record_ref="N2025-06")

    assert (amraam.announced_on, amraam.announced_on_precision) == (None, "")
    assert (amraam.orders.get().ordered_on, amraam.orders.get().ordered_on_precision) == (None, "")
    assert (engines.notified_on, engines.notified_on_precision) == (None, "")
    assert engines.emergency is None


def test_a_deadline_known_to_the_month_is_kept_until_its_last_day(folder: ReleaseFolder) -> None:
    line = folder.line_of("disruptions.csv", "X2024-11-D9")
    folder.change("disruptions.csv", line, "resolved_on", "2025-02")

    public_record.load(at=AT, folder=folder.path)

    bulldozers = Disruption.objects.get(record_ref="X2024-11-D9")
    assert (bulldozers.ends_on, bulldozers.ends_on_precision) == (date(2025, 2, 28), "month")
