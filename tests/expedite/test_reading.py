from __future__ import annotations

from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from shipments.expedite import RuleKind, engine, parameters, reading, rule, rules
from shipments.models import Policy
from tests.factories.moments import AT, TODAY

GOOD = """\
-- shipments/expedite/rules/quiet.sql
-- Reason       quiet (chase): nobody calls
-- Chip         Nobody calls
-- Icon         volume-x
-- Says         "Nobody called since {last_heard_on}."
-- Parameters   as_of date | silent_days int, calendar days
-- Reads        scope: the open orders being judged, prepared by the engine
-- Returns      order_id, since (first day the rule held), evidence
SELECT s.order_id,
       s.last_heard_on + 1 AS since,
       jsonb_build_object('last_heard_on', s.last_heard_on) AS evidence
  FROM scope AS s
 WHERE s.last_heard_on + %(silent_days)s::int < %(as_of)s::date
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
    monkeypatch.setitem(parameters.LIMITS, "points_quiet", "points")
    return tmp_path


def write(folder: Path, text: str, name: str = "quiet.sql") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_a_rule_is_read_from_its_header(folder):
    path = write(folder, GOOD)

    found, problems = reading.read_folder(folder)

    assert problems == []
    (only,) = found
    assert (only.code, only.kind, only.meaning) == ("quiet", RuleKind.CHASE, "nobody calls")
    assert (only.chip, only.icon, only.weight) == ("Nobody calls", "volume-x", "points_quiet")
    assert only.says == ("Nobody called since {last_heard_on}.",)
    assert (only.parameters, only.reads) == (("as_of", "silent_days"), ("scope",))
    assert only.sql.startswith("SELECT s.order_id")
    assert only.path == path


def test_a_field_may_go_on_over_lines(folder):
    write(folder, GOOD.replace('on}."\n', 'on}."\n--              "Nobody calls."\n'))

    (only,), _ = reading.read_folder(folder)

    assert only.says == ("Nobody called since {last_heard_on}.", "Nobody calls.")


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ("rules/quiet", "rules/loud", 1, 'the first line is "-- shipments/expedite/rules/quiet'),
        ("-- Icon         volume-x\n", "", 1, "the header has no field Icon"),
        ("-- Icon  ", "-- Points  ", 4, "the header has an unknown field Points"),
        ("-- Chip  ", "-- Icon  ", 4, "the header has the field Icon twice"),
        ("-- Icon         volume-x", "-- icon volume-x", 4, "this is no header line"),
        ("(chase)", "(chaser)", 2, 'write "code (speed up | chase | both): when it holds"'),
        ("quiet (chase)", "calm (chase)", 2, "the policy knows no weight points_calm"),
        ("Nobody calls\n", "Nobody calls us now\n", 3, "at most three words fit on a chip"),
        ('"Nobody called since {last_heard_on}."', "Nobody", 5, "in double quotes"),
        ("{last_heard_on}", "{last_seen_on}", 5, "the SQL gives no evidence last_seen_on"),
        ("silent_days int", "calm_days int", 6, "the policy knows no parameter calm_days"),
        ("as_of date |", "as_of date | late_grace_days |", 6, "does not use late_grace_days"),
        ("as_of date | ", "", 13, "the header does not name the parameter as_of"),
        ("FROM scope", "FROM shipments_need", 12, "does not say that it reads shipments_need"),
        ("heard_on + 1", "heard_on + 30", 10, "the number 30 belongs in the policy"),
        ("AS since", "AS ever", 9, "the SQL does not return since"),
        ("::date\n", "::date;\n", 9, "no semicolon"),
        ("SELECT", "TABLE", 9, "there is no SELECT below the header"),
    ],
)
def test_a_malformed_rule_is_a_check_error_with_file_and_line(folder, before, after, line, message):
    path = write(folder, GOOD.replace(before, after))

    errors = [error for error in run_checks() if error.id == "shipments.E001"]

    assert any(f"{path}:{line}: " in error.msg and message in error.msg for error in errors)
    with pytest.raises(SystemCheckError, match=r"quiet\.sql"):
        call_command("check")


def test_an_empty_file_is_a_check_error(folder):
    path = write(folder, "")

    _, problems = reading.read_folder(folder)

    assert str(problems[0]).startswith(f"{path}:1: the first line is")


def test_two_rules_may_not_share_a_code(folder):
    write(folder, GOOD)
    other = write(folder, GOOD.replace("rules/quiet", "rules/still"), "still.sql")

    _, problems = reading.read_folder(folder)

    assert [str(problem) for problem in problems] == [
        f"{other}:2: the code quiet is taken by quiet.sql"
    ]


def test_a_folder_without_rules_is_a_check_error(folder):
    assert [error.id for error in run_checks() if error.id.startswith("shipments.E")] == [
        "shipments.E002"
    ]


def test_malformed_rules_are_never_judged_by(folder):
    path = write(folder, GOOD.replace("-- Icon         volume-x\n", ""))
    reading.rules.cache_clear()

    try:
        with pytest.raises(reading.MalformedRule, match=str(path)):
            rules()
    finally:
        reading.rules.cache_clear()


def test_the_six_rules_are_found():
    assert {(each.code, each.kind.value) for each in rules()} == {
        ("late_for_required_date", "both"),
        ("no_acknowledgement", "chase"),
        ("no_ship_date", "chase"),
        ("outgrown_routine", "speed up"),
        ("past_required_date", "both"),
        ("silent", "chase"),
    }
    assert rule("silent") in rules()
    assert rule("withdrawn") is None


def test_the_first_policy_holds_every_limit(db):
    assert set(Policy.objects.in_force().limits) == set(parameters.LIMITS)


@pytest.mark.django_db
@pytest.mark.parametrize("code", [each.code for each in rules()])
def test_postgresql_accepts_each_rule(code):
    policy = Policy.objects.in_force()
    given = parameters.values(as_of=TODAY, limits=policy.limits)
    only = [each for each in rules() if each.code == code]

    with connection.cursor() as cursor:
        cursor.execute(
            f"EXPLAIN {engine.statement(only)}",
            {**given, "at": AT, "full": True, "policy_id": policy.pk, "reasons": [code]},
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "CTE found" in plan
