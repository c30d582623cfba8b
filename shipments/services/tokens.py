"""Tokens for machines."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

from knox.models import AuthToken, get_digest_token
from knox.settings import CONSTANTS

from shipments.models import User
from shipments.services import refusal

USUAL_DAYS = 90
MOST_DAYS = 366


def issue(*, email: str, at: datetime, days: int = USUAL_DAYS) -> str:
    """Make a token with which a machine acts in a person's name until it expires.

    Only its hash is stored: what is returned cannot be had again.

    :param email: of somebody who may sign in; case does not matter.
    :param at: aware; the days count from it.
    :raises Refused: nobody active has that address, or the days are not from 1 to a year.
    """
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        message = f"Nobody who may sign in has the address {email}."
        raise refusal.refuse("email", message, "unknown_person")
    if not 1 <= days <= MOST_DAYS:
        message = f"A token lasts from 1 to {MOST_DAYS} days."
        raise refusal.refuse("days", message, "out_of_range")
    digest, token = cast("tuple[str, str]", get_digest_token())
    # Not the library's own create(): it reads the clock.
    AuthToken(
        digest=digest,
        token_key=token[: CONSTANTS.TOKEN_KEY_LENGTH],
        user=person,
        expiry=at + timedelta(days=days),
    ).save(force_insert=True)
    return token
