from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.models import DueItem, DueOrder, Item, Need, Stated
from shipments.standing.recompute import recompute
from tests.factories.moments import AT
from tests.factories.orders import ItemFactory, NeedFactory, OrderFactory
from tests.factories.people import UserFactory
from tests.intake.sheets.applying import apply

pytestmark = pytest.mark.django_db
EARLIER = AT - timedelta(days=3)
LATER = AT + timedelta(days=3)
ROW = {"reference": "N-1", "item": "Crate", "quantity": 50, "needed_on": date(2027, 2, 1)}


def need() -> dict[str, object]:
    fields = ("quantity", "needed_on", "urgency", "stated_by", "stated_on", "closed_on", "note")
    return Need.objects.values(*fields).get()


def test_a_need_not_on_record_is_recorded_with_its_item():
    person = UserFactory()

    found = apply("needs", {**ROW, "urgency": "emergency", "note": "By phone."}, by=person)

    assert found == [("created", "N-1", None)]
    assert need() == {
        "quantity": 50,
        "needed_on": date(2027, 2, 1),
        "urgency": "emergency",
        "stated_by": "Depot Nowhere",
        "stated_on": date(2026, 11, 20),
        "closed_on": None,
        "note": "By phone.",
    }
    recorded = Need.objects.get()
    assert (recorded.item.name, recorded.recorded_at, recorded.recorded_by) == ("Crate", AT, person)


def test_what_is_said_later_changes_it():
    NeedFactory(
        reference="N-1", item=ItemFactory(name="Crate"), quantity=50, needed_on=date(2027, 2, 1)
    )

    found = apply(
        "needs",
        {"reference": "N-1", "item": "Crate", "quantity": 80, "closed_on": date(2026, 11, 22)},
        said=LATER,
    )

    changes = {"quantity": ["50", "80"], "closed_on": [None, "2026-11-22"]}
    assert found == [("changed", "N-1", changes)]
    assert need()["quantity"] == 80
    assert need()["closed_on"] == date(2026, 11, 22)


def test_of_two_of_one_moment_the_more_careful_holds():
    apply("needs", {**ROW, "urgency": "urgent"})

    found = apply(
        "needs",
        {**ROW, "quantity": 9, "needed_on": date(2027, 1, 1), "urgency": "routine"},
        {**ROW, "quantity": 100, "needed_on": date(2027, 3, 1), "urgency": "emergency"},
    )

    assert found == [
        ("changed", "N-1", {"needed_on": ["2027-02-01", "2027-01-01"]}),
        ("changed", "N-1", {"quantity": ["50", "100"], "urgency": ["urgent", "emergency"]}),
    ]
    assert need() | {"stated_on": None} == {
        "quantity": 100,
        "needed_on": date(2027, 1, 1),
        "urgency": "emergency",
        "stated_by": "Depot Nowhere",
        "stated_on": None,
        "closed_on": None,
        "note": "",
    }


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_files_in_any_order_end_in_one_record(order: tuple[int, ...]):
    files = [
        ({**ROW, "stated_by": "Receiving staff", "urgency": "urgent"}, EARLIER, "Depot Nowhere"),
        ({**ROW, "quantity": 70}, AT, "Another depot"),
        ({**ROW, "needed_on": date(2027, 1, 1)}, EARLIER, "A third depot"),
    ]
    for each in order:
        row, said, sender = files[each]
        apply("needs", row, said=said, sender=sender)

    assert need() == {
        "quantity": 70,
        "needed_on": date(2027, 2, 1),
        "urgency": "urgent",
        "stated_by": "Receiving staff",
        "stated_on": date(2026, 11, 17),
        "closed_on": None,
        "note": "",
    }
    assert Stated.objects.values("said_at", "first_said_at", "fields").get() == {
        "said_at": AT,
        "first_said_at": EARLIER,
        "fields": {
            "stated_by": "2026-11-17T12:00:00+00:00",
            "stated_on": "1970-01-01T00:00:00+00:00",
            "urgency": "2026-11-17T12:00:00+00:00",
        },
    }


def test_the_same_again_changes_nothing():
    apply("needs", ROW, {**ROW, "reference": "N-2", "item": None, "nsn": "1395000000001"})
    before = list(Need.objects.order_by("pk").values())

    found = apply("needs", ROW, {**ROW, "reference": "N-2", "item": None, "nsn": "1395000000001"})

    assert found == [("unchanged", "N-1", None), ("unchanged", "N-2", None)]
    assert list(Need.objects.order_by("pk").values()) == before


def test_a_new_need_of_which_too_little_is_said_is_refused_and_so_is_its_item():
    found = apply(
        "needs",
        {"reference": "N-1", "item": "Crate"},
        {"reference": "N-2", "item": "Crate", "quantity": 5, "needed_on": date(1926, 1, 1)},
        sender="",
    )

    assert found == [
        ("refused", "needed_on", "required", "Enter the day it is needed by."),
        ("refused", "quantity", "required", "Enter a quantity, a whole number of 1 or more."),
        ("refused", "stated_by", "required", "Enter who stated it."),
        (
            "refused",
            "needed_on",
            "year_out_of_reach",
            "The year 1926 is too far away. Check it.",
        ),
    ]
    assert not Need.objects.exists()
    assert not Item.objects.exists()


def test_lines_of_a_new_need_complete_each_other():
    found = apply(
        "needs",
        {"reference": "N-1", "item": "Crate", "quantity": 5},
        {"reference": "N-1", "item": "Crate", "needed_on": date(2027, 2, 1)},
    )

    assert found == [
        ("created", "N-1", None),
        ("changed", "N-1", {"needed_on": [None, "2027-02-01"]}),
    ]


def test_a_reference_that_several_needs_of_an_item_have_is_refused():
    item = ItemFactory(name="Crate")
    NeedFactory.create_batch(2, reference="N-1", item=item)

    found = apply("needs", ROW)

    message = "2 needs of this item have the reference N-1. Give each its own."
    assert found == [("refused", "reference", "several", message)]


def test_open_orders_of_the_item_are_judged_again_and_it_is_netted():
    order = OrderFactory(item=ItemFactory(name="Crate"))
    OrderFactory()
    recompute(None, at=AT)
    DueOrder.objects.all().delete()

    apply("needs", ROW, {**ROW, "reference": "N-2", "item": "Lid"})

    assert list(DueOrder.objects.values_list("order", "is_stale")) == [(order.pk, False)]
    assert set(DueItem.objects.values_list("item__name", flat=True)) == {"Crate", "Lid"}
