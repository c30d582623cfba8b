"""Drafts of the log form: kept while somebody types, taken up again, discarded."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from shipments.services import drafts
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.refusals import not_allowed
from shipments.web.typed_rows import LINES, PACKAGES

if TYPE_CHECKING:
    from django.http import QueryDict

    from shipments.web.http import SignedInRequest

# What the form sends of itself, which nobody typed.
NOT_TYPED = {
    "csrfmiddlewaretoken",
    "action",
    "add",
    "draft",
    "opened_at",
    "remove",
    "remove_package",
    "take",
    "use",
}


@require_POST
def keep(request: SignedInRequest) -> HttpResponse:
    """Keep what is typed so far. A form in which nothing is typed is no draft."""
    key, typed = draft_key(request.POST), typed_of(request.POST)
    if key is None or not _is_anything(request.POST):
        return _kept(request, "") if request.htmx else redirect("shipment-new")
    try:
        draft = drafts.keep(draft=key, typed=typed, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        return _kept(request, str(refused), status=422)
    if request.htmx:
        return _kept(request, "", saved_at=draft.saved_at if draft else None)
    if draft is None:
        return redirect("shipment-new")
    messages.success(request, "Kept as a draft. Go on with it whenever you like.")
    return redirect(f"{reverse('shipment-new')}?{urlencode({'draft': draft.pk})}")


@require_POST
def discard(request: SignedInRequest) -> HttpResponse:
    key = draft_key(request.POST)
    if key and drafts.discard(draft=key, by=request.user, at=timezone.now()):
        messages.success(request, "Draft discarded.")
    return redirect("shipment-new")


def draft_key(data: QueryDict) -> UUID | None:
    try:
        return UUID(data.get("draft", ""))
    except ValueError:
        return None


def typed_of(data: QueryDict) -> dict[str, str]:
    return {name: str(data[name]) for name in data if name not in NOT_TYPED}


def _is_anything(data: QueryDict) -> bool:
    """Somebody typed something, besides the way that a form may begin with."""
    rows = (LINES, PACKAGES)
    typed = typed_of(data)
    names = [
        name
        for name in typed
        if name not in {"mode", "from_place", "to_place"}
        and not name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS"))
        and not any(name.startswith(f"{each.prefix}-") for each in rows)
    ]
    return any(typed[name].strip() for name in names) or any(each.filled(data) for each in rows)


def _kept(
    request: SignedInRequest, problem: str, *, saved_at: object = None, status: int = 200
) -> HttpResponse:
    context = {"problem": problem, "saved_at": saved_at}
    return render(request, "shipments/log_shipment/_draft_said.html", context, status=status)
