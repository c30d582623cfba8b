"""Everything the page of one item shows, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, IntegerField, Value, When

from shipments.coverage import supply
from shipments.domain.csv_safety import safe_cell
from shipments.domain.priorities import Urgency
from shipments.models import (
    DueItem,
    Item,
    Need,
    Order,
    PullForward,
    ShipmentLine,
    Shortfall,
    Substitute,
)

HEADINGS = [
    "Day", "What", "Reference", "Quantity", "Needed in all", "Expected in all", "Short that day",
]  # fmt: skip
# Why a part of an order is no supply, in the words of the page.
NOT_SUPPLY = {
    "possible_sale": "Possible sale: not ordered",
    "held": "Held",
    "no_quantity": "Quantity not published",
    "no_date": "No date",
    "overdue": "Overdue: its day has gone, no new one is known",
}
_IN_LINE = Case(
    *(
        When(urgency=urgency.value, then=Value(place))
        for place, urgency in enumerate((Urgency.EMERGENCY, Urgency.URGENT, Urgency.ROUTINE))
    ),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class NeedRow:
    """An open need, what it is short of, and the orders that would close it."""

    need: Need
    shortfall: Shortfall | None
    pulls: list[PullForward] = field(default_factory=list)


@dataclass(frozen=True)
class SupplyRow:
    """A part of an order that is still to come.

    :ivar tcn: of the shipment that it is aboard; empty where it is aboard none.
    :ivar why_not: why it is no supply; empty where it is.
    """

    order: Order
    tcn: str
    quantity: int | None
    expected_on: date | None
    why_not: str


@dataclass(frozen=True)
class Event:
    """One step of the curves: something is needed or expected that day.

    :ivar needed: of the item in all, up to and with this step; likewise ``expected``.
    """

    on: date
    is_need: bool
    reference: str
    quantity: int
    needed: int
    expected: int

    @property
    def short(self) -> int:
        return max(self.needed - self.expected, 0)


@dataclass(frozen=True)
class ItemPage:
    """:ivar short: of all open needs together, as the last netting found it.
    :ivar being_netted: a need or a supply changed and the worker has not netted it yet.
    """

    item: Item
    needs: list[NeedRow]
    supply: list[SupplyRow]
    no_supply: list[SupplyRow]
    events: list[Event]
    substitutes: list[Substitute]
    stands_in_for: list[Substitute]
    short: int
    being_netted: bool

    @property
    def needed(self) -> int:
        return sum(row.need.quantity for row in self.needs)

    @property
    def expected(self) -> int:
        return sum(row.quantity or 0 for row in self.supply)

    @property
    def pulls(self) -> list[PullForward]:
        """Every order that would close something, the most urgent need's first."""
        return [pull for row in self.needs for pull in row.pulls]


def find(item_id: int) -> Item | None:
    return Item.objects.filter(pk=item_id).first()


def load(item: Item, *, today: date) -> ItemPage:
    needs = _needs(item)
    coming = _coming(item, today=today)
    supplied = [row for row in coming if not row.why_not]
    return ItemPage(
        item=item,
        needs=needs,
        supply=supplied,
        no_supply=[row for row in coming if row.why_not],
        events=list(_events((row.need for row in needs), supplied)),
        substitutes=list(item.substitutes.select_related("accepted").order_by("rank")),
        stands_in_for=list(item.stands_in_for.select_related("item").order_by("item__name")),
        short=sum(row.shortfall.quantity for row in needs if row.shortfall),
        being_netted=DueItem.objects.filter(item=item).exists(),
    )


def lines(page: ItemPage) -> Iterator[list[str]]:
    """The steps of the curves as cells of a file."""
    for event in page.events:
        what = "Needed" if event.is_need else "Expected"
        cells = (event.on, what, event.reference, event.quantity, event.needed, event.expected)
        yield [safe_cell(str(cell)) for cell in (*cells, event.short)]


def _needs(item: Item) -> list[NeedRow]:
    needs = list(Need.objects.open().filter(item=item).order_by(_IN_LINE, "needed_on", "pk"))
    shortfalls = {row.need_id: row for row in Shortfall.objects.filter(need__in=needs)}
    pulls: dict[int, list[PullForward]] = {}
    named = PullForward.objects.filter(need__in=needs)
    for pull in named.select_related("order__item", "order__contractor").order_by("pk"):
        pulls.setdefault(pull.need_id, []).append(pull)
    return [
        NeedRow(
            need,
            shortfalls.get(need.pk),
            sorted(
                pulls.get(need.pk, []),
                key=lambda pull: (pull.is_substitute, pull.expected_on or date.max, pull.order_id),
            ),
        )
        for need in needs
    ]


def _coming(item: Item, *, today: date) -> list[SupplyRow]:
    parts = supply.parts([item.pk], as_of=today)
    orders = Order.objects.with_row().in_bulk({part.order_id for part in parts})
    aboard = ShipmentLine.objects.filter(pk__in=[part.line_id for part in parts if part.line_id])
    tcns = dict(aboard.values_list("pk", "shipment__tcn"))
    return [
        SupplyRow(
            order=orders[part.order_id],
            tcn=tcns.get(part.line_id or 0, ""),
            quantity=part.quantity,
            expected_on=part.expected_on,
            why_not=NOT_SUPPLY.get(part.counts_as, ""),
        )
        for part in parts
    ]


def _events(needs: Iterable[Need], supplied: Iterable[SupplyRow]) -> Iterator[Event]:
    # What comes on the day that it is needed comes in time: so it stands first.
    steps = [(row.expected_on, False, row.order.reference, row.quantity) for row in supplied]
    steps += [
        (need.needed_on, True, need.reference or f"Need {need.pk}", need.quantity) for need in needs
    ]
    needed = expected = 0
    for on, is_need, reference, quantity in sorted(
        (on, is_need, reference, quantity)
        for on, is_need, reference, quantity in steps
        if on and quantity
    ):
        needed += quantity if is_need else 0
        expected += 0 if is_need else quantity
        yield Event(on, is_need, reference, quantity, needed, expected)
