from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from shipments.services import judging


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"found {text!r}; write a day as 2026-11-20") from error


class Command(BaseCommand):
    help = "Judge the orders that changed or that a new day can turn. Can be repeated, by many at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--full", action="store_true", help="every open order")
        parser.add_argument(
            "--as-of", type=_day, metavar="DATE", help="judge as of this day (UTC today)"
        )
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object"
        )

    def handle(self, *, full: bool, as_of: date | None, as_json: bool, **_: Any) -> None:
        now = timezone.now()
        counts = judging.run(as_of=as_of or now.date(), at=now, full=full)
        self.stdout.write(_as_json(counts) if as_json else _as_words(counts))


def _as_json(counts: judging.Counts) -> str:
    return json.dumps(asdict(counts) | {"seconds": round(counts.seconds, 3)})


def _as_words(counts: judging.Counts) -> str:
    return (
        f"judged {counts.judged:,}, raised {counts.raised:,}, cleared {counts.cleared:,}, "
        f"changed {counts.changed:,}, live {counts.live:,}, seconds {counts.seconds:.3f}"
    )
