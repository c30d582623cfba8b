from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

if TYPE_CHECKING:
    from django.http import HttpResponse

    from shipments.web.http import SignedInRequest


def hot_list(request: SignedInRequest, reference: str = "") -> HttpResponse:
    raise Http404


def take_up(request: SignedInRequest, reference: str) -> HttpResponse:
    raise Http404


def hand_back(request: SignedInRequest, reference: str) -> HttpResponse:
    raise Http404


def promise(request: SignedInRequest, reference: str) -> HttpResponse:
    raise Http404
