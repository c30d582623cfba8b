"""Sheets of orders, needs and promises."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from shipments.domain.sheets.columns import AS_OF, ITEM, NOTE, NSN, ORDER, QUANTITY, URGENCY
from shipments.domain.sheets.field import Field, FieldType, Kind, Need

# How a promise can have been made known.
CHANNELS = MappingProxyType(
    {
        "phone": ("telephone", "call"),
        "email": ("e-mail", "mail"),
        "letter": (),
        "portal": ("web", "website"),
        "meeting": (),
        "transaction": ("milstrip",),
    }
)
ORDERS = Kind(
    "orders",
    "Orders",
    (
        Field(
            "reference",
            FieldType.TEXT,
            "Reference",
            "EXAMPLE-001",
            "order, order reference, order number, order no, order id, our reference",
            longest=40,
            help="What people call it. Empty: its document number.",
        ),
        Field(
            "document_number",
            FieldType.DOCUMENT_NUMBER,
            "Document number",
            "BISA4363240001",
            "document no, doc number, doc no, docnum, document, requisition, "
            "requisition number, requisition no, milstrip number, "
            "milstrip document number",
            longest=14,
        ),
        NSN,
        ITEM,
        QUANTITY,
        Field(
            "unit",
            FieldType.UNIT,
            "Unit",
            "EA",
            "unit of issue, ui, u/i, uom, unit of measure",
            longest=2,
        ),
        Field(
            "case_id",
            FieldType.CASE,
            "Case",
            "IS-B-ZZZ",
            "fms case, case id, case identifier, case number, case designator",
            longest=8,
            help="The case or the contract has to be on record already.",
        ),
        Field(
            "contract",
            FieldType.CONTRACT,
            "Contract",
            "",
            "contract number, contract no, piid, procurement instrument",
            longest=13,
        ),
        Field(
            "contractor",
            FieldType.TEXT,
            "Contractor",
            "Example Works",
            "supplier, vendor, manufacturer, company, contractor name",
            longest=160,
        ),
        Field(
            "ordered_on",
            FieldType.DATE,
            "Ordered on",
            "2026-11-20",
            "order date, date ordered, date of order, placed on",
        ),
        Field(
            "acknowledged_on",
            FieldType.DATE,
            "Acknowledged on",
            "",
            "acknowledged, acknowledgement date, order acknowledgement, accepted on",
        ),
        Field(
            "required_on",
            FieldType.DATE,
            "Required on",
            "2027-03-15",
            "required date, required by, required, rdd, required delivery date, "
            "delivery required by, due date",
        ),
        Field(
            "priority",
            FieldType.PRIORITY,
            "Priority",
            "06",
            "priority designator, pd, prio, priority code",
        ),
        URGENCY,
        Field(
            "lane",
            FieldType.LANE,
            "Lane",
            "KWRI-LLNV-air",
            "planned lane, route, way",
            longest=32,
            help="Codes of the places and the mode: from-to-mode.",
        ),
        NOTE,
        Field(
            "cancelled_on",
            FieldType.DATE,
            "Cancelled on",
            "",
            "cancelled, canceled, canceled on, cancellation date",
        ),
        AS_OF,
    ),
    one_of=(("reference", "document_number"),),
)

NEEDS = Kind(
    "needs",
    "Needs",
    (
        Field(
            "reference",
            FieldType.TEXT,
            "Reference",
            "EXAMPLE-N-001",
            "need, need number, need reference, request, request number, demand number",
            Need.ALWAYS,
            60,
            help="The receiver's own number.",
        ),
        ITEM,
        NSN,
        replace(QUANTITY, synonyms="qty, amount, pieces, pcs, quantity needed"),
        Field(
            "needed_on",
            FieldType.DATE,
            "Needed by",
            "2027-02-01",
            "needed on, need date, need by, date needed, needed",
            Need.NEW,
        ),
        URGENCY,
        Field(
            "stated_by",
            FieldType.TEXT,
            "Stated by",
            "Example Depot",
            "requested by, requester, receiver, unit name",
            longest=120,
            help="Empty: who sent the file.",
        ),
        Field("stated_on", FieldType.DATE, "Stated on", "2026-11-20", "requested on, request date"),
        Field(
            "closed_on",
            FieldType.DATE,
            "Closed on",
            "",
            "closed, met on, withdrawn on, date closed",
            help="The day it was met or withdrawn.",
        ),
        NOTE,
        AS_OF,
    ),
    one_of=(("item", "nsn"),),
)

PROMISES = Kind(
    "promises",
    "Promises",
    (
        ORDER,
        Field(
            "ship_on",
            FieldType.DATE,
            "Ship on",
            "2027-01-18",
            "ship date, promised ship date, promised on, promised, promise date, esd, "
            "estimated ship date, estimated shipping date, promised date, will ship on",
            Need.ALWAYS,
        ),
        replace(
            QUANTITY,
            need=Need.NEVER,
            synonyms="qty, amount, pieces, pcs, promised quantity, quantity promised",
            help="Empty: all that is left.",
        ),
        Field(
            "said_on",
            FieldType.DATE,
            "Said on",
            "2026-11-19",
            "date said, promise made on, answered on, date of promise",
            help="Empty: the day it is as of.",
        ),
        Field(
            "said_by",
            FieldType.TEXT,
            "Said by",
            "A. Example",
            "by, contact, contact name, answered by, promised by",
            longest=120,
            help="Empty: who sent the file.",
        ),
        Field("channel", FieldType.CHOICE, "Channel", "email", "how, via", choices=CHANNELS),
        Field(
            "reason",
            FieldType.TEXT,
            "Reason",
            "",
            "why, reason for change, reason for delay, cause, note, remarks",
            longest=300,
            help="Why the date moved.",
        ),
        AS_OF,
    ),
)
