"""What a feed needs to know of one entry of the ledger of milestones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.domain.modes import Mode


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """Where it happened.

    :param uri: under which the reader can tell the place from others.
    """

    code: str
    name: str
    uri: str
    un_locode: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FeedShipment:
    """What moved.

    :param mode: of the leg that the milestone is of.
    :param voyage: voyage or flight number of that leg.
    """

    tcn: str
    uri: str
    mode: Mode
    carrier: str = ""
    voyage: str = ""


@dataclass(frozen=True, slots=True)
class FeedMilestone:
    """One entry as the ledger has it; a retraction is an entry of its own.

    :param id: the same whenever the entry is sent, and no other entry's.
    :param occurs_on: local to the place. The ledger knows days, not hours.
    :param reported_at: when the source said it; ``recorded_at`` is when it was entered here.
    :param leg: sequence of the leg it is of.
    :param retracts: the entry that this one takes back; then ``reason`` says why.
    """

    id: str
    shipment: FeedShipment
    kind: MilestoneKind
    classifier: Classifier
    occurs_on: date
    source: str
    reported_at: datetime
    recorded_at: datetime
    place: FeedPlace | None = None
    leg: int | None = None
    retracts: FeedMilestone | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A standard has no word for this entry, so it is not sent under a wrong one."""

    milestone: FeedMilestone
    because: str

    def as_data(self) -> dict[str, str]:
        """For the list that a feed carries beside its events."""
        return {
            "eventID": self.milestone.id,
            "milestone": self.milestone.kind.value,
            "classifier": self.milestone.classifier.value,
            "because": self.because,
        }


def moment(at: datetime) -> str:
    """A moment in UTC, to the second."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def noon(day: date) -> str:
    """A moment that stands for a day where a standard wants one: noon UTC, which is the same day
    on every clock on the way. That the hour is not known is said beside it.
    """
    return f"{day.isoformat()}T12:00:00Z"


def in_our_words(milestone: FeedMilestone) -> dict[str, object]:
    """What no standard has a field for. What is not known is left out."""
    shipment, place = milestone.shipment, milestone.place
    words: dict[str, object] = {
        "tcn": shipment.tcn,
        "shipment": shipment.uri,
        "milestone": milestone.kind.value,
        "classifier": milestone.classifier.value,
        "occursOn": milestone.occurs_on.isoformat(),
        "precision": "day",
        "modeOfTransport": shipment.mode.value.upper(),
        "carrier": shipment.carrier,
        "voyage": shipment.voyage,
        "leg": milestone.leg,
        "place": {"code": place.code, "name": place.name} if place else None,
        "source": milestone.source,
        "reportedAt": moment(milestone.reported_at),
        "retracts": milestone.retracts.id if milestone.retracts else None,
        "reason": milestone.reason,
    }
    return {name: value for name, value in words.items() if value not in (None, "")}
