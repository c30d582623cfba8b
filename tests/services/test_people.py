from __future__ import annotations

import pytest

from shipments.domain.roles import Role
from shipments.models import User
from shipments.services import people
from tests.factories import ContractorFactory, OrderFactory

pytestmark = pytest.mark.django_db


def test_one_person_stands_ready_for_each_role():
    busy = OrderFactory().contractor
    ContractorFactory()

    ready = people.ensure_logins(dict.fromkeys(Role, "a-long-random-secret"))

    assert set(ready) == set(Role)
    assert User.objects.get(email=ready[Role.CONTRACTOR]).contractor == busy
    assert User.objects.get(email="shipment-clerk@quayline.example").check_password(
        "a-long-random-secret"
    )


def test_again_changes_no_password_that_still_fits():
    people.ensure_logins({Role.AUDITOR: "a-long-random-secret"})
    before = User.objects.get().password

    people.ensure_logins({Role.AUDITOR: "a-long-random-secret"})

    assert User.objects.get().password == before


def test_without_a_contractor_nobody_stands_for_one():
    assert people.ensure_logins({Role.CONTRACTOR: "a-long-random-secret"}) == {}
