from __future__ import annotations

import pytest

from shipments.domain.wrong_place import parted


@pytest.mark.parametrize(
    ("text", "position", "found", "parts"),
    [
        ("A0AB14  X", "1", "A0A", ("", "A0A", "B14  X")),
        ("A0AB14  X", "4", "B14", ("A0A", "B14", "  X")),
        ("A0AB14  X", "4", "something else", ("A0A", "B", "14  X")),
        ("A0AB14  X", "4-6", "", ("A0A", "B14", "  X")),
        ("A0AB14  X", "60", "1", ("A0AB14  X", "", "")),
        ("A0AB14  X", "", "1", ("A0AB14  X", "", "")),
        ("one,two,three", "B7", "two", ("one,", "two", ",three")),
        ("one,two,three", "C7", "", ("one,two,", "three", "")),
        ("one,,three", "B7", "", ("one,,three"[:4], "", ",three")),
        ('a,"b, with ""quotes""",c', "B2", "", ("a,", '"b, with ""quotes"""', ",c")),
        ("a,b", "AA2", "", ("a,b", "", "")),
        ("a,b", "somewhere", "", ("a,b", "", "")),
    ],
)
def test_a_line_is_parted_at_the_wrong_place(
    text: str, position: str, found: str, parts: tuple[str, str, str]
) -> None:
    assert parted(text, position, found) == parts
