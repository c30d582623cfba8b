from __future__ import annotations

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from shipments.models import JudgingPass
from tests.expedite.judged import quiet, reasons

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("judge", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_one_json_object():
    quiet(required_on=date(2026, 6, 1))

    found = json.loads(run("--json", "--as-of", "2026-11-20"))

    assert found.pop("seconds") >= 0
    assert found == {"judged": 1, "raised": 2, "cleared": 0, "changed": 0, "live": 2}


def test_it_prints_words():
    quiet(required_on=date(2026, 6, 1))

    found = run("--as-of", "2026-11-20")

    assert found.startswith("judged 1, raised 2, cleared 0, changed 0, live 2, seconds 0.")


def test_it_judges_as_of_the_day_it_is_given():
    order = quiet(urgent=True)

    run("--as-of", "2026-12-19")
    before = reasons(order)
    run("--as-of", "2026-12-20")

    assert (before, reasons(order)) == (set(), {"silent"})


def test_a_full_pass_takes_every_open_order_again():
    quiet()
    run("--as-of", "2026-11-20")

    due = json.loads(run("--as-of", "2026-11-20", "--json"))
    full = json.loads(run("--as-of", "2026-11-20", "--json", "--full"))

    assert (due["judged"], full["judged"]) == (0, 1)
    assert list(JudgingPass.objects.order_by("pk").values_list("full", flat=True)) == [
        True,
        False,
        True,
    ]


@pytest.mark.parametrize("typed", ["yesterday", "2026-13-01", "20.11.2026"])
def test_a_day_that_is_none_is_refused_with_what_would_be_right(typed):
    with pytest.raises(CommandError, match=f"found '{typed}'; write a day as 2026-11-20"):
        run("--as-of", typed)

    assert not JudgingPass.objects.exists()
