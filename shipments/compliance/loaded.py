"""What a logged shipment carries and how it goes, read for the checks before it is released."""

from __future__ import annotations

from dataclasses import dataclass

from shipments.compliance import load
from shipments.compliance.load import LoadCheck
from shipments.domain.modes import Mode
from shipments.models import Leg, Shipment, ShipmentLine


@dataclass(frozen=True)
class Loaded:
    """:ivar lines: all of them, whoever looks: what they weigh together is what counts.
    :ivar cleared: a person cleared the open points of this very load.
    """

    shipment: Shipment
    lines: list[ShipmentLine]
    legs: list[Leg]
    check: LoadCheck

    @property
    def cleared(self) -> bool:
        return bool(self.shipment.load_cleared) and self.shipment.load_cleared == self.check.digest

    @property
    def cleared_in_vain(self) -> bool:
        """It was cleared, and the load or what is known of it has changed since."""
        return bool(self.shipment.load_cleared) and not self.cleared


def read(shipment: Shipment) -> Loaded:
    """Judge a shipment's load as it stands. Five queries at most, however much is aboard.

    :param shipment: with its departure loaded.
    """
    lines = list(
        shipment.lines.select_related(
            "order__item", "order__case", "order__contract__case"
        ).order_by("pk")
    )
    legs = list(shipment.legs.in_force().select_related("departure").in_sequence())
    modes = [Mode(leg.mode) for leg in legs] or [Mode(shipment.mode)]
    departures = {leg.departure.pk: leg.departure for leg in legs if leg.departure}
    if shipment.departure:
        departures.setdefault(shipment.departure.pk, shipment.departure)
    check = load.check(
        [(line.order, line.quantity) for line in lines],
        modes,
        list(departures.values()),
        but=shipment,
    )
    return Loaded(shipment, lines, legs, check)
