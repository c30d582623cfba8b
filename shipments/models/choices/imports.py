"""What files of orders are, and what came of them."""

from __future__ import annotations

from enum import StrEnum

from shipments.domain import import_format
from shipments.models.choices.words import words

ImportFormat = import_format.ImportFormat


class ImportKind(StrEnum):
    """What a file tells of."""

    MILSTRIP = "milstrip"
    ORDERS = "orders"
    NEEDS = "needs"
    PROMISES = "promises"
    SHIPMENTS = "shipments"
    CONTRACTORS = "contractors"
    CONTACTS = "contacts"
    ITEMS = "items"


class ImportState(StrEnum):
    """How far a file has come. Unmapped waits for a person; tried was a trial."""

    UNMAPPED = "unmapped"
    WAITING = "waiting"
    READING = "reading"
    APPLYING = "applying"
    TRIED = "tried"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"

    @classmethod
    def at_work(cls) -> tuple[ImportState, ...]:
        return (cls.WAITING, cls.READING, cls.APPLYING)


class ImportDoor(StrEnum):
    """By which door a file came in."""

    WEB = "web"
    API = "api"
    COMMAND = "command"
    INBOX = "inbox"


class ImportOutcome(StrEnum):
    """What a line of a file did, or would do."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    OLDER = "older"
    UNMATCHED = "unmatched"
    REFUSED = "refused"


class StatedKind(StrEnum):
    """What a statement of a file can be about."""

    ORDER = "order"
    NEED = "need"
    CONTRACTOR = "contractor"
    CONTACT = "contact"
    ITEM = "item"
    SHIPMENT = "shipment"


def import_kinds() -> list[tuple[str, str]]:
    return words(ImportKind)


def import_formats() -> list[tuple[str, str]]:
    return words(ImportFormat)


def import_states() -> list[tuple[str, str]]:
    return words(ImportState)


def import_doors() -> list[tuple[str, str]]:
    return words(ImportDoor)


def import_outcomes() -> list[tuple[str, str]]:
    return words(ImportOutcome)


def stated_kinds() -> list[tuple[str, str]]:
    return words(StatedKind)
