from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shipments.models import Item, Stated
from tests.factories.moments import AT
from tests.factories.orders import ItemFactory
from tests.intake.sheets.applying import apply

pytestmark = pytest.mark.django_db
EARLIER = AT - timedelta(days=3)
# A row that holds no moment of its own is said since it was written, which is now.
BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
AFTER = datetime(2060, 1, 1, tzinfo=UTC)


def items() -> list[tuple[str, str | None, bool | None]]:
    fields = ("name", "nsn", "is_major_defense_equipment")
    return list(Item.objects.order_by("name").values_list(*fields))


def test_items_not_on_record_are_recorded():
    found = apply(
        "items",
        {"name": "Crate, large", "nsn": "1395000000001", "is_major_defense_equipment": False},
        {"name": "Lid"},
        {"nsn": "1395000000002", "is_major_defense_equipment": True},
    )

    assert found == [
        ("created", "Crate, large", None),
        ("created", "Lid", None),
        ("created", "1395-00-000-0002", None),
    ]
    assert items() == [
        ("1395-00-000-0002", "1395000000002", True),
        ("Crate, large", "1395000000001", False),
        ("Lid", None, None),
    ]


def test_an_item_is_known_by_its_stock_number_and_else_by_its_name():
    ItemFactory(name="Crate, large", nsn="1395000000001")
    ItemFactory(name="Lid")

    found = apply(
        "items",
        {"name": "Crate, very large", "nsn": "1395000000001"},
        {"name": "Lid", "nsn": "1395000000002"},
        {"nsn": "1395000000002", "is_major_defense_equipment": True},
        said=AFTER,
    )

    assert found == [
        ("changed", "Crate, very large", {"name": ["Crate, large", "Crate, very large"]}),
        ("changed", "Lid", {"nsn": [None, "1395000000002"]}),
        ("changed", "Lid", {"is_major_defense_equipment": [None, "true"]}),
    ]
    assert items() == [
        ("Crate, very large", "1395000000001", None),
        ("Lid", "1395000000002", True),
    ]


def test_what_was_said_before_an_item_was_written_does_not_overwrite_it():
    ItemFactory(name="Crate", nsn="1395000000001", is_major_defense_equipment=False)

    found = apply(
        "items", {"nsn": "1395000000001", "is_major_defense_equipment": True}, said=BEFORE
    )

    assert found == [("older", "Crate", None)]
    assert items() == [("Crate", "1395000000001", False)]


def test_a_line_with_one_of_name_and_number_goes_with_those_that_have_both():
    found = apply(
        "items",
        {"nsn": "1395000000001", "is_major_defense_equipment": True},
        {"name": "Crate", "nsn": "1395000000001"},
        {"name": "Crate"},
    )

    assert found == [
        ("created", "Crate", None),
        ("changed", "Crate", {"name": [None, "Crate"]}),
        ("unchanged", "Crate", None),
    ]
    assert items() == [("Crate", "1395000000001", True)]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_name_holds_against_the_stock_number_that_an_item_goes_by(order: tuple[int, ...]):
    files = [({"name": "Crate", "nsn": "1395000000001"}, EARLIER), ({"nsn": "1395000000001"}, AT)]
    for each in order:
        apply("items", files[each][0], said=files[each][1])

    assert items() == [("Crate", "1395000000001", None)]
    assert Stated.objects.get().fields == {"name": "2026-11-17T12:00:00+00:00"}


def test_lines_that_would_make_one_item_of_two_are_refused():
    ItemFactory(name="Crate", nsn="1395000000001")
    ItemFactory(name="Lid", nsn="1395000000002")

    found = apply(
        "items",
        {"name": "Crate", "nsn": "1395000000002"},
        {"name": "Lid", "nsn": "1395000000003"},
        {"name": "Box", "nsn": "1395000000004"},
        {"name": "Box", "nsn": "1395000000005"},
    )

    two = "This file gives Box two stock numbers, 1395000000004 and 1395000000005. Check both."
    assert found == [
        (
            "refused",
            "nsn",
            "differs",
            "Crate and the stock number 1395000000002 are two items on record. Check both.",
        ),
        (
            "refused",
            "nsn",
            "differs",
            "Lid has the stock number 1395000000002. Check it, or give the other item its own name.",
        ),
        ("refused", "nsn", "differs", two),
        ("refused", "nsn", "differs", two),
    ]
    assert Item.objects.count() == 2
    assert not Stated.objects.exists()


def test_the_same_again_changes_nothing():
    rows = [{"name": "Crate", "nsn": "1395000000001"}, {"nsn": "1395000000002"}]
    apply("items", *rows)
    before = items()

    found = apply("items", *rows)

    assert found == [("unchanged", "Crate", None), ("unchanged", "1395-00-000-0002", None)]
    assert items() == before
