"""What an open page asks again and again: has anything changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from django.http import HttpResponse

    from shipments.web.http import SignedInRequest


@require_safe
def live(request: SignedInRequest) -> HttpResponse:
    """Answer with the worker's health and the counts of the navigation, or that nothing changed."""
    answer = render(request, "shipments/live.html")
    set_response_etag(answer)
    patch_cache_control(answer, private=True, no_cache=True)
    unchanged = get_conditional_response(request, etag=answer["ETag"], response=answer)
    return answer if unchanged is None else unchanged
