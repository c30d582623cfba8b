"""Deliveries as somebody publicly reported them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from shipments.queries import public_record

if TYPE_CHECKING:
    from django.http import HttpResponse

    from shipments.web.http import SignedInRequest


@require_safe
def public_reports(request: SignedInRequest) -> HttpResponse:
    found = public_record.deliveries()
    return render(request, "shipments/public_reports/public_reports.html", {"found": found})
