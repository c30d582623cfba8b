from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps

from shipments.domain.roles import Role
from shipments.models import Item, ItemHazard, User
from shipments.services import hazards
from shipments.services.hazards import HazardEntry
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import ContractorFactory, ItemFactory, UserFactory
from tests.factories.moments import AT
from tests.services.loads import officer

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
PAPERS = HazardEntry(
    is_explosive=True,
    source="Shipping papers of lot 7",
    un_number="UN 0168",
    proper_shipping_name="Projectiles, with bursting charge",
    division="1.1",
    compatibility_group="D",
    net_explosive_kg=Decimal("6.9"),
    gross_kg=Decimal("49.5"),
)
NOT_CLASS_1 = HazardEntry(is_explosive=False, source="Maker's letter of 3 Nov 2026")


@pytest.fixture
def item() -> Item:
    return ItemFactory()


@pytest.fixture
def clerk() -> User:
    return UserFactory(name="Clerk", roles=[Role.SHIPMENT_CLERK.value])


def problems_of(entry: HazardEntry, item: Item, by: User) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        hazards.record(entry, item_id=item.pk, by=by, at=AT)
    assert not ItemHazard.objects.exists()
    return [(each.field, each.message) for each in refused.value.problems]


def test_a_classification_is_recorded_by_one_and_confirmed_by_another(
    item: Item, clerk: User
) -> None:
    recorded = hazards.record(PAPERS, item_id=item.pk, by=clerk, at=AT)
    assert (recorded.un_number, recorded.certainty, recorded.confirmed_at) == (
        "0168",
        "reported",
        None,
    )

    confirmed = hazards.confirm(item_id=item.pk, seen_at=AT, by=officer(), at=LATER)

    assert (confirmed.certainty, confirmed.confirmed_at) == ("confirmed", LATER)
    assert str(confirmed.confirmed_by) == "Officer"


def test_nobody_confirms_what_they_recorded_themselves(item: Item) -> None:
    alone = officer()
    hazards.record(PAPERS, item_id=item.pk, by=alone, at=AT)

    with pytest.raises(Refused, match="You recorded it"):
        hazards.confirm(item_id=item.pk, seen_at=AT, by=alone, at=LATER)

    assert ItemHazard.objects.get().confirmed_at is None


def test_only_what_was_looked_at_is_confirmed(item: Item, clerk: User) -> None:
    hazards.record(PAPERS, item_id=item.pk, by=clerk, at=AT)
    hazards.record(NOT_CLASS_1, item_id=item.pk, by=clerk, at=LATER, seen_at=AT)

    with pytest.raises(Refused, match="Somebody changed it since you looked"):
        hazards.confirm(item_id=item.pk, seen_at=AT, by=officer(), at=LATER)


def test_what_is_confirmed_is_not_confirmed_again(item: Item, clerk: User) -> None:
    hazards.record(PAPERS, item_id=item.pk, by=clerk, at=AT)
    hazards.confirm(item_id=item.pk, seen_at=AT, by=officer(), at=LATER)

    with pytest.raises(Refused, match="Officer has confirmed it already"):
        hazards.confirm(item_id=item.pk, seen_at=AT, by=officer(), at=LATER)


def test_a_change_is_confirmed_anew_and_what_stood_there_stays_as_history(
    item: Item, clerk: User
) -> None:
    hazards.record(PAPERS, item_id=item.pk, by=clerk, at=AT)
    hazards.confirm(item_id=item.pk, seen_at=AT, by=officer(), at=AT)

    changed = hazards.record(NOT_CLASS_1, item_id=item.pk, by=clerk, at=LATER, seen_at=AT)

    assert (changed.is_explosive, changed.confirmed_at) == (False, None)
    history = apps.get_model("shipments", "ItemHazardEvent").objects.order_by("pgh_id")
    assert list(history.values_list("division", "certainty")) == [
        ("1.1", "reported"),
        ("1.1", "confirmed"),
        ("", "reported"),
    ]


@pytest.mark.parametrize("seen_at", [None, AT - timedelta(days=1)])
def test_of_two_who_change_it_the_later_looks_again(item: Item, clerk: User, seen_at: Any) -> None:
    hazards.record(PAPERS, item_id=item.pk, by=clerk, at=AT)

    with pytest.raises(Refused, match="Somebody changed it since you looked"):
        hazards.record(NOT_CLASS_1, item_id=item.pk, by=clerk, at=LATER, seen_at=seen_at)

    assert ItemHazard.objects.get().is_explosive is True


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"is_explosive": None}, "is_explosive", "Say whether it is an explosive of Class 1."),
        ({"un_number": "168"}, "un_number", "it needs 4 digits, like UN0168"),
        ({"division": ""}, "division", "Choose the division, 1.1 to 1.6"),
        ({"compatibility_group": "I"}, "compatibility_group", "Choose the compatibility group"),
        ({"compatibility_group": "N"}, "compatibility_group", "group N has only 1.6"),
        ({"net_explosive_kg": Decimal(0)}, "net_explosive_kg", "leave it empty while not known"),
        ({"net_explosive_kg": Decimal("NaN")}, "net_explosive_kg", "enter kilograms above 0"),
        ({"net_explosive_kg": Decimal("0.0000001")}, "net_explosive_kg", "6 decimals"),
        ({"net_explosive_kg": Decimal(50)}, "net_explosive_kg", "more than the unit weighs"),
        ({"gross_kg": Decimal(10**9)}, "gross_kg", "enter kilograms above 0"),
        ({"unit_of_issue": "E4"}, "unit_of_issue", "it needs the 2 letters"),
        ({"source": " "}, "source", "Name the paper that says so"),
        ({"source": "x" * 301}, "source", "Keep it to 300 characters: found 301."),
        ({"certainty": "confirmed"}, "certainty", "A second person confirms it."),
    ],
)
def test_an_error_names_its_field_and_what_would_be_right(
    item: Item, clerk: User, wrong: dict[str, Any], field: str, words: str
) -> None:
    found = problems_of(replace(PAPERS, **wrong), item, clerk)

    assert [name for name, message in found if words in message] == [field]


def test_what_is_not_class_1_has_nothing_of_what_an_explosive_has(item: Item, clerk: User) -> None:
    found = problems_of(replace(PAPERS, is_explosive=False), item, clerk)

    assert [name for name, _ in found] == ["division", "compatibility_group", "net_explosive_kg"]


@pytest.mark.parametrize("role", [Role.RECEIVER, Role.EXPEDITOR, Role.AUDITOR, Role.CONTRACTOR])
def test_who_neither_ships_nor_clears_classifies_nothing(item: Item, role: Role) -> None:
    maker = ContractorFactory() if role is Role.CONTRACTOR else None
    person = UserFactory(roles=[role.value], contractor=maker)

    with pytest.raises(NotAllowed, match="does not let you classify an item"):
        hazards.record(PAPERS, item_id=item.pk, by=person, at=AT)

    assert not ItemHazard.objects.exists()


def test_a_clerk_confirms_nothing(item: Item, clerk: User) -> None:
    hazards.record(PAPERS, item_id=item.pk, by=officer(), at=AT)

    with pytest.raises(NotAllowed, match="Ask a compliance officer"):
        hazards.confirm(item_id=item.pk, seen_at=AT, by=clerk, at=LATER)
