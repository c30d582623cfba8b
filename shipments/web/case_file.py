"""What an expeditor does with the case file of one order, besides the next step of the ladder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from shipments.models import Order, Proposal
from shipments.queries import order_page
from shipments.services import answers, expedites, priorities, steps
from shipments.services.refusal import NotAllowed, Refused
from shipments.web import case_forms
from shipments.web.case_forms import CaseForms
from shipments.web.forms import EntryForm
from shipments.web.order import no_order, page
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from shipments.web.http import SignedInRequest


@dataclass(frozen=True)
class Sent:
    """The form that was sent.

    :ivar name: of it among the page's forms; empty for a button without fields.
    :ivar batch: of the proposal that it is about, if it is about one.
    """

    form: EntryForm
    name: str = ""
    batch: str = ""


@require_POST
def note(request: SignedInRequest, reference: str) -> HttpResponse:
    """Keep what should be known later."""
    sent = Sent(case_forms.NoteForm(request.POST, prefix="note"), "note")
    write = partial(expedites.note, reference=reference)
    return _write(request, reference, sent, write, "Note kept.")


@require_POST
def called(request: SignedInRequest, reference: str) -> HttpResponse:
    """Keep what was said on the telephone."""
    order = order_page.find(reference, by=request.user)
    if order is None:
        return no_order(request, reference)
    sent = Sent(case_forms.called(order, request.POST), "called")
    write = partial(steps.called, reference=reference)
    return _write(request, reference, sent, write, "Call noted.")


@require_POST
def hand_over(request: SignedInRequest, reference: str) -> HttpResponse:
    """Give the file to a colleague."""
    sent = Sent(case_forms.HandOverForm(request.POST, prefix="hand-over"), "hand_over")
    write = partial(expedites.hand_over, reference=reference)
    return _write(request, reference, sent, write, f"{reference} is handed over.")


@require_POST
def snooze(request: SignedInRequest, reference: str) -> HttpResponse:
    """Put it off to a day."""
    sent = Sent(case_forms.SnoozeForm(request.POST, prefix="snooze"), "snooze")
    write = partial(expedites.snooze, reference=reference)
    return _write(request, reference, sent, write, f"{reference} is put off.")


@require_POST
def wake(request: SignedInRequest, reference: str) -> HttpResponse:
    """Take it in hand again before its day."""
    write = partial(expedites.wake, reference=reference)
    sent = Sent(EntryForm(request.POST))
    return _write(request, reference, sent, write, f"{reference} is awake again.")


@require_POST
def raise_priority(request: SignedInRequest, reference: str) -> HttpResponse:
    """Raise the designator, the urgency, or both."""
    sent = Sent(case_forms.PriorityForm(request.POST, prefix="priority"), "priority")
    write = partial(priorities.raise_, reference=reference)
    return _write(request, reference, sent, write, f"Priority of {reference} raised.")


@require_POST
def close(request: SignedInRequest, reference: str) -> HttpResponse:
    """End the follow-up and say what came of it."""
    sent = Sent(case_forms.CloseForm(request.POST, prefix="close"), "close")
    write = partial(expedites.close, reference=reference)
    return _write(request, reference, sent, write, f"Case file of {reference} closed.")


@require_POST
def accept(request: SignedInRequest, reference: str, batch: UUID) -> HttpResponse:
    """Let a proposed date stand as a promise."""
    link_base = request.build_absolute_uri("/answer/")
    write = partial(answers.accept, batch=batch, link_base=link_base)
    sent = Sent(EntryForm(request.POST))
    return _write(request, reference, sent, write, "The proposed date stands now.")


@require_POST
def decline(request: SignedInRequest, reference: str, batch: UUID) -> HttpResponse:
    """Turn a proposed date down, with a reason."""
    form = case_forms.DeclineForm(request.POST, prefix=f"decline-{batch}")
    link_base = request.build_absolute_uri("/answer/")
    write = partial(answers.decline, batch=batch, link_base=link_base)
    done = "Proposal declined. What stood before stands."
    return _write(request, reference, Sent(form, "decline", str(batch)), write, done)


def _write(
    request: SignedInRequest, reference: str, sent: Sent, write: Callable[..., Any], done: str
) -> HttpResponse:
    """Do what the form asks. A refusal answers with the page and with what was typed."""
    if not sent.form.is_valid():
        return _again(request, reference, sent)
    try:
        write(by=request.user, at=timezone.now(), **sent.form.cleaned_data)
    except (Order.DoesNotExist, Proposal.DoesNotExist):
        return no_order(request, reference)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        sent.form.take(refused)
        return _again(request, reference, sent)
    messages.success(request, done)
    return redirect(reverse("order", args=[reference]) + "#case-file")


def _again(request: SignedInRequest, reference: str, sent: Sent) -> HttpResponse:
    """Show the page with the form that was refused; what a button did not do stands on top."""
    order = order_page.find(reference, by=request.user)
    if order is None:
        return no_order(request, reference)
    forms = CaseForms.blank(order)
    if sent.name:
        setattr(forms, sent.name, sent.form)
        forms.batch = sent.batch
        return page(request, reference, case=forms, status=422)
    forms.refused = " ".join(message for _, message in sent.form.problems)
    return page(request, reference, case=forms, status=409)
