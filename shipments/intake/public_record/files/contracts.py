from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from shipments.domain import contract_number
from shipments.domain.partial_date import PartialDate
from shipments.intake.public_record.files.reading import Row, check_once, read, room
from shipments.models import Contract, Contractor, Item, Order

FILE = "contracts.csv"
COLUMNS = (
    "record_id",
    "announced_on",
    "date_precision",
    "record_kind",
    "in_scope_2019_2026",
    "contractor",
    "city",
    "state",
    "contract_number",
    "value_usd",
    "value_note",
    "description",
    "israel_share",
    "work_locations",
    "estimated_completion_on",
    "contracting_activity",
    "source_url",
    "source_kind",
    "verified",
    "notes",
)
# Whether a kind of announcement says that something was ordered. A plan, a decision to buy
# and a building programme are announced before anybody has ordered anything, and to show
# them as on contract would be untrue. A new kind has to be placed here by somebody who has
# read its page.
ORDERED_BY_KIND = {
    "DoD contract announcement": True,
    "company announcement of FMS contract": True,
    "order reported by company (FMS part)": True,
    "IMoD agreement (order by Israel)": True,
    "Letter of Offer and Acceptance signed": True,
    "reported sale (channel not stated)": True,
    "IMoD decision (order by Israel)": False,
    "IMoD plan (order by Israel)": False,
    "USACE construction programme (FMF funded)": False,
}


@dataclass(frozen=True)
class ContractRow:
    """One announcement of a contract, an order, an agreement or a plan, as printed.

    :ivar piid: the contract number without hyphens, when it is one of 13 characters.
    :ivar is_ordered: the announcement says that something was ordered.
    """

    row: Row
    record_id: str
    announced_on: PartialDate | None
    kind: str
    is_ordered: bool
    contractor: str
    city: str
    state: str
    contract_number: str
    piid: str | None
    value: Decimal | None
    value_note: str
    description: str
    customer_share: str
    work_places: str
    estimated_completion_on: PartialDate | None
    contracting_activity: str
    addresses: tuple[str, ...]
    source_kind: str
    note: str

    @property
    def names_one_company(self) -> bool:
        """Several companies share the cell, parted by a semicolon."""
        return bool(self.contractor) and ";" not in self.contractor


def read_contracts(folder: Path) -> list[ContractRow]:
    """:raises RecordRefused: naming file, line, column and value."""
    rows = read(folder, FILE, COLUMNS)
    check_once(rows, "record_id")
    check_once(rows, "contract_number")
    return [_parse(row) for row in rows]


def _parse(row: Row) -> ContractRow:
    kind = row.stated("record_kind", room(Contract, "kind"))
    if kind not in ORDERED_BY_KIND:
        raise row.refuse("record_kind", "nobody has said yet whether this kind is an order.")
    if row.cells["in_scope_2019_2026"] not in {"yes", "no"}:
        raise row.refuse("in_scope_2019_2026", "write yes or no.")
    return ContractRow(
        row=row,
        record_id=row.stated("record_id", room(Order, "reference")),
        announced_on=row.date("announced_on", "date_precision"),
        kind=kind,
        is_ordered=ORDERED_BY_KIND[kind],
        contractor=row.text("contractor", room(Contractor, "name")),
        city=row.text("city", room(Contractor, "city")),
        state=row.text("state", room(Contractor, "state")),
        contract_number=row.text("contract_number"),
        piid=_piid(row.text("contract_number")),
        value=row.dollars("value_usd"),
        value_note=row.text("value_note", room(Contract, "value_note")),
        description=row.stated("description", room(Item, "name")),
        customer_share=row.text("israel_share", room(Contract, "customer_share")),
        work_places=row.text("work_locations", room(Contract, "work_places")),
        estimated_completion_on=row.date("estimated_completion_on"),
        contracting_activity=row.text(
            "contracting_activity", room(Contract, "contracting_activity")
        ),
        addresses=row.addresses("source_url"),
        source_kind=row.text("source_kind", room(Contract, "source_kind")),
        note=row.text("notes"),
    )


def _piid(printed: str) -> str | None:
    if not printed:
        return None
    try:
        return contract_number.parse(printed).value
    except contract_number.InvalidContractNumber:
        return None
