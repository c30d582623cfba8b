"""What closes, restricts or holds up a place, a passage or a supply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shipments.queries import public_record

if TYPE_CHECKING:
    from django.http import HttpResponse

    from shipments.web.http import SignedInRequest


@require_safe
def disruptions(request: SignedInRequest) -> HttpResponse:
    found = public_record.disruptions(on=timezone.now().date())
    return render(request, "shipments/disruptions/disruptions.html", {"found": found})
