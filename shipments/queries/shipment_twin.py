"""Tell a form that was sent twice from two shipments that look alike."""

from __future__ import annotations

from datetime import datetime

from shipments.models import Shipment, User


def twin(
    mode: str,
    route: tuple[str, str],
    lines: list[tuple[int, int, str]],
    *,
    by: User,
    since: datetime,
) -> Shipment | None:
    """A shipment the person logged since then with the same mode, route and lines.

    :param lines: order key, quantity, lot.
    """
    alike = Shipment.objects.standing_live().filter(
        logged_by=by,
        logged_at__gte=since,
        mode=mode,
        from_place__code=route[0],
        to_place__code=route[1],
    )
    for shipment in alike.newest_first().prefetch_related("lines"):
        own = [(line.order_id, line.quantity, line.lot) for line in shipment.lines.all()]
        if sorted(own) == sorted(lines):
            return shipment
    return None
