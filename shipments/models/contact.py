from __future__ import annotations

import pghistory
from django.db import models

from shipments.models.contractor import Contractor


@pghistory.track()
class Contact(models.Model):
    """A person or desk at a contractor whom we may ask about its orders."""

    contractor = models.ForeignKey(Contractor, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=120)
    duty = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    time_zone = models.CharField(max_length=40, default="America/New_York")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(email="", phone=""), name="contact_can_be_reached"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.contractor_id}"
