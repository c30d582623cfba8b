"""One call about one or several orders of a contractor: what is asked, of whom, and by which step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpResponse

    from shipments.web.http import SignedInRequest


@require_safe
def new(request: SignedInRequest) -> HttpResponse:
    return render(request, "shipments/call/call.html", {})
