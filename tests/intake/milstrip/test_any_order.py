"""Whatever the order of lines and of files, and however often they come: one record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from shipments.models import (
    Lane,
    Milestone,
    Order,
    Promise,
    Report,
    Shipment,
    ShipmentLine,
    Standing,
    Stated,
    UnmatchedRecord,
)
from tests.factories import CaseFactory, LaneFactory
from tests.factories.moments import AT
from tests.intake.milstrip.records import apply, record

_NUMBERS = tuple(f"BISA436289000{n}" for n in (1, 2, 3))
_DAYS = st.sampled_from(["300", "305", "320"])
_PRIORITIES = st.sampled_from(["02", "06", "12", None])
_WANTED = st.sampled_from(["032", "015", "999", None])
_NUMBER = st.sampled_from(_NUMBERS)


def _lines(identifiers: list[str], **fields: Any) -> st.SearchStrategy[str]:
    drawn = {
        name: value if isinstance(value, st.SearchStrategy) else st.just(value)
        for name, value in fields.items()
    }
    return st.builds(record, st.sampled_from(identifiers), document_number=_NUMBER, **drawn)


def _shipped(number: str, part: str, day: str, identifier: str) -> str:
    """The third order goes with the first, under its number."""
    tcn = f"{_NUMBERS[0] if number == _NUMBERS[2] else number}X{part}X"
    return record(identifier, document_number=number, tcn=tcn, shipped_day="310", quantity=20)


_LINE = st.one_of(
    _lines(["A0A", "A0A", "ATA"], priority=_PRIORITIES, required_delivery_date=_WANTED),
    _lines(["A0A", "A4A"], quantity=st.sampled_from([90, 100, 110])),
    _lines(["A4A"], suffix="B", quantity=40, priority=_PRIORITIES),
    _lines(["A0A"], supplementary_address="AXXZZY"),
    _lines(["AMA"], priority=st.sampled_from(["02", "03", "12"]), required_delivery_date=_WANTED),
    _lines(["AE1", "AE2"], status=st.sampled_from(["BB", "BV", "BQ"]), transaction_day=_DAYS,
           estimated_ship_date=st.sampled_from(["7015", "6350", "6290", None])),
    _lines(["AF1", "AFC", "AC1"]),
    st.builds(_shipped, _NUMBER, st.sampled_from("AB"), _DAYS, st.sampled_from(["AS1", "AS2"])),
)  # fmt: skip
_FILES = st.lists(
    st.tuples(_LINE, st.integers(0, 2)), min_size=4, max_size=14, unique_by=lambda each: each[0]
)
_RECORD: dict[str, tuple[Any, tuple[str, ...]]] = {
    "orders": (
        Order,
        ("reference", "requisition", "case__case_id", "item__nsn", "item__name", "quantity",
         "unit_of_issue", "ordered_on", "required_on", "first_required_on", "priority_designator",
         "urgency", "cancelled_on", "note"),
    ),
    "stands": (
        Standing,
        ("order__reference", "status", "promised_ship_on", "first_promised_ship_on",
         "promises_moved_later", "shipped_quantity", "departed_quantity", "expected_ship_on"),
    ),
    "promises": (
        Promise,
        ("order__reference", "ship_on", "quantity", "said_on", "said_by", "reported_at", "reason"),
    ),
    "shipments": (Shipment, ("tcn", "mode", "from_place_id", "to_place_id")),
    "lines": (ShipmentLine, ("shipment__tcn", "order__reference", "quantity", "lot")),
    "milestones": (Milestone, ("shipment__tcn", "kind", "classifier", "occurs_on", "place_id")),
    "unmatched": (UnmatchedRecord, ("document_number", "text", "reported_at", "applied_at")),
}  # fmt: skip
_REPORTED = ("order__reference", "kind", "occurs_on", "quantity", "raw", "note", "reported_at")


def on_record() -> dict[str, list[tuple[Any, ...]]]:
    """Everything but keys and what was kept only because it came late."""
    found = {
        name: sorted(model.objects.values_list(*fields), key=repr)
        for name, (model, fields) in _RECORD.items()
    }
    # A record that waited is kept as such, and one that came later is not.
    found["unmatched"] = [each for each in found["unmatched"] if each[-1] is None]
    reports = Report.objects.exclude(kind="statement").values_list(*_REPORTED)
    stated = Stated.objects.filter(kind="order").values_list("subject_id", "said_at",
                                                             "first_said_at", "fields")  # fmt: skip
    names = dict(Order.objects.values_list("pk", "reference"))
    found["reports"] = sorted(reports, key=repr)
    found["stated"] = sorted(((names[key], *rest) for key, *rest in stated), key=repr)
    return found


def after(files: list[tuple[int, list[str]]], lane: Lane, apart: int) -> dict[str, Any]:
    """What is on record when these files have come, one after the other. Nothing of it stays.

    :param apart: hours between the moments at which the files were sent.
    """
    with transaction.atomic():
        for number, lines in files:
            if lines:
                apply(*lines, lane=lane, reported_at=AT - timedelta(hours=number * apart))
        found = on_record()
        transaction.set_rollback(True)
    return found


class AnyOrder(TestCase):
    @settings(
        max_examples=5,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(told=_FILES, shuffled=st.randoms(use_true_random=False), apart=st.sampled_from([0, 5]))
    def test_the_record_is_the_same_whatever_came_first(self, told, shuffled, apart):
        CaseFactory(case_id="IS-B-ZZZ")
        CaseFactory(case_id="IS-B-ZZY")
        lane = LaneFactory()
        files = [(number, [line for line, of in told if of == number]) for number in range(3)]
        expected = after(files, lane, apart)

        mixed = [(number, shuffled.sample(lines, len(lines))) for number, lines in files]
        shuffled.shuffle(mixed)
        # The first of them once more in the end, as another file.
        mixed.append((mixed[0][0], [*mixed[0][1], record("U0A")]))

        assert after(mixed, lane, apart) == expected
        if not apart:
            assert after([(0, [line for line, _ in told])], lane, apart) == expected
