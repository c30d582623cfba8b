"""Holds: the list, placing one, asking for a release, and releasing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shipments.compliance.covered import covers, lifted_by
from shipments.domain.roles import Right
from shipments.models import Hold
from shipments.models.hold import COVERS
from shipments.queries import hold_list
from shipments.queries.keyset import BadMarker, Place
from shipments.services import holds as service
from shipments.services import refusal
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.address import with_changes
from shipments.web.forms import DayField, EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from shipments.web.http import SignedInRequest


class HoldForm(EntryForm):
    """What somebody enters to place a hold. Its ``thing`` and ``covers`` are one in the service."""

    thing = forms.ChoiceField(
        label="What it is on",
        choices=[(name, name.capitalize()) for name in COVERS],
        initial="order",
    )
    covers = forms.CharField(
        label="Which one",
        max_length=400,
        error_messages={"required": "Enter which one it is on."},
        help_text="An order, case or contract number, a place's code, or the name as on record.",
    )
    kind = forms.CharField(
        label="Kind of hold",
        max_length=60,
        error_messages={"required": "Say what kind of hold it is."},
        help_text="Like: end-use note unsigned.",
    )
    legal_basis = forms.CharField(
        label="Legal basis",
        max_length=300,
        error_messages={"required": "Name the rule or decision that it rests on."},
    )
    review_on = DayField(
        label="Review by",
        error_messages={"required": "Enter the day by which somebody looks at it again."},
    )
    note = forms.CharField(
        label="Note", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def entered(self) -> dict[str, Any]:
        """As ``holds.place`` takes it."""
        entered = dict(self.cleaned_data)
        return entered | {"covers": {entered.pop("thing"): entered["covers"]}}


@require_safe
def holds(request: SignedInRequest) -> HttpResponse:
    """Holds in place, newest first. Everybody on the staff may read them."""
    if request.user.is_contractors:
        raise Http404
    data, said = request.GET, ""
    state = data.get("state") or "in_place"
    if state not in hold_list.STATES:
        said = f"State: “{state}” cannot be used. Choose from in_place, released."
        state = "in_place"
    place = Place(data.get("after", ""), data.get("before", ""))
    today = timezone.now().date()
    try:
        rows, page = hold_list.rows(state, place=place, user=request.user, today=today)
    except BadMarker:
        said = "The page in this address is not one of this list: here is the first."
        rows, page = hold_list.rows(state, place=Place(), user=request.user, today=today)
    context = {
        "rows": rows,
        "state": state,
        "tallies": hold_list.counts(),
        "said": said,
        "lifted_by": lifted_by(),
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
    }
    return render(request, "shipments/holds/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """The form; a refusal answers with what was typed."""
    try:
        refusal.require(request.user, Right.PLACE_HOLD)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    if request.method != "POST":
        return _draw(request, HoldForm(initial={"covers": request.GET.get("order", "")}))
    form = HoldForm(request.POST)
    if not form.is_valid():
        return _draw(request, form, status=422)
    try:
        hold = service.place(by=request.user, at=timezone.now(), **form.entered())
    except Refused as refused:
        form.take(refused)
        return _draw(request, form, status=422)
    messages.success(request, f"Hold placed on {covers(hold)}.")
    return redirect("holds")


@require_POST
def ask_release(request: SignedInRequest, hold_id: int) -> HttpResponse:
    """Ask, with a reason, that a hold be released."""
    return _answer(
        request,
        lambda: service.ask_release(
            hold_id=hold_id,
            reason=request.POST.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        ),
        "Release asked for. Another person may now release it.",
    )


@require_POST
def release(request: SignedInRequest, hold_id: int) -> HttpResponse:
    """Release a hold that somebody else has asked to release."""
    return _answer(
        request,
        lambda: service.release(hold_id=hold_id, by=request.user, at=timezone.now()),
        "Hold released. Its orders are judged again now.",
    )


def _answer(request: SignedInRequest, write: Callable[[], object], done: str) -> HttpResponse:
    try:
        write()
    except Hold.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("holds")


def _draw(request: SignedInRequest, form: HoldForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "lifted_by": lifted_by()}
    return render(request, "shipments/holds/new.html", context, status=status)
