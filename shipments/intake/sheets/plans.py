"""How a sheet of each kind is applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shipments.domain.milestones import MilestoneKind
from shipments.domain.modes import Mode
from shipments.domain.sheets.field import FieldType
from shipments.domain.sheets.kinds import KINDS
from shipments.intake.batches.plan import Plan, Step
from shipments.intake.sheets import positions, waiting
from shipments.intake.sheets.merging import DAY, DUE, FOLDER, NUMBER, Field, Merged
from shipments.intake.statements import orders as statements
from shipments.models.choices import ImportKind, StatedKind

# Nobody orders, promises or ships further away than this; a mistyped year does.
REACH_YEARS = 50
_TYPES = {
    FieldType.WHOLE: "bigint",
    FieldType.DECIMAL: "numeric",
    FieldType.DATE: "date",
    FieldType.MOMENT: "timestamptz",
    FieldType.YES_NO: "boolean",
    FieldType.PRIORITY: "smallint",
}
# An item that nobody has named goes by its stock number.
_UNNAMED = "regexp_replace(r.nsn, '^(....)(..)(...)(....)$', '\\1-\\2-\\3-\\4')"
# Of a row that holds no moment of its own its history tells.
_LAST_WRITTEN = (
    "coalesce((SELECT max(e.pgh_created_at) FROM {}event AS e WHERE e.pgh_obj_id = r.id), 'epoch')"
)
_TEXT = Field()
_PLACE = Field(blank="NULL", stored="(SELECT id FROM shipments_place WHERE code = {})")
_CODE = "(SELECT code FROM shipments_place WHERE id = r.{}_place_id)"

ITEMS = Merged(
    kind=StatedKind.ITEM,
    table="shipments_item",
    since=_LAST_WRITTEN.format("shipments_item"),
    fields={
        "name": Field(otherwise=_UNNAMED),
        "nsn": Field(blank="NULL"),
        "is_major_defense_equipment": Field(type_="boolean", blank="NULL"),
    },
)
CONTRACTORS = Merged(
    kind=StatedKind.CONTRACTOR,
    table="shipments_contractor",
    since="r.recorded_at",
    fields=dict.fromkeys(("state", "country", "cage_code", "makes", "note"), _TEXT),
    keys={"name": "new.name", "city": "new.city", "recorded_at": "%(at)s"},
)
CONTACTS = Merged(
    kind=StatedKind.CONTACT,
    table="shipments_contact",
    since=_LAST_WRITTEN.format("shipments_contact"),
    fields={
        **dict.fromkeys(("name", "duty", "email", "phone"), _TEXT),
        "time_zone": Field(otherwise="'America/New_York'"),
    },
    keys={"contractor_id": "new.contractor_id"},
)
NEEDS = Merged(
    kind=StatedKind.NEED,
    table="shipments_need",
    since="r.recorded_at",
    fields={
        "quantity": NUMBER,
        "needed_on": DUE,
        # The more urgent of two is the more careful one.
        "urgency": Field(
            otherwise="'routine'",
            rank="array_position(ARRAY['routine', 'urgent', 'emergency'], {}::text)::text",
        ),
        "stated_by": Field(otherwise="%(sender)s"),
        "stated_on": Field(
            type_="date",
            blank="NULL",
            otherwise="(about.said_at AT TIME ZONE 'UTC')::date",
            rank=DUE.rank,
        ),
        "closed_on": DAY,
        "note": _TEXT,
    },
    keys={
        "reference": "new.reference",
        "item_id": "new.item_id",
        "recorded_at": "%(at)s",
        "recorded_by_id": "%(by)s",
    },
)
SHIPMENTS = Merged(
    kind=StatedKind.SHIPMENT,
    table="shipments_shipment",
    since="r.logged_at",
    fields={
        "mode": _TEXT,
        "carrier": _TEXT,
        "voyage": _TEXT,
        "from_place": replace(_PLACE, column="from_place_id", stands=_CODE.format("from")),
        "to_place": replace(_PLACE, column="to_place_id", stands=_CODE.format("to")),
        "planned_departure_on": replace(DAY, is_own=True),
        "planned_arrival_on": replace(DAY, is_own=True),
        "gross_weight_kg": Field(
            read="trim_scale(r.gross_weight_kg)",
            type_="numeric",
            blank="NULL",
            rank="to_char({}, 'FM000000000.000')",
        ),
        "note": _TEXT,
    },
    keys={
        "tcn": "new.tcn",
        "logged_at": "%(at)s",
        "logged_by_id": "%(by)s",
        "cancelled_because": "''",
    },
    first="SELECT min(line) AS line FROM import_of WHERE line_id IS NULL "
    "GROUP BY subject_id, cargo",
)


def columns(kind: ImportKind) -> Mapping[str, str]:
    """The columns of a kind's lines, in the order in which its reader gives their values."""
    return {each.name: _TYPES.get(each.type, "text") for each in KINDS[kind.value].fields}


def of(kind: ImportKind, name: str, words: str) -> Step:
    """A step of a kind's own, from its file."""
    sql = (FOLDER / kind.value / f"{name}.sql").read_text()
    kinds = ", ".join(f"'{each.value}'" for each in MilestoneKind)
    sql = sql.replace("/* modes */", ", ".join(Mode)).replace("/* milestones */", kinds)
    return Step(words=words, sql=sql)


def _named(name: str, column: str) -> Step:
    """A step about the items that lines name in a column, or by their stock number."""
    sql = (FOLDER / "named" / f"{name}.sql").read_text()
    return Step(words="Finding items", sql=sql.replace("/* name */", column))


def ordered(possible_sale: str) -> tuple[Step, ...]:
    """Find the orders that lines name.

    :param possible_sale: in SQL, what is wrong with ``%%s``, which was only announced.
    """
    find, refuse = ((FOLDER / "ordered" / f"{n}.sql").read_text() for n in ("find", "refuse"))
    refuse = refuse.replace("/* possible sale */", f"'{possible_sale}'")
    return (Step(words="Finding orders", sql=find), Step(words="Finding orders", sql=refuse))


def _days(kind: ImportKind) -> Step:
    """Refuse the days of a line that cannot be meant."""
    days = [each.name for each in KINDS[kind.value].fields if each.type == FieldType.DATE]
    sql = (FOLDER / "merge" / "days.sql").read_text()
    values = ", ".join(f"('{name}', r.{name})" for name in days) or "('', NULL::date)"
    sql = sql.replace("/* days */", values).replace("/* reach */", str(REACH_YEARS))
    return Step(words="Checking days", sql=sql)


def _shipments() -> tuple[Step, ...]:
    kind = ImportKind.SHIPMENTS
    find, refuse = ordered(
        "%%s is only a possible sale: it has not been ordered and cannot ship. "
        "Record the order first."
    )
    check = "Checking shipments"
    checks = ("now", "wrong_route", "wrong_days", "wrong_cargo", "ceilings", "refuse")
    merged = SHIPMENTS.steps(
        "shipments",
        told=tuple(of(kind, name, check) for name in ("told", "ledger")),
        checked=tuple(of(kind, name, check) for name in checks),
        written=tuple(
            of(kind, name, "Recording shipments")
            for name in ("unmarked", "lines", "milestones", "touched")
        ),
    )
    before = (of(kind, "tcns", check), _days(kind), find, refuse, of(kind, "match", check))
    return (*before, *merged)


def _merged(kind: ImportKind, merged: Merged, *own: Step) -> tuple[Step, ...]:
    """:param own: up to which thing each line is about."""
    return (_days(kind), *own, *merged.steps(kind.value))


_STEPS: Mapping[ImportKind, tuple[Step, ...]] = {
    ImportKind.ORDERS: (
        _days(ImportKind.ORDERS),
        Step("Gathering what is said of orders", statements.CREATE),
        of(ImportKind.ORDERS, "state", "Gathering what is said of orders"),
        *statements.STEPS,
        Step("Taking up records that waited", act=waiting.take_up),
    ),
    ImportKind.ITEMS: _merged(
        ImportKind.ITEMS,
        ITEMS,
        _named("refuse", "name"),
        _named("match", "name"),
        of(ImportKind.ITEMS, "match", "Finding items"),
    ),
    ImportKind.CONTRACTORS: _merged(
        ImportKind.CONTRACTORS,
        CONTRACTORS,
        of(ImportKind.CONTRACTORS, "match", "Finding contractors"),
    ),
    ImportKind.CONTACTS: _merged(
        ImportKind.CONTACTS,
        CONTACTS,
        of(ImportKind.CONTACTS, "refuse", "Finding contractors"),
        of(ImportKind.CONTACTS, "match", "Finding contacts"),
    ),
    ImportKind.NEEDS: _merged(
        ImportKind.NEEDS,
        NEEDS,
        _named("refuse", "item"),
        _named("match", "item"),
        of(ImportKind.NEEDS, "incomplete", "Finding needs"),
        _named("create", "item"),
        of(ImportKind.NEEDS, "match", "Finding needs"),
    ),
    ImportKind.PROMISES: (
        _days(ImportKind.PROMISES),
        *ordered("%%s is only a possible sale: there is nothing to promise yet."),
        of(ImportKind.PROMISES, "refuse", "Checking promises"),
        of(ImportKind.PROMISES, "write", "Recording promises"),
        of(ImportKind.PROMISES, "outcome", "Recording promises"),
    ),
    ImportKind.SHIPMENTS: _shipments(),
}
_POSITIONS = Step("Finding the cells of what is refused", act=positions.say)
PLANS: Mapping[ImportKind, Plan] = {
    kind: Plan(columns(kind), (*steps, _POSITIONS)) for kind, steps in _STEPS.items()
}
