"""Which packages go along when a shipment is split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from shipments.models import Package, PackageContent, Shipment, ShipmentLine


@dataclass(frozen=True)
class Taken:
    """What the packages that go along say of the part; None where they do not tell all of it."""

    gross_weight_kg: Decimal | None
    cube_m3: Decimal | None


def take(
    whole: Shipment,
    made: Shipment,
    taken: Mapping[ShipmentLine, int],
    becomes: Mapping[ShipmentLine, ShipmentLine],
) -> Taken:
    """Move the packages that hold nothing but what is taken, the last first; unpack the rest.

    :param taken: how much of each line, as the lines were before.
    :param becomes: the line of the new shipment that each is now.
    """
    wanted = Counter({line.pk: quantity for line, quantity in taken.items()})
    new = {line.pk: now.pk for line, now in becomes.items()}
    packages = list(whole.packages.prefetch_related("contents").order_by("-number"))
    going = []
    for package in packages:
        holds = {content.line_id: content.quantity for content in package.contents.all()}
        if holds and all(quantity <= wanted[line] for line, quantity in holds.items()):
            wanted.subtract(holds)
            going.append(package)
    for number, package in enumerate(reversed(going), start=1):
        Package.objects.filter(pk=package.pk).update(shipment=made, number=number)
        for line, now in new.items():
            if line != now:
                PackageContent.objects.filter(package=package, line=line).update(line=now)
    _unpack([each for each in packages if each not in going], taken, new, wanted)
    if any(wanted.values()):
        return Taken(None, None)
    return Taken(
        _sum([package.gross_weight_kg for package in going]),
        _sum([package.cube_m3 for package in going]),
    )


def _unpack(
    staying: list[Package],
    taken: Mapping[ShipmentLine, int],
    new: Mapping[int, int],
    wanted: Counter[int],
) -> None:
    """Take out of packages that stay what is no more aboard, the last package first.

    :param wanted: what of each line is taken and went with no package.
    """
    for line in taken:
        contents = [
            content
            for package in staying
            for content in package.contents.all()
            if content.line_id == line.pk
        ]
        # A line that goes whole keeps its key: nothing of it may stay in a package here.
        whole = new[line.pk] == line.pk
        loose = line.quantity - sum(content.quantity for content in contents)
        loose -= taken[line] - wanted[line.pk]
        out = wanted[line.pk] if whole else max(0, wanted[line.pk] - loose)
        for content in contents:
            part = min(out, content.quantity)
            out -= part
            if part == content.quantity:
                content.delete()
            elif part:
                content.quantity -= part
                content.save(update_fields=["quantity"])


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal()) if known and len(known) == len(amounts) else None
