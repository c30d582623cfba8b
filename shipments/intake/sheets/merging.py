"""How sheets of one kind of thing make one record of it, in whatever order they come.

Field by field the newest statement holds. The statements are the same for every kind, over
what the kind declares of itself here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shipments.intake.batches.plan import Step
from shipments.models.choices import StatedKind

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Field:
    """A column that sheets say.

    :ivar column: in the kind's table; its name in the sheet where left empty.
    :ivar read: in SQL, what a line or a row ``r`` says; the column where left empty.
    :ivar type_: in SQL.
    :ivar blank: in SQL, what stands where nobody has said it.
    :ivar otherwise: in SQL, what is assumed where a line ``r`` does not say it.
    :ivar rank: in SQL, text by which the more careful of two values is the larger; ``{}`` is
        the value. Two values never have one rank.
    """

    column: str = ""
    read: str = ""
    type_: str = "text"
    blank: str = "''"
    otherwise: str = ""
    rank: str = "{}::text"


NUMBER = Field(type_="bigint", blank="NULL", rank="lpad({}::text, 20, '0')")
DAY = Field(type_="date", blank="NULL")
# The earlier day of two is the more careful one.
DUE = Field(type_="date", blank="NULL", rank="lpad((date '9999-12-31' - {})::text, 7, '0')")


@dataclass(frozen=True, slots=True)
class Merged:
    """A kind of thing and what sheets say of it.

    :ivar since: in SQL, since when a row ``r`` is said that nothing is on record for.
    :ivar keys: columns that a new row has besides, each from ``new``, a row of ``import_of``.
    """

    kind: StatedKind
    table: str
    since: str
    fields: Mapping[str, Field]
    keys: Mapping[str, str] = field(default_factory=dict)

    def steps(self, words: str, *between: Step) -> tuple[Step, ...]:
        """From what each line is about, in ``import_of``, to what came of it.

        :param words: what the things are called.
        :param between: steps of the kind's own, once it is known what holds.
        """
        compare = f"Comparing {words} with what stands"
        return (
            self._step(compare, "lock"),
            self._step(compare, "said"),
            self._step(compare, "stands"),
            self._step(compare, "won"),
            self._step(f"Recording {words}", "create"),
            self._step(f"Recording {words}", "change"),
            *between,
            self._step(f"Recording {words}", "outcome"),
            self._step(f"Recording {words}", "stated"),
        )

    def _step(self, words: str, name: str) -> Step:
        sql = (FOLDER / "merge" / f"{name}.sql").read_text()
        for mark, text in self._marks().items():
            sql = sql.replace(f"/* {mark} */", text)
        return Step(words=words, sql=sql)

    def _marks(self) -> dict[str, str]:
        columns = {name: each.column or name for name, each in self.fields.items()}
        return {
            "table": self.table,
            "kind": self.kind.value,
            "since": self.since,
            "fields": ", ".join(
                _value(name, each.read or f"r.{columns[name]}", each)
                for name, each in self.fields.items()
            ),
            "said": ", ".join(
                said
                for name, each in self.fields.items()
                for said in _says(name, each.read or f"r.{columns[name]}", each)
            ),
            "names": ", ".join([*self.keys, *columns.values()]),
            "values": ", ".join(
                [
                    *self.keys.values(),
                    *(f"coalesce(won.{c}, {self.fields[n].blank})" for n, c in columns.items()),
                ]
            ),
            "columns": ", ".join(
                f"max(won.value) FILTER (WHERE won.field = '{name}')::{each.type_} AS {columns[name]}"
                for name, each in self.fields.items()
            ),
            "changes": ", ".join(f"{c} = coalesce(won.{c}, r.{c})" for c in columns.values()),
            "known": ", ".join(f"'{name}'" for name in self.fields),
        }


def _value(name: str, value: str, of: Field) -> str:
    return f"('{name}', ({value})::text, {of.rank.format(f'({value})')})"


def _says(name: str, value: str, of: Field) -> list[str]:
    said = [(value, "false")]
    if of.otherwise:
        said.append((f"CASE WHEN ({value}) IS NULL THEN {of.otherwise} END", "true"))
    return [
        f"('{name}', ({each})::text, {of.rank.format(f'({each})')}, {is_assumed})"
        for each, is_assumed in said
    ]
