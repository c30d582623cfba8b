"""Which orders a rule can possibly find, as a condition that costs next to nothing to check.

Most orders are flagged by no rule. Those are left out once, before the rules look, each of
which then reads what is left. A condition may let through more than its rule finds and never
less, which a test holds every rule to; a rule without one is given every order of its kind.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from shipments.expedite.rule import Rule, RuleKind

_FOLDER = Path(__file__).parent


def condition(rule: Rule) -> str:
    """The condition of one rule over ``s``, a row of the scope."""
    holds = _read(rule.code)
    match rule.kind:
        case RuleKind.SPEED_UP:
            return f"s.is_routine AND ({holds})"
        case RuleKind.CHASE:
            return f"NOT s.is_routine AND ({holds})"
        case RuleKind.BOTH:
            return f"({holds})"


@cache
def _read(code: str) -> str:
    path = _FOLDER / f"{code}.sql"
    if not path.exists():
        return "true"
    lines = path.read_text().splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))
