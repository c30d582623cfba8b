"""Taking back one receipt from the page of its shipment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from shipments.models import Receipt
from shipments.services import receipts as service
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest


@require_POST
def retract(request: SignedInRequest, tcn: str, receipt_id: int) -> HttpResponse:
    reason = request.POST.get("reason", "")[:300].replace("\0", "")
    now = timezone.now()
    try:
        service.retract(tcn=tcn, receipt_id=receipt_id, reason=reason, by=request.user, at=now)
    except Receipt.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Receipt retracted. The wrong entry stays readable.")
    return redirect("shipment", tcn)
