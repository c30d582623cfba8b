"""Mail that went out: the list, one of them, and what a person does about one that did not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from shipments.domain.roles import Right
from shipments.models import OutboxAttachment, OutboxMessage
from shipments.queries import mail as query
from shipments.queries.keyset import BadMarker, Place
from shipments.queries.mail import MailState
from shipments.services import outbox
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.address import with_changes
from shipments.web.forms import EntryForm
from shipments.web.middleware import HEADER, POLICY
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.queries.mail import MailPage
    from shipments.web.http import SignedInRequest

# What others may have written is shown as it looks, and can do nothing.
FRAMED = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)
_LINK = re.compile(r"https?://\S+")
HIDDEN = "[a link, shown to expeditors]"


class ReturnForm(EntryForm):
    """What a returned mail says."""

    reason = forms.CharField(
        label="What the returned mail says",
        max_length=500,
        error_messages={"required": "Enter what the returned mail says."},
        help_text="Its orders are flagged as not reached.",
    )


@require_safe
def mails(request: SignedInRequest) -> HttpResponse:
    """Every mail, newest first. Not for contractors: they see what they were sent."""
    _refuse_contractors(request)
    data, said = request.GET, ""
    asked = data.get("state", "")
    state = MailState(asked) if asked in set(MailState) else None
    if asked and state is None:
        said = f"State: “{asked}” cannot be used. Choose from {', '.join(MailState)}."
    try:
        place = Place(data.get("after", ""), data.get("before", ""))
        rows, page = query.rows(state, place=place)
    except BadMarker:
        said = "The page in this address is not one of this list: here is the first."
        rows, page = query.rows(state, place=Place())
    context = {
        "rows": rows,
        "state": state,
        "states": list(MailState),
        "tallies": query.counts(),
        "said": said,
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
    }
    return render(request, "shipments/mail/list.html", context)


@require_safe
def mail(request: SignedInRequest, message_id: int) -> HttpResponse:
    return _draw(request, message_id, ReturnForm())


@require_safe
@xframe_options_sameorigin
def html(request: SignedInRequest, message_id: int) -> HttpResponse:
    """The HTML part alone, for the frame on the mail's page: nothing in it runs or loads."""
    found = _found(request, message_id)
    if not found.message.html or not request.user.may(Right.EXPEDITE):
        raise Http404
    return HttpResponse(found.message.html, headers={HEADER: FRAMED})


@require_safe
def attachment(request: SignedInRequest, message_id: int, attachment_id: int) -> HttpResponse:
    """A file that went with it, always as a download."""
    _refuse_contractors(request)
    try:
        file = query.attachment(message_id, attachment_id)
    except OutboxAttachment.DoesNotExist as error:
        raise Http404 from error
    name = re.sub(r"[^A-Za-z0-9._-]", "_", file.name)
    return HttpResponse(
        bytes(file.content),
        content_type=file.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@require_POST
def bounced(request: SignedInRequest, message_id: int) -> HttpResponse:
    """Note that it came back; a refusal answers with what was typed."""
    _found(request, message_id)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _draw(request, message_id, form, status=422)
    try:
        outbox.bounced(
            message_id=message_id,
            reason=form.cleaned_data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _draw(request, message_id, form, status=409)
    messages.success(request, "Noted that it came back. Its orders will be flagged.")
    return redirect("mail", message_id)


@require_POST
def send_again(request: SignedInRequest, message_id: int) -> HttpResponse:
    _found(request, message_id)
    try:
        sent = outbox.send_again(message_id=message_id, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"It is sent to {sent.to_address} now.")
    return redirect("mail", message_id)


def _draw(
    request: SignedInRequest, message_id: int, form: ReturnForm, *, status: int = 200
) -> HttpResponse:
    found = _found(request, message_id)
    # Whoever has an answer link may answer by it, so who only reads does not get it.
    shown = request.user.may(Right.EXPEDITE)
    text = found.message.text if shown else _LINK.sub(HIDDEN, found.message.text)
    context = {"page": found, "text": text, "links_shown": shown, "form": form}
    response = render(request, "shipments/mail/mail.html", context, status=status)
    response.headers[HEADER] = f"{POLICY}; frame-src 'self'"
    return response


def _found(request: SignedInRequest, message_id: int) -> MailPage:
    _refuse_contractors(request)
    try:
        return query.mail_page(message_id)
    except OutboxMessage.DoesNotExist as error:
        raise Http404 from error


def _refuse_contractors(request: SignedInRequest) -> None:
    if request.user.is_contractors:
        raise Http404
