"""Other ways: of one shipment, and of all that a disruption lies in the way of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shipments.domain.roles import Right
from shipments.models import Disruption, Shipment
from shipments.queries import disruption_page, route_options
from shipments.services import refusal, replanning
from shipments.services.refusal import NotAllowed, Refused
from shipments.services.replanning import Choice
from shipments.web import disruption_map
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def routes(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Today's route of a shipment and what it could do instead. Posted to, it takes another."""
    if request.user.is_contractors:
        raise Http404
    said = ""
    around = _around(request)
    if request.method == "POST":
        choice = Choice(tcn, request.POST.get("way", ""), request.POST.get("plan", ""))
        try:
            replanning.accept(
                choice, by=request.user, at=timezone.now(), around=around.pk if around else None
            )
        except Shipment.DoesNotExist as error:
            raise Http404 from error
        except NotAllowed as refused:
            return not_allowed(request, refused)
        except Refused as refused:
            said = str(refused)
        else:
            messages.success(request, f"{tcn} is planned to go the other way.")
            return redirect("shipment", tcn)
    shipment = route_options.find(tcn, by=request.user)
    if shipment is None:
        return render(request, "shipments/shipment/none.html", {"tcn": tcn}, status=404)
    page = route_options.load(shipment, on=timezone.now().date(), around=around)
    context = {
        "page": page,
        "shipment": shipment,
        "wide": disruption_map.of_routes(page.options, disruption_map.WIDE),
        "narrow": disruption_map.of_routes(page.options, disruption_map.NARROW),
        "said": said,
    }
    status = 409 if said else 200
    return render(request, "shipments/routes/routes.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def disruption_routes(request: SignedInRequest, disruption_id: int) -> HttpResponse:
    """What if: every affected shipment with its best other way. Posted to, those chosen take it."""
    if request.user.is_contractors:
        raise Http404
    try:
        refusal.require(request.user, Right.PLAN_TRANSPORT)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    found = disruption_page.find(disruption_id)
    if found is None:
        raise Http404
    accepted = None
    if request.method == "POST":
        choices = [
            Choice(tcn, request.POST.get(f"way-{tcn}", ""), request.POST.get(f"plan-{tcn}", ""))
            for tcn in request.POST.getlist("tcn")
            if "\0" not in tcn
        ]
        accepted = replanning.accept_several(
            choices, by=request.user, at=timezone.now(), around=found.pk
        )
        if accepted.planned:
            count = len(accepted.planned)
            plural = "" if count == 1 else "s"
            messages.success(request, f"{count} shipment{plural} planned to go the other way.")
        if not accepted.refused and choices:
            return redirect("disruption-routes", found.pk)
    summary = route_options.summary(found, by=request.user, on=timezone.now().date())
    context = {
        "disruption": found,
        "summary": summary,
        "refused": accepted.refused if accepted else [],
        "none_chosen": accepted is not None and not accepted.planned and not accepted.refused,
    }
    return render(request, "shipments/routes/disruption_routes.html", context)


def _around(request: SignedInRequest) -> Disruption | None:
    """The disruption that the person came from, named in the address or the form."""
    text = (request.POST if request.method == "POST" else request.GET).get("around", "")
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        return None
    return disruption_page.find(int(text))
