from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shipments.domain.priorities import Urgency
from shipments.intake.public_record.files.notifications import (
    FILE,
    ITEMS_FILE,
    ItemRow,
    NotificationRow,
)
from shipments.intake.public_record.tables.certainty import certainty_of
from shipments.intake.public_record.tables.dates import event
from shipments.intake.public_record.tables.items import keep_items
from shipments.intake.public_record.tables.keeping import Count, Kept, Wanted, keep
from shipments.intake.public_record.tables.money import dollars
from shipments.models import Case, Notification, Order
from shipments.models.choices import CaseStage


def keep_notifications(
    rows: list[NotificationRow], pages: Mapping[str, int], *, at: datetime
) -> tuple[Kept[Order], list[Count]]:
    """Keep each notice as a case with its notification and one possible sale per item line."""
    cases = keep(Case, [_case(row, at) for row in rows], key=("record_ref",), pages=pages)
    notices = keep(
        Notification,
        [_notification(row, cases.id_of(row.record_id), at) for row in rows],
        key=("record_ref",),
        pages=pages,
    )
    items = keep_items(
        (line.item, line.is_major_defense_equipment) for row in rows for line in row.items
    )
    orders = keep(
        Order,
        [
            _possible_sale(
                line,
                row,
                {
                    "case_id": cases.id_of(row.record_id),
                    "notification_id": notices.id_of(row.record_id),
                    "recorded_at": at,
                },
                items.id_of(line.item),
            )
            for row in rows
            for line in row.items
        ],
        key=("record_ref",),
        pages=pages,
    )
    return orders, [
        cases.count(FILE, "cases"),
        notices.count(FILE, "notifications"),
        items.count(ITEMS_FILE, "items"),
        orders.count(ITEMS_FILE, "orders"),
    ]


def _case(row: NotificationRow, at: datetime) -> Wanted:
    # A case id named in a note stays there: one notice may rest on several cases.
    return Wanted(
        key=(row.record_id,),
        printed={
            "title": row.title,
            "implementing_agency": row.implementing_agency,
            **dollars(row.value),
        },
        once={"stage": CaseStage.NOTIFIED.value, "recorded_at": at},
    )


def _notification(row: NotificationRow, case_id: int, at: datetime) -> Wanted:
    return Wanted(
        key=(row.record_id,),
        printed={
            "transmittal_number": row.transmittal_number,
            "title": row.title,
            **event("notified_on", row.notified_on),
            **dollars(row.value),
            "emergency": row.emergency,
            "implementing_agency": row.implementing_agency,
            "principal_contractors": row.principal_contractors,
            "major_items": row.major_items,
            "delivery_estimate": row.delivery_estimate,
            "source_kind": row.source_kind,
            "certainty": certainty_of(row.record_id, row.source_kind),
            "note": row.note,
        },
        once={"case_id": case_id, "recorded_at": at},
        addresses=row.addresses,
    )


def _possible_sale(
    line: ItemRow, row: NotificationRow, belongs: Mapping[str, int | datetime], item_id: int
) -> Wanted:
    urgency = Urgency.EMERGENCY if row.emergency else Urgency.ROUTINE
    return Wanted(
        key=(line.reference,),
        printed={
            "item_id": item_id,
            "quantity": line.quantity,
            "quantity_qualifier": line.quantity_qualifier,
            "urgency": urgency.value,
            "certainty": certainty_of(line.reference, row.source_kind),
            "note": line.note,
        },
        once={"reference": line.reference, "possible_sale": True, **belongs},
        addresses=line.addresses,
    )
