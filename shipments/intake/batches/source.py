"""The bytes of a file, as a reader gets them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from shipments.models import ImportBatch, ImportPart


class Source:
    """A batch's file and how it is to be read.

    :ivar bytes_read: how far the reader has come, of ``batch.size``. ``chunks`` counts by
        itself; a reader that goes by rows puts down its own share of the size.
    :ivar notes: sentences about how it was read, such as the encoding it was taken to have.
    """

    def __init__(self, batch: ImportBatch) -> None:
        self.batch = batch
        self.bytes_read = 0
        self.notes: list[str] = []

    def chunks(self) -> Iterator[bytes]:
        """The bytes from the beginning, a part at a time."""
        self.bytes_read = 0
        number = 0
        while True:
            # One at a time by its key: a cursor would read all of them into memory.
            part = ImportPart.objects.filter(batch=self.batch.pk, number=number).first()
            if part is None:
                return
            content = bytes(part.content)
            self.bytes_read += len(content)
            yield content
            number += 1

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The whole in a temporary file, for a reader that has to go back and forth."""
        with tempfile.TemporaryFile() as file:
            for chunk in self.chunks():
                file.write(chunk)
            file.seek(0)
            self.bytes_read = 0
            yield file
