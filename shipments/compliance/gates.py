"""What must be clear before a shipment is released, and who can clear it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shipments.compliance import authority, covered
from shipments.compliance.loaded import Loaded
from shipments.domain.roles import RIGHTS, Right, Role
from shipments.domain.shipment_papers import DocumentKind
from shipments.models import Document


class GateName(StrEnum):
    """In the order in which they are shown."""

    READY = "ready"
    HOLDS = "holds"
    AUTHORITY = "authority"
    SEGREGATION = "segregation"
    WEIGHT = "weight"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    GateName.READY: "Made ready",
    GateName.HOLDS: "No hold",
    GateName.AUTHORITY: "Authority",
    GateName.SEGREGATION: "Hazard groups",
    GateName.WEIGHT: "Explosive weight",
}


_NAMED = {Role.COMPLIANCE: "compliance officer"}


@dataclass(frozen=True)
class Gate:
    """One thing that must be clear.

    :ivar why: sentences that say why it is clear, or what stands in the way.
    :ivar who: who can clear it, and how; empty while it is clear.
    :ivar clearable: a person may clear what is open, with a reason.
    :ivar to_know: what stops nothing and should be known.
    """

    name: GateName
    is_clear: bool
    why: tuple[str, ...]
    who: str = ""
    clearable: bool = False
    to_know: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.name.words

    @property
    def sentence(self) -> str:
        """For a refusal: what is open, why, and who can clear it."""
        return " ".join([f"{self.title}:", *self.why, self.who]).strip()


def of(loaded: Loaded) -> tuple[Gate, ...]:
    """Every gate of a shipment, clear or not. Two queries."""
    return (
        _ready(loaded),
        _holds(loaded),
        _authority(loaded),
        _segregation(loaded),
        _weight(loaded),
    )


def still_open(gates: Iterable[Gate]) -> tuple[Gate, ...]:
    return tuple(gate for gate in gates if not gate.is_clear)


def who_may(right: Right) -> str:
    """The roles that carry a right, in words: "a case manager or a compliance officer"."""
    roles = [
        _NAMED.get(role, role.label.lower()) for role, rights in RIGHTS.items() if right in rights
    ]
    named = [f"{'an' if role[0] in 'aeiou' else 'a'} {role}" for role in roles]
    return " or ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)


def _ready(loaded: Loaded) -> Gate:
    if loaded.shipment.ready_at:
        return Gate(GateName.READY, is_clear=True, why=("Packed and ready to go.",))
    who = f"{who_may(Right.LOG_SHIPMENT).capitalize()} makes it ready."
    return Gate(GateName.READY, is_clear=False, why=("Nobody has said that it is ready.",), who=who)


def _holds(loaded: Loaded) -> Gate:
    orders = {line.order_id: line.order.reference for line in loaded.lines}
    held = covered.holds_on(orders.keys())
    if not held:
        return Gate(GateName.HOLDS, is_clear=True, why=("No hold covers anything aboard.",))
    why = tuple(
        f"{orders[order_id]} is held: {hold.kind} ({hold.legal_basis}), on {hold.covers}."
        for order_id, holds in sorted(held.items())
        for hold in holds
    )
    return Gate(GateName.HOLDS, is_clear=False, why=why, who=covered.lifted_by())


def _authority(loaded: Loaded) -> Gate:
    licences = Document.objects.standing().filter(
        shipment=loaded.shipment, kind=DocumentKind.EXPORT_LICENCE.value
    )
    found = authority.of((line.order for line in loaded.lines), has_licence=licences.exists())
    if found.against:
        who = "A case manager records how the case stands."
        return Gate(
            GateName.AUTHORITY,
            is_clear=False,
            why=found.against,
            who=who,
            to_know=found.not_known,
        )
    why = ("Every order stands under a case or a contract that nothing on record stops.",)
    return Gate(GateName.AUTHORITY, is_clear=True, why=why, to_know=found.not_known)


def _segregation(loaded: Loaded) -> Gate:
    check = loaded.check
    if not check.concerns:
        why = "Nothing aboard is an explosive."
    elif not check.forbidden and not check.segregation_points:
        why = "The tables let everything aboard travel together."
    else:
        why = ""
    forbidden = tuple(f"By {each.mode}: {each.sentence}" for each in check.forbidden)
    return _cleared(loaded, GateName.SEGREGATION, forbidden, check.segregation_points, why)


def _weight(loaded: Loaded) -> Gate:
    check = loaded.check
    said = " ".join(each.sentence for each in check.carried)
    over = tuple(each.sentence for each in check.over)
    why = "" if over or check.weight_points else said
    return _cleared(loaded, GateName.WEIGHT, over, check.weight_points, why)


def _cleared(
    loaded: Loaded, name: GateName, never: tuple[str, ...], points: tuple[str, ...], why: str
) -> Gate:
    """A gate that a person may clear for the load as it is, but for what nobody may.

    :param never: what no person can clear.
    :param why: why it is clear by what is on record; empty where it is not.
    """
    if never:
        who = "Nobody can clear that: take it off this shipment."
        return Gate(name, is_clear=False, why=never + points, who=who)
    if why and not points:
        return Gate(name, is_clear=True, why=(why,))
    shipment = loaded.shipment
    if loaded.cleared:
        said = f"Cleared by {shipment.load_cleared_by}: {shipment.load_cleared_because}"
        return Gate(name, is_clear=True, why=(said, *points))
    stale = (
        ("It was cleared once; the load or what is known of it has changed since.",)
        if loaded.cleared_in_vain
        else ()
    )
    who = f"{who_may(Right.CLEAR_LOAD).capitalize()} confirms it with a reason."
    return Gate(name, is_clear=False, why=stale + points, who=who, clearable=True)
