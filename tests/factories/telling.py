from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from shipments.models import Notice
from tests.factories.moments import AT
from tests.factories.people import UserFactory


class NoticeFactory(DjangoModelFactory[Notice]):
    """An unread notice of a broken promise, about no order."""

    class Meta:
        model = Notice

    user = factory.SubFactory(UserFactory)
    kind = "broken"
    text = "The promise was broken."
    occasion = factory.Sequence(lambda n: f"broken-{n}")
    at = AT
