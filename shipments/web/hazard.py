"""How one item is classified: what is on record, recording it, and confirming it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shipments.domain.roles import Right
from shipments.models import Item, ItemHazard
from shipments.queries import hazard_page
from shipments.services import hazards
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.hazard_forms import HazardForm, filled, moment
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def hazard(request: SignedInRequest, item_id: int) -> HttpResponse:
    """The page; recording; and looking up a UN number, which writes nothing."""
    _staff_only(request)
    if request.method != "POST":
        return _page(request, item_id)
    form = HazardForm(request.POST)
    if "look_up" in request.POST:
        return _page(request, item_id, form=HazardForm(initial=request.POST.dict()))
    if not form.is_valid():
        wrong = [each for each in hazards.check(form.entry()) if each.field not in form.errors]
        form.take(Refused(wrong))
        return _page(request, item_id, form=form, status=422)
    try:
        hazards.record(
            form.entry(), item_id=item_id, by=request.user, at=timezone.now(), seen_at=form.seen()
        )
    except Item.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _page(request, item_id, form=form, status=422)
    messages.success(request, "Classification recorded. Another person is to confirm it.")
    return redirect("item-hazard", item_id)


@require_POST
def confirm(request: SignedInRequest, item_id: int) -> HttpResponse:
    """Confirm what somebody else recorded."""
    _staff_only(request)
    seen_at = moment(request.POST.get("seen_at", ""))
    if seen_at is None:
        raise Http404
    try:
        hazards.confirm(item_id=item_id, seen_at=seen_at, by=request.user, at=timezone.now())
    except ItemHazard.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Classification confirmed.")
    return redirect("item-hazard", item_id)


@require_safe
def suggestion(request: SignedInRequest) -> HttpResponse:
    """What the list names a UN number, beside the field while it is typed."""
    _staff_only(request)
    return render(request, "shipments/items/_suggestion.html", _suggested(request.GET))


def _suggested(data: Any) -> dict[str, Any]:
    typed = str(data.get("un_number") or "").strip()
    return {"typed": typed, "suggestion": hazard_page.suggestion(typed) if typed else None}


def _staff_only(request: SignedInRequest) -> None:
    if not hazard_page.viewable(request.user):
        raise Http404


def _page(
    request: SignedInRequest, item_id: int, *, form: HazardForm | None = None, status: int = 200
) -> HttpResponse:
    page = hazard_page.load(item_id)
    if page is None:
        raise Http404
    drawn = form or filled(page.hazard)
    user = request.user
    recorded_by = page.hazard.recorded_by_id if page.hazard else None
    context: dict[str, Any] = {
        "page": page,
        "item": page.item,
        "hazard": page.hazard,
        "form": drawn,
        "problems": form.problems if form else [],
        "may_record": user.may(Right.LOG_SHIPMENT) or user.may(Right.CLEAR_LOAD),
        "is_mine": page.hazard is not None and recorded_by == user.pk,
        "suggestion_url": reverse("hazard-suggestion"),
        **_suggested({"un_number": drawn["un_number"].value()}),
    }
    return render(request, "shipments/items/hazard.html", context, status=status)
