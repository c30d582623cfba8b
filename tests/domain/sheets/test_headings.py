from __future__ import annotations

import pytest

from shipments.domain.sheets.headings import UnclearHeadings, digest, known, match, told_kind
from shipments.domain.sheets.kinds import KINDS

_ORDERS = KINDS["orders"]


def test_headings_match_by_name_heading_and_synonym_whatever_their_case_and_signs() -> None:
    found = match(["DOC. NUMBER", "qty", "Required_On", "Wishes", "", "Unit-of issue"], _ORDERS)

    assert found.columns == ("document_number", "quantity", "required_on", None, None, "unit")
    assert found.mapping == {"document_number": 0, "quantity": 1, "required_on": 2, "unit": 5}
    assert found.unknown == ("Wishes",)
    assert found.missing == ()


def test_what_is_missing_is_named_by_its_groups() -> None:
    assert match(["Item", "Qty"], _ORDERS).missing == (("reference", "document_number"),)
    assert match(["Qty"], KINDS["promises"]).missing == (("order_reference",), ("ship_on",))


def test_what_a_person_said_wins() -> None:
    mapping = {"Our sign": "reference", "qty": "", "Wishes": ""}

    found = match(["our sign", "Qty", "Quantity", "wishes", "More"], _ORDERS, mapping)

    assert found.columns == ("reference", None, "quantity", None, None)
    assert found.unknown == ("More",)


def test_two_columns_for_one_field_are_refused_by_their_headings() -> None:
    with pytest.raises(UnclearHeadings) as refused:
        match(["Reference", "Qty", "Quantity "], _ORDERS)

    assert str(refused.value) == "“Qty” and “Quantity” are both quantity. Say which of them it is."


def test_a_mapping_to_what_the_kind_has_not_is_refused() -> None:
    with pytest.raises(UnclearHeadings) as refused:
        match(["Reference"], _ORDERS, {"Reference": "tcn"})

    assert str(refused.value) == "A sheet of orders has no field tcn."


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_kind_is_told_by_the_headings_of_its_template(kind) -> None:
    assert told_kind([each.heading for each in kind.fields]) is kind


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Order no.", "Item", "Qty", "Required by"], "orders"),
        (["Request", "NSN", "Qty", "Needed by"], "needs"),
        (["Document number", "ESD"], "promises"),
        (["TCN", "Document No", "Qty", "ETD", "ETA"], "shipments"),
        (["Company", "Town", "CAGE"], "contractors"),
        (["Company", "Contact", "E-mail"], "contacts"),
        (["NSN", "Nomenclature"], "items"),
        (["Reference", "Item", "Qty"], None),
        (["Name", "Colour"], None),
        ([], None),
    ],
)
def test_a_kind_is_told_only_where_it_is_plain(headings: list[str], expected: str | None) -> None:
    assert told_kind(headings) is (KINDS[expected] if expected else None)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_no_heading_means_two_fields_of_a_kind(kind) -> None:
    words = [
        (word, field.name)
        for field in kind.fields
        for word in {field.name, field.heading, *field.synonyms.split(", ")} - {""}
    ]

    assert {(word, match([word], kind).columns[0]) for word, _ in words} == set(words)


def test_headings_are_known_again_whatever_their_case_but_not_in_another_order() -> None:
    assert digest(["Order No.", "Qty"]) == digest(["order no", "QTY"])
    assert digest(["Qty", "Order no"]) != digest(["Order no", "Qty"])
    assert len(digest([])) == 64


def test_how_many_cells_of_a_row_are_headings() -> None:
    assert known(["Orders of November", ""]) == 0
    assert known(["TCN", "Order", "Qty"]) == 3
    assert known(["TCN", "Order", "Qty"], _ORDERS) == 2
