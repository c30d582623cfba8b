"""Splitting a shipment on the way: which quantities go on under a TCN of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shipments.domain.roles import Right
from shipments.models import Order, Shipment, ShipmentLine
from shipments.services import refusal, splitting
from shipments.services.refusal import NotAllowed, Refused
from shipments.services.splitting import Split
from shipments.web.forms import CountField, EntryForm
from shipments.web.log_forms import WeightField
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from django.forms import BoundField

    from shipments.web.http import SignedInRequest


@dataclass(frozen=True)
class Row:
    line: ShipmentLine
    field: BoundField


class SplitForm(EntryForm):
    """A quantity for each line, and what the part weighs."""

    gross_weight_kg = WeightField(
        label="Gross weight of the part", help_text="Empty: what its packages add up to."
    )

    def __init__(self, lines: list[ShipmentLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            widget_label = f"Of {line.order.reference}, split off"
            self.fields[f"line-{line.pk}"] = CountField(label=widget_label, required=False)

    @property
    def rows(self) -> list[Row]:
        return [Row(line, self[f"line-{line.pk}"]) for line in self.lines]

    def split(self) -> Split:
        known: dict[str, Any] = self.cleaned_data
        quantities = {line.pk: known[f"line-{line.pk}"] or 0 for line in self.lines}
        return Split(quantities, known["gross_weight_kg"])


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: SignedInRequest, tcn: str) -> HttpResponse:
    """The quantities aboard, each with a field for what is split off; and splitting."""
    try:
        refusal.require(request.user, Right.LOG_SHIPMENT)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    shipments = Shipment.objects.visible_to(request.user).select_related("from_place", "to_place")
    shipment = shipments.filter(tcn=tcn).first()
    if shipment is None:
        raise Http404
    own = shipment.lines.filter(order__in=Order.objects.visible_to(request.user))
    lines: list[ShipmentLine] = list(own.select_related("order__item").order_by("pk"))
    form = SplitForm(lines, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = splitting.split(tcn=tcn, part=form.split(), by=request.user, at=timezone.now())
        except NotAllowed as refused:
            return not_allowed(request, refused)
        except Refused as refused:
            form.take(refused)
        else:
            messages.success(request, f"{made.tcn} is split from {tcn}.")
            return redirect("shipment", made.tcn)
    context = {"shipment": shipment, "form": form, "problems": form.problems if form.errors else []}
    return render(
        request, "shipments/shipment/split.html", context, status=422 if form.errors else 200
    )
