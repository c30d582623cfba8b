"""A rule as its file states it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from shipments.models.choices import FlagKind


class RuleKind(StrEnum):
    """Which orders a rule is for. BOTH takes the flag's kind from the order."""

    SPEED_UP = "speed up"
    CHASE = "chase"
    BOTH = "both"

    @property
    def flag_kinds(self) -> tuple[FlagKind, ...]:
        match self:
            case RuleKind.SPEED_UP:
                return (FlagKind.SPEED_UP,)
            case RuleKind.CHASE:
                return (FlagKind.CHASE,)
            case RuleKind.BOTH:
                return (FlagKind.SPEED_UP, FlagKind.CHASE)


@dataclass(frozen=True)
class Rule:
    """One reason to flag an order.

    :ivar code: what ``Flag.reason`` holds.
    :ivar meaning: when it holds, in words, without a capital or a full stop.
    :ivar chip: three words at most, for a list row.
    :ivar icon: a lucide name.
    :ivar weight: the policy's limit that says how many points a flag of it weighs.
    :ivar says: sentences, the fullest first; ``sentences.sentence`` picks one and fills it in.
    :ivar parameters: names that the SQL asks for; see ``parameters``.
    :ivar turns: the days on which it can begin or cease to hold, or see other evidence, by the
        mere passing of days: expressions over ``scope``.
    :ivar turns_sql: one SELECT of order_id and turns_on, after %(judged_on)s: more of those
        days, for a rule that turns by other tables; empty where there is none.
    :ivar reads: ``scope`` and the tables it reads beside it.
    """

    code: str
    kind: RuleKind
    meaning: str
    chip: str
    icon: str
    weight: str
    says: tuple[str, ...]
    parameters: tuple[str, ...]
    turns: tuple[str, ...]
    turns_sql: str
    reads: tuple[str, ...]
    sql: str
    path: Path


@dataclass(frozen=True)
class Problem:
    """What is wrong with a rule file, and where."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"
