"""What a shipment's page shows of its explosives and of what must be clear before it goes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from shipments.compliance import gates, gone, loaded
from shipments.compliance.conveyance import Carried
from shipments.compliance.gates import Gate
from shipments.compliance.load import LoadCheck
from shipments.compliance.loaded import Loaded
from shipments.domain.hazard import Total, Verdict, total
from shipments.models import Package, Shipment, User

_PERCENT = Decimal(100)


@dataclass(frozen=True)
class Label:
    """One classification aboard.

    :ivar code: like 1.1D.
    :ivar un: "UN 0168, projectiles"; empty where no number is on record.
    :ivar sure: a second person confirmed it.
    """

    code: str
    division: str
    group: str
    un: str
    sure: bool


@dataclass(frozen=True)
class Bar:
    """A departure's limit, and what takes how much of it.

    :ivar segments: per cents with their tones: this shipment, our others, other people's.
    """

    carried: Carried
    segments: list[tuple[float, str]]

    @property
    def percent(self) -> int:
        return self.carried.against.percent or 0


@dataclass(frozen=True)
class ShipmentLoad:
    """:ivar unknown: items that nobody has classified, each once, with their keys.
    :ivar gross_kg: of the whole, as entered or as its packages or lines add up; None where
        something is missing. ``gross_basis`` says which.
    :ivar has_left: it departed, by what is on record.
    """

    loaded: Loaded
    gates: tuple[Gate, ...]
    labels: list[Label]
    unknown: list[tuple[int, str]]
    net: Total
    gross_kg: Decimal | None
    gross_basis: str
    packages: int
    bars: list[Bar]
    has_left: bool

    @property
    def check(self) -> LoadCheck:
        return self.loaded.check

    @property
    def shipment(self) -> Shipment:
        return self.loaded.shipment

    @property
    def still_open(self) -> tuple[Gate, ...]:
        return gates.still_open(self.gates)

    @property
    def clearable(self) -> bool:
        """A person may clear what is open of the load."""
        return any(gate.clearable for gate in self.gates)

    @property
    def opened_since(self) -> bool:
        """It is released and has not left, and a gate is open again."""
        return bool(self.shipment.released_at and self.still_open and not self.has_left)

    @property
    def verdict(self) -> tuple[str, str]:
        """In words what may travel together, with a tone."""
        if not self.check.concerns:
            return "green", "Nothing aboard is an explosive."
        if self.check.forbidden:
            return "red", " ".join(each.sentence for each in self.check.forbidden)
        if self.check.segregation_points and not self.loaded.cleared:
            count = len(self.check.segregation_points)
            many = "1 point needs" if count == 1 else f"{count} points need"
            return "amber", f"The tables do not clear this load: {many} a person, see below."
        if self.check.verdict is Verdict.ALLOWED:
            treated = " ".join(self.check.treated_as)
            return "green", f"Segregation check passed. {treated}".strip()
        said = " ".join(dict.fromkeys(each.sentence for each in self.check.together))
        if self.loaded.cleared:
            said = f"Cleared by {self.shipment.load_cleared_by}. {said}"
        return "green", said.strip()


def load(shipment: Shipment, *, by: User) -> ShipmentLoad | None:
    """Read all of it in a constant number of queries.

    A contractor's user is not told: a load is more than its own orders, and a departure carries
    more than this shipment.

    :return: None for a contractor's user.
    """
    if by.is_contractors:
        return None
    whole = Shipment.objects.select_related(
        "departure", "ready_by", "released_by", "closed_by", "load_cleared_by"
    ).get(pk=shipment.pk)
    read = loaded.read(whole)
    packed = Package.objects.filter(shipment=whole).aggregate(
        count=Count("pk"),
        weighed=Count("pk", filter=Q(gross_weight_kg__isnull=False)),
        kg=Sum("gross_weight_kg"),
    )
    gross, basis = _gross(read, packed)
    return ShipmentLoad(
        loaded=read,
        gates=gates.of(read),
        labels=_labels(read),
        unknown=list(
            {
                line.order.item_id: (line.order.item_id, line.item)
                for line in read.check.lines
                if line.hazard is None
            }.values()
        ),
        net=total(line.net_explosive_kg for line in read.check.lines),
        gross_kg=gross,
        gross_basis=basis,
        packages=packed["count"],
        bars=[_bar(each) for each in read.check.carried if each.concerns and each.against.limit],
        has_left=gone.has_left(whole),
    )


def _labels(read: Loaded) -> list[Label]:
    found: dict[tuple[str, str], Label] = {}
    for line in read.check.lines:
        known, hazard = line.classification, line.hazard
        if known is None or hazard is None:
            continue
        un = f"UN {hazard.un_number}" if hazard.un_number else ""
        named = ", ".join(filter(None, [un, hazard.proper_shipping_name]))
        sure = hazard.confirmed_at is not None
        before = found.get((str(known), named))
        found[str(known), named] = Label(
            str(known), known.division, known.group, named, sure and (before is None or before.sure)
        )
    return sorted(found.values(), key=lambda label: (label.code, label.un))


def _gross(read: Loaded, packed: dict[str, int | Decimal | None]) -> tuple[Decimal | None, str]:
    if read.shipment.gross_weight_kg is not None:
        return read.shipment.gross_weight_kg, ""
    if packed["count"] and packed["weighed"] == packed["count"]:
        return Decimal(packed["kg"] or 0), "of its packages"
    of_lines = [line.gross_kg for line in read.check.lines]
    known = [weight for weight in of_lines if weight is not None]
    if known and len(known) == len(of_lines):
        return sum(known, Decimal(0)), "by the weight of its items"
    return None, ""


def _bar(carried: Carried) -> Bar:
    limit = carried.against.limit or Decimal(1)
    parts = (
        (carried.this.known, "blue"),
        (carried.ours.known, "ink"),
        (carried.others or Decimal(0), "mut"),
    )
    return Bar(carried, [(float(weight * _PERCENT / limit), tone) for weight, tone in parts])
