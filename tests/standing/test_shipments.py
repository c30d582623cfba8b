from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.forms import model_to_dict

from shipments.models import DueOrder, LaneRecord, Leg, Shipment, ShipmentLine, ShipmentStanding
from shipments.services import standings as all_standings
from shipments.standing import records
from shipments.standing import shipments as standings
from shipments.standing.recompute import recompute, stale, with_orders
from tests.factories import (
    DiscrepancyFactory,
    LaneFactory,
    LegFactory,
    MilestoneFactory,
    OrderFactory,
    PlaceFactory,
    ReceiptFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db

LEFT = date(2026, 11, 10)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def stands(shipment: Shipment) -> ShipmentStanding:
    with_orders(shipment.pk, at=AT)
    return ShipmentStanding.objects.get(shipment=shipment)


def told(shipment: Shipment, kind: str, on: date = LEFT, classifier: str = "actual", **fields):
    return MilestoneFactory(
        shipment=shipment, kind=kind, occurs_on=on, classifier=classifier, **fields
    )


def by_legs(shipment: Shipment, *modes: str, **fields) -> list:
    """Legs by these modes with a stop between each two."""
    stops = [PlaceFactory() for _ in modes[1:]]
    ends = zip([shipment.from_place, *stops], [*stops, shipment.to_place], strict=True)
    for sequence, (mode, (start, end)) in enumerate(zip(modes, ends, strict=True), 1):
        LegFactory(
            shipment=shipment,
            sequence=sequence,
            mode=mode,
            from_place=start,
            to_place=end,
            **fields,
        )
    return stops


def lane(mode: str, start, end, planning_days: int):
    return LaneFactory(mode=mode, from_place=start, to_place=end, planning_days=planning_days)


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


def test_the_arrival_is_expected_by_what_the_carrier_says_now():
    shipment = ShipmentLineFactory(shipment__planned_arrival_on=date(2026, 12, 1)).shipment
    told(shipment, "arrived", date(2026, 12, 3), "estimated")
    before_it_left = stands(shipment)
    told(shipment, "departed", recorded_at=AT + days(1))
    outdated = stands(shipment)
    told(shipment, "arrived", date(2026, 12, 5), "estimated", recorded_at=AT + days(1))
    now = stands(shipment)

    assert (before_it_left.expected_arrival_on, before_it_left.expected_basis) == (
        date(2026, 12, 3),
        "estimate of Carrier",
    )
    assert (outdated.expected_arrival_on, outdated.expected_basis) == (date(2026, 12, 1), "plan")
    assert now.expected_arrival_on == now.next_milestone_due_on == date(2026, 12, 5)


def test_the_arrival_is_expected_by_what_its_lane_takes():
    shipment = ShipmentLineFactory(shipment__planned_arrival_on=date(2026, 12, 1)).shipment
    way = lane("sea", shipment.from_place, shipment.to_place, 20)
    told(shipment, "departed")
    planning = stands(shipment)
    record = LaneRecord.objects.create(
        mode=way.mode,
        from_place=way.from_place,
        to_place=way.to_place,
        shipments=4,
        low_days=20,
        median_days=26,
        high_days=30,
        computed_at=AT,
    )
    four = stands(shipment)
    LaneRecord.objects.filter(pk=record.pk).update(shipments=5)
    five = stands(shipment)
    told(shipment, "arrived", date(2026, 11, 19))
    there = stands(shipment)

    assert planning.expected_arrival_on == four.expected_arrival_on == LEFT + days(20)
    assert planning.expected_basis == (
        "departure plus 20 days by sea, the planning figure of its lane"
    )
    assert five.expected_arrival_on == LEFT + days(26)
    assert five.expected_basis == "departure plus 26 days by sea, the median of its lane"
    assert (there.expected_arrival_on, there.expected_basis) == (date(2026, 11, 19), "its arrival")


def test_before_it_leaves_the_plan_says_when_it_arrives_or_the_planned_departure_does():
    planned = ShipmentLineFactory(shipment__planned_arrival_on=date(2026, 12, 1)).shipment
    leaving = ShipmentLineFactory(shipment__planned_departure_on=date(2026, 12, 1)).shipment
    unknown = ShipmentLineFactory(shipment__planned_departure_on=date(2026, 12, 1)).shipment
    lane("sea", leaving.from_place, leaving.to_place, 20)

    assert stands(planned).expected_arrival_on == date(2026, 12, 1)
    assert stands(leaving).expected_arrival_on == date(2026, 12, 21)
    assert stands(leaving).expected_basis == (
        "planned departure plus 20 days by sea, the planning figure of its lane"
    )
    assert (stands(unknown).expected_arrival_on, stands(unknown).expected_basis) == (None, "")


def test_at_a_stop_what_is_left_is_the_legs_still_to_go():
    shipment = ShipmentLineFactory().shipment
    (stop,) = by_legs(shipment, "road", "sea")
    lane("road", shipment.from_place, stop, 3)
    lane("sea", stop, shipment.to_place, 20)
    told(shipment, "departed")
    left = stands(shipment)
    told(shipment, "arrived_at_stop", LEFT + days(5), place=stop)
    at_stop = stands(shipment)
    told(shipment, "left_stop", LEFT + days(8), place=stop)
    on = stands(shipment)

    assert left.expected_arrival_on == LEFT + days(23)
    assert (left.next_milestone, left.next_milestone_due_on) == (
        "arrived_at_stop",
        LEFT + days(3),
    )
    assert at_stop.expected_arrival_on == LEFT + days(25)
    assert at_stop.expected_basis == "last stop plus 20 days, usual of its lanes"
    assert (at_stop.next_milestone, at_stop.last_place) == ("left_stop", stop)
    assert on.expected_arrival_on == LEFT + days(28)
    assert (on.next_milestone, on.next_milestone_due_on) == ("arrived", LEFT + days(28))


def test_legs_without_a_lane_take_what_they_are_planned_to_and_stay_as_planned():
    shipment = ShipmentLineFactory().shipment
    (stop,) = by_legs(shipment, "road", "sea")
    Leg.objects.filter(sequence=1).update(
        planned_departure_on=LEFT, planned_arrival_on=LEFT + days(2)
    )
    Leg.objects.filter(sequence=2).update(
        planned_departure_on=LEFT + days(6), planned_arrival_on=LEFT + days(30)
    )
    told(shipment, "departed", LEFT + days(1))
    left = stands(shipment)
    told(shipment, "arrived_at_stop", LEFT + days(4), place=stop)
    at_stop = stands(shipment)

    assert (left.planned_departure_on, left.planned_arrival_on) == (LEFT, LEFT + days(30))
    assert left.expected_arrival_on == LEFT + days(1 + 2 + 4 + 24)
    assert left.next_milestone_due_on == LEFT + days(2)
    assert at_stop.expected_arrival_on == LEFT + days(4 + 4 + 24)
    assert at_stop.next_milestone_due_on == LEFT + days(6)


def test_what_was_planned_from_the_last_milestone_on_stands_in_for_unknown_legs():
    shipment = ShipmentLineFactory(shipment__planned_departure_on=LEFT).shipment
    stops = by_legs(shipment, "road", "sea", planned_at=AT - days(9))
    Leg.objects.filter(sequence=2).update(planned_arrival_on=LEFT + days(30))
    told(shipment, "arrived_at_stop", LEFT + days(4), "planned", place=stops[0])
    told(shipment, "arrived_at_stop", LEFT + days(9), place=stops[0])

    standing = stands(shipment)

    assert standing.expected_arrival_on == LEFT + days(35)
    assert standing.expected_basis == "last milestone plus what was planned from there"


def test_what_was_heard_of_since_has_not_arrived_earlier():
    shipment = ShipmentLineFactory().shipment
    lane("sea", shipment.from_place, shipment.to_place, 3)
    told(shipment, "departed")
    told(shipment, "passed", LEFT + days(8), place=PlaceFactory())

    assert stands(shipment).expected_arrival_on == LEFT + days(8)


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


def test_a_lane_that_takes_otherwise_moves_what_goes_by_it_for_one_leg():
    moving = ShipmentLineFactory().shipment
    (stop,) = by_legs(moving, "road", "sea")
    lane("road", moving.from_place, stop, 2)
    way = lane("sea", stop, moving.to_place, 30)
    told(moving, "departed")
    before = stands(moving).expected_arrival_on
    for _ in range(5):
        done = ShipmentLineFactory(
            shipment=ShipmentFactory(mode="sea", from_place=stop, to_place=way.to_place),
            order=OrderFactory(),
        ).shipment
        told(done, "departed")
        told(done, "arrived", LEFT + days(9))
        with_orders(done.pk, at=AT)
    records.refresh(at=AT)
    while stale(at=AT):
        pass

    moved = ShipmentStanding.objects.get(shipment=moving).expected_arrival_on

    assert (before, moved) == (LEFT + days(32), LEFT + days(11))


def test_every_path_that_computes_an_order_computes_its_shipments():
    line = ShipmentLineFactory()
    bare = ShipmentFactory()

    recompute([line.order_id], at=AT)
    some = set(ShipmentStanding.objects.values_list("shipment_id", flat=True))
    recompute(None, at=AT)

    assert some == {line.shipment_id}
    assert ShipmentStanding.objects.filter(shipment=bare).exists()
