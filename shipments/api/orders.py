from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django_filters.rest_framework import (
    BooleanFilter,
    CharFilter,
    ChoiceFilter,
    DateFilter,
    FilterSet,
    MultipleChoiceFilter,
    NumberFilter,
)
from rest_framework import serializers

from shipments.api.contractors import ContractorSerializer
from shipments.api.facts import PrecisionField, SourcesField, ValueField
from shipments.api.flags import FlagSerializer
from shipments.api.pages import Ordering
from shipments.api.promises import PromiseSerializer
from shipments.api.resource import Detail, Listing
from shipments.models import (
    Case,
    Contract,
    Flag,
    Item,
    Notification,
    Order,
    Promise,
    ShipmentLine,
)
from shipments.models.choices import statuses, urgencies


class ItemSerializer(serializers.ModelSerializer[Item]):
    class Meta:
        model = Item
        fields = ["name", "nsn"]
        read_only_fields = fields


class OrderSerializer(serializers.ModelSerializer[Order]):
    """One order and where it stands. Give it rows from ``listed()``.

    A possible sale has ``possible_sale`` true and ``status`` "notified": it is not an order
    yet. A null ``quantity`` is not published; it is not zero.
    """

    case = serializers.CharField(source="case_id_or_ref", read_only=True)

    class Meta:
        model = Order
        fields = ["reference"]
