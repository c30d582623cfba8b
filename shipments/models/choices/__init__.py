from __future__ import annotations

from enum import StrEnum

from shipments.domain.discrepancy import DiscrepancyKind
from shipments.domain.ladder import Step
from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.domain.modes import Mode
from shipments.domain.partial_date import Precision
from shipments.domain.priorities import Urgency
from shipments.domain.roles import Role
from shipments.domain.shipment_papers import DocumentKind
from shipments.models.choices import imports
from shipments.models.choices.words import words

ImportDoor = imports.ImportDoor
ImportFormat = imports.ImportFormat
ImportKind = imports.ImportKind
ImportOutcome = imports.ImportOutcome
ImportState = imports.ImportState
StatedKind = imports.StatedKind
import_doors = imports.import_doors
import_formats = imports.import_formats
import_kinds = imports.import_kinds
import_outcomes = imports.import_outcomes
import_states = imports.import_states
stated_kinds = imports.stated_kinds


class Certainty(StrEnum):
    """How sure we are of a fact that came from outside."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    INFERRED = "inferred"
    DISPUTED = "disputed"


class FlagKind(StrEnum):
    """Speed up: a routine order that should become urgent. Chase: an urgent one that slips."""

    SPEED_UP = "speed_up"
    CHASE = "chase"


class Status(StrEnum):
    """Where an order stands, from a possible sale to receipt. Computed, never typed."""

    NOTIFIED = "notified"
    ORDERED = "ordered"
    ON_CONTRACT = "on_contract"
    PROMISED = "promised"
    SHIPMENT_LOGGED = "shipment_logged"
    IN_TRANSIT = "in_transit"
    PART_RECEIVED = "part_received"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class CaseStage(StrEnum):
    """Source: docs/sources.md, "Case stages"."""

    REQUESTED = "requested"
    NOTIFIED = "notified"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    IMPLEMENTED = "implemented"
    SUPPLY_COMPLETE = "supply_complete"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    SUSPENDED = "suspended"


class Channel(StrEnum):
    """How somebody told us."""

    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    PORTAL = "portal"
    MEETING = "meeting"
    TRANSACTION = "transaction"


class ExpediteState(StrEnum):
    """Where the follow-up of an order stands."""

    OPEN = "open"
    CONTACTED = "contacted"
    COMMITTED = "committed"
    KEPT = "kept"
    BROKEN = "broken"
    ESCALATED = "escalated"
    CLOSED = "closed"


class ReportKind(StrEnum):
    """What a report tells of."""

    ACKNOWLEDGED = "acknowledged"
    CONFIRMED = "confirmed"
    READY = "ready"
    INSPECTED = "inspected"
    STATUS = "status"
    SHIPPED = "shipped"
    STATEMENT = "statement"


class Lever(StrEnum):
    """What can gain days."""

    SHIP_READY = "ship_ready"
    PART_SHIPMENT = "part_shipment"
    AIR_FOR_SEA = "air_for_sea"
    RECOVER_SLIP = "recover_slip"
    EARLIER_DEPARTURE = "earlier_departure"


class ActionKind(StrEnum):
    """What can be done in a case file."""

    OPENED = "opened"
    HANDED_OVER = "handed_over"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    NOTED = "noted"
    FOLLOW_UP = "follow_up"
    IMPROVEMENT_REQUEST = "improvement_request"
    PRIORITY_INCREASE = "priority_increase"
    SPECIAL_ASSISTANCE = "special_assistance"
    CALLED = "called"
    ANSWERED = "answered"
    PROPOSED = "proposed"
    PROMISED = "promised"
    DECLINED = "declined"
    KEPT = "kept"
    BROKEN = "broken"
    CLOSED = "closed"


class NoticeKind(StrEnum):
    """What somebody is told of."""

    FLAGGED = "flagged"
    DUE = "due"
    ANSWERED = "answered"
    PROPOSED = "proposed"
    KEPT = "kept"
    BROKEN = "broken"
    UNDELIVERED = "undelivered"
    HANDED_OVER = "handed_over"
    HELD = "held"
    RELEASED = "released"


class ShipmentState(StrEnum):
    """How far a shipment has come. Computed from acts, milestones and receipts, never typed."""

    PLANNED = "planned"
    READY = "ready"
    RELEASED = "released"
    DEPARTED = "departed"
    IN_TRANSIT = "in_transit"
    ARRIVED = "arrived"
    RECEIVED = "received"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


class PackageKind(StrEnum):
    """What goods are packed in or on."""

    BOX = "box"
    PALLET = "pallet"
    CRATE = "crate"
    CONTAINER = "container"
    OTHER = "other"


class Passability(StrEnum):
    """What a report says of a place, a passage or a lane. Open is a report that contradicts."""

    CLOSED = "closed"
    RESTRICTED = "restricted"
    OPEN = "open"


class DigestRhythm(StrEnum):
    """How often a person is mailed what is new."""

    DAILY = "daily"
    OFF = "off"


# Callables, so that a new member does not rewrite the columns in a migration.
def certainties() -> list[tuple[str, str]]:
    return words(Certainty)


def precisions() -> list[tuple[str, str]]:
    return words(Precision)


def urgencies() -> list[tuple[str, str]]:
    return words(Urgency)


def modes() -> list[tuple[str, str]]:
    return words(Mode)


def milestone_kinds() -> list[tuple[str, str]]:
    return words(MilestoneKind)


def classifiers() -> list[tuple[str, str]]:
    return words(Classifier)


def roles() -> list[tuple[str, str]]:
    return words(Role)


def flag_kinds() -> list[tuple[str, str]]:
    return words(FlagKind)


def statuses() -> list[tuple[str, str]]:
    return words(Status)


def case_stages() -> list[tuple[str, str]]:
    return words(CaseStage)


def channels() -> list[tuple[str, str]]:
    return words(Channel)


def expedite_states() -> list[tuple[str, str]]:
    return words(ExpediteState)


def report_kinds() -> list[tuple[str, str]]:
    return words(ReportKind)


def steps() -> list[tuple[str, str]]:
    return words(Step)


def levers() -> list[tuple[str, str]]:
    return words(Lever)


def action_kinds() -> list[tuple[str, str]]:
    return words(ActionKind)


def notice_kinds() -> list[tuple[str, str]]:
    return words(NoticeKind)


def digest_rhythms() -> list[tuple[str, str]]:
    return words(DigestRhythm)


def shipment_states() -> list[tuple[str, str]]:
    return words(ShipmentState)


def discrepancy_kinds() -> list[tuple[str, str]]:
    return words(DiscrepancyKind)


def document_kinds() -> list[tuple[str, str]]:
    return words(DocumentKind)


def package_kinds() -> list[tuple[str, str]]:
    return words(PackageKind)


def passabilities() -> list[tuple[str, str]]:
    return words(Passability)
