"""The rows of the log form as text, before anything is made of them: added to and taken from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

Row = dict[str, str]


@dataclass(frozen=True)
class Rows:
    """One of the form's tables.

    :ivar prefix: of the names of its fields, as a formset has it.
    :ivar names: of the fields of each row.
    """

    prefix: str
    names: tuple[str, ...]
    at_most: int

    def read(self, data: QueryDict) -> list[Row]:
        """Every row that was sent, blank ones too."""
        total = data.get(f"{self.prefix}-TOTAL_FORMS", "0")
        count = min(int(total), self.at_most) if total.isascii() and total.isdigit() else 0
        return [
            {name: data.get(f"{self.prefix}-{index}-{name}", "") for name in self.names}
            for index in range(count)
        ]

    def filled(self, data: QueryDict) -> list[Row]:
        return [row for row in self.read(data) if any(row.values())]

    def written(self, data: QueryDict, rows: list[Row]) -> QueryDict:
        """The form with these rows instead, a blank one where there are none."""
        changed = data.copy()
        for name in list(changed):
            if name.startswith(f"{self.prefix}-"):
                del changed[name]
        rows = rows[: self.at_most] or [{}]
        changed[f"{self.prefix}-TOTAL_FORMS"] = str(len(rows))
        changed[f"{self.prefix}-INITIAL_FORMS"] = "0"
        for index, row in enumerate(rows):
            for name in self.names:
                changed[f"{self.prefix}-{index}-{name}"] = row.get(name, "")
        return changed

    def with_blank(self, data: QueryDict) -> QueryDict:
        return self.written(data, [*self.read(data), {}])

    def with_rows(self, data: QueryDict, added: Iterable[Row]) -> QueryDict:
        """Put each on the first blank row, or on a new one."""
        rows = self.read(data)
        for row in added:
            blank = next((each for each in rows if not any(each.values())), None)
            if blank is None:
                rows.append(dict(row))
            else:
                blank.update(row)
        return self.written(data, rows)

    def without(self, data: QueryDict, index: str) -> QueryDict:
        """Take one row out; the last one leaves a blank one behind."""
        rows = self.read(data)
        return self.written(data, [row for number, row in enumerate(rows) if str(number) != index])


LINES = Rows("lines", ("order", "quantity", "lot", "serial_from", "serial_to"), at_most=200)
PACKAGES = Rows(
    "packages", ("count", "kind", "gross_weight_kg", "cube_m3", "line", "each"), at_most=60
)


def without_line(data: QueryDict, index: str) -> QueryDict:
    """Take a line out. Packages that name a later line name it by its new number."""
    changed = LINES.without(data, index)
    if not index.isdigit():
        return changed
    gone, packages = int(index) + 1, PACKAGES.read(data)
    for row in packages:
        if row["line"].isdigit() and int(row["line"]) >= gone:
            number = int(row["line"])
            row["line"] = "" if number == gone else str(number - 1)
    return PACKAGES.written(changed, packages)
