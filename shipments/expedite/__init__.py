"""The rules that flag orders, and their words for people.

``rules()`` lists every rule (code, kind, meaning, chip, icon, weight, says);
``rule(code)`` finds the one of a flag's ``reason``; ``sentence(flag, today)`` words a flag.
"""

from __future__ import annotations

from shipments.expedite.reading import rules
from shipments.expedite.rule import Rule, RuleKind
from shipments.expedite.sentences import rule, sentence

__all__ = ["Rule", "RuleKind", "rule", "rules", "sentence"]
