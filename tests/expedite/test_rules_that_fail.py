"""A rule that the database refuses stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from shipments import expedite
from shipments.expedite.rule import Rule
from shipments.models import RuleRun
from shipments.queries import worker
from tests.expedite.judged import flag, judge, quiet, reasons, score
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db

RULES = expedite.rules()
LONG_AGO = date(2026, 6, 1)


def broken(code: str) -> Sequence[Rule]:
    """The rules, of which one divides by nothing."""
    return [
        replace(rule, sql=f"{rule.sql} AND 1 / (s.order_id - s.order_id) > 0")
        if rule.code == code
        else rule
        for rule in RULES
    ]


@pytest.fixture
def past_required_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expedite, "rules", lambda: broken("past_required_date"))


def test_the_others_judge_and_the_failure_is_noted(past_required_fails):
    order = quiet(required_on=LONG_AGO)

    judge()

    assert reasons(order) == {"late_for_required_date"}
    failed = RuleRun.objects.get(code="past_required_date")
    assert (failed.ran_at, failed.failed_at) == (None, AT)
    assert "division by zero" in failed.failure
    ran = RuleRun.objects.get(code="late_for_required_date")
    assert (ran.ran_at, ran.as_of, ran.failed_at, ran.failure) == (AT, TODAY, None, "")


def test_its_live_flags_stay_and_weigh(monkeypatch):
    order = quiet(required_on=LONG_AGO)
    judge()
    before = flag(order, "past_required_date")
    monkeypatch.setattr(expedite, "rules", lambda: broken("past_required_date"))

    judge(full=True)

    assert flag(order, "past_required_date") == before
    assert score(order) == 40 + 30


def test_an_order_that_is_received_loses_its_flags_all_the_same(monkeypatch):
    order = quiet(required_on=LONG_AGO)
    judge()
    monkeypatch.setattr(expedite, "rules", lambda: broken("past_required_date"))
    order.cancelled_on = TODAY
    order.save()

    judge()

    assert reasons(order) == set()
    assert score(order) == 0


def test_once_it_runs_again_it_judges_what_it_missed(monkeypatch):
    order = quiet(required_on=LONG_AGO)
    monkeypatch.setattr(expedite, "rules", lambda: broken("past_required_date"))
    judge()
    monkeypatch.setattr(expedite, "rules", lambda: RULES)

    judge()

    assert reasons(order) == {"late_for_required_date", "past_required_date"}
    assert RuleRun.objects.get(code="past_required_date").failed_at is None


def test_the_pages_name_the_rule_that_fails(past_required_fails):
    quiet(required_on=LONG_AGO)
    judge()

    health = worker.last_pass(AT + timedelta(minutes=1))

    assert (health.failing, health.rules_fail) == (("Past required date",), "1 rule fails")
    assert worker.rule_runs()[0].label == "Past required date"
