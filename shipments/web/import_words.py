"""How imports look and read: their states, what a line did, and what a file may tell of."""

from __future__ import annotations

from dataclasses import dataclass

from shipments.models.choices import ImportKind, ImportOutcome, ImportState
from shipments.web.words import Mark

STATE: dict[str, Mark] = {
    ImportState.UNMAPPED: Mark("Needs its columns named", "columns-3", "amber"),
    ImportState.WAITING: Mark("Waiting", "clock", "mut"),
    ImportState.READING: Mark("Reading", "loader-circle", "blue"),
    ImportState.APPLYING: Mark("Applying", "database", "blue"),
    ImportState.TRIED: Mark("Tried, not imported", "flask-conical", "amber"),
    ImportState.DONE: Mark("Done", "circle-check", "green"),
    ImportState.REFUSED: Mark("Not imported", "octagon-x", "red"),
    ImportState.CANCELLED: Mark("Cancelled", "ban", "mut"),
}
KIND_LABEL: dict[str, str] = {
    ImportKind.MILSTRIP: "MILSTRIP records",
    ImportKind.ORDERS: "Orders",
    ImportKind.NEEDS: "Needs",
    ImportKind.PROMISES: "Promises",
    ImportKind.SHIPMENTS: "Shipments",
    ImportKind.CONTRACTORS: "Contractors",
    ImportKind.CONTACTS: "Contacts",
    ImportKind.ITEMS: "Items",
}
DOOR: dict[str, str] = {
    "web": "on this page",
    "api": "through the API",
    "command": "by command",
    "inbox": "through the drop folder",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """:ivar done: what to call the lines once they are imported; ``would`` before.
    :ivar means: what became of them, in a sentence.
    """

    name: str
    done: str
    would: str
    icon: str
    tone: str
    means: str


OUTCOMES: tuple[Outcome, ...] = (
    Outcome(
        ImportOutcome.CREATED, "Created", "Would create", "circle-plus", "green", "New on record."
    ),
    Outcome(
        ImportOutcome.CHANGED,
        "Changed",
        "Would change",
        "pencil",
        "blue",
        "On record already; something is said anew.",
    ),
    Outcome(
        ImportOutcome.UNCHANGED, "Unchanged", "Unchanged", "equal", "", "On record just as it says."
    ),
    Outcome(
        ImportOutcome.OLDER,
        "Older",
        "Older",
        "history",
        "",
        "Said before what stands: kept as reports, nothing overwritten.",
    ),
    Outcome(
        ImportOutcome.UNMATCHED,
        "Unmatched",
        "Unmatched",
        "unlink",
        "amber",
        "About orders not known yet: applied by themselves once the order is recorded.",
    ),
    Outcome(
        ImportOutcome.REFUSED,
        "Refused",
        "Would be refused",
        "octagon-x",
        "red",
        "Not applied; each says why.",
    ),
)


@dataclass(frozen=True, slots=True)
class Importable:
    """A kind of file, in words for who has never sent one.

    :ivar has_template: there is a sheet to start from.
    """

    kind: str
    label: str
    tells: str
    has_template: bool = True


IMPORTABLE: tuple[Importable, ...] = (
    Importable(
        ImportKind.MILSTRIP,
        "MILSTRIP records",
        "Requisitions, modifications, status, shipment status and receipts, 80 columns a line.",
        has_template=False,
    ),
    Importable(ImportKind.ORDERS, "Orders", "What is ordered, how many, by when, on which case."),
    Importable(ImportKind.NEEDS, "Needs", "What units wait for, how many, and by when."),
    Importable(ImportKind.PROMISES, "Promises", "When contractors say that they will ship."),
    Importable(ImportKind.SHIPMENTS, "Shipments", "What left or will leave, with its milestones."),
    Importable(ImportKind.CONTRACTORS, "Contractors", "Who makes and sends what is ordered."),
    Importable(ImportKind.CONTACTS, "Contacts", "Whom to write to and call at a contractor."),
    Importable(ImportKind.ITEMS, "Items", "Nomenclatures with their stock numbers."),
)
