"""What happens to a shipment, from tender to receipt, and the words of open standards for it.

Source: docs/sources.md, "Milestones".
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class MilestoneKind(StrEnum):
    """In the order they happen.

    Departed is from the shipment's first place, arrived is at its last. A place between is a
    stop, where goods may change from one leg to the next, or is only passed.
    """

    TENDERED = "tendered"
    PICKED_UP = "picked_up"
    ARRIVED_AT_PORT_OF_EMBARKATION = "arrived_at_port_of_embarkation"
    LOADED = "loaded"
    DEPARTED = "departed"
    PASSED = "passed"
    ARRIVED_AT_STOP = "arrived_at_stop"
    LEFT_STOP = "left_stop"
    ARRIVED = "arrived"
    DISCHARGED = "discharged"
    CUSTOMS_RELEASED = "customs_released"
    RECEIVED = "received"


class Classifier(StrEnum):
    """Planned was intended, estimated is expected now, actual has happened."""

    PLANNED = "planned"
    ESTIMATED = "estimated"
    ACTUAL = "actual"


ORDER: tuple[MilestoneKind, ...] = tuple(MilestoneKind)

# Event code of the DCSA track and trace standard. Tendering and passing a place have none.
DCSA: Mapping[MilestoneKind, str] = MappingProxyType(
    {
        MilestoneKind.PICKED_UP: "PICK",
        MilestoneKind.ARRIVED_AT_PORT_OF_EMBARKATION: "GTIN",
        MilestoneKind.LOADED: "LOAD",
        MilestoneKind.DEPARTED: "DEPA",
        MilestoneKind.ARRIVED_AT_STOP: "ARRI",
        MilestoneKind.LEFT_STOP: "DEPA",
        MilestoneKind.ARRIVED: "ARRI",
        MilestoneKind.DISCHARGED: "DISC",
        MilestoneKind.CUSTOMS_RELEASED: "CUSR",
        MilestoneKind.RECEIVED: "CMPL",
    }
)
# Which kind of DCSA event carries each code.
DCSA_EVENT_TYPE: Mapping[str, str] = MappingProxyType(
    {
        "PICK": "EQUIPMENT",
        "GTIN": "EQUIPMENT",
        "LOAD": "EQUIPMENT",
        "DEPA": "TRANSPORT",
        "ARRI": "TRANSPORT",
        "DISC": "EQUIPMENT",
        "CUSR": "EQUIPMENT",
        "CMPL": "SHIPMENT",
    }
)
DCSA_CLASSIFIER: Mapping[Classifier, str] = MappingProxyType(
    {Classifier.PLANNED: "PLN", Classifier.ESTIMATED: "EST", Classifier.ACTUAL: "ACT"}
)
# Business step of GS1 EPCIS 2.0. Tendering, passing a place and customs release have none.
EPCIS: Mapping[MilestoneKind, str] = MappingProxyType(
    {
        MilestoneKind.PICKED_UP: "departing",
        MilestoneKind.ARRIVED_AT_PORT_OF_EMBARKATION: "arriving",
        MilestoneKind.LOADED: "loading",
        MilestoneKind.DEPARTED: "departing",
        MilestoneKind.ARRIVED_AT_STOP: "arriving",
        MilestoneKind.LEFT_STOP: "departing",
        MilestoneKind.ARRIVED: "arriving",
        MilestoneKind.DISCHARGED: "unloading",
        MilestoneKind.RECEIVED: "receiving",
    }
)


def label(kind: MilestoneKind) -> str:
    """In words, as a person would say it."""
    return kind.value.replace("_", " ").capitalize()
