"""``python -m bench.records LINES``: a file of fictional MILSTRIP records, the same for a number.

Of 100 lines 39 are requisitions, 3 the same ones passed on, 26 supply statuses, 12 shipment
statuses, 10 modifications, 6 follow-ups, 1 cancellation and 1 receipt; one is about an order
that nobody knows and one is bad. Records come before and after the requisition they are about.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random

from shipments.domain.ordinal_date import to_ddd, to_yddd

AS_OF = date(2026, 11, 20)
# Cases that have to be on record: Q00 to Q29. NOBODYS is on none.
CASES = tuple(f"IS-B-Q{number:02d}" for number in range(30))
NOBODYS = "Q99"
BLOCK = 100
ORDERS_PER_BLOCK = 39
_SHIPPED_PER_BLOCK = 12
_ITEMS = 2_000
_DAYS = 300
_SERIAL = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# A prime, so that neighbours in number are strangers in every fact.
_STRIDE = 7919


@dataclass(frozen=True, slots=True)
class Ordered:
    """The facts of the order with a number. The same number is the same order."""

    number: int

    @property
    def on(self) -> date:
        return AS_OF - timedelta(days=40 + self.number * _STRIDE % _DAYS)

    @property
    def document_number(self) -> str:
        return f"BISA43{to_yddd(self.on)}{_serial(self.number // _DAYS)}"

    @property
    def quantity(self) -> str:
        """As a record writes it: one order in fifty is of thousands of rounds."""
        if self.number % 50 == 0:
            return f"{100 + self.number % 900:04d}M"
        return f"{1 + self.number * _STRIDE % 480:05d}"

    @property
    def item(self) -> str:
        """Columns 8 to 24: stock number and unit of issue."""
        item = self.number * _STRIDE % _ITEMS
        return f"{1305 + item % 9 * 5}01999{item:04d}  EA"

    @property
    def address(self) -> str:
        return f"DAH{CASES[self.number % len(CASES)][-3:]}"

    @property
    def required(self) -> str:
        return to_ddd(self.on + timedelta(days=90 + self.number % 240))

    @property
    def priority(self) -> int:
        return 3 + self.number * _STRIDE % 13

    def to(self, identifier: str, *, quantity: str = "") -> str:
        """Columns 1 to 50, which all records about an order begin with."""
        start = f"{identifier}B14S{self.item}{quantity or self.quantity}"
        return f"{start}{self.document_number} {self.address}"

    def requisition(self, identifier: str, *, priority: int = 0, required: str = "") -> str:
        wanted = required or self.required
        return f"{self.to(identifier)}A        {priority or self.priority:02d}{wanted}"


def lines(number: int, *, seed: int = 1) -> Iterator[bytes]:
    """Write so many lines, each with its line break."""
    draw = Random(f"records/{seed}")  # noqa: S311 (comes out the same)
    spoilers = 0
    orders = ORDERS_PER_BLOCK * -(-number // BLOCK)
    written = 0
    for block in count():
        for text in _block(block, orders, draw):
            if written == number:
                return
            if text:
                line = text.encode("ascii")
            else:
                line = _bad(spoilers, Ordered(draw.randrange(orders)))
                spoilers += 1
            yield line + b"\n"
            written += 1


def _block(block: int, orders: int, draw: Random) -> list[str]:
    """A hundred lines; the bad one is empty."""
    first = block * ORDERS_PER_BLOCK
    found = [
        Ordered(first + place).requisition("A0A" if place % 3 else "A01")
        for place in range(ORDERS_PER_BLOCK)
    ]
    found += [_shipped(Ordered(first + place * 3)) for place in range(_SHIPPED_PER_BLOCK)]
    for times, write in _ABOUT_ANY:
        found += [write(Ordered(draw.randrange(orders)), draw) for _ in range(times)]
    found += [_status(Ordered(orders + block), draw), ""]
    draw.shuffle(found)
    return found


def _passed_on(order: Ordered, _: Random) -> str:
    return order.requisition("A3A")


def _status(order: Ordered, draw: Random) -> str:
    """Supply status: most give a ship date."""
    said = order.on + timedelta(days=draw.randrange(1, 40))
    ships = said + timedelta(days=draw.randrange(20, 150))
    code = draw.choice(("BV", "BV", "BV", "BB", "BP", "BD"))
    when = "    " if code == "BD" else to_yddd(ships)
    return f"{order.to('AE1')}A        {order.priority:02d}{to_ddd(said)}{code}B14{when}"


def _shipped(order: Ordered) -> str:
    """Shipment status of all of it, under a TCN of its own."""
    on = order.on + timedelta(days=20 + order.number % 20)
    return f"{order.to('AS1')}      {to_ddd(on)}{order.document_number}XXX"


def _modified(order: Ordered, draw: Random) -> str:
    """More urgent, earlier, or both; one in three changes nothing."""
    change = draw.randrange(3)
    earlier = to_ddd(order.on + timedelta(days=60)) if change == 1 else ""
    return order.requisition("AMA", priority=2 if change == 2 else 0, required=earlier)


def _follow_up(order: Ordered, draw: Random) -> str:
    return f"{order.to(draw.choice(('AF1', 'AF1', 'AFC')))}A        {order.priority:02d}"


def _cancelled(order: Ordered, _: Random) -> str:
    return f"{order.to('AC1')}A        {order.priority:02d}"


def _received(order: Ordered, _: Random) -> str:
    return f"D6SB14 {order.to('')[4:]}"


_ABOUT_ANY: tuple[tuple[int, Callable[[Ordered, Random], str]], ...] = (
    (3, _passed_on),
    (26, _status),
    (10, _modified),
    (6, _follow_up),
    (1, _cancelled),
    (1, _received),
)


def _bad(number: int, order: Ordered) -> bytes:
    """What is wrong with a line, one after the other."""
    good = order.requisition("A0A")
    spoilt = (
        f"QQ1{good[3:]}",
        f"{good[:24]}1O5  {good[29:]}",
        f"{good[:29]}{' ' * 14}{good[43:]}",
        f"{good[:36]}400{good[39:]}",
        f"{good[:59]}77{good[61:]}",
        f"{good.ljust(83)}X",
        f"{good[:25]}",
        f"U0A{good[3:]}",
        f"{good[:47]}{NOBODYS}{good[50:]}",
        f"{good[:50]}\xc9{good[51:]}",
    )
    return spoilt[number % len(spoilt)].encode("latin-1")


def _serial(number: int) -> str:
    signs = ""
    for _ in range(4):
        number, sign = divmod(number, len(_SERIAL))
        signs = _SERIAL[sign] + signs
    return signs


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.records", description=__doc__)
    parser.add_argument("lines", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    for line in lines(asked.lines, seed=asked.seed):
        sys.stdout.buffer.write(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
