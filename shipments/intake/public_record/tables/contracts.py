from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shipments.domain.priorities import Urgency
from shipments.intake.public_record.files.contracts import FILE, ContractRow
from shipments.intake.public_record.tables.certainty import certainty_of
from shipments.intake.public_record.tables.dates import deadline, event
from shipments.intake.public_record.tables.items import keep_items
from shipments.intake.public_record.tables.keeping import Count, Kept, Wanted, keep
from shipments.intake.public_record.tables.money import dollars
from shipments.models import Contract, Order

REQUIRED_BASIS = "estimated completion"


def keep_contracts(
    rows: list[ContractRow],
    contractor_of: Mapping[str, int],
    pages: Mapping[str, int],
    *,
    at: datetime,
) -> tuple[Kept[Order], list[Count]]:
    """Keep each announcement as a contract, with its order when it says there is one.

    :param contractor_of: contractor by announcement.
    :raises RecordRefused: its contract number is another contract's.
    """
    _check_numbers(rows)
    contracts = keep(
        Contract,
        [_contract(row, contractor_of.get(row.record_id), at) for row in rows],
        key=("record_ref",),
        pages=pages,
    )
    ordered = [row for row in rows if row.is_ordered]
    items = keep_items((row.description, None) for row in ordered)
    orders = keep(
        Order,
        [
            _order(row, contracts.rows[(row.record_id,)], items.id_of(row.description), at)
            for row in ordered
        ],
        key=("record_ref",),
        pages=pages,
    )
    return orders, [
        contracts.count(FILE, "contracts"),
        items.count(FILE, "items"),
        orders.count(FILE, "orders"),
    ]


def _check_numbers(rows: list[ContractRow]) -> None:
    stored = Contract.objects.filter(piid__in=[row.piid for row in rows if row.piid])
    holder = dict(stored.values_list("piid", "record_ref"))
    for row in rows:
        if row.piid and holder.setdefault(row.piid, row.record_id) != row.record_id:
            other = holder[row.piid] or "one that people recorded"
            raise row.row.refuse("contract_number", f"another contract has it: {other}.")


def _contract(row: ContractRow, contractor_id: int | None, at: datetime) -> Wanted:
    return Wanted(
        key=(row.record_id,),
        printed={
            "piid": row.piid,
            "kind": row.kind,
            "contractor_id": contractor_id,
            "contractor_as_printed": row.contractor,
            **event("announced_on", row.announced_on),
            **dollars(row.value),
            "value_note": row.value_note,
            "description": row.description,
            "customer_share": row.customer_share,
            "work_places": row.work_places,
            **deadline("estimated_completion_on", row.estimated_completion_on),
            "contracting_activity": row.contracting_activity,
            "source_kind": row.source_kind,
            "certainty": certainty_of(row.record_id, row.source_kind),
            "note": _note(row),
        },
        once={"recorded_at": at},
        addresses=row.addresses,
    )


def _note(row: ContractRow) -> str:
    if row.piid or not row.contract_number:
        return row.note
    return " ".join(filter(None, [row.note, f"Contract number as printed: {row.contract_number}."]))


def _order(row: ContractRow, contract: Contract, item_id: int, at: datetime) -> Wanted:
    required = deadline("required_on", row.estimated_completion_on)
    return Wanted(
        key=(row.record_id,),
        printed={
            "item_id": item_id,
            "contractor_id": contract.contractor_id,
            **event("ordered_on", row.announced_on),
            **required,
            "required_basis": REQUIRED_BASIS if row.estimated_completion_on else "",
            "certainty": contract.certainty,
        },
        # No announcement prints a quantity, an acknowledgement or a priority: nobody knows.
        once={
            "reference": row.record_id,
            "contract_id": contract.pk,
            "urgency": Urgency.ROUTINE.value,
            "first_required_on": required["required_on"],
            "first_required_on_precision": required["required_on_precision"],
            "recorded_at": at,
        },
        addresses=row.addresses,
    )
