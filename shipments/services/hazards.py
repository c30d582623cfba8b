"""How items are classified for transport: recorded from a paper, confirmed by another person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from shipments.domain.hazard import (
    Classification,
    Division,
    Group,
    InvalidClassification,
    InvalidUnNumber,
    parse_number,
)
from shipments.domain.roles import Right
from shipments.models import Item, ItemHazard, User
from shipments.models.choices import Certainty
from shipments.services import refusal
from shipments.services.refusal import Problem

# Confirmed is what a second person makes it, not what the first one says of it.
CERTAINTIES = (Certainty.REPORTED, Certainty.INFERRED, Certainty.DISPUTED)
# What the column holds. Nothing that orders count by the piece weighs a thousand tonnes.
_MOST_KG = Decimal(10**6)
_CHANGED = "Somebody changed it since you looked. Look again at what stands there now."


@dataclass(frozen=True)
class HazardEntry:
    """What the papers say of one item. Weights in kilograms of one ``unit_of_issue``.

    :ivar is_explosive: False says that somebody found it is not Class 1; None is no answer.
    """

    is_explosive: bool | None
    source: str
    un_number: str = ""
    proper_shipping_name: str = ""
    division: str = ""
    compatibility_group: str = ""
    net_explosive_kg: Decimal | None = None
    gross_kg: Decimal | None = None
    unit_of_issue: str = "EA"
    certainty: str = Certainty.REPORTED.value


def record(
    entry: HazardEntry, *, item_id: int, by: User, at: datetime, seen_at: datetime | None = None
) -> ItemHazard:
    """Put on record how an item is classified, in place of what stood there.

    What stood there stays as history. Nobody has confirmed the new one yet, so loads that
    were cleared with the old one are so no longer.

    :param seen_at: when what the person looked at was recorded; None where nothing was.
    :raises Item.DoesNotExist: no such item.
    :raises NotAllowed: neither logs shipments for the staff nor clears loads.
    :raises Refused: with every problem there is, or somebody else changed it meanwhile.
    """
    if by.is_contractors or not (by.may(Right.LOG_SHIPMENT) or by.may(Right.CLEAR_LOAD)):
        message = "Your role does not let you classify an item. Ask a compliance officer."
        raise refusal.NotAllowed([Problem("", message, "not_allowed")])
    if problems := check(entry):
        raise refusal.Refused(problems)
    number, _ = _un_number(entry.un_number)
    facts = {
        "is_explosive": entry.is_explosive,
        "un_number": number,
        "proper_shipping_name": entry.proper_shipping_name.strip(),
        "division": entry.division,
        "compatibility_group": entry.compatibility_group,
        "net_explosive_kg": entry.net_explosive_kg,
        "gross_kg": entry.gross_kg,
        "unit_of_issue": entry.unit_of_issue.strip().upper(),
        "source": entry.source.strip(),
        "certainty": entry.certainty,
        "recorded_at": at,
        "recorded_by": by,
        "confirmed_at": None,
        "confirmed_by": None,
    }
    with transaction.atomic():
        Item.objects.select_for_update(no_key=True).get(pk=item_id)
        if seen_at is not None:
            won = ItemHazard.objects.filter(pk=item_id, recorded_at=seen_at).update(**facts)
            if not won:
                raise refusal.refuse("", _CHANGED, "changed_meanwhile")
        elif ItemHazard.objects.filter(pk=item_id).exists():
            raise refusal.refuse("", _CHANGED, "changed_meanwhile")
        else:
            ItemHazard.objects.create(item_id=item_id, **facts)
    return ItemHazard.objects.get(pk=item_id)


def check(entry: HazardEntry) -> list[Problem]:
    """Say everything that is wrong with an entry, each beside its field. Writes nothing."""
    return [*_un_number(entry.un_number)[1], *_problems(entry)]


def confirm(*, item_id: int, seen_at: datetime, by: User, at: datetime) -> ItemHazard:
    """Confirm what somebody else recorded, having compared it with the papers.

    :param seen_at: when what the person looked at was recorded.
    :raises ItemHazard.DoesNotExist: nothing is on record.
    :raises NotAllowed: no right to clear loads.
    :raises Refused: the person recorded it, it is confirmed already, or it was changed meanwhile.
    """
    refusal.require(by, Right.CLEAR_LOAD)
    waiting = ItemHazard.objects.filter(pk=item_id, recorded_at=seen_at, confirmed_at__isnull=True)
    won = waiting.exclude(recorded_by=by).update(
        confirmed_at=at, confirmed_by=by, certainty=Certainty.CONFIRMED.value
    )
    hazard = ItemHazard.objects.select_related("confirmed_by").get(pk=item_id)
    if not won:
        raise _not_confirmed(hazard, seen_at=seen_at)
    return hazard


def _not_confirmed(hazard: ItemHazard, *, seen_at: datetime) -> refusal.Refused:
    if hazard.recorded_at != seen_at:
        return refusal.refuse("", _CHANGED, "changed_meanwhile")
    if hazard.confirmed_at:
        message = f"{hazard.confirmed_by} has confirmed it already."
        return refusal.refuse("", message, "confirmed")
    message = "You recorded it. Another person with the right must confirm it."
    return refusal.refuse("", message, "recorded_by_yourself")


def _un_number(text: str) -> tuple[str, list[Problem]]:
    if not text.strip():
        return "", []
    try:
        return parse_number(text), []
    except InvalidUnNumber as error:
        return "", [Problem("un_number", str(error), "invalid_un_number")]


def _problems(entry: HazardEntry) -> list[Problem]:
    problems = []
    if entry.is_explosive is None:
        message = "Say whether it is an explosive of Class 1. While nobody knows, record nothing."
        problems.append(Problem("is_explosive", message, "required"))
    problems += _of_class_1(entry) if entry.is_explosive else _of_none(entry)
    problems += _weights(entry)
    if not (len(entry.unit_of_issue.strip()) == 2 and entry.unit_of_issue.strip().isalpha()):
        message = f"Unit: found “{entry.unit_of_issue}”; it needs the 2 letters of an order's unit, like EA."
        problems.append(Problem("unit_of_issue", message, "invalid_unit"))
    if not entry.source.strip():
        message = "Name the paper that says so, like: shipping papers of lot 7, 12 Nov 2026."
        problems.append(Problem("source", message, "required"))
    for field, most in (("source", 300), ("proper_shipping_name", 120)):
        found = len(getattr(entry, field).strip())
        if found > most:
            message = f"Keep it to {most} characters: found {found}."
            problems.append(Problem(field, message, "too_long"))
    if entry.certainty not in CERTAINTIES:
        message = f"Choose {', '.join(CERTAINTIES)}. A second person confirms it."
        problems.append(Problem("certainty", message, "unknown_certainty"))
    return problems


def _of_class_1(entry: HazardEntry) -> list[Problem]:
    problems = []
    if entry.division not in list(Division):
        message = "Choose the division, 1.1 to 1.6, as on the label."
        problems.append(Problem("division", message, "required"))
    if entry.compatibility_group not in list(Group):
        message = "Choose the compatibility group, A to S, as on the label."
        problems.append(Problem("compatibility_group", message, "required"))
    if problems:
        return problems
    try:
        Classification(Division(entry.division), Group(entry.compatibility_group))
    except InvalidClassification as error:
        return [Problem("compatibility_group", str(error), "no_such_classification")]
    return []


def _of_none(entry: HazardEntry) -> list[Problem]:
    """What is not Class 1 has nothing of what only an explosive has."""
    if entry.is_explosive is None:
        return []
    message = "Leave it empty, or say that the item is an explosive."
    return [
        Problem(field, message, "only_for_explosives")
        for field in ("division", "compatibility_group", "net_explosive_kg")
        if getattr(entry, field) not in ("", None)
    ]


def _weights(entry: HazardEntry) -> list[Problem]:
    problems = []
    for field in ("net_explosive_kg", "gross_kg"):
        weight = getattr(entry, field)
        if weight is None or (field == "net_explosive_kg" and not entry.is_explosive):
            continue
        if not weight.is_finite() or not 0 < weight < _MOST_KG:
            message = (
                f"Found {weight}; enter kilograms above 0 and below {_MOST_KG:,}, "
                "or leave it empty while not known."
            )
            problems.append(Problem(field, message, "out_of_range"))
        elif round(weight, 6) != weight:
            message = f"Found {weight}; enter no more than 6 decimals: that is a milligram."
            problems.append(Problem(field, message, "too_fine"))
    net, gross = entry.net_explosive_kg, entry.gross_kg
    if (
        not problems
        and entry.is_explosive
        and net is not None
        and gross is not None
        and net > gross
    ):
        message = f"{net} kg of explosives is more than the unit weighs, {gross} kg. Check both."
        problems.append(Problem("net_explosive_kg", message, "more_than_gross"))
    return problems
