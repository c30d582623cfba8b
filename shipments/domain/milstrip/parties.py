"""Who the goods go to and who pays, as the signal code says.

Source: docs/sources.md, "Signal".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from shipments.domain.milstrip.kinds import Kind
from shipments.domain.milstrip.record import Record

# On a status column 51 may hold a shipment hold code instead, and the record does not tell.
_SIGNAL_ALONE = frozenset(Kind) - {Kind.SUPPLY_STATUS, Kind.VENDOR_STATUS, Kind.SHIPMENT_STATUS}


class Role(StrEnum):
    REQUISITIONER = "requisitioner"
    SUPPLEMENTARY_ADDRESS = "supplementary_address"
    FUND = "fund"
    NOBODY = "nobody"


_R, _S, _F, _N = Role.REQUISITIONER, Role.SUPPLEMENTARY_ADDRESS, Role.FUND, Role.NOBODY
# Ship to, bill to. The codes W and X are for returns and not read here.
SIGNALS: Mapping[str, tuple[Role, Role]] = MappingProxyType(
    {
        "A": (_R, _R),
        "B": (_R, _S),
        "C": (_R, _F),
        "D": (_R, _N),
        "J": (_S, _R),
        "K": (_S, _S),
        "L": (_S, _F),
        "M": (_S, _N),
    }
)


@dataclass(frozen=True, slots=True)
class Party:
    """:ivar code: the address or fund as the record has it; None for nobody, or where blank."""

    role: Role
    code: str | None


@dataclass(frozen=True, slots=True)
class Parties:
    ship_to: Party
    bill_to: Party


def parties(record: Record) -> Parties | None:
    """None where the record has no signal code, or one whose meaning is not known."""
    signal = record.fields.get("signal")
    if record.kind not in _SIGNAL_ALONE or signal not in SIGNALS:
        return None
    ship_to, bill_to = SIGNALS[str(signal)]
    return Parties(_party(record, ship_to), _party(record, bill_to))


def _party(record: Record, role: Role) -> Party:
    match role:
        case Role.REQUISITIONER:
            return Party(role, str(record["document_number"])[:6])
        case Role.NOBODY:
            return Party(role, None)
        case _:
            code = record.fields.get(role)
            return Party(role, None if code is None else str(code))
