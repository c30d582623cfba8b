"""A kind of file made up for tests: a line names an item, and tells its national stock number.

Each ``!`` before it makes the reader refuse the line for two reasons; ``?`` makes the record do so; an item that is
there already is changed or stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from zlib import crc32

from shipments.intake.batches.plan import Plan, Staged, Step, Wrong
from shipments.intake.batches.source import Source

_REFUSE = """
WITH gone AS (DELETE FROM import_line WHERE name LIKE '?%%' RETURNING line, text, name)
INSERT INTO import_outcome (line, outcome, subject, position, field, found, expected, code, text)
SELECT line, 'refused', name, '1', 'name', name, 'A name without a question.', 'doubtful', text
  FROM gone
"""
_RECORD = """
WITH said AS (
    SELECT line.line, line.name, line.nsn, item.id, item.nsn AS before
      FROM import_line AS line LEFT JOIN shipments_item AS item ON item.name = line.name
),
made AS (
    INSERT INTO shipments_item (name, nsn, is_major_defense_equipment)
    SELECT name, nsn, false FROM said WHERE id IS NULL
),
moved AS (
    UPDATE shipments_item AS item SET nsn = said.nsn
      FROM said WHERE said.id = item.id AND said.nsn IS DISTINCT FROM said.before
)
INSERT INTO import_outcome (line, outcome, subject, changes)
SELECT line,
       CASE WHEN id IS NULL THEN 'created' WHEN nsn = before THEN 'unchanged' ELSE 'changed' END,
       name,
       CASE WHEN id IS NOT NULL AND nsn <> before
            THEN jsonb_build_object('nsn', jsonb_build_array(before, nsn)) END
  FROM said
"""
_TOUCH = """
INSERT INTO import_touched
SELECT o.id FROM import_line JOIN shipments_item USING (name) JOIN shipments_order AS o
    ON o.item_id = shipments_item.id
"""
PLAN = Plan(
    columns={"name": "text", "nsn": "text"},
    steps=(
        Step("Looking for doubts", _REFUSE),
        Step("Recording items", _RECORD),
        Step("Finding its orders", _TOUCH),
    ),
)


def read(source: Source) -> Iterator[Staged | Wrong]:
    left = b""
    number = 0
    for chunk in source.chunks():
        *lines, left = (left + chunk).split(b"\n")
        for line in lines:
            number += 1
            text = line.decode()
            name, _, nsn = text.partition(",")
            if name.startswith("!"):
                for field in ("name", "nsn") * name.count("!"):
                    yield Wrong.of(number, text, field=field, expected="A name.", code="no_name")
            elif text:
                yield Staged(number, text, (name, nsn))


def nsn(name: str) -> str:
    return f"1305{crc32(name.encode()) % 10**9:09}"


def lines(*names: str) -> bytes:
    return "".join(f"{name},{nsn(name)}\n" if name else "\n" for name in names).encode()
