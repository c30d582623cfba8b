"""One shipment: its way, its milestones, what it carries; and what may be recorded of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shipments.models import Milestone, Shipment
from shipments.queries import shipment_page
from shipments.services import milestones, shipments
from shipments.services.refusal import NotAllowed, Refused
from shipments.web import route_map, world_map
from shipments.web.refusals import not_allowed
from shipments.web.shipment_forms import MilestoneForm, ReasonForm

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest


@dataclass(frozen=True)
class Sent:
    """Which of the page's forms was sent. A retraction comes with its milestone's key."""

    milestone: MilestoneForm | None = None
    cancel: ReasonForm | None = None
    retract: tuple[int, ReasonForm] | None = None

    @property
    def problems(self) -> list[tuple[str, str]]:
        forms = (self.milestone, self.cancel, self.retract and self.retract[1])
        return [problem for form in forms if form for problem in form.problems]


@require_safe
def shipment(request: SignedInRequest, tcn: str) -> HttpResponse:
    return _page(request, tcn)


@require_POST
def milestone(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Add to the ledger. A refusal answers with the page and with what was typed."""
    form = MilestoneForm(request.POST)
    if not form.is_valid():
        return _page(request, tcn, sent=Sent(milestone=form))
    entered = form.cleaned_data | {"place": form.cleaned_data["place"] or None}
    try:
        milestones.record(tcn=tcn, by=request.user, at=timezone.now(), **entered)
    except Shipment.DoesNotExist:
        return _none(request, tcn)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _page(request, tcn, sent=Sent(milestone=form))
    messages.success(request, f"Milestone recorded for {tcn}.")
    return redirect("shipment", tcn)


@require_POST
def retract(request: SignedInRequest, tcn: str, milestone_id: int) -> HttpResponse:
    """Take one milestone back, with a reason."""
    form = ReasonForm(request.POST, prefix=f"retract-{milestone_id}")
    if not form.is_valid():
        return _page(request, tcn, sent=Sent(retract=(milestone_id, form)))
    reason, now = form.cleaned_data["reason"], timezone.now()
    try:
        milestones.retract(milestone_id=milestone_id, reason=reason, by=request.user, at=now)
    except Milestone.DoesNotExist:
        return _none(request, tcn)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _page(request, tcn, sent=Sent(retract=(milestone_id, form)))
    messages.success(request, "Milestone retracted. The wrong entry stays readable.")
    return redirect("shipment", tcn)


@require_POST
def cancel(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Take back a shipment that did not take place."""
    form = ReasonForm(request.POST, prefix="cancel")
    if not form.is_valid():
        return _page(request, tcn, sent=Sent(cancel=form))
    reason, now = form.cleaned_data["reason"], timezone.now()
    try:
        shipments.cancel(tcn=tcn, reason=reason, by=request.user, at=now)
    except Shipment.DoesNotExist:
        return _none(request, tcn)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _page(request, tcn, sent=Sent(cancel=form))
    messages.success(request, f"{tcn} is cancelled. Its quantities are left to ship again.")
    return redirect("shipment", tcn)


def _none(request: SignedInRequest, tcn: str) -> HttpResponse:
    return render(request, "shipments/shipment/none.html", {"tcn": tcn}, status=404)


def _page(request: SignedInRequest, tcn: str, sent: Sent | None = None) -> HttpResponse:
    """:param sent: the form that was refused, to be shown with its errors."""
    found = shipment_page.find(tcn, by=request.user)
    if found is None:
        return _none(request, tcn)
    page = shipment_page.load(found, by=request.user)
    forms = sent or Sent()
    retract_forms = {each.pk: ReasonForm(prefix=f"retract-{each.pk}") for each in page.entries}
    if forms.retract:
        retract_forms[forms.retract[0]] = forms.retract[1]
    today = timezone.now().date()
    context: dict[str, Any] = {
        "page": page,
        "shipment": found,
        "wide": route_map.drawn(page, world_map.WIDE, today=today),
        "narrow": route_map.drawn(page, world_map.NARROW, today=today),
        "milestone_form": forms.milestone or MilestoneForm(initial={"classifier": "actual"}),
        "cancel_form": forms.cancel or ReasonForm(prefix="cancel"),
        "entries": [(each, retract_forms[each.pk]) for each in page.entries],
        "problems": forms.problems,
        "recording": request.GET.get("record", ""),
        "moved": any(each.classifier == "actual" for each in page.entries),
    }
    return render(request, "shipments/shipment/shipment.html", context, status=422 if sent else 200)
