"""What the receiver needs: the list, a new one, and closing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shipments.domain.priorities import Urgency
from shipments.domain.roles import Right
from shipments.models import Need
from shipments.models.choices import urgencies
from shipments.queries import need_list
from shipments.queries.entry_choices import known_items
from shipments.queries.keyset import BadMarker, Place
from shipments.services import needs as service
from shipments.services import refusal
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.address import with_changes
from shipments.web.forms import CountField, DayField, EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.models import Item
    from shipments.web.http import SignedInRequest


class NeedForm(EntryForm):
    """Its names are ``needs.record``'s."""

    item = forms.CharField(
        label="Item",
        max_length=400,
        widget=forms.TextInput(attrs={"list": "known-items", "autocomplete": "off"}),
        error_messages={"required": "Enter what is needed."},
        help_text="Orders of the same item are judged against it.",
    )
    quantity = CountField(
        label="Quantity",
        error_messages={"required": "Enter a quantity, a whole number of 1 or more."},
    )
    needed_on = DayField(
        label="Needed by", error_messages={"required": "Enter the day it is needed by."}
    )
    urgency = forms.ChoiceField(
        label="Urgency",
        choices=urgencies,
        initial=Urgency.ROUTINE.value,
        error_messages={"required": "Choose an urgency."},
    )
    reference = forms.CharField(label="Receiver's number", max_length=60, required=False)
    stated_by = forms.CharField(
        label="Stated by", max_length=120, error_messages={"required": "Enter who stated it."}
    )
    stated_on = DayField(label="Stated on", required=False, help_text="Empty means today.")
    note = forms.CharField(
        label="Note", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


@require_safe
def needs(request: SignedInRequest) -> HttpResponse:
    """Open needs, soonest first. Not for contractors: they see their own orders alone."""
    if request.user.is_contractors:
        raise Http404
    today, data = timezone.now().date(), request.GET
    state = data.get("state") or "open"
    said = ""
    if state not in need_list.STATES:
        said, state = f"State: “{state}” cannot be used. Choose from open, closed.", "open"
    place = Place(data.get("after", ""), data.get("before", ""))
    try:
        rows, page = need_list.rows(state, place=place, today=today)
    except BadMarker:
        said = "The page in this address is not one of this list: here is the first."
        rows, page = need_list.rows(state, place=Place(), today=today)
    context = {
        "rows": rows,
        "state": state,
        "tallies": need_list.counts(),
        "said": said,
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
    }
    return render(request, "shipments/needs/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """The form; a refusal answers with what was typed."""
    try:
        refusal.require(request.user, Right.RECORD_NEED)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    if request.method != "POST":
        return _draw(request, NeedForm(initial={"item": request.GET.get("item", "")}))
    form = NeedForm(request.POST)
    if not form.is_valid():
        return _draw(request, form, status=422)
    try:
        need = service.record(by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        form.take(refused)
        return _draw(request, form, status=422)
    messages.success(request, f"Need recorded: {need.quantity:,} of {_ended(need.item)}")
    return redirect("needs")


@require_POST
def close(request: SignedInRequest, need_id: int) -> HttpResponse:
    """Close a need today: it was met or withdrawn."""
    now = timezone.now()
    try:
        need = service.close(need_id=need_id, on=now.date(), by=request.user, at=now)
    except Need.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Need closed: {_ended(need.item)}")
    return redirect("needs")


def _ended(item: Item) -> str:
    # Some names of the record end with a full stop of their own.
    return f"{str(item).removesuffix('.')}."


def _draw(request: SignedInRequest, form: NeedForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "known_items": known_items()}
    return render(request, "shipments/needs/new.html", context, status=status)
