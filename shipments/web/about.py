"""What this is, and how its facts are to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from shipments.queries import public_record

if TYPE_CHECKING:
    from django.http import HttpResponse

    from shipments.web.http import SignedInRequest


@require_safe
def about(request: SignedInRequest) -> HttpResponse:
    context = {"sites": public_record.sites()}
    return render(request, "shipments/about.html", context)
