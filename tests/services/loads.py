"""Shipments whose load is known well enough to be released, for the tests of what stops that."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from shipments.domain.roles import Role
from shipments.models import ItemHazard, Order, Shipment, User
from tests.factories import (
    CaseFactory,
    DepartureFactory,
    ItemHazardFactory,
    ShipmentFactory,
    ShipmentLineFactory,
    UserFactory,
)
from tests.factories.moments import AT
from tests.factories.standings import standing_order

TCN = "BISZZZ63240001XXX"


def officer() -> User:
    return UserFactory(name="Officer", roles=[Role.COMPLIANCE.value])


def classified(order: Order, code: str = "1.1D", **fields: Any) -> ItemHazard:
    """Classify its item, with a weight of 2 kg a unit, as confirmed by somebody."""
    confirmed = {"confirmed_at": AT, "confirmed_by": UserFactory(), "certainty": "confirmed"}
    what = {"division": code[:-1], "compatibility_group": code[-1]}
    return ItemHazardFactory(
        item=order.item,
        **{"net_explosive_kg": Decimal(2), "un_number": ""} | what | confirmed | fields,
    )


def loaded_order(code: str = "1.1D", **fields: Any) -> Order:
    """An order of an implemented case."""
    order = standing_order(**{"case": CaseFactory(stage="implemented")} | fields)
    classified(order, code)
    return order


def ready_shipment(*orders: Order, **fields: Any) -> Shipment:
    """Ten of each order, packed, by a sailing that may carry 100 kg: every gate is clear."""
    sailing = DepartureFactory(
        carrier="Line", voyage="7", explosive_limit_kg=100, explosive_others_kg=0
    )
    known = {"tcn": TCN, "departure": sailing, "ready_at": AT, "ready_by": UserFactory()}
    shipment = ShipmentFactory(**known | fields)
    for order in orders or [loaded_order(reference="EX-1")]:
        ShipmentLineFactory(shipment=shipment, order=order, quantity=10)
    return shipment
