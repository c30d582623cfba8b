from __future__ import annotations

from typing import Any
from uuid import uuid4

from shipments.models import (
    AnswerLink,
    Contact,
    ExpediteAction,
    OutboxMessage,
    PriorityChange,
    User,
)
from shipments.services import steps
from shipments.services.steps import Taken
from tests.factories.expediting import ContactFactory
from tests.factories.moments import AT
from tests.factories.orders import ContractorFactory

BASE = "https://track.example/answer/"


def works_contact() -> Contact:
    works = ContractorFactory(name="Fictional Works")
    return ContactFactory(contractor=works, name="Ms Desk", email="desk@works.example")


def take(by: User, contact: Contact | None, *references: str, **given: Any) -> Taken:
    """Take a step for Q1, or for these: a follow-up unless another is given."""
    asked = {
        "references": references or ["Q1"],
        "step": "follow_up",
        "contact_id": contact and contact.pk,
        "call": uuid4(),
        "by": by,
        "at": AT,
        "link_base": BASE,
    }
    return steps.take(**(asked | given))


def nothing_went_out() -> bool:
    return not (
        OutboxMessage.objects.exists()
        or AnswerLink.objects.exists()
        or PriorityChange.objects.exists()
        or ExpediteAction.objects.exclude(kind="opened").exists()
    )
