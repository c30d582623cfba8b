"""Scans as the receiving page sends them: one from its form, or those that it kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.dateparse import parse_datetime

from shipments.services.receipt_entry import Scan
from shipments.services.scans import MOST
from shipments.web.forms import CountField, EntryForm

_LONGEST_TEXT = 2000
_MOST_QUANTITY = 10**12


class ScanForm(EntryForm):
    """One scan. It is what the page sends without its script."""

    text = forms.CharField(
        label="Scan a label, or type a TCN or an order",
        max_length=_LONGEST_TEXT,
        required=False,
        strip=False,
    )
    quantity = CountField(label="Quantity", required=False, min_value=1, max_value=_MOST_QUANTITY)
    tcn = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    operation = forms.UUIDField(widget=forms.HiddenInput)
    everything = forms.BooleanField(required=False, widget=forms.HiddenInput)
    undoes = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def scan(self) -> Scan:
        entered = self.cleaned_data
        return Scan(
            operation=entered["operation"],
            text=entered["text"],
            tcn=entered["tcn"],
            quantity=entered["quantity"],
            everything=entered["everything"],
            undoes=entered["undoes"],
        )


class BadBatch(Exception):
    """What was sent is no batch of scans; the text says why."""


@dataclass(frozen=True)
class Batch:
    """:ivar user: the key of whoever made the scans.
    :ivar tcn: the shipment that is shown.
    """

    user: int
    tcn: str
    scans: list[Scan]


def read_batch(body: bytes) -> Batch:
    """:raises BadBatch: nothing of it can be used."""
    try:
        sent = json.loads(body)
        entries = sent["scans"]
        if len(entries) > MOST:
            raise BadBatch(f"More than {MOST} scans at once.")
        return Batch(int(sent["user"]), str(sent["tcn"])[:40], [_scan(each) for each in entries])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadBatch("This is no batch of scans.") from error


def _scan(entry: dict[str, Any]) -> Scan:
    quantity = entry.get("quantity")
    if quantity is not None and not (
        isinstance(quantity, int) and not isinstance(quantity, bool) and quantity <= _MOST_QUANTITY
    ):
        raise ValueError("quantity")
    counted_at = parse_datetime(str(entry.get("counted_at") or ""))
    return Scan(
        operation=UUID(str(entry["operation"])),
        text=str(entry.get("text") or "")[:_LONGEST_TEXT],
        tcn=str(entry.get("tcn") or "")[:40],
        quantity=quantity,
        everything=entry.get("everything") is True,
        counted_at=counted_at if counted_at and counted_at.tzinfo else None,
        undoes=UUID(str(entry["undoes"])) if entry.get("undoes") else None,
    )
