"""What may befall shipments, done by the services, and kept a second time in plain Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shipments.services import discrepancies, receipts, shipments, splitting
from shipments.services.discrepancies import DiscrepancyEntry
from shipments.services.receipt_entry import ReceiptEntry
from shipments.services.refusal import Refused
from shipments.services.shipments import LineEntry, ShipmentEntry
from shipments.services.splitting import Split
from tests.factories import PlaceFactory, UserFactory
from tests.factories.moments import AT, TODAY
from tests.factories.standings import standing_order

WHAT = [
    "log", "log", "log", "receive", "receive", "receive", "receive_rest", "retract", "cancel",
    "split", "split", "short", "short", "lost", "over", "damage", "wrong", "settle", "withdraw", "send_again",
]  # fmt: skip
KINDS = {
    "short": "shortage",
    "lost": "non_delivery",
    "over": "overage",
    "damage": "damage",
    "wrong": "wrong_item",
}


@dataclass
class Report:
    kind: str
    quantity: int
    to_replace: int
    number: str = ""
    ended: bool = False
    withdrawn: bool = False


@dataclass
class Line:
    """One line as an oracle keeps it: numbers alone, added up on demand."""

    pk: int
    order: int
    aboard: int
    tcn: str
    departed: bool
    cancelled: bool = False
    received: dict[int, int] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)

    def of(self, *kinds: str) -> int:
        return sum(r.quantity for r in self.reports if r.kind in kinds and not r.withdrawn)

    @property
    def short(self) -> int:
        return self.of("shortage", "non_delivery", "wrong_item")

    @property
    def came(self) -> int:
        return sum(self.received.values())

    @property
    def missing(self) -> int:
        return sum(r.to_replace for r in self.reports if not r.withdrawn)

    @property
    def spoilt(self) -> int:
        return sum(r.to_replace for r in self.reports if r.kind == "damage" and not r.withdrawn)

    @property
    def left(self) -> int:
        return self.aboard + self.of("overage") - self.came - self.short


@dataclass(frozen=True)
class Sums:
    shipped: int
    received: int
    missing: int
    left: int


class ShipmentHistory:
    """Three orders, and what is shipped, received and reported of them.

    Each act is foretold from the oracle alone; ``surprises`` says where the services, or the
    database behind them, judged otherwise.
    """

    def __init__(self) -> None:
        self.ordered = [40, 25, 10]
        self.overage = [0, 5, 0]
        self.orders = [
            standing_order(quantity=quantity, accepted_overage=overage)
            for quantity, overage in zip(self.ordered, self.overage, strict=True)
        ]
        self.person = UserFactory()
        self.ends = [place.code for place in PlaceFactory.create_batch(2)]
        self.lines: list[Line] = []
        self.surprises: list[str] = []
        self.count = 0
        self.sent: Callable[[], object] | None = None

    @property
    def at(self) -> datetime:
        return AT + timedelta(minutes=2 * self.count)

    def happens(self, what: str, which: int, many: int) -> None:
        self.count += 1
        getattr(self, "report" if what in KINDS else what)(
            *([what] if what in KINDS else []), which, many
        )

    def sums(self, order: int) -> Sums:
        """What the order's standing has to say, added up without the database."""
        live = [line for line in self.lines if line.order == order and not line.cancelled]
        shipped = sum(line.aboard for line in live)
        missing = sum(line.missing for line in live)
        return Sums(
            shipped=shipped,
            received=sum(max(0, line.came - line.spoilt) for line in live),
            missing=missing,
            left=self.ordered[order] + self.overage[order] - shipped + missing,
        )

    def _try(self, *, allowed: bool, act: Callable[[], Any]) -> Any:
        try:
            done = act()
        except Refused as refused:
            if allowed:
                self.surprises.append(f"refused: {refused}")
            return None
        if not allowed:
            self.surprises.append("allowed what should have been refused")
        return done

    def _one(self, which: int) -> Line | None:
        return self.lines[which % len(self.lines)] if self.lines else None

    def log(self, which: int, many: int) -> None:
        order, departed = which % 3, which % 2 == 0
        tcn = f"BISZZZ6324{self.count:04d}XXX"
        entry = ShipmentEntry(
            mode="sea",
            from_place=self.ends[0],
            to_place=self.ends[1],
            tcn=tcn,
            lines=(LineEntry(self.orders[order].reference, many),),
            departed_on=TODAY if departed else None,
        )
        allowed = many <= self.sums(order).left
        made = self._try(
            allowed=allowed, act=lambda: shipments.log(entry, by=self.person, at=self.at)
        )
        if made:
            self.lines.append(Line(made.lines.get().pk, order, many, tcn, departed))

    def split(self, which: int, many: int) -> None:
        """A part goes on under a number of its own; what is accounted for stays."""
        line = self._one(which)
        if line is None:
            return
        stays = line.came + line.short - line.of("overage")
        allowed = not line.cancelled and many < line.aboard and line.aboard - many >= stays
        part = Split({line.pk: many})
        made = self._try(
            allowed=allowed,
            act=lambda: splitting.split(tcn=line.tcn, part=part, by=self.person, at=self.at),
        )
        if made:
            line.aboard -= many
            (new,) = made.lines.all()
            self.lines.append(Line(new.pk, line.order, many, made.tcn, line.departed))

    def receive(self, which: int, many: int) -> None:
        if line := self._one(which):
            self._receive(line, many)

    def receive_rest(self, which: int, many: int) -> None:
        if line := self._one(which):
            self._receive(line, None)

    def _receive(self, line: Line, many: int | None) -> None:
        entry = ReceiptEntry(line.tcn, UUID(int=self.count), line=line.pk, quantity=many)
        quantity = line.left if many is None else many
        allowed = not line.cancelled and 0 < quantity <= line.left
        made = self._try(
            allowed=allowed, act=lambda: receipts.record(entry, by=self.person, at=self.at)
        )
        if made:
            (row,) = made.receipts
            line.received[row.pk] = row.quantity
            self.sent = lambda: receipts.record(entry, by=self.person, at=self.at)

    def send_again(self, which: int, many: int) -> None:
        """The same operation once more, whatever has happened since."""
        if self.sent:
            self._try(allowed=True, act=self.sent)

    def retract(self, which: int, many: int) -> None:
        line = self._one(which)
        if line and line.received:
            key = sorted(line.received)[many % len(line.received)]
            self._try(
                allowed=True,
                act=lambda: receipts.retract(
                    tcn=line.tcn, receipt_id=key, reason="Miscounted", by=self.person, at=self.at
                ),
            )
            del line.received[key]

    def cancel(self, which: int, many: int) -> None:
        line = self._one(which)
        if line is None:
            return
        allowed = not (line.cancelled or line.departed or line.received)
        done = self._try(
            allowed=allowed,
            act=lambda: shipments.cancel(
                tcn=line.tcn, reason="Not built", by=self.person, at=self.at
            ),
        )
        line.cancelled = line.cancelled or bool(done)

    def report(self, what: str, which: int, many: int) -> None:
        line = self._one(which)
        if line is None:
            return
        kind = KINDS[what]
        to_replace = 0 if kind == "overage" else many if many % 3 else 0
        entry = DiscrepancyEntry(
            line.tcn, line.pk, kind, many, to_replace=to_replace, wrong_item="Another crate"
        )
        most = {"overage": many, "damage": line.came - line.of("damage")}.get(kind, line.left)
        made = self._try(
            allowed=not line.cancelled and many <= most,
            act=lambda: discrepancies.report(entry, by=self.person, at=self.at),
        )
        if made:
            line.reports.append(Report(kind, many, to_replace, made.number))

    def settle(self, which: int, many: int) -> None:
        """Credited: nothing of it is to be replaced any more."""
        if found := self._report(which, many):
            line, report = found
            live = line.cancelled or self.sums(line.order).left >= report.to_replace
            ended = self._try(
                allowed=not report.ended and live,
                act=lambda: discrepancies.settle(
                    number=report.number,
                    settlement="Credited",
                    to_replace=0,
                    by=self.person,
                    at=self.at,
                ),
            )
            if ended:
                report.ended, report.to_replace = True, 0

    def withdraw(self, which: int, many: int) -> None:
        if found := self._report(which, many):
            line, report = found
            live = line.cancelled or self.sums(line.order).left >= report.to_replace
            covered = report.kind != "overage" or line.left >= report.quantity
            ended = self._try(
                allowed=not report.ended and live and covered,
                act=lambda: discrepancies.withdraw(
                    number=report.number, reason="In error", by=self.person, at=self.at
                ),
            )
            if ended:
                report.ended = report.withdrawn = True

    def _report(self, which: int, many: int) -> tuple[Line, Report] | None:
        line = self._one(which)
        if line is None or not line.reports:
            return None
        return line, line.reports[many % len(line.reports)]
