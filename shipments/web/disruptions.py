"""Disruptions: what is closed or restricted, what that lies in the way of, a new report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shipments.domain.roles import Right
from shipments.models import Disruption
from shipments.models.choices import passabilities
from shipments.queries import affected, disruption_list, disruption_page
from shipments.queries.disruption_list import STATES, Filter
from shipments.queries.keyset import BadMarker, Place
from shipments.queries.places import place_choices
from shipments.services import disruptions as service
from shipments.services import refusal
from shipments.services.refusal import NotAllowed, Refused
from shipments.web import disruption_map
from shipments.web.address import with_changes
from shipments.web.csv_file import streamed
from shipments.web.disruption_forms import DisruptionForm, EndForm, WithdrawForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import StreamingHttpResponse

    from shipments.web.forms import EntryForm
    from shipments.web.http import SignedInRequest

_STATE_WORDS = {
    "in_force": "In force",
    "to_come": "To come",
    "over": "Over",
    "withdrawn": "Withdrawn",
}


@require_safe
def disruptions(request: SignedInRequest) -> HttpResponse:
    """By state, the newest first."""
    data, said, today = request.GET, "", timezone.now().date()
    state = data.get("state") or STATES[0]
    if state not in STATES:
        said = f"State: “{state}” cannot be used. Choose from {', '.join(STATES)}."
        state = STATES[0]
    wanted = Filter(state, data.get("place", "").replace("\0", ""), data.get("passability", ""))
    place = Place(data.get("after", ""), data.get("before", ""))
    try:
        rows, page = disruption_list.rows(wanted, place=place, by=request.user, on=today)
    except BadMarker:
        said = "The page in this address is not one of this list: here is the first."
        rows, page = disruption_list.rows(wanted, place=Place(), by=request.user, on=today)
    tallies = disruption_list.tallies(wanted, on=today)
    context = {
        "rows": rows,
        "wanted": wanted,
        "is_filtered": bool(wanted.place or wanted.passability),
        "tabs": [
            (name, _STATE_WORDS[name], tallies[name], with_changes(data, state=name))
            for name in STATES
        ],
        "places": place_choices("Any place", passages=True),
        "passabilities": passabilities(),
        "said": said,
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
    }
    return render(request, "shipments/disruptions/disruptions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """The form; a refusal answers with what was typed."""
    try:
        refusal.require(request.user, Right.PLAN_TRANSPORT)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    if request.method != "POST":
        given = {"place": request.GET.get("place", ""), "lane": request.GET.get("lane", "")}
        form = DisruptionForm(initial=given | {"starts_on": timezone.now().date()})
        return render(request, "shipments/disruptions/new.html", {"form": form})
    form = DisruptionForm(request.POST)
    if form.is_valid():
        try:
            made = service.report(form.entry(), by=request.user, at=timezone.now())
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, "Disruption recorded. What it lies in the way of is below.")
            return redirect("disruption", made.pk)
    return render(request, "shipments/disruptions/new.html", {"form": form}, status=422)


@require_safe
def disruption(request: SignedInRequest, disruption_id: int) -> HttpResponse:
    return _page(request, disruption_id)


@require_POST
def end(request: SignedInRequest, disruption_id: int) -> HttpResponse:
    """Record its last day, by a new report."""

    def record(entered: dict[str, Any]) -> int:
        now = timezone.now()
        return service.end(disruption_id=disruption_id, by=request.user, at=now, **entered).pk

    form = EndForm(request.POST, prefix="end")
    return _write(request, disruption_id, form, record, "Its end is recorded.")


@require_POST
def withdraw(request: SignedInRequest, disruption_id: int) -> HttpResponse:
    """Take back a report that was made in error."""

    def record(entered: dict[str, Any]) -> int:
        now = timezone.now()
        return service.withdraw(disruption_id=disruption_id, by=request.user, at=now, **entered).pk

    form = WithdrawForm(request.POST, prefix="withdraw")
    return _write(request, disruption_id, form, record, "Report withdrawn.")


@require_safe
def shipments_csv(request: SignedInRequest, disruption_id: int) -> StreamingHttpResponse:
    """Every affected shipment that the person may see."""
    _found(disruption_id)
    on = timezone.now().date()
    lines = affected.shipment_lines(disruption_id, by=request.user, on=on)
    name = f"disruption-{disruption_id}-shipments"
    return streamed(name, affected.SHIPMENT_HEADINGS, lines)


@require_safe
def orders_csv(request: SignedInRequest, disruption_id: int) -> StreamingHttpResponse:
    """Every order planned that way that the person may see."""
    _found(disruption_id)
    lines = affected.order_lines(disruption_id, by=request.user, on=timezone.now().date())
    return streamed(f"disruption-{disruption_id}-orders", affected.ORDER_HEADINGS, lines)


def _write(
    request: SignedInRequest,
    disruption_id: int,
    form: EntryForm,
    write: Callable[[dict[str, Any]], int],
    done: str,
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, disruption_id, sent=form)
    try:
        key = write(form.cleaned_data)
    except Disruption.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _page(request, disruption_id, sent=form)
    messages.success(request, done)
    return redirect("disruption", key)


def _found(disruption_id: int) -> Disruption:
    found = disruption_page.find(disruption_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: SignedInRequest, disruption_id: int, sent: EntryForm | None = None
) -> HttpResponse:
    """:param sent: the form that was refused, to be shown with its errors."""
    found = _found(disruption_id)
    page = disruption_page.load(found, by=request.user, on=timezone.now().date())
    context = {
        "page": page,
        "disruption": found,
        "state_words": _STATE_WORDS[page.state],
        "wide": disruption_map.of_place(found, disruption_map.WIDE),
        "narrow": disruption_map.of_place(found, disruption_map.NARROW),
        "end_form": sent if isinstance(sent, EndForm) else EndForm(prefix="end"),
        "withdraw_form": sent
        if isinstance(sent, WithdrawForm)
        else WithdrawForm(prefix="withdraw"),
        "problems": sent.problems if sent else [],
    }
    status = 422 if sent else 200
    return render(request, "shipments/disruptions/disruption.html", context, status=status)
