from __future__ import annotations

import re

import pytest

from shipments.domain.sheets.field import FieldType, Need
from shipments.domain.sheets.kinds import KINDS
from shipments.models.choices import Channel, ImportKind


def test_there_is_a_kind_of_sheet_for_each_kind_of_import_but_the_records() -> None:
    assert [*KINDS] == [kind.value for kind in ImportKind if kind is not ImportKind.MILSTRIP]


def test_a_promise_comes_by_a_channel_we_know() -> None:
    assert [*KINDS["promises"].field("channel").choices] == [each.value for each in Channel]


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_columns_of_a_kind_hang_together(kind) -> None:
    names = kind.names

    assert len(set(names)) == len(names)
    assert all(re.fullmatch("[a-z_]+", name) for name in names)
    assert names[-1] == "as_of"
    assert {name for group in kind.one_of for name in group} <= set(names)
    assert {name for field in kind.fields for name in field.beside} <= set(names)
    for field in kind.fields:
        assert bool(field.choices) == (field.type is FieldType.CHOICE)


def test_a_field_is_found_by_its_name() -> None:
    assert KINDS["orders"].field("quantity").need is Need.NEW
    with pytest.raises(KeyError):
        KINDS["orders"].field("tcn")
