from __future__ import annotations

import pytest

from shipments.papers.paper import Column, Paper
from tests.factories.moments import AT
from tests.papers.printed import rows


def printed(text: str) -> list[str]:
    paper = Paper(title="Sheet", foot="", at=AT)
    paper.rows((Column("What", 1),), [(text,)])
    return [bare(line) for line in rows(bytes(paper.output()))]


def bare(line: str) -> str:
    """Letters and digits: how far apart they stand is not what is asked here."""
    return "".join(each for each in line if each.isalnum())


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("חסר בארגז 3", "3 זגראב רסח"),
        ("Crate חסר בארגז 3", "3 זגראב רסח Crate"),
        ("חסר Crate בארגז", "זגראב Crate רסח"),
        ("ארגז 12 מתוך 144", "144 ךותמ 12 זגרא"),
        ("Crate ארגז", "Crate זגרא"),
        ("שָׁלוֹם", "םוֹלָׁש"),
    ],
)
def test_each_script_runs_its_own_way(written: str, seen: str) -> None:
    assert bare(seen) in printed(written)


def test_each_line_of_a_text_has_its_own_direction() -> None:
    lines = printed("Shortage\nחבר בארגז 3")

    assert "Shortage" in lines
    assert bare("3 זגראב רבח") in lines


def test_what_is_too_long_for_a_line_goes_on_under_it() -> None:
    lines = printed(" ".join(["ראשון", *["אמצע"] * 60, "אחרון"]))

    first = next(index for index, line in enumerate(lines) if "ןושאר" in line)
    last = next(index for index, line in enumerate(lines) if "ןורחא" in line)
    assert first < last
