from __future__ import annotations

import re

from tests.repository import tree

MIGRATIONS = [path for path in tree.files(".py") if path.parts[:2] == ("shipments", "migrations")]


def test_a_migration_reads_nothing_that_a_kept_database_would_not_follow():
    """The test run keeps the migrated database until what tests/migrated.py lists is changed."""
    followed = r"shipments\.(domain|models)\b"
    imported = {
        (path.name, name)
        for path in MIGRATIONS
        for name in re.findall(r"^(?:from|import) ((?:shipments|tests)\S*)", tree.text(path), re.M)
    }

    assert imported
    assert [found for found in imported if not re.match(followed, found[1])] == []
