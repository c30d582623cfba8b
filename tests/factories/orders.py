from __future__ import annotations

import string
from datetime import date

import factory
from factory.django import DjangoModelFactory

from shipments.models import (
    Case,
    Contract,
    Contractor,
    Item,
    Need,
    Order,
    Promise,
)
from tests.factories.moments import AT


class ContractorFactory(DjangoModelFactory[Contractor]):
    class Meta:
        model = Contractor

    name = factory.Sequence(lambda n: f"Fictional Works {n}")
    city = "Springfield"
    recorded_at = AT


class ItemFactory(DjangoModelFactory[Item]):
    class Meta:
        model = Item

    name = factory.Sequence(lambda n: f"Crate, training, type {n}")


def case_id(number: int) -> str:
    """A different one for each of the first 46,656 numbers: a whole run of tests takes thousands."""
    digits = string.digits + string.ascii_uppercase
    high, low = divmod(number, 36)
    return f"IS-B-{digits[high // 36]}{digits[high % 36]}{digits[low]}"


class CaseFactory(DjangoModelFactory[Case]):
    class Meta:
        model = Case

    case_id = factory.Sequence(case_id)
    title = "A fictional case"
    recorded_at = AT


class ContractFactory(DjangoModelFactory[Contract]):
    class Meta:
        model = Contract

    contractor = factory.SubFactory(ContractorFactory)
    recorded_at = AT


class OrderFactory(DjangoModelFactory[Order]):
    """A routine order of 100 EA, required on 1 March 2027. It has no standing until recomputed."""

    class Meta:
        model = Order

    reference = factory.Sequence(lambda n: f"Q{n:06d}")
    case = factory.SubFactory(CaseFactory)
    contractor = factory.SubFactory(ContractorFactory)
    item = factory.SubFactory(ItemFactory)
    quantity = 100
    unit_of_issue = "EA"
    ordered_on = date(2026, 10, 1)
    ordered_on_precision = "day"
    acknowledged_on = date(2026, 10, 5)
    required_on = date(2027, 3, 1)
    required_on_precision = "day"
    first_required_on_precision = factory.LazyAttribute(
        lambda order: "day" if getattr(order, "first_required_on", None) else ""
    )
    recorded_at = AT


class PromiseFactory(DjangoModelFactory[Promise]):
    class Meta:
        model = Promise

    order = factory.SubFactory(OrderFactory)
    ship_on = date(2027, 1, 15)
    said_on = date(2026, 11, 19)
    said_by = "Order desk"
    channel = "phone"
    recorded_at = AT


class NeedFactory(DjangoModelFactory[Need]):
    class Meta:
        model = Need

    item = factory.SubFactory(ItemFactory)
    quantity = 50
    needed_on = date(2026, 12, 15)
    stated_by = "Receiving staff"
    stated_on = date(2026, 11, 18)
    recorded_at = AT
