from __future__ import annotations

from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from shipments.expedite import RuleKind, parameters, reading, rule, rules, statements
from shipments.models import Policy
from shipments.models.flag import ABOUT_NEEDS
from tests.factories.moments import TODAY

GOOD = """\
-- shipments/expedite/rules/quiet.sql
-- Reason       quiet (chase): nobody calls
-- Chip         Nobody calls
-- Icon         volume-x
-- Says         "Nobody called since {last_heard_on}."
-- Parameters   as_of date | silent_days int, calendar days
-- Turns        s.last_heard_on + %(silent_days)s::int + 1
-- Reads        scope: the open orders being judged, prepared by the engine
-- Returns      order_id, since (first day the rule held), evidence
SELECT s.order_id,
       s.last_heard_on + 1 AS since,
       jsonb_build_object('last_heard_on', s.last_heard_on) AS evidence
  FROM scope AS s
 WHERE s.last_heard_on + %(silent_days)s::int < %(as_of)s::date
"""


@pytest.fixture
def _weight(monkeypatch):
    monkeypatch.setitem(parameters.LIMITS, "points_quiet", "points")


@pytest.fixture
def folder(tmp_path, monkeypatch, _weight):
    monkeypatch.setattr(reading, "FOLDER", tmp_path)
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
    assert only.turns == ("s.last_heard_on + %(silent_days)s::int + 1",)
    assert only.turns_sql == ""
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
        ("as_of date | ", "", 14, "the header does not name the parameter as_of"),
        ("s.last_heard_on + %", "s.last_heard_on + 30 + %", 7, "the number 30 belongs in the"),
        ("%(silent_days)s::int + 1\n", "%(ready_days)s + 1\n", 7, "the parameter ready_days"),
        ("FROM scope", "FROM shipments_need", 13, "does not say that it reads shipments_need"),
        ("heard_on + 1", "heard_on + 30", 11, "the number 30 belongs in the policy"),
        ("AS since", "AS ever", 10, "the SQL does not return since"),
        ("::date\n", "::date;\n", 10, "no semicolon"),
        ("SELECT", "TABLE", 10, "there is no SELECT below the header"),
    ],
)
def test_a_malformed_rule_is_a_check_error_with_file_and_line(folder, before, after, line, message):
    path = write(folder, GOOD.replace(before, after))

    errors = [error for error in run_checks() if error.id == "shipments.E001"]

    assert any(f"{path}:{line}: " in error.msg and message in error.msg for error in errors)
    with pytest.raises(SystemCheckError, match=r"quiet\.sql"):
        call_command("check")


def turns(folder: Path, text: str) -> Path:
    path = folder / "turns" / "quiet.sql"
    path.parent.mkdir()
    path.write_text(text)
    return path


TURNS = """\
-- shipments/expedite/turns/quiet.sql
-- Somebody calls.
SELECT order_id, required_on AS turns_on FROM scope WHERE required_on > %(judged_on)s::date
"""


@pytest.mark.usefixtures("_weight")
def test_a_rule_that_turns_by_other_tables_says_so_in_a_file_of_its_name(tmp_path):
    (tmp_path / "rules").mkdir()
    path = write(
        tmp_path / "rules", GOOD.replace("s.last_heard_on + %(silent_days)s::int + 1", "none")
    )
    turns(tmp_path, TURNS)

    found, problems = reading.read(path)

    assert (problems, found.turns) == ([], ())
    assert found.turns_sql.startswith("SELECT order_id, required_on AS turns_on")


@pytest.mark.usefixtures("_weight")
@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("turns/quiet", "turns/loud", 'the first line is "-- shipments/expedite/turns/quiet.sql"'),
        ("turns_on", "on_day", "the SQL does not return turns_on"),
        ("judged_on", "some_day", "the policy knows no parameter some_day"),
        ("::date\n", "::date;\n", "no semicolon"),
    ],
)
def test_a_malformed_file_of_turns_is_a_problem_of_its_rule(tmp_path, before, after, message):
    (tmp_path / "rules").mkdir()
    path = write(tmp_path / "rules", GOOD)
    turning = turns(tmp_path, TURNS.replace(before, after))

    found, problems = reading.read(path)

    assert found is None
    assert [problem.path for problem in problems] == [turning]
    assert message in problems[0].message


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


def test_the_fourteen_rules_are_found():
    assert {(each.code, each.kind.value) for each in rules()} == {
        ("late_for_required_date", "both"),
        ("misses_departure", "speed up"),
        ("need_uncovered", "speed up"),
        ("no_acknowledgement", "chase"),
        ("no_ship_date", "chase"),
        ("outgrown_routine", "speed up"),
        ("past_required_date", "both"),
        ("promise_broken", "both"),
        ("ready_not_shipped", "speed up"),
        ("route_disrupted", "both"),
        ("silent", "chase"),
        ("slipping", "both"),
        ("stalled_in_transit", "chase"),
        ("undelivered", "both"),
    }
    assert rule("silent") in rules()
    assert rule("withdrawn") is None


def test_the_first_policy_holds_every_limit(db):
    assert set(Policy.objects.in_force().limits) == set(parameters.LIMITS)


@pytest.mark.django_db
@pytest.mark.parametrize("code", [each.code for each in rules()])
def test_postgresql_accepts_each_rule_and_its_turns(code):
    policy = Policy.objects.in_force()
    given = parameters.values(as_of=TODAY, limits=policy.limits) | {"judged_on": TODAY}
    only = [each for each in rules() if each.code == code]
    found = (
        f"WITH judged AS ({statements.scope('true')}) {statements.all_found(only, among='judged')}"
    )

    with connection.cursor() as cursor:
        for sql in (found, statements.turned(only, which="true")):
            cursor.execute(f"EXPLAIN {sql}", given)
            assert cursor.fetchall()


def test_a_contractors_user_is_told_of_no_rule_that_reads_needs():
    needs = {"shipments_need", "shipments_pullforward"}

    assert {rule.code for rule in rules() if needs & set(rule.reads)} == ABOUT_NEEDS
