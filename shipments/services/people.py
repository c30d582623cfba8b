"""People who may sign in."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from shipments.domain.roles import Role
from shipments.models import Contractor, User
from shipments.models.choices import DigestRhythm
from shipments.services import refusal


def ensure_logins(passwords: Mapping[Role, str]) -> dict[Role, str]:
    """Have one person ready for each role, with the given password. Repeatable.

    For development only: the names are those of the roles. The contractor's person is bound
    to the contractor with most orders, and is left out while there is no contractor.

    :return: the e-mail to sign in with, by role.
    """
    ready = {}
    for role, password in passwords.items():
        contractor = _contractor_with_most_orders() if role is Role.CONTRACTOR else None
        if role is Role.CONTRACTOR and contractor is None:
            continue
        email = f"{role.value.replace('_', '-')}@quayline.example"
        with transaction.atomic():
            person, _ = User.objects.get_or_create(
                email=email,
                defaults={"name": role.label, "roles": [role.value], "contractor": contractor},
            )
            # Hashing is slow by design, so a password that still fits is left alone.
            if not person.check_password(password):
                person.set_password(password)
                person.save(update_fields=["password"])
        ready[role] = email
    return ready


def set_digest_rhythm(*, rhythm: str, by: User) -> None:
    """Let somebody choose how often they are mailed what is new. Urgent mail comes all the same.

    :raises Refused: no such rhythm.
    """
    if rhythm not in list(DigestRhythm):
        message = f"Choose how often: {', '.join(DigestRhythm)}."
        raise refusal.refuse("rhythm", message, "unknown_rhythm")
    User.objects.filter(pk=by.pk).update(digest_rhythm=rhythm)


def _contractor_with_most_orders() -> Contractor | None:
    return Contractor.objects.with_most_orders_first().first()
