"""One import: how far it is, what it did or would do, and what was refused of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRefresh

from shipments.models.choices import ImportOutcome, ImportState
from shipments.queries import import_page, import_progress, import_sheet
from shipments.queries.import_page import RefusalFilter
from shipments.queries.keyset import BadMarker, Place
from shipments.services import imports as service
from shipments.web.address import with_changes
from shipments.web.import_forms import DATE_ORDERS, CorrectionForm, RunAgainForm
from shipments.web.import_words import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Callable

    from shipments.models import ImportBatch
    from shipments.queries.keyset import Page
    from shipments.web.forms import EntryForm
    from shipments.web.http import SignedInRequest
    from shipments.web.import_words import Outcome

ENDED = (ImportState.DONE, ImportState.TRIED)
AGAIN = (ImportState.REFUSED, ImportState.CANCELLED, ImportState.DONE, ImportState.TRIED)


@require_safe
def batch(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """The page. Not for contractors."""
    return page(request, found(request, batch_id))


@require_safe
def progress(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """How far it is, or that nothing changed; once it has ended, the page is drawn anew."""
    one = found(request, batch_id)
    far = import_progress.of(one, at=timezone.now())
    if far is None:
        return HttpResponseClientRefresh()
    context = {"batch": one, "progress": far, "may_change": service.may_change(one, request.user)}
    answer = render(request, "shipments/imports/_progress.html", context)
    set_response_etag(answer)
    patch_cache_control(answer, private=True, no_cache=True)
    unchanged = get_conditional_response(request, etag=answer["ETag"], response=answer)
    return answer if unchanged is None else unchanged


def found(request: SignedInRequest, batch_id: int) -> ImportBatch:
    """:raises Http404: there is none that the person may see."""
    one = import_page.find(batch_id, by=request.user)
    if one is None:
        raise Http404
    return one


def asked_for(request: SignedInRequest) -> RefusalFilter:
    """Which refused lines the address names."""
    return RefusalFilter(
        code=request.GET.get("code", "")[:40].replace("\0", ""),
        field=request.GET.get("field", "")[:60].replace("\0", ""),
    )


def page(request: SignedInRequest, one: ImportBatch, **refused: EntryForm) -> HttpResponse:
    """:param refused: the form that was refused, to be shown with what was typed."""
    state, may_change = ImportState(one.state), service.may_change(one, request.user)
    form = next(iter(refused.values()), None)
    context: dict[str, Any] = {
        "batch": one,
        "progress": import_progress.of(one, at=timezone.now()),
        "may_change": may_change,
        "corrections": import_page.corrections(one),
        "date_order": dict(DATE_ORDERS).get(one.date_order),
        "seconds": _seconds(one),
        "problems": form.problems if form else [],
        "outcomes": _outcomes(one) if state in ENDED else [],
        "again": RunAgainForm.of(one) if may_change and _may_run_again(one) else None,
    }
    if state is ImportState.TRIED:
        context["tabs"] = [(each.name, each.would, count) for each, count in _outcomes(one)]
        context["show"] = _shown(request, one)
    if state is ImportState.TRIED and context["show"] != ImportOutcome.REFUSED:
        context["outcome"] = _outcome(context["show"])
        show = context["show"]
        context |= _paged(
            request,
            "findings",
            lambda place: import_page.findings(one, show, place=place),
        )
        context["says"] = any(each.changes for each in context["findings"].rows)
    elif one.refused and state in {*ENDED, ImportState.CANCELLED, ImportState.REFUSED}:
        context |= _refused(request, one)
        if may_change and state is ImportState.DONE:
            context["correct"] = with_changes(request.GET, correct="yes")
            # To look the headings of a workbook up takes longer than the page.
            if "correct" in request.GET and not refused:
                context |= _correctable(one, asked_for(request))
    context |= refused
    status = 422 if form else 200
    return render(request, "shipments/imports/batch.html", context, status=status)


def _refused(request: SignedInRequest, one: ImportBatch) -> dict[str, Any]:
    asked = asked_for(request)
    return {
        "asked": asked,
        "counts": import_page.refusal_counts(one),
        "query": with_changes(request.GET, show=None, correct=None),
        **_paged(request, "refusals", lambda place: import_page.refusals(one, asked, place=place)),
    }


def _correctable(one: ImportBatch, asked: RefusalFilter) -> dict[str, Any]:
    lines = import_page.lines_to_correct(one, asked)
    if not lines:
        return {
            "too_many": lines is None,
            "correction": CorrectionForm() if lines is None else None,
        }
    headings = import_sheet.headings_line(one)
    text = "\n".join([headings, *lines] if headings else lines)
    return {"headings": headings, "correction": CorrectionForm(initial={"text": text})}


def _paged(
    request: SignedInRequest, name: str, load: Callable[[Place], Page[Any]]
) -> dict[str, Any]:
    data = request.GET
    try:
        rows, said = load(Place(data.get("after", ""), data.get("before", ""))), ""
    except BadMarker:
        said = "The page in this address is not one of this list: here is the first."
        rows = load(Place())
    return {
        name: rows,
        "said": said,
        "next": with_changes(data, after=rows.next) if rows.next else "",
        "previous": with_changes(data, before=rows.previous) if rows.previous else "",
    }


def _outcomes(one: ImportBatch) -> list[tuple[Outcome, int]]:
    return [(each, getattr(one, each.name)) for each in OUTCOMES]


def _outcome(name: str) -> Outcome:
    return next(each for each in OUTCOMES if each.name == name)


def _shown(request: SignedInRequest, one: ImportBatch) -> str:
    """Which outcome of a trial the page lists: the one asked for, or the first with lines."""
    names = [each.name for each in OUTCOMES]
    if request.GET.get("show") in names:
        return request.GET["show"]
    return next((name for name in names if getattr(one, name)), names[0])


def _may_run_again(one: ImportBatch) -> bool:
    """A file of which everything is on record has nothing to gain."""
    return one.state in AGAIN and (one.state != ImportState.DONE or one.refused > 0)


def _seconds(one: ImportBatch) -> int | None:
    if one.started_at is None or one.finished_at is None:
        return None
    return round((one.finished_at - one.started_at).total_seconds())
