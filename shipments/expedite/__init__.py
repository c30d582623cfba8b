"""The rules that flag orders, the levers that gain days, and their words for people.

``rules()`` lists every rule (code, kind, meaning, chip, icon, weight, says);
``rule(code)`` finds the one of a flag's ``reason``; ``sentence(flag, today)`` words a flag.
``savings(order_ids, ...)`` says of each order what could gain how many days, the best first.
"""

from __future__ import annotations

from shipments.expedite.lever import Lever, levers
from shipments.expedite.reading import rules
from shipments.expedite.rule import Rule, RuleKind
from shipments.expedite.saving import Saving, Savings, savings
from shipments.expedite.sentences import rule, sentence

__all__ = [
    "Lever",
    "Rule",
    "RuleKind",
    "Saving",
    "Savings",
    "levers",
    "rule",
    "rules",
    "savings",
    "sentence",
]
