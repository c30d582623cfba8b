"""Net explosive weight aboard a conveyance: this load, our others, and other people's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, F, Q, Sum, When
from django.db.models.fields import DecimalField

from shipments.domain import kilograms
from shipments.domain.hazard import Against, Fit, Total, against
from shipments.models import Departure, Leg, Shipment, ShipmentLine

_NOTHING = Total(Decimal(0), 0)
_WEIGHT = DecimalField(max_digits=30, decimal_places=6)
_NOT_CLASS_1 = Q(order__item__hazard__is_explosive=False)
_WEIGHED = Q(
    order__item__hazard__is_explosive=True,
    order__item__hazard__net_explosive_kg__isnull=False,
    order__item__hazard__unit_of_issue=F("order__unit_of_issue"),
)


@dataclass(frozen=True)
class Carried:
    """A load's net explosive weight held against what one conveyance may carry.

    :ivar departure: None while nobody has said by which one it goes; its limit is not known then.
    :ivar ours: of our other shipments on it.
    :ivar others: of other people's goods on it; None where they have not said.
    :ivar against: all of it together against the limit. What is missing is never nought.
    """

    departure: Departure | None
    this: Total
    ours: Total
    others: Decimal | None
    against: Against

    @property
    def concerns(self) -> bool:
        """Whether anything aboard is, or may be, an explosive."""
        return bool(self.this.known or self.this.missing)

    @property
    def fit(self) -> Fit:
        return self.against.fit if self.concerns else Fit.WITHIN

    @property
    def name(self) -> str:
        return f"{self.departure.carrier} {self.departure.voyage}" if self.departure else ""

    @property
    def sentence(self) -> str:
        """What is aboard and how much there may be, as far as it is known."""
        if not self.concerns:
            return "Nothing aboard counts: it is known not to be an explosive."
        if self.departure is None:
            return (
                f"{self._this} aboard. By which departure it goes is not said: no limit is known."
            )
        if self.against.limit is None:
            return f"{self._this} aboard. No limit is on record for {self.name}."
        aboard = kilograms.show(self.against.total.known)
        least = "at least " if self.against.total.missing else ""
        of_all = f"{least}{aboard} of {kilograms.show(self.against.limit)} on {self.name}"
        if self.fit is Fit.OVER:
            over = kilograms.show(self.against.total.known - self.against.limit)
            return f"{self._this} aboard makes {of_all}: {over} too much."
        return f"{self._this} aboard makes {of_all}."

    @property
    def points(self) -> tuple[str, ...]:
        """What a person must confirm, because nothing on record shows it."""
        if not self.concerns or self.fit is not Fit.UNKNOWN:
            return ()
        open_points = []
        if self.this.missing:
            open_points.append("Net explosive weight of this load: not known of every line.")
        if self.departure is None:
            open_points.append("By which departure it goes, and how much that may carry.")
        elif self.against.limit is None:
            open_points.append(f"How much net explosive weight {self.name} may carry.")
        else:
            if self.ours.missing:
                open_points.append(
                    f"Net explosive weight of our other shipments on {self.name}: "
                    "not known of every line."
                )
            if self.others is None:
                open_points.append(f"Net explosive weight of others' goods on {self.name}.")
        return tuple(open_points)

    @property
    def _this(self) -> str:
        if not self.this.missing:
            return kilograms.show(self.this.known)
        return f"At least {kilograms.show(self.this.known)}"


def carried(
    this: Total, departures: Sequence[Departure], *, but: Shipment | None = None
) -> tuple[Carried, ...]:
    """Hold a load against each departure that it goes by. Two queries at most.

    :param but: the shipment that the load is, where it is logged already: it is not another one.
    """
    if not departures:
        return (Carried(None, this, _NOTHING, None, against(this, None)),)
    ours = _ours({departure.pk for departure in departures}, but=but)
    return tuple(_on(departure, this, ours[departure.pk]) for departure in departures)


def _on(departure: Departure, this: Total, ours: Total) -> Carried:
    others = departure.explosive_others_kg
    aboard = Total(
        this.known + ours.known + (others or 0), this.missing + ours.missing + (others is None)
    )
    return Carried(departure, this, ours, others, against(aboard, departure.explosive_limit_kg))


def shipments_on(departure_ids: Collection[int]) -> Mapping[int, set[int]]:
    """Our shipments by the departure that they, or a leg in force of theirs, go by. One query.

    Cancelled ones go by none.
    """
    whole = Shipment.objects.standing_live().filter(departure__in=departure_ids)
    by_leg = Leg.objects.in_force().filter(
        departure__in=departure_ids, shipment__cancelled_at__isnull=True
    )
    pairs = whole.values_list("departure_id", "pk").union(
        by_leg.values_list("departure_id", "shipment_id")
    )
    found: dict[int, set[int]] = defaultdict(set)
    for departure_id, shipment_id in pairs:
        found[departure_id or 0].add(shipment_id)
    return found


def net_of(shipment_ids: Collection[int]) -> Mapping[int, Total]:
    """Net explosive weight of each shipment, as ``LoadLine`` counts it, added up by the database."""
    found: dict[int, Total] = defaultdict(lambda: _NOTHING)
    if not shipment_ids:
        return found
    weight = F("quantity") * F("order__item__hazard__net_explosive_kg")
    rows = (
        ShipmentLine.objects.filter(shipment__in=shipment_ids)
        .values("shipment_id")
        .annotate(
            known=Sum(Case(When(_WEIGHED, then=weight), output_field=_WEIGHT)),
            lines=Count("pk"),
            counted=Count("pk", filter=_WEIGHED | _NOT_CLASS_1),
        )
    )
    for row in rows:
        missing = row["lines"] - row["counted"]
        found[row["shipment_id"]] = Total(row["known"] or Decimal(0), missing)
    return found


def _ours(departure_ids: Collection[int], *, but: Shipment | None) -> Mapping[int, Total]:
    """Of our other shipments, by departure."""
    aboard = {
        departure_id: {pk for pk in shipment_ids if but is None or pk != but.pk}
        for departure_id, shipment_ids in shipments_on(departure_ids).items()
    }
    totals = net_of({pk for shipment_ids in aboard.values() for pk in shipment_ids})
    found: dict[int, Total] = defaultdict(lambda: _NOTHING)
    for departure_id, shipment_ids in aboard.items():
        of_each = [totals[pk] for pk in shipment_ids]
        known = sum((each.known for each in of_each), Decimal(0))
        found[departure_id] = Total(known, sum(each.missing for each in of_each))
    return found
