"""What contractors told of the orders of an exercise beside their promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from shipments.intake.exercise.lives import Told
from shipments.intake.exercise.moments import moment
from shipments.intake.exercise.orders import BATCH, Lived
from shipments.models import Report
from shipments.models.choices import ReportKind


def save(lived: Sequence[Lived], *, seed: int, as_of: date) -> int:
    """Save them all. Tell how many there are."""
    reports = list(_reports(lived, Random(f"{seed}/reports"), as_of))
    reports.sort(key=lambda report: report.recorded_at)
    return len(Report.objects.bulk_create(reports, batch_size=BATCH))


def _reports(lived: Sequence[Lived], draw: Random, as_of: date) -> Iterator[Report]:
    for each in lived:
        told = list(each.life.told)
        if each.life.acknowledged_on and draw.random() < 0.4:
            told.append(Told(ReportKind.ACKNOWLEDGED, each.life.acknowledged_on))
        for one in told:
            said_at = moment(draw, one.on, as_of=as_of)
            yield Report(
                order=each.order,
                kind=one.kind.value,
                occurs_on=one.on,
                quantity=one.quantity,
                said_by=each.maker.contact.name,
                contact=each.maker.contact,
                channel=draw.choice(("email", "email", "phone", "portal")),
                reported_at=said_at,
                recorded_at=said_at,
            )
