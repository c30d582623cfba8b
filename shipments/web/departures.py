"""Departures still to make: the list, a new one, another word of one, and cancelling one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shipments.domain.roles import Right
from shipments.models import Departure
from shipments.models.choices import Certainty, certainties, modes
from shipments.queries import departure_list
from shipments.queries.departure_list import DepartureFilter
from shipments.queries.places import place_choices
from shipments.queries.usable import usable
from shipments.services import departures as service
from shipments.services import refusal
from shipments.services.departures import DepartureEntry
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.forms import DayField, EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest


class KilogramField(forms.DecimalField):
    """A weight, with or without commas between the thousands; empty where not known."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            required=False, max_digits=12, decimal_places=3, widget=widget, localize=False, **kwargs
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # a decimal field's parent is one of whole numbers
        try:
            return super().to_python(str(value or "").replace(",", "").replace(" ", ""))
        except forms.ValidationError as error:
            message = f"“{value}” is not a weight. Enter kilograms like 24,500."
            raise forms.ValidationError(message, "invalid") from error


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
    capacity_kg = KilogramField(label="Capacity", help_text="Gross weight for us, where known.")
    explosive_limit_kg = KilogramField(
        label="Explosive limit",
        help_text="Net explosive weight that it may carry, ours and others'.",
    )
    explosive_others_kg = KilogramField(
        label="Others' explosives", help_text="Net explosive weight that others have aboard."
    )


@require_safe
def departures(request: SignedInRequest) -> HttpResponse:
    """Those still to make. Not for contractors."""
    if request.user.is_contractors:
        raise Http404
    today = timezone.now().date()
    every = Departure.objects.all()
    data, refused = usable(request.GET, lambda asked: DepartureFilter(asked, every))
    said = [f"{bad.label}: “{bad.value}” cannot be used. {bad.right}" for bad in refused]
    for name in set(data) - set(DepartureFilter.base_filters):
        said.append(f"“{name}” is not a filter of this list.")
        data.pop(name)
    context = {
        "rows": departure_list.rows(DepartureFilter(data, every).qs, today=today),
        "cancelled": departure_list.cancelled(today=today),
        "data": data,
        "said": said,
        "filtered": any(data.values()),
        "modes": modes(),
        "places": place_choices(empty="Any place"),
        "ends": [("from_place", "From"), ("to_place", "To")],
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


@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: SignedInRequest, departure_id: int) -> HttpResponse:
    """What it says, what goes by it, and the form that changes it. Not for contractors."""
    if request.user.is_contractors:
        raise Http404
    rows = Departure.objects.select_related("from_place", "to_place")
    found = get_object_or_404(rows, pk=departure_id)
    form = DepartureForm(request.POST if request.method == "POST" else None, initial=_said(found))
    if form.is_valid():
        entry = DepartureEntry(**form.cleaned_data)
        try:
            service.change(entry, departure_id=departure_id, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            return not_allowed(request, refused)
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, f"Departure {entry.voyage} is changed.")
            return redirect("departure", departure_id)
    context = {
        "form": form,
        "row": departure_list.one(found, today=timezone.now().date()),
        "d": found,
        "history": departure_list.history(found),
    }
    status = 422 if form.errors else 200
    return render(request, "shipments/departures/departure.html", context, status=status)


def _said(departure: Departure) -> dict[str, Any]:
    known = {name: getattr(departure, name) for name in DepartureForm.base_fields}
    return known | {
        "from_place": departure.from_place.code,
        "to_place": departure.to_place.code,
    }


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
