"""Made-up entries of a ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from shipments.domain.event_feed import FeedMilestone, FeedPlace, FeedShipment
from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.domain.modes import Mode

TCN = "BISA4361060001XXX"
ASHDOD = FeedPlace("ILASH", "Ashdod", "https://quayline.example/places/ILASH", "ILASH")
BASE = FeedPlace(
    "LLNV",
    "Nevatim",
    "https://quayline.example/places/LLNV",
    latitude=Decimal("31.2083"),
    longitude=Decimal("35.0123"),
)
BY_SEA = FeedShipment(
    TCN, f"https://quayline.example/shipments/{TCN}", Mode.SEA, "Blue Line", "DM-418"
)
BY_AIR = FeedShipment(TCN, f"https://quayline.example/shipments/{TCN}", Mode.AIR, "Sky Freight")


def milestone(
    kind: MilestoneKind,
    classifier: Classifier = Classifier.ACTUAL,
    *,
    shipment: FeedShipment = BY_SEA,
    place: FeedPlace | None = ASHDOD,
    retracts: FeedMilestone | None = None,
) -> FeedMilestone:
    return FeedMilestone(
        id="milestone-8" if retracts else "milestone-7",
        shipment=shipment,
        kind=kind,
        classifier=classifier,
        occurs_on=date(2026, 11, 19),
        source="Port agent",
        reported_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        recorded_at=datetime(2026, 11, 20, 12, tzinfo=UTC),
        place=place,
        leg=2,
        retracts=retracts,
        reason="It was another ship" if retracts else "",
    )
