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
from tests.factories.imports import ImportBatchFactory, batch_of
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
    DiscrepancyFactory,
    DocumentFactory,
    ItemHazardFactory,
    LegFactory,
    MilestoneFactory,
    PackageContentFactory,
    PackageFactory,
    PlaceFactory,
    ReceiptFactory,
    ShipmentFactory,
    ShipmentLineFactory,
)

__all__ = [
    "CaseFactory",
    "ContactFactory",
    "ContractFactory",
    "ContractorFactory",
    "DepartureFactory",
    "DiscrepancyFactory",
    "DisruptionFactory",
    "DocumentFactory",
    "ExpediteFactory",
    "HoldFactory",
    "ImportBatchFactory",
    "ItemFactory",
    "ItemHazardFactory",
    "LaneFactory",
    "LegFactory",
    "MilestoneFactory",
    "NeedFactory",
    "OrderFactory",
    "OutboxMessageFactory",
    "OutboxOrderFactory",
    "PackageContentFactory",
    "PackageFactory",
    "PlaceFactory",
    "PromiseFactory",
    "ReceiptFactory",
    "ReportFactory",
    "ShipmentFactory",
    "ShipmentLineFactory",
    "UserFactory",
    "batch_of",
]
