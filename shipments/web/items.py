"""Items: which are short, and one of them with its needs, its supply and its substitutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shipments.models import Item, Substitute
from shipments.queries import item_list, item_page
from shipments.queries.entry_choices import known_items
from shipments.queries.keyset import BadMarker, Place
from shipments.services import substitutes
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.address import with_changes
from shipments.web.coverage_chart import charts
from shipments.web.csv_file import streamed
from shipments.web.forms import CountField, EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from django.http import StreamingHttpResponse

    from shipments.web.http import SignedInRequest


class SubstituteForm(EntryForm):
    """Its names are ``substitutes.add``'s."""

    accepted = forms.CharField(
        label="Item accepted in its place",
        max_length=400,
        widget=forms.TextInput(attrs={"list": "known-items", "autocomplete": "off"}),
        error_messages={"required": "Enter what is accepted in its place."},
    )
    rank = CountField(
        label="Rank", required=False, help_text="1 is asked first. Empty: after the others."
    )
    source = forms.CharField(
        label="Who accepted it, and where it says so",
        max_length=300,
        error_messages={"required": "Enter who accepted it, and where that is written."},
    )


@require_safe
def items(request: SignedInRequest) -> HttpResponse:
    """The items that are short first. Not for contractors: they see their own orders alone."""
    _staff_only(request)
    data, said = request.GET, ""
    tab = data.get("tab") or "short"
    if tab not in item_list.TABS:
        said = f"List: “{tab}” cannot be used. Choose from {', '.join(item_list.TABS)}."
        tab = "short"
    text = data.get("q", "").replace("\0", "").strip()
    place = Place(data.get("after", ""), data.get("before", ""))
    try:
        rows, page = item_list.rows(tab, text=text, place=place)
    except BadMarker:
        said = "The page in this address is not one of this list: here is the first."
        rows, page = item_list.rows(tab, text=text, place=Place())
    counts = item_list.counts()
    context = {
        "rows": rows,
        "tab": tab,
        "tabs": [(name, words, counts[name]) for name, words in item_list.TABS.items()],
        "text": text,
        "said": said,
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
    }
    return render(request, "shipments/items/list.html", context)


@require_safe
def item(request: SignedInRequest, item_id: int) -> HttpResponse:
    """What is needed of it against what is to come."""
    return _page(request, item_id)


@require_safe
def item_csv(request: SignedInRequest, item_id: int) -> StreamingHttpResponse:
    """The steps of the chart as a file."""
    page = _load(request, item_id)
    return streamed(f"item-{item_id}-coverage", item_page.HEADINGS, item_page.lines(page))


@require_POST
def substitute_new(request: SignedInRequest, item_id: int) -> HttpResponse:
    """Accept another item in its place. A refusal answers with what was typed."""
    _staff_only(request)
    form = SubstituteForm(request.POST)
    if not form.is_valid():
        return _page(request, item_id, form=form, status=422)
    try:
        added = substitutes.add(
            item_id=item_id, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except Item.DoesNotExist as error:
        raise Http404 from error
    except NotAllowed as refused:
        return not_allowed(request, refused)
    except Refused as refused:
        form.take(refused)
        return _page(request, item_id, form=form, status=422)
    messages.success(request, f"{added.accepted} is accepted in its place.")
    return redirect("item", item_id)


@require_POST
def substitute_remove(request: SignedInRequest, item_id: int, substitute_id: int) -> HttpResponse:
    """Accept it no longer."""
    _staff_only(request)
    try:
        removed = substitutes.remove(substitute_id=substitute_id, by=request.user)
    except Substitute.DoesNotExist:
        messages.error(request, "It was removed already.")
    except NotAllowed as refused:
        return not_allowed(request, refused)
    else:
        messages.success(request, f"{removed.accepted} is no longer accepted in its place.")
    return redirect("item", item_id)


def _staff_only(request: SignedInRequest) -> None:
    if request.user.is_contractors:
        raise Http404


def _load(request: SignedInRequest, item_id: int) -> item_page.ItemPage:
    _staff_only(request)
    found = item_page.find(item_id)
    if found is None:
        raise Http404
    return item_page.load(found, today=timezone.now().date())


def _page(
    request: SignedInRequest,
    item_id: int,
    *,
    form: SubstituteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    page = _load(request, item_id)
    context = {
        "page": page,
        "item": page.item,
        "form": form or SubstituteForm(),
        "problems": form.problems if form else [],
        "charts": charts(page.events, today=timezone.now().date()),
        "known_items": known_items(),
    }
    return render(request, "shipments/items/item.html", context, status=status)
