from __future__ import annotations

from datetime import date, timedelta

import pytest

from shipments.domain.roles import Role
from shipments.models import DueOrder, JudgingPass, Policy, Standing
from shipments.services import policies
from shipments.services.refusal import NotAllowed, Refused
from tests.expedite.judged import judge, quiet
from tests.factories import UserFactory
from tests.factories.moments import AT
from tests.factories.policies import INSTALLED
from tests.factories.standings import due_orders

pytestmark = pytest.mark.django_db


def changed(**limits):
    """The limits in force, but for these."""
    return {**Policy.objects.in_force().limits, **limits}


def save(limits, *, by=None, reason="Contractors asked for it", on_version=None):
    if on_version is None:
        on_version = Policy.objects.in_force().version
    return policies.put_in_force(
        limits, reason=reason, by=by or UserFactory(), at=AT, on_version=on_version
    )


def refusals(limits, **given):
    with pytest.raises(Refused) as refused:
        save(limits, **given)
    return {problem.field: problem.message for problem in refused.value.problems}


def test_new_limits_are_the_next_version_and_every_order_is_due():
    by, before = UserFactory(), Policy.objects.in_force()
    DueOrder.objects.all().delete()

    policy = save(changed(silent_days=20), by=by, reason=" Too quiet ")

    assert (policy.version, policy.reason) == (before.version + 1, "Too quiet")
    assert (policy.made_by, policy.made_at) == (by, AT)
    assert policy.limits == {**before.limits, "silent_days": 20}
    assert Policy.objects.in_force() == policy
    assert due_orders() == {None}


def test_the_worker_is_asked_once_the_version_is_safe(
    monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr("celery.canvas.Signature.apply_async", lambda *_, **__: asked.append(1))

    with django_capture_on_commit_callbacks(execute=True):
        save(changed(silent_days=20))

    assert asked == [1]


def test_the_first_pass_of_new_limits_is_a_full_one():
    quiet()
    judge()
    policy = save(changed(silent_days=20))

    counts = judge()

    last = JudgingPass.objects.order_by("-pk")[0]
    assert (counts.judged, last.full, last.policy) == (1, True, policy)


def test_another_transit_moves_the_expected_dates_with_it():
    order = quiet()

    save(changed(transit_planning_days=45))

    standing = Standing.objects.get(order=order)
    assert standing.expected_delivery_on == date(2027, 1, 15) + timedelta(days=45)
    assert standing.expected_basis == "promise plus 45 days, a planning figure"


def test_a_transit_that_stays_leaves_the_standings_alone():
    order = quiet()
    Standing.objects.update(recomputed_at=AT - timedelta(days=9))

    save(changed(silent_days=20))

    assert Standing.objects.get(order=order).recomputed_at == AT - timedelta(days=9)


@pytest.mark.parametrize("days", [None, -1, 3651, 1.5, "30", True])
def test_a_limit_out_of_bounds_is_refused_beside_its_field(days):
    said = refusals(changed(silent_days=days))

    assert said == {
        "silent_days": "Silence that is too long: enter a whole number from 0 to 3,650."
    }
    assert Policy.objects.count() == INSTALLED


@pytest.mark.parametrize("days", [0, 3650])
def test_a_limit_on_its_bound_is_taken(days):
    assert save(changed(silent_days=days)).limits["silent_days"] == days


def test_every_problem_is_told_at_once():
    limits = changed(silent_days=-1, boredom_days=3)
    del limits["late_grace_days"]

    said = refusals(limits, reason=" ")

    assert set(said) == {"silent_days", "late_grace_days", "boredom_days", "reason"}
    assert said["reason"] == "Enter why the limits change."


def test_a_reason_longer_than_a_row_holds_is_refused():
    assert set(refusals(changed(silent_days=20), reason="x" * 301)) == {"reason"}


def test_what_changes_nothing_is_refused():
    said = refusals(changed())

    assert said == {"": f"These are the limits of version {INSTALLED}: nothing would change."}
    assert Policy.objects.count() == INSTALLED


def test_who_began_from_an_older_version_is_told_who_saved_meanwhile():
    save(changed(silent_days=20), by=UserFactory(name="A. Quick"))

    with pytest.raises(policies.Superseded) as refused:
        save(changed(silent_days=25), on_version=INSTALLED)

    assert str(refused.value) == (
        f"Version {INSTALLED + 1} is in force: A. Quick saved it on 20 Nov 2026, 12:00Z, and you "
        f"began from version {INSTALLED}. Look at its limits, then preview yours again."
    )
    assert Policy.objects.count() == INSTALLED + 1


@pytest.mark.parametrize("role", [*Role])
def test_case_managers_and_administrators_alone_change_the_policy(role):
    by = UserFactory.build(roles=[role.value])

    if role in {Role.CASE_MANAGER, Role.ADMINISTRATOR}:
        by.save()
        assert save(changed(silent_days=20), by=by).version == INSTALLED + 1
        return

    with pytest.raises(NotAllowed):
        save(changed(silent_days=20), by=by)
    with pytest.raises(NotAllowed):
        policies.propose(changed(silent_days=20), by=by, at=AT)
    assert Policy.objects.count() == INSTALLED
