from __future__ import annotations

from shipments.models.answer_link import AnswerLink
from shipments.models.calendar_address import CalendarAddress
from shipments.models.case import Case
from shipments.models.contact import Contact
from shipments.models.contract import Contract
from shipments.models.contractor import Contractor
from shipments.models.contractor_record import ContractorRecord
from shipments.models.departure import Departure
from shipments.models.digest import Digest
from shipments.models.discrepancy import Discrepancy
from shipments.models.disruption import Disruption
from shipments.models.document import Document
from shipments.models.document_file import DocumentFile
from shipments.models.due_item import DueItem
from shipments.models.due_order import DueOrder
from shipments.models.due_record import DueRecord
from shipments.models.expedite import Expedite
from shipments.models.expedite_action import ExpediteAction
from shipments.models.flag import Flag
from shipments.models.held_order import HeldOrder
from shipments.models.hold import Hold
from shipments.models.hot_order import HotOrder
from shipments.models.import_batch import ImportBatch
from shipments.models.import_finding import ImportFinding
from shipments.models.import_part import ImportPart
from shipments.models.import_refusal import ImportRefusal
from shipments.models.item import Item
from shipments.models.item_hazard import ItemHazard
from shipments.models.judging_chunk import JudgingChunk
from shipments.models.judging_pass import JudgingPass
from shipments.models.lane import Lane
from shipments.models.lane_record import LaneRecord
from shipments.models.leg import Leg
from shipments.models.milestone import Milestone
from shipments.models.need import Need
from shipments.models.netted_day import NettedDay
from shipments.models.notice import Notice
from shipments.models.notification import Notification
from shipments.models.order import Order
from shipments.models.outbox_attachment import OutboxAttachment
from shipments.models.outbox_message import OutboxMessage
from shipments.models.outbox_order import OutboxOrder
from shipments.models.package import Package
from shipments.models.package_content import PackageContent
from shipments.models.place import Place
from shipments.models.policy import Policy
from shipments.models.priority_change import PriorityChange
from shipments.models.promise import Promise
from shipments.models.proposal import Proposal
from shipments.models.public_report import PublicReport
from shipments.models.pull_forward import PullForward
from shipments.models.receipt import Receipt
from shipments.models.report import Report
from shipments.models.rule_run import RuleRun
from shipments.models.sheet_mapping import SheetMapping
from shipments.models.shipment import Shipment
from shipments.models.shipment_draft import ShipmentDraft
from shipments.models.shipment_line import ShipmentLine
from shipments.models.shipment_standing import ShipmentStanding
from shipments.models.shortfall import Shortfall
from shipments.models.source_document import SourceDocument
from shipments.models.standing import Standing
from shipments.models.stated import Stated
from shipments.models.substitute import Substitute
from shipments.models.unmatched_record import UnmatchedRecord
from shipments.models.user import User

__all__ = [
    "AnswerLink",
    "CalendarAddress",
    "Case",
    "Contact",
    "Contract",
    "Contractor",
    "ContractorRecord",
    "Departure",
    "Digest",
    "Discrepancy",
    "Disruption",
    "Document",
    "DocumentFile",
    "DueItem",
    "DueOrder",
    "DueRecord",
    "Expedite",
    "ExpediteAction",
    "Flag",
    "HeldOrder",
    "Hold",
    "HotOrder",
    "ImportBatch",
    "ImportFinding",
    "ImportPart",
    "ImportRefusal",
    "Item",
    "ItemHazard",
    "JudgingChunk",
    "JudgingPass",
    "Lane",
    "LaneRecord",
    "Leg",
    "Milestone",
    "Need",
    "NettedDay",
    "Notice",
    "Notification",
    "Order",
    "OutboxAttachment",
    "OutboxMessage",
    "OutboxOrder",
    "Package",
    "PackageContent",
    "Place",
    "Policy",
    "PriorityChange",
    "Promise",
    "Proposal",
    "PublicReport",
    "PullForward",
    "Receipt",
    "Report",
    "RuleRun",
    "SheetMapping",
    "Shipment",
    "ShipmentDraft",
    "ShipmentLine",
    "ShipmentStanding",
    "Shortfall",
    "SourceDocument",
    "Standing",
    "Stated",
    "Substitute",
    "UnmatchedRecord",
    "User",
]
