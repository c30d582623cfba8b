"""The filters of the shipments list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import django_filters as filters
from django.db import connection
from django.db.models import Q

from shipments.models import Order, Place, Shipment, ShipmentLine
from shipments.models.choices import modes, shipment_states
from shipments.queries.shipment_standings import GONE

if TYPE_CHECKING:
    from shipments.models import User
    from shipments.models.shipment import ShipmentQuerySet

CARRIERS_OFFERED = 200
# A look into the index for each name, however many shipments each has.
_CARRIERS = """
WITH RECURSIVE known AS (
    (SELECT carrier FROM shipments_shipment WHERE carrier > '' ORDER BY carrier LIMIT 1)
     UNION ALL
    SELECT (SELECT s.carrier FROM shipments_shipment AS s
             WHERE s.carrier > known.carrier ORDER BY s.carrier LIMIT 1)
      FROM known WHERE known.carrier IS NOT NULL
)
SELECT carrier FROM known WHERE carrier IS NOT NULL LIMIT %s
"""


def _only() -> list[tuple[str, str]]:
    return [("yes", "Only these")]


class ShipmentFilter(filters.FilterSet):  # type: ignore[misc]  # the library has no types
    """Give it shipments the person may see, and who that is: a search looks into orders too."""

    q = filters.CharFilter(label="Search", method="by_words", max_length=200)
    state = filters.ChoiceFilter(
        label="State", choices=shipment_states, field_name="standing__state"
    )
    mode = filters.ChoiceFilter(label="Mode", choices=modes)
    carrier = filters.CharFilter(label="Carrier", max_length=120)
    from_place = filters.CharFilter(label="From", method="by_place", max_length=12)
    to_place = filters.CharFilter(label="To", method="by_place", max_length=12)
    stalled = filters.ChoiceFilter(label="Stalled", choices=_only, method="by_overdue")
    unreleased = filters.ChoiceFilter(
        label="No release on record", choices=_only, method="by_no_release"
    )

    class Meta:
        model = Shipment
        fields: list[str] = []

    def __init__(self, *args: object, user: User, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.today = today

    def by_place(self, rows: ShipmentQuerySet, name: str, value: str) -> ShipmentQuerySet:
        # Looked up apart, so that the list is one run of the index on its key.
        found = Place.objects.filter(code=value.strip().upper()).values_list("pk", flat=True)
        return rows.filter(**{name: found.first()}) if found else rows.none()

    def by_overdue(self, rows: ShipmentQuerySet, name: str, value: str) -> ShipmentQuerySet:
        return rows.filter(standing__next_milestone_due_on__lt=self.today)

    def by_no_release(self, rows: ShipmentQuerySet, name: str, value: str) -> ShipmentQuerySet:
        return rows.filter(
            released_at__isnull=True,
            cancelled_at__isnull=True,
            standing__state__in=[state.value for state in GONE],
        )

    def by_words(self, rows: ShipmentQuerySet, name: str, value: str) -> ShipmentQuerySet:
        plain = "".join(value.upper().split()).replace("-", "")
        orders = Order.objects.visible_to(self.user).filter(
            Q(reference__icontains=value.strip())
            | Q(document_number__startswith=plain)
            | Q(item__name__icontains=value.strip())
        )
        lines = ShipmentLine.objects.filter(order__in=orders).values("shipment")
        return rows.filter(
            Q(tcn__contains=plain)
            | Q(voyage__icontains=value.strip())
            | Q(carrier__icontains=value.strip())
            | Q(pk__in=lines)
        )


def known_carriers() -> list[str]:
    """Who carries some shipment, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_CARRIERS, [CARRIERS_OFFERED])
        return [name for (name,) in cursor.fetchall()]
