from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from django.db.models import F

from shipments import expedite
from shipments.domain import milstrip
from shipments.intake.exercise.lanes import WAYS
from shipments.models import (
    Contact,
    Contractor,
    ContractorRecord,
    Departure,
    Disruption,
    Expedite,
    ExpediteAction,
    Flag,
    Hold,
    HotOrder,
    ImportBatch,
    ImportRefusal,
    Item,
    LaneRecord,
    Milestone,
    Need,
    Order,
    OutboxMessage,
    Place,
    Policy,
    Promise,
    Report,
    Shipment,
    ShipmentLine,
    Standing,
    UnmatchedRecord,
)
from shipments.models.choices import Status
from shipments.services import exercise, judging
from shipments.services.refusal import Refused
from tests.factories import OrderFactory
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)
BOOK = [
    (Contractor, ["name", "city"]),
    (Contact, ["contractor__name", "name", "email", "phone"]),
    (Item, ["name"]),
    (
        Order,
        [
            *("reference", "document_number", "case__case_id", "contract__piid", "item__name"),
            *("contractor__name", "quantity", "ordered_on", "acknowledged_on", "required_on"),
            *("first_required_on", "priority_designator", "urgency", "cancelled_on"),
            "recorded_at",
        ],
    ),
    (Promise, ["order__reference", "ship_on", "said_on", "said_by", "reason", "recorded_at"]),
    (Shipment, ["tcn", "mode", "from_place__code", "to_place__code", "logged_at"]),
    (ShipmentLine, ["shipment__tcn", "order__reference", "quantity"]),
    (Milestone, ["shipment__tcn", "kind", "classifier", "occurs_on", "recorded_at"]),
    (Need, ["item__name", "quantity", "needed_on", "urgency", "reference", "closed_on"]),
    (Disruption, ["what", "place__code", "starts_on", "ends_on"]),
    (Report, ["order__reference", "kind", "occurs_on", "said_by", "recorded_at"]),
    (Departure, ["voyage", "from_place__code", "cut_off_on", "departs_on"]),
    (Hold, ["kind", "legal_basis", "placed_at", "review_on", "released_at"]),
    (Flag, ["order__reference", "reason", "since", "raised_at", "cleared_at", "evidence"]),
    (Expedite, ["order__reference", "owner__name", "state", "opened_at", "days_gained"]),
    (ExpediteAction, ["expedite__order__reference", "kind", "at", "text"]),
    (ImportBatch, ["name", "sha256", "state", "created", "refused", "unmatched", "uploaded_at"]),
    (ImportRefusal, ["batch__name", "line", "position", "code", "text"]),
    (UnmatchedRecord, ["document_number", "text", "reported_at"]),
    (OutboxMessage, ["message_id", "subject", "sent_at", "refused_at"]),
]


@pytest.fixture(autouse=True)
def in_an_exercise(settings):
    settings.EXERCISE = True


def make(orders=500, seed=1, as_of=DAY):
    return exercise.make(orders=orders, seed=seed, as_of=as_of, at=AT)


def book():
    """Every fact of the book by its natural name, keys left out."""
    return {model: sorted(map(str, model.objects.values_list(*facts))) for model, facts in BOOK}


@pytest.mark.long
def test_everything_that_people_train_on_is_in_a_book_of_3000_orders():
    make(orders=3000)

    live = Flag.objects.live()
    assert set(live.values_list("reason", flat=True)) == {rule.code for rule in expedite.rules()}
    assert 0.1 < HotOrder.objects.count() / Standing.objects.open().count() < 0.4

    limits = Policy.objects.in_force().limits
    lanes = LaneRecord.objects.filter(shipments__gte=limits["shipments_for_median"])
    records = ContractorRecord.objects.filter(promises__gte=limits["promises_to_correct"])
    assert (lanes.count(), records.count()) == (len(WAYS), Contractor.objects.count())
    assert records.filter(median_slip_days__gt=3).exists()
    assert records.filter(median_slip_days__lte=0).exists()

    states = set(Expedite.objects.values_list("state", flat=True))
    closed = Expedite.objects.exclude(closed_at=None)
    assert states >= {"open", "contacted", "committed", "escalated", "closed"}
    assert closed.filter(days_gained__gt=0, days_gained_are_firm=True).exists()
    assert closed.dates("closed_at", "month").count() >= 6
    assert not ExpediteAction.objects.filter(at__gt=AT).exists()
    assert Flag.objects.exclude(cleared_at=None).exists()

    held = Standing.objects.filter(is_held=True).values("order")
    assert (Hold.objects.in_place().count(), Hold.objects.count()) == (3, 4)
    assert held.exists()
    assert not live.filter(order__in=held).exists()
    assert not Expedite.objects.open().filter(order__in=held).exists()


def test_a_small_book_is_judged_already_and_none_of_its_mail_waits():
    make()

    again = judging.run(as_of=DAY, at=AT)

    assert (again.raised, again.changed, again.cleared) == (0, 0, 0)
    assert OutboxMessage.objects.exclude(refused_at=None).exists()
    assert not OutboxMessage.objects.waiting().exists()
    assert not OutboxMessage.objects.exclude(to_address__endswith=".example").exists()


def made(**wanted):
    """The facts of a book, which is taken away again."""
    with transaction.atomic():
        make(**wanted)
        facts = book()
        transaction.set_rollback(True)
    return facts


def test_the_same_seed_makes_the_same_book_again():
    assert made() == made()


def test_another_seed_makes_another_book():
    first, other = made(orders=20, seed=1), made(orders=20, seed=2)

    assert first[Order] != other[Order]


def test_a_book_of_another_day_has_lived_until_then():
    made_before = made(orders=20, as_of=date(2025, 1, 1))

    assert all("2026" not in promise for promise in made_before[Shipment])


def test_its_orders_stand_at_every_stage():
    make(orders=600)

    assert set(Standing.objects.values_list("status", flat=True)) == {*Status}


def test_whatever_has_a_name_says_that_it_is_invented():
    make(orders=100)

    notes = Contractor.objects.values_list("note", flat=True)
    assert set(notes) == {"Exercise: there is no such company."}
    assert set(Place.objects.ends().values_list("note", flat=True)) == {
        "Exercise: the place is real, what moves there is invented."
    }
    assert set(Place.objects.values_list("duty", flat=True)) == {""}
    assert not Place.sources.through.objects.exists()
    assert not Item.objects.exclude(name__contains="training, type").exists()
    assert not Order.objects.exclude(reference__startswith="EX").exists()
    assert not Contact.objects.exclude(email__endswith=".example").exists()
    # ZZ is no country's code.
    numbered = Order.objects.filter(document_number__isnull=False)
    assert not numbered.exclude(document_number__startswith="BZZ").exists()


def test_its_orders_were_placed_by_records_of_an_exercise():
    make(orders=100)

    for order in Order.objects.filter(document_number__isnull=False).select_related("item"):
        record = milstrip.decode(order.requisition)

        assert record.is_exercise
        assert record["document_number"] == order.document_number
        assert record["stock_number"] == order.item.nsn


def test_nothing_in_it_is_still_to_be_recorded():
    make()

    at_the_day = AT.replace(hour=0, minute=0)
    assert not Promise.objects.filter(recorded_at__gt=at_the_day).exists()
    assert not Milestone.objects.filter(recorded_at__gt=at_the_day).exists()
    assert not Order.objects.filter(recorded_at__gt=at_the_day).exists()


def test_a_date_that_was_moved_up_has_a_history_of_it():
    make(orders=600)

    moved = Order.objects.filter(required_on__lt=F("first_required_on"))
    for order in moved:
        assert order.events.filter(pgh_label="update", pgh_created_at__date__lt=DAY).count() == 1


def test_it_refuses_where_it_is_no_exercise(settings):
    settings.EXERCISE = False

    with pytest.raises(Refused, match="invented orders must never stand among real ones"):
        make()

    assert not Order.objects.exists()


def test_it_refuses_to_add_to_orders_and_says_how_to_begin_anew():
    OrderFactory()

    with pytest.raises(Refused, match=r"has a book already.*\(1\).*exercise --anew"):
        make()

    assert Order.objects.count() == 1


@pytest.mark.parametrize("orders", [-1, 0, 1_000_001])
def test_a_size_that_is_none_is_refused(orders):
    with pytest.raises(Refused, match="an exercise has from 1 to 1,000,000"):
        make(orders=orders)

    assert not Contractor.objects.exists()


def test_erasing_leaves_no_table():
    make(orders=20)

    exercise.erase()

    assert connection.introspection.table_names() == []


def test_nothing_but_an_exercise_is_erased(settings):
    settings.EXERCISE = False
    OrderFactory()

    with pytest.raises(Refused, match="This is not an exercise"):
        exercise.erase()

    assert Order.objects.count() == 1


def test_files_have_come_in_with_lines_to_correct_and_records_that_wait():
    make(orders=100)

    files = ImportBatch.objects.order_by("pk").values_list("name", "state", "lines", "refused")
    assert list(files) == [
        ("exercise-status.txt", "done", 30, 3),
        ("exercise-promises.csv", "tried", 12, 0),
        ("exercise-odd-headings.csv", "unmapped", 0, 0),
    ]
    assert [each.field for each in ImportRefusal.objects.in_order()] == [
        "quantity",
        "document_number",
        "identifier",
    ]
    assert UnmatchedRecord.objects.waiting().count() == 3
