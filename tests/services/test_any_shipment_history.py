"""Whatever is shipped, received, retracted, cancelled and reported: the quantities add up."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shipments.models import Order, ShipmentLine
from shipments.models.line_sums import of_lines
from shipments.queries.account import of_order
from tests.services.any_shipment_history import WHAT, ShipmentHistory, Sums

STEPS = st.lists(
    st.tuples(st.sampled_from(WHAT), st.integers(0, 11), st.integers(1, 30)),
    min_size=6,
    max_size=25,
)


def said_of(order: Order) -> Sums:
    """By the order's standing and its page."""
    found = Order.objects.with_row().get(pk=order.pk)
    standing = found.standing
    left = of_order(found).left
    return Sums(
        standing.shipped_quantity,
        standing.received_quantity,
        standing.missing_quantity,
        -1 if left is None else left,
    )


class AnyShipmentHistory(TestCase):
    @settings(
        max_examples=60,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(steps=STEPS)
    def test_after_any_history_every_order_adds_up_and_each_refusal_was_foretold(self, steps):
        history = ShipmentHistory()
        for what, which, many in steps:
            history.happens(what, which, many)

        assert history.surprises == []
        assert [said_of(order) for order in history.orders] == [
            history.sums(number) for number in range(3)
        ]
        sums = of_lines(ShipmentLine.objects.all())
        assert {key: (each.received, each.short, each.left) for key, each in sums.items()} == {
            line.pk: (line.came, line.short, line.left) for line in history.lines
        }
