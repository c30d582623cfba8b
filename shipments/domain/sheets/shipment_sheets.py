"""Sheets of shipments, with what happened to them."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.domain.modes import Mode
from shipments.domain.sheets.columns import AS_OF, NOTE, ORDER, QUANTITY
from shipments.domain.sheets.field import Field, FieldType, Kind, Need

_MODES = MappingProxyType(
    {
        Mode.SEA.value: ("ocean", "vessel", "ship", "by sea"),
        Mode.AIR.value: ("flight", "airfreight", "air freight", "by air"),
        Mode.ROAD.value: ("truck", "by road"),
        Mode.RAIL.value: ("train", "by rail"),
    }
)
_MILESTONES = MappingProxyType({kind.value: () for kind in MilestoneKind})
_CLASSIFIERS = MappingProxyType(
    {
        Classifier.PLANNED.value: ("pln",),
        Classifier.ESTIMATED.value: ("est", "expected"),
        Classifier.ACTUAL.value: ("act",),
    }
)
SHIPMENTS = Kind(
    "shipments",
    "Shipments",
    (
        Field(
            "tcn",
            FieldType.TCN,
            "TCN",
            "BISA4363240001XXX",
            "transportation control number, transport control number, shipment, shipment number",
            Need.ALWAYS,
            17,
        ),
        Field(
            "mode",
            FieldType.CHOICE,
            "Mode",
            "air",
            "mode of shipment, transport mode, mode of transport",
            Need.NEW,
            choices=_MODES,
        ),
        Field(
            "carrier",
            FieldType.TEXT,
            "Carrier",
            "Example Air Cargo",
            "carrier name, airline, shipping line",
            longest=120,
        ),
        Field(
            "voyage",
            FieldType.TEXT,
            "Voyage",
            "EX 001",
            "flight, voyage number, voyage no, flight number, flight no, voyage flight",
            longest=40,
        ),
        Field(
            "from_place",
            FieldType.PLACE,
            "From",
            "KWRI",
            "origin, port of loading, pol, poe, port of embarkation, from place",
            Need.NEW,
            12,
            help="Code of the place.",
        ),
        Field(
            "to_place",
            FieldType.PLACE,
            "To",
            "LLNV",
            "destination, port of discharge, pod, port of debarkation, to place",
            Need.NEW,
            12,
            help="Code of the place.",
        ),
        ORDER,
        replace(
            QUANTITY,
            synonyms="qty, quantity shipped, qty shipped, shipped, pieces, pcs",
        ),
        Field("lot", FieldType.TEXT, "Lot", "EX-LOT-1", "lot number, lot no, batch", longest=40),
        Field(
            "planned_departure_on",
            FieldType.DATE,
            "Planned departure",
            "2027-01-20",
            "planned departure on, etd, scheduled departure, departure planned",
        ),
        Field(
            "planned_arrival_on",
            FieldType.DATE,
            "Planned arrival",
            "2027-01-21",
            "planned arrival on, eta, scheduled arrival, arrival planned",
        ),
        Field(
            "departed_on",
            FieldType.DATE,
            "Departed on",
            "",
            "departed, actual departure, atd, date shipped, shipped on, ship date",
        ),
        Field(
            "arrived_on",
            FieldType.DATE,
            "Arrived on",
            "",
            "arrived, actual arrival, ata, arrival date",
        ),
        Field(
            "milestone",
            FieldType.CHOICE,
            "Milestone",
            "",
            "event, milestone kind, event kind, event type",
            choices=_MILESTONES,
            beside=("milestone_on", "milestone_is"),
        ),
        Field(
            "milestone_on",
            FieldType.DATE,
            "Milestone on",
            "",
            "event date, milestone date, event on",
            beside=("milestone",),
        ),
        Field(
            "milestone_is",
            FieldType.CHOICE,
            "Milestone is",
            "",
            "classifier, event classifier, milestone classifier, planned or actual",
            choices=_CLASSIFIERS,
            beside=("milestone",),
            help="Planned, estimated or actual.",
        ),
        Field(
            "milestone_place",
            FieldType.PLACE,
            "Milestone at",
            "",
            "event place, milestone place, event location, location",
            longest=12,
            beside=("milestone",),
            help="Code of the place. Needed for a stop.",
        ),
        Field(
            "gross_weight_kg",
            FieldType.DECIMAL,
            "Gross weight kg",
            "1250.5",
            "gross weight, gross kg, weight kg, weight",
            help="Of the whole shipment, in kilograms.",
        ),
        NOTE,
        AS_OF,
    ),
)
