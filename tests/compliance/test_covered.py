from __future__ import annotations

import pytest

from shipments.compliance import covered
from shipments.compliance.covered import HoldSummary
from tests.factories import HoldFactory, OrderFactory, UserFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db


def test_each_held_order_has_its_holds_the_oldest_first(django_assert_num_queries) -> None:
    one, other, free = OrderFactory(), OrderFactory(item__name="Crate"), OrderFactory()
    first = HoldFactory(order=one)
    on_item = HoldFactory(order=None, item=other.item)
    second = HoldFactory(order=one)

    with django_assert_num_queries(1):
        found = covered.holds_on([one.pk, other.pk, free.pk])

    ids = {order_id: [hold.hold_id for hold in holds] for order_id, holds in found.items()}
    assert ids == {one.pk: [first.pk, second.pk], other.pk: [on_item.pk]}


def test_a_hold_is_put_in_words() -> None:
    order = OrderFactory(item__name="Crate")
    hold = HoldFactory(
        order=None,
        item=order.item,
        kind="Suspended",
        legal_basis="Decision 12",
        placed_by=UserFactory(name="Dana"),
        review_on=TODAY,
    )

    assert covered.holds_on([order.pk])[order.pk] == (
        HoldSummary(
            hold_id=hold.pk,
            kind="Suspended",
            legal_basis="Decision 12",
            covers="item Crate",
            note="",
            placed_at=AT,
            placed_by="Dana",
            review_on=TODAY,
            release_asked_by="",
            lifted_by="Two people with the compliance role: one asks, another releases.",
        ),
    )


def test_the_database_says_why_an_order_is_held() -> None:
    held = OrderFactory(reference="EX-1")
    HoldFactory(order=held, kind="Suspended", legal_basis="Decision 12")

    assert covered.because([OrderFactory().pk]) == ""
    assert covered.because([held.pk]) == (
        "EX-1 is held since 20 Nov 2026: Suspended (Decision 12). "
        "Only two people with the compliance role can release it."
    )
