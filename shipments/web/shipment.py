from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from shipments.web.http import SignedInRequest


def shipment(request: SignedInRequest, tcn: str) -> HttpResponse:
    raise Http404


def milestone(request: SignedInRequest, tcn: str) -> HttpResponse:
    raise Http404


def retract(request: SignedInRequest, tcn: str, milestone_id: int) -> HttpResponse:
    raise Http404


def cancel(request: SignedInRequest, tcn: str) -> HttpResponse:
    raise Http404
