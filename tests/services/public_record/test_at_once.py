from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from shipments.models import Order
from shipments.services import public_record
from tests.factories.moments import AT


@pytest.mark.django_db(transaction=True)
def test_of_two_loads_at_once_the_second_finds_nothing_to_do() -> None:
    start = Barrier(2)

    def load() -> int:
        try:
            start.wait(timeout=10)
            return public_record.load(at=AT).changed
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        changed = sorted(each.result() for each in [threads.submit(load), threads.submit(load)])

    # 148 pages, 17 places, 31 contractors, 52 of notices, 110 of item lines, 60 of
    # contracts, 28 reports and 8 disruptions.
    assert changed == [0, 148 + 17 + 31 + 52 + 110 + 60 + 28 + 8]
    assert Order.objects.count() == 74
