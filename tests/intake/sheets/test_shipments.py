from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from shipments.models import Milestone, Shipment, ShipmentLine, Stated
from shipments.standing.recompute import recompute
from tests.factories.moments import AT
from tests.factories.people import UserFactory
from tests.factories.shipments import PlaceFactory, ReceiptFactory
from tests.intake.sheets.applying import apply, touched
from tests.intake.sheets.shipping import ROW, TCN

pytestmark = pytest.mark.usefixtures("two_orders")
EARLIER = AT - timedelta(days=3)
LATER = AT + timedelta(days=3)


def ledger() -> list[tuple[object, ...]]:
    entries = Milestone.objects.order_by("pk")
    fields = ("kind", "classifier", "occurs_on", "place__code", "reported_at")
    return list(entries.standing().values_list(*fields))


def aboard() -> list[tuple[object, ...]]:
    lines = ShipmentLine.objects.order_by("shipment__tcn", "order__reference", "lot")
    return list(lines.values_list("shipment__tcn", "order__reference", "lot", "quantity"))


def test_a_shipment_is_logged_with_its_lines_and_milestones():
    person = UserFactory()
    whole = ROW | {
        "carrier": "Fictional Line",
        "voyage": "FL 1",
        "planned_departure_on": date(2026, 11, 10),
        "planned_arrival_on": date(2026, 12, 1),
        "departed_on": date(2026, 11, 11),
        "gross_weight_kg": Decimal("1250.5"),
        "note": "By hand.",
    }

    found = apply(
        "shipments",
        {**whole, "lot": "A"},
        {**whole, "lot": "B", "quantity": 60},
        {**whole, "order_reference": "Q2", "quantity": 5},
        by=person,
    )

    assert found == [("created", TCN, None)] * 3
    shipment = Shipment.objects.get()
    assert (shipment.tcn, shipment.mode, shipment.carrier) == (TCN, "sea", "Fictional Line")
    assert (shipment.voyage, shipment.note) == ("FL 1", "By hand.")
    assert (shipment.from_place.code, shipment.to_place.code) == ("ZZAAA", "ZZBBB")
    assert shipment.planned_departure_on == date(2026, 11, 10)
    assert shipment.planned_arrival_on == date(2026, 12, 1)
    assert shipment.gross_weight_kg == Decimal("1250.5")
    assert (shipment.logged_at, shipment.logged_by) == (AT, person)
    assert aboard() == [(TCN, "Q1", "A", 40), (TCN, "Q1", "B", 60), (TCN, "Q2", "", 5)]
    assert ledger() == [
        ("departed", "planned", date(2026, 11, 10), "ZZAAA", AT),
        ("departed", "actual", date(2026, 11, 11), "ZZAAA", AT),
        ("arrived", "planned", date(2026, 12, 1), "ZZBBB", AT),
    ]
    told = Milestone.objects.values_list("source", "recorded_at", "recorded_by").distinct()
    assert list(told) == [("Depot Nowhere", AT, person.pk)]
    assert len(touched()) == 2


def test_the_same_again_changes_nothing():
    row = {**ROW, "departed_on": date(2026, 11, 11), "planned_arrival_on": date(2026, 12, 1)}
    apply("shipments", row)
    before = (list(Shipment.objects.values()), aboard(), ledger())

    found = apply("shipments", row, row)

    assert found == [("unchanged", TCN, None)] * 2
    assert (list(Shipment.objects.values()), aboard(), ledger()) == before
    assert touched() == set()


def test_what_is_said_later_changes_it_by_new_entries_of_the_ledger():
    apply(
        "shipments",
        {**ROW, "planned_arrival_on": date(2026, 12, 1), "departed_on": date(2026, 11, 11)},
    )

    found = apply(
        "shipments",
        {
            **ROW,
            "quantity": 50,
            "carrier": "Fictional Line",
            "planned_arrival_on": date(2026, 12, 9),
            "departed_on": date(2026, 11, 12),
        },
        {**ROW, "quantity": 7, "order_reference": "Q2"},
        said=LATER,
    )

    assert found == [
        (
            "changed",
            TCN,
            {
                "carrier": [None, "Fictional Line"],
                "departed_on": ["2026-11-11", "2026-11-12"],
                "planned_arrival_on": ["2026-12-01", "2026-12-09"],
                "quantity of Q1": ["40", "50"],
            },
        ),
        ("created", TCN, None),
    ]
    assert aboard() == [(TCN, "Q1", "", 50), (TCN, "Q2", "", 7)]
    assert ledger() == [
        ("arrived", "planned", date(2026, 12, 1), "ZZBBB", AT),
        ("departed", "actual", date(2026, 11, 12), "ZZAAA", LATER),
        ("arrived", "planned", date(2026, 12, 9), "ZZBBB", LATER),
    ]
    retraction = Milestone.objects.get(retracts__isnull=False)
    assert retraction.reason == "Corrected by line 2 of shipments.csv."
    assert Shipment.objects.get().planned_arrival_on == date(2026, 12, 9)


def test_what_was_said_before_does_not_overwrite_it():
    apply("shipments", {**ROW, "departed_on": date(2026, 11, 11), "carrier": "Fictional Line"})

    found = apply(
        "shipments",
        {**ROW, "quantity": 30, "departed_on": date(2026, 11, 9), "carrier": "Another Line"},
        said=EARLIER,
    )

    assert found == [("older", TCN, None)]
    assert aboard() == [(TCN, "Q1", "", 40)]
    assert ledger() == [("departed", "actual", date(2026, 11, 11), "ZZAAA", AT)]
    assert Shipment.objects.get().carrier == "Fictional Line"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_files_in_any_order_end_in_one_record(order: tuple[int, ...]):
    files = [
        ({**ROW, "carrier": "Fictional Line", "planned_arrival_on": date(2026, 12, 1)}, EARLIER),
        ({**ROW, "quantity": 45, "planned_arrival_on": date(2026, 12, 5)}, AT),
        ({**ROW, "order_reference": "Q2", "departed_on": date(2026, 11, 11)}, LATER),
    ]
    for each in order:
        apply("shipments", files[each][0], said=files[each][1])

    shipment = Shipment.objects.get()
    assert (shipment.carrier, shipment.planned_arrival_on) == ("Fictional Line", date(2026, 12, 5))
    assert aboard() == [(TCN, "Q1", "", 45), (TCN, "Q2", "", 40)]
    assert ("departed", "actual", date(2026, 11, 11), "ZZAAA", LATER) in ledger()
    recompute(None, at=AT)
    assert shipment.standing.planned_arrival_on == date(2026, 12, 5)
    assert Stated.objects.values("said_at", "first_said_at", "fields").get() == {
        "said_at": LATER,
        "first_said_at": EARLIER,
        "fields": {
            "carrier": "2026-11-17T12:00:00+00:00",
            "planned_arrival_on": "2026-11-20T12:00:00+00:00",
            "quantity of Q1": "2026-11-20T12:00:00+00:00",
        },
    }


def test_any_milestone_may_stand_on_a_row_of_its_own():
    PlaceFactory(code="ZZCCC")
    stop = {"milestone": "arrived_at_stop", "milestone_is": "actual", "milestone_place": "ZZCCC"}

    found = apply(
        "shipments",
        {**ROW, "departed_on": date(2026, 11, 1)},
        {**ROW, **stop, "milestone_on": date(2026, 11, 9)},
        {
            **ROW,
            "milestone": "arrived",
            "milestone_is": "estimated",
            "milestone_on": date(2026, 12, 2),
        },
    )

    assert found == [
        ("created", TCN, None),
        ("changed", TCN, {"arrived_at_stop actual ZZCCC": [None, "2026-11-09"]}),
        ("changed", TCN, {"arrived estimated": [None, "2026-12-02"]}),
    ]
    assert ledger() == [
        ("departed", "actual", date(2026, 11, 1), "ZZAAA", AT),
        ("arrived_at_stop", "actual", date(2026, 11, 9), "ZZCCC", AT),
        ("arrived", "estimated", date(2026, 12, 2), "ZZBBB", AT),
    ]


def test_more_than_was_received_stays_aboard():
    apply("shipments", ROW)
    ReceiptFactory(line=ShipmentLine.objects.get(), quantity=30)

    found = apply("shipments", {**ROW, "quantity": 29}, said=LATER)

    message = "30 of it are received, reported or packed here. Leave that part."
    assert found == [("refused", "quantity", "accounted_for", message)]
    assert aboard() == [(TCN, "Q1", "", 40)]
