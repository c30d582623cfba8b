from __future__ import annotations

from datetime import date

import pytest
from django.forms import model_to_dict

from shipments.models import DueOrder, Shipment, ShipmentLine, ShipmentStanding
from shipments.services import standings as all_standings
from shipments.standing import shipments as standings
from shipments.standing.recompute import recompute, stale
from tests.factories import (
    DiscrepancyFactory,
    LegFactory,
    OrderFactory,
    PlaceFactory,
    ReceiptFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY
from tests.standing.following import LEFT, days, lane, stands, told

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("happened", "state"),
    [
        ([], "planned"),
        (["tendered", "picked_up", "loaded"], "planned"),
        (["departed"], "departed"),
        (["departed", "passed"], "in_transit"),
        (["arrived_at_stop"], "in_transit"),
        (["departed", "arrived_at_stop", "left_stop"], "in_transit"),
        (["departed", "arrived"], "arrived"),
        (["discharged"], "arrived"),
        (["departed", "customs_released"], "arrived"),
        (["arrived", "received"], "received"),
    ],
)
def test_what_happened_says_how_far_it_has_come(happened, state):
    shipment = ShipmentLineFactory().shipment
    for kind in happened:
        told(shipment, kind, place=PlaceFactory())
    told(shipment, "received", TODAY + days(30), "planned")

    assert stands(shipment).state == state


def test_an_act_says_so_until_the_goods_have_left():
    by = UserFactory()
    shipment = ShipmentLineFactory().shipment
    seen = []
    for act in ("ready", "released", "closed"):
        Shipment.objects.update(**{f"{act}_at": AT, f"{act}_by": by})
        seen.append(stands(shipment).state)
    Shipment.objects.update(closed_at=None, closed_by=None)
    told(shipment, "departed")
    seen.append(stands(shipment).state)
    Shipment.objects.update(cancelled_at=AT, cancelled_because="Not sent")
    seen.append(stands(shipment).state)

    assert seen == ["ready", "released", "closed", "departed", "cancelled"]


def test_what_was_taken_back_did_not_happen():
    shipment = ShipmentLineFactory().shipment
    wrong = told(shipment, "departed")
    told(shipment, "departed", retracts=wrong, reason="Another ship")

    standing = stands(shipment)

    assert (standing.state, standing.departed_on, standing.last_milestone) == ("planned", None, "")


@pytest.mark.parametrize(
    ("received", "short", "over", "state"),
    [
        (6, 0, 0, "arrived"),
        (6, 3, 0, "arrived"),
        (6, 4, 0, "received"),
        (10, 0, 0, "received"),
        (10, 0, 2, "arrived"),
        (0, 10, 0, "received"),
    ],
)
def test_receipts_and_discrepancies_account_for_every_line(received, short, over, state):
    line = ShipmentLineFactory(quantity=10)
    told(line.shipment, "arrived")
    if over:
        DiscrepancyFactory(line=line, kind="overage", quantity=over)
    if short:
        DiscrepancyFactory(line=line, kind="shortage", quantity=short)
    if received:
        ReceiptFactory(line=line, quantity=received)

    standing = stands(line.shipment)

    assert standing.state == state
    assert (standing.shipped_quantity, standing.received_quantity) == (10, received)
    assert standing.discrepancy_quantity == short


def test_a_receipt_tells_that_it_has_arrived_and_outweighs_the_word_that_all_was_received():
    line = ShipmentLineFactory(quantity=10)
    told(line.shipment, "received", date(2026, 11, 18))
    whole = stands(line.shipment)
    ReceiptFactory(line=line, quantity=4, received_on=date(2026, 11, 17))
    part = stands(line.shipment)

    assert (whole.state, whole.received_quantity) == ("received", 10)
    assert (part.state, part.received_quantity) == ("arrived", 4)
    assert (part.arrived_on, part.next_milestone) == (date(2026, 11, 17), "received")


def test_the_soonest_required_date_aboard_is_that_of_no_cancelled_order():
    line = ShipmentLineFactory(order=OrderFactory(required_on=date(2026, 12, 20)))
    ShipmentLineFactory(shipment=line.shipment, order=OrderFactory(required_on=date(2026, 12, 12)))
    gone = ShipmentLineFactory(
        shipment=line.shipment, order=OrderFactory(required_on=date(2026, 12, 1))
    ).order
    type(gone).objects.filter(pk=gone.pk).update(cancelled_on=TODAY)

    assert stands(line.shipment).required_on == date(2026, 12, 12)


def test_after_the_arrival_the_receipt_is_due_within_the_planned_days_of_clearance():
    shipment = ShipmentLineFactory().shipment
    told(shipment, "arrived")

    standing = stands(shipment)

    assert standing.next_milestone == "received"
    assert standing.next_milestone_due_on == LEFT + days(5)


def test_nothing_is_awaited_of_what_has_ended():
    shipment = ShipmentLineFactory().shipment
    told(shipment, "departed")
    told(shipment, "received")

    standing = stands(shipment)

    assert (standing.next_milestone, standing.next_milestone_due_on) == ("", None)


def test_a_row_that_comes_out_as_it_was_is_not_written():
    shipment = ShipmentLineFactory().shipment
    later = AT + days(1)

    changed = [standings.recompute([shipment.pk], at=at) for at in (AT, later)]

    assert changed == [1, 0]
    assert ShipmentStanding.objects.get().recomputed_at == AT
    assert standings.recompute([], at=AT) == 0


def in_raw_sql() -> dict[str, object]:
    """Change each of the tables that a standing rests on by a path that computes nothing."""
    return {
        "milestone": lambda s: told(s, "departed"),
        "leg": lambda s: LegFactory(shipment=s, planned_arrival_on=date(2026, 12, 9)),
        "receipt": lambda s: ReceiptFactory(line=s.lines.first(), quantity=4),
        "discrepancy": lambda s: DiscrepancyFactory(line=s.lines.first(), quantity=3),
        "act": lambda s: Shipment.objects.filter(pk=s.pk).update(
            ready_at=AT, ready_by=UserFactory()
        ),
        "line": lambda s: ShipmentLine.objects.filter(shipment=s, lot="B").delete(),
        "order": lambda s: type(s.lines.first().order).objects.update(
            required_on=date(2026, 12, 3)
        ),
        "lane": lambda s: lane("sea", s.from_place, s.to_place, 5),
    }


@pytest.mark.parametrize("what", list(in_raw_sql()))
def test_a_change_by_any_path_is_computed_as_if_from_nothing(what):
    line = ShipmentLineFactory(quantity=10, shipment__planned_departure_on=date(2026, 11, 9))
    ShipmentLineFactory(shipment=line.shipment, order=OrderFactory(), lot="B")
    before = model_to_dict(stands(line.shipment))
    DueOrder.objects.all().delete()

    in_raw_sql()[what](line.shipment)
    while stale(at=AT):
        pass

    after = model_to_dict(ShipmentStanding.objects.get())
    assert after != before
    ShipmentStanding.objects.all().delete()
    all_standings.recompute_all(at=AT)
    assert model_to_dict(ShipmentStanding.objects.get()) == after


def test_every_path_that_computes_an_order_computes_its_shipments():
    line = ShipmentLineFactory()
    bare = ShipmentFactory()

    recompute([line.order_id], at=AT)
    some = set(ShipmentStanding.objects.values_list("shipment_id", flat=True))
    recompute(None, at=AT)

    assert some == {line.shipment_id}
    assert ShipmentStanding.objects.filter(shipment=bare).exists()
