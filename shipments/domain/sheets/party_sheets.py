"""Sheets of contractors, of whom to ask there, and of items."""

from __future__ import annotations

from dataclasses import replace

from shipments.domain.sheets.columns import AS_OF, ITEM, NOTE, NSN
from shipments.domain.sheets.field import Field, FieldType, Kind, Need

CONTRACTORS = Kind(
    "contractors",
    "Contractors",
    (
        Field(
            "name",
            FieldType.TEXT,
            "Name",
            "Example Works",
            "contractor, contractor name, company, company name, supplier, vendor",
            Need.ALWAYS,
            160,
        ),
        Field("city", FieldType.TEXT, "City", "Springfield", "town, site", longest=80),
        Field("state", FieldType.TEXT, "State", "Nowhere", "province, region", longest=60),
        Field("country", FieldType.TEXT, "Country", "United States", "nation", longest=60),
        Field(
            "cage_code",
            FieldType.CAGE,
            "CAGE",
            "",
            "cage code, ncage, ncage code",
            longest=5,
            help="5 letters and digits. Format the column as text.",
        ),
        Field("makes", FieldType.TEXT, "Makes", "Examples", "products, supplies", longest=200),
        NOTE,
        AS_OF,
    ),
)

CONTACTS = Kind(
    "contacts",
    "Contacts",
    (
        Field(
            "contractor",
            FieldType.TEXT,
            "Contractor",
            "Example Works",
            "contractor name, company, company name, supplier, vendor",
            Need.ALWAYS,
            160,
        ),
        Field(
            "city",
            FieldType.TEXT,
            "City",
            "Springfield",
            "town, site",
            longest=80,
            help="Of the contractor, where it has several sites.",
        ),
        Field(
            "name",
            FieldType.TEXT,
            "Name",
            "A. Example",
            "contact, contact name, person, full name, desk",
            Need.ALWAYS,
            120,
        ),
        Field("duty", FieldType.TEXT, "Duty", "Deliveries", "role, title, position", longest=120),
        Field(
            "email",
            FieldType.EMAIL,
            "E-mail",
            "deliveries@example.com",
            "email address, e-mail address, mail",
            longest=254,
        ),
        Field(
            "phone",
            FieldType.TEXT,
            "Telephone",
            "+1 202 555 0100",
            "phone, tel, phone number, telephone number, mobile",
            longest=40,
        ),
        Field(
            "time_zone",
            FieldType.TIME_ZONE,
            "Time zone",
            "America/New_York",
            "timezone, tz",
            longest=40,
        ),
        AS_OF,
    ),
    one_of=(("email", "phone"),),
)

ITEMS = Kind(
    "items",
    "Items",
    (
        replace(ITEM, name="name", heading="Name", synonyms=f"item, {ITEM.synonyms}"),
        NSN,
        Field(
            "is_major_defense_equipment",
            FieldType.YES_NO,
            "Major defense equipment",
            "",
            "mde, is major defense equipment, major defence equipment",
            help="Yes or no. Empty: not known.",
        ),
        AS_OF,
    ),
    one_of=(("name", "nsn"),),
)
