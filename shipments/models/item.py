from __future__ import annotations

import pghistory
from django.db import models


@pghistory.track()
class Item(models.Model):
    """What is ordered, by its public nomenclature."""

    name = models.CharField(max_length=400, unique=True, help_text="As printed in its source.")
    nsn = models.CharField(
        max_length=13, null=True, blank=True, unique=True, help_text="13 digits, no hyphens."
    )
    is_major_defense_equipment = models.BooleanField(
        null=True, help_text="Empty when no source says."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(nsn__isnull=True) | models.Q(nsn__regex=r"^[0-9]{13}$"),
                name="item_nsn_has_13_digits",
            ),
        ]

    def __str__(self) -> str:
        return self.name
