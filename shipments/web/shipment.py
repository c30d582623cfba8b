"""One shipment: its way, its milestones, what it carries; and what may be recorded of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shipments.domain.roles import Right
from shipments.models import Milestone, Shipment
from shipments.queries import account, route_notice, shipment_load, shipment_page
from shipments.services import milestones, shipments
from shipments.services.refusal import NotAllowed, Refused
from shipments.web import documents, route_map, world_map
from shipments.web.refusals import not_allowed
from shipments.web.shipment_forms import MilestoneForm, ReasonForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from shipments.queries.shipment_page import ShipmentPage
    from shipments.web.forms import EntryForm
    from shipments.web.http import SignedInRequest


@dataclass(frozen=True)
class Sent:
    """Which of the page's forms was sent. A retraction comes with its milestone's key."""

    milestone: MilestoneForm | None = None
    cancel: ReasonForm | None = None
    retract: tuple[int, ReasonForm] | None = None

    @property
    def form(self) -> EntryForm | None:
        return self.milestone or self.cancel or (self.retract and self.retract[1])


@require_safe
def shipment(request: SignedInRequest, tcn: str) -> HttpResponse:
    return _page(request, tcn)


@require_POST
def milestone(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Add to the ledger."""

    def record(entered: dict[str, Any]) -> None:
        entered["place"] = entered["place"] or None
        milestones.record(tcn=tcn, by=request.user, at=timezone.now(), **entered)

    sent = Sent(milestone=MilestoneForm(request.POST))
    return _write(request, tcn, sent, record, f"Milestone recorded for {tcn}.")


@require_POST
def retract(request: SignedInRequest, tcn: str, milestone_id: int) -> HttpResponse:
    """Take one milestone back, with a reason."""

    def take_back(entered: dict[str, Any]) -> None:
        now = timezone.now()
        milestones.retract(milestone_id=milestone_id, by=request.user, at=now, **entered)

    sent = Sent(retract=(milestone_id, _reason(f"retract-{milestone_id}", request)))
    done = "Milestone retracted. The wrong entry stays readable."
    return _write(request, tcn, sent, take_back, done)


@require_POST
def cancel(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Take back a shipment that did not take place."""

    def take_back(entered: dict[str, Any]) -> None:
        shipments.cancel(tcn=tcn, by=request.user, at=timezone.now(), **entered)

    sent = Sent(cancel=_reason("cancel", request))
    done = f"{tcn} is cancelled. Its quantities are left to ship again."
    return _write(request, tcn, sent, take_back, done)


def _reason(prefix: str, request: SignedInRequest) -> ReasonForm:
    return ReasonForm(request.POST, prefix=prefix)


def _write(
    request: SignedInRequest,
    tcn: str,
    sent: Sent,
    write: Callable[[dict[str, Any]], None],
    done: str,
) -> HttpResponse:
    """Do what the form that was sent asks. A refusal answers with the page and what was typed."""
    form = sent.form
    if form is None or not form.is_valid():
        return _page(request, tcn, sent=sent)
    try:
        write(form.cleaned_data)
    except (Shipment.DoesNotExist, Milestone.DoesNotExist):
        return _none(request, tcn)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _page(request, tcn, sent=sent)
    messages.success(request, done)
    return redirect("shipment", tcn)


def _none(request: SignedInRequest, tcn: str) -> HttpResponse:
    return render(request, "shipments/shipment/none.html", {"tcn": tcn}, status=404)


def _likely(page: ShipmentPage) -> dict[str, Any]:
    """What is awaited, as if it had happened today."""
    stage = page.awaited
    place = stage.place.code if stage and stage.place else ""
    return {
        "kind": stage.kind.value if stage else "",
        "classifier": "actual",
        "place": place,
        "occurs_on": timezone.now().date(),
    }


def _page(request: SignedInRequest, tcn: str, sent: Sent | None = None) -> HttpResponse:
    """:param sent: the form that was refused, to be shown with its errors."""
    found = shipment_page.find(tcn, by=request.user)
    if found is None:
        return _none(request, tcn)
    today = timezone.now().date()
    page = shipment_page.load(found, by=request.user, today=today)
    forms = sent or Sent()
    milestone_form = forms.milestone or MilestoneForm(initial=_likely(page))
    milestone_form.offer_first(kind.value for kind in page.next_kinds)
    retract_forms = {each.pk: ReasonForm(prefix=f"retract-{each.pk}") for each in page.entries}
    if forms.retract:
        retract_forms[forms.retract[0]] = forms.retract[1]
    context: dict[str, Any] = {
        "page": page,
        "account": account.of_shipment(found, by=request.user),
        "load": shipment_load.load(found, by=request.user),
        "shipment": found,
        "documents": documents.panel(found, by=request.user),
        "disrupted": route_notice.load(found, on=today),
        "wide": route_map.drawn(page, world_map.WIDE, today=today),
        "narrow": route_map.drawn(page, world_map.NARROW, today=today),
        "milestone_form": milestone_form,
        "cancel_form": forms.cancel or ReasonForm(prefix="cancel"),
        "entries": [(each, retract_forms[each.pk]) for each in page.entries],
        "problems": forms.form.problems if forms.form else [],
        "recording": request.GET.get("record", ""),
        "moved": any(each.classifier == "actual" for each in page.entries),
        "late_days": -page.slack if page.slack is not None else None,
        "plannable": request.user.may(Right.PLAN_TRANSPORT) and not found.cancelled_at,
    }
    return render(request, "shipments/shipment/shipment.html", context, status=422 if sent else 200)
