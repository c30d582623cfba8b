from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a person comes here to do. A person may have several."""

    CASE_MANAGER = "case_manager"
    EXPEDITOR = "expeditor"
    SHIPMENT_CLERK = "shipment_clerk"
    RECEIVER = "receiver"
    CONTRACTOR = "contractor"
    COMPLIANCE = "compliance"
    AUDITOR = "auditor"
    INTEGRATOR = "integrator"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role in words, for a page."""
        return self.value.replace("_", " ").capitalize()


class Right(StrEnum):
    """One kind of write. Reading is bounded by ``visible_to`` on each queryset instead."""

    RECORD_ORDER = "record_order"
    RECORD_NEED = "record_need"
    RECORD_PROMISE = "record_promise"
    LOG_SHIPMENT = "log_shipment"
    RECORD_MILESTONE = "record_milestone"
    EXPEDITE = "expedite"
    CHANGE_POLICY = "change_policy"
    PLAN_TRANSPORT = "plan_transport"
    CLEAR_LOAD = "clear_load"
    RELEASE_SHIPMENT = "release_shipment"
    RECEIVE_SHIPMENT = "receive_shipment"
    PLACE_HOLD = "place_hold"
    RELEASE_HOLD = "release_hold"

    @property
    def words(self) -> str:
        """What it lets somebody do, after "you may"."""
        verb, _, what = self.value.partition("_")
        return f"{verb} {'an' if what[:1] in {*'aeiou'} else 'a'} {what}" if what else verb


# One table says who may write what; services ask it, pages hide by it.
RIGHTS: dict[Role, frozenset[Right]] = {
    # Whoever gains by speed lifts no hold and clears no mixed load.
    Role.CASE_MANAGER: frozenset(Right) - {Right.PLACE_HOLD, Right.RELEASE_HOLD, Right.CLEAR_LOAD},
    Role.EXPEDITOR: frozenset({Right.RECORD_PROMISE, Right.EXPEDITE}),
    Role.SHIPMENT_CLERK: frozenset(
        {Right.LOG_SHIPMENT, Right.RECORD_MILESTONE, Right.PLAN_TRANSPORT}
    ),
    Role.RECEIVER: frozenset({Right.RECORD_NEED, Right.RECORD_MILESTONE, Right.RECEIVE_SHIPMENT}),
    Role.CONTRACTOR: frozenset({Right.RECORD_PROMISE, Right.LOG_SHIPMENT}),
    Role.COMPLIANCE: frozenset(
        {Right.PLACE_HOLD, Right.RELEASE_HOLD, Right.CLEAR_LOAD, Right.RELEASE_SHIPMENT}
    ),
    Role.AUDITOR: frozenset(),
    Role.INTEGRATOR: frozenset(
        {Right.RECORD_ORDER, Right.RECORD_PROMISE, Right.LOG_SHIPMENT, Right.RECORD_MILESTONE}
    ),
    Role.ADMINISTRATOR: frozenset({Right.CHANGE_POLICY}),
}


def may(roles: list[str], right: Right) -> bool:
    """Tell whether any of a person's roles carries the right."""
    return any(right in RIGHTS[Role(role)] for role in roles)
