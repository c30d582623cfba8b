"""Receiving: one scan field, the last answer, and how far the shipment has come."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shipments.domain.roles import Right
from shipments.queries import receiving as queries
from shipments.services import scans
from shipments.services.receipt_entry import Answer, Said
from shipments.services.refusal import NotAllowed
from shipments.web.middleware import HEADER, POLICY
from shipments.web.refusals import not_allowed
from shipments.web.scan_batch import BadBatch, ScanForm, read_batch
from shipments.web.words import Mark

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest

WORKER = "shipments/receive_worker.js"
ANSWER: dict[str, Mark] = {
    Answer.RECEIVED: Mark("Accepted", "circle-check", "green"),
    Answer.ALREADY: Mark("Already received", "copy", "amber"),
    Answer.CHOSEN: Mark("Shipment chosen", "package-search", "blue"),
    Answer.ASK: Mark("How many?", "hash", "amber"),
    Answer.UNDONE: Mark("Undone", "undo-2", "amber"),
    Answer.REFUSED: Mark("Not accepted", "circle-alert", "red"),
    # What the page itself says while the server cannot be reached.
    "saved": Mark("Saved offline", "wifi-off", "blue"),
}


@require_safe
def receiving(request: SignedInRequest) -> HttpResponse:
    return _page(request, tcn=request.GET.get("tcn", ""))


@require_POST
def scan(request: SignedInRequest) -> HttpResponse:
    """One scan from the form. Reloading the answer sends the same operation: nothing doubles."""
    form = ScanForm(request.POST)
    if not form.is_valid():
        return _page(request, tcn=request.POST.get("tcn", ""), form=form)
    try:
        (said,) = scans.take([form.scan()], by=request.user, at=timezone.now())
    except NotAllowed as refused:
        return not_allowed(request, refused)
    again = None
    if said.answer in {Answer.ASK, Answer.REFUSED}:
        again = ScanForm(initial=form.cleaned_data | {"operation": uuid4()})
    return _page(request, tcn=said.tcn or form.cleaned_data["tcn"], said=said, form=again)


@require_POST
def batch(request: SignedInRequest) -> JsonResponse:
    """Scans that the page kept, oldest first; an answer for each."""
    try:
        sent = read_batch(request.body)
    except BadBatch as error:
        return JsonResponse({"detail": str(error)}, status=400)
    if sent.user != request.user.pk:
        detail = "Somebody else scanned these. They are sent when that person signs in."
        return JsonResponse({"detail": detail}, status=409)
    try:
        said = scans.take(sent.scans, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        return JsonResponse({"detail": str(refused)}, status=403)
    tcn = said[-1].tcn or sent.tcn if said else sent.tcn
    return JsonResponse({"said": [_plain(each) for each in said]} | _state(request, tcn))


@require_safe
def state(request: SignedInRequest) -> JsonResponse:
    """Who is signed in, with a token that is good now, and how far a shipment has come."""
    return JsonResponse(_state(request, request.GET.get("tcn", "")))


@require_safe
def worker(_request: SignedInRequest) -> HttpResponse:
    """The script that opens the page without a network. Here, because it serves what is below
    its own address and nothing else.
    """
    found = finders.find(WORKER)
    if not isinstance(found, str):
        raise Http404
    script = Path(found).read_text(encoding="utf-8")
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def _plain(said: Said) -> dict[str, Any]:
    return {
        "operation": str(said.operation),
        "answer": said.answer.value,
        "title": said.title,
        "text": said.text,
        "tcn": said.tcn,
        "line": said.line,
        "package": said.package,
        "quantity": said.quantity,
        "code": said.code,
    }


def _state(request: SignedInRequest, tcn: str) -> dict[str, Any]:
    found = queries.find(tcn, by=request.user) if tcn else None
    shown = queries.load(found, by=request.user) if found else None
    context = {"page": shown, "may_receive": True, "undo_operation": uuid4()}
    return {
        "user": request.user.pk,
        "token": get_token(request),
        "tcn": found.tcn if found else "",
        "progress": render_to_string("shipments/receiving/_progress.html", context),
        "recent": render_to_string("shipments/receiving/_recent.html", context),
        "lines": render_to_string("shipments/receiving/_lines.html", context, request),
    }


def _page(
    request: SignedInRequest, *, tcn: str, said: Said | None = None, form: ScanForm | None = None
) -> HttpResponse:
    user = request.user
    if user.is_contractors:
        raise Http404
    found = queries.find(tcn, by=user) if tcn else None
    chosen = request.GET.get("place", "")
    bad = form is not None and form.is_bound
    context: dict[str, Any] = {
        "page": queries.load(found, by=user) if found else None,
        "shipment": found,
        "unknown_tcn": tcn if tcn and not found else "",
        "expected": [] if found else queries.expected(by=user, place=chosen),
        "places": [] if found else queries.places(),
        "place": chosen,
        "said": said,
        "mark": ANSWER[said.answer] if said else None,
        "answers": list(ANSWER.items()),
        "form": form or ScanForm(initial={"operation": uuid4(), "tcn": found.tcn if found else ""}),
        "undo_operation": uuid4(),
        "problems": form.problems if form and bad else [],
        "may_receive": user.may(Right.RECEIVE_SHIPMENT),
    }
    status = 422 if bad else 200
    response = render(request, "shipments/receiving/receiving.html", context, status=status)
    response[HEADER] = f"{POLICY}; worker-src 'self'; manifest-src 'none'"
    return response
