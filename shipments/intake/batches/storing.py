"""A file's bytes stored, a piece at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection

from shipments.models import ImportBatch

PIECE = 1024 * 1024


class TooLarge(Exception):
    """More bytes come than are taken."""


@dataclass(frozen=True)
class Stored:
    """:ivar batch_id: the key that the batch of these bytes is to have."""

    batch_id: int
    size: int
    sha256: str


def store(chunks: Iterable[bytes], *, most: int) -> Stored:
    """Store bytes under the key of a batch to come, holding no more than a piece of them.

    To be called in the transaction that makes the batch.

    :raises TooLarge: there are more than ``most``.
    """
    digest = hashlib.sha256()
    size = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [_table()])
        (batch_id,) = cursor.fetchone()
        # By COPY, which a server in development does not keep as it keeps other statements.
        with cursor.copy(
            "COPY shipments_importpart (batch_id, number, content) FROM STDIN"
        ) as rows:
            for number, piece in enumerate(_pieces(chunks)):
                size += len(piece)
                if size > most:
                    raise TooLarge
                digest.update(piece)
                rows.write_row((batch_id, number, piece))
    return Stored(batch_id, size, digest.hexdigest())


def _table() -> str:
    return ImportBatch._meta.db_table


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= PIECE:
            yield bytes(held[:PIECE])
            del held[:PIECE]
    if held:
        yield bytes(held)
