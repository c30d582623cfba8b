from __future__ import annotations

from enum import StrEnum


class MilestoneKind(StrEnum):
    TENDERED = "tendered"
    PICKED_UP = "picked_up"
    ARRIVED_AT_PORT_OF_EMBARKATION = "arrived_at_port_of_embarkation"
    LOADED = "loaded"
    DEPARTED = "departed"
    ARRIVED = "arrived"
    DISCHARGED = "discharged"
    CUSTOMS_RELEASED = "customs_released"
    RECEIVED = "received"


class Classifier(StrEnum):
    PLANNED = "planned"
    ESTIMATED = "estimated"
    ACTUAL = "actual"
