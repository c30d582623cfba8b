"""How goods move: our four modes, and the mode of shipment codes of military transactions.

Source: docs/sources.md, "Mode of shipment".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """How one leg of a shipment moves."""

    SEA = "sea"
    AIR = "air"
    ROAD = "road"
    RAIL = "rail"


@dataclass(frozen=True, slots=True)
class ModeOfShipment:
    """One published code.

    ``x12`` is the transportation method code (element 91) of the same row. ``mode`` is our
    reading of the meaning, None where the meaning leaves the vehicle open.
    """

    code: str
    x12: str
    meaning: str
    mode: Mode | None


# The published list has 35 rows. Two, 8 and E, could not be read and are left out.
MODE_OF_SHIPMENT: tuple[ModeOfShipment, ...] = (
    ModeOfShipment("1", "PT", "Third-party pooling, full and part truckloads", Mode.ROAD),
    ModeOfShipment("2", "B", "Government watercraft, barge or lighter", Mode.SEA),
    ModeOfShipment("3", "RO", "Ocean, roll-on roll-off", Mode.SEA),
    ModeOfShipment("4", "AR", "Defense Courier Service", None),
    ModeOfShipment("5", "MP", "Small package, surface", None),
    ModeOfShipment("6", "6", "Military official mail", None),
    ModeOfShipment("7", "7", "Express mail", None),
    ModeOfShipment("9", "LD", "Local delivery", None),
    ModeOfShipment("A", "J", "Motor, truckload", Mode.ROAD),
    ModeOfShipment("B", "LT", "Motor, less than truckload", Mode.ROAD),
    ModeOfShipment("C", "VA", "Van", Mode.ROAD),
    ModeOfShipment("D", "DW", "Driven away or towed away", Mode.ROAD),
    ModeOfShipment("F", "ED", "Air Mobility Command channel or special mission", Mode.AIR),
    ModeOfShipment("G", "D", "Parcel post, surface", None),
    ModeOfShipment("H", "AE", "Parcel post, air", Mode.AIR),
    ModeOfShipment("I", "SR", "Government truck, outside the local area", Mode.ROAD),
    ModeOfShipment("J", "AF", "Small package, air", Mode.AIR),
    ModeOfShipment("K", "R", "Rail, carload", Mode.RAIL),
    ModeOfShipment("L", "X", "Intermodal, piggyback", None),
    ModeOfShipment("M", "SF", "Freight forwarder, surface", None),
    ModeOfShipment("N", "SB", "Shipper agent", None),
    ModeOfShipment("O", "LA", "Military aircraft, those of foreign governments included", Mode.AIR),
    ModeOfShipment("P", "Q", "Through government bill of lading", None),
    ModeOfShipment("Q", "A", "Commercial air freight", Mode.AIR),
    ModeOfShipment("R", "SC", "Shipper agent, truck", Mode.ROAD),
    ModeOfShipment("S", "L", "Scheduled truck", Mode.ROAD),
    ModeOfShipment("T", "FA", "Freight forwarder, air", Mode.AIR),
    ModeOfShipment("U", "IP", "Intermodal, personal property", None),
    ModeOfShipment("V", "O", "Sea van container", Mode.SEA),
    ModeOfShipment("W", "W", "Water: river, coastal, commercial", Mode.SEA),
    ModeOfShipment("X", "CE", "Bearer or customer pickup", None),
    ModeOfShipment("Y", "SD", "Shipper association", None),
    ModeOfShipment("Z", "MS", "Military Sealift Command space", Mode.SEA),
)
_BY_CODE = {row.code: row for row in MODE_OF_SHIPMENT}


def label(mode: Mode) -> str:
    """In words, as a person would say it."""
    return mode.value.capitalize()


def mode_of_shipment(code: str) -> ModeOfShipment | None:
    """The published row of a code; None for one we do not know, which must still be stored."""
    return _BY_CODE.get(code)
