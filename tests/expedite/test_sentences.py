from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from shipments.expedite import rule, rules, sentence
from shipments.expedite.sentences import fill
from shipments.models import Flag
from tests.factories.moments import TODAY


def said(text: str, evidence: dict, *, today: date = TODAY) -> str:
    return fill(replace(rules()[0], says=(text,)), evidence, today=today, until=today)


@pytest.mark.parametrize(
    ("text", "evidence", "words"),
    [
        ("{asked_on}", {"asked_on": "2026-11-05"}, "5 Nov"),
        ("{asked_on}", {"asked_on": "2025-11-05"}, "5 Nov 2025"),
        ("{asked_on}", {"asked_on": "2025-11-30", "asked_on_precision": "month"}, "Nov 2025"),
        ("{asked_on:days}", {"asked_on": "2026-11-19"}, "1 day"),
        ("{asked_on:days}", {"asked_on": "2022-11-20"}, "1,461 days"),
        ("{asked_on:days}", {"asked_on": "2026-11-21"}, "0 days"),
        (
            "{asked_on:days}",
            {"asked_on": "2026-10-31", "asked_on_precision": "month"},
            "at least 20 days",
        ),
        ("{late:days}", {"late": 4}, "4 days"),
        ("{moved:times}", {"moved": 1}, "once"),
        ("{moved:times}", {"moved": 2}, "twice"),
        ("{moved:times}", {"moved": 1200}, "1,200 times"),
        ("{left:quantity}", {"left": 12000, "unit": "EA"}, "12,000 EA"),
        ("{left:quantity}", {"left": 12000}, "12,000"),
        ("{left}", {"left": 12000}, "12,000"),
        ("{basis:first} {basis}", {"basis": "required date"}, "Required date required date"),
    ],
)
def test_evidence_is_worded(text, evidence, words):
    assert said(text, evidence) == words


def test_the_first_sentence_that_the_evidence_fills_is_said():
    of = replace(rules()[0], says=("{a} and {b}.", "{a} alone."))

    assert fill(of, {"a": "One", "b": "two"}, today=TODAY, until=TODAY) == "One and two."
    assert fill(of, {"a": "One", "b": None}, today=TODAY, until=TODAY) == "One alone."


def test_without_evidence_the_rules_meaning_is_said():
    assert sentence(Flag(reason="silent", evidence={}), TODAY) == (
        "Nothing has been heard about the order for too long."
    )


def test_a_flag_of_a_withdrawn_rule_is_still_named():
    assert rule("gone_by") is None
    assert sentence(Flag(reason="gone_by", evidence={}), TODAY) == "Gone by."
