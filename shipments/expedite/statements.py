"""The statements of the judging engine, put together from the rules' own.

The text is ours throughout; no value is written into it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shipments.expedite import candidates as candidates_of
from shipments.expedite.rule import Rule, RuleKind
from shipments.models.judged import JUDGED

_FOLDER = Path(__file__).parent
_SCOPE = (_FOLDER / "scope.sql").read_text().rstrip().replace("/* judged */", JUDGED)


def read(name: str) -> str:
    """Read a statement of this folder."""
    return (_FOLDER / name).read_text()


def scope(which: str) -> str:
    """The orders to judge, and what the rules read of them.

    :param which: a condition; the standing is ``st`` and the order ``o``.
    """
    return _SCOPE.replace("/* which */", which)


def candidates(rules: Sequence[Rule], which: str) -> str:
    """Those of the scope that a rule can find at all."""
    holds = "\n    OR ".join(candidates_of.condition(rule) for rule in rules)
    return f"SELECT s.* FROM ({scope(which)}\n) AS s\n WHERE {holds or 'false'}"  # noqa: S608


def found(rule: Rule, *, among: str) -> str:
    """What one rule finds.

    :param among: the table that holds the scope. Within the rule ``scope`` means only those
        of it that are of its kind.
    """
    match rule.kind:
        case RuleKind.SPEED_UP:
            own = " WHERE is_routine"
        case RuleKind.CHASE:
            own = " WHERE NOT is_routine"
        case RuleKind.BOTH:
            own = ""
    return (
        f"SELECT order_id, '{rule.code}' AS reason, "  # noqa: S608
        f"%({rule.weight})s::smallint AS points, since, evidence FROM (\n"
        f"WITH scope AS NOT MATERIALIZED (SELECT * FROM {among}{own}) SELECT * FROM (\n"
        f"{rule.sql}\n) AS rule) AS found"
    )


def all_found(rules: Sequence[Rule], *, among: str) -> str:
    """What all rules find, in one statement."""
    return "\n    UNION ALL\n".join(found(rule, among=among) for rule in rules)


def turned(rules: Sequence[Rule], *, which: str) -> str:
    """The orders of which a rule can turn after ``judged_on`` and up to ``as_of``."""
    since = "%(judged_on)s::date"
    days = [
        f"(({turn}) > {since} AND ({turn}) <= %(as_of)s::date)"
        for rule in rules
        for turn in rule.turns
    ]
    branches = [f"SELECT s.order_id FROM scope AS s WHERE {' OR '.join(days)}"] if days else []  # noqa: S608
    branches += [
        f"SELECT order_id FROM (\n{rule.turns_sql}\n) AS rule "  # noqa: S608
        f"WHERE turns_on > {since} AND turns_on <= %(as_of)s::date"
        for rule in rules
        if rule.turns_sql
    ]
    return (
        f"WITH scope AS NOT MATERIALIZED ({scope(which)}\n) "  # noqa: S608
        + ("\nUNION\n".join(branches) or "SELECT order_id FROM scope WHERE false")
    )


def next_turns(rules: Sequence[Rule], *, which: str) -> str:
    """Every day after ``as_of`` on which a rule can turn for one order, soonest first."""
    days = [
        f"SELECT '{rule.code}' AS reason, ({turn})::date AS turns_on FROM scope AS s"  # noqa: S608
        for rule in rules
        for turn in rule.turns
    ]
    days += [
        f"SELECT '{rule.code}', turns_on FROM (\n{rule.turns_sql}\n) AS rule "  # noqa: S608
        "WHERE order_id = %(order_id)s"
        for rule in rules
        if rule.turns_sql
    ]
    return (
        f"WITH scope AS MATERIALIZED ({scope(which)}\n) SELECT reason, turns_on FROM (\n"  # noqa: S608
        + "\nUNION ALL\n".join(days)
        + "\n) AS turn WHERE turns_on > %(as_of)s::date ORDER BY turns_on, reason LIMIT 1"
    )
