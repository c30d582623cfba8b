"""What came of a file's lines: counted, and what is to be read of it kept."""

from __future__ import annotations

from typing import IO

from django.db import connection

from shipments.models import ImportBatch

_COUNT = "SELECT outcome, count(DISTINCT line), count(*) FROM import_outcome GROUP BY outcome"
_STAGED = "SELECT count(*) FROM import_line"
_REFUSAL_COLUMNS = "batch_id, line, position, field, found, expected, code, text"
_REFUSALS = """
SELECT {batch:d}, line, left(position, 12), left(field, 60), left(found, 200),
       left(expected, 300), left(code, 40), text
  FROM import_outcome WHERE outcome = 'refused' ORDER BY line
"""
_FINDING_COLUMNS = "batch_id, line, outcome, subject, changes"
_FINDINGS = """
SELECT {batch:d}, line, outcome, left(subject, 120), coalesce(changes, '{{}}')
  FROM import_outcome WHERE outcome <> 'refused' ORDER BY line
"""
_AT_ONCE = 64 * 1024


class Unaccounted(Exception):
    """A plan has lost lines, or told more than one thing of a line: a fault of ours."""


def count(*, refused: int) -> dict[str, int]:
    """Count the lines by what came of them.

    :param refused: how many lines were refused while they were read.
    :raises Unaccounted: they do not add up.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STAGED)
        (staged,) = cursor.fetchone()
        cursor.execute(_COUNT)
        found = {outcome: (lines, rows) for outcome, lines, rows in cursor.fetchall()}
    refused += found.pop("refused", (0, 0))[0]
    if any(lines != rows for lines, rows in found.values()):
        raise Unaccounted(f"a line has two outcomes: {found}")
    counts = {outcome: lines for outcome, (lines, _) in found.items()}
    accepted = sum(counts.values())
    if accepted != staged:
        raise Unaccounted(f"{staged} lines were good, and {accepted} have an outcome")
    names = ("created", "changed", "unchanged", "older", "unmatched")
    return {name: counts.pop(name, 0) for name in names} | {
        "accepted": accepted,
        "refused": refused,
    }


def record_refusals(batch: ImportBatch) -> None:
    """Keep what is wrong with lines that were refused while they were applied."""
    with connection.cursor() as cursor:
        refusals = _REFUSALS.format(batch=batch.pk)
        cursor.execute(f"INSERT INTO shipments_importrefusal ({_REFUSAL_COLUMNS}) {refusals}")


def keep(batch: ImportBatch, into: IO[bytes]) -> None:
    """Write down what a trial found, which is gone from the database when it is taken back."""
    with connection.cursor() as cursor:
        for select in (_REFUSALS, _FINDINGS):
            with cursor.copy(f"COPY ({select.format(batch=batch.pk)}) TO STDOUT") as rows:
                for piece in rows:
                    into.write(piece)
            into.write(b"\\.\n")


def put(kept: IO[bytes]) -> None:
    """Record what ``keep`` wrote down."""
    kept.seek(0)
    tables = (
        f"shipments_importrefusal ({_REFUSAL_COLUMNS})",
        f"shipments_importfinding ({_FINDING_COLUMNS})",
    )
    with connection.cursor() as cursor:
        for table in tables:
            with cursor.copy(f"COPY {table} FROM STDIN") as rows:
                # A line of its own ends each: within a text a backslash is doubled.
                while (line := kept.readline()) != b"\\.\n":
                    rows.write(line)
