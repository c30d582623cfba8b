"""Packages: what is in each, what they weigh together, and whether that can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from shipments.compliance.load_line import LoadLine
from shipments.models.choices import PackageKind
from shipments.services.refusal import Problem
from shipments.services.shipment_entry import (
    ContentEntry,
    Load,
    PackageEntry,
    Packing,
    ShipmentEntry,
)

PACKAGES_AT_MOST = 2_000
KG_AT_MOST = Decimal(100_000_000)
M3_AT_MOST = Decimal(1_000_000)
# No matter that anybody ships is heavier: the densest metal there is.
DENSEST_KG_A_M3 = 22_600
# Scales and lists round; more than this is another weight.
ROUNDING = Decimal("0.01")
ROUNDING_KG = Decimal(1)
# What the goods alone weigh is known less well than what a scale says.
FAR_OFF = Decimal("0.25")


def check(entry: ShipmentEntry, aboard: Sequence[LoadLine]) -> Load:
    """Pack the lines as entered and weigh the whole. No query.

    :param aboard: the lines whose order is known, with what is on record of their items.
    """
    packages, problems = _pack(entry)
    kg = _total([row.gross_weight_kg for row in packages_of(packages)])
    m3 = _total([row.cube_m3 for row in packages_of(packages)])
    problems += _amount_problems("", entry.gross_weight_kg, entry.cube_m3)
    for field, typed, added, unit in (
        ("gross_weight_kg", entry.gross_weight_kg, kg, "kg"),
        ("cube_m3", entry.cube_m3, m3, "m³"),
    ):
        if typed is not None and added is not None and not _alike(typed, added):
            message = (
                f"The packages add up to {said(added)} {unit}, not {said(typed)}. "
                "Correct one of them, or leave the total empty."
            )
            problems.append(Problem(field, message, "packages_do_not_add_up"))
    total = kg if entry.gross_weight_kg is None else entry.gross_weight_kg
    cube = m3 if entry.cube_m3 is None else entry.cube_m3
    notices = _plausible(entry, aboard, total) if not problems else []
    return Load(total, cube, [] if problems else packages, problems, notices)


def said(amount: Decimal) -> str:
    """As people write it: no noughts at the end."""
    return f"{amount:,.3f}".rstrip("0").rstrip(".")


def packages_of(packing: list[Packing]) -> list[PackageEntry]:
    return [each.entry for each in packing]


def _pack(entry: ShipmentEntry) -> tuple[list[Packing], list[Problem]]:
    left = Counter({place: line.quantity or 0 for place, line in enumerate(entry.lines)})
    packed: list[Packing] = []
    problems: list[Problem] = []
    for index, row in enumerate(entry.packages):
        at = f"packages.{index}."
        wrong = _row_problems(row, at, lines=len(entry.lines))
        wrong += _amount_problems(at, row.gross_weight_kg, row.cube_m3)
        if not wrong and len(packed) + (row.count or 0) > PACKAGES_AT_MOST:
            message = f"A shipment has {PACKAGES_AT_MOST:,} packages or fewer. Split it."
            wrong.append(Problem(f"{at}count", message, "too_many_packages"))
        if wrong:
            problems += wrong
            continue
        holds, wrong = _fill(row, entry, left, at)
        problems += wrong
        first = len(packed) + 1
        packed += [Packing(first + place, row, each) for place, each in enumerate(holds)]
    return packed, problems


def _fill(
    row: PackageEntry, entry: ShipmentEntry, left: Counter[int], at: str
) -> tuple[list[dict[int, int]], list[Problem]]:
    """What each package of a row holds. Takes it from what is left of the lines."""
    count = row.count or 0
    holds: list[dict[int, int]] = [{} for _ in range(count)]
    for content in row.contents:
        place = content.line - 1
        shares = _shares(content, left[place], count)
        if not all(shares):
            line = entry.lines[place]
            message = (
                f"Line {content.line} has {line.quantity or 0:,}, of which {left[place]:,} are "
                f"not packed yet: not enough for {count:,} packages"
                f"{f' of {content.each:,}' if content.each else ''}."
            )
            return [], [Problem(f"{at}count", message, "packages_hold_more_than_the_line")]
        left[place] -= sum(shares)
        for held, share in zip(holds, shares, strict=True):
            held[place] = held.get(place, 0) + share
    return holds, []


def _shares(content: ContentEntry, left: int, count: int) -> list[int]:
    """Of each package. A share of nought says that the line is too small."""
    if content.each is None:
        whole, over = divmod(left, count)
        return [whole + (place < over) for place in range(count)]
    each = content.each
    return [max(0, min(each, left - place * each)) for place in range(count)]


def _row_problems(row: PackageEntry, at: str, *, lines: int) -> list[Problem]:
    problems = []
    if row.count is None or row.count < 1:
        message = "Enter how many packages, a whole number of 1 or more."
        problems.append(Problem(f"{at}count", message, "required"))
    if row.kind not in list(PackageKind):
        message = f"Choose a kind of package: {', '.join(PackageKind)}."
        problems.append(Problem(f"{at}kind", message, "unknown_kind"))
    for content in row.contents:
        if not 1 <= content.line <= lines:
            message = "There is no such line. Enter the number of a line of this shipment."
            problems.append(Problem(f"{at}line", message, "unknown_line"))
        if content.each is not None and content.each < 1:
            message = "Enter how many are in each, a whole number of 1 or more."
            problems.append(Problem(f"{at}each", message, "required"))
    return problems


def _amount_problems(at: str, kg: Decimal | None, m3: Decimal | None) -> list[Problem]:
    problems = []
    for name, amount, most, unit in (
        ("gross_weight_kg", kg, KG_AT_MOST, "kg"),
        ("cube_m3", m3, M3_AT_MOST, "m³"),
    ):
        if amount is None:
            continue
        if amount <= 0:
            message = f"Enter more than 0 {unit}, or nothing where it is not known."
            problems.append(Problem(f"{at}{name}", message, "not_positive"))
        elif amount > most:
            message = f"{said(amount)} {unit} is more than anything that moves. Check the unit."
            problems.append(Problem(f"{at}{name}", message, "out_of_reach"))
    if not problems and kg is not None and m3 is not None and kg > m3 * DENSEST_KG_A_M3:
        message = (
            f"{said(kg)} kg in {said(m3)} m³ is denser than any metal. "
            "Check the weight, in kg, and the cube, in m³."
        )
        problems.append(Problem(f"{at}gross_weight_kg", message, "too_dense"))
    return problems


def _total(amounts: list[Decimal | None]) -> Decimal | None:
    """None where a package's own is not known, or there are no packages."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal()) if known and len(known) == len(amounts) else None


def _alike(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= max(ROUNDING_KG, ROUNDING * max(one, other))


def _plausible(
    entry: ShipmentEntry, aboard: Sequence[LoadLine], total: Decimal | None
) -> list[str]:
    """Hold the total against what the goods weigh by their items' data, where that is known."""
    if total is None:
        return []
    weights = [line.gross_kg for line in aboard if line.gross_kg is not None]
    known = sum(weights, Decimal())
    than = ""
    if weights and total < known * (1 - FAR_OFF):
        than = "less than the goods alone weigh"
    elif (
        weights and len(weights) == len(entry.lines) and total > known * (1 + FAR_OFF) + ROUNDING_KG
    ):
        than = "far more than the goods weigh"
    message = f"Gross weight {said(total)} kg is {than} by their data, {known:,.0f} kg. Check it."
    return [message] if than else []
