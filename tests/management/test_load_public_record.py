from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from shipments.models import Order
from shipments.services import public_record
from tests.factories.release import ReleaseFolder

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    printed = StringIO()
    call_command("load_public_record", *arguments, stdout=printed)
    return printed.getvalue()


def test_it_prints_what_each_file_did_to_each_table() -> None:
    lines = run().splitlines()

    assert [" ".join(line.split()) for line in lines] == [
        "all files source documents 148 created 0 updated 0 unchanged",
        "places.csv places 17 created 0 updated 0 unchanged",
        "contractors.csv contractors 23 created 0 updated 0 unchanged",
        "contracts.csv contractors 8 created 0 updated 0 unchanged",
        "notifications.csv cases 26 created 0 updated 0 unchanged",
        "notifications.csv notifications 26 created 0 updated 0 unchanged",
        "notification_items.csv items 55 created 0 updated 0 unchanged",
        "notification_items.csv orders 55 created 0 updated 0 unchanged",
        "contracts.csv contracts 22 created 0 updated 0 unchanged",
        "contracts.csv items 19 created 0 updated 0 unchanged",
        "contracts.csv orders 19 created 0 updated 0 unchanged",
        "deliveries.csv public reports 28 created 0 updated 0 unchanged",
        "disruptions.csv disruptions 8 created 0 updated 0 unchanged",
    ]


def test_it_prints_the_same_for_machines() -> None:
    run()

    again = json.loads(run("--json"))

    assert again["contracts.csv"] == {
        "contractors": {"created": 0, "updated": 0, "unchanged": 8},
        "contracts": {"created": 0, "updated": 0, "unchanged": 22},
        "items": {"created": 0, "updated": 0, "unchanged": 19},
        "orders": {"created": 0, "updated": 0, "unchanged": 19},
    }
    assert sum(table["created"] for tables in again.values() for table in tables.values()) == 0


def test_a_refusal_is_one_sentence_and_nothing_was_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = ReleaseFolder(tmp_path)
    folder.change("deliveries.csv", 2, "mode", "x" * 21)
    monkeypatch.setattr(public_record, "SHIPPED", folder.path)

    with pytest.raises(CommandError) as refused:
        run()

    assert str(refused.value) == (
        f'Nothing was loaded. deliveries.csv line 2, column mode, "{"x" * 21}": '
        "21 characters; there is room for 20."
    )
    assert Order.objects.count() == 0


def test_an_exercise_does_not_take_real_facts(settings) -> None:
    settings.EXERCISE = True

    with pytest.raises(CommandError, match="real facts must never stand among invented ones"):
        run()

    assert not Order.objects.exists()
