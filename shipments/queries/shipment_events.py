"""The ledger of one shipment's milestones, as a feed of events takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from shipments.domain.event_feed import FeedMilestone, FeedPlace, FeedShipment
from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.domain.modes import Mode
from shipments.models import Leg, Milestone, Place, Shipment

if TYPE_CHECKING:
    from shipments.models import User


def load(tcn: str, *, by: User, site: str) -> list[FeedMilestone] | None:
    """Every entry, the oldest first, the wrong ones too and what took them back.

    None where there is no such shipment that the person may see. Three queries.

    :param site: where this site is, like https://track.example.org/: what tells its events
        from those of another.
    """
    shipment = Shipment.objects.visible_to(by).filter(tcn=tcn.strip().upper()).first()
    if shipment is None:
        return None
    # The leg in force tells by what it went; of a plan that was replaced only its number is left.
    legs = {leg.sequence: leg for leg in Leg.objects.in_force().filter(shipment=shipment)}
    rows = shipment.milestones.select_related("place").order_by("recorded_at", "pk")
    entries: dict[int, FeedMilestone] = {}
    for row in rows:
        carried = _carried(shipment, legs.get(row.leg or 0), site)
        entries[row.pk] = _entry(row, carried, entries, site)
    return list(entries.values())


def _carried(shipment: Shipment, leg: Leg | None, site: str) -> FeedShipment:
    return FeedShipment(
        tcn=shipment.tcn,
        uri=f"{site}shipments/{shipment.tcn}/",
        mode=Mode(leg.mode if leg else shipment.mode),
        carrier=leg.carrier if leg else shipment.carrier,
        voyage=leg.voyage if leg else shipment.voyage,
    )


def _entry(
    row: Milestone, carried: FeedShipment, before: dict[int, FeedMilestone], site: str
) -> FeedMilestone:
    return FeedMilestone(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{site}milestones/{row.pk}')}",
        shipment=carried,
        kind=MilestoneKind(row.kind),
        classifier=Classifier(row.classifier),
        occurs_on=row.occurs_on,
        source=row.source,
        reported_at=row.reported_at,
        recorded_at=row.recorded_at,
        place=_place(row.place, site) if row.place else None,
        leg=row.leg,
        retracts=before.get(row.retracts_id) if row.retracts_id else None,
        reason=row.reason,
    )


def _place(place: Place, site: str) -> FeedPlace:
    return FeedPlace(
        code=place.code,
        name=place.name,
        uri=f"{site}places/{place.code}/",
        un_locode=place.un_locode,
        latitude=place.latitude,
        longitude=place.longitude,
    )
