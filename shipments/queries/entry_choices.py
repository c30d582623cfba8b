"""What entry forms offer, so that known things are not typed twice in two ways."""

from __future__ import annotations

from textwrap import shorten

from django.db.models.functions import Coalesce

from shipments.models import Case, Contract, Contractor, Item

# A list to complete from is no use beyond this, and would outweigh the page.
OFFERED = 300
ABOUT_SHOWN = 90


def contractor_choices() -> list[tuple[str, str]]:
    rows = Contractor.objects.order_by("name", "city", "pk")
    return [("", "Not known yet"), *((str(row.pk), str(row)) for row in rows)]


def known_items() -> list[str]:
    return list(Item.objects.order_by("name").values_list("name", flat=True)[:OFFERED])


def known_cases() -> list[tuple[str, str]]:
    """What names each case, and what it is about.

    Few identifiers are published: the others are named by their row of the record.
    """
    names = Coalesce("case_id", "record_ref")
    cases = Case.objects.annotate(named=names).filter(named__isnull=False).order_by("named")
    return list(cases.values_list("named", "title")[:OFFERED])


def known_contracts() -> list[tuple[str, str]]:
    """What names each contract, and what it is about."""
    names = Coalesce("piid", "record_ref")
    contracts = Contract.objects.annotate(named=names).filter(named__isnull=False)
    rows = contracts.order_by("named").values_list("named", "description")[:OFFERED]
    return [(named, shorten(about, ABOUT_SHOWN, placeholder="…")) for named, about in rows]
