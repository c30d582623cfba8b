"""The people and desks at contractors whom we ask about their orders."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from shipments.domain.roles import Right
from shipments.models import Contact, Contractor, User
from shipments.services import refusal
from shipments.services.refusal import Problem

DEFAULT_ZONE = "America/New_York"
_LONGEST = {"name": 120, "duty": 120, "email": 254, "phone": 40}


def add(
    *,
    contractor_id: int,
    name: str,
    by: User,
    duty: str = "",
    email: str = "",
    phone: str = "",
    time_zone: str = DEFAULT_ZONE,
) -> Contact:
    """Add a contact to a contractor. The very same sent again is the contact that is there.

    :param email: without it no mail can be sent to them, and a phone number is needed.
    :raises Contractor.DoesNotExist: no such contractor.
    :raises NotAllowed: no right to expedite.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.EXPEDITE)
    facts = _checked(name=name, duty=duty, email=email, phone=phone, time_zone=time_zone)
    with transaction.atomic():
        # Under a lock, so that of two forms sent at once the second finds the first one's row.
        contractor = Contractor.objects.select_for_update(no_key=True).get(pk=contractor_id)
        return contractor.contacts.filter(**facts).first() or contractor.contacts.create(**facts)


def change(
    *,
    contractor_id: int,
    contact_id: int,
    name: str,
    by: User,
    duty: str = "",
    email: str = "",
    phone: str = "",
    time_zone: str = DEFAULT_ZONE,
) -> Contact:
    """Write a contact anew; the history keeps how it was.

    :raises Contact.DoesNotExist: that contractor has no such contact.
    :raises NotAllowed: no right to expedite.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.EXPEDITE)
    contacts = Contact.objects.filter(contractor=contractor_id, pk=contact_id)
    contacts.get()
    contacts.update(**_checked(name=name, duty=duty, email=email, phone=phone, time_zone=time_zone))
    return contacts.get()


def _checked(**given: str) -> dict[str, Any]:
    """
    :raises Refused: with every problem there is.
    """
    facts = {field: text.strip() for field, text in given.items()}
    problems = [
        Problem(field, f"Enter {most} characters or fewer.", "too_long")
        for field, most in _LONGEST.items()
        if len(facts[field]) > most
    ]
    if not facts["name"]:
        problems.append(Problem("name", "Enter the name of a person or a desk.", "required"))
    if not facts["email"] and not facts["phone"]:
        message = "Enter an e-mail address or a phone number: else nobody can be reached."
        problems.append(Problem("email", message, "required"))
    if facts["email"] and not _is_address(facts["email"]):
        message = f"“{facts['email']}” is no e-mail address. Enter one like desk@company.example."
        problems.append(Problem("email", message, "not_an_address"))
    if facts["time_zone"] not in available_timezones():
        message = f"“{facts['time_zone']}” is no time zone. Enter one like America/New_York."
        problems.append(Problem("time_zone", message, "unknown_time_zone"))
    if problems:
        raise refusal.Refused(problems)
    return facts


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
