"""The ledger of milestones in the shapes of open standards.

``dcsa.feed`` and ``epcis.document`` take milestones as data and give plain dictionaries. Nothing
is sent under a word that does not fit: what a standard cannot say is listed as unmapped.
"""

from __future__ import annotations

from shipments.domain.event_feed.dcsa import Publisher
from shipments.domain.event_feed.milestone import (
    FeedMilestone,
    FeedPlace,
    FeedShipment,
    Unmapped,
)

__all__ = ["FeedMilestone", "FeedPlace", "FeedShipment", "Publisher", "Unmapped"]
