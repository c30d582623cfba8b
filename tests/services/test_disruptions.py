from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shipments.domain.roles import Role
from shipments.models import Disruption
from shipments.services import disruptions
from shipments.services.disruptions import DisruptionEntry
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import DisruptionFactory, LaneFactory, PlaceFactory, UserFactory
from tests.factories.moments import AT, TODAY

pytestmark = pytest.mark.django_db

ENTRY = DisruptionEntry(
    kind="Strike",
    what="Nobody works at the quay",
    passability="closed",
    starts_on=TODAY,
    source="Harbour master",
    place="ZZP",
)


@pytest.fixture
def port():
    return PlaceFactory(code="ZZP")


def test_a_report_is_kept_with_who_said_it_and_who_wrote_it_down(port):
    by = UserFactory()

    made = disruptions.report(replace(ENTRY, certainty="confirmed"), by=by, at=AT)

    assert (made.place, made.passability, made.starts_on) == (port, "closed", TODAY)
    assert (made.source, made.certainty, made.recorded_by) == ("Harbour master", "confirmed", by)
    assert (made.reported_at, made.recorded_at, made.ends_on) == (AT, AT, None)


def test_a_month_stays_a_month(port):
    told = replace(ENTRY, starts_on_precision="month", ends_on=TODAY, ends_on_precision="month")

    made = disruptions.report(told, by=UserFactory(), at=AT)

    assert (made.starts_on, made.ends_on) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (made.starts_on_precision, made.ends_on_precision) == ("month", "month")


def test_the_same_sent_twice_is_one_report(port):
    by = UserFactory()

    first = disruptions.report(ENTRY, by=by, at=AT)

    assert disruptions.report(ENTRY, by=by, at=AT + timedelta(seconds=20)) == first


def test_a_lane_can_be_disrupted_too():
    lane = LaneFactory()

    made = disruptions.report(replace(ENTRY, place="", lane=lane.pk), by=UserFactory(), at=AT)

    assert (made.lane, made.place) == (lane, None)


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"place": ""}, "place", "required"),
        ({"place": "NONE"}, "place", "unknown_place"),
        ({"lane": 7}, "lane", "place_and_lane"),
        ({"place": "", "lane": 7}, "lane", "unknown_lane"),
        ({"kind": " "}, "kind", "required"),
        ({"kind": "x" * 61}, "kind", "too_long"),
        ({"what": ""}, "what", "required"),
        ({"source": ""}, "source", "required"),
        ({"passability": "shut"}, "passability", "unknown_passability"),
        ({"certainty": "sure"}, "certainty", "unknown_certainty"),
        ({"starts_on": None}, "starts_on", "required"),
        ({"starts_on": date(2226, 1, 1)}, "starts_on", "year_out_of_reach"),
        ({"starts_on_precision": "week"}, "starts_on_precision", "unknown_precision"),
        ({"ends_on": date(2026, 11, 1)}, "ends_on", "before_start"),
        ({"reported_at": AT + timedelta(hours=1)}, "reported_at", "in_the_future"),
    ],
)
def test_what_cannot_be_meant_is_refused(port, changed, field, code):
    with pytest.raises(Refused) as refused:
        disruptions.report(replace(ENTRY, **changed), by=UserFactory(), at=AT)

    assert [(each.field, each.code) for each in refused.value.problems] == [(field, code)]
    assert Disruption.objects.count() == 0


def test_its_end_is_a_new_report_and_the_old_one_is_withdrawn_for_it():
    by = UserFactory()
    old = DisruptionFactory(passability="closed")

    new = disruptions.end(
        disruption_id=old.pk, ends_on=TODAY, source="Harbour master", by=by, at=AT
    )

    old.refresh_from_db()
    assert (new.place, new.starts_on, new.passability) == (old.place, old.starts_on, "closed")
    assert (new.ends_on, new.source) == (TODAY, "Harbour master")
    assert (old.ends_on, old.withdrawn_at, old.withdrawn_by) == (None, AT, by)
    assert old.withdrawn_because == "Its end was recorded by a later report, from Harbour master."


def test_an_end_that_was_reported_a_moment_ago_already_leaves_a_report_in_force(port):
    by = UserFactory()
    old = disruptions.report(replace(ENTRY, ends_on=TODAY), by=by, at=AT)

    new = disruptions.end(disruption_id=old.pk, ends_on=TODAY, source=ENTRY.source, by=by, at=AT)

    assert Disruption.objects.standing().get() == new


@pytest.mark.parametrize(
    ("ends_on", "source", "field"),
    [
        (None, "Harbour master", "ends_on"),
        (TODAY, " ", "source"),
        (TODAY - timedelta(days=9), "Harbour master", "ends_on"),
    ],
)
def test_an_end_that_cannot_be_meant_is_refused(ends_on, source, field):
    old = DisruptionFactory()

    with pytest.raises(Refused) as refused:
        disruptions.end(
            disruption_id=old.pk, ends_on=ends_on, source=source, by=UserFactory(), at=AT
        )

    assert [each.field for each in refused.value.problems] == [field]
    assert Disruption.objects.standing().get() == old


def test_of_two_who_end_it_the_second_is_told():
    old = DisruptionFactory()
    told = {"disruption_id": old.pk, "ends_on": TODAY, "source": "Port", "by": UserFactory()}
    disruptions.end(**told, at=AT)

    with pytest.raises(Refused, match="Somebody withdrew it before"):
        disruptions.end(**told, at=AT + timedelta(minutes=5))

    assert Disruption.objects.standing().count() == 1


def test_a_report_is_withdrawn_once_and_with_a_reason():
    found, by = DisruptionFactory(), UserFactory()

    with pytest.raises(Refused, match="Say why"):
        disruptions.withdraw(disruption_id=found.pk, reason=" ", by=by, at=AT)
    gone = disruptions.withdraw(disruption_id=found.pk, reason="Another port", by=by, at=AT)
    with pytest.raises(Refused, match="before"):
        disruptions.withdraw(disruption_id=found.pk, reason="Again", by=by, at=AT)

    assert (gone.withdrawn_because, gone.withdrawn_by) == ("Another port", by)


def test_without_the_right_nothing_is_reported_ended_or_withdrawn(port):
    auditor, found = UserFactory(roles=[Role.AUDITOR]), DisruptionFactory()

    with pytest.raises(NotAllowed):
        disruptions.report(ENTRY, by=auditor, at=AT)
    with pytest.raises(NotAllowed):
        disruptions.withdraw(disruption_id=found.pk, reason="x", by=auditor, at=AT)
    with pytest.raises(NotAllowed):
        disruptions.end(disruption_id=found.pk, ends_on=TODAY, source="x", by=auditor, at=AT)

    assert Disruption.objects.standing().get() == found
