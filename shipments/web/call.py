"""One call about one or several orders of a contractor: the step, its mail, and the telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shipments.domain.roles import Right
from shipments.queries import call_page
from shipments.services import expedites, phone, refusal, steps
from shipments.services.refusal import NotAllowed, Refused
from shipments.web import call_forms
from shipments.web.call_forms import PhoneForm, StepForm
from shipments.web.middleware import HEADER
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.queries.call_page import CallPage
    from shipments.services.steps import Composed
    from shipments.web.call_forms import PhonePromiseForm
    from shipments.web.http import SignedInRequest

# A mail brings its own looks, written into it, and may do nothing else.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True)
class Shown:
    """What a page shows besides the orders: its forms as they were sent, or new ones.

    :ivar said: why nothing was done, in a sentence.
    """

    form: StepForm | None = None
    phone: PhoneForm | None = None
    dates: list[PhonePromiseForm] | None = None
    said: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """The call as it would go out. Sent, the step is taken for all of its orders, or for none."""
    call, refused = _call(request)
    if call is None or refused:
        return refused or _none(request)
    if request.method != "POST":
        return _page(request, call, Shown())
    form = StepForm(request.POST, contacts=call.contacts)
    do = request.POST.get("do", "send")
    if do != "send":
        return _look(request, call, form, do)
    return _send(request, call, form) if form.is_valid() else _refused(request, call, form)


def _send(request: SignedInRequest, call: CallPage, form: StepForm) -> HttpResponse:
    given = form.cleaned_data | {"contact_id": form.cleaned_data["contact"]}
    del given["contact"]
    given["body"] = given["body"] or None
    now, link_base = timezone.now(), _link_base(request)
    try:
        taken = steps.take(
            references=_references(call), link_base=link_base, by=request.user, at=now, **given
        )
    except NotAllowed as error:
        return not_allowed(request, error)
    except Refused as error:
        form.take(error)
        return _refused(request, call, form)
    to, about = taken.message.to_name or taken.message.to_address, _count(call)
    messages.success(request, f"The mail to {to} about {about} is on its way.")
    return _after(call)


@require_POST
def open_(request: SignedInRequest) -> HttpResponse:
    """Take up those of the orders that nobody has in hand, then show the call."""
    call, refused = _call(request)
    if call is None or refused:
        return refused or _none(request)
    try:
        expedites.open_call(references=_references(call), by=request.user, at=timezone.now())
    except NotAllowed as error:
        return not_allowed(request, error)
    except Refused as error:
        return _page(request, call, Shown(said=str(error)), status=409)
    messages.success(request, f"You have {_count(call)} in hand.")
    return redirect(f"{reverse('call-new')}?{_query(call)}")


@require_POST
def noted(request: SignedInRequest) -> HttpResponse:
    """Keep what was said on the telephone: words for every order, dates for some."""
    call, refused = _call(request)
    if call is None or refused:
        return refused or _none(request)
    form = PhoneForm(request.POST, prefix="phone", contacts=call.contacts)
    dates = call_forms.promise_forms(call.orders, request.POST)
    valid = [form.is_valid(), *(each.is_valid() for each in dates)]
    if all(valid):
        try:
            count = phone.note(
                said=[each.said() for each in dates],
                by=request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except NotAllowed as error:
            return not_allowed(request, error)
        except Refused as error:
            call_forms.take(form, dates, error)
        else:
            dates_said = f"{count} date{'' if count == 1 else 's'} recorded"
            messages.success(request, f"Call noted, {dates_said}." if count else "Call noted.")
            return _after(call)
    return _page(request, call, Shown(phone=form, dates=dates), status=422)


@require_POST
def mail(request: SignedInRequest) -> HttpResponse:
    """The mail's HTML as it would arrive, on a page of its own that may do nothing."""
    composed = _composed_or_answer(request)
    if isinstance(composed, HttpResponse):
        return composed
    return HttpResponse(composed.mail.html, headers={HEADER: MAIL_POLICY})


@require_POST
def sheet(request: SignedInRequest) -> HttpResponse:
    """The data sheet for special priorities assistance, as it stands, to read or to print."""
    composed = _composed_or_answer(request)
    if isinstance(composed, HttpResponse):
        return composed
    if composed.sheet is None:
        raise Http404
    name = "data-sheet.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(composed.sheet, content_type="application/pdf", headers=headers)


def _call(request: SignedInRequest) -> tuple[CallPage | None, HttpResponse | None]:
    """Read which orders are meant; an answer instead where the person may not call."""
    try:
        refusal.require(request.user, Right.EXPEDITE)
    except NotAllowed as error:
        return None, not_allowed(request, error)
    given = request.POST if request.method == "POST" else request.GET
    references = [each for each in given.getlist("order") if each and "\0" not in each]
    today = timezone.now().date()
    call = call_page.load(references, by=request.user, today=today)
    return (call if call.orders else None), None


def _look(request: SignedInRequest, call: CallPage, form: StepForm, do: str) -> HttpResponse:
    """Show the call once more with what was typed, and nothing sent."""
    form.is_valid()
    if do == "edit":
        composed, _ = _composed(request, call, form)
        form.put("body", composed.mail.text if composed else "")
    if do == "ours":
        form.put("body", "")
    form.forget_errors()
    if request.htmx.target != "call-preview":
        return _page(request, call, Shown(form))
    composed, said = _composed(request, call, form)
    context = {"call": call, "composed": composed, "said": said, "form": form}
    return render(request, "shipments/call/_preview.html", context)


def _refused(request: SignedInRequest, call: CallPage, form: StepForm) -> HttpResponse:
    return _page(request, call, Shown(form), status=422)


def _page(
    request: SignedInRequest, call: CallPage, shown: Shown, *, status: int = 200
) -> HttpResponse:
    first = {"step": call.step.value, "call": uuid4()}
    form = shown.form or StepForm(contacts=call.contacts, initial=first)
    phone_form = shown.phone or PhoneForm(prefix="phone", contacts=call.contacts)
    dates = shown.dates or call_forms.promise_forms(call.orders)
    composed, said = _composed(request, call, form) if call.ready else (None, "")
    problems = [("", text) for text in (shown.said, said) if text]
    for each in (form, phone_form, *dates):
        problems += each.problems if each.is_bound else []
    context: dict[str, Any] = {
        "call": call,
        "form": form,
        "phone_form": phone_form,
        "dates": dates,
        "composed": composed,
        "problems": problems,
        "here": f"{reverse('call-new')}?{_query(call)}",
        "others": _query(call, without_theirs=True),
    }
    return render(request, "shipments/call/call.html", context, status=status)


def _composed(
    request: SignedInRequest, call: CallPage, form: StepForm
) -> tuple[Composed | None, str]:
    """What the step would send, or why nothing can be."""
    try:
        composed = steps.preview(
            references=_references(call),
            link_base=_link_base(request),
            by=request.user,
            at=timezone.now(),
            **form.asked(),
        )
    except Refused as error:
        return None, str(error)
    return composed, ""


def _composed_or_answer(request: SignedInRequest) -> Composed | HttpResponse:
    call, refused = _call(request)
    if call is None or refused:
        return refused or _none(request)
    form = StepForm(request.POST, contacts=call.contacts)
    form.is_valid()
    composed, said = _composed(request, call, form)
    return composed or _page(request, call, Shown(form, said=said), status=409)


def _none(request: SignedInRequest) -> HttpResponse:
    return render(request, "shipments/call/none.html", status=404)


def _after(call: CallPage) -> HttpResponse:
    """To the order, or to the desk where it was several."""
    if len(call.orders) == 1:
        return redirect(reverse("order", args=[call.orders[0].order.reference]) + "#case-file")
    return redirect("desk")


def _references(call: CallPage) -> list[str]:
    return [each.order.reference for each in call.orders]


def _query(call: CallPage, *, without_theirs: bool = False) -> str:
    query = QueryDict(mutable=True)
    left_out = {each.order.pk for each in [*call.theirs, *call.held]} if without_theirs else set()
    kept = [each.order for each in call.orders if each.order.pk not in left_out]
    query.setlist("order", [order.reference for order in kept])
    return query.urlencode()


def _count(call: CallPage) -> str:
    if len(call.orders) == 1:
        return call.orders[0].order.reference
    return f"{len(call.orders)} orders"


def _link_base(request: SignedInRequest) -> str:
    return request.build_absolute_uri("/answer/")
