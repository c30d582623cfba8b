"""How contractors differ: what the rules and the people are to find out from the ledgers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Habit:
    """Probabilities from 0 to 1; the rest are days, each pair the least and the most.

    :ivar spare: between the first promise with its transit and the required date; less than
        nothing is a promise that comes too late from the start.
    :ivar slip: how much later a promise moves each time.
    :ivar quiet: since it last spoke of an open order.
    :ivar late: from the last promise to the day it ships.
    """

    acknowledges: float
    promises: float
    slips: float
    spare: tuple[int, int]
    slip: tuple[int, int]
    quiet: tuple[int, int]
    late: tuple[int, int]


RELIABLE = Habit(
    acknowledges=0.95,
    promises=0.94,
    slips=0.06,
    spare=(6, 45),
    slip=(4, 14),
    quiet=(1, 26),
    late=(-4, 2),
)
SLIPPING = Habit(
    acknowledges=0.85,
    promises=0.85,
    slips=0.55,
    spare=(-2, 35),
    slip=(8, 35),
    quiet=(1, 33),
    late=(0, 9),
)
SILENT = Habit(
    acknowledges=0.5,
    promises=0.5,
    slips=0.15,
    spare=(0, 40),
    slip=(10, 30),
    quiet=(10, 70),
    late=(0, 16),
)
# One contractor after the other; of six, three can be relied on.
IN_TURN = (RELIABLE, SLIPPING, RELIABLE, SILENT, RELIABLE, SLIPPING)
