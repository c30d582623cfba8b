"""Small files as people send them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image

PDF = b"%PDF-1.7\nfictional bill of lading\n"
WHERE, WHEN, TURNED = 0x8825, 0x0132, 0x0112


def photo(kind: str = "JPEG", *, traces: bool = False, **options: Any) -> bytes:
    """A picture of 4 by 2; with traces it tells where and when it was taken, and how to turn it."""
    picture = Image.new("RGB", (4, 2), "red")
    if traces:
        exif = Image.Exif()
        exif[WHEN] = "2026:11:19 08:00:00"
        exif[TURNED] = 6
        exif.get_ifd(WHERE)[2] = (31.0, 46.0, 0.0)
        options["exif"] = exif
    held = BytesIO()
    picture.save(held, format=kind, **options)
    return held.getvalue()
