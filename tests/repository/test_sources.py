from __future__ import annotations

import re

from tests.repository.tree import ROOT

CITED = re.compile(r"docs/sources\.md,\s+(?:#\s+)?\"([^\"]+)\"")
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def test_every_source_that_is_cited_is_described_and_the_other_way_round():
    headings = set(HEADING.findall((ROOT / "docs" / "sources.md").read_text()))
    cited = {
        name
        for path in (ROOT / "shipments").rglob("*")
        if path.suffix in {".py", ".sql"}
        for name in CITED.findall(path.read_text())
    }

    assert cited == headings
