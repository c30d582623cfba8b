"""Where on a sheet stands what was refused only once it was compared with the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection

from shipments.domain.sheets.kinds import KINDS
from shipments.intake.batches.source import Source
from shipments.intake.sheets.reading.reader import fields_of
from shipments.intake.sheets.reading.rows import letters
from shipments.intake.sheets.reading.sheet import opened
from shipments.models import ImportBatch

_REFUSED = "SELECT EXISTS (SELECT FROM import_outcome WHERE outcome = 'refused')"
_SAY = """
UPDATE import_outcome AS told
   SET position = at.letter || told.line
  FROM unnest(%s::text[], %s::text[]) AS at (field, letter)
 WHERE told.outcome = 'refused' AND told.position = '' AND told.field = at.field
"""


def say(given: Mapping[str, Any]) -> None:
    """Give each refusal the cell that it is about, like C7."""
    with connection.cursor() as cursor:
        cursor.execute(_REFUSED)
        if not cursor.fetchone()[0]:
            return
        columns = _columns(ImportBatch.objects.get(pk=given["batch"]))
        cursor.execute(_SAY, [list(columns), list(columns.values())])


def _columns(batch: ImportBatch) -> dict[str, str]:
    """By field, the letter of its column: the headings are read again, and no row."""
    kind = KINDS[batch.kind]
    with opened(Source(batch), kind, batch.mapping) as sheet:
        found = fields_of(sheet, kind, batch).mapping
        return {name: letters(at) for name, at in found.items()}
