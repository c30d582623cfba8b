"""Whom to ask at a contractor."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from shipments.domain.roles import Right
from shipments.models import Contact, Contractor, User
from shipments.services import refusal, stated
from shipments.services.refusal import Problem

DEFAULT_ZONE = "America/New_York"


def add(
    *,
    contractor_id: int,
    name: str,
    by: User,
    duty: str = "",
    email: str = "",
    phone: str = "",
    time_zone: str = "",
) -> Contact:
    """Add a person or a desk that may be asked about a contractor's orders.

    The very same sent twice is the contact that is there.

    :param time_zone: as ``America/New_York``, which stands where it is left empty.
    :raises Contractor.DoesNotExist: no such contractor.
    :raises NotAllowed: no right to expedite.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.EXPEDITE)
    facts = _checked(name=name, duty=duty, email=email, phone=phone, time_zone=time_zone)
    with transaction.atomic():
        # Locked, so that the same form sent twice at once adds one.
        contractor = Contractor.objects.select_for_update(no_key=True).get(pk=contractor_id)
        contact, _ = Contact.objects.get_or_create(contractor=contractor, **facts)
    return contact


def change(
    *,
    contractor_id: int,
    contact_id: int,
    name: str,
    by: User,
    at: datetime,
    duty: str = "",
    email: str = "",
    phone: str = "",
    time_zone: str = "",
) -> Contact:
    """Write a contact anew; the history keeps how it was. The parameters are ``add``'s.

    What changes is said now: no file that said otherwise before takes it back.

    :raises Contact.DoesNotExist: that contractor has no such contact.
    :raises NotAllowed: no right to expedite.
    :raises Refused: with every problem there is.
    """
    refusal.require(by, Right.EXPEDITE)
    with transaction.atomic():
        rows = Contact.objects.select_for_update(no_key=True)
        contact = rows.get(contractor=contractor_id, pk=contact_id)
        facts = _checked(name=name, duty=duty, email=email, phone=phone, time_zone=time_zone)
        changed = {field: text for field, text in facts.items() if text != getattr(contact, field)}
        if changed:
            stated.said(contact, changed, at=at)
            for field, text in changed.items():
                setattr(contact, field, text)
            contact.save(update_fields=list(changed))
    return contact


def _checked(**given: str) -> dict[str, Any]:
    """
    :raises Refused: with every problem there is.
    """
    facts: dict[str, Any] = {field: text.strip() for field, text in given.items()}
    facts["time_zone"] = facts["time_zone"] or DEFAULT_ZONE
    problems = _problems(facts)
    if problems:
        raise refusal.Refused(problems)
    return facts


def _problems(facts: dict[str, Any]) -> list[Problem]:
    problems = []
    if not facts["name"]:
        problems.append(Problem("name", "Enter the name of the person or the desk.", "required"))
    if not facts["email"] and not facts["phone"]:
        message = "Enter an e-mail address or a telephone number, or both."
        problems.append(Problem("email", message, "required"))
    if facts["email"]:
        try:
            validate_email(facts["email"])
        except ValidationError:
            message = f"“{facts['email']}” is not an e-mail address. Enter one like desk@works.com."
            problems.append(Problem("email", message, "not_an_address"))
    if facts["time_zone"] not in available_timezones():
        message = f"“{facts['time_zone']}” is no time zone. Enter one like America/Chicago."
        problems.append(Problem("time_zone", message, "unknown_time_zone"))
    for field, most in (("name", 120), ("duty", 120), ("email", 254), ("phone", 40)):
        if len(facts[field]) > most:
            message = f"Keep it to {most} characters: found {len(facts[field])}."
            problems.append(Problem(field, message, "too_long"))
    return problems
