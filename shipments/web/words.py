"""How statuses, urgencies and modes look and read: a word with an icon and a tone."""

from __future__ import annotations

from dataclasses import dataclass

from shipments.domain.modes import Mode
from shipments.domain.priorities import Urgency
from shipments.models.choices import Certainty, NoticeKind, Passability, Status


@dataclass(frozen=True, slots=True)
class Mark:
    """The tone never stands alone: it repeats what the icon and the word say."""

    word: str
    icon: str
    tone: str = ""


STATUS: dict[str, Mark] = {
    Status.NOTIFIED: Mark("Possible sale", "scroll-text", "mut"),
    Status.ORDERED: Mark("Ordered", "clipboard-list"),
    Status.ON_CONTRACT: Mark("On contract", "file-pen-line"),
    Status.PROMISED: Mark("Promised", "handshake"),
    Status.SHIPMENT_LOGGED: Mark("Shipment logged", "package", "amber"),
    Status.IN_TRANSIT: Mark("In transit", "ship", "blue"),
    Status.PART_RECEIVED: Mark("Part received", "package-open", "green"),
    Status.RECEIVED: Mark("Received", "package-check", "green"),
    Status.CANCELLED: Mark("Cancelled", "ban", "mut"),
}
URGENCY: dict[str, Mark] = {
    Urgency.ROUTINE: Mark("Routine", "circle"),
    Urgency.URGENT: Mark("Urgent", "chevron-up"),
    Urgency.EMERGENCY: Mark("Emergency", "chevrons-up"),
}
MODE: dict[str, Mark] = {
    Mode.SEA: Mark("Sea", "ship"),
    Mode.AIR: Mark("Air", "plane"),
    Mode.ROAD: Mark("Road", "truck"),
    Mode.RAIL: Mark("Rail", "train-front"),
}
CERTAINTY: dict[str, Mark] = {
    Certainty.CONFIRMED: Mark("Confirmed", "circle-check", "green"),
    Certainty.REPORTED: Mark("Reported", "newspaper"),
    Certainty.INFERRED: Mark("Inferred", "lightbulb"),
    Certainty.DISPUTED: Mark("Disputed", "git-compare-arrows", "amber"),
}
PASSABILITY: dict[str, Mark] = {
    Passability.CLOSED: Mark("Closed", "octagon-x", "red"),
    Passability.RESTRICTED: Mark("Restricted", "triangle-alert", "amber"),
    Passability.OPEN: Mark("Open", "circle-check", "green"),
}
NOTICE: dict[str, Mark] = {
    NoticeKind.FLAGGED: Mark("Flagged", "flame", "amber"),
    NoticeKind.DUE: Mark("Due", "calendar-clock", "amber"),
    NoticeKind.ANSWERED: Mark("Answered", "message-square-reply", "blue"),
    NoticeKind.PROPOSED: Mark("Proposed", "calendar-plus", "blue"),
    NoticeKind.KEPT: Mark("Kept", "circle-check", "green"),
    NoticeKind.BROKEN: Mark("Broken", "calendar-x", "red"),
    NoticeKind.UNDELIVERED: Mark("Undelivered", "mail-x", "red"),
    NoticeKind.HANDED_OVER: Mark("Handed over", "hand-helping"),
    NoticeKind.HELD: Mark("Held", "lock"),
    NoticeKind.RELEASED: Mark("Released", "lock-open"),
}
