"""Whatever sheets say, the order of the files and of their lines makes no difference."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shipments.models import Milestone, Need, Shipment, ShipmentLine, Stated
from tests.factories.moments import AT
from tests.factories.orders import OrderFactory
from tests.factories.shipments import PlaceFactory
from tests.intake.sheets.applying import Row, apply

pytestmark = pytest.mark.django_db
_FEW = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_MOMENTS = st.integers(0, 3).map(lambda days: AT - timedelta(days=days))
_DAYS = st.integers(0, 4).map(lambda days: date(2026, 12, 1) + timedelta(days=days))


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


_NEEDS = st.fixed_dictionaries(
    {
        "reference": st.sampled_from(["N-1", "N-2"]),
        "item": st.just("Crate"),
        "quantity": st.integers(1, 120),
        "needed_on": _DAYS,
        "urgency": _maybe(st.sampled_from(["routine", "urgent", "emergency"])),
        "stated_by": _maybe(st.sampled_from(["A depot", "Another depot"])),
        "stated_on": _maybe(_DAYS),
        "closed_on": _maybe(_DAYS),
        "note": _maybe(st.sampled_from(["By phone.", "By hand."])),
        "as_of": _MOMENTS,
    }
)
_SHIPMENTS = st.fixed_dictionaries(
    {
        "tcn": st.sampled_from(["BISZZZ63240001XXX", "BISZZZ63240002XXX"]),
        "mode": st.just("sea"),
        "from_place": st.just("ZZAAA"),
        "to_place": st.just("ZZBBB"),
        "carrier": _maybe(st.sampled_from(["Fictional Line", "Another Line"])),
        "order_reference": st.sampled_from(["Q1", "Q2"]),
        "quantity": st.integers(1, 40),
        "planned_arrival_on": _maybe(_DAYS),
        "departed_on": _maybe(st.sampled_from([date(2026, 11, 1), date(2026, 11, 2)])),
    }
)


def _recorded(kind: str, files: list[tuple[Any, list[Row]]], *tables: Any) -> list[Any]:
    """What stands once these files were applied, which is then taken back."""
    with transaction.atomic():
        for said, rows in files:
            found = apply(kind, *rows, said=said)
            assert all(each[0] != "refused" for each in found), found
        left = [sorted(table(), key=repr) for table in tables]
        transaction.set_rollback(True)
    return left


def _needs() -> list[Any]:
    unlike = ("id", "item_id", "recorded_at", "recorded_by_id")
    rows = Need.objects.values()
    return [{name: row[name] for name in row if name not in unlike} for row in rows]


def _moments() -> list[Any]:
    return list(Stated.objects.values_list("said_at", "first_said_at", "fields"))


@_FEW
@given(rows=st.lists(_NEEDS, min_size=2, max_size=6), data=st.data())
def test_needs(rows: list[Row], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(rows))
    cut = data.draw(st.integers(0, len(rows)))
    one = [(AT, rows)]
    two = [(AT, part) for part in (shuffled[:cut], shuffled[cut:]) if part]

    assert _recorded("needs", one, _needs, _moments) == _recorded("needs", two, _needs, _moments)


def _shipments() -> list[Any]:
    return list(Shipment.objects.values_list("tcn", "carrier", "planned_arrival_on"))


def _lines() -> list[Any]:
    return list(ShipmentLine.objects.values_list("shipment__tcn", "order__reference", "quantity"))


def _departures() -> list[Any]:
    actual = Milestone.objects.standing().actual()
    return list(actual.values_list("shipment__tcn", "kind", "occurs_on"))


@_FEW
@given(rows=st.lists(_SHIPMENTS, min_size=2, max_size=4), data=st.data())
def test_shipments(rows: list[Row], data: st.DataObject) -> None:
    if not OrderFactory._meta.model.objects.exists():
        for code in ("ZZAAA", "ZZBBB"):
            PlaceFactory(code=code)
        for reference in ("Q1", "Q2"):
            OrderFactory(reference=reference, quantity=1_000)
    files = [(AT - timedelta(days=days), [row]) for days, row in enumerate(rows)]
    shuffled = data.draw(st.permutations(files))
    tables = (_shipments, _lines, _departures, _moments)

    assert _recorded("shipments", files, *tables) == _recorded("shipments", shuffled, *tables)
