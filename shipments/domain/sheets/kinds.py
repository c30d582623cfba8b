"""The seven kinds of sheets by their names, which are those of ``ImportKind``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shipments.domain.sheets.field import Kind
from shipments.domain.sheets.order_sheets import NEEDS, ORDERS, PROMISES
from shipments.domain.sheets.party_sheets import CONTACTS, CONTRACTORS, ITEMS
from shipments.domain.sheets.shipment_sheets import SHIPMENTS

KINDS: Mapping[str, Kind] = MappingProxyType(
    {kind.name: kind for kind in (ORDERS, NEEDS, PROMISES, SHIPMENTS, CONTRACTORS, CONTACTS, ITEMS)}
)
