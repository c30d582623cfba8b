from __future__ import annotations

import pytest

from shipments.models import Policy
from tests.factories import UserFactory
from tests.factories.moments import AT

POLICIES = "/api/v1/policies/"


def version(number, **fields):
    limits = {**Policy.objects.in_force().limits, "silent_days": number}
    return Policy.objects.create(
        version=number, limits=limits, reason="Other figures", made_at=AT, **fields
    )


def test_the_version_in_force_stands_first_with_its_limits(api):
    first = Policy.objects.in_force()
    version(2, made_by=UserFactory(name="A. Manager"))

    newest, oldest = api.get(POLICIES).json()["results"]

    assert newest == {
        "version": 2,
        "limits": {**first.limits, "silent_days": 2},
        "reason": "Other figures",
        "made_at": "2026-11-20T12:00:00Z",
        "made_by": "A. Manager",
    }
    assert (oldest["version"], oldest["made_by"]) == (1, None)


def test_policies_are_not_for_contractors(contractors_api, problem):
    assert problem(contractors_api.get(POLICIES))["status"] == 404


def test_policies_are_read_and_not_written(api, problem):
    assert problem(api.post(POLICIES, {}))["status"] == 405
    assert Policy.objects.count() == 1


@pytest.mark.parametrize("count", [2, 40])
def test_the_list_costs_one_query_however_long(api, django_assert_num_queries, count):
    for number in range(2, count + 2):
        version(number, made_by=UserFactory())

    with django_assert_num_queries(1):
        response = api.get(POLICIES)

    assert len(response.json()["results"]) == count + 1
