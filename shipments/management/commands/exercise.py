from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shipments.services import exercise
from shipments.services.exercise import Made
from shipments.services.refusal import Refused


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"found {text!r}; write a day as 2026-11-20") from error


class Command(BaseCommand):
    help = "Make a fictional book of orders to train on. Needs EXERCISE=1 and an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--orders", type=int, default=2000, help="how many (2000)")
        parser.add_argument("--seed", type=int, default=1, help="which book (1)")
        parser.add_argument(
            "--as-of", type=_day, metavar="DATE", help="its orders lived until then (UTC today)"
        )
        parser.add_argument(
            "--anew", action="store_true", help="first erase everything in the exercise's database"
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object"
        )

    def handle(
        self,
        *,
        orders: int,
        seed: int,
        as_of: date | None,
        anew: bool,
        as_json: bool,
        **_: Any,
    ) -> None:
        now = timezone.now()
        try:
            if anew:
                exercise.erase()
                call_command("migrate", verbosity=0, interactive=False)
            made = exercise.make(orders=orders, seed=seed, as_of=as_of or now.date(), at=now)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(_as_json(made) if as_json else _as_words(made))


def _as_json(made: Made) -> str:
    facts = {"seed": made.seed, "as_of": made.as_of.isoformat(), "seconds": round(made.seconds, 3)}
    return json.dumps(asdict(made.written) | facts)


def _as_words(made: Made) -> str:
    counts = ", ".join(
        f"{count:,} {table.replace('_', ' ')}" for table, count in asdict(made.written).items()
    )
    return f"Exercise {made.seed} as of {made.as_of}: {counts}, in {made.seconds:.1f} seconds"
