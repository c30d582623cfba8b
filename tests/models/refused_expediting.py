"""Writes about lanes, holds, coverage, case files and mail that the database refuses, by name."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from shipments.models import (
    AnswerLink,
    Digest,
    DueRecord,
    ExpediteAction,
    Hold,
    HotOrder,
    LaneRecord,
    NettedDay,
    Notice,
    OutboxMessage,
    OutboxOrder,
    PriorityChange,
    Proposal,
    PullForward,
    Shortfall,
    Substitute,
)
from tests.factories import (
    ContactFactory,
    DepartureFactory,
    ExpediteFactory,
    HoldFactory,
    ItemFactory,
    LaneFactory,
    NeedFactory,
    OrderFactory,
    PlaceFactory,
    PromiseFactory,
    ReportFactory,
    UserFactory,
)
from tests.factories.moments import AT, TODAY

YESTERDAY = TODAY - timedelta(days=1)


def priority_change(**fields: Any) -> PriorityChange:
    urgencies = {"urgency_before": "routine", "urgency_after": "urgent"}
    return PriorityChange.objects.create(
        **{"order": OrderFactory(), "reason": "FAD raised", "at": AT} | urgencies | fields
    )


def action(**fields: Any) -> ExpediteAction:
    return ExpediteAction.objects.create(
        **{"expedite": ExpediteFactory(), "kind": "noted", "state_after": "open", "at": AT} | fields
    )


def message(**fields: Any) -> OutboxMessage:
    written = {
        "to_address": "desk@contractor.example",
        "subject": "Your orders",
        "text": "Good day",
    }
    return OutboxMessage.objects.create(
        **{"message_id": f"<{uuid.uuid4()}@quayline>", "written_at": AT, "not_before": AT}
        | written
        | fields
    )


def link(**fields: Any) -> AnswerLink:
    return AnswerLink.objects.create(
        **{"contact": ContactFactory(), "made_at": AT, "expires_at": AT + timedelta(days=14)}
        | fields
    )


def proposal(**fields: Any) -> Proposal:
    said = {"ship_on": TODAY, "reason": "A late part", "proposed_at": AT, "batch": uuid.uuid4()}
    return Proposal.objects.create(
        **{"order": OrderFactory(), "contact": ContactFactory()} | said | fields
    )


def notice(**fields: Any) -> Notice:
    return Notice.objects.create(
        **{"user": UserFactory(), "kind": "due", "text": "Due", "at": AT, "occasion": "due"}
        | fields
    )


def pull_forward(**fields: Any) -> PullForward:
    found = {"quantity": 5, "needed_on": TODAY, "computed_at": AT}
    return PullForward.objects.create(
        **{"order": OrderFactory(), "need": NeedFactory()} | found | fields
    )


def substitute(**fields: Any) -> Substitute:
    return Substitute.objects.create(
        **{"item": ItemFactory(), "accepted": ItemFactory(), "rank": 1}
        | {"source": "Letter of the receiver", "recorded_at": AT}
        | fields
    )


def _of_one(make: Callable[..., Any], **fields: Callable[[], Any]) -> Callable[[], Any]:
    """Made twice about the same things."""

    def write() -> None:
        same = {name: of() for name, of in fields.items()}
        make(**same)
        make(**same)

    return write


def one_lane_twice() -> None:
    lane = LaneFactory()
    LaneFactory(from_place=lane.from_place, to_place=lane.to_place)


def one_lane_record_twice() -> None:
    places = {"from_place": PlaceFactory(), "to_place": PlaceFactory()}
    days = {"low_days": 1, "median_days": 2, "high_days": 3}
    for _ in range(2):
        LaneRecord.objects.create(mode="sea", shipments=1, computed_at=AT, **places, **days)


def one_departure_twice() -> None:
    sailing = DepartureFactory()
    DepartureFactory(voyage=sailing.voyage, from_place=sailing.from_place)


def one_place(make: Callable[..., Any]) -> Callable[[], Any]:
    def write() -> None:
        place = PlaceFactory()
        make(from_place=place, to_place=place)

    return write


def a_hold_released_by_who_asked() -> None:
    person = UserFactory()
    HoldFactory(
        release_asked_at=AT,
        release_asked_by=person,
        release_reason="Signed",
        released_at=AT,
        released_by=person,
    )


def a_hold_moved_to_another_order() -> None:
    Hold.objects.filter(pk=HoldFactory().pk).update(order=OrderFactory())


def a_released_hold_placed_again() -> None:
    hold = HoldFactory(
        release_asked_at=AT,
        release_asked_by=UserFactory(),
        release_reason="Signed",
        released_at=AT,
        released_by=UserFactory(),
    )
    Hold.objects.filter(pk=hold.pk).update(released_at=None, released_by=None)


def a_step_taken_twice_in_one_call() -> None:
    file, call = ExpediteFactory(), uuid.uuid4()
    for _ in range(2):
        action(expedite=file, kind="follow_up", call=call)


def a_promised_proposal_nobody_decided() -> None:
    promise = PromiseFactory()
    proposal(order=promise.order, promise=promise)


REFUSED: list[tuple[str, Callable[[], Any]]] = [
    ("answer_link_expires_later", lambda: link(expires_at=AT)),
    (
        "departure_cut_off_not_after_it_departs",
        lambda: DepartureFactory(cut_off_on=TODAY, departs_on=YESTERDAY),
    ),
    (
        "departure_arrives_not_before_it_departs",
        lambda: DepartureFactory(arrives_on=TODAY),
    ),
    ("departure_goes_somewhere_else", one_place(DepartureFactory)),
    ("departure_named_once", one_departure_twice),
    (
        "digest_one_a_day",
        _of_one(
            lambda user: Digest.objects.create(user=user, on=TODAY, made_at=AT), user=UserFactory
        ),
    ),
    ("due_record_names_a_whole_lane", lambda: DueRecord.objects.create(mode="sea", marked_at=AT)),
    (
        "due_record_names_a_whole_lane",
        lambda: DueRecord.objects.create(from_place=PlaceFactory(), marked_at=AT),
    ),
    ("expedite_action_kind_is_known", lambda: action(kind="shouted")),
    ("expedite_action_once_per_call", a_step_taken_twice_in_one_call),
    ("expedite_days_gained_say_how_firm", lambda: ExpediteFactory(days_gained=4)),
    ("expedite_next_step_has_its_day", lambda: ExpediteFactory(next_step="follow_up")),
    ("expedite_snoozed_with_a_reason", lambda: ExpediteFactory(snoozed_until=TODAY)),
    ("hold_covers_one_thing", lambda: HoldFactory(item=ItemFactory())),
    ("hold_covers_one_thing", lambda: HoldFactory(order=None)),
    ("hold_covers_what_it_was_placed_on", a_hold_moved_to_another_order),
    ("hold_is_never_deleted", lambda: Hold.objects.filter(pk=HoldFactory().pk).delete()),
    ("hold_release_is_asked_with_a_reason", lambda: HoldFactory(release_asked_at=AT)),
    (
        "hold_release_is_asked_with_a_reason",
        lambda: HoldFactory(release_asked_at=AT, release_asked_by=UserFactory()),
    ),
    ("hold_release_is_final", a_released_hold_placed_again),
    ("hold_released_by_two_people", a_hold_released_by_who_asked),
    (
        "hold_released_by_two_people",
        lambda: HoldFactory(released_at=AT, released_by=UserFactory()),
    ),
    ("hold_states_kind_and_basis", lambda: HoldFactory(legal_basis="")),
    (
        "hot_order_has_points",
        lambda: HotOrder.objects.create(order=OrderFactory(), score=0, kind="chase"),
    ),
    ("lane_goes_somewhere_else", one_place(LaneFactory)),
    ("lane_one_per_mode_and_places", one_lane_twice),
    ("lane_planning_days_from_1_to_365", lambda: LaneFactory(planning_days=0)),
    ("lane_planning_days_from_1_to_365", lambda: LaneFactory(planning_days=366)),
    ("lane_record_one_per_lane", one_lane_record_twice),
    (
        "netted_day_is_one_row",
        lambda: NettedDay.objects.create(id=2, as_of=TODAY, netted_at=AT),
    ),
    ("notice_kind_is_known", lambda: notice(kind="gossip")),
    ("notice_told_once", _of_one(notice, user=UserFactory)),
    (
        "order_first_required_on_and_precision_together",
        lambda: OrderFactory(first_required_on=TODAY, first_required_on_precision=""),
    ),
    ("outbox_message_refused_with_a_reason", lambda: message(refused_at=AT)),
    (
        "outbox_order_named_once",
        _of_one(OutboxOrder.objects.create, message=message, order=OrderFactory),
    ),
    ("priority_change_has_a_reason", lambda: priority_change(reason="")),
    ("proposal_is_promised_by_a_decision", a_promised_proposal_nobody_decided),
    ("proposal_quantity_is_positive", lambda: proposal(quantity=0)),
    ("pull_forward_closes_something", lambda: pull_forward(quantity=0)),
    ("pull_forward_one_per_need", _of_one(pull_forward, order=OrderFactory, need=NeedFactory)),
    ("report_kind_is_known", lambda: ReportFactory(kind="rumour")),
    ("report_quantity_is_positive", lambda: ReportFactory(quantity=0)),
    (
        "shortfall_is_of_a_quantity",
        lambda: Shortfall.objects.create(
            need=(need := NeedFactory()), item=need.item, quantity=5, uncovered=6, computed_at=AT
        ),
    ),
    ("substitute_is_another_item", lambda: substitute(item=(i := ItemFactory()), accepted=i)),
    ("substitute_named_once", _of_one(substitute, item=ItemFactory, accepted=ItemFactory)),
    ("substitute_one_per_rank", _of_one(substitute, item=ItemFactory)),
]
