from __future__ import annotations

import csv
import shutil
from pathlib import Path

from shipments.services.public_record import SHIPPED


class ReleaseFolder:
    """A copy of the public record's files, to be changed line by line."""

    def __init__(self, path: Path) -> None:
        self.path = path / "public_record"
        shutil.copytree(SHIPPED, self.path)

    def rows(self, file: str) -> list[dict[str, str]]:
        with (self.path / file).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def change(self, file: str, line: int, column: str, value: str) -> None:
        """Put a value in a cell. The first row under the names is on line 2."""
        rows = self.rows(file)
        rows[line - 2][column] = value
        self._write(file, rows)

    def add(self, file: str, **cells: str) -> None:
        """Add a row below the others: like the last one, but for these cells."""
        rows = self.rows(file)
        self._write(file, [*rows, rows[-1] | cells])

    def drop(self, file: str, line: int) -> None:
        rows = self.rows(file)
        del rows[line - 2]
        self._write(file, rows)

    def line_of(self, file: str, record_id: str) -> int:
        """The first line of a record."""
        return 2 + [row["record_id"] for row in self.rows(file)].index(record_id)

    def _write(self, file: str, rows: list[dict[str, str]]) -> None:
        with (self.path / file).open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
