"""The contractors: the list, and a scorecard each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shipments.domain.partial_date import MONTHS
from shipments.queries import contractor_list, contractor_page
from shipments.queries.keyset import BadMarker, Place
from shipments.web.address import with_changes
from shipments.web.bar_chart import Bar, Chart, lying

if TYPE_CHECKING:
    from shipments.queries.contractor_page import Quarter
    from shipments.web.http import SignedInRequest


@require_safe
def contractors(request: SignedInRequest) -> HttpResponse:
    """The list by name. A contractor's user is led to its own scorecard: there is no other."""
    if request.user.is_contractors:
        return redirect("contractor", contractor_id=request.user.own_contractor_id)
    today, data = timezone.now().date(), request.GET
    search, said = data.get("q", "").replace("\0", "").strip(), ""
    place = Place(data.get("after", ""), data.get("before", ""))
    try:
        rows, page = contractor_list.rows(search, place=place, on=today)
    except BadMarker:
        said = "The page in this address is not one of this list: here is the first."
        rows, page = contractor_list.rows(search, place=Place(), on=today)
    context = {
        "rows": rows,
        "search": search,
        "said": said,
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
    }
    return render(request, "shipments/contractors/list.html", context)


@require_safe
def contractor(request: SignedInRequest, contractor_id: int) -> HttpResponse:
    """The scorecard. Somebody else's is not there for a contractor's user."""
    found = contractor_page.find(contractor_id, by=request.user)
    if found is None:
        raise Http404
    card = contractor_page.scorecard(found, by=request.user, on=timezone.now().date())
    context = {
        "card": card,
        "charts": _trend(card.quarters),
        "quarters": [(_quarter_name(each), each) for each in card.quarters],
        "files": card.files[: contractor_page.MOST_FILES],
        "more_files": len(card.files) > contractor_page.MOST_FILES,
    }
    return render(request, "shipments/contractors/contractor.html", context)


def _trend(quarters: list[Quarter]) -> list[Chart]:
    if not any(each.promises for each in quarters):
        return []
    bars = [
        Bar(
            _quarter_name(each),
            [(each.share or 0.0, "green")],
            "none" if each.share is None else f"{each.share:g} % of {each.promises:,}",
        )
        for each in quarters
    ]
    said = "; ".join(f"{bar.name} {bar.amount}" for bar in bars)
    return lying(bars, said=f"Promises kept by quarter: {said}. The table says more.", most=100)


def _quarter_name(quarter: Quarter) -> str:
    first = quarter.first
    return f"{MONTHS[first.month - 1]} to {MONTHS[first.month + 1]} {first.year}"
