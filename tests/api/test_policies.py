from __future__ import annotations

import pytest

from shipments.models import Policy
from tests.factories import UserFactory
from tests.factories.moments import AT
from tests.factories.policies import INSTALLED

POLICIES = "/api/v1/policies/"


def version(number, **fields):
    limits = {**Policy.objects.in_force().limits, "silent_days": number}
    return Policy.objects.create(
        version=number, limits=limits, reason="Other figures", made_at=AT, **fields
    )


def test_the_version_in_force_stands_first_with_its_limits(api):
    first = Policy.objects.in_force()
    version(INSTALLED + 1, made_by=UserFactory(name="A. Manager"))

    newest, before, *_ = api.get(POLICIES).json()["results"]

    assert newest == {
        "version": INSTALLED + 1,
        "limits": {**first.limits, "silent_days": INSTALLED + 1},
        "reason": "Other figures",
        "made_at": "2026-11-20T12:00:00Z",
        "made_by": "A. Manager",
    }
    assert (before["version"], before["made_by"]) == (INSTALLED, None)


def test_policies_are_not_for_contractors(contractors_api, problem):
    assert problem(contractors_api.get(POLICIES))["status"] == 404


def test_policies_are_read_and_not_written(api, problem):
    assert problem(api.post(POLICIES, {}))["status"] == 405
    assert Policy.objects.count() == INSTALLED


@pytest.mark.parametrize("count", [2, 40])
def test_the_list_costs_one_query_however_long(api, django_assert_num_queries, count):
    for number in range(INSTALLED + 1, INSTALLED + 1 + count):
        version(number, made_by=UserFactory())

    with django_assert_num_queries(1):
        response = api.get(POLICIES)

    assert len(response.json()["results"]) == count + INSTALLED
