"""Photos without what a camera writes into them: where it stood, when, and whose it is."""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from typing import Any

from PIL import Image

from shipments.domain.file_kind import JPEG, FileKind
from shipments.services import refusal

# More than any camera of ours makes; a picture of a few bytes can claim to be any size.
MOST_PIXELS = 80_000_000
_ORIENTATION = 0x0112
# What Pillow raises for damaged bytes, by format and by the part that is damaged; the last for
# what a camera wrote that breaks off.
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, struct.error)
# All that a picture needs to look right. The rest of what it carries is told to nobody.
_HARMLESS = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "icc_profile", "adobe"}
_HARMLESS |= {"adobe_transform", "progressive", "progression", "gamma", "srgb", "transparency"}
_HARMLESS |= {"aspect", "interlace", "loop", "background", "timestamp", "duration", "chromaticity"}


def without_traces(content: bytes, kind: FileKind, *, field: str) -> bytes:
    """Give the picture as it looks. One that carries nothing of the kind stays as it is.

    :param field: what the refusal is about.
    :raises Refused: it is no whole picture, or too large to open.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns from one size on and raises from twice that on.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP"])
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_large(field)
            picture.load()
            orientation = picture.getexif().get(_ORIENTATION)
            if not _tells(picture):
                return content
            return _saved(picture, kind, orientation)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _too_large(field) from error
    except _DAMAGED as error:
        message = "The picture cannot be opened: it is damaged or not whole. Send it again."
        raise refusal.refuse(field, message, "damaged_picture") from error


def _too_large(field: str) -> refusal.Refused:
    message = "The picture has too many pixels. Send a smaller one."
    return refusal.refuse(field, message, "picture_too_large")


def _tells(picture: Image.Image) -> bool:
    """Whether it carries more than how it looks."""
    return (
        picture.format == "MPO"
        or bool(set(map(str, picture.info)) - _HARMLESS)
        or bool(picture.getexif())
        or bool(getattr(picture, "text", None))
    )


def _saved(picture: Image.Image, kind: FileKind, orientation: Any) -> bytes:
    exif = Image.Exif()
    if orientation in range(2, 9):
        exif[_ORIENTATION] = orientation
    keep: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile"), "exif": exif}
    name = kind.media_type.removeprefix("image/").upper()
    if kind == JPEG:
        # As it was compressed, where that is known.
        keep["quality"] = "keep" if picture.format == "JPEG" else 92
    elif name == "WEBP":
        keep["quality"] = 92
    picture.info = {}
    new = BytesIO()
    picture.save(new, format=name, **keep)
    return new.getvalue()
