"""The ways that goods go, and how many days each is planned to take."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import IntegrityError, transaction

from shipments import enqueue
from shipments.domain.modes import Mode
from shipments.domain.roles import Right
from shipments.models import Lane, Place, User
from shipments.services import refusal
from shipments.services.refusal import Problem
from shipments.standing.recompute import stale

LONGEST_DAYS = 365
MOST_NOTE = 300


def add(
    *,
    mode: str,
    from_place: str,
    to_place: str,
    planning_days: int | None,
    note: str,
    by: User,
    at: datetime,
    passes: Collection[str] = (),
) -> Lane:
    """Plan a lane. Orders that go by it are expected by its figure from now on.

    :param from_place: a place's code; likewise ``to_place`` and each of ``passes``.
    :param planning_days: calendar days from departure to arrival.
    :param note: what the figure rests on.
    :raises NotAllowed: no right to plan transport.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    places = Place.objects.in_bulk({from_place, to_place, *passes}, field_name="code")
    problems = _way_problems(mode, from_place, to_place, places)
    problems += _figure_problems(planning_days, note, passes, places)
    if problems or planning_days is None:
        raise refusal.Refused(problems)
    try:
        with transaction.atomic():
            lane = Lane.objects.create(
                mode=mode,
                from_place=places[from_place],
                to_place=places[to_place],
                planning_days=planning_days,
                note=note.strip(),
                recorded_at=at,
                recorded_by=by,
            )
            lane.passes.set([places[code] for code in passes])
            _expect_again(at=at)
    except IntegrityError as error:
        raise refusal.from_database(error) from error
    return lane


def revise(
    *,
    lane_id: int,
    planning_days: int | None,
    note: str,
    by: User,
    at: datetime,
    passes: Collection[str] = (),
) -> Lane:
    """Give a lane another figure, or another way round. What stood before is kept as history.

    :param note: what the figure rests on now.
    :raises Lane.DoesNotExist: no such lane.
    :raises NotAllowed: no right to plan transport.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.PLAN_TRANSPORT)
    places = Place.objects.in_bulk(set(passes), field_name="code")
    problems = _figure_problems(planning_days, note, passes, places)
    with transaction.atomic():
        lane = Lane.objects.with_places().select_for_update(of=("self",)).get(pk=lane_id)
        if problems or planning_days is None:
            raise refusal.Refused(problems)
        lane.planning_days, lane.note = planning_days, note.strip()
        lane.recorded_at, lane.recorded_by = at, by
        lane.save()
        lane.passes.set([places[code] for code in passes])
        _expect_again(at=at)
    return lane


def _expect_again(*, at: datetime) -> None:
    """Have the orders that the lane's triggers marked stand as they now do.

    The first some thousand at once; what is beyond those the worker does.
    """
    stale(at=at)
    enqueue.judge()


def _way_problems(
    mode: str, from_place: str, to_place: str, places: dict[str, Place]
) -> list[Problem]:
    problems = []
    if mode not in list(Mode):
        message = "Choose a mode: sea, air, road or rail."
        problems.append(Problem("mode", message, "unknown_mode"))
    if from_place not in places:
        problems.append(Problem("from_place", "Choose where it leaves.", "unknown_place"))
    if to_place not in places:
        problems.append(Problem("to_place", "Choose where it goes.", "unknown_place"))
    if problems:
        return problems
    if from_place == to_place:
        message = "It goes where it leaves. Choose another place."
        problems.append(Problem("to_place", message, "goes_nowhere"))
    elif Lane.objects.filter(
        mode=mode, from_place__code=from_place, to_place__code=to_place
    ).exists():
        field, message = refusal.CONSTRAINTS["lane_one_per_mode_and_places"]
        problems.append(Problem(field, message, "planned_already"))
    return problems


def _figure_problems(
    planning_days: int | None, note: str, passes: Collection[str], places: dict[str, Place]
) -> list[Problem]:
    problems = []
    if planning_days is None or not 1 <= planning_days <= LONGEST_DAYS:
        message = f"Enter the days it takes, a whole number from 1 to {LONGEST_DAYS}."
        problems.append(Problem("planning_days", message, "out_of_range"))
    if not note.strip():
        problems.append(Problem("note", "Say what the figure rests on.", "required"))
    if len(note.strip()) > MOST_NOTE:
        message = f"Keep it to {MOST_NOTE} characters: found {len(note.strip())}."
        problems.append(Problem("note", message, "too_long"))
    if not set(passes) <= places.keys():
        problems.append(Problem("passes", "Choose places from the list.", "unknown_place"))
    return problems
