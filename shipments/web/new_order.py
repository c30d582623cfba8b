"""Recording an order by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shipments.domain.priorities import Urgency
from shipments.domain.roles import Right
from shipments.models.choices import urgencies
from shipments.queries.entry_choices import (
    contractor_choices,
    known_cases,
    known_contracts,
    known_items,
)
from shipments.queries.lane_list import lane_choices
from shipments.services import orders, refusal
from shipments.services.orders import OrderEntry
from shipments.services.refusal import NotAllowed, Refused
from shipments.web.forms import CountField, DayField, EntryForm
from shipments.web.refusals import not_allowed

if TYPE_CHECKING:
    from shipments.web.http import SignedInRequest

DESIGNATORS = [("", "None"), *((str(number), f"{number:02d}") for number in range(1, 16))]


class OrderForm(EntryForm):
    """Its names are ``OrderEntry``'s."""

    item = forms.CharField(
        label="Item",
        max_length=400,
        widget=forms.TextInput(attrs={"list": "known-items", "autocomplete": "off"}),
        error_messages={"required": "Enter what is ordered."},
        help_text="Its public nomenclature. A new one is added to the items.",
    )
    quantity = CountField(
        label="Quantity",
        error_messages={"required": "Enter a quantity, a whole number of 1 or more."},
    )
    unit_of_issue = forms.CharField(
        label="Unit",
        max_length=2,
        initial="EA",
        error_messages={"required": "Enter the unit of issue, two letters like EA."},
    )
    contractor_id = forms.TypedChoiceField(
        label="Contractor",
        choices=contractor_choices,
        coerce=int,
        empty_value=None,
        required=False,
        help_text="Left empty, it is the contract's.",
    )
    case = forms.CharField(
        label="Case",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-cases", "autocomplete": "off"}),
        help_text="Like IS-B-ZMI, or its row of the record. A case or a contract is needed.",
    )
    contract = forms.CharField(
        label="Contract",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"list": "known-contracts", "autocomplete": "off"}),
        help_text="Its number, 13 characters, or its row of the record.",
    )
    document_number = forms.CharField(
        label="Document number",
        max_length=20,
        required=False,
        help_text="14 characters. Without one it gets a number of ours.",
    )
    priority_designator = forms.TypedChoiceField(
        label="Priority designator",
        choices=DESIGNATORS,
        coerce=int,
        empty_value=None,
        required=False,
    )
    urgency = forms.ChoiceField(
        label="Urgency",
        choices=urgencies,
        initial=Urgency.ROUTINE.value,
        error_messages={"required": "Choose an urgency."},
    )
    ordered_on = DayField(label="Ordered on", required=False)
    required_on = DayField(label="Required by", required=False)
    lane_id = forms.TypedChoiceField(
        label="Planned lane",
        choices=lane_choices,
        coerce=int,
        empty_value=None,
        required=False,
        help_text="The way it is to go. Its days give the expected delivery.",
    )
    requisition = forms.CharField(
        label="Requisition record",
        max_length=80,
        required=False,
        help_text="The 80 columns, A0_. Follow-ups repeat it.",
    )
    note = forms.CharField(
        label="Note", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        """Say at once what the service would say once the rest is right."""
        if not self.data.get("case", "").strip() and not self.data.get("contract", "").strip():
            self.add_error("case", "Enter the case or the contract it belongs to.")
        return self.cleaned_data


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """The form; a refusal answers with what was typed."""
    try:
        refusal.require(request.user, Right.RECORD_ORDER)
    except NotAllowed as refused:
        return not_allowed(request, refused)
    if request.method != "POST":
        return _draw(request, OrderForm(initial=_from_address(request)))
    form = OrderForm(request.POST)
    if not form.is_valid():
        return _draw(request, form, status=422)
    entry = OrderEntry(**form.cleaned_data)
    try:
        order = orders.record(entry, by=request.user, at=timezone.now())
    except Refused as refused:
        form.take(refused)
        return _draw(request, form, status=422)
    messages.success(request, f"Order {order.reference} is recorded.")
    return redirect("order", order.reference)


def _from_address(request: SignedInRequest) -> dict[str, str]:
    """What a page that leads here knows of the order already."""
    return {"document_number": request.GET.get("document_number", "")}


def _draw(request: SignedInRequest, form: OrderForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "known_items": known_items(),
        "known_cases": known_cases(),
        "known_contracts": known_contracts(),
    }
    return render(request, "shipments/order/new.html", context, status=status)
