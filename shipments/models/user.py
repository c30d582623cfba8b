from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from shipments.domain.roles import Right, Role, may
from shipments.models.choices import DigestRhythm, digest_rhythms, roles
from shipments.models.contractor import Contractor


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a person who signs in by e-mail. Without a password nobody can sign in as it."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make an administrator, for Django's own command."""
        return self.create_user(
            email, password, is_superuser=True, roles=[Role.ADMINISTRATOR.value], **fields
        )


class User(AbstractBaseUser, PermissionsMixin):
    """A person, or a machine that acts in its own name."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=20, choices=roles), default=list)
    contractor = models.ForeignKey(
        Contractor,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
        help_text="The one contractor whose orders a contractor's user sees.",
    )
    digest_rhythm = models.CharField(
        max_length=5, choices=digest_rhythms, default=DigestRhythm.DAILY.value
    )
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(roles__contains=[Role.CONTRACTOR.value]) | Q(contractor__isnull=False),
                name="user_contractor_role_names_its_contractor",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def may(self, right: Right) -> bool:
        """Tell whether one of the person's roles carries the right. No query."""
        return self.is_active and may(self.roles, right)

    @property
    def is_contractors(self) -> bool:
        """A contractor's user sees its own orders and nothing else, whatever else it may be."""
        return Role.CONTRACTOR.value in self.roles

    @property
    def own_contractor_id(self) -> int:
        """The contractor whose orders it sees; 0, which matches none, where it has none."""
        return self.contractor_id or 0

    @property
    def initials(self) -> str:
        """Two letters for the small round mark beside what somebody did."""
        parts = (self.name or self.email).replace("@", " ").split()
        return "".join(part[0] for part in parts[:2]).upper()
