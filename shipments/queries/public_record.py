"""What others reported: disruptions, and deliveries as reported."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.db.models import F

from shipments.models import Disruption, PublicReport

if TYPE_CHECKING:
    from datetime import date

UNDATED = "No date given"


@dataclass(frozen=True, slots=True)
class Disruptions:
    """In force on a day, and over by then; those that are still to begin stand in force too."""

    in_force: list[Disruption]
    past: list[Disruption]


@dataclass(frozen=True, slots=True)
class Year:
    """The reports of one year, newest first."""

    words: str
    reports: list[PublicReport]


@dataclass(frozen=True, slots=True)
class Total:
    """A running total as one reporter last gave it. Never to be added to another."""

    reported_by: str
    report: PublicReport


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The whole list of reported deliveries, and each reporter's latest running totals."""

    years: list[Year]
    totals: list[Total]


def disruptions(*, on: date) -> Disruptions:
    """Load them all, with their sources: two queries."""
    found = Disruption.objects.newest_first().select_related("place").prefetch_related("sources")
    over = [each for each in found if each.ends_on is not None and each.ends_on < on]
    return Disruptions([each for each in found if each not in over], over)


def deliveries() -> Deliveries:
    """Load every report, with its sources: two queries, and nothing is added up."""
    newest = F("happened_on").desc(nulls_last=True)
    reports = list(PublicReport.objects.with_place().order_by(newest, "-pk"))
    years = [
        Year(words, list(of_year))
        for words, of_year in groupby(
            reports, lambda found: str(found.happened_on.year) if found.happened_on else UNDATED
        )
    ]
    latest: dict[str, Total] = {}
    for report in reports:
        gives_totals = report.aircraft_so_far or report.ships_so_far or report.tons_so_far
        if gives_totals and report.happened_on and report.reported_by not in latest:
            latest[report.reported_by] = Total(report.reported_by, report)
    return Deliveries(years, list(latest.values()))
