"""Who works on an exercise: the people whose names stand in its case files and on its holds."""

from __future__ import annotations

from dataclasses import dataclass

from shipments.domain.roles import Role
from shipments.models import User

# The first of each is who signs in for the role where a login is made ready.
_EXPEDITORS = (
    ("expeditor", Role.EXPEDITOR.label),
    ("noa-example", "Noa Example"),
    ("dan-pretend", "Dan Pretend"),
    ("ruth-sample", "Ruth Sample"),
)
_RECEIVERS = (("receiver", Role.RECEIVER.label),)
_COMPLIANCE = (("compliance", Role.COMPLIANCE.label), ("lee-invented", "Lee Invented"))


@dataclass(frozen=True, slots=True)
class People:
    expeditors: list[User]
    compliance: list[User]
    receivers: list[User]


def save() -> People:
    """Have them all on record. Nobody can sign in as one of them until it is given a password."""
    return People(
        expeditors=[_person(*each, Role.EXPEDITOR) for each in _EXPEDITORS],
        compliance=[_person(*each, Role.COMPLIANCE) for each in _COMPLIANCE],
        receivers=[_person(*each, Role.RECEIVER) for each in _RECEIVERS],
    )


def _person(account: str, name: str, role: Role) -> User:
    email = f"{account}@quayline.example"
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, name=name, roles=[role.value])
