"""The rows of a CSV file."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice

from shipments.domain.sheets.field import Kind
from shipments.domain.sheets.headings import known
from shipments.intake.batches.plan import Wrong
from shipments.intake.sheets.reading.rows import Row, as_csv, printed

SEPARATORS = "\t;,"
# Where headings and the sign between cells are looked for.
SAMPLE = 50
# A quotation mark that is never closed must not swallow the file.
_MOST_LINES_OF_A_ROW = 200


class _Unclosed(Exception):
    """A cell runs over more lines than one can."""


def separated(lines: Iterator[str], kind: Kind | None) -> tuple[str, Iterator[str]]:
    """The sign between cells, and the lines again.

    It is the one by which most headings are known, else the one that makes most cells. A first
    line ``sep=;``, which some programs write, decides.
    """
    sample = list(islice(lines, SAMPLE))
    first = sample[0].rstrip("\r\n").lower() if sample else ""
    if first.startswith("sep=") and first[4:] in {*SEPARATORS}:
        # Left empty, so that the lines keep their numbers.
        return first[4:], _again(["\n", *sample[1:]], lines)

    def rank(separator: str) -> tuple[int, int]:
        rows = [row.cells for row in rows_of(iter(sample), separator) if isinstance(row, Row)]
        return (
            max((known(cells, kind) for cells in rows), default=0),
            max((len(cells) for cells in rows), default=0),
        )

    return max(SEPARATORS, key=rank), _again(sample, lines)


def _again(sample: list[str], lines: Iterator[str]) -> Iterator[str]:
    yield from sample
    yield from lines


def rows_of(lines: Iterator[str], separator: str) -> Iterator[Row | Wrong]:
    """Every row that is not empty, numbered by the line it begins on."""
    number = 1
    taken: list[str] = []
    pushed: deque[str] = deque()
    while True:
        reader = csv.reader(_fed(lines, pushed, taken), delimiter=separator, strict=True)
        try:
            for cells in reader:
                if "".join(cells).strip():
                    yield _row(number, cells, taken, separator)
                number += len(taken)
                taken.clear()
        except (csv.Error, _Unclosed) as error:
            yield _broken(number, taken[0], error)
            # The lines after it may be good ones.
            pushed.extendleft(reversed(taken[1:]))
            number += 1
            taken.clear()
        else:
            return


def _fed(lines: Iterator[str], pushed: deque[str], taken: list[str]) -> Iterator[str]:
    while True:
        line = pushed.popleft() if pushed else next(lines, None)
        if line is None:
            return
        taken.append(line)
        if len(taken) > _MOST_LINES_OF_A_ROW:
            raise _Unclosed
        yield line


def _row(number: int, cells: Sequence[str], taken: list[str], separator: str) -> Row | Wrong:
    text = printed("".join(taken).rstrip("\r\n")) if separator == "," else as_csv(cells)
    if any("\0" in line for line in taken):
        return Wrong.of(
            number,
            text,
            code="control_character",
            expected="A null character is in this line, which is no text. Enter it again.",
        )
    return Row(number, cells, text)


def _broken(number: int, line: str, error: Exception) -> Wrong:
    text = printed(line.rstrip("\r\n"))
    if "limit" in str(error):
        expected = "A cell of this line is far longer than one can be. Shorten it."
        return Wrong.of(number, text, code="too_long", expected=expected)
    expected = (
        "The quotation marks of this line do not fit. A cell that has one is written between "
        'quotation marks, and its own are doubled, like "5"" shell".'
    )
    return Wrong.of(number, text, code="broken_quotes", expected=expected)
