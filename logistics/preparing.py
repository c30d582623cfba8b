"""What ``make run`` does to the database before it serves. All of it can be repeated."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.management import call_command

from logistics import private
from shipments import enqueue
from shipments.domain.roles import Role
from shipments.services import exercise, people

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Login:
    role: Role
    email: str
    password: str


def prepare(var: Path) -> list[Login]:
    """Bring the tables up to date, load the book, and have a login for each role."""
    call_command("migrate", verbosity=0, interactive=False)
    if not settings.EXERCISE:  # real facts and invented ones never share a database
        call_command("load_public_record")
    elif exercise.is_empty():
        call_command("exercise")
    logins = _logins(var / "logins.json")
    # What changed while everything was down is judged now, not when beat's turn comes.
    enqueue.judge()
    return logins


def _logins(path: Path) -> list[Login]:
    """Have one person for each role; a random password is kept from run to run."""
    known = json.loads(path.read_text()) if path.exists() else {}
    passwords = {role: known.get(role.value) or secrets.token_urlsafe(12) for role in Role}
    private.write(path, json.dumps(passwords, indent=1) + "\n")
    emails = people.ensure_logins(passwords)
    return [Login(role, email, passwords[role]) for role, email in emails.items()]
