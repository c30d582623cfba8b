"""What the log form shows: its fields as typed, the checks, what is offered to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.http import QueryDict
from django.utils import timezone

from shipments.queries import closest, departure_choices, own_drafts
from shipments.services import copying, shipments
from shipments.web import log_outcome, shipment_panel
from shipments.web.log_forms import LineFormSet, PackageFormSet, ShipmentEntered, ShipmentForm
from shipments.web.log_scan import Heard
from shipments.web.typed_rows import LINES, PACKAGES

if TYPE_CHECKING:
    from shipments.models import Departure, User
    from shipments.queries.departure_choices import Fitting
    from shipments.services.shipments import CheckedLine, ShipmentEntry
    from shipments.web.log_forms import LineForm

KEPT_FOR_THE_NEXT = ("mode", "from_place", "to_place", "carrier", "voyage")
PREFILLED = (*KEPT_FOR_THE_NEXT, "tcn")
# Of how many characters on, and on how many lines, orders close to an unknown one are looked up.
NEAR_FROM, NEAR_LINES = 3, 3


@dataclass(frozen=True)
class Row:
    """A line of the form with what the checks know of it.

    :ivar near: references like the one typed, where there is no such order.
    """

    form: LineForm
    index: int
    checked: CheckedLine | None
    near: list[str]


def context(
    data: QueryDict, *, by: User, at: datetime, entered: ShipmentEntered | None = None
) -> dict[str, Any]:
    """:param entered: give it to show its errors beside the fields."""
    # Read anew: a field that has an error beside it has lost its value to the form's own checks.
    read = ShipmentEntered(data)
    entry = read.entry()
    checked = shipments.check(entry, by=by, at=at)
    of_line = dict(zip((line.prefix for line in read.filled), checked.lines, strict=True))
    form, lines, packages = (
        (entered.form, entered.lines, entered.packages) if entered else _as_typed(data)
    )
    today = at.date()
    return {
        "form": form,
        "lines": lines,
        "packages": packages,
        "rows": _rows(lines, of_line, by=by),
        "problems": entered.problems if entered else [],
        "checked": checked,
        "checks": shipment_panel.checks(read, checked, entry, today=today),
        "after": log_outcome.after(checked, entry, by=by),
        "departures": _departures(entry, today=today),
        "made": not entry.tcn or checked.tcn != entry.tcn,
        "data": data,
        "draft": data.get("draft", ""),
        "opened_at": data.get("opened_at", ""),
        "heard": Heard(),
        "focus_line": None,
    }


def _rows(lines: Any, of_line: dict[str | None, CheckedLine], *, by: User) -> list[Row]:
    rows, unknown = [], 0
    for index, line in enumerate(lines.forms):
        checked, near = of_line.get(line.prefix), []
        typed = str(line["order"].value() or "")
        # For the first ones only: each costs a query.
        if checked and not checked.order and len(typed) >= NEAR_FROM and unknown < NEAR_LINES:
            unknown += 1
            near = closest.references(typed, by=by)
        rows.append(Row(line, index, checked, near))
    return rows


def _departures(entry: ShipmentEntry, *, today: Any) -> list[Fitting]:
    """Those that can still be made, once it is known where to where. None for what has left."""
    if not entry.from_place or not entry.to_place or entry.departed_on:
        return []
    return departure_choices.fitting(entry.mode, entry.from_place, entry.to_place, today)


def _as_typed(data: QueryDict) -> tuple[Any, Any, Any]:
    """The forms as they were typed, judging nothing yet."""
    return (
        ShipmentForm(initial=data.dict()),
        LineFormSet(initial=LINES.read(data) or [{}], prefix=LINES.prefix),
        PackageFormSet(initial=PACKAGES.read(data) or [{}], prefix=PACKAGES.prefix),
    )


def blank(given: QueryDict) -> QueryDict:
    """A form opened now, with what its address asks for."""
    data = QueryDict(mutable=True)
    for name in PREFILLED:
        data[name] = given.get(name, "")
    data["opened_at"], data["draft"] = timezone.now().isoformat(), str(uuid4())
    data = PACKAGES.written(data, [])
    return LINES.written(data, [{"order": each} for each in given.getlist("order")])


def resumed(key: str, *, by: User) -> QueryDict | None:
    """The form as it stood in a draft; None where the person has no such draft."""
    draft = own_drafts.find(key, by=by)
    if draft is None:
        return None
    data = blank(QueryDict())
    for name, value in draft.typed.items():
        data[name] = str(value)
    data["draft"] = str(draft.pk)
    return data


def copied(tcn: str, *, by: User) -> QueryDict | None:
    """The form for another shipment like one before; None where the person sees no such one."""
    found = copying.copy(tcn, by=by)
    if found is None:
        return None
    before = found.shipment
    data = blank(QueryDict())
    data["mode"], data["carrier"], data["voyage"] = before.mode, before.carrier, before.voyage
    data["from_place"], data["to_place"] = before.from_place.code, before.to_place.code
    data = PACKAGES.written(data, [{"kind": kind} for kind in found.kinds])
    rows = [
        {"order": order.reference, "quantity": "" if left is None else str(left)}
        for order, left in found.lines
    ]
    return LINES.written(data, rows)


def on_departure(data: QueryDict, departure: Departure | None) -> QueryDict:
    """The form with this departure chosen, and what is known by it; or with none."""
    changed = data.copy()
    changed["departure"] = str(departure.pk) if departure else ""
    if departure:
        changed["mode"] = departure.mode
        changed["from_place"] = departure.from_place.code
        changed["to_place"] = departure.to_place.code
        changed["carrier"], changed["voyage"] = departure.carrier, departure.voyage
        changed["planned_departure_on"] = departure.departs_on.isoformat()
        changed["planned_arrival_on"] = departure.arrives_on.isoformat()
    return changed
