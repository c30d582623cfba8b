"""What comes with a file of orders, and who may send one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shipments.domain.roles import Right
from shipments.models import Lane, User
from shipments.models.choices import ImportDoor, ImportFormat, ImportKind
from shipments.services import refusal
from shipments.services.refusal import NotAllowed, Problem

# What recording such a thing by hand needs.
RIGHTS = {
    ImportKind.MILSTRIP: Right.RECORD_ORDER,
    ImportKind.ORDERS: Right.RECORD_ORDER,
    ImportKind.NEEDS: Right.RECORD_NEED,
    ImportKind.PROMISES: Right.RECORD_PROMISE,
    ImportKind.SHIPMENTS: Right.LOG_SHIPMENT,
    ImportKind.CONTRACTORS: Right.RECORD_ORDER,
    ImportKind.CONTACTS: Right.RECORD_ORDER,
    ImportKind.ITEMS: Right.RECORD_ORDER,
}
PROFILES = ("", "standard", "navy_p437")
DATE_ORDERS = ("", "dmy", "mdy", "ymd")
DECIMAL_MARKS = ("", ".", ",")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a file is to be read. What is empty is told by the file, or is as usual.

    :ivar profile: of records: where a shipment status has its TCN.
    :ivar date_order: of sheets: dmy, mdy or ymd; empty for ISO dates only.
    :ivar decimal_mark: of sheets.
    :ivar lane_id: the way of shipments whose order has none.
    :ivar is_trial: to say what it would do, and to do nothing.
    """

    kind: str = ""
    profile: str = ""
    date_order: str = ""
    decimal_mark: str = ""
    lane_id: int | None = None
    is_trial: bool = False


@dataclass(frozen=True, kw_only=True)
class ImportEntry(Settings):
    """A file as it is sent.

    :ivar format: what it is said to be; empty is told by its first bytes.
    :ivar sender: who it is from. Its columns are remembered by it.
    :ivar reported_at: when its sender said what it says, aware: the file's own time. None is the
        time of its arrival, and so is one that lies ahead of it.
    """

    name: str
    door: str
    format: str = ""
    sender: str = ""
    reported_at: datetime | None = None


def may_send(by: User | None, kind: str = "") -> bool:
    """Of any kind, or of one. A command and the drop folder are nobody, and trusted."""
    if by is None:
        return True
    if by.is_contractors:
        return False
    kinds = [ImportKind(kind)] if kind else list(ImportKind)
    return any(by.may(RIGHTS[each]) for each in kinds)


def require(by: User | None, kind: str = "") -> None:
    """:raises NotAllowed: the person may not send such a file."""
    if by is None or may_send(by, kind):
        return
    if by.is_contractors or not kind:
        message = "Your role does not let you import files. Ask a case manager."
        raise NotAllowed([Problem("", message, "not_allowed")])
    refusal.require(by, RIGHTS[ImportKind(kind)])


def problems(settings: Settings) -> list[Problem]:
    """What of the settings cannot be."""
    found = []
    chosen = (
        ("kind", settings.kind, ("", *ImportKind), "what it tells of"),
        ("profile", settings.profile, PROFILES, "where a shipment status has its TCN"),
        ("date_order", settings.date_order, DATE_ORDERS, "the order of day, month and year"),
        ("decimal_mark", settings.decimal_mark, DECIMAL_MARKS, "the decimal mark"),
    )
    for field, value, known, what in chosen:
        if value not in known:
            found.append(Problem(field, f"Choose {what} from the list.", "unknown_choice"))
    if settings.lane_id and not Lane.objects.filter(pk=settings.lane_id).exists():
        found.append(Problem("lane_id", "Choose a lane from the list.", "unknown_lane"))
    if isinstance(settings, ImportEntry):
        if settings.door not in list(ImportDoor):
            found.append(Problem("door", "Unknown door.", "unknown_choice"))
        if settings.format not in ("", *ImportFormat):
            message = "Choose records, csv or xlsx."
            found.append(Problem("format", message, "unknown_choice"))
    return found
