"""What came of a file, in plain lines: for the report beside it and for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from shipments.models import ImportBatch, ImportRefusal
from shipments.models.choices import ImportState

MOST_REFUSALS = 10_000


def report(batch: ImportBatch) -> Iterator[str]:
    """Everything about a file that has come to its end, line by line."""
    yield f"{batch.name}: import {batch.pk}, {ending(batch)}"
    yield f"SHA-256 {batch.sha256}, {batch.size:,} bytes"
    yield f"Said {_moment(batch.reported_at)}, received {_moment(batch.uploaded_at)}"
    if batch.failure:
        yield batch.failure
        return
    yield counts(batch)
    if batch.refused:
        yield ""
        yield "Refused lines, correct them and send just those:"
        yield from refusals(batch, most=MOST_REFUSALS)


def ending(batch: ImportBatch) -> str:
    """How it ended and when, in one phrase."""
    said = {
        ImportState.DONE.value: "on record since",
        ImportState.REFUSED.value: "refused as a whole",
        ImportState.CANCELLED.value: "cancelled, nothing was changed,",
        ImportState.TRIED.value: "tried out, nothing was changed,",
        ImportState.UNMAPPED.value: "waits for a person to say which field each heading is",
    }.get(batch.state, "not finished yet")
    when = batch.finished_at or batch.cancelled_at
    return f"{said} {_moment(when)}" if when else said


def counts(batch: ImportBatch) -> str:
    """What became of its lines, in two sentences."""
    return (
        f"{batch.lines:,} lines: {batch.accepted:,} accepted, {batch.refused:,} refused. "
        f"{batch.created:,} created, {batch.changed:,} changed, {batch.unchanged:,} unchanged, "
        f"{batch.older:,} older than what stands, {batch.unmatched:,} of orders not known yet."
    )


def refusals(batch: ImportBatch, *, most: int) -> Iterator[str]:
    """Each refused line with its reason, and how many more there are."""
    told = 0
    found = ImportRefusal.objects.filter(batch=batch).in_order()
    for each in found[:most].iterator():
        told += 1
        yield refusal(each)
    more = found.count() - told if told == most else 0
    if more:
        yield f"… and {more:,} more. Imports on the site lists them all."


def refusal(each: ImportRefusal) -> str:
    """``Line 7, column 25, quantity: found "1O5"; it needs 5 digits.``"""
    at = f"column {each.position}" if each.position.isdigit() else each.position
    where = ", ".join(filter(None, (f"Line {each.line}", at, each.field.replace("_", " "))))
    found = f'found "{_shown(each.found)}"; ' if each.found else ""
    return f"{where}: {found}{each.expected}\n    {_shown(each.text)}"


def _shown(text: str) -> str:
    """With what a terminal would obey, or would not show, written out."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%MZ}"
