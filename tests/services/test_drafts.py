from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from shipments.domain.roles import Role
from shipments.models import ShipmentDraft, User
from shipments.queries import own_drafts
from shipments.services import drafts
from shipments.services.refusal import NotAllowed, Refused
from tests.factories import UserFactory
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db

KEY = UUID(int=7)
LATER = AT + timedelta(minutes=1)


@pytest.fixture
def clerk() -> User:
    return UserFactory(roles=[Role.SHIPMENT_CLERK.value])


def test_a_draft_is_kept_over_and_over_under_one_key(clerk):
    drafts.keep(draft=KEY, typed={"tcn": "B"}, by=clerk, at=AT)

    kept = drafts.keep(draft=KEY, typed={"tcn": "BIS\0\ud800"}, by=clerk, at=LATER)

    assert kept == ShipmentDraft.objects.get()
    assert (kept.typed, kept.saved_at, kept.owner) == ({"tcn": "BIS?"}, LATER, clerk)


def test_a_draft_that_is_done_does_not_come_back(clerk):
    drafts.keep(draft=KEY, typed={"tcn": "B"}, by=clerk, at=AT)

    assert drafts.discard(draft=KEY, by=clerk, at=AT) is True
    assert drafts.discard(draft=KEY, by=clerk, at=AT) is False
    assert drafts.keep(draft=KEY, typed={"tcn": "BI"}, by=clerk, at=LATER) is None
    assert own_drafts.drafts(by=clerk) == []
    drafts.finish(UUID(int=8), by=clerk, at=AT + timedelta(days=3))
    assert not ShipmentDraft.objects.exists()


def test_only_its_owner_keeps_sees_and_discards_a_draft(clerk):
    other = UserFactory()
    drafts.keep(draft=KEY, typed={"tcn": "B"}, by=clerk, at=AT)

    with pytest.raises(NotAllowed, match="somebody else's"):
        drafts.keep(draft=KEY, typed={"tcn": "X"}, by=other, at=LATER)

    assert own_drafts.find(str(KEY), by=other) is None
    assert drafts.discard(draft=KEY, by=other, at=AT) is False
    assert ShipmentDraft.objects.get().typed == {"tcn": "B"}


def test_a_draft_has_a_length_and_needs_the_right_to_log(clerk):
    with pytest.raises(Refused, match="too long"):
        drafts.keep(draft=KEY, typed={"note": "x" * 300_000}, by=clerk, at=AT)
    auditor = UserFactory(roles=[Role.AUDITOR.value])
    with pytest.raises(NotAllowed):
        drafts.keep(draft=KEY, typed={"tcn": "B"}, by=auditor, at=AT)

    assert not ShipmentDraft.objects.exists()
