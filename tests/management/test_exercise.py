from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from shipments.management.commands import exercise as command
from shipments.models import Order, Standing
from shipments.services import exercise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_an_exercise(settings):
    settings.EXERCISE = True


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("exercise", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_one_json_object():
    found = json.loads(run("--orders", "30", "--seed", "4", "--as-of", "2026-11-20", "--json"))

    assert (found["orders"], found["seed"], found["as_of"]) == (30, 4, "2026-11-20")
    assert Standing.objects.count() == 30


def test_it_prints_words():
    found = run("--orders", "30", "--seed", "4", "--as-of", "2026-11-20")

    assert found.startswith("Exercise 4 as of 2026-11-20: 30 orders, 0 possible sales, ")


def test_a_refusal_is_one_sentence(settings):
    settings.EXERCISE = False

    with pytest.raises(CommandError, match=r"^This is not an exercise.*Set EXERCISE=1"):
        run("--orders", "5")

    assert not Order.objects.exists()


def test_a_day_that_is_none_is_refused():
    with pytest.raises(CommandError, match="found 'today'; write a day as 2026-11-20"):
        run("--as-of", "today")


def test_beginning_anew_erases_and_makes_the_tables_before_the_book(monkeypatch):
    did = []
    monkeypatch.setattr(exercise, "erase", lambda: did.append("erase"))
    monkeypatch.setattr(command, "call_command", lambda name, **_: did.append(name))

    run("--orders", "7", "--anew")

    assert did == ["erase", "migrate"]
    assert Order.objects.count() == 7
