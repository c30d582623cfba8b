"""Which papers go with a shipment.

Source: docs/sources.md, "Papers of a shipment".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shipments.domain.modes import Mode


class DocumentKind(StrEnum):
    """What a file kept with a shipment is."""

    BILL_OF_LADING = "bill_of_lading"
    AIR_WAYBILL = "air_waybill"
    PACKING_LIST = "packing_list"
    DANGEROUS_GOODS_DECLARATION = "dangerous_goods_declaration"
    RECEIVING_REPORT = "receiving_report"
    EXPORT_LICENCE = "export_licence"
    PHOTO = "photo"
    OTHER = "other"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class Load(StrEnum):
    """What is known of the hazard of all that is aboard."""

    EXPLOSIVE = "explosive"
    # Of some item nobody has said what it is. Never taken for harmless.
    UNKNOWN = "unknown"
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True)
class Expected:
    """:ivar because: why it belongs to this shipment, for a person."""

    kind: DocumentKind
    because: str


_CARRIAGE: Mapping[Mode, Expected] = MappingProxyType(
    {
        Mode.AIR: Expected(DocumentKind.AIR_WAYBILL, "it goes by air"),
        Mode.SEA: Expected(DocumentKind.BILL_OF_LADING, "it goes by sea"),
        Mode.ROAD: Expected(DocumentKind.BILL_OF_LADING, "it goes by road"),
        Mode.RAIL: Expected(DocumentKind.BILL_OF_LADING, "it goes by rail"),
    }
)
_DECLARED: Mapping[Load, str] = MappingProxyType(
    {
        Load.EXPLOSIVE: "explosives are aboard",
        Load.UNKNOWN: "how some of it is classified is not known",
    }
)


def expected(mode: Mode, load: Load) -> tuple[Expected, ...]:
    """The papers that a shipment goes with, in the order in which they are asked for."""
    found = [Expected(DocumentKind.PACKING_LIST, "every shipment has one"), _CARRIAGE[mode]]
    if load in _DECLARED:
        declaration = DocumentKind.DANGEROUS_GOODS_DECLARATION
        found.append(Expected(declaration, _DECLARED[load]))
    found.append(Expected(DocumentKind.RECEIVING_REPORT, "the contractor's shipment is accepted"))
    return tuple(found)
