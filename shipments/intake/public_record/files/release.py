from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from shipments.intake.public_record.files.contractors import ContractorRow, read_contractors
from shipments.intake.public_record.files.contracts import ContractRow, read_contracts
from shipments.intake.public_record.files.deliveries import DeliveryRow, read_deliveries
from shipments.intake.public_record.files.disruptions import DisruptionRow, read_disruptions
from shipments.intake.public_record.files.notifications import NotificationRow, read_notifications
from shipments.intake.public_record.files.places import PlaceRow, read_places


@dataclass(frozen=True)
class Release:
    """The seven files of the public record, read and understood."""

    places: list[PlaceRow]
    contractors: list[ContractorRow]
    notifications: list[NotificationRow]
    contracts: list[ContractRow]
    deliveries: list[DeliveryRow]
    disruptions: list[DisruptionRow]

    @property
    def addresses(self) -> set[str]:
        """Every page that any row points to."""
        items = [item for row in self.notifications for item in row.items]
        pages = chain(
            (row.addresses for row in self.places),
            (row.addresses for row in self.contractors),
            (row.addresses for row in self.notifications),
            (row.addresses for row in items),
            (row.addresses for row in self.contracts),
            (row.addresses for row in self.deliveries),
            (row.addresses for row in self.disruptions),
        )
        return set(chain.from_iterable(pages))


def read_release(folder: Path) -> Release:
    """Read a folder of the seven files. Touches no table.

    :raises RecordRefused: the first thing that cannot be taken over as it stands.
    """
    return Release(
        places=read_places(folder),
        contractors=read_contractors(folder),
        notifications=read_notifications(folder),
        contracts=read_contracts(folder),
        deliveries=read_deliveries(folder),
        disruptions=read_disruptions(folder),
    )
