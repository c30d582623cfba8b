"""Calling about orders in tests, as the form of the call page does."""

from __future__ import annotations

from uuid import uuid4


def address(*references):
    return "/calls/new/?" + "&".join(f"order={each}" for each in references)


def typed(contact, *references, **given):
    return {
        "order": references or ["Q1", "Q2"],
        "call": str(uuid4()),
        "step": "follow_up",
        "contact": contact.pk,
        "do": "send",
        **given,
    }
