"""Imports: the list, and sending files in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shipments.models import ImportBatch
from shipments.queries import import_list, import_unmatched
from shipments.queries.import_list import ImportFilter
from shipments.queries.import_unmatched import UnmatchedFilter
from shipments.queries.keyset import BadMarker, Place
from shipments.queries.usable import usable
from shipments.services import imports as service
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.address import PAGE_MARKERS, with_changes
from shipments.web.import_forms import MOST_AT_ONCE, UploadForm, file_times
from shipments.web.import_words import IMPORTABLE, KIND_LABEL, STATE
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: SignedInRequest) -> HttpResponse:
    """The list, and the form that adds to it. Not for contractors."""
    if request.user.is_contractors:
        raise Http404
    if request.method == "POST":
        return _upload(request)
    context = _listed(request)
    if request.htmx.target == "results":
        return render(request, "shipments/imports/_results.html", context)
    return _draw(request, UploadForm(), context)


def _upload(request: SignedInRequest) -> HttpResponse:
    """Keep every file that can be kept, and say of each other why not."""
    form = UploadForm(request.POST, request.FILES)
    files = request.FILES.getlist("file")
    if len(files) > MOST_AT_ONCE:
        form.add_error("file", f"Send {MOST_AT_ONCE} files at a time or fewer.")
    if not form.is_valid():
        return _draw(request, form, _listed(request), status=422)
    told = file_times(request.POST) + [None] * len(files)
    kept: list[service.Received] = []
    for file, told_at in zip(files, told, strict=False):
        try:
            kept.append(
                service.receive(
                    file.chunks(),
                    form.entry(name=file.name or "", file_time=told_at),
                    by=request.user,
                    at=timezone.now(),
                )
            )
        except NotAllowed as refused:
            return not_allowed(request, refused)
        except Refused as refused:
            form.take_of_file(file.name or "", refused)
    for received in kept:
        say_received(request, received)
    if form.errors:
        return _draw(request, form, _listed(request), status=422)
    return redirect("import", kept[0].batch.pk) if len(kept) == 1 else redirect("imports")


def say_received(request: SignedInRequest, received: service.Received) -> None:
    """Say that a file is kept, or that these very bytes are here already."""
    name = received.batch.name
    if received.is_new:
        messages.success(request, f"Kept {name}.")
    else:
        messages.warning(request, f"That very file is here already, as {name}: nothing changed.")


def _listed(request: SignedInRequest) -> dict[str, Any]:
    none, visible = ImportBatch.objects.none(), ImportBatch.objects.visible_to(request.user)
    data, refused = usable(request.GET, lambda asked: ImportFilter(asked, none))
    said = [f"{bad.label}: “{bad.value}” cannot be used. {bad.right}" for bad in refused]
    for name in set(data) - set(ImportFilter.base_filters) - set(PAGE_MARKERS):
        said.append(f"“{name}” is not a filter of this list.")
        data.pop(name)
    matching, at = ImportFilter(data, visible).qs, timezone.now()
    place = Place(data.get("after", ""), data.get("before", ""))
    try:
        rows, page = import_list.rows(matching, place=place, at=at)
    except BadMarker:
        said.append("The page in this address is not one of this list: here is the first.")
        rows, page = import_list.rows(matching, place=Place(), at=at)
    return {
        "rows": rows,
        "at_work": any(row.progress for row in rows),
        "here": request.path
        + with_changes(data, after=place.after or None, before=place.before or None),
        "data": data,
        "said": said,
        "filtered": any(data.get(name) for name in ImportFilter.base_filters),
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
    }


def _draw(
    request: SignedInRequest, form: UploadForm, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    context |= {
        "form": form,
        "may_upload": service.may_upload(request.user),
        "states": [(value, mark.word) for value, mark in STATE.items()],
        "kinds": KIND_LABEL.items(),
        "importable": IMPORTABLE,
        "senders": import_list.senders(),
        "unmatched": import_unmatched.count(UnmatchedFilter()),
    }
    return render(request, "shipments/imports/list.html", context, status=status)
