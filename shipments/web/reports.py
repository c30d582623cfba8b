"""What came of it: the reports on one page, and each of them as a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shipments.domain.csv_safety import safe_cell
from shipments.queries.reports import ageing, fates, gains, kept, period
from shipments.web import report_sections
from shipments.web.address import with_changes
from shipments.web.csv_file import streamed

if TYPE_CHECKING:
    from datetime import datetime

    from shipments.queries.reports.period import Period
    from shipments.web.http import SignedInRequest
    from shipments.web.report_sections import Section

SECTIONS: dict[str, Callable[[Period, datetime], Section]] = {
    "days-gained-by-month": lambda of, _: report_sections.by_month(gains.gains(of)),
    "days-gained-by-lever": lambda of, _: report_sections.by_lever(gains.gains(of)),
    "promises-kept": lambda *_: report_sections.promises(kept.kept()),
    "flags": lambda of, at: report_sections.flags(fates.flag_report(of, at=at)),
    "ageing": lambda _, at: report_sections.ages(ageing.ageing(on=at.date())),
}


@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    """The page. Not for contractors: it compares them, and tells of our case files."""
    _hide_from_contractors(request)
    now = timezone.now()
    chosen, said = _period(request, now)
    gained = gains.gains(chosen)
    sections = [
        report_sections.by_month(gained),
        report_sections.by_lever(gained),
        *(SECTIONS[name](chosen, now) for name in ("promises-kept", "flags", "ageing")),
    ]
    context = {
        "sections": sections,
        "chosen": chosen,
        "from": f"{chosen.first:%Y-%m}",
        "to": f"{chosen.last:%Y-%m}",
        "address": with_changes(request.GET),
        "said": said,
    }
    return render(request, "shipments/reports/reports.html", context)


@require_safe
def reports_csv(request: SignedInRequest, section: str) -> HttpResponse | StreamingHttpResponse:
    """One report's table as a file. Months that cannot be understood are refused."""
    _hide_from_contractors(request)
    if section not in SECTIONS:
        raise Http404
    now = timezone.now()
    chosen, said = _period(request, now)
    if said:
        return HttpResponse("\n".join(said), status=400, content_type="text/plain")
    table = SECTIONS[section](chosen, now).table
    cells = ([safe_cell(cell.plain) for cell in row] for row in table.rows)
    return streamed(f"{section}-{now:%Y-%m-%d}", [each.plain for each in table.headings], cells)


def _period(request: SignedInRequest, now: datetime) -> tuple[Period, list[str]]:
    start, end = request.GET.get("from", ""), request.GET.get("to", "")
    return period.read(start, end, today=now.date())


def _hide_from_contractors(request: SignedInRequest) -> None:
    if request.user.is_contractors:
        raise Http404
