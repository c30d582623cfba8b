from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shipments.intake.public_record.files.reading import RecordRefused
from shipments.services import public_record
from shipments.services.public_record import Loaded


class Command(BaseCommand):
    help = "Load the public record that comes with the software. Repeating it changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print the counts as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.EXERCISE:
            raise CommandError(
                "Nothing was loaded. This is an exercise, and real facts must never stand among "
                "invented ones. Unset EXERCISE."
            )
        try:
            loaded = public_record.load(at=timezone.now())
        except RecordRefused as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.stdout.write(_as_json(loaded) if options["json"] else _as_lines(loaded))


def _as_json(loaded: Loaded) -> str:
    files: dict[str, dict[str, dict[str, int]]] = {}
    for count in loaded.counts:
        files.setdefault(count.file, {})[count.table] = {
            "created": count.created,
            "updated": count.updated,
            "unchanged": count.unchanged,
        }
    return json.dumps(files, indent=2)


def _as_lines(loaded: Loaded) -> str:
    return "\n".join(
        f"{count.file:<24} {count.table:<16} {count.created:>4} created "
        f"{count.updated:>4} updated {count.unchanged:>4} unchanged"
        for count in loaded.counts
    )
