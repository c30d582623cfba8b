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
    :ivar stands: in SQL, what a row ``r`` of the table says, where that reads otherwise.
    :ivar type_: in SQL, of what is said.
    :ivar stored: in SQL, what is stored of what is said, ``{}``.
    :ivar is_own: what is said and what stands of it the kind's own steps tell.
    :ivar blank: in SQL, what stands where nobody has said it.
    :ivar otherwise: in SQL, what is assumed where a line ``r`` does not say it.
    :ivar rank: in SQL, text by which the more careful of two values is the larger; ``{}`` is
        the value. Two values never have one rank.
    """

    column: str = ""
    read: str = ""
    stands: str = ""
    type_: str = "text"
    stored: str = "{}"
    is_own: bool = False
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
    :ivar first: in SQL, the lines that record something new.
    """

    kind: StatedKind
    table: str
    since: str
    fields: Mapping[str, Field]
    keys: Mapping[str, str] = field(default_factory=dict)
    first: str = "SELECT min(line) AS line FROM import_of WHERE is_new GROUP BY subject_id"

    def steps(
        self,
        words: str,
        told: tuple[Step, ...] = (),
        checked: tuple[Step, ...] = (),
        written: tuple[Step, ...] = (),
    ) -> tuple[Step, ...]:
        """From what each line is about, in ``import_of``, to what came of it.

        :param words: what the things are called.
        :param told: steps of the kind's own that add to what is said and to what stands.
        :param checked: those that look at what would hold.
        :param written: those that record what belongs to it.
        """
        compare = f"Comparing {words} with what stands"
        return (
            self._step(compare, "lock"),
            self._step(compare, "said"),
            self._step(compare, "stands"),
            *told,
            self._step(compare, "won"),
            *checked,
            self._step(f"Recording {words}", "create"),
            self._step(f"Recording {words}", "change"),
            *written,
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
        told = {name: each for name, each in self.fields.items() if not each.is_own}
        stored = {
            columns[name]: each.stored.format(f"won.{columns[name]}")
            for name, each in self.fields.items()
        }
        return {
            "table": self.table,
            "kind": self.kind.value,
            "since": self.since,
            "first": self.first,
            "said": ", ".join(
                said
                for name, each in told.items()
                for said in _says(name, each.read or f"r.{name}", each)
            ),
            "stands": ", ".join(
                _value(name, each.stands or each.read or f"r.{columns[name]}", each)
                for name, each in told.items()
            ),
            "names": ", ".join([*self.keys, *stored]),
            "values": ", ".join(
                [
                    *self.keys.values(),
                    *(
                        f"coalesce({stored[columns[name]]}, {each.blank})"
                        for name, each in self.fields.items()
                    ),
                ]
            ),
            "columns": ", ".join(
                f"max(won.value) FILTER (WHERE won.field = '{name}')::{each.type_} AS {columns[name]}"
                for name, each in self.fields.items()
            ),
            "changes": ", ".join(
                f"{column} = coalesce({value}, r.{column})" for column, value in stored.items()
            ),
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
