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
    :ivar tells_ready: whether it tells that goods are ready before they ship.
    """

    acknowledges: float
    promises: float
    slips: float
    spare: tuple[int, int]
    slip: tuple[int, int]
    quiet: tuple[int, int]
    late: tuple[int, int]
    tells_ready: float


PUNCTUAL = Habit(
    acknowledges=0.97,
    promises=0.96,
    slips=0.05,
    spare=(8, 50),
    slip=(4, 12),
    quiet=(1, 24),
    late=(-6, 0),
    tells_ready=0.6,
)
# Its promises look well and are worth some days less, always.
OPTIMISTIC = Habit(
    acknowledges=0.95,
    promises=0.95,
    slips=0.08,
    spare=(14, 55),
    slip=(4, 12),
    quiet=(1, 26),
    late=(5, 14),
    tells_ready=0.4,
)
SLIPPING = Habit(
    acknowledges=0.9,
    promises=0.9,
    slips=0.5,
    spare=(4, 40),
    slip=(8, 30),
    quiet=(1, 30),
    late=(-1, 5),
    tells_ready=0.5,
)
SILENT = Habit(
    acknowledges=0.6,
    promises=0.6,
    slips=0.1,
    spare=(6, 45),
    slip=(10, 25),
    quiet=(10, 60),
    late=(0, 8),
    tells_ready=0.1,
)
# One contractor after the other; of six, three can be relied on.
IN_TURN = (PUNCTUAL, SLIPPING, PUNCTUAL, SILENT, OPTIMISTIC, PUNCTUAL)
