from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from rest_framework.test import APIClient

    from shipments.models import User

# Imports that need settings stand inside: this file is read before the servers are up
# when pytest is given this folder.


@pytest.fixture
def as_person(db: None) -> Callable[[User], APIClient]:
    """Give a client that is signed in as somebody, past authentication."""
    from rest_framework.test import APIClient  # noqa: PLC0415

    def client(person: User) -> APIClient:
        made = APIClient()
        made.force_authenticate(person)
        return made

    return client


@pytest.fixture
def manager(db: None) -> User:
    """May write everything."""
    from tests.factories import UserFactory  # noqa: PLC0415

    return UserFactory(name="Case Manager")


@pytest.fixture
def api(as_person: Callable[[User], APIClient], manager: User) -> APIClient:
    return as_person(manager)


@pytest.fixture
def contractors_user(db: None) -> User:
    from tests.factories import ContractorFactory, UserFactory  # noqa: PLC0415

    return UserFactory(roles=["contractor"], contractor=ContractorFactory())


@pytest.fixture
def contractors_api(as_person: Callable[[User], APIClient], contractors_user: User) -> APIClient:
    """Sees the orders of one contractor."""
    return as_person(contractors_user)


@pytest.fixture
def problem() -> Callable[[Any], dict[str, Any]]:
    """Check that an answer is a problem document and give it back."""

    def read(response: Any) -> dict[str, Any]:
        assert response["Content-Type"] == "application/problem+json"
        body: dict[str, Any] = response.json()
        members = {"type", "title", "status", "detail", "instance", "code"}
        assert body.keys() - {"errors"} == members
        assert body["status"] == response.status_code
        assert body["type"] == f"/api/v1/problems/{body['code']}/"
        return body

    return read
