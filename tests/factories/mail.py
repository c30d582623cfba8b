from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from shipments.models import OutboxMessage, OutboxOrder
from tests.factories.expediting import ContactFactory
from tests.factories.moments import AT
from tests.factories.orders import OrderFactory


class OutboxMessageFactory(DjangoModelFactory[OutboxMessage]):
    """A mail that waits to be sent."""

    class Meta:
        model = OutboxMessage

    message_id = factory.Sequence(lambda n: f"<{n}@quayline.example>")
    contact = factory.SubFactory(ContactFactory)
    to_name = factory.SelfAttribute("contact.name")
    to_address = factory.SelfAttribute("contact.email")
    subject = "Follow-up: EX-00012"
    text = "Good day,\n"
    written_at = AT
    not_before = AT


class OutboxOrderFactory(DjangoModelFactory[OutboxOrder]):
    class Meta:
        model = OutboxOrder

    message = factory.SubFactory(OutboxMessageFactory)
    order = factory.SubFactory(OrderFactory)
