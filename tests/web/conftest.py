from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from shipments.models import Contact, Order, User

# Imports that need settings stand inside: this file is read before the servers are up
# when pytest is given this folder.


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon of 20 November 2026 in every page."""
    from django.utils import timezone  # noqa: PLC0415

    from tests.factories.moments import AT  # noqa: PLC0415

    monkeypatch.setattr(timezone, "now", lambda: AT)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """No count of an earlier test is still in the process's memory."""
    from django.core.cache import caches  # noqa: PLC0415

    caches["process"].clear()


@pytest.fixture
def as_person(db: None) -> Callable[[User], Client]:
    """Give a browser without scripts in which somebody is signed in."""
    from django.test import Client  # noqa: PLC0415

    def browser(person: User) -> Client:
        made = Client()
        made.force_login(person)
        return made

    return browser


@pytest.fixture
def manager(db: None) -> User:
    """May write everything."""
    from tests.factories import UserFactory  # noqa: PLC0415

    return UserFactory(name="Case Manager")


@pytest.fixture
def site(as_person: Callable[[User], Client], manager: User) -> Client:
    """The manager's browser."""
    return as_person(manager)


@pytest.fixture
def contractors_person(db: None) -> User:
    """Sees the orders of one contractor and no other."""
    from shipments.domain.roles import Role  # noqa: PLC0415
    from tests.factories import ContractorFactory, UserFactory  # noqa: PLC0415

    return UserFactory(roles=[Role.CONTRACTOR.value], contractor=ContractorFactory())


@pytest.fixture
def auditor(db: None) -> User:
    """May read everything and write nothing."""
    from shipments.domain.roles import Role  # noqa: PLC0415
    from tests.factories import UserFactory  # noqa: PLC0415

    return UserFactory(roles=[Role.AUDITOR.value])


@pytest.fixture
def flagged_order(db: None) -> Order:
    """An order with one live flag: it is past its required date."""
    from datetime import date  # noqa: PLC0415

    from shipments.models import Flag, Policy  # noqa: PLC0415
    from tests.factories.hot import heat  # noqa: PLC0415
    from tests.factories.moments import AT  # noqa: PLC0415
    from tests.factories.standings import standing_order  # noqa: PLC0415

    order = standing_order(reference="HOT", required_on=date(2026, 11, 1))
    Flag.objects.create(
        order=order,
        reason="past_required_date",
        kind="chase",
        since=date(2026, 11, 2),
        points=40,
        evidence={"required_on": "2026-11-01"},
        policy=Policy.objects.in_force(),
        raised_at=AT,
        evidence_at=AT,
    )
    heat(order, 40)
    return order


@pytest.fixture
def stranger() -> Client:
    """A browser of nobody we know, at an address of its own."""
    from uuid import uuid4  # noqa: PLC0415

    from django.test import Client  # noqa: PLC0415

    some = uuid4().bytes
    return Client(REMOTE_ADDR=f"10.{some[0]}.{some[1]}.{some[2]}")


@pytest.fixture
def contact(db: None) -> Contact:
    """Ms Desk of Fictional Works, who can be written to and called."""
    from tests.factories import ContactFactory, ContractorFactory  # noqa: PLC0415

    return ContactFactory(
        contractor=ContractorFactory(name="Fictional Works"),
        name="Ms Desk",
        email="desk@works.example",
        phone="+1 555 555 0100",
    )
