"""What somebody enters when logging a shipment, and what the checks found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from shipments.models import Order
from shipments.services.refusal import Problem


@dataclass(frozen=True)
class LineEntry:
    """A quantity of one order, in its unit. ``order`` is any identifier of it."""

    order: str
    quantity: int | None
    lot: str = ""


@dataclass(frozen=True)
class ShipmentEntry:
    """A shipment as entered. Places by their code; days local to the place.

    An empty ``tcn`` asks for one made from the first order's document number.
    """

    mode: str
    from_place: str
    to_place: str
    lines: tuple[LineEntry, ...]
    tcn: str = ""
    carrier: str = ""
    voyage: str = ""
    planned_departure_on: date | None = None
    planned_arrival_on: date | None = None
    departed_on: date | None = None
    arrived_on: date | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True)
class CheckedLine:
    """What one line means.

    :ivar left: what is still to ship before this shipment; None when the ordered quantity
        is not published.
    """

    order: Order | None
    left: int | None
    problems: list[Problem]


@dataclass(frozen=True)
class Checked:
    """What the checks found. Nothing was written.

    :ivar tcn: as typed and tidied, or the one that would be made; empty when neither can be.
    :ivar notices: what does not stand in the way but should be known.
    """

    tcn: str
    lines: list[CheckedLine]
    problems: list[Problem]
    notices: list[str] = field(default_factory=list)

    @property
    def all_problems(self) -> list[Problem]:
        """Those of the shipment, then those of its lines."""
        return [*self.problems, *(p for line in self.lines for p in line.problems)]
