from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from shipments.services import standings


class Command(BaseCommand):
    help = (
        "Compute where every order stands again, from the ledgers alone, and with it what "
        "contractors' promises were worth and how long lanes take. The result is the same."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="Print the counts as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = standings.recompute_all(at=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps(asdict(counts)))
            return
        self.stdout.write(
            f"Computed {counts.orders:,} orders again; {counts.records:,} records changed."
        )
