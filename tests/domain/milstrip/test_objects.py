from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from shipments.domain.milstrip import (
    InvalidRecord,
    Profile,
    Record,
    decode,
    encode,
    security_assistance,
)
from shipments.domain.milstrip.objects import Object, differences, from_object, refusal, to_object
from tests.domain.milstrip.records import EXAMPLES, REQUISITION, records
from tests.domain.milstrip.test_codec import changed

READ = date(2026, 11, 20)


def told(line: str = REQUISITION, reference: date = READ) -> Object:
    return to_object(decode(line), reference=reference)


def test_a_requisition_is_told_whole() -> None:
    assert told() == {
        "kind": "requisition",
        "dic": "A0A",
        "exercise": False,
        "ric": "B14",
        "media_status": "S",
        "stock_number": "1395012345678",
        "unit_of_issue": "EA",
        "quantity": 140,
        "document_number": "BISA4361060001",
        "ordered_on": "2026-04-16",
        "demand": "N",
        "supplementary_address": "AXXZZZ",
        "signal": "A",
        "fund": "6",
        "distribution": "B9",
        "project": "1A1",
        "priority": "12",
        "required_delivery_date": "304",
        "required_on": "2026-10-31",
        "advice": "2B",
        "ship_to": {"role": "requisitioner", "code": "BISA43"},
        "bill_to": {"role": "requisitioner", "code": "BISA43"},
        "case": "IS-B-ZZZ",
        "security_assistance": {
            "agency": "B",
            "customer": "IS",
            "mark_for": "A",
            "delivery_term": "4",
            "type_of_assistance": "3",
            "in_country_service": "A",
            "offer_release": "X",
            "freight_forwarder": "X",
            "case_designator": "ZZZ",
        },
        "tail": None,
    }


def test_traffic_of_an_exercise_is_marked() -> None:
    assert told(changed(1, "U"))["exercise"] is True


@pytest.mark.parametrize(
    ("written", "reference", "day"),
    [
        ("5100", date(2026, 11, 20), "2025-04-10"),
        ("6324", date(2026, 11, 20), "2026-11-20"),
        ("6325", date(2026, 11, 20), "2016-11-20"),
        ("7001", date(2026, 11, 20), "2017-01-01"),
        ("2366", date(2026, 11, 20), "2012-12-31"),
        ("6366", date(2026, 11, 20), "2016-12-31"),
        ("4060", date(2026, 11, 20), "2024-02-29"),
    ],
)
def test_an_order_was_sent_on_the_latest_day_that_fits(
    written: str, reference: date, day: str
) -> None:
    assert told(changed(36, written), reference)["ordered_on"] == day


def test_a_required_day_follows_the_order() -> None:
    assert told(changed(36, "6330"), date(2026, 11, 30))["required_on"] == "2027-10-31"
    assert told(changed(62, "999"))["required_on"] is None


def test_a_status_has_its_dates_and_its_price() -> None:
    status = told(EXAMPLES[12])

    assert [status["transaction_on"], status["estimated_ship_on"]] == ["2026-11-16", "2026-12-06"]
    assert status["unit_price_dollars"] == "164.89"
    assert told(changed(74, "ABC    ", EXAMPLES[12]))["unit_price_dollars"] is None


def test_a_day_before_the_calendar_is_none() -> None:
    assert told(reference=date(1, 1, 2))["ordered_on"] is None


@pytest.mark.parametrize(
    ("signal", "ship_to", "bill_to"),
    [
        ("A", ("requisitioner", "BISA43"), ("requisitioner", "BISA43")),
        ("B", ("requisitioner", "BISA43"), ("supplementary_address", "AXXZZZ")),
        ("C", ("requisitioner", "BISA43"), ("fund", "6")),
        ("D", ("requisitioner", "BISA43"), ("nobody", None)),
        ("J", ("supplementary_address", "AXXZZZ"), ("requisitioner", "BISA43")),
        ("K", ("supplementary_address", "AXXZZZ"), ("supplementary_address", "AXXZZZ")),
        ("L", ("supplementary_address", "AXXZZZ"), ("fund", "6")),
        ("M", ("supplementary_address", "AXXZZZ"), ("nobody", None)),
    ],
)
def test_the_signal_says_who_receives_and_who_pays(
    signal: str, ship_to: tuple[str, str], bill_to: tuple[str, str | None]
) -> None:
    record = told(changed(51, signal))

    assert record["ship_to"] == dict(zip(("role", "code"), ship_to, strict=True))
    assert record["bill_to"] == dict(zip(("role", "code"), bill_to, strict=True))


@pytest.mark.parametrize("signal", ["W", "X", "7", " "])
def test_what_a_signal_does_not_say_is_not_guessed(signal: str) -> None:
    record = told(changed(51, signal))

    assert (record["ship_to"], record["bill_to"]) == (None, None)


def test_the_signal_of_a_status_may_be_a_hold_and_is_not_read() -> None:
    assert told(EXAMPLES[12])["signal"] == "A"
    assert told(EXAMPLES[12])["ship_to"] is None


@pytest.mark.parametrize(
    ("line", "case"),
    [
        (changed(45, "AXXZMI"), "IS-B-ZMI"),
        (changed(45, "   ZMI"), "IS-B-ZMI"),
        (changed(45, "AXXZM "), None),
        (changed(45, "      "), None),
        (changed(35, "1"), None),  # a grant, whose address is another
        (changed(30, "W00AAA"), None),
    ],
)
def test_the_case_is_rebuilt_where_it_is_certain(line: str, case: str | None) -> None:
    assert told(line)["case"] == case


def test_a_grant_keeps_the_codes_of_its_number_alone() -> None:
    grant = told(changed(35, "1"))["security_assistance"]

    assert isinstance(grant, dict)
    assert (grant["type_of_assistance"], grant["case_designator"]) == ("1", None)


def test_a_record_without_a_document_number_has_none_of_it() -> None:
    assert security_assistance(decode("AD2")) is None


def test_the_address_of_a_us_activity_is_not_taken_apart() -> None:
    assert told(changed(30, "W00AAA"))["security_assistance"] is None


@settings(max_examples=60)
@given(records())
def test_an_object_gives_its_record_again(record: Record) -> None:
    said = to_object(record, reference=READ)

    again = from_object(said)

    assert again == record
    assert differences(said, again) == []


def test_what_is_left_out_is_blank() -> None:
    few: dict[str, object] = {
        "dic": "A0A",
        "ric": "B14",
        "stock_number": "1395012345678",
        "unit_of_issue": "EA",
        "quantity": 1_950_000,
        "document_number": "BISA4361060001",
    }

    assert encode(from_object(few)) == "A0AB14 1395012345678  EA1950MBISA4361060001".ljust(80)


def written(said: Object) -> str:
    return encode(from_object(said))


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"dic": None}, "dic", "found nothing; it needs text."),
        ({"dic": "ZZZ"}, "dic", 'found "ZZZ"; it needs a document identifier'),
        ({"quantity": "140"}, "quantity", 'found "140"; it needs a whole number, zero or more'),
        ({"quantity": True}, "quantity", 'found "True"; it needs a whole number.'),
        ({"quantity": 1.5}, "quantity", 'found "1.5"; it needs a whole number.'),
        ({"quantity": 100_001}, "quantity", "only whole thousands up to 9,999,000"),
        ({"quantity": 100_000, "stock_number": "5305"}, "quantity", 'of class "5305"; only'),
        ({"priority": 3}, "priority", 'found "3"; it needs text.'),
        ({"colour": "RED"}, "colour", "A0A records have no such field."),
        ({"estimated_ship_on": "2026-01-01"}, "estimated_ship_on", "have no such field."),
        ({"profile": "standard"}, "profile", "no other record has one."),
    ],
)
def test_an_object_that_is_no_record_is_refused_by_field(
    changes: dict[str, Any], field: str, message: str
) -> None:
    edited = told() | changes

    with pytest.raises(InvalidRecord) as refused:
        written(edited)

    assert refusal(refused.value)["field"] == field
    assert message in refused.value.message


def test_a_field_is_changed_alone() -> None:
    assert written(told() | {"signal": "J", "priority": "03"}) == changed(
        51, "J", changed(60, "03")
    )


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"kind": "referral_order"}, "kind", 'the record says "requisition".'),
        ({"exercise": True}, "exercise", 'found "True", but the record says "False".'),
        ({"ordered_on": "2026-04-17"}, "ordered_on", 'but document number says "6106".'),
        ({"ordered_on": "April"}, "ordered_on", 'not read: found "April", but document'),
        ({"required_delivery_date": None}, "required_on", "required delivery date says nothing."),
        ({"case": "IS-B-ZMI"}, "case", 'found "IS-B-ZMI", but the record says "IS-B-ZZZ".'),
    ],
)
def test_what_contradicts_the_fields_is_not_read_and_noted(
    changes: dict[str, Any], field: str, message: str
) -> None:
    edited = told() | changes

    [(name, note)] = differences(edited, from_object(edited))

    assert name == field
    assert message in note


def test_null_says_nothing() -> None:
    edited = told() | {"ordered_on": None, "case": None, "ship_to": None}

    assert differences(edited, from_object(edited)) == []


def test_a_shipment_status_tells_its_profile() -> None:
    line = f"{EXAMPLES[14][:59]}12BISA4361060001AA299"
    record = decode(line, profile=Profile.NAVY_P437)

    said = to_object(record, reference=READ)

    assert said["profile"] == "navy_p437"
    assert from_object(said) == record


def test_an_unknown_profile_is_refused() -> None:
    with pytest.raises(InvalidRecord, match="standard, navy_p437"):
        from_object(told(EXAMPLES[14]) | {"profile": "army"})
