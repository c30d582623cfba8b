from __future__ import annotations

import pytest


@pytest.fixture
def two_orders(db: None) -> None:
    """Q1 and Q2, and the places that ``shipping.ROW`` goes between."""
    from tests.factories.orders import OrderFactory  # noqa: PLC0415
    from tests.factories.shipments import PlaceFactory  # noqa: PLC0415

    PlaceFactory(code="ZZAAA")
    PlaceFactory(code="ZZBBB")
    OrderFactory(reference="Q1")
    OrderFactory(reference="Q2")
