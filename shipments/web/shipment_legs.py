"""Planning the legs of one shipment, each from where the one before it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shipments.domain.roles import Right
from shipments.models import Shipment
from shipments.models.choices import modes
from shipments.queries import shipment_page
from shipments.queries.places import place_choices
from shipments.services import legs as service
from shipments.services import refusal
from shipments.services.leg_checks import MOST_LEGS, LegEntry
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.forms import DayField, EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest

_NAMES = (
    "mode",
    "to_place",
    "carrier",
    "voyage",
    "planned_departure_on",
    "planned_arrival_on",
    "passes",
)


class LegForm(EntryForm):
    """One leg. Where it leaves is where the one before it ends."""

    mode = forms.ChoiceField(label="Mode", choices=modes)
    to_place = forms.ChoiceField(
        label="To", choices=place_choices, error_messages={"required": "Choose where it goes."}
    )
    carrier = forms.CharField(label="Carrier", max_length=120, required=False)
    voyage = forms.CharField(
        label="Voyage or flight",
        max_length=40,
        required=False,
        help_text="One of the schedule fills in its days.",
    )
    planned_departure_on = DayField(label="Leaves", required=False)
    planned_arrival_on = DayField(label="Arrives", required=False)
    # What a plan passes is kept when its days are changed here.
    passes = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def is_blank(self) -> bool:
        """Left out: no place and no day. A mode alone, which is chosen for everybody, is nothing."""
        names = ("to_place", "carrier", "voyage", "planned_departure_on", "planned_arrival_on")
        return not any((self.data.get(self.add_prefix(name)) or "").strip() for name in names)


class WhyForm(EntryForm):
    because = forms.CharField(label="Why the way is planned anew", max_length=300, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def legs(request: SignedInRequest, tcn: str) -> HttpResponse:
    """The form; a refusal answers with what was typed."""
    try:
        refusal.require(request.user, Right.PLAN_TRANSPORT)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    shipment = shipment_page.find(tcn, by=request.user)
    if shipment is None:
        return render(request, "shipments/shipment/none.html", {"tcn": tcn}, status=404)
    if request.method != "POST":
        return _draw(request, shipment, _planned(shipment))
    if request.POST.get("action") != "save":
        return _draw(request, shipment, [*_typed(request.POST), {}][:MOST_LEGS])
    return _save(request, shipment)


def _save(request: SignedInRequest, shipment: Shipment) -> HttpResponse:
    every = [LegForm(request.POST, prefix=f"legs-{index}") for index in range(_count(request.POST))]
    filled = [form for form in every if not form.is_blank()]
    why = WhyForm(request.POST)
    if all([why.is_valid(), *(form.is_valid() for form in filled)]):
        try:
            service.plan(
                tcn=shipment.tcn,
                legs=_entries(shipment, filled),
                by=request.user,
                at=timezone.now(),
                because=why.cleaned_data["because"],
            )
        except Refused as refused:
            _take(refused, filled, why)
        else:
            messages.success(request, f"The legs of {shipment.tcn} are planned.")
            return redirect("shipment", shipment.tcn)
    return _answer(request, shipment, filled or every[:1], why, status=422)


def _entries(shipment: Shipment, filled: list[LegForm]) -> list[LegEntry]:
    found: list[LegEntry] = []
    leaves = shipment.from_place.code
    for form in filled:
        known = form.cleaned_data
        passes = tuple(known["passes"].split())
        found.append(LegEntry(from_place=leaves, **known | {"passes": passes}))
        leaves = known["to_place"]
    return found


def _take(refused: Refused, filled: list[LegForm], why: WhyForm) -> None:
    """Put each problem beside its field: ``legs.1.carrier`` counts the filled legs."""
    for problem in refused.problems:
        match problem.field.split("."):
            case ["legs", index, name] if int(index) < len(filled):
                form = filled[int(index)]
                form.add_error(name if name in form.fields else None, problem.message)
            case [name] if name in why.fields:
                why.add_error(name, problem.message)
            case _:
                why.add_error(None, problem.message)


def _count(data: QueryDict) -> int:
    total = data.get("legs-count", "")
    return min(int(total), MOST_LEGS) if total.isascii() and total.isdigit() else 1


def _typed(data: QueryDict) -> list[dict[str, Any]]:
    return [
        {name: data.get(f"legs-{index}-{name}", "") for name in _NAMES}
        for index in range(_count(data))
    ]


def _planned(shipment: Shipment) -> list[dict[str, Any]]:
    """The legs in force and a blank one; without any, the whole way as one."""
    known = list(
        shipment.legs.in_force().in_sequence().select_related("to_place").prefetch_related("passes")
    )
    rows: list[dict[str, Any]] = [
        {
            **{name: getattr(leg, name) for name in _NAMES},
            "to_place": leg.to_place.code,
            "passes": " ".join(place.code for place in leg.passes.all()),
        }
        for leg in known
    ]
    whole = {
        "mode": shipment.mode,
        "to_place": shipment.to_place.code,
        "carrier": shipment.carrier,
        "voyage": shipment.voyage,
        "planned_departure_on": shipment.planned_departure_on,
        "planned_arrival_on": shipment.planned_arrival_on,
    }
    return rows or [whole]


def _draw(request: SignedInRequest, shipment: Shipment, rows: list[dict[str, Any]]) -> HttpResponse:
    every = [LegForm(initial=row, prefix=f"legs-{index}") for index, row in enumerate(rows)]
    why = WhyForm(initial={"because": request.POST.get("because", "")})
    return _answer(request, shipment, every, why, status=200)


def _answer(
    request: SignedInRequest,
    shipment: Shipment,
    every: list[LegForm],
    why: WhyForm,
    *,
    status: int,
) -> HttpResponse:
    problems = [problem for form in every for problem in form.problems] + why.problems
    context = {
        "shipment": shipment,
        "rows": every,
        "why": why,
        "problems": problems if status != 200 else [],
        "full": len(every) >= MOST_LEGS,
    }
    return render(request, "shipments/shipment/legs.html", context, status=status)
