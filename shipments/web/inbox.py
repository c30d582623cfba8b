"""What a person was told: read, marked as read, taken back; and how often they are mailed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shipments.models.choices import DigestRhythm, NoticeKind
from shipments.queries import inbox as query
from shipments.queries.keyset import BadMarker, Place
from shipments.services import notices, people
from shipments.services.refusal import Refused
from shipments.web.address import with_changes
from shipments.web.forms import EntryForm
from shipments.web.words import NOTICE

if TYPE_CHECKING:
    from django.http import QueryDict

    from shipments.models import Notice, User
    from shipments.queries.keyset import Page
    from shipments.web.http import SignedInRequest

RHYTHMS = [
    (DigestRhythm.DAILY.value, "One mail on each working day"),
    (DigestRhythm.OFF.value, "None"),
]


class RhythmForm(EntryForm):
    """Its names are ``people.set_digest_rhythm``'s."""

    rhythm = forms.ChoiceField(label="Digest by mail", choices=RHYTHMS, widget=forms.RadioSelect)


@require_safe
def inbox(request: SignedInRequest) -> HttpResponse:
    """The page, unread first. Not for contractors: it tells of our own case files."""
    _hide_from_contractors(request)
    return _draw(request, request.GET)


@require_POST
def read(request: SignedInRequest) -> HttpResponse:
    """Mark the named notices as read, or all of them where none is named."""
    _hide_from_contractors(request)
    now = timezone.now()
    named = request.POST.getlist("notice")
    ids = [int(each) for each in named if each.isascii() and each.isdigit() and len(each) < 19]
    notices.mark_read(ids=ids if named else None, by=request.user, at=now)
    return _answer(request, marked=now.isoformat())


@require_POST
def unread(request: SignedInRequest) -> HttpResponse:
    """Take back one marking as read, named by its moment."""
    _hide_from_contractors(request)
    moment = _moment(request.POST.get("marked", ""))
    if moment:
        notices.mark_unread(read_at=moment, by=request.user)
    return _answer(request, marked=None)


@require_POST
def preferences(request: SignedInRequest) -> HttpResponse:
    """Choose how often the digest comes."""
    _hide_from_contractors(request)
    form = RhythmForm(request.POST)
    if not form.is_valid():
        return _draw(request, request.GET, form=form, status=422)
    try:
        people.set_digest_rhythm(rhythm=form.cleaned_data["rhythm"], by=request.user)
    except Refused as refused:
        form.take(refused)
        return _draw(request, request.GET, form=form, status=422)
    messages.success(request, "Saved.")
    return redirect("inbox")


def _hide_from_contractors(request: SignedInRequest) -> None:
    if request.user.is_contractors:
        raise Http404


def _answer(request: SignedInRequest, *, marked: str | None) -> HttpResponse:
    """The list as it now stands, under the filters it had; a redirect to it without a script."""
    data = request.GET.copy()
    data.pop("marked", None)
    if marked:
        data["marked"] = marked
    if not request.htmx:
        return redirect(reverse("inbox") + with_changes(data))
    return render(request, "shipments/inbox/_list_and_count.html", _context(request.user, data))


def _draw(
    request: SignedInRequest, data: QueryDict, *, form: RhythmForm | None = None, status: int = 200
) -> HttpResponse:
    context = _context(request.user, data)
    context["form"] = form or RhythmForm(initial={"rhythm": request.user.digest_rhythm})
    return render(request, "shipments/inbox/inbox.html", context, status=status)


def _context(user: User, data: QueryDict) -> dict[str, Any]:
    said = []
    shown = data.get("show") or "all"
    if shown not in query.SHOWN:
        said.append(f"Shown: “{shown}” cannot be used. Choose from {', '.join(query.SHOWN)}.")
        shown = "all"
    kind = data.get("kind", "")
    if kind and kind not in list(NoticeKind):
        said.append(f"Kind: “{kind}” cannot be used. Choose from {', '.join(NoticeKind)}.")
        kind = ""
    page = _page(user, data, shown=shown, kind=kind, said=said)
    marked = _moment(data.get("marked", ""))
    filters = data.copy()
    filters.pop("marked", None)
    return {
        "rows": [(notice, NOTICE[notice.kind]) for notice in page.rows],
        "next": with_changes(filters, after=page.next) if page.next else "",
        "previous": with_changes(filters, before=page.previous) if page.previous else "",
        "tallies": (tallies := query.tallies(user, shown=shown)),
        "tabs": [
            ("All", with_changes(filters, show=None), tallies.all, shown == "all"),
            ("Unread", with_changes(filters, show="unread"), tallies.unread, shown == "unread"),
        ],
        "kinds": [
            (NOTICE[each.kind], with_changes(filters, kind=each.kind), each.number)
            for each in tallies.kinds
        ],
        "kind": NOTICE[kind] if kind else None,
        "every_kind": with_changes(filters, kind=None),
        "shown": shown,
        "here": with_changes(filters),
        "marked": marked.isoformat() if marked else "",
        "marked_count": query.read_at_once(user, at=marked) if marked else 0,
        "said": said,
    }


def _page(user: User, data: QueryDict, *, shown: str, kind: str, said: list[str]) -> Page[Notice]:
    place = Place(data.get("after", ""), data.get("before", ""))
    try:
        return query.rows(user, shown=shown, kind=kind, place=place)
    except BadMarker:
        said.append("The page in this address is not one of this list: here is the first.")
        return query.rows(user, shown=shown, kind=kind, place=Place())


def _moment(text: str) -> datetime | None:
    """A moment from an address; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
