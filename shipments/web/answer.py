"""The page on which a contractor's contact answers for its orders without an account.

Its address is the whole permission: it carries a signed key, is bound to some orders and one
contact, and ends. So there is no session and no cookie here, and nothing on the page but
those orders. Whatever is wrong with an address, the answer is the same, byte for byte.
"""

from __future__ import annotations

from datetime import timedelta
from functools import wraps
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from shipments.queries import answer_page
from shipments.services import answer_links, answers
from shipments.services.answers import LinkGone
from shipments.services.refusal import Refused
from shipments.web.answer_forms import NOTHING, forms_for, take
from shipments.web.throttle import Limit, address_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, QueryDict

    from shipments.services.answers import Asked
    from shipments.web.answer_forms import AnswerForm

NO_LINK = UUID(int=0)
# A person who reads, types, corrects and sends stays far below both.
PER_LINK = Limit("answer-link", 60, timedelta(minutes=10))
PER_ADDRESS = Limit("answer-address", 120, timedelta(minutes=10))
HEADERS = {
    # The address is the permission: it is told to no other site, search engine or cache.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
_FORM_SALT = "shipments.answer-form"


def _plain(
    view: Callable[[HttpRequest, str], HttpResponse],
) -> Callable[[HttpRequest, str], HttpResponse]:
    """Say with every answer, refusals too, that it is nobody else's to keep or pass on."""

    @wraps(view)
    def answered(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return answered


# Django's own check against forged forms wants a cookie and the page's address in the request;
# a browser that was told to name no referrer sends neither. The form carries a key of its own.
@csrf_exempt
@login_not_required
@_plain
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the orders of a link, or record what was answered for them."""
    now = timezone.now()
    if until := PER_ADDRESS.spent_until(address_of(request), at=now):
        return _too_often(until, now=now)
    try:
        # A forged key looks for a link too, so that it takes no less time than an expired one.
        asked = answers.find(link_id=_opened(token), at=now)
    except LinkGone:
        return _nothing()
    if until := PER_LINK.spent_until(asked.link_id.hex, at=now):
        return _too_often(until, now=now)
    if request.method == "POST":
        return _record(request, asked, now=now)
    return _page(asked, _forms(asked))


def _record(request: HttpRequest, asked: Asked, *, now: datetime) -> HttpResponse:
    forms = _forms(asked, request.POST)
    if not _is_ours(request.POST.get("key", ""), asked):
        said = "This page had grown old. Look through your answers and send them again."
        return _page(asked, forms, said=said)
    answered = [form for form in forms if form.is_bound and form.chosen != NOTHING]
    if not answered:
        return _page(asked, forms, said="Answer for at least one order, then send.")
    valid = [form.is_valid() for form in answered]  # of all of them, for all their errors
    if not all(valid):
        return _page(asked, forms)
    given = [form.answer() for form in answered]
    try:
        done = answers.give(link_id=asked.link_id, answers=given, at=now)
    except LinkGone:
        return _nothing()
    except Refused as refused:
        return _page(asked, forms, said=take(answered, refused))
    named = {order.reference: order for order in asked.orders}
    outcomes = [(named[outcome.reference], outcome) for outcome in done.outcomes]
    context = {"asked": asked, "outcomes": outcomes}
    return HttpResponse(render_to_string("shipments/answer/receipt.html", context))


def _forms(asked: Asked, data: QueryDict | None = None) -> list[AnswerForm]:
    given = answer_page.given(asked.link_id)
    return forms_for(asked.orders, given, data, today=timezone.now().date())


def _page(asked: Asked, forms: list[AnswerForm], *, said: str = "") -> HttpResponse:
    """Draw the page; with what was typed and what is wrong with it, where a form was refused."""
    problems = [("", said)] if said else []
    problems += [problem for form in forms if form.is_bound for problem in form.problems]
    context = {
        "asked": asked,
        "forms": forms,
        "problems": problems,
        "key": signing.dumps(asked.link_id.hex, salt=_FORM_SALT),
    }
    page = render_to_string("shipments/answer/answer.html", context)
    return HttpResponse(page, status=422 if problems else 200)


def _nothing() -> HttpResponse:
    """Say the same to every address that opens nothing, whyever it does not."""
    return HttpResponse(render_to_string("shipments/answer/nothing.html"), status=404)


def _too_often(until: datetime, *, now: datetime) -> HttpResponse:
    page = render_to_string("shipments/answer/too_often.html", {"until": until})
    seconds = max(1, int((until - now).total_seconds()))
    return HttpResponse(page, status=429, headers={"Retry-After": str(seconds)})


def _opened(token: str) -> UUID:
    try:
        return answer_links.opened(token)
    except LinkGone:
        return NO_LINK


def _is_ours(key: str, asked: Asked) -> bool:
    """Whether a form came from the page of this link and from no other site."""
    try:
        return bool(signing.loads(key, salt=_FORM_SALT) == asked.link_id.hex)
    except signing.BadSignature:
        return False
