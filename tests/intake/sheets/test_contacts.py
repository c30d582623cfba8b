from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shipments.models import Contact, Stated
from tests.factories.expediting import ContactFactory
from tests.factories.moments import AT
from tests.factories.orders import ContractorFactory
from tests.intake.sheets.applying import apply

pytestmark = pytest.mark.django_db
EARLIER = AT - timedelta(days=3)
# A row that holds no moment of its own is said since it was written, which is now.
AFTER = datetime(2060, 1, 1, tzinfo=UTC)
WORKS = {"contractor": "Fictional Works"}
DESK = {**WORKS, "name": "Order desk", "email": "desk@works.example"}


def contacts() -> list[tuple[str, ...]]:
    fields = ("name", "duty", "email", "phone", "time_zone")
    return list(Contact.objects.order_by("name", "email").values_list(*fields))


def test_contacts_not_on_record_are_recorded():
    ContractorFactory(name="Fictional Works")

    found = apply(
        "contacts",
        {**DESK, "duty": "Deliveries", "time_zone": "America/Chicago"},
        {**WORKS, "name": "Gate", "phone": "+1 202 555 0100"},
    )

    assert found == [
        ("created", "Order desk, Fictional Works", None),
        ("created", "Gate, Fictional Works", None),
    ]
    assert contacts() == [
        ("Gate", "", "", "+1 202 555 0100", "America/New_York"),
        ("Order desk", "Deliveries", "desk@works.example", "", "America/Chicago"),
    ]


def test_a_contact_is_known_by_address_and_else_by_name():
    works = ContractorFactory(name="Fictional Works")
    fields = {"contractor": works, "phone": "", "duty": "", "time_zone": "America/New_York"}
    ContactFactory(**fields | {"name": "Order desk", "email": "Desk@works.example"})
    ContactFactory(**fields | {"name": "Gate", "email": "", "phone": "+1 202 555 0100"})
    ContactFactory(**fields | {"name": "Yard", "email": "yard@works.example"})

    found = apply(
        "contacts",
        {**DESK, "name": "New desk"},
        {**WORKS, "name": "Yard", "phone": "+1 202 555 0101"},
        {**WORKS, "name": "Gate", "email": "gate@works.example"},
        said=AFTER,
    )

    assert found == [
        (
            "changed",
            "New desk, Fictional Works",
            {
                "name": ["Order desk", "New desk"],
                "email": ["Desk@works.example", "desk@works.example"],
            },
        ),
        ("changed", "Yard, Fictional Works", {"phone": [None, "+1 202 555 0101"]}),
        ("changed", "Gate, Fictional Works", {"email": [None, "gate@works.example"]}),
    ]
    assert contacts() == [
        ("Gate", "", "gate@works.example", "+1 202 555 0100", "America/New_York"),
        ("New desk", "", "desk@works.example", "", "America/New_York"),
        ("Yard", "", "yard@works.example", "+1 202 555 0101", "America/New_York"),
    ]


def test_two_people_of_one_name_are_told_apart_by_address():
    ContractorFactory(name="Fictional Works")

    found = apply(
        "contacts",
        DESK,
        {**DESK, "email": "second@works.example"},
        {**WORKS, "name": "Order desk", "phone": "+1 202 555 0101"},
    )

    several = (
        "There are several people called Order desk: desk@works.example and "
        "second@works.example. Enter the e-mail address."
    )
    assert found == [
        ("created", "Order desk, Fictional Works", None),
        ("created", "Order desk, Fictional Works", None),
        ("refused", "email", "several", several),
    ]
    assert Contact.objects.count() == 2


def test_the_contractor_has_to_be_on_record_and_one():
    ContractorFactory(name="Fictional Works", city="Springfield")
    ContractorFactory(name="Fictional Works", city="Riverside")

    found = apply(
        "contacts",
        DESK,
        {**DESK, "city": "Nowhere"},
        {**DESK, "city": "Riverside"},
        {**DESK, "contractor": "Unknown Works"},
    )

    assert found == [
        (
            "refused",
            "city",
            "several",
            "Fictional Works has several sites: Riverside, Springfield. Enter the city.",
        ),
        (
            "refused",
            "contractor",
            "unknown_contractor",
            (
                "No contractor Fictional Works, Nowhere. Send it in a sheet of contractors first, "
                "or check its name and city."
            ),
        ),
        ("created", "Order desk, Fictional Works", None),
        (
            "refused",
            "contractor",
            "unknown_contractor",
            (
                "No contractor Unknown Works. Send it in a sheet of contractors first, "
                "or check its name and city."
            ),
        ),
    ]
    assert Contact.objects.get().contractor.city == "Riverside"


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_files_in_any_order_end_in_one_record(order: tuple[int, ...]):
    ContractorFactory(name="Fictional Works")
    phone = {**WORKS, "name": "Order desk", "phone": "+1 202 555 0100"}
    files = [({**phone, "time_zone": "America/Chicago"}, EARLIER), (DESK, AT)]
    for each in order:
        apply("contacts", files[each][0], said=files[each][1])

    assert contacts() == [
        ("Order desk", "", "desk@works.example", "+1 202 555 0100", "America/Chicago")
    ]
    assert Stated.objects.values("said_at", "first_said_at", "fields").get() == {
        "said_at": AT,
        "first_said_at": EARLIER,
        "fields": {
            "phone": "2026-11-17T12:00:00+00:00",
            "time_zone": "2026-11-17T12:00:00+00:00",
        },
    }


def test_the_same_again_changes_nothing():
    ContractorFactory(name="Fictional Works")
    apply("contacts", DESK)
    before = contacts()

    found = apply("contacts", DESK)

    assert found == [("unchanged", "Order desk, Fictional Works", None)]
    assert contacts() == before
