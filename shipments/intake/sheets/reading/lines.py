"""The lines of a text file whose encoding nobody told."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator

from shipments.intake.batches.plan import NotReadable

# 200 cells of 2,000 characters, each between quotes, are shorter.
LONGEST_LINE = 500_000
_AS_UTF_8 = "UTF-8"
_AS_WINDOWS = "Windows-1252"
_MARKS = (
    (codecs.BOM_UTF8, _AS_UTF_8),
    (codecs.BOM_UTF16_LE, "UTF-16LE"),
    (codecs.BOM_UTF16_BE, "UTF-16BE"),
)
_GUESSED = (
    f"It is no UTF-8 and was read as {_AS_WINDOWS}. Look whether names with accents are right; "
    "if not, save it as CSV UTF-8."
)
_Decode = Callable[[bytes, str, bool], tuple[str, int]]
_DECODE: dict[str, _Decode] = {
    _AS_UTF_8: codecs.utf_8_decode,
    "UTF-16LE": codecs.utf_16_le_decode,
    "UTF-16BE": codecs.utf_16_be_decode,
    _AS_WINDOWS: lambda data, errors, _final: (data.decode("cp1252", errors), len(data)),
}


def lines(chunks: Iterable[bytes], notes: list[str]) -> Iterator[str]:
    """Each line with its break.

    UTF-8 with or without its mark, or UTF-16, told by its mark or by its zero bytes. What is no
    UTF-8 is taken to be Windows-1252, unless other letters before it were UTF-8.

    :param notes: gets a sentence where the encoding had to be guessed.
    :raises NotReadable: it is in none of these, or a line is longer than can be.
    """
    between, rest, number = "", "", 0
    for text in _decoded(chunks, notes):
        if not between:
            # Once programs for the Mac wrote returns alone.
            between = "\r" if "\r" in text[:-1] and "\n" not in text else "\n"
        parts = (rest + text).split(between)
        rest = parts.pop()
        for part in parts:
            number += 1
            yield part + "\n"
        if len(rest) > LONGEST_LINE:
            raise NotReadable(
                f"Line {number + 1:,} has more than {LONGEST_LINE:,} characters. "
                "A sheet has a line for each row."
            )
    if rest:
        yield rest


def _decoded(chunks: Iterable[bytes], notes: list[str]) -> Iterator[str]:
    waiting, decoder = b"", None
    for chunk in chunks:
        data = waiting + chunk
        if decoder is None:
            encoding, mark = _told(data)
            decoder, data = _Decoder(encoding, notes, done=mark), data[mark:]
        text, waiting = decoder.decode(data)
        if text:
            yield text
    if waiting and decoder:
        yield decoder.decode(waiting, final=True)[0]


class _Decoder:
    """Bytes to text piece by piece, changing its mind once where they are no UTF-8."""

    def __init__(self, encoding: str, notes: list[str], *, done: int) -> None:
        self.encoding = encoding
        self.notes = notes
        self.done = done
        # Whether nothing yet would be another letter in another encoding.
        self.plain = True

    def decode(self, data: bytes, *, final: bool = False) -> tuple[str, bytes]:
        """The text, and the bytes of a character that has only begun.

        :raises NotReadable: these bytes are none of it.
        """
        try:
            text, used = _DECODE[self.encoding](data, "strict", final)
        except UnicodeDecodeError as error:
            plain = self.plain and data[: error.start].isascii()
            if self.encoding != _AS_UTF_8 or not plain:
                raise NotReadable(
                    f"Byte {self.done + error.start + 1:,} is no text in the encoding of the "
                    "rest. Save the file as CSV UTF-8."
                ) from error
            self.encoding = _AS_WINDOWS
            self.notes.append(_GUESSED)
            return self.decode(data, final=final)
        self.plain = self.plain and text.isascii()
        self.done += used
        return text, data[used:]


def _told(data: bytes) -> tuple[str, int]:
    """The encoding, and how many bytes only mark it."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    head = data[:4096]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    # Of text in European letters every other byte is zero; other text has none at all.
    if odd > len(head) // 8 and even * 8 < odd:
        return "UTF-16LE", 0
    if even > len(head) // 8 and odd * 8 < even:
        return "UTF-16BE", 0
    return _AS_UTF_8, 0
