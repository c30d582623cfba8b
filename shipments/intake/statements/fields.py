"""The facts of an order that files state, each with what holds of two said at one moment."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """One fact, by its name on the order.

    :ivar column: of the order, and of every table of statements here.
    :ivar kept: what stands on an order ``o``; empty is null.
    :ivar ranked: what two values of one moment are compared by.
    :ivar first: whether the larger or the smaller of the two holds.
    :ivar is_named: the column is a key, and the name people know it by stands beside it.
    """

    name: str
    column: str
    kept: str = ""
    ranked: str = '{of}::text COLLATE "C"'
    first: str = "DESC"
    is_named: bool = False

    @classmethod
    def named(cls, name: str) -> Field:
        """A row of another table. What it is called is the same wherever it was first recorded."""
        return cls(name, f"{name}_id", ranked='{of}_name COLLATE "C"', is_named=True)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column, f"{self.column}_name") if self.is_named else (self.column,)

    @property
    def stands(self) -> str:
        return self.kept or f"o.{self.column}"

    def rank(self, of: str) -> str:
        return self.ranked.format(of=f"{of}.{self.column}")

    def shown(self, of: str) -> str:
        """As it is told to people, in JSON."""
        return f"{of}.{self.columns[-1]}"


# Of two at one moment the more careful one: the more urgent, the earlier required. Of records
# that ordered the same thing the first in order of their identifiers, which is the requisition
# itself. For anything else only that it is always the same one.
FIELDS = (
    Field.named("item"),
    Field("quantity", "quantity"),
    Field("unit_of_issue", "unit_of_issue", kept="nullif(o.unit_of_issue, '')"),
    Field.named("case"),
    Field.named("contract"),
    Field.named("contractor"),
    Field("ordered_on", "ordered_on"),
    Field("acknowledged_on", "acknowledged_on"),
    Field("required_on", "required_on", ranked="{of}", first="ASC"),
    Field("priority_designator", "priority_designator", ranked="{of}", first="ASC"),
    Field(
        "urgency",
        "urgency",
        ranked="array_position(ARRAY['routine', 'urgent', 'emergency'], {of}::text)",
    ),
    Field.named("lane"),
    Field("note", "note", kept="nullif(o.note, '')"),
    Field("cancelled_on", "cancelled_on"),
    Field("requisition", "requisition", kept="nullif(o.requisition, '')", first="ASC"),
)


# What people call the rows that an order names. That of an item begins with its stock number,
# because what it is called beside that may depend on which file came first.
NAMED = {
    "item": """(
    SELECT id, CASE WHEN nsn IS NULL OR name = hyphenated THEN name
                    ELSE hyphenated || ' ' || name END AS name
      FROM shipments_item
     CROSS JOIN LATERAL (
           SELECT concat_ws('-', left(nsn, 4), substr(nsn, 5, 2), substr(nsn, 7, 3), right(nsn, 4))
                  AS hyphenated) AS number)""",
    "case": """(
    SELECT id, coalesce(case_id, record_ref, title) AS name FROM shipments_case)""",
    "contract": """(
    SELECT id, coalesce(piid, record_ref, 'Contract ' || id) AS name FROM shipments_contract)""",
    "contractor": """(
    SELECT id, concat_ws(', ', name, nullif(city, '')) AS name FROM shipments_contractor)""",
    "lane": """(
    SELECT l.id, a.code || ' to ' || b.code || ' by ' || l.mode AS name
      FROM shipments_lane AS l
      JOIN shipments_place AS a ON a.id = l.from_place_id
      JOIN shipments_place AS b ON b.id = l.to_place_id)""",
}
