"""Records of files that wait for their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from shipments.queries import import_unmatched as queries
from shipments.queries.import_unmatched import UnmatchedFilter
from shipments.queries.keyset import BadMarker, Place
from shipments.web.address import with_changes

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest

LABELS = {"waiting": "Waiting", "applied": "Applied"}


@require_safe
def unmatched(request: SignedInRequest) -> HttpResponse:
    """The list, the one that waits longest on top. Not for contractors."""
    if request.user.is_contractors:
        raise Http404
    data, said = request.GET, []
    state = data.get("state") or "waiting"
    if state not in LABELS:
        said.append(f"State: “{state}” cannot be used. Choose from {', '.join(LABELS)}.")
        state = "waiting"
    batch = data.get("batch", "")
    if batch and not (batch.isascii() and batch.isdigit() and len(batch) < 19):
        said.append(f"Batch: “{batch}” is not one.")
        batch = ""
    asked = UnmatchedFilter(
        state=state,
        search=data.get("q", "")[:80].replace("\0", ""),
        batch_id=int(batch) if batch else None,
    )
    try:
        place = Place(data.get("after", ""), data.get("before", ""))
        rows, page = queries.rows(asked, place=place)
    except BadMarker:
        said.append("The page in this address is not one of this list: here is the first.")
        rows, page = queries.rows(asked, place=Place())
    context = {
        "rows": rows,
        "state": state,
        "asked": asked,
        "total": queries.count(asked),
        "tabs": [(name, label, with_changes(data, state=name)) for name, label in LABELS.items()],
        "said": said,
        "filtered": bool(asked.search or asked.batch_id),
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
    }
    return render(request, "shipments/imports/unmatched.html", context)
