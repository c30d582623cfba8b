"""Clearing a load: a person answers for what no table and no record shows."""

from __future__ import annotations

from datetime import datetime

from shipments.compliance import loaded
from shipments.domain.roles import Right
from shipments.models import Shipment, User
from shipments.services import refusal

_MOST = 300


def clear(*, tcn: str, reason: str, digest: str, by: User, at: datetime) -> Shipment:
    """Confirm every open point of a shipment's load as it is.

    It holds for this very load: a change of its lines, of how an item is classified, of its way
    or of what is open makes it void.

    :param digest: of the load that the person looked at.
    :raises Shipment.DoesNotExist: none with this TCN that the person may see.
    :raises NotAllowed: no right to clear loads.
    :raises Refused: no reason, nothing is open, the load changed meanwhile, or what is wrong
        with it nobody can clear.
    """
    refusal.require(by, Right.CLEAR_LOAD)
    shipment = Shipment.objects.visible_to(by).select_related("departure").get(tcn=tcn)
    if shipment.cancelled_at:
        raise refusal.refuse("", f"{shipment.tcn} is cancelled.", "cancelled")
    check = loaded.read(shipment).check
    never = [each.sentence for each in check.forbidden] + [each.sentence for each in check.over]
    if never:
        message = f"Nobody can clear that: {' '.join(never)}"
        raise refusal.refuse("", message, "not_clearable")
    if check.digest != digest:
        message = "The load changed since you looked. Look again at what is open now."
        raise refusal.refuse("", message, "changed_meanwhile")
    if not check.points:
        raise refusal.refuse("", "Nothing is open: there is nothing to clear.", "nothing_open")
    if not reason.strip():
        message = "Say what you confirm, and what it rests on."
        raise refusal.refuse("reason", message, "required")
    if len(reason.strip()) > _MOST:
        message = f"Keep it to {_MOST} characters: found {len(reason.strip())}."
        raise refusal.refuse("reason", message, "too_long")
    # No lock: should the load change at this moment, its digest is another one, and this is void.
    Shipment.objects.standing_live().filter(pk=shipment.pk).update(
        load_cleared=digest,
        load_cleared_at=at,
        load_cleared_by=by,
        load_cleared_because=reason.strip(),
    )
    shipment.refresh_from_db()
    return shipment


def take_back(*, tcn: str, by: User) -> Shipment:
    """Clear the load no longer. A release that rests on it is to be taken back by itself.

    :raises Shipment.DoesNotExist: none with this TCN that the person may see.
    :raises NotAllowed: no right to clear loads.
    :raises Refused: it is not cleared.
    """
    refusal.require(by, Right.CLEAR_LOAD)
    shipment = Shipment.objects.visible_to(by).get(tcn=tcn)
    cleared = Shipment.objects.filter(pk=shipment.pk, load_cleared_at__isnull=False)
    if not cleared.update(
        load_cleared="", load_cleared_at=None, load_cleared_by=None, load_cleared_because=""
    ):
        raise refusal.refuse("", "Its load is not cleared.", "not_cleared")
    shipment.refresh_from_db()
    return shipment
