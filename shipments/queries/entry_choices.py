"""What entry forms offer, so that known things are not typed twice in two ways."""

from __future__ import annotations

from shipments.models import Case, Contractor, Item

# A list to complete from is no use beyond this, and would outweigh the page.
OFFERED = 300


def contractor_choices() -> list[tuple[str, str]]:
    rows = Contractor.objects.order_by("name", "city", "pk")
    return [("", "Not known yet"), *((str(row.pk), str(row)) for row in rows)]


def known_items() -> list[str]:
    return list(Item.objects.order_by("name").values_list("name", flat=True)[:OFFERED])


def known_cases() -> list[str]:
    cases = Case.objects.filter(case_id__isnull=False).order_by("case_id")
    return [case_id for case_id in cases.values_list("case_id", flat=True)[:OFFERED] if case_id]
