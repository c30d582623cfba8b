from __future__ import annotations

import pytest
from django.forms import CharField
from django.forms.forms import BaseForm

from shipments.models import Item, Milestone, Need, Promise, Shipment, ShipmentLine
from shipments.web.forms import PromiseForm
from shipments.web.log_forms import LineForm, ShipmentForm
from shipments.web.needs import NeedForm
from shipments.web.new_order import OrderForm
from shipments.web.shipment_forms import MilestoneForm, ReasonForm


@pytest.mark.parametrize(
    ("form", "field", "column"),
    [
        (LineForm, "lot", ShipmentLine._meta.get_field("lot")),
        (MilestoneForm, "source", Milestone._meta.get_field("source")),
        (NeedForm, "item", Item._meta.get_field("name")),
        (NeedForm, "reference", Need._meta.get_field("reference")),
        (NeedForm, "stated_by", Need._meta.get_field("stated_by")),
        (OrderForm, "item", Item._meta.get_field("name")),
        (PromiseForm, "reason", Promise._meta.get_field("reason")),
        (PromiseForm, "said_by", Promise._meta.get_field("said_by")),
        (ReasonForm, "reason", Milestone._meta.get_field("reason")),
        (ReasonForm, "reason", Shipment._meta.get_field("cancelled_because")),
        (ShipmentForm, "carrier", Shipment._meta.get_field("carrier")),
        (ShipmentForm, "source", Milestone._meta.get_field("source")),
        (ShipmentForm, "voyage", Shipment._meta.get_field("voyage")),
    ],
)
def test_a_form_takes_as_much_as_its_column_holds(db, form: type[BaseForm], field, column):
    asked = form().fields[field]

    assert isinstance(asked, CharField)
    assert asked.max_length == column.max_length
