"""Logging a shipment: one form that works line by line without a script, and faster with one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shipments.domain import tcn as tcns
from shipments.domain.roles import Right
from shipments.models import Shipment
from shipments.queries import order_list, order_search
from shipments.queries.shipment_twin import twin
from shipments.services import refusal, shipments
from shipments.services.refusal import NotAllowed, Refused
from shipments.web import shipment_panel, typed_lines
from shipments.web.refusals import not_allowed
from shipments.web.shipment_forms import LineFormSet, ShipmentEntered, ShipmentForm

if TYPE_CHECKING:
    from shipments.models import Order
    from shipments.services.shipments import Checked, CheckedLine, ShipmentEntry
    from shipments.web.http import SignedInRequest
    from shipments.web.shipment_forms import LineForm

FOUND_SHOWN = 8
KEPT_FOR_THE_NEXT = ("mode", "from_place", "to_place", "carrier", "voyage")
PREFILLED = (*KEPT_FOR_THE_NEXT, "tcn")


@dataclass(frozen=True)
class Row:
    """A line of the form with what the checks know of it."""

    form: LineForm
    index: int
    checked: CheckedLine | None


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """The form; what its smaller buttons do to it; and saving.

    Enter alone looks up what was typed in the first field, or adds a line. It never saves:
    scanners send Enter after everything.
    """
    try:
        refusal.require(request.user, Right.LOG_SHIPMENT)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    if request.method != "POST":
        return _draw(request, _prefilled(request.GET))
    if request.POST.get("action") in {"save", "another"}:
        return _save(request, request.POST)
    return _change(request, request.POST)


def _change(request: SignedInRequest, data: QueryDict) -> HttpResponse:
    """What the smaller buttons do to the form. Nothing is judged or written."""
    if "remove" in data:
        return _draw(request, typed_lines.without(data, data.get("remove", "")))
    if "add" in data:
        return _draw(request, typed_lines.with_order(data, data.get("add", "")))
    text = data.get("look_up", "").strip()
    if not text:
        longer = typed_lines.with_blank(data)
        return _draw(request, longer, focus_line=len(typed_lines.read(longer)) - 1)
    return _look_up(request, data, text)


@require_POST
def check(request: SignedInRequest) -> HttpResponse:
    """The checks of what is typed so far. Writes nothing."""
    if request.htmx:
        return render(
            request, "shipments/log_shipment/_checked.html", _context(request, request.POST)
        )
    return _draw(request, request.POST)


@require_safe
def look_up(request: SignedInRequest) -> HttpResponse:
    """Orders that a number or some words may mean, each with a way to ship it."""
    text = request.GET.get("text", request.GET.get("look_up", "")).strip()
    context = {"text": text, "found": _found(request, text) if text else []}
    if request.htmx:
        return render(request, "shipments/log_shipment/_found.html", context)
    return render(request, "shipments/log_shipment/look_up.html", context)


def _look_up(request: SignedInRequest, data: QueryDict, text: str) -> HttpResponse:
    order = shipments.find_order(text, by=request.user)
    if order is not None:
        return _draw(request, typed_lines.with_order(data, order.reference))
    try:
        number = tcns.parse(text).value
    except tcns.InvalidTcn:
        return _draw(request, data, text=text, found=_found(request, text))
    filled = data.copy()
    filled["tcn"], filled["look_up"] = number, ""
    return _draw(request, filled)


def _found(request: SignedInRequest, text: str) -> list[Order]:
    orders = order_search.search(order_list.visible(request.user), text)
    return list(orders.filter(possible_sale=False).with_row().soonest_first()[:FOUND_SHOWN])


def _save(request: SignedInRequest, data: QueryDict) -> HttpResponse:
    now = timezone.now()
    entered = ShipmentEntered(data)
    entry = entered.entry()
    checked = shipments.check(entry, by=request.user, at=now)
    if already := _sent_before(request, data, entry, checked):
        return _draw(request, _reopened(data), already=already, status=409)
    if not entered.parsed:
        entered.take(checked.all_problems)
        return _draw(request, data, entered=entered, status=422)
    try:
        shipment = shipments.log(entry, by=request.user, at=now)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        entered.take(refused.problems)
        already = Shipment.objects.visible_to(request.user).filter(tcn=checked.tcn).first()
        return _draw(request, data, entered=entered, already=already, status=422)
    messages.success(request, f"Shipment {shipment.tcn} is logged.")
    if data["action"] == "another":
        kept = {name: data[name] for name in KEPT_FOR_THE_NEXT if data.get(name)}
        return redirect(f"{reverse('shipment-new')}?{urlencode(kept)}")
    return redirect("shipment", shipment.tcn)


def _sent_before(
    request: SignedInRequest, data: QueryDict, entry: ShipmentEntry, checked: Checked
) -> Shipment | None:
    """What this very form logged a moment ago: a button pressed twice is one shipment.

    Only where no TCN was typed; a typed one is unique by itself.
    """
    opened = _moment(data.get("opened_at", ""))
    if entry.tcn or opened is None or checked.all_problems:
        return None
    lines = [
        (line.order.pk, typed.quantity, typed.lot)
        for line, typed in zip(checked.lines, entry.lines, strict=True)
        if line.order and typed.quantity
    ]
    route = (entry.from_place, entry.to_place)
    return twin(entry.mode, route, lines, by=request.user, since=opened)


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _reopened(data: QueryDict) -> QueryDict:
    """The same form as if opened now: saving it once more is meant."""
    again = data.copy()
    again["opened_at"] = timezone.now().isoformat()
    return again


def _prefilled(given: QueryDict) -> QueryDict:
    data = QueryDict(mutable=True)
    for name in PREFILLED:
        data[name] = given.get(name, "")
    data["opened_at"] = timezone.now().isoformat()
    return typed_lines.with_orders(data, given.getlist("order"))


def _draw(
    request: SignedInRequest,
    data: QueryDict,
    *,
    entered: ShipmentEntered | None = None,
    status: int = 200,
    **also: Any,
) -> HttpResponse:
    """The page, or its form alone where a button of the form asked for it."""
    context = _context(request, data, entered=entered) | also
    template = "shipments/log_shipment/log.html"
    if request.htmx.target == "log":
        template = "shipments/log_shipment/_log.html"
    return render(request, template, context, status=status)


def _context(
    request: SignedInRequest, data: QueryDict, *, entered: ShipmentEntered | None = None
) -> dict[str, Any]:
    """:param entered: give it to show its errors beside the fields."""
    read = entered or ShipmentEntered(data)
    entry = read.entry()
    checked = shipments.check(entry, by=request.user, at=timezone.now())
    of_line = dict(zip((line.prefix for line in read.filled), checked.lines, strict=True))
    form, lines = (
        (entered.form, entered.lines) if entered else (_as_typed(data), _lines_as_typed(data))
    )
    return {
        "form": form,
        "lines": lines,
        "rows": [
            Row(line, index, of_line.get(line.prefix)) for index, line in enumerate(lines.forms)
        ],
        "problems": entered.problems if entered else [],
        "checked": checked,
        "checks": shipment_panel.checks(read, checked, entry),
        "after": shipment_panel.after(checked, entry),
        "made": not entry.tcn,
        "data": data,
        "opened_at": data.get("opened_at", ""),
        "focus_line": None,
    }


def _as_typed(data: QueryDict) -> ShipmentForm:
    """The form as it was typed, judging nothing yet."""
    return ShipmentForm(initial=data.dict())


def _lines_as_typed(data: QueryDict) -> Any:
    return LineFormSet(initial=typed_lines.read(data) or [{}], prefix=typed_lines.PREFIX)
