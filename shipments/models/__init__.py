from __future__ import annotations

from shipments.models.case import Case
from shipments.models.contact import Contact
from shipments.models.contract import Contract
from shipments.models.contractor import Contractor
from shipments.models.disruption import Disruption
from shipments.models.due_order import DueOrder
from shipments.models.expedite import Expedite
from shipments.models.flag import Flag
from shipments.models.item import Item
from shipments.models.judging_pass import JudgingPass
from shipments.models.milestone import Milestone
from shipments.models.need import Need
from shipments.models.notification import Notification
from shipments.models.order import Order
from shipments.models.place import Place
from shipments.models.policy import Policy
from shipments.models.promise import Promise
from shipments.models.public_report import PublicReport
from shipments.models.shipment import Shipment
from shipments.models.shipment_line import ShipmentLine
from shipments.models.source_document import SourceDocument
from shipments.models.standing import Standing
from shipments.models.user import User

__all__ = [
    "Case",
    "Contact",
    "Contract",
    "Contractor",
    "Disruption",
    "DueOrder",
    "Expedite",
    "Flag",
    "Item",
    "JudgingPass",
    "Milestone",
    "Need",
    "Notification",
    "Order",
    "Place",
    "Policy",
    "Promise",
    "PublicReport",
    "Shipment",
    "ShipmentLine",
    "SourceDocument",
    "Standing",
    "User",
]
