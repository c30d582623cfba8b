"""Logging a shipment: one form that works line by line without a script, and faster with one."""

from __future__ import annotations

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

from shipments.domain.roles import Right
from shipments.models import Departure, Shipment
from shipments.queries import own_drafts
from shipments.queries.shipment_twin import twin
from shipments.services import refusal, shipments
from shipments.services.refusal import NotAllowed, Refused
from shipments.web import log_page, log_scan
from shipments.web.log_drafts import draft_key
from shipments.web.log_forms import ShipmentEntered
from shipments.web.refusals import not_allowed
from shipments.web.typed_rows import LINES, PACKAGES, without_line

if TYPE_CHECKING:
    from shipments.services.shipments import Checked, ShipmentEntry
    from shipments.web.http import SignedInRequest

# Told to the page when a button of the form changed it, so that the draft is kept.
CHANGED = "form-changed"


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
        return _open(request)
    if request.POST.get("action") in {"save", "another"}:
        return _save(request, request.POST)
    response = _change(request, request.POST)
    response["HX-Trigger-After-Settle"] = CHANGED
    return response


def _open(request: SignedInRequest) -> HttpResponse:
    """A blank form, a draft taken up again, or one like a shipment before."""
    given = request.GET
    data: QueryDict | None = None
    if "draft" in given:
        data = log_page.resumed(given["draft"], by=request.user)
        if data is None:
            messages.warning(request, "That draft is logged or discarded already.")
    elif "copy" in given:
        data = log_page.copied(given["copy"], by=request.user)
        if data is None:
            messages.warning(request, f"There is no shipment {given['copy']} to copy.")
    return _draw(request, data or _filled(request, log_page.blank(given)))


def _filled(request: SignedInRequest, data: QueryDict) -> QueryDict:
    """With what is left of the orders that the form was opened for."""
    named = [row["order"] for row in LINES.filled(data)]
    empty = LINES.written(data, [])
    for reference in named:
        empty, heard = log_scan.hear(empty, reference, by=request.user)
        if not heard.filled:
            empty = LINES.with_rows(empty, [{"order": reference}])
    return empty if named else data


def _change(request: SignedInRequest, data: QueryDict) -> HttpResponse:
    """What the smaller buttons do to the form. Nothing is judged or written."""
    if (changed := _pressed(data)) is not None:
        return _draw(request, changed)
    action = data.get("action", "")
    text = data.get("add") or data.get("pasted" if action == "read-pasted" else "look_up", "")
    if text.strip():
        changed, heard = log_scan.hear(data, text, by=request.user)
        return _draw(request, changed, heard=heard)
    longer = LINES.with_blank(data)
    return _draw(request, longer, focus_line=len(LINES.read(longer)) - 1)


def _pressed(data: QueryDict) -> QueryDict | None:
    """What a button that says all by itself makes of the form; None for the others."""
    changed = None
    if "remove" in data:
        changed = without_line(data, data.get("remove", ""))
    elif "remove_package" in data:
        changed = PACKAGES.without(data, data.get("remove_package", ""))
    elif "take" in data:
        changed = log_page.on_departure(data, _departure(data.get("take", "")))
    elif "use" in data:
        changed = data.copy()
        changed["tcn"], changed["look_up"] = data.get("use", ""), ""
    elif data.get("action") == "add-package":
        changed = PACKAGES.with_blank(data)
    return changed


def _departure(key: str) -> Departure | None:
    rows = Departure.objects.select_related("from_place", "to_place")
    return rows.filter(pk=int(key)).first() if key.isascii() and key.isdigit() else None


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
    found = log_scan.find(text, by=request.user) if text else []
    context = {"heard": log_scan.Heard(text=text, found=found), "text": text, "found": found}
    if request.htmx:
        return render(request, "shipments/log_shipment/_found.html", context)
    return render(request, "shipments/log_shipment/look_up.html", context)


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
        shipment = shipments.log(entry, by=request.user, at=now, draft=draft_key(data))
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        entered.take(refused.problems)
        already = Shipment.objects.visible_to(request.user).filter(tcn=checked.tcn).first()
        return _draw(request, data, entered=entered, already=already, status=422)
    messages.success(request, f"Shipment {shipment.tcn} is logged.")
    if data["action"] == "another":
        kept = {name: data[name] for name in log_page.KEPT_FOR_THE_NEXT if data.get(name)}
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
    if request.htmx.target == "log":
        return render(request, "shipments/log_shipment/_log.html", context, status=status)
    context["drafts"] = own_drafts.drafts(by=request.user, besides=context["draft"])
    context["previous"] = own_drafts.previous(by=request.user)
    return render(request, "shipments/log_shipment/log.html", context, status=status)


def _context(
    request: SignedInRequest, data: QueryDict, *, entered: ShipmentEntered | None = None
) -> dict[str, Any]:
    return log_page.context(data, by=request.user, at=timezone.now(), entered=entered)
