"""Since when a fact is said that a person changes: from that moment on.

So that a file which said something else before, and arrives afterwards, does not take it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shipments.domain.priorities import Urgency
from shipments.models import Contact, Need, Order, Stated
from shipments.models.choices import StatedKind

# What files say of each, by the names of its columns.
_FIELDS: Mapping[StatedKind, tuple[str, ...]] = {
    StatedKind.ORDER: (
        "item",
        "quantity",
        "unit_of_issue",
        "case",
        "contract",
        "contractor",
        "ordered_on",
        "acknowledged_on",
        "required_on",
        "priority_designator",
        "urgency",
        "lane",
        "note",
        "cancelled_on",
        "requisition",
    ),
    StatedKind.NEED: (
        "quantity",
        "needed_on",
        "urgency",
        "stated_by",
        "stated_on",
        "closed_on",
        "note",
    ),
    StatedKind.CONTACT: ("name", "duty", "email", "phone", "time_zone"),
}

# Rows of other tables, which need not be read to tell whether there is one.
_COLUMNS = {name: f"{name}_id" for name in ("item", "case", "contract", "contractor", "lane")}


def said(subject: Order | Need | Contact, changed: Mapping[str, object], *, at: datetime) -> None:
    """Put down that a person changes these fields of a row now.

    To be called in the transaction of the change, before it, with the row locked.

    :param changed: by field what it is to be; what stays as it is, is said when it was.
    """
    kind = _kind(subject)
    row = Stated.objects.filter(kind=kind.value, subject_id=subject.pk).first()
    stood = row.said_at if row else _recorded_at(subject, at=at)
    newest = max(stood, at)
    fields = dict(row.fields) if row else {}
    for name in _FIELDS[kind]:
        value = changed.get(name, getattr(subject, _COLUMNS.get(name, name)))
        is_blank = _is_blank(kind, name, value)
        if name in changed:
            moment = at
        elif name in fields or (is_blank and not _is_routine_of_no_row(row, name, value)):
            # A blank one that is not among them was never said.
            continue
        else:
            moment = stood
        if moment != newest or is_blank:
            fields[name] = moment.isoformat()
        else:
            fields.pop(name, None)
    by_file = row if row and newest > at else None
    Stated.objects.update_or_create(
        kind=kind.value,
        subject_id=subject.pk,
        defaults={
            "said_at": newest,
            "first_said_at": row.first_said_at if row else stood,
            "fields": fields,
            "batch": by_file.batch if by_file else None,
            "line": by_file.line if by_file else None,
        },
    )


def _kind(subject: Order | Need | Contact) -> StatedKind:
    match subject:
        case Order():
            return StatedKind.ORDER
        case Need():
            return StatedKind.NEED
        case Contact():
            return StatedKind.CONTACT


def _recorded_at(subject: Order | Need | Contact, *, at: datetime) -> datetime:
    if not isinstance(subject, Contact):
        return subject.recorded_at
    # Its history tells, for it holds no moment of its own.
    written = subject.events.order_by("-pgh_created_at").values_list("pgh_created_at", flat=True)  # type: ignore[attr-defined]  # pghistory makes it
    return min(written.first() or at, at)


def _is_blank(kind: StatedKind, name: str, value: object) -> bool:
    """An order nobody spoke of the urgency of is routine, too."""
    is_routine = (kind, name, value) == (StatedKind.ORDER, "urgency", Urgency.ROUTINE.value)
    return value in (None, "") or is_routine


def _is_routine_of_no_row(row: Stated | None, name: str, value: object) -> bool:
    """While there is no row, whoever recorded the order said that it is routine."""
    return row is None and name == "urgency" and value == Urgency.ROUTINE.value
