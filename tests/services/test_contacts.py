from __future__ import annotations

import pytest

from shipments.domain.roles import Role
from shipments.models import Contact, Contractor
from shipments.services import contacts
from shipments.services.refusal import NotAllowed, Refused
from tests.at_once import second_of_two
from tests.factories import ContactFactory, ContractorFactory, UserFactory
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def expeditor(db):
    return UserFactory(roles=[Role.EXPEDITOR.value])


def facts(**given):
    return {"name": " Order desk ", "email": "desk@works.example"} | given


def test_a_contact_is_added_with_what_was_entered(expeditor):
    works = ContractorFactory()

    contact = contacts.add(
        contractor_id=works.pk, by=expeditor, **facts(duty="Plant 2", phone="+1 555 0100")
    )

    contact.refresh_from_db()
    assert (contact.contractor, contact.name, contact.duty) == (works, "Order desk", "Plant 2")
    assert (contact.email, contact.phone, contact.time_zone) == (
        "desk@works.example",
        "+1 555 0100",
        "America/New_York",
    )


def test_the_same_contact_twice_is_one(expeditor):
    works = ContractorFactory()
    first = contacts.add(contractor_id=works.pk, by=expeditor, **facts())

    assert contacts.add(contractor_id=works.pk, by=expeditor, **facts()) == first
    assert Contact.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_contact_twice_at_once_is_one():
    works, by = ContractorFactory(), UserFactory()

    def add():
        return contacts.add(contractor_id=works.pk, by=by, **facts())

    second_of_two(add, add)

    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"name": "  "}, "name", "required"),
        ({"name": "x" * 121}, "name", "too_long"),
        ({"email": ""}, "email", "required"),
        ({"email": "desk"}, "email", "not_an_address"),
        ({"email": f"{'x' * 300}@works.example"}, "email", "too_long"),
        ({"email": "a@b.example\nBcc: c@d.example"}, "email", "not_an_address"),
        ({"time_zone": "Ohio"}, "time_zone", "unknown_time_zone"),
    ],
)
def test_what_reaches_nobody_is_refused(expeditor, given, field, code):
    works = ContractorFactory()

    with pytest.raises(Refused) as refused:
        contacts.add(contractor_id=works.pk, by=expeditor, **facts(**given))

    assert (field, code) in [(problem.field, problem.code) for problem in refused.value.problems]
    assert Contact.objects.count() == 0


def test_a_phone_number_alone_is_enough(expeditor):
    works = ContractorFactory()

    contact = contacts.add(
        contractor_id=works.pk, by=expeditor, **facts(email="", phone="+1 555 0100")
    )

    assert contact.email == ""


def test_a_contact_is_written_anew(expeditor):
    held = ContactFactory(name="Order desk", phone="+1 555 0100")

    changed = contacts.change(
        contractor_id=held.contractor_id,
        contact_id=held.pk,
        by=expeditor,
        at=AT,
        **facts(name="Night desk"),
    )

    changed.refresh_from_db()
    assert (changed.name, changed.email, changed.phone) == ("Night desk", "desk@works.example", "")


def test_a_contact_of_another_contractor_is_not_found(expeditor):
    held, other = ContactFactory(), ContractorFactory()

    with pytest.raises(Contact.DoesNotExist):
        contacts.change(contractor_id=other.pk, contact_id=held.pk, by=expeditor, at=AT, **facts())


def test_a_contractor_that_is_none_is_not_found(expeditor):
    with pytest.raises(Contractor.DoesNotExist):
        contacts.add(contractor_id=1, by=expeditor, **facts())


def test_who_may_not_expedite_changes_nothing():
    held = ContactFactory()
    clerk = UserFactory(roles=[Role.SHIPMENT_CLERK.value])

    with pytest.raises(NotAllowed):
        contacts.add(contractor_id=held.contractor_id, by=clerk, **facts())
    with pytest.raises(NotAllowed):
        contacts.change(
            contractor_id=held.contractor_id, contact_id=held.pk, by=clerk, at=AT, **facts()
        )

    assert list(Contact.objects.values_list("email", flat=True)) == [held.email]
