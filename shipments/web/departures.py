"""Departures still to make: the list, a new one, and cancelling one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shipments.domain.roles import Right
from shipments.models import Departure
from shipments.models.choices import Certainty, certainties, modes
from shipments.queries import departure_list
from shipments.queries.places import place_choices
from shipments.services import departures as service
from shipments.services import refusal
from shipments.services.departures import DepartureEntry
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.forms import DayField, EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest


class DepartureForm(EntryForm):
    """Its names are ``DepartureEntry``'s."""

    mode = forms.ChoiceField(
        label="Mode", choices=modes, error_messages={"required": "Choose a mode."}
    )
    carrier = forms.CharField(
        label="Carrier", max_length=120, error_messages={"required": "Enter who carries it."}
    )
    voyage = forms.CharField(
        label="Voyage or flight",
        max_length=40,
        error_messages={"required": "Enter the voyage or flight number."},
    )
    from_place = forms.ChoiceField(
        label="From", choices=place_choices, error_messages={"required": "Choose where it leaves."}
    )
    to_place = forms.ChoiceField(
        label="To", choices=place_choices, error_messages={"required": "Choose where it goes."}
    )
    cut_off_on = DayField(
        label="Cut-off",
        help_text="The last day on which goods are taken.",
        error_messages={"required": "Enter the last day on which goods are taken."},
    )
    departs_on = DayField(label="Departs", error_messages={"required": "Enter the day it departs."})
    arrives_on = DayField(label="Arrives", error_messages={"required": "Enter the day it arrives."})
    source = forms.CharField(
        label="Who published it",
        max_length=300,
        error_messages={"required": "Enter who published the schedule."},
    )
    certainty = forms.ChoiceField(
        label="Certainty", choices=certainties, initial=Certainty.REPORTED.value
    )


@require_safe
def departures(request: SignedInRequest) -> HttpResponse:
    """Those still to make. Not for contractors."""
    if request.user.is_contractors:
        raise Http404
    today = timezone.now().date()
    context = {
        "rows": departure_list.rows(today=today),
        "cancelled": departure_list.cancelled(today=today),
    }
    return render(request, "shipments/departures/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """The form; a refusal answers with what was typed."""
    try:
        refusal.require(request.user, Right.PLAN_TRANSPORT)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    form = DepartureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        entry = DepartureEntry(**form.cleaned_data)
        try:
            made = service.record(entry, by=request.user, at=timezone.now())
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, f"Departure {made.voyage} is recorded.")
            return redirect("departures")
    status = 422 if form.errors else 200
    return render(request, "shipments/departures/new.html", {"form": form}, status=status)


@require_POST
def cancel(request: SignedInRequest, departure_id: int) -> HttpResponse:
    """Say that it will not go."""
    try:
        gone = service.cancel(departure_id=departure_id, by=request.user, at=timezone.now())
    except Departure.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Departure {gone.voyage} is cancelled.")
    return redirect("departures")
