"""The shipments list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from shipments.models import Shipment
from shipments.models.choices import ShipmentState, modes
from shipments.queries import shipment_list
from shipments.queries.keyset import BadMarker, Place
from shipments.queries.places import place_choices
from shipments.queries.shipment_filter import ShipmentFilter, known_carriers
from shipments.queries.usable import usable
from shipments.web.address import PAGE_MARKERS, with_changes

if TYPE_CHECKING:
    from shipments.queries.order_list import Tally
    from shipments.web.http import SignedInRequest

# What only filters of the form narrow; a tab keeps them.
NARROWING = ("q", "mode", "carrier", "from_place", "to_place")


@require_safe
def shipments(request: SignedInRequest) -> HttpResponse:
    """The page, or only its results for the filters to swap in."""
    context = _context(request)
    if request.htmx.target == "results":
        response = render(request, "shipments/shipments/_results.html", context)
        return push_url(response, request.path + with_changes(context["data"]))
    context["tabs"] = _tabs(request, context["data"])
    context["modes"] = modes()
    # Who carries for others, and where they load, is not a contractor's to know.
    if not request.user.is_contractors:
        context["carriers"] = known_carriers()
    context["places"] = place_choices(empty="Any place")
    context["ends"] = [("from_place", "From"), ("to_place", "To")]
    return render(request, "shipments/shipments/list.html", context)


def _tabs(request: SignedInRequest, data: QueryDict) -> list[tuple[str, str, Tally | None, bool]]:
    """Address, label, count, and whether it is the one that is open."""
    counts = shipment_list.by_state(request.user)
    stalled = shipment_list.stalled(request.user, today=timezone.now().date())
    views: list[tuple[dict[str, str], str, Tally | None]] = [({}, "All", None)]
    views += [({"state": state.value}, state.label, counts[state]) for state in ShipmentState]
    views.append(({"stalled": "yes"}, "Stalled", stalled))
    views.append(({"unreleased": "yes"}, "No release on record", None))
    chosen = {name: data[name] for name in ("state", "stalled", "unreleased") if data.get(name)}
    kept = {name: str(data[name]) for name in NARROWING if data.get(name)}
    return [
        (with_changes(_query(view | kept)), label, count, view == chosen)
        for view, label, count in views
    ]


def _query(values: dict[str, str]) -> QueryDict:
    made = QueryDict(mutable=True)
    made.update(values)
    return made


def _context(request: SignedInRequest) -> dict[str, Any]:
    user, today = request.user, timezone.now().date()
    none = Shipment.objects.none()
    data, refused = usable(
        request.GET, lambda asked: ShipmentFilter(asked, none, user=user, today=today)
    )
    said = [f"{bad.label}: “{bad.value}” cannot be used. {bad.right}" for bad in refused]
    for name in set(data) - set(ShipmentFilter.base_filters) - set(PAGE_MARKERS):
        said.append(f"“{name}” is not a filter of this list.")
        data.pop(name)
    visible = Shipment.objects.visible_to(user)
    matching = ShipmentFilter(data, visible, user=user, today=today).qs
    sort = shipment_list.sort_for(data)
    try:
        place = Place(data.get("after", ""), data.get("before", ""))
        rows, page = shipment_list.rows(matching, user=user, place=place, sort=sort, today=today)
    except BadMarker:
        said.append("The page in this address is not one of this list: here is the first.")
        rows, page = shipment_list.rows(matching, user=user, place=Place(), sort=sort, today=today)
    return {
        "rows": rows,
        "total": shipment_list.count(matching),
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
        "data": data,
        "said": said,
        "filtered": any(data.get(name) for name in ShipmentFilter.base_filters),
        "clear": with_changes(QueryDict()),
        "csv": reverse("shipments-csv") + with_changes(data, after=None, before=None),
    }
