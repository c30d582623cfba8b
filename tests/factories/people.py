from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from shipments.domain.roles import Role
from shipments.models import User


class UserFactory(DjangoModelFactory[User]):
    """A case manager, who may write everything. Its password is ``correct-horse-battery``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@quayline.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    roles = [Role.CASE_MANAGER.value]
    password = factory.django.Password("correct-horse-battery")
