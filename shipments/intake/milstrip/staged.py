"""What is staged of a record: its columns as SQL has them, and its values in their order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from types import MappingProxyType

from shipments.domain.milstrip import Kind, Record, security_assistance
from shipments.domain.milstrip.days import dated
from shipments.domain.milstrip.record import Value
from shipments.domain.milstrip.statuses import STATUSES
from shipments.domain.modes import mode_of_shipment

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "kind": "text",
        "ric": "text",
        "document_number": "text",
        "suffix": "text",
        "stock_number": "text",
        "nsn": "text",
        "unit": "text",
        "quantity": "bigint",
        "case_id": "text",
        "priority": "smallint",
        "ordered_on": "date",
        "required_on": "date",
        "said_at": "timestamptz",
        "occurs_on": "date",
        "ship_on": "date",
        "tcn": "text",
        "note": "text",
        # Of a record that has waited for its order: the file it came in, and its line there.
        "of_batch": "bigint",
        "of_line": "bigint",
    }
)
# What can record an order.
ORDERING = frozenset(
    {
        Kind.REQUISITION,
        Kind.REDISTRIBUTION,
        Kind.PASSING,
        Kind.REFERRAL,
        Kind.RELEASE,
        Kind.REQUISITION_FOLLOW_UP,
    }
)
# The release of what is to be disposed of. It orders nothing for anybody.
DISPOSAL = "A5J"
# What says something of an order as a whole, and is weighed against what others said.
STATING = ORDERING | {Kind.MODIFICATION}
_REQUESTS = MappingProxyType(
    {
        Kind.FOLLOW_UP: "Follow-up: its status was asked for",
        Kind.IMPROVEMENT_REQUEST: "An earlier ship date was asked for",
        Kind.CANCELLATION: "Cancellation was asked for",
        Kind.CANCELLATION_FOLLOW_UP: "The answer to a request to cancel was asked for",
        Kind.VENDOR_STATUS: "Status of direct delivery by the vendor",
        Kind.RECEIPT_ACKNOWLEDGEMENT: "Receipt acknowledged",
        Kind.RECEIPT: "Received",
    }
)
_NSN = 13
_NSN_LENGTHS = (13, 15)  # with or without two letters that tell special management
_NON_NSN = "2B"  # third character of the identifier of an order by part number
_NOT_RECEIVED = "F"
# A file has few cases. More than these are found anew.
_MOST_CASES = 10_000
_Values = tuple[str | int | None, ...]
# The file that a record waited from, and its line there.
Origin = tuple[int | None, int | None]
HERE: Origin = (None, None)


class Staging:
    """Days are given as text, each made once: COPY would have to make it of every date anew.

    :ivar reported_at: when the file's sender said what has no day of its own.
    """

    def __init__(self, reported_at: datetime) -> None:
        said_at = reported_at.astimezone(UTC)
        self._reference = said_at.date()
        self._reported_on = self._reference.isoformat()
        self._reported_at = said_at.isoformat()
        self._cases: dict[tuple[str, Value], str | None] = {}

    def values(self, record: Record, kind: Kind, of: Origin = HERE) -> _Values:
        """:param kind: the record's, which whoever decoded it knows already."""
        if kind in STATING and record.identifier != DISPOSAL:
            return self._stating(record, kind, of)
        return self._about(record, kind, of)

    def case_of(self, record: Record) -> str | None:
        """The case it names. Found once for all records that name it alike."""
        fields = record.fields
        key = (str(fields["document_number"])[:6], fields["supplementary_address"])
        if key in self._cases:
            return self._cases[key]
        known = security_assistance(record)
        case = known.case if known else None
        if len(self._cases) < _MOST_CASES:
            self._cases[key] = case
        return case

    def _stating(self, record: Record, kind: Kind, of: Origin) -> _Values:
        fields = record.fields
        number = str(fields["document_number"])
        stock_number = str(fields["stock_number"])
        suffix = fields.get("suffix")
        ordered_on = _day("document_number", number[6:10], self._reference)
        required_on = None
        if wanted := fields["required_delivery_date"]:
            required_on = _wanted(str(wanted), ordered_on, self._reference)
        changes = kind is Kind.MODIFICATION
        if changes or ordered_on is None:
            said_at = self._reported_at
        else:
            said_at = f"{ordered_on} 00:00:00+00"
        return (
            kind.value,
            fields["ric"],
            number,
            suffix,
            stock_number,
            _nsn(stock_number, record.identifier),
            fields["unit_of_issue"],
            # With a suffix it is of a part. How much was ordered is for the whole to say.
            None if suffix else fields["quantity"],
            self.case_of(record),
            fields["priority"],
            ordered_on,
            required_on,
            said_at,
            self._reported_on if changes else ordered_on or self._reported_on,
            None,
            None,
            "",
            *of,
        )

    def _about(self, record: Record, kind: Kind, of: Origin) -> _Values:
        fields = record.fields
        said_at, occurs_on = self._reported_at, self._reported_on
        ship_on = tcn = None
        if kind is Kind.SUPPLY_STATUS:
            if day := fields["transaction_day"]:
                occurs_on = _day("transaction_day", day, self._reference) or occurs_on
                said_at = f"{occurs_on} 00:00:00+00"
            code = str(fields["status"])
            note, ships = _status(code)
            if ships and (day := fields["estimated_ship_date"]):
                ship_on = _day("estimated_ship_date", day, self._reference)
        elif kind is Kind.SHIPMENT_STATUS:
            tcn, day = fields["tcn"], fields["shipped_day"]
            # Without that day it says that it was shipped, and not when.
            ship_on = _day("shipped_day", day, self._reference) if day else None
            occurs_on = ship_on or occurs_on
            note = _shipped(fields["mode"])
        else:
            note = "Disposal was ordered" if kind is Kind.RELEASE else _told(kind, fields)
            if (day := fields.get("released_day")) is not None:
                occurs_on = _day("released_day", day, self._reference) or occurs_on
        return (
            "disposal" if kind is Kind.RELEASE else kind.value,
            fields["ric"],
            fields["document_number"],
            fields.get("suffix"),
            None,
            None,
            None,
            fields["quantity"],
            None,
            None,
            None,
            None,
            said_at,
            occurs_on,
            ship_on,
            tcn,
            note,
            *of,
        )


@lru_cache(maxsize=16_384)
def _day(field: str, text: Value, reference: date) -> str | None:
    day = dated(field, str(text), reference)
    return None if day is None else day.isoformat()


@lru_cache(maxsize=16_384)
def _wanted(text: str, ordered_on: str | None, reference: date) -> str | None:
    after = reference if ordered_on is None else date.fromisoformat(ordered_on)
    return _day("required_delivery_date", text, after)


def _nsn(stock_number: str, identifier: str) -> str | None:
    if len(stock_number) not in _NSN_LENGTHS or identifier[2] in _NON_NSN:
        return None
    digits = stock_number[:_NSN]
    return digits if digits.isdecimal() else None


@lru_cache(maxsize=4_096)
def _status(code: str) -> tuple[str, bool]:
    """What is said of it, and whether its date is one to ship on."""
    known = STATUSES.get(code)
    return (f"{code}: {known.meaning}", known.ships) if known else (code, True)


@lru_cache(maxsize=64)
def _shipped(mode: Value) -> str:
    if mode is None:
        return "Shipped"
    known = mode_of_shipment(str(mode))
    return f"Shipped, mode {mode}: {known.meaning}" if known else f"Shipped, mode {mode}"


def _told(kind: Kind, fields: Mapping[str, Value]) -> str:
    if kind is Kind.RECEIPT_ACKNOWLEDGEMENT and fields["discrepancy"] == _NOT_RECEIVED:
        return "Not received"
    return _REQUESTS[kind]
