"""Answers to a write that was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render

if TYPE_CHECKING:
    from shipments.services.refusal import NotAllowed
    from shipments.web.http import SignedInRequest


def not_allowed(request: SignedInRequest, refused: NotAllowed) -> HttpResponse:
    """Say which right is missing, and whom to ask."""
    roles = [role.replace("_", " ") for role in request.user.roles]
    context = {"sentence": str(refused), "roles": roles}
    return render(request, "shipments/not_allowed.html", context, status=403)
