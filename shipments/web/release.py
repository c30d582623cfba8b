"""The acts before and after a shipment's way: ready, cleared, released, closed; and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shipments.domain.roles import Right
from shipments.models import Shipment
from shipments.queries import shipment_load, shipment_page
from shipments.services import load_clearance, refusal, release
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.forms import EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from shipments.web.http import SignedInRequest


class ClearanceForm(EntryForm):
    """Its reason, and the load that it is about."""

    reason = forms.CharField(
        label="What you confirm, and what it rests on",
        error_messages={"required": "Say what you confirm, and what it rests on."},
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
    )
    digest = forms.CharField(widget=forms.HiddenInput, required=False)


@require_POST
def ready(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Say that it is packed and ready to go."""
    return _act(
        request, tcn, release.make_ready, f"{tcn} is ready.", by=request.user, at=timezone.now()
    )


@require_POST
def not_ready(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Say that it is not ready after all."""
    return _act(
        request,
        tcn,
        release.take_back_ready,
        f"{tcn} is not ready any more.",
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def let_go(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Release it."""
    done = f"{tcn} is released. Until it departs the release can be taken back."
    return _act(request, tcn, release.release, done, by=request.user, at=timezone.now())


@require_POST
def release_back(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Take its release back."""
    return _act(
        request,
        tcn,
        release.take_back_release,
        f"{tcn} is no longer released.",
        by=request.user,
        at=timezone.now(),
    )


@require_POST
def close(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Put it away."""
    return _act(
        request, tcn, release.close, f"{tcn} is closed.", by=request.user, at=timezone.now()
    )


@require_POST
def reopen(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Take it up again."""
    return _act(
        request, tcn, release.reopen, f"{tcn} is open again.", by=request.user, at=timezone.now()
    )


@require_http_methods(["GET", "HEAD", "POST"])
def clear_load(request: SignedInRequest, tcn: str) -> HttpResponse:
    """What is open of a load, and clearing it with a reason."""
    try:
        refusal.require(request.user, Right.CLEAR_LOAD)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    if request.method != "POST":
        return _clearance(request, tcn)
    form = ClearanceForm(request.POST)
    if not form.is_valid():
        return _clearance(request, tcn, form=form)
    try:
        load_clearance.clear(tcn=tcn, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Shipment.DoesNotExist:
        return _none(request, tcn)
    except Refused as refused:
        form.take(refused)
        return _clearance(request, tcn, form=form)
    messages.success(request, "The load is cleared, as long as nothing of it changes.")
    return redirect("shipment", tcn)


@require_POST
def clear_load_back(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Clear it no longer."""
    done = "The load is no longer cleared."
    return _act(request, tcn, load_clearance.take_back, done, by=request.user)


def _act(
    request: SignedInRequest, tcn: str, act: Callable[..., object], done: str, **said: Any
) -> HttpResponse:
    """A refusal is told over the page, which says itself what is open."""
    try:
        act(tcn=tcn, **said)
    except Shipment.DoesNotExist:
        return _none(request, tcn)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("shipment", tcn)


def _clearance(
    request: SignedInRequest, tcn: str, *, form: ClearanceForm | None = None
) -> HttpResponse:
    found = shipment_page.find(tcn, by=request.user)
    load = shipment_load.load(found, by=request.user) if found else None
    if found is None or load is None:
        return _none(request, tcn)
    # What is shown now is what the next try is about; what changed is said above it.
    drawn = form or ClearanceForm()
    context = {
        "shipment": found,
        "load": load,
        "form": drawn,
        "digest": load.check.digest,
        "problems": form.problems if form else [],
    }
    status = 422 if form else 200
    return render(request, "shipments/shipment/clear_load.html", context, status=status)


def _none(request: SignedInRequest, tcn: str) -> HttpResponse:
    return render(request, "shipments/shipment/none.html", {"tcn": tcn}, status=404)
