"""What contractors' promises have been worth: kept or not, and by how much they slip."""

from __future__ import annotations

from dataclasses import dataclass

from shipments.models import Contractor, ContractorRecord, Policy


@dataclass(frozen=True, slots=True)
class Record:
    """One contractor's promises for goods that have all left since, of all time.

    :ivar enough: as many as the policy asks for before they tell anything.
    :ivar share: of them kept, in per cent.
    """

    contractor: Contractor
    promises: int
    kept: int
    low_slip_days: int
    median_slip_days: int
    high_slip_days: int
    enough: bool

    @property
    def share(self) -> float:
        return round(100 * self.kept / self.promises, 1)


@dataclass(frozen=True, slots=True)
class Kept:
    """:ivar records: most promises first.
    :ivar needed: how many promises it takes to tell.
    """

    records: list[Record]
    promises: int
    kept: int
    needed: int


def kept() -> Kept:
    """Read every contractor's record. Two queries."""
    needed = promises_needed()
    rows = ContractorRecord.objects.select_related("contractor").filter(promises__gt=0)
    records = [
        record(row, needed=needed)
        for row in rows.order_by("-promises", "contractor__name", "contractor_id")
    ]
    return Kept(
        records=records,
        promises=sum(each.promises for each in records),
        kept=sum(each.kept for each in records),
        needed=needed,
    )


def promises_needed() -> int:
    """How many promises the policy in force asks for. One query."""
    return int(Policy.objects.in_force().limits.get("promises_to_correct", 1))


def record(row: ContractorRecord, *, needed: int) -> Record:
    return Record(
        contractor=row.contractor,
        promises=row.promises,
        kept=row.kept,
        low_slip_days=row.low_slip_days,
        median_slip_days=row.median_slip_days,
        high_slip_days=row.high_slip_days,
        enough=row.promises >= needed,
    )
