"""Case files of an exercise that are open: in every state, as the order gives cause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from shipments.domain.ladder import Step
from shipments.intake.exercise.drafts import Desk, Draft
from shipments.intake.exercise.orders import Lived
from shipments.models import Expedite, Flag, Promise, Proposal, Standing
from shipments.models.choices import ActionKind, ExpediteState, Lever

_WEEK = timedelta(days=7)


def draft(
    found: Sequence[Lived], desk: Desk, *, flags: Mapping[int, Sequence[Flag]]
) -> list[Draft]:
    """Make up the file of each of these flagged orders."""
    orders = [each.order.pk for each in found]
    standings = Standing.objects.in_bulk(orders)
    promises: dict[int, Promise] = {}
    for given in Promise.objects.filter(order__in=orders).order_by("recorded_at", "pk"):
        promises[given.order_id] = given
    drafts = []
    answered = 0
    for number, each in enumerate(found):
        order_id = each.order.pk
        promise = promises.get(order_id)
        made = _opened(each, number, desk, flags[order_id], standings[order_id])
        ahead = promise if promise and _is_kept_for_now(promise, desk) else None
        # Counted, not drawn, because in a small book few have promised lately.
        answered += ahead is not None
        if ahead and answered % 2:
            _commit(made, desk, ahead)
        else:
            _go_on(made, desk, promise)
        drafts.append(made)
    return drafts


def _is_kept_for_now(promise: Promise, desk: Desk) -> bool:
    """Given lately, and its day is still ahead."""
    return _is_recent(promise, desk) and promise.ship_on >= desk.as_of


def _is_recent(promise: Promise, desk: Desk) -> bool:
    return desk.as_of - promise.said_on <= timedelta(days=30)


def _opened(
    lived: Lived, number: int, desk: Desk, flags: Sequence[Flag], standing: Standing
) -> Draft:
    opened_at = desk.moment(desk.as_of - desk.days(3, 16))
    owner = desk.draw.choice(desk.people.expeditors)
    expected_on = standing.expected_delivery_on
    reasons = [_reason(flag) for flag in flags]
    file = Expedite(
        order=lived.order,
        owner=owner,
        opened_at=opened_at,
        opened_by=owner,
        expected_at_opening=expected_on,
        reasons=reasons,
        lever=desk.draw.choice((Lever.RECOVER_SLIP.value, Lever.PART_SHIPMENT.value, "")),
    )
    made = Draft(lived, owner, number, file)
    expected = expected_on.isoformat() if expected_on else None
    made.do(
        ActionKind.OPENED,
        ExpediteState.OPEN,
        opened_at,
        expected_at_opening=expected,
        reasons=reasons,
        lever=file.lever,
    )
    return made


def _go_on(made: Draft, desk: Desk, promise: Promise | None) -> None:
    """Take the file as far as it came: some wait for a step, some for an answer."""
    wish = desk.draw.choices(
        ("open", "contacted", "committed", "proposed", "escalated"), weights=(22, 30, 26, 8, 14)
    )[0]
    if wish == "open":
        _next(made, Step.FOLLOW_UP, desk.as_of + desk.days(-1, 2))
        _perhaps_snooze(made, desk)
        return
    if wish == "committed" and promise is not None and _is_recent(promise, desk):
        _commit(made, desk, promise)
        return
    asked_at = made.file.opened_at + timedelta(hours=desk.draw.randint(1, 30))
    made.follow_up(asked_at)
    _next(made, Step.IMPROVEMENT_REQUEST, asked_at.date() + _WEEK)
    if wish == "proposed" and promise is not None:
        _propose(made, desk, promise, asked_at + timedelta(hours=20))
    elif wish == "escalated":
        _escalate(made, asked_at + timedelta(hours=40))
    else:
        _perhaps_snooze(made, desk)


def _commit(made: Draft, desk: Desk, promise: Promise) -> None:
    """The last promise is the answer to the follow-up: so the file was opened before it."""
    opened_at = promise.recorded_at - desk.days(2, 6)
    made.file.opened_at = made.actions[0].at = opened_at
    made.follow_up(opened_at + timedelta(hours=2))
    made.do(
        ActionKind.PROMISED,
        ExpediteState.COMMITTED,
        promise.recorded_at,
        f"{promise.said_by} promised to ship on {promise.ship_on:%-d %b %Y}.",
        by_contact=True,
        promises=[promise.pk],
    )
    made.file.commitment = promise
    made.file.next_step, made.file.next_step_on = "", None
    if promise.ship_on < desk.as_of:
        broken_at = desk.moment(promise.ship_on + timedelta(days=1))
        text = f"The promised {promise.ship_on:%-d %b %Y} has gone and it has not shipped."
        made.do(ActionKind.BROKEN, ExpediteState.BROKEN, broken_at, text)
        made.actions[-1].by = None
        _next(made, Step.IMPROVEMENT_REQUEST, desk.as_of)


def _propose(made: Draft, desk: Desk, promise: Promise, at: datetime) -> None:
    ship_on = promise.ship_on + desk.days(6, 25)
    reason = desk.draw.choice(("A supplier is late", "The test stand is taken until then"))
    batch = UUID(int=desk.draw.getrandbits(128), version=4)
    made.proposal = Proposal(
        order=made.lived.order,
        contact=made.lived.maker.contact,
        batch=batch,
        ship_on=ship_on,
        reason=reason,
        proposed_at=at,
    )
    text = f"{made.lived.maker.contact.name} proposes {ship_on:%-d %b %Y}: {reason}"
    made.do(ActionKind.PROPOSED, ExpediteState.CONTACTED, at, text, by_contact=True)


def _escalate(made: Draft, at: datetime) -> None:
    made.do(
        ActionKind.SPECIAL_ASSISTANCE,
        ExpediteState.ESCALATED,
        at,
        "Special priorities assistance asked for.",
    )
    made.file.rung = Step.SPECIAL_ASSISTANCE.value
    made.file.next_step, made.file.next_step_on = "", None


def _perhaps_snooze(made: Draft, desk: Desk) -> None:
    if desk.draw.random() < 0.15:
        until, reason = desk.as_of + desk.days(1, 9), "Their plant is closed"
        made.file.snoozed_until, made.file.snoozed_because = until, reason
        at = made.actions[-1].at + timedelta(hours=1)
        text = f"Until {until:%-d %b %Y}: {reason}"
        made.do(ActionKind.SNOOZED, ExpediteState(made.file.state), at, text)


def _next(made: Draft, step: Step, on: date) -> None:
    made.file.next_step, made.file.next_step_on = step.value, on


def _reason(flag: Flag) -> dict[str, Any]:
    return {
        "reason": flag.reason,
        "points": flag.points,
        "since": flag.since.isoformat(),
        "evidence": flag.evidence,
        "policy": flag.policy.version,
    }
