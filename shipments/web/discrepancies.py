"""Reports of discrepancies: the list, one of them, a new one, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shipments.domain.roles import Right
from shipments.models import Discrepancy, Shipment
from shipments.queries import discrepancy_list as queries
from shipments.queries import receiving
from shipments.queries.keyset import BadMarker, Place
from shipments.services import discrepancies as service
from shipments.services import refusal
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.address import with_changes
from shipments.web.csv_file import streamed
from shipments.web.discrepancy_forms import ReportForm, SettleForm, WithdrawForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import StreamingHttpResponse

    from shipments.web.forms import EntryForm
    from shipments.web.http import SignedInRequest


@require_safe
def discrepancies(request: SignedInRequest) -> HttpResponse:
    user, data, today = request.user, request.GET, timezone.now().date()
    state = data.get("state") or "open"
    said = ""
    if state not in queries.STATES:
        said = f"State: “{state}” cannot be used. Choose from {', '.join(queries.STATES)}."
        state = "open"
    place = Place(data.get("after", ""), data.get("before", ""))
    try:
        rows, page = queries.rows(state, by=user, today=today, place=place)
    except BadMarker:
        said = "The page in this address is not one of this list: here is the first."
        rows, page = queries.rows(state, by=user, today=today, place=Place())
    counts = queries.counts(by=user, today=today)
    context = {
        "rows": rows,
        "state": state,
        "tabs": [(name, queries.LABELS[name], counts[name]) for name in queries.STATES],
        "soon_by": today + queries.SOON,
        "said": said,
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
    }
    return render(request, "shipments/discrepancies/list.html", context)


@require_safe
def discrepancies_csv(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    """The whole tab as a file. What cannot be understood is refused, not left out."""
    today = timezone.now().date()
    state = request.GET.get("state") or "open"
    if state not in queries.STATES:
        message = f"State: “{state}” cannot be used. Choose from {', '.join(queries.STATES)}."
        return HttpResponse(message, status=400, content_type="text/plain")
    lines = queries.lines(state, by=request.user, today=today)
    return streamed(f"discrepancies-{state}-{today.isoformat()}", queries.HEADINGS, lines)


@require_safe
def discrepancy(request: SignedInRequest, number: str) -> HttpResponse:
    return _page(request, number)


@require_POST
def settle(request: SignedInRequest, number: str) -> HttpResponse:
    """Say what became of it."""

    def end(entered: dict[str, Any]) -> Discrepancy:
        return service.settle(number=number, by=request.user, at=timezone.now(), **entered)

    return _end(request, number, "settle_form", SettleForm(request.POST, prefix="settle"), end)


@require_POST
def withdraw(request: SignedInRequest, number: str) -> HttpResponse:
    """Take it back: it was reported in error."""

    def end(entered: dict[str, Any]) -> Discrepancy:
        return service.withdraw(number=number, by=request.user, at=timezone.now(), **entered)

    form = WithdrawForm(request.POST, prefix="withdraw")
    return _end(request, number, "withdraw_form", form, end)


def _end(
    request: SignedInRequest,
    number: str,
    name: str,
    form: EntryForm,
    write: Callable[[dict[str, Any]], Discrepancy],
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, number, **{name: form})
    try:
        ended = write(form.cleaned_data)
    except Discrepancy.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _page(request, number, **{name: form})
    messages.success(request, f"{ended.number} is {queries.state_of(ended).lower()}.")
    return redirect("discrepancy", ended.number)


def _page(request: SignedInRequest, number: str, **forms: EntryForm) -> HttpResponse:
    """:param forms: the one that was refused, to be shown with what was typed."""
    found = queries.find(number, by=request.user)
    if found is None:
        raise Http404
    refused = next(iter(forms.values()), None)
    context: dict[str, Any] = {
        "report": found,
        "state": queries.state_of(found),
        "documents": queries.documents(found, by=request.user),
        "settle_form": SettleForm(prefix="settle", initial={"to_replace": found.to_replace}),
        "withdraw_form": WithdrawForm(prefix="withdraw"),
        "problems": refused.problems if refused else [],
        **forms,
    }
    status = 422 if refused else 200
    return render(request, "shipments/discrepancies/discrepancy.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, tcn: str) -> HttpResponse:
    """The form for one line of a shipment; a refusal answers with what was typed."""
    try:
        refusal.require(request.user, Right.RECEIVE_SHIPMENT)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    shipment = receiving.find(tcn, by=request.user)
    if shipment is None:
        raise Http404
    page = receiving.load(shipment, by=request.user)
    if request.method != "POST":
        first = page.lines[0].line.pk if len(page.lines) == 1 else ""
        initial = {"line": request.GET.get("line", first), "operation": uuid4()}
        return _draw(request, page, ReportForm(initial=initial, lines=page.lines))
    form = ReportForm(request.POST, request.FILES, lines=page.lines)
    if not form.is_valid():
        return _draw(request, page, form, status=422)
    try:
        made = service.report(form.entry(shipment.tcn), by=request.user, at=timezone.now())
    except Shipment.DoesNotExist as error:
        raise Http404 from error
    except Refused as refused:
        form.take(refused)
        return _draw(request, page, form, status=422)
    messages.success(request, f"Reported as {made.number}.")
    return redirect("discrepancy", made.number)


def _draw(
    request: SignedInRequest,
    page: receiving.ReceivingPage,
    form: ReportForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"page": page, "shipment": page.shipment, "form": form, "problems": form.problems}
    return render(request, "shipments/discrepancies/new.html", context, status=status)
