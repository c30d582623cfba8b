from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from shipments.domain import milstrip
from shipments.domain.milstrip import Profile

_STANDARD_INPUT = "-"
_SOME_REFUSED, _NOT_READ = 1, 2


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"found {text!r}; write a day as 2026-11-20") from error


class Command(BaseCommand):
    help = (
        "Read 80-column MILSTRIP records and print them as JSON lines, or write records from such "
        "lines. Ends with 0, with 1 when a line was refused, with 2 when the file cannot be read."
    )
    # It needs no database.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        decode = acts.add_parser("decode", help="records in, JSON lines out, refusals among them")
        encode = acts.add_parser("encode", help="JSON lines in, records out, refusals to stderr")
        for each in (decode, encode):
            each.add_argument(
                "path", nargs="?", default=_STANDARD_INPUT, metavar="PATH", help="- is stdin (-)"
            )
        decode.add_argument(
            "--reference-date",
            type=_day,
            metavar="DATE",
            help="the day the records were received: what they say was done is not later (UTC today)",
        )
        decode.add_argument(
            "--profile",
            type=Profile,
            choices=list(Profile),
            default=Profile.STANDARD,
            help="columns of a shipment status's TCN: standard 60-76, navy_p437 62-76 (standard)",
        )

    def handle(self, *, act: str, path: str, **options: Any) -> None:
        with _opened(path) as stream, self._quiet_when_nobody_reads():
            if act == "decode":
                day = options["reference_date"] or timezone.now().date()
                read, refused = self._decode(stream, day, options["profile"], path)
            else:
                read, refused = self._encode(stream, path)
        if refused:
            raise CommandError(f"{refused:,} of {read:,} lines refused.", returncode=_SOME_REFUSED)

    def _decode(self, stream: BinaryIO, day: date, profile: Profile, path: str) -> tuple[int, int]:
        read = refused = 0
        for told in milstrip.decoded(stream, reference=day, profile=profile):
            read += 1
            refused += "error" in told
            self._print(json.dumps(told), path)
        return read, refused

    def _encode(self, stream: BinaryIO, path: str) -> tuple[int, int]:
        read = refused = 0
        for made in milstrip.encoded(stream):
            if isinstance(made, str):
                read += 1
                self._print(made, path)
                continue
            if "error" in made:
                read += 1
                refused += 1
            self.stderr.write(json.dumps(made))
        return read, refused

    def _print(self, text: str, path: str) -> None:
        self.stdout.write(text)
        if path == _STANDARD_INPUT:
            # Whoever feeds it line by line is answered line by line.
            self.stdout.flush()

    @contextmanager
    def _quiet_when_nobody_reads(self) -> Iterator[None]:
        try:
            yield
            self.stdout.flush()
        except BrokenPipeError:
            # What is still buffered has no reader either, and Python would say so at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise SystemExit(_SOME_REFUSED) from None


def _opened(path: str) -> AbstractContextManager[BinaryIO]:
    if path == _STANDARD_INPUT:
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(path).open("rb")
    except OSError as error:
        raise CommandError(
            f"Cannot read {path}: {error.strerror}.", returncode=_NOT_READ
        ) from error
