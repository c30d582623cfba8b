"""What people do with a file that is in: cancel it, import it, run it again, correct it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from shipments.models import ImportBatch
from shipments.services import imports as service
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.import_batch import found, page
from shipments.web.import_forms import CorrectionForm, RunAgainForm
from shipments.web.imports import say_received
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from collections.abc import Callable

    from shipments.web.http import SignedInRequest


@require_POST
def cancel(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """Stop it between two chunks; nothing of it stays."""
    return _answer(
        request,
        batch_id,
        lambda: service.cancel(batch_id=batch_id, by=request.user, at=timezone.now()),
        "It stops at the next chunk. Nothing of it is imported.",
    )


@require_POST
def import_now(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """Do what the trial said."""
    return _answer(
        request,
        batch_id,
        lambda: service.import_now(batch_id=batch_id, by=request.user, at=timezone.now()),
        "It is imported now.",
    )


def _answer(
    request: SignedInRequest, batch_id: int, write: Callable[[], object], done: str
) -> HttpResponse:
    found(request, batch_id)
    try:
        write()
    except ImportBatch.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, done)
    return redirect("import", batch_id)


@require_POST
def again(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """Run the same bytes with other settings. A refusal answers with what was chosen."""
    one = found(request, batch_id)
    form = RunAgainForm(request.POST)
    if not form.is_valid():
        return page(request, one, again=form)
    try:
        service.run_again(
            batch_id=batch_id, settings=form.settings(), by=request.user, at=timezone.now()
        )
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return page(request, one, again=form)
    messages.success(request, "It is run again.")
    return redirect("import", batch_id)


@require_POST
def correct(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """Keep corrected lines as a file of its own, and run it."""
    one = found(request, batch_id)
    form = CorrectionForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, one, correction=form)
    try:
        received = service.correct(
            form.chunks(),
            batch_id=batch_id,
            is_trial=form.cleaned_data["is_trial"],
            by=request.user,
            at=timezone.now(),
        )
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return page(request, one, correction=form)
    say_received(request, received)
    return redirect("import", received.batch.pk)
