"""Recording what happens to a shipment, and taking back what was recorded in error."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import IntegrityError, transaction

from shipments import enqueue
from shipments.domain.milestones import Classifier, MilestoneKind
from shipments.domain.roles import Right
from shipments.models import Leg, Milestone, Place, Shipment, User
from shipments.services import days, refusal, sent_twice
from shipments.services.refusal import Problem
from shipments.standing import recompute as standing


def record(
    *,
    tcn: str,
    kind: str,
    classifier: str,
    occurs_on: date | None,
    source: str,
    by: User,
    at: datetime,
    place: str | None = None,
    reported_at: datetime | None = None,
) -> Milestone:
    """Add a milestone to a shipment's ledger.

    The very same sent again within a minute is the milestone that is there.

    :param occurs_on: the day, local to the place.
    :param place: a place's code.
    :param reported_at: when the source said it; ``at`` when left out.
    :raises Shipment.DoesNotExist: no such shipment that the person may see.
    :raises NotAllowed: no right to record milestones.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.RECORD_MILESTONE)
    found = Place.objects.filter(code=place).first() if place else None
    try:
        with transaction.atomic():
            # Locked, so that it cannot be cancelled between the check and the entry.
            rows = Shipment.objects.visible_to(by).select_for_update(no_key=True, of=("self",))
            shipment = rows.select_related("from_place", "to_place").get(tcn=tcn)
            legs = list(shipment.legs.in_force().in_sequence().select_related("to_place"))
            problems = _problems(shipment, kind, classifier, occurs_on, source)
            problems += _place_problems(shipment, legs, kind, classifier, found)
            problems += days.out_of_reach(at=at, occurs_on=occurs_on)
            if place and found is None:
                message = f"No place {place}. Choose one from the list."
                problems.append(Problem("place", message, "unknown_place"))
            if problems or occurs_on is None:
                raise refusal.Refused(problems)
            facts = {
                "shipment": shipment,
                "kind": kind,
                "classifier": classifier,
                "occurs_on": occurs_on,
                "place": found,
                "leg": _leg(legs, kind, found),
                "source": source.strip(),
                "recorded_by": by,
            }
            if twin := sent_twice.twin(Milestone.objects.standing(), at=at, **facts):
                return twin
            milestone = Milestone.objects.create(
                reported_at=reported_at or at, recorded_at=at, **facts
            )
            _follow(shipment, at=at)
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    return milestone


def _problems(
    shipment: Shipment, kind: str, classifier: str, occurs_on: date | None, source: str
) -> list[Problem]:
    problems = []
    if shipment.cancelled_at:
        problems.append(Problem("", f"{shipment.tcn} is cancelled.", "cancelled"))
    if kind not in list(MilestoneKind):
        message = f"Choose what happened: {', '.join(MilestoneKind)}."
        problems.append(Problem("kind", message, "unknown_kind"))
    if classifier not in list(Classifier):
        message = f"Choose {', '.join(Classifier)}."
        problems.append(Problem("classifier", message, "unknown_classifier"))
    if occurs_on is None:
        problems.append(Problem("occurs_on", "Enter the day.", "required"))
    if not source.strip():
        problems.append(Problem("source", "Enter who or what says so.", "required"))
    return problems


# Where each of these can only have been.
_ENDS = {MilestoneKind.DEPARTED.value: "from_place", MilestoneKind.ARRIVED.value: "to_place"}
_STOPS = (MilestoneKind.ARRIVED_AT_STOP.value, MilestoneKind.LEFT_STOP.value)


def _place_problems(
    shipment: Shipment, legs: list[Leg], kind: str, classifier: str, place: Place | None
) -> list[Problem]:
    """A stop is told apart from the ends of the way by its place."""
    ends = (shipment.from_place, shipment.to_place)
    if kind in _STOPS:
        if place is None:
            return [Problem("place", "Choose the place where it stopped.", "required")]
        if place in ends:
            message = (
                f"{place.name} is where it {'begins' if place == ends[0] else 'ends'}, no stop. "
                f"Choose {'departed' if place == ends[0] else 'arrived'}, or another place."
            )
            return [Problem("place", message, "not_a_stop")]
        stops = [leg.to_place for leg in legs[:-1]]
        # What did happen is recorded wherever it was; what is only planned is planned as a leg.
        if legs and place not in stops and classifier != Classifier.ACTUAL.value:
            message = f"No leg stops at {place.name}. Plan its legs so first."
            return [Problem("place", message, "not_a_stop")]
    if place and kind in _ENDS and place != getattr(shipment, _ENDS[kind]):
        end = getattr(shipment, _ENDS[kind])
        stop = "left stop" if kind == MilestoneKind.DEPARTED.value else "arrived at stop"
        message = f"It is {kind} at {end.name}. Of a place between choose “{stop}”."
        return [Problem("place", message, "not_its_end")]
    return []


def _leg(legs: list[Leg], kind: str, place: Place | None) -> int | None:
    """The leg that it ends, or begins; None where the shipment has none, or stops elsewhere."""
    if not legs:
        return None
    if kind in _STOPS:
        ended = next((leg.sequence for leg in legs if leg.to_place == place), None)
        return ended and ended + (kind == MilestoneKind.LEFT_STOP.value)
    order = list(MilestoneKind)
    if kind in order and order.index(MilestoneKind(kind)) >= order.index(MilestoneKind.ARRIVED):
        return legs[-1].sequence
    return None if kind == MilestoneKind.PASSED.value else legs[0].sequence


def retract(*, milestone_id: int, reason: str, by: User, at: datetime) -> Milestone:
    """Take a milestone back by a later entry that names it; the wrong one stays readable.

    :raises Milestone.DoesNotExist: no such milestone that the person may see.
    :raises Refused: no reason, or retracted before.
    """
    refusal.require(by, Right.RECORD_MILESTONE)
    if not reason.strip():
        raise refusal.refuse("reason", "Say why it is retracted.", "required")
    wrong = Milestone.objects.select_related("shipment").get(
        pk=milestone_id, shipment__in=Shipment.objects.visible_to(by), retracts__isnull=True
    )
    try:
        with transaction.atomic():
            retraction = Milestone.objects.create(
                shipment=wrong.shipment,
                kind=wrong.kind,
                classifier=wrong.classifier,
                occurs_on=wrong.occurs_on,
                place_id=wrong.place_id,
                leg=wrong.leg,
                source=str(by),
                reported_at=at,
                recorded_at=at,
                recorded_by=by,
                retracts=wrong,
                reason=reason.strip(),
            )
            _follow(wrong.shipment, at=at)
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    return retraction


def _follow(shipment: Shipment, *, at: datetime) -> None:
    """Let the orders aboard, and it, stand where the ledger now says."""
    standing.with_orders(shipment.pk, at=at.astimezone(UTC))
    enqueue.judge()
