from __future__ import annotations

from tests.factories.orders import (
    CaseFactory,
    ContractFactory,
    ContractorFactory,
    ItemFactory,
    NeedFactory,
    OrderFactory,
    PromiseFactory,
)
from tests.factories.people import UserFactory
from tests.factories.shipments import (
    MilestoneFactory,
    PlaceFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)

__all__ = [
    "CaseFactory",
    "ContractFactory",
    "ContractorFactory",
    "ItemFactory",
    "MilestoneFactory",
    "NeedFactory",
    "OrderFactory",
    "PlaceFactory",
    "PromiseFactory",
    "ShipmentFactory",
    "ShipmentLineFactory",
    "UserFactory",
]
