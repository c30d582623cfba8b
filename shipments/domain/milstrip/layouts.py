"""Which columns hold what, kind by kind. Columns count from 1, as in the manuals.

To add a kind: name it in ``kinds``, declare its columns here, and say in docs/sources.md where
they were read. What is not known of a record is kept as it stands: behind the last known
column as its tail, between known ones under the numbers of the columns.

Source: docs/sources.md, "MILSTRIP records".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from shipments.domain.milstrip import forms
from shipments.domain.milstrip.columns import TAIL, Column
from shipments.domain.milstrip.kinds import Kind
from shipments.domain.milstrip.quantity import Quantity
from shipments.domain.milstrip.record import LENGTH, Profile

_REQ = "appendix 3.3"
_STATUS = "appendix 3.10"
_REFERRAL = "appendix 3.24"
_NOTICE = "appendix 3.30"
_REPLY = "appendix 3.32"
_ACKNOWLEDGED = "MILSTRAP appendix 3.29"
_RECEIVED = "MILSTRAP appendix 3.2"
_NAVY_STATUS = "Navy training text 12654, page 71"
_NAVY_SHIPPED = "Navy training text 12654, page 73"
_MEMORY = "from memory"


def _unread(first: int, last: int) -> Column:
    """Columns of which no source says what they hold."""
    if last == LENGTH:
        return Column(TAIL, first, last, forms.VERBATIM, "")
    name = f"column_{first}" if first == last else f"columns_{first}_{last}"
    return Column(name, first, last, forms.VERBATIM, "")


_IDENTIFIER = Column("identifier", 1, 3, forms.IDENTIFIER, _REQ, required=True)
_RIC = Column("ric", 4, 6, forms.ROUTING, _REQ, required=True)
_MEDIA_STATUS = Column("media_status", 7, 7, forms.ONE, _REQ)
_ITEM_AND_NUMBER = (
    Column("stock_number", 8, 22, forms.STOCK_NUMBER, _REQ, required=True),
    Column("unit_of_issue", 23, 24, forms.UNIT, _REQ, required=True),
    Column("quantity", 25, 29, Quantity(), _REQ, required=True),
    Column("document_number", 30, 43, forms.DOCUMENT_NUMBER, _REQ, required=True),
)
_DEMAND = Column("demand", 44, 44, forms.ONE, _STATUS)
_SUFFIX = Column("suffix", 44, 44, forms.ONE, _STATUS)
_SUPPLEMENTARY = Column("supplementary_address", 45, 50, forms.CODE, _STATUS)
_SIGNAL = Column("signal", 51, 51, forms.ONE, _STATUS)
_FUND = Column("fund", 52, 53, forms.CODE, _STATUS)
_DISTRIBUTION = Column("distribution", 54, 56, forms.CODE, _STATUS)
_PROJECT = Column("project", 57, 59, forms.CODE, _STATUS)
_PRIORITY = Column("priority", 60, 61, forms.PRIORITY, _STATUS)

_TO_ITEM = (_IDENTIFIER, _RIC, _MEDIA_STATUS, *_ITEM_AND_NUMBER)
_ADDRESSED = (_SUPPLEMENTARY, _SIGNAL, _FUND, _DISTRIBUTION, _PROJECT)
_WANTED = (
    Column("required_delivery_date", 62, 64, forms.REQUIRED_DATE, _REFERRAL),
    Column("advice", 65, 66, forms.ADVICE, _REFERRAL),
)
_REQUISITION = (*_TO_ITEM, _DEMAND, *_ADDRESSED, _PRIORITY, *_WANTED, _unread(67, 80))
# What 67 to 80 of a redistribution and a release hold differs between the appendix and traffic.
_ORDER_WITH_SUFFIX = (*_TO_ITEM, _SUFFIX, *_ADDRESSED, _PRIORITY, *_WANTED, _unread(67, 80))
_REFERRED = (
    *_ORDER_WITH_SUFFIX[:-1],
    Column("demand_received_day", 67, 69, forms.DAY, _REFERRAL),
    _unread(70, 80),
)
# What 62 to 73 of a follow-up hold is not known: some editions write a day of their own there.
_FOLLOW_UP = (*_TO_ITEM, _DEMAND, *_ADDRESSED, _PRIORITY, _unread(62, 80))
_SUPPLY_STATUS = (
    *_TO_ITEM,
    _SUFFIX,
    *_ADDRESSED,
    _PRIORITY,
    Column("transaction_day", 62, 64, forms.DAY, _STATUS),
    Column("status", 65, 66, forms.CODE, _STATUS, required=True),
    Column("last_source", 67, 69, forms.CODE, _NAVY_STATUS),
    Column("estimated_ship_date", 70, 73, forms.ORDINAL_DATE, _NAVY_STATUS),
    Column("unit_price", 74, 80, forms.CODE, _NAVY_STATUS),
)
_VENDOR_STATUS = (
    *_TO_ITEM,
    _SUFFIX,
    *_ADDRESSED,
    Column("contract_number", 60, 72, forms.CODE, _NAVY_STATUS),
    Column("call_number", 73, 76, forms.CODE, _NAVY_STATUS),
    _unread(77, 80),
)
_TO_SHIPPED_DAY = (
    *_TO_ITEM,
    _SUFFIX,
    _SUPPLEMENTARY,
    Column("hold", 51, 51, forms.ONE, _NAVY_SHIPPED),
    _FUND,
    _DISTRIBUTION,
    Column("shipped_day", 57, 59, forms.DAY, _NAVY_SHIPPED),
)
_FROM_MODE = (
    Column("mode", 77, 77, forms.ONE, _NAVY_SHIPPED),
    Column("available_or_port", 78, 80, forms.CODE, _NAVY_SHIPPED),
)
_SHIPMENT_STATUS = (
    *_TO_SHIPPED_DAY,
    Column("tcn", 60, 76, forms.CODE, _MEMORY),
    *_FROM_MODE,
)
_SHIPMENT_STATUS_NAVY_P437 = (
    *_TO_SHIPPED_DAY,
    replace(_PRIORITY, source=_NAVY_SHIPPED),
    Column("tcn", 62, 76, forms.CODE, _NAVY_SHIPPED),
    *_FROM_MODE,
)
_KEY = (
    Column("line_items", 7, 10, forms.CODE, _NOTICE),
    Column("water_commodity", 11, 15, forms.CODE, _NOTICE),
    Column("air_commodity", 16, 17, forms.CODE, _NOTICE),
    Column("air_dimension", 18, 18, forms.ONE, _NOTICE),
    Column("customer", 19, 20, forms.CODE, _NOTICE),
    _unread(21, 22),
    Column("mode", 23, 23, forms.ONE, _NOTICE),
)
_NOTICE_TCN = Column("tcn", 61, 77, forms.CODE, _REPLY)
_AVAILABILITY = (_IDENTIFIER, _RIC, *_KEY, _unread(24, 60), _NOTICE_TCN, _unread(78, 80))
_AVAILABILITY_REPLY = (
    _IDENTIFIER,
    _RIC,
    *_KEY,
    _unread(24, 39),
    Column("transport_order", 40, 44, forms.CODE, _REPLY),
    _unread(45, 59),
    Column("release", 60, 60, forms.ONE, _REPLY),
    _NOTICE_TCN,
    Column("reply_day", 78, 80, forms.DAY, _REPLY),
)
_RECEIPT_ACKNOWLEDGEMENT = (
    _IDENTIFIER,
    _RIC,
    Column("mode_or_service_use", 7, 7, forms.ONE, _ACKNOWLEDGED),
    *_ITEM_AND_NUMBER,
    _SUFFIX,
    _SUPPLEMENTARY,
    _SIGNAL,
    _unread(52, 53),
    Column("second_ric", 54, 56, forms.CODE, _ACKNOWLEDGED),
    _unread(57, 62),
    Column("discrepancy", 63, 63, forms.ONE, _ACKNOWLEDGED),
    _unread(64, 80),
)
_RECEIPT = (
    _IDENTIFIER,
    _RIC,
    _unread(7, 7),
    *_ITEM_AND_NUMBER,
    _SUFFIX,
    *_ADDRESSED,
    Column("service_use", 60, 66, forms.CODE, _RECEIVED),
    Column("receiving_ric", 67, 69, forms.CODE, _RECEIVED),
    Column("ownership", 70, 70, forms.ONE, _RECEIVED),
    Column("condition", 71, 71, forms.ONE, _RECEIVED),
    Column("management", 72, 72, forms.ONE, _RECEIVED),
    Column("released_day", 73, 75, forms.DAY, _RECEIVED),
    _unread(76, 80),
)

LAYOUTS: Mapping[Kind, tuple[Column, ...]] = MappingProxyType(
    {
        Kind.REQUISITION: _REQUISITION,
        Kind.REDISTRIBUTION: _ORDER_WITH_SUFFIX,
        Kind.PASSING: _REQUISITION,
        Kind.REFERRAL: _REFERRED,
        Kind.RELEASE: _ORDER_WITH_SUFFIX,
        # Raising a priority needs one.
        Kind.MODIFICATION: tuple(
            replace(each, required=True) if each is _PRIORITY else each for each in _REQUISITION
        ),
        Kind.FOLLOW_UP: _FOLLOW_UP,
        Kind.IMPROVEMENT_REQUEST: _FOLLOW_UP,
        # Processed as the requisition where that is not on record, so it is whole.
        Kind.REQUISITION_FOLLOW_UP: _REQUISITION,
        Kind.CANCELLATION: _FOLLOW_UP,
        Kind.CANCELLATION_FOLLOW_UP: _FOLLOW_UP,
        Kind.SUPPLY_STATUS: _SUPPLY_STATUS,
        Kind.VENDOR_STATUS: _VENDOR_STATUS,
        Kind.SHIPMENT_STATUS: _SHIPMENT_STATUS,
        Kind.AVAILABILITY: _AVAILABILITY,
        # Of the detail no source gives the columns.
        Kind.AVAILABILITY_DETAIL: (_IDENTIFIER, _unread(4, 80)),
        Kind.AVAILABILITY_REPLY: _AVAILABILITY_REPLY,
        Kind.RECEIPT_ACKNOWLEDGEMENT: _RECEIPT_ACKNOWLEDGEMENT,
        Kind.RECEIPT: _RECEIPT,
    }
)


def layout(kind: Kind, profile: Profile = Profile.STANDARD) -> tuple[Column, ...]:
    """:param profile: which of two layouts of a shipment status; others have but one."""
    if kind is Kind.SHIPMENT_STATUS and profile is Profile.NAVY_P437:
        return _SHIPMENT_STATUS_NAVY_P437
    return LAYOUTS[kind]


def column(kind: Kind, field: str) -> Column:
    """:raises KeyError: the kind has no such field."""
    for each in LAYOUTS[kind]:
        if each.field == field:
            return each
    raise KeyError(field)


def gaps(columns: tuple[Column, ...]) -> list[tuple[int, int]]:
    """Columns that no field covers, or two do. A whole layout has none."""
    found, at = [], 1
    for each in columns:
        if each.first != at:
            found.append((at, each.first))
        at = each.last + 1
    return [*found, *([(at, LENGTH)] if at != LENGTH + 1 else [])]
