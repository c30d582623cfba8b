"""The orders list, on screen and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from shipments.models import Order
from shipments.queries import order_export, order_facets, order_list
from shipments.queries.keyset import BadMarker, Place
from shipments.queries.order_filter import VIEWS, OrderFilter, view_conditions
from shipments.queries.usable import usable
from shipments.web.address import with_changes, without
from shipments.web.csv_file import streamed
from shipments.web.words import STATUS

if TYPE_CHECKING:
    from shipments.models import User
    from shipments.models.order import OrderQuerySet
    from shipments.queries.keyset import Page, Sort
    from shipments.queries.order_facets import Facet
    from shipments.queries.order_list import Tally
    from shipments.web.http import SignedInRequest

COLUMNS = [
    ("order", "Order", ""),
    ("item", "Item", ""),
    ("contractor", "Contractor", ""),
    ("group", "Group", ""),
    ("status", "Status", ""),
    ("quantity", "Quantity", "n"),
    ("ship", "Ship date", "n"),
    ("required", "Required", "n"),
]
# Without these two nobody knows what a row is.
ALWAYS_SHOWN = ("order", "status")
CHOOSABLE = [name for name, _, _ in COLUMNS if name not in ALWAYS_SHOWN]
OF_THE_LIST = {"view", "sort", "after", "before", "cols"}


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the address without it."""

    label: str
    without: str
    name: str
    value: str


@dataclass(frozen=True)
class Asked:
    """What the address asks for, as far as it can be understood; ``said`` is about the rest."""

    data: QueryDict
    view: str
    sort_name: str
    sort: Sort
    visible: OrderQuerySet
    base: OrderQuerySet
    matching: OrderQuerySet
    said: list[str]


@require_safe
def orders(request: SignedInRequest) -> HttpResponse:
    """The page, or only its results and facets for the filters to swap in."""
    today = timezone.now().date()
    asked = _read(request.GET, request.user, today=today)
    context = _context(asked, today=today)
    if request.htmx.target == "results":
        response = render(request, "shipments/orders/_results_and_facets.html", context)
        return push_url(response, request.path + with_changes(asked.data))
    context["views"] = order_list.views(request.user, today=today)
    return render(request, "shipments/orders/list.html", context)


@require_safe
def orders_csv(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    """The whole filtered set. A filter that cannot be understood is refused, not left out."""
    today = timezone.now().date()
    asked = _read(request.GET, request.user, today=today)
    if asked.said:
        return HttpResponse("\n".join(asked.said), status=400, content_type="text/plain")
    rows = order_export.lines(asked.matching, by=request.user, today=today)
    return streamed(f"orders-{today.isoformat()}", order_export.HEADINGS, rows)


def _read(given: QueryDict, user: User, *, today: date) -> Asked:
    nothing = Order.objects.none()
    data, refused = usable(given, lambda asked: OrderFilter(asked, nothing, today=today))
    said = [f"{bad.label}: “{bad.value}” cannot be used. {bad.right}" for bad in refused]
    said += _read_contractors(data, user)
    conditions = view_conditions(today=today)
    # Possible sales are in no other view, so a link to that status alone means theirs.
    view = data.get("view") or ("possible" if data.getlist("status") == ["notified"] else "all")
    if view not in conditions:
        said.append(f"View: “{view}” cannot be used. Choose from {', '.join(conditions)}.")
        view = "all"
    sort_name = data.get("sort") or order_list.DEFAULT_SORT
    sort = order_list.read_sort(sort_name)
    if sort is None:
        known = ", ".join(order_list.SORTS)
        said.append(f"Sort: “{sort_name}” is not a column. Choose from {known}.")
        sort_name, sort = order_list.DEFAULT_SORT, order_list.SORTS[order_list.DEFAULT_SORT]
        data.pop("sort")
    if view == "all":
        data.pop("view", None)
    said += _read_columns(data)
    for name in set(data) - set(OrderFilter.base_filters) - OF_THE_LIST:
        said.append(f"“{name}” is not a filter of this list.")
        data.pop(name)
    visible = order_list.visible(user)
    base = visible.filter(conditions[view])
    matching = OrderFilter(data, base, today=today).qs
    return Asked(data, view, sort_name, sort, visible, base, matching, said)


def _read_contractors(data: QueryDict, user: User) -> list[str]:
    """Keep a contractor's user from learning who the others are: theirs is the only name."""
    if not user.is_contractors:
        return []
    own = str(user.own_contractor_id)
    chosen = data.pop("contractor", [])
    others = [key for key in chosen if key != own]
    if own in chosen:
        data["contractor"] = own
    # As of one that there is none of.
    return [f"Contractor: “{key}” cannot be used. Choose one from the list." for key in others]


def _read_columns(data: QueryDict) -> list[str]:
    """Keep the chosen columns that there are; all of them is the same as no choice."""
    chosen = data.getlist("cols")
    known = [name for name in chosen if name in {*CHOOSABLE, *ALWAYS_SHOWN}]
    data.setlist("cols", known)
    if set(known) >= set(CHOOSABLE) or not known:
        data.pop("cols", None)
    return [
        f"Columns: “{name}” cannot be used. Choose from {', '.join(CHOOSABLE)}."
        for name in chosen
        if name and name not in known
    ]


def _context(asked: Asked, *, today: date) -> dict[str, Any]:
    page = _page(asked)
    total = order_list.count(asked.matching)
    words = {status: mark.word for status, mark in STATUS.items()}
    facets = order_facets.facets(
        asked.data, asked.base, today=today, words=words, counted=not total.more
    )
    chips = _chips(asked.data, facets)
    shown = {*(asked.data.getlist("cols") or CHOOSABLE), *ALWAYS_SHOWN}
    return {
        "rows": [order_list.as_row(order, today=today) for order in page.rows],
        "total": total,
        "next": with_changes(asked.data, after=page.next) if page.next else "",
        "previous": with_changes(asked.data, before=page.previous) if page.previous else "",
        "columns": [column for column in _columns(asked) if column["name"] in shown],
        "choosable": [(name, label, name in shown) for name, label, _ in COLUMNS],
        "always_shown": ALWAYS_SHOWN,
        "shown": shown,
        "facets": facets,
        "chips": chips,
        "clear": with_changes(QueryDict(), view=asked.data.get("view")),
        "said": asked.said,
        "view": asked.view,
        "sort": asked.data.get("sort", ""),
        "data": asked.data,
        "export": with_changes(asked.data, sort=None),
        "elsewhere": _elsewhere(asked, today=today),
        "drop": _worth_dropping(asked, chips, today=today) if not page.rows else None,
    }


def _page(asked: Asked) -> Page[Order]:
    place = Place(asked.data.get("after", ""), asked.data.get("before", ""))
    try:
        return order_list.rows(asked.matching, sort=asked.sort, place=place)
    except BadMarker:
        asked.said.append("The page in this address is not one of this list: here is the first.")
        return order_list.rows(asked.matching, sort=asked.sort, place=Place())


def _columns(asked: Asked) -> list[dict[str, str]]:
    """The headings with where each leads: to its own order, or to the reverse of it."""
    name, descending = asked.sort_name.removeprefix("-"), asked.sort.descending
    columns = []
    for column, label, kind in COLUMNS:
        now = column == name
        target = f"-{column}" if now and not descending else column
        direction = ("descending" if descending else "ascending") if now else ""
        href = with_changes(asked.data, sort=target)
        columns.append(
            {"name": column, "label": label, "class": kind, "sorted": direction, "href": href}
        )
    return columns


def _chips(data: QueryDict, facets: list[Facet]) -> list[Chip]:
    labels = {
        (facet.name, option.value): f"{facet.label}: {option.label}"
        for facet in facets
        for option in facet.options
    }
    spoken = {"q": "Search", "required_from": "Required from", "required_to": "Required to"}
    chips = []
    for name in OrderFilter.base_filters:
        for value in data.getlist(name):
            if not value:
                continue
            label = labels.get((name, value)) or name.capitalize()
            if name in spoken:
                label = f"{spoken[name]}: {value}"
            chips.append(Chip(label, without(data, name, value), name, value))
    return chips


def _worth_dropping(asked: Asked, chips: list[Chip], *, today: date) -> tuple[Chip, Tally] | None:
    """The filter whose removal would show most orders, and how many."""
    best = None
    for chip in chips:
        rest = QueryDict(chip.without.removeprefix("?"))
        tally = order_list.count(OrderFilter(rest, asked.base, today=today).qs)
        if tally.number and (best is None or tally.number > best[1].number):
            best = (chip, tally)
    return best


def _elsewhere(asked: Asked, *, today: date) -> tuple[str, Tally, str] | None:
    """A search among orders says that possible sales match too, and the other way round."""
    if not asked.data.get("q"):
        return None
    other = "all" if asked.view == "possible" else "possible"
    base = asked.visible.filter(view_conditions(today=today)[other])
    tally = order_list.count(OrderFilter(asked.data, base, today=today).qs)
    if not tally.number:
        return None
    return dict(VIEWS)[other], tally, with_changes(asked.data, view=other)
