"""The first page: how much is open, what is late, what to chase, what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shipments.domain.roles import Right
from shipments.queries import activity, desk, hot_list
from shipments.queries import overview as figures
from shipments.queries.missed import missed
from shipments.queries.pipeline import pipeline
from shipments.web import world_map
from shipments.web.pipeline_map import drawn

if TYPE_CHECKING:
    from django.http import HttpResponse

    from shipments.web.http import SignedInRequest


@require_safe
def overview(request: SignedInRequest) -> HttpResponse:
    """Show what is true now. ``?view=table`` gives the map's facts in words."""
    user, now = request.user, timezone.now()
    today = now.date()
    shown = pipeline(user=user, on=today)
    as_table = request.GET.get("view") == "table"
    return render(
        request,
        "shipments/overview/overview.html",
        {
            "figures": figures.figures(user=user, on=today),
            "stages": figures.stages(user=user, on=today),
            "ages": figures.ages(user=user, on=today),
            "pipeline": shown,
            "as_table": as_table,
            "wide": None if as_table else drawn(shown, world_map.WIDE),
            "narrow": None if as_table else drawn(shown, world_map.NARROW),
            "desk": desk.to_do(user=user, today=today) if user.may(Right.EXPEDITE) else None,
            "top": hot_list.top(user=user, on=today),
            "missed": missed(user=user, now=now),
            "events": activity.newest(user=user, on=today),
        },
    )
