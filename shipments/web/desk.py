"""The desk: which case files are in hand, and what each of them waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shipments.domain.roles import Right
from shipments.queries import desk as queries
from shipments.queries.desk import Asked
from shipments.queries.keyset import BadMarker, Place
from shipments.web.address import with_changes
from shipments.web.csv_file import streamed

if TYPE_CHECKING:
    from datetime import date

    from django.http import QueryDict, StreamingHttpResponse

    from shipments.models import User
    from shipments.web.http import SignedInRequest


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """The person's own open files, or others'. Not for contractors: the files are our own."""
    user, data, today = _reader(request)
    asked, said = _read(data, user)
    place = Place(data.get("after", ""), data.get("before", ""))
    try:
        rows, page = queries.rows(asked, user=user, today=today, place=place)
    except BadMarker:
        said.append("The page in this address is not one of this list: here is the first.")
        rows, page = queries.rows(asked, user=user, today=today, place=Place())
    context = {
        "asked": asked,
        "said": said,
        "rows": rows,
        "tabs": [
            (tab, with_changes(data, tab=tab.name))
            for tab in queries.tabs(asked, user=user, today=today)
        ],
        "owners": queries.owners(user),
        "contractors": queries.contractors(user),
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
        "file": with_changes(data).removesuffix("?"),
    }
    return render(request, "shipments/desk/desk.html", context)


@require_safe
def desk_csv(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    """The whole tab as a file. What cannot be understood is refused, not left out."""
    user, data, today = _reader(request)
    asked, said = _read(data, user)
    if said:
        return HttpResponse("\n".join(said), status=400, content_type="text/plain")
    rows = queries.lines(asked, user=user, today=today)
    return streamed(f"desk-{today.isoformat()}", queries.HEADINGS, rows)


def _reader(request: SignedInRequest) -> tuple[User, QueryDict, date]:
    if request.user.is_contractors:
        raise Http404
    return request.user, request.GET, timezone.now().date()


def _read(data: QueryDict, user: User) -> tuple[Asked, list[str]]:
    """What the address asks for, as far as it can be used, and a sentence about the rest."""
    said = []
    tab = data.get("tab") or queries.TO_DO
    if tab not in queries.TABS:
        said.append(f"Queue: “{tab}” cannot be used. Choose from {', '.join(queries.TABS)}.")
        tab = queries.TO_DO
    own = queries.MINE if user.may(Right.EXPEDITE) else queries.EVERYBODYS
    whose = data.get("whose") or own
    if whose not in {queries.MINE, queries.EVERYBODYS} and not _is_key(whose):
        said.append(f"Whose: “{whose}” cannot be used. Choose mine, all, or a person.")
        whose = own
    contractor = data.get("contractor", "")
    if contractor not in {"", queries.NOT_NAMED} and not _is_key(contractor):
        said.append(f"Contractor: “{contractor}” cannot be used. Choose one from the list.")
        contractor = ""
    return Asked(tab, whose, contractor), said


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
