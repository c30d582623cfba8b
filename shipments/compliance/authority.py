"""Under what authority orders go: their case or contract, as far as it is on record.

What is not on record is said and stops nothing: most cases of the public record have no stage
that anybody published.

Source: docs/sources.md, "Case stages". Source: docs/sources.md, "Export authority".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shipments.models import Case, Order
from shipments.models.choices import CaseStage

_IN_FORCE = {CaseStage.IMPLEMENTED, CaseStage.SUPPLY_COMPLETE}
_STOPPED = {CaseStage.SUSPENDED, CaseStage.CANCELLED, CaseStage.CLOSED}


@dataclass(frozen=True)
class Authority:
    """:ivar against: why an order may not go, in sentences; empty where nothing on record says so.
    :ivar not_known: what nobody has recorded and a person should know of.
    """

    against: tuple[str, ...]
    not_known: tuple[str, ...]


def of(orders: Iterable[Order], *, has_licence: bool) -> Authority:
    """Give it orders with their case and their contract's case loaded.

    :param has_licence: an export licence is kept with the shipment.
    """
    against: dict[str, None] = {}
    not_known: dict[str, None] = {}
    for order in orders:
        case = order.case or (order.contract.case if order.contract else None)
        if order.possible_sale:
            against[f"{order.reference} is only a possible sale."] = None
        if order.cancelled_on:
            against[f"{order.reference} is cancelled."] = None
        if case is None:
            not_known[_no_case(order, has_licence=has_licence)] = None
        elif sentence := _against(case, by_contract=order.contract is not None):
            against[sentence] = None
        elif case.stage not in _IN_FORCE:
            not_known[
                f"Whether case {case} is implemented is not on record; {order.reference} has a "
                "contract."
            ] = None
    return Authority(tuple(against), tuple(not_known))


def _against(case: Case, *, by_contract: bool) -> str:
    """Why nothing goes under this case. Empty where something may."""
    if case.stage in _STOPPED:
        return f"Case {case} is {case.stage}."
    if case.stage in _IN_FORCE or by_contract:
        return ""
    return f"Case {case} is {case.stage.replace('_', ' ')}: it is not implemented."


def _no_case(order: Order, *, has_licence: bool) -> str:
    kept = "one is kept with this shipment" if has_licence else "none is kept with this shipment"
    return (
        f"{order.reference} has a contract and no case on record. A direct commercial sale needs "
        f"an export licence: {kept}."
    )
