"""Two people who save at once, and people who work while limits are tried out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from shipments.models import Flag, Order, Policy, Promise, Standing
from shipments.services import policies
from shipments.standing.recompute import recompute
from tests.expedite.judged import judge, quiet
from tests.factories import UserFactory
from tests.factories.moments import AT, TODAY
from tests.factories.policies import INSTALLED

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20


def in_thread(call: Callable[[], Any]) -> threading.Thread:
    def run() -> None:
        try:
            call()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def changed(**limits: int) -> dict[str, int]:
    return {**Policy.objects.in_force().limits, **limits}


def test_of_two_who_save_at_once_one_wins_and_the_other_learns_who():
    people = [UserFactory(name="One"), UserFactory(name="Other")]
    limits = changed(silent_days=20)
    together = threading.Barrier(2)
    ends: list[str] = []

    def save(by: Any) -> None:
        together.wait(PATIENCE)
        try:
            policies.put_in_force(limits, reason="Quieter", by=by, at=AT, on_version=INSTALLED)
        except policies.Superseded as refused:
            ends.append(f"lost to {refused.policy.made_by}")
        else:
            ends.append(f"won by {by}")

    for thread in [in_thread(lambda by=by: save(by)) for by in people]:
        thread.join(PATIENCE)

    winner = str(Policy.objects.in_force().made_by)
    assert sorted(ends) == [f"lost to {winner}", f"won by {winner}"]
    assert Policy.objects.get(version__gt=INSTALLED).version == INSTALLED + 1


def test_a_preview_waits_for_nobody_who_writes():
    order = quiet(required_on=date(2027, 2, 12))
    judge()
    seen: list[policies.Preview] = []
    by, limits = UserFactory(), changed(late_grace_days=0)

    def look() -> None:
        seen.append(policies.propose(limits, by=by, at=AT))

    with transaction.atomic():
        list(Order.objects.select_for_update())
        list(Standing.objects.select_for_update())
        list(Flag.objects.select_for_update())
        recompute([order.pk], at=AT)
        judge(full=True)
        thread = in_thread(look)
        thread.join(PATIENCE)
        done_meanwhile = not thread.is_alive()

    assert done_meanwhile
    assert [each.raised for each in seen] == [1]


def test_a_promise_made_while_another_transit_is_saved_is_kept_and_has_it():
    order = quiet()
    by, limits = UserFactory(), changed(transit_planning_days=45)

    def save() -> None:
        policies.put_in_force(limits, reason="Longer", by=by, at=AT, on_version=INSTALLED)

    with transaction.atomic():
        Promise.objects.create(
            order=order,
            ship_on=date(2027, 2, 1),
            said_on=TODAY,
            said_by="Order desk",
            channel="phone",
            recorded_at=AT + timedelta(minutes=1),
        )
        recompute([order.pk], at=AT)
        thread = in_thread(save)
        thread.join(0.5)
        waits = thread.is_alive()
    thread.join(PATIENCE)

    standing = Standing.objects.get(order=order)
    assert waits
    assert standing.promised_ship_on == date(2027, 2, 1)
    assert standing.expected_delivery_on == date(2027, 2, 1) + timedelta(days=45)
