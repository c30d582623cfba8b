from __future__ import annotations

from tests.factories.expediting import (
    ContactFactory,
    DepartureFactory,
    DisruptionFactory,
    ExpediteFactory,
    HoldFactory,
    LaneFactory,
    ReportFactory,
)
from tests.factories.mail import OutboxMessageFactory, OutboxOrderFactory
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
    "ContactFactory",
    "ContractFactory",
    "ContractorFactory",
    "DepartureFactory",
    "DisruptionFactory",
    "ExpediteFactory",
    "HoldFactory",
    "ItemFactory",
    "LaneFactory",
    "MilestoneFactory",
    "NeedFactory",
    "OrderFactory",
    "OutboxMessageFactory",
    "OutboxOrderFactory",
    "PlaceFactory",
    "PromiseFactory",
    "ReportFactory",
    "ShipmentFactory",
    "ShipmentLineFactory",
    "UserFactory",
]
