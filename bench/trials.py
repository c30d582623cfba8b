"""``python -m bench.trials``: kill the sender of mail at random instants, and count what came of it.

Every trial writes some mail, sends it through a real mail server, kills the sender once or a
few times on the way, and lets another finish. The seed makes the instants the same again; which
line of the program they meet is up to the machine.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING
from unittest.mock import patch

import django
from django.db import connection

from bench.mail_server import MailServer
from logistics import embedded, env
from logistics.servers.account import ServerRefusal

if TYPE_CHECKING:
    from shipments.models import Contact

TRIALS = 200
MAILS = 10
MOST_KILLS = 3
PATIENCE_SECONDS = 60
_AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
_KILLED = -9


@dataclass
class Tally:
    """What came of all trials.

    :ivar kills: senders that were killed while they ran; the others had finished before.
    :ivar amid: kills that left mail of their trial to be sent.
    :ivar taken: copies that the server took.
    :ivar doubled: mails of which it took more than one copy.
    :ivar lost: mails of which it took none.
    :ivar not_noted_once: mails that are not noted as sent in exactly one attempt.
    :ivar renamed: mails of which a copy had another Message-ID than the one on record.
    """

    trials: int = 0
    mails: int = 0
    kills: int = 0
    amid: int = 0
    taken: int = 0
    doubled: int = 0
    lost: int = 0
    not_noted_once: int = 0
    renamed: int = 0

    @property
    def holds(self) -> bool:
        return not (self.lost or self.not_noted_once or self.renamed)

    def __str__(self) -> str:
        return "\n".join(
            [
                f"{self.trials} trials, {self.mails} mails",
                f"senders killed                {self.kills:6}  {self.amid} with mail left",
                f"copies that the server took   {self.taken:6}",
                f"mails that it took twice      {self.doubled:6}  by the same Message-ID",
                f"mails lost                    {self.lost:6}",
                f"mails not noted sent once     {self.not_noted_once:6}",
                f"copies by another Message-ID  {self.renamed:6}",
                "kept" if self.holds else "BROKEN",
            ]
        )


class Sender:
    """The program ``bench.sender``, on the database that is connected to."""

    def __init__(self, port: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "bench.sender", str(connection.settings_dict["NAME"])],
            cwd=Path(__file__).parent.parent,
            env={**os.environ, "EMAIL_URL": f"smtp://127.0.0.1:{port}"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *, kill_after: float | None = None) -> int:
        """Send what is due; give the exit code."""
        told, tells = self._process.stdin, self._process.stdout
        if told is None or tells is None:
            raise RuntimeError("The sender has no pipes.")
        told.write("\n" if kill_after is None else f"{kill_after:.6f}\n")
        told.flush()
        said = tells.readline()
        if not said:
            raise RuntimeError(f"The sender ended by itself: {self._process.wait()}.")
        return int(said)

    def end(self) -> None:
        self._process.communicate(timeout=PATIENCE_SECONDS)


@contextmanager
def _sender(port: int) -> Iterator[Sender]:
    sender = Sender(port)
    try:
        yield sender
    finally:
        sender.end()


def run(*, trials: int, seed: int) -> Tally:
    """Hold the trials in the database that is connected to, which must commit for real."""
    # No worker is to hear of this mail.
    with patch("shipments.enqueue.send_mail"), MailServer() as server, _sender(server.port) as ours:
        held = Trials(ours, random.Random(seed), _contact())  # noqa: S311 (comes out the same)
        whole = held.time()
        server.handler.taken.clear()
        for number in range(trials):
            held.hold(number, within=whole)
        _count(server, held.tally)
    return held.tally


@dataclass
class Trials:
    """:ivar instants: draws the moments of the kills."""

    sender: Sender
    instants: random.Random
    contact: Contact
    tally: Tally = field(default_factory=Tally)

    def time(self) -> float:
        """How long an undisturbed sender takes for the mail of one trial, in seconds."""
        for name in ("warm", "timed"):
            _write(name, self.contact)
            began = monotonic()
            self.sender.run()
        return monotonic() - began

    def hold(self, number: int, *, within: float) -> None:
        """Write mail, kill its sender up to three times, and let another finish."""
        _write(f"{number}", self.contact)
        self.tally.trials += 1
        for _ in range(self.instants.randint(1, MOST_KILLS)):
            if self.sender.run(kill_after=self.instants.uniform(0, within)) == _KILLED:
                self.tally.kills += 1
                self.tally.amid += _is_waiting()
        until = monotonic() + PATIENCE_SECONDS
        while _is_waiting():
            # The server may take a moment to see that a killed sender's lock is gone.
            if monotonic() > until:
                raise TimeoutError(f"Trial {number}: mail is left after {PATIENCE_SECONDS} s.")
            self.sender.run()
            sleep(0.002)


def _contact() -> Contact:
    models = import_module("shipments.models")
    contractor = models.Contractor.objects.create(name="Imaginary Crate Works", recorded_at=_AT)
    contact: Contact = models.Contact.objects.create(
        contractor=contractor, name="Pat Example", email="pat@crates.example"
    )
    return contact


def _write(trial: str, contact: Contact) -> None:
    outbox = import_module("shipments.services.outbox")
    for number in range(MAILS):
        mail = outbox.Outgoing(to=contact, subject=f"Trial {trial}, mail {number}", text="Words.\n")
        outbox.put(mail, by=None, at=_AT)


def _is_waiting() -> bool:
    models = import_module("shipments.models")
    found: bool = models.OutboxMessage.objects.waiting().exists()
    return found


def _count(server: MailServer, tally: Tally) -> None:
    models = import_module("shipments.models")
    copies: dict[str, list[str]] = {}
    for message in server.handler.taken:
        copies.setdefault(message["Subject"], []).append(message["Message-ID"])
    for mail in models.OutboxMessage.objects.filter(subject__regex=r"^Trial \d"):
        taken = copies.get(mail.subject, [])
        tally.mails += 1
        tally.taken += len(taken)
        tally.doubled += len(taken) > 1
        tally.lost += not taken
        tally.renamed += sum(identity != mail.message_id for identity in taken)
        tally.not_noted_once += mail.sent_at is None or mail.attempts != 1


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.trials", description=__doc__)
    parser.add_argument("--trials", type=int, default=TRIALS)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    if asked.trials < 1:
        parser.error(f"--trials: found {asked.trials}; it needs a number of 1 or more")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")
    try:
        env.assume_development()
        with embedded.borrowed():
            django.setup()
            with import_module("bench.database").own_database():
                tally = run(trials=asked.trials, seed=asked.seed)
    except (env.Refusal, ServerRefusal) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    sys.stdout.write(f"{tally}\n")
    return 0 if tally.holds else 1


if __name__ == "__main__":
    sys.exit(main())
