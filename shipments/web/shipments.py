"""The shipments list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from shipments.models import Shipment
from shipments.models.choices import modes
from shipments.queries import shipment_list
from shipments.queries.keyset import BadMarker, Place
from shipments.queries.shipment_list import ShipmentFilter
from shipments.queries.shipment_state import states
from shipments.queries.usable import usable
from shipments.web.address import PAGE_MARKERS, with_changes

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest


@require_safe
def shipments(request: SignedInRequest) -> HttpResponse:
    """The page, or only its results for the filters to swap in."""
    context = _context(request)
    if request.htmx.target == "results":
        response = render(request, "shipments/shipments/_results.html", context)
        return push_url(response, request.path + with_changes(context["data"]))
    counts = shipment_list.by_state(request.user)
    context["tabs"] = [
        ("", "All", sum(counts.values()) if counts else None),
        *((value, label, counts.get(value, 0) if counts else None) for value, label in states()),
    ]
    context["modes"] = modes()
    return render(request, "shipments/shipments/list.html", context)


def _context(request: SignedInRequest) -> dict[str, Any]:
    user = request.user
    none = Shipment.objects.none()
    data, refused = usable(request.GET, lambda asked: ShipmentFilter(asked, none, user=user))
    said = [f"{bad.label}: “{bad.value}” cannot be used. {bad.right}" for bad in refused]
    for name in set(data) - set(ShipmentFilter.base_filters) - set(PAGE_MARKERS):
        said.append(f"“{name}” is not a filter of this list.")
        data.pop(name)
    matching = ShipmentFilter(data, Shipment.objects.visible_to(user), user=user).qs
    try:
        place = Place(data.get("after", ""), data.get("before", ""))
        rows, page = shipment_list.rows(matching, user=user, place=place)
    except BadMarker:
        said.append("The page in this address is not one of this list: here is the first.")
        rows, page = shipment_list.rows(matching, user=user, place=Place())
    return {
        "rows": rows,
        "total": shipment_list.count(matching),
        "next": with_changes(data, after=page.next) if page.next else "",
        "previous": with_changes(data, before=page.previous) if page.previous else "",
        "data": data,
        "said": said,
        "filtered": any(data.get(name) for name in ShipmentFilter.base_filters),
        "clear": with_changes(QueryDict()),
    }
