from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shipments.services import tokens
from shipments.services.refusal import Refused


class Command(BaseCommand):
    help = "Print a new API token for a person. It is shown once; only its hash is kept."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--days", type=int, default=tokens.USUAL_DAYS, help="How long it lasts (%(default)s)."
        )

    def handle(self, *args: Any, email: str, days: int, **options: Any) -> None:
        try:
            token = tokens.issue(email=email, days=days, at=timezone.now())
        except Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(token)
