from __future__ import annotations

from collections import Counter
from itertools import islice

from bench import records
from shipments.domain import milstrip
from shipments.domain.milstrip import InvalidRecord, Kind


def read(line: bytes) -> str:
    try:
        record = milstrip.decode(line.rstrip(b"\n"))
    except InvalidRecord:
        return "refused"
    if record.is_exercise:
        return "exercise"
    case = milstrip.security_assistance(record).case
    return record.kind.value if case in records.CASES else "unknown case"


def test_a_thousand_records_are_mixed_and_ten_of_them_bad():
    written = Counter(read(line) for line in records.lines(1_000))

    assert written == {
        Kind.REQUISITION: 390,
        Kind.SUPPLY_STATUS: 270,
        Kind.SHIPMENT_STATUS: 120,
        Kind.MODIFICATION: 100,
        Kind.FOLLOW_UP: written[Kind.FOLLOW_UP],
        Kind.IMPROVEMENT_REQUEST: 60 - written[Kind.FOLLOW_UP],
        Kind.PASSING: 30,
        Kind.CANCELLATION: 10,
        Kind.RECEIPT: 10,
        "refused": 8,
        "exercise": 1,
        "unknown case": 1,
    }


def test_every_order_has_one_number_and_the_same_seed_the_same_lines():
    numbers = {records.Ordered(number).document_number for number in range(2_000)}

    assert len(numbers) == 2_000
    assert list(records.lines(250)) == list(islice(records.lines(250), 250))
    assert list(records.lines(250)) != list(records.lines(250, seed=2))
