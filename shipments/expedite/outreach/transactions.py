"""The MILSTRIP records of a step, one for each order that has what a record needs.

Source: docs/sources.md, "MILSTRIP records".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shipments.domain import milstrip
from shipments.domain.ladder import Step
from shipments.domain.milstrip import InvalidRecord, Kind, Record
from shipments.domain.milstrip.columns import TAIL, Column
from shipments.domain.milstrip.kinds import EXERCISE
from shipments.domain.milstrip.layouts import LAYOUTS
from shipments.domain.milstrip.record import Value
from shipments.expedite.outreach.matter import ListedOrder, Outreach

_NAMES: Mapping[Step, str] = MappingProxyType(
    {
        Step.FOLLOW_UP: "AF1",
        Step.IMPROVEMENT_REQUEST: "AFC",
        Step.PRIORITY_INCREASE: "AM_",
    }
)
# A follow-up does not repeat it, so any requisition's stands in while it is being made.
_ANY_REQUISITION = "A01"


@dataclass(frozen=True)
class WrittenRecord:
    """:ivar text: 80 columns."""

    reference: str
    text: str


@dataclass(frozen=True)
class Transactions:
    """:ivar notes: what could not be written, or was left blank, and why. A sentence each."""

    name: str
    written: tuple[WrittenRecord, ...]
    notes: tuple[str, ...]

    @property
    def file_name(self) -> str:
        return f"{self.name.rstrip('_')}.txt"

    @property
    def text(self) -> str:
        """A file of the records, a line each. Empty where none could be written."""
        return "".join(f"{record.text}\n" for record in self.written)


def compose(outreach: Outreach) -> Transactions:
    """Write AF1, AFC or AM_ for each order. Special priorities assistance has no record.

    Nothing is made up. What a record cannot do without and nobody knows is named instead, and
    no record is written. In AF1 and AFC what may be blank stays blank where it is not known,
    and a note says so; an AM_ must repeat the requisition whole, or it would change it.
    """
    name = _NAMES.get(outreach.step, "")
    if not name:
        return Transactions("", (), ())
    written, notes = [], []
    for order in outreach.orders:
        record, note = _about(order, outreach.step, name, exercise=outreach.exercise)
        if record:
            written.append(WrittenRecord(order.reference, record))
        if note:
            notes.append(f"{order.reference}: {note}")
    return Transactions(name, tuple(written), tuple(notes))


def _about(order: ListedOrder, step: Step, name: str, *, exercise: bool) -> tuple[str, str]:
    """Give the record, empty where there is none, and what to say of it."""
    if not order.document_number:
        return "", f"no {name} record, because the order has no document number."
    if step is Step.PRIORITY_INCREASE and order.raised_to is None:
        return "", f"no {name} record, because nobody said which priority it was raised to."
    whole = step is Step.PRIORITY_INCREASE
    fields = _fields(order)
    if not whole:
        fields.setdefault("quantity", order.quantity)
    unknown = _unknown(fields, whole=whole)
    lacking = [each for each in unknown if whole or each.required]
    if lacking:
        return "", f"no {name} record, because these are not on record: {_listed(lacking)}."
    try:
        text = milstrip.encode(_record(order, step, fields, exercise))
    except InvalidRecord as error:
        return "", f"no {name} record. {error}"
    if unknown:
        return text, f"left blank in its {name} record, because not on record: {_listed(unknown)}."
    return text, ""


def _fields(order: ListedOrder) -> dict[str, Value]:
    """What is known of the requisition. What the order itself says fills what is missing."""
    own: dict[str, Value] = {
        "stock_number": order.stock_number or None,
        "unit_of_issue": order.unit or None,
        "quantity": order.ordered,
        "document_number": order.document_number or None,
        "priority": None if order.priority is None else f"{order.priority:02d}",
    }
    known = {name: value for name, value in own.items() if value is not None}
    # Its priority may have been raised since.
    raised = {"priority": known["priority"]} if "priority" in known else {}
    return {**known, **order.requisition, **raised}


def _unknown(fields: Mapping[str, Value], *, whole: bool) -> list[Column]:
    """Columns of the requisition that nobody can fill. A whole record replaces the priority."""
    needless = {TAIL, "priority"} if whole else {TAIL, "identifier"}
    return [
        each
        for each in LAYOUTS[Kind.REQUISITION]
        if each.field not in needless
        and (each.field not in fields or (each.required and fields[each.field] is None))
    ]


def _record(order: ListedOrder, step: Step, fields: Mapping[str, Value], exercise: bool) -> Record:
    identifier = str(fields.get("identifier") or _ANY_REQUISITION)
    if exercise:
        identifier = EXERCISE + identifier[1:]
    kept = {name: value for name, value in fields.items() if name not in {"identifier", TAIL}}
    original, ric = Record(identifier, kept), str(fields["ric"])
    match step:
        case Step.PRIORITY_INCREASE:
            raised = {"priority": f"{order.raised_to:02d}"}
            return milstrip.modification(original, ric=ric, changes=raised)
        case Step.IMPROVEMENT_REQUEST:
            return milstrip.improvement_request(original, ric=ric, outstanding=order.quantity)
        case _:
            return milstrip.follow_up(original, ric=ric, outstanding=order.quantity)


def _listed(columns: list[Column]) -> str:
    return ", ".join(each.words for each in columns)
