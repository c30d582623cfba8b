"""What somebody enters when logging a shipment, and what the checks found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shipments.compliance.load import LoadCheck
from shipments.models import Departure, Order
from shipments.services.refusal import Problem


@dataclass(frozen=True)
class LineEntry:
    """A quantity of one order, in its unit. ``order`` is any identifier of it.

    :ivar serial_from: the first serial number of the line, where its items have one each.
    """

    order: str
    quantity: int | None
    lot: str = ""
    serial_from: str = ""
    serial_to: str = ""


@dataclass(frozen=True)
class ContentEntry:
    """What of one line is in each of some packages.

    :ivar line: which line of the entry, 1 for the first.
    :ivar each: in the order's unit; None shares the line out evenly.
    """

    line: int
    each: int | None = None


@dataclass(frozen=True)
class PackageEntry:
    """Packages that are alike. The last of them holds what is left of its lines.

    :ivar gross_weight_kg: of each.
    :ivar cube_m3: of each.
    """

    count: int | None
    kind: str
    gross_weight_kg: Decimal | None = None
    cube_m3: Decimal | None = None
    marking: str = ""
    contents: tuple[ContentEntry, ...] = ()


@dataclass(frozen=True)
class ShipmentEntry:
    """A shipment as entered. Places by their code; days local to the place.

    An empty ``tcn`` asks for one made from the first order's document number.

    :ivar departure: the key of the scheduled departure that takes it.
    :ivar gross_weight_kg: of the whole; None where its packages tell, or nobody knows.
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
    departure: int | None = None
    gross_weight_kg: Decimal | None = None
    cube_m3: Decimal | None = None
    containers: int | None = None
    packages: tuple[PackageEntry, ...] = ()


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
class Packing:
    """One package to be written, and how much of each line is in it, by the line's place."""

    number: int
    entry: PackageEntry
    holds: dict[int, int]


@dataclass(frozen=True)
class Load:
    """What the shipment weighs and takes up, as entered or as its packages add up.

    :ivar packages: what is to be written; empty while a row of packages is wrong.
    """

    gross_weight_kg: Decimal | None
    cube_m3: Decimal | None
    packages: list[Packing]
    problems: list[Problem]
    notices: list[str]


@dataclass(frozen=True)
class Checked:
    """What the checks found. Nothing was written.

    :ivar tcn: as typed and tidied, or the one that would be made; empty when neither can be.
    :ivar explosives: what may travel together, and how much of it there is.
    :ivar notices: what does not stand in the way but should be known.
    :ivar explosives: whether it may travel together, and how much of it is aboard.
    """

    tcn: str
    lines: list[CheckedLine]
    problems: list[Problem]
    load: Load
    departure: Departure | None = None
    notices: list[str] = field(default_factory=list)
    explosives: LoadCheck | None = None

    @property
    def all_problems(self) -> list[Problem]:
        """Those of the shipment, then those of its lines, then those of its packages."""
        lines = [problem for line in self.lines for problem in line.problems]
        return [*self.problems, *lines, *self.load.problems]
