from __future__ import annotations

from datetime import timedelta

import pytest

from shipments.domain.roles import Role
from shipments.models import Digest, Notice, OutboxMessage
from shipments.services import telling
from shipments.services.telling import Told
from tests.factories import ExpediteFactory, UserFactory
from tests.factories.flags import FlagFactory
from tests.factories.moments import AT, TODAY
from tests.factories.telling import NoticeFactory

pytestmark = pytest.mark.django_db


def test_a_round_tells_and_mails_once():
    owner = UserFactory(roles=[Role.SHIPMENT_CLERK.value])
    expedite = ExpediteFactory(
        owner=owner, opened_at=AT - timedelta(days=1), next_step="follow_up", next_step_on=TODAY
    )
    FlagFactory(order=expedite.order, raised_at=AT)
    NoticeFactory(
        user=owner,
        expedite=expedite,
        order=expedite.order,
        text="It broke.",
        at=AT - timedelta(minutes=5),
    )

    first, second = telling.run(at=AT), telling.run(at=AT + timedelta(minutes=5))

    assert first == Told(flagged=1, due=1, undelivered=0, holds=0, mails=0, digests=1)
    assert second == Told(flagged=0, due=0, undelivered=0, holds=0, mails=0, digests=0)
    [mail] = OutboxMessage.objects.all()
    assert mail.subject == "20 Nov 2026: 1 due, 1 broken, 1 new"


def test_after_the_digest_of_the_day_what_is_urgent_comes_by_itself():
    expedite = ExpediteFactory()
    Digest.objects.create(user=expedite.owner, on=TODAY, made_at=AT - timedelta(hours=1))
    NoticeFactory(
        user=expedite.owner, expedite=expedite, order=expedite.order, at=AT - timedelta(minutes=5)
    )

    told = telling.run(at=AT)

    assert told == Told(flagged=0, due=0, undelivered=0, holds=0, mails=1, digests=0)
    assert Notice.objects.get().mailed_at == AT
