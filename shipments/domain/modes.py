from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    SEA = "sea"
    AIR = "air"
    ROAD = "road"
    RAIL = "rail"
