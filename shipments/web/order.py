"""One order: where it stands, what was promised, why it is flagged, where its facts come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms as fields
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shipments.domain.roles import Right
from shipments.models import Order
from shipments.queries import case_file, closest, judging_ahead, order_page
from shipments.queries.lane_list import lane_choices
from shipments.services import orders, overages, promises
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.case_forms import CalledForm, CaseForms
from shipments.web.case_words import in_words
from shipments.web.forms import EntryForm, PromiseForm
from shipments.web.refusals import not_allowed
from shipments.web.slip_chart import charts

if TYPE_CHECKING:
    from collections.abc import Callable

    from shipments.web.http import SignedInRequest

TIMELINE_SHOWN = 25


class LaneForm(EntryForm):
    """Its name is ``orders.plan_lane``'s."""

    lane_id = fields.TypedChoiceField(
        label="Planned lane", choices=lane_choices, coerce=int, empty_value=None, required=False
    )


class OverageForm(EntryForm):
    """Its name is ``overages.accept``'s."""

    quantity = fields.IntegerField(
        label="Overage the customer accepts",
        min_value=0,
        help_text="How many more than ordered may be shipped; 0 for none.",
    )


@require_safe
def order(request: SignedInRequest, reference: str) -> HttpResponse:
    """The page, or one that says there is no such order and which were perhaps meant."""
    return page(request, reference)


@require_POST
def promise(request: SignedInRequest, reference: str) -> HttpResponse:
    """Add to the ledger. A refusal answers with the page and with what was typed."""
    form = PromiseForm(request.POST)
    return _written(request, reference, form, promises.record, f"Promise recorded for {reference}.")


@require_POST
def plan_lane(request: SignedInRequest, reference: str) -> HttpResponse:
    """Say which way the order is to go."""
    form = LaneForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a lane from the list.")
        return redirect("order", reference)
    try:
        orders.plan_lane(
            reference=reference, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except Order.DoesNotExist:
        return no_order(request, reference)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Lane planned for {reference}.")
    return redirect("order", reference)


@require_POST
def accept_overage(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record how many more than ordered the customer takes. A refusal keeps what was typed."""
    form = OverageForm(request.POST, prefix="overage")
    done = f"Accepted overage of {reference} recorded."
    return _written(request, reference, form, overages.accept, done)


def _written(
    request: SignedInRequest,
    reference: str,
    form: PromiseForm | OverageForm,
    write: Callable[..., object],
    done: str,
) -> HttpResponse:
    """Have what was typed written, and lead to the order; or the page, with what was typed."""
    if not form.is_valid():
        return page(request, reference, form=form, status=422)
    try:
        write(reference=reference, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Order.DoesNotExist:
        return no_order(request, reference)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return page(request, reference, form=form, status=422)
    messages.success(request, done)
    return redirect("order", reference)


def no_order(request: SignedInRequest, reference: str) -> HttpResponse:
    near = closest.references(reference, by=request.user)
    context = {"reference": reference, "closest": near}
    return render(request, "shipments/order/none.html", context, status=404)


def page(
    request: SignedInRequest,
    reference: str,
    *,
    form: PromiseForm | OverageForm | None = None,
    case: CaseForms | None = None,
    status: int = 200,
) -> HttpResponse:
    """Draw the page, with one of its forms as it was refused."""
    found = order_page.find(reference, by=request.user)
    if found is None:
        return no_order(request, reference)
    now = timezone.now()
    today = now.date()
    shown = order_page.load(found, by=request.user, today=today)
    panel = case_file.load(found, contacts=shown.contacts, by=request.user, today=today, at=now)
    overage = form if isinstance(form, OverageForm) else None
    promise_form = form if isinstance(form, PromiseForm) else PromiseForm()
    forms = case or CaseForms(called=CalledForm(prefix="called", contacts=shown.contacts))
    context: dict[str, Any] = {
        "page": shown,
        "order": found,
        "standing": found.standing,
        "form": promise_form,
        "forms": forms,
        "problems": (overage or promise_form).problems or forms.problems,
        "overage_form": (
            overage
            or OverageForm(prefix="overage", initial={"quantity": found.accepted_overage or None})
        )
        if request.user.may(Right.RECORD_ORDER) and found.standing.is_open and found.quantity
        else None,
        "overage_refused": overage is not None,
        "case": panel,
        "offers": [(offer, forms.declining(offer.first.batch)) for offer in panel.offers]
        if panel
        else [],
        "case_said": in_words(panel.file.expedite, today=today) if panel and panel.file else "",
        "would": judging_ahead.once_released(found, today=today),
        "next_turn": judging_ahead.next_turn(found, today=today),
        "charts": charts(shown.ledger, must_ship_by=shown.must_ship_by, today=today),
        "lane_form": LaneForm(initial={"lane_id": found.lane_id})
        if request.user.may(Right.PLAN_TRANSPORT) and found.standing.is_open
        else None,
        "recording": request.GET.get("record") == "promise",
        "as_table": request.GET.get("promises") == "table",
        "timeline": shown.timeline[: None if "all" in request.GET else TIMELINE_SHOWN],
        "timeline_more": len(shown.timeline) - TIMELINE_SHOWN if "all" not in request.GET else 0,
        "mine": shown.expedite is not None and shown.expedite.owner_id == request.user.pk,
    }
    return render(request, "shipments/order/order.html", context, status=status)
