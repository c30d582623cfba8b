"""Lanes: how long each takes, a new one, and another planning figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from shipments.domain.roles import Right
from shipments.models import Lane
from shipments.models.choices import modes
from shipments.queries import lane_list
from shipments.queries.places import place_choices
from shipments.services import lanes as service
from shipments.services import refusal
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.forms import CountField, EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest


def _passages() -> list[Any]:
    return place_choices(passages=True)[1:]


class FigureForm(EntryForm):
    """Its names are ``lanes.revise``'s."""

    planning_days = CountField(
        label="Planning figure",
        error_messages={"required": "Enter the days it takes, a whole number from 1 to 365."},
    )
    note = forms.CharField(
        label="What the figure rests on",
        max_length=300,
        error_messages={"required": "Say what the figure rests on."},
    )
    passes = forms.MultipleChoiceField(
        label="Passes",
        choices=_passages,
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="Passages and stops between; Ctrl chooses several. One that is closed closes the lane.",
    )


class LaneForm(FigureForm):
    """Its names are ``lanes.add``'s."""

    mode = forms.ChoiceField(
        label="Mode", choices=modes, error_messages={"required": "Choose a mode."}
    )
    from_place = forms.ChoiceField(
        label="From", choices=place_choices, error_messages={"required": "Choose where it leaves."}
    )
    to_place = forms.ChoiceField(
        label="To", choices=place_choices, error_messages={"required": "Choose where it goes."}
    )


@require_safe
def lanes(request: SignedInRequest) -> HttpResponse:
    """Every lane. Not for contractors: how long others' shipments took is not theirs to see."""
    _staff_only(request)
    return render(request, "shipments/lanes/list.html", {"page": lane_list.load()})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """The form; a refusal answers with what was typed."""
    try:
        refusal.require(request.user, Right.PLAN_TRANSPORT)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    form = LaneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            lane = service.add(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, "Lane planned.")
            return redirect("lane", lane.pk)
    status = 422 if form.errors else 200
    return render(request, "shipments/lanes/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def lane(request: SignedInRequest, lane_id: int) -> HttpResponse:
    """One lane with its history. Posted to, it takes another figure."""
    _staff_only(request)
    form = None
    if request.method == "POST":
        try:
            refusal.require(request.user, Right.PLAN_TRANSPORT)
        except NotAllowed as refused:
            return not_allowed(request, refused)
        form = FigureForm(request.POST)
        if form.is_valid():
            try:
                service.revise(
                    lane_id=lane_id, by=request.user, at=timezone.now(), **form.cleaned_data
                )
            except Lane.DoesNotExist as error:
                raise Http404 from error
            except Refused as refused:
                form.take(refused)
            else:
                messages.success(request, "Lane changed. Its orders are expected by it now.")
                return redirect("lane", lane_id)
    return _draw(request, lane_id, form)


def _draw(request: SignedInRequest, lane_id: int, form: FigureForm | None) -> HttpResponse:
    found = lane_list.find(lane_id)
    if found is None or found[0].lane is None:
        raise Http404
    row, enough = found
    planned = found[0].lane
    stands = {
        "planning_days": planned.planning_days,
        "passes": [place.code for place in planned.passes.all()],
    }
    context = {
        "row": row,
        "lane": planned,
        "enough": enough,
        "form": form or FigureForm(initial=stands),
        "problems": form.problems if form else [],
        "history": lane_list.history(planned),
    }
    status = 422 if form is not None else 200
    return render(request, "shipments/lanes/lane.html", context, status=status)


def _staff_only(request: SignedInRequest) -> None:
    if request.user.is_contractors:
        raise Http404
