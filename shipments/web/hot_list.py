"""The hot list: which orders to chase, why, and who has each in hand."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from shipments.models import Order
from shipments.queries import hot_list as queue
from shipments.queries.missed import missed
from shipments.services import expedites, promises
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.address import with_changes
from shipments.web.forms import PromiseForm
from shipments.web.order import no_order
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shipments.models import Expedite, User
    from shipments.web.http import SignedInRequest

TABS = {queue.OPEN, queue.MINE, queue.TAKEN}


def _posted(
    view: Callable[[SignedInRequest, str], HttpResponse],
) -> Callable[[SignedInRequest, str], HttpResponse]:
    """Send whoever comes without a form to the order, as signing in again on the way does."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def asked(request: SignedInRequest, reference: str) -> HttpResponse:
        return (
            view(request, reference)
            if request.method == "POST"
            else redirect(_address(request, reference))
        )

    return asked


@require_safe
def hot_list(request: SignedInRequest, reference: str = "") -> HttpResponse:
    """Show a queue with one of its orders beside it: the one named, or the first.

    On a phone the list shows alone until an order is named.
    """
    form = PromiseForm() if "promise" in request.GET else None
    try:
        if request.htmx and reference:
            return _panel(request, reference, form=form)
        return _page(request, reference, form=form)
    except Http404:
        return no_order(request, reference)


@_posted
def take_up(request: SignedInRequest, reference: str) -> HttpResponse:
    """Put the order in the person's hands, or say in whose hands it is already."""
    return _change(request, reference, expedites.take_up, f"You have {reference} in hand.")


@_posted
def hand_back(request: SignedInRequest, reference: str) -> HttpResponse:
    """Let another take the order up."""
    return _change(request, reference, expedites.hand_back, f"You handed {reference} back.")


@_posted
def promise(request: SignedInRequest, reference: str) -> HttpResponse:
    """Record the date that was agreed. A refusal keeps what was typed."""
    form, now = PromiseForm(request.POST), timezone.now()
    if not form.is_valid():
        return _again(request, reference, form=form, status=422)
    try:
        promises.record(reference=reference, by=request.user, at=now, **form.cleaned_data)
    except Order.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _again(request, reference, form=form, status=422)
    return _done(request, reference, f"Agreed date recorded for {reference}.")


def _change(
    request: SignedInRequest,
    reference: str,
    service: Callable[..., Expedite],
    notice: str,
) -> HttpResponse:
    now: datetime = timezone.now()
    try:
        service(reference=reference, by=request.user, at=now)
    except Order.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        return _again(request, reference, refused=str(refused), status=409)
    return _done(request, reference, notice)


def _done(request: SignedInRequest, reference: str, notice: str) -> HttpResponse:
    """Answer a change that was made: the panel as it now stands, or the page the form named."""
    if request.htmx:
        return _panel(request, reference, notice=notice)
    messages.success(request, notice)
    after = request.POST.get("next", "")
    # An address and no word, which redirect() would take for the name of a view.
    if after.startswith("/") and url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        return redirect(after)
    return redirect(_address(request, reference))


def _address(request: SignedInRequest, reference: str) -> str:
    here = reverse("hot-list-order", args=[reference])
    return here + with_changes(request.GET, promise=None).removesuffix("?")


def _again(request: SignedInRequest, reference: str, *, status: int, **shown: Any) -> HttpResponse:
    """Answer a change that was refused."""
    answer = _panel if request.htmx else _page
    return answer(request, reference, status=status, **shown)


def _page(
    request: SignedInRequest, reference: str, *, status: int = 200, **shown: Any
) -> HttpResponse:
    user, today = request.user, timezone.now().date()
    tab = request.GET.get("tab", queue.OPEN)
    tab = tab if tab in TABS else queue.OPEN
    page = queue.page(user=user, tab=tab, after=request.GET.get("after", ""), on=today)
    first = page.rows[0].order.reference if page.rows else ""
    chosen = _detail(user, reference or first) if reference or first else None
    context = {
        "tab": tab,
        "tabs": queue.tabs(user=user, on=today),
        "page": page,
        "missed": missed(user=user, now=timezone.now()),
        "named": bool(reference),
        "next_page": with_changes(request.GET, after=page.next) if page.next else "",
        **_shown(request, chosen, **shown),
    }
    return render(request, "shipments/hot_list/hot_list.html", context, status=status)


def _panel(
    request: SignedInRequest, reference: str, *, status: int = 200, **shown: Any
) -> HttpResponse:
    context = _shown(request, _detail(request.user, reference), **shown)
    if request.method == "POST" and status == 200:
        today = timezone.now().date()
        context["tabs"] = queue.tabs(user=request.user, on=today)
        context["changed"] = True
    return render(request, "shipments/hot_list/panel.html", context, status=status)


def _detail(user: User, reference: str) -> queue.Detail:
    try:
        return queue.detail(user=user, reference=reference, on=timezone.now().date())
    except Order.DoesNotExist as error:
        raise Http404(reference) from error


def _shown(
    request: SignedInRequest,
    chosen: queue.Detail | None,
    *,
    form: PromiseForm | None = None,
    refused: str = "",
    notice: str = "",
) -> dict[str, Any]:
    held = chosen.row.expedite if chosen else None
    after = request.GET.get("after")
    return {
        "chosen": chosen,
        "mine": held is not None and held.owner_id == request.user.pk,
        "quantities": _widths(chosen) if chosen else [],
        "form": form,
        "refused": refused,
        "notice": notice,
        "queue_address": with_changes(request.GET, promise=None, after=after).removesuffix("?"),
        "promise_address": with_changes(request.GET, promise="1", after=after),
    }


def _widths(chosen: queue.Detail) -> list[tuple[float, str]]:
    """Part what was ordered into received, on the way, on shipments and missing, in per cent."""
    standing, ordered = chosen.row.standing, chosen.row.order.quantity
    if not ordered:
        return []
    received = standing.received_quantity
    missing = standing.missing_quantity
    departed = max(0, standing.departed_quantity - received - missing)
    logged = max(0, standing.shipped_quantity - received - departed - missing)
    parts = [(received, "green"), (departed, "blue"), (logged, "amber"), (missing, "red")]
    return [(round(100 * quantity / ordered, 1), tone) for quantity, tone in parts]
