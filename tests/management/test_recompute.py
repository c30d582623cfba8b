from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from shipments.models import Standing
from tests.factories.standings import standing_order

pytestmark = pytest.mark.django_db


def test_recompute_says_what_it_did_and_brings_back_what_was_lost(capsys):
    order = standing_order()
    Standing.objects.all().delete()

    call_command("recompute")

    assert Standing.objects.get().order_id == order.pk
    assert capsys.readouterr().out == "Computed 1 orders again; 0 records changed.\n"


def test_recompute_prints_json_for_programs(capsys):
    standing_order()

    call_command("recompute", "--json")

    assert json.loads(capsys.readouterr().out) == {"orders": 1, "records": 0}
