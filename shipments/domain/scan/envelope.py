"""The envelope of ISO/IEC 15434, as 2D codes of other shippers carry it.

We read the envelope, not its contents: what each data identifier of a military shipping label
means is in no text we have. The data are kept as they came, and values that have the form of
one of our own numbers are pointed out for a person to choose from.

Source: docs/sources.md, "Scanned codes".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from shipments.domain import contract_number, document_number, tcn
from shipments.domain.contract_number import ContractNumber
from shipments.domain.document_number import DocumentNumber
from shipments.domain.scan.scanned_text import InvalidScan, shown
from shipments.domain.tcn import Tcn
from shipments.domain.typed_code import found

HEADER = "[)>"
# Format 06 is a list of data, each behind its identifier.
WITH_IDENTIFIERS = "06"
_RECORD, _GROUP, _END = "\x1e", "\x1d", "\x04"
# How these three control characters look where a program made them visible.
_VISIBLE = {
    "\u241e": _RECORD,
    "\u241d": _GROUP,
    "\u2404": _END,
    "<RS>": _RECORD,
    "<GS>": _GROUP,
    "<EOT>": _END,
}
_FORMAT = re.compile(r"[0-9]{2}")
_IDENTIFIER = re.compile(r"[0-9]{0,3}[A-Z]")


@dataclass(frozen=True, slots=True)
class Datum:
    """One piece of data as it came.

    :param identifier: what stands before the value by its form; empty where nothing does. Its
        meaning is not known here.
    """

    raw: str
    identifier: str

    @property
    def value(self) -> str:
        return self.raw[len(self.identifier) :]


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a foreign 2D code holds.

    :param formats: the format indicators found, such as "06".
    :param data: everything inside, in order; nothing is lost.
    """

    formats: tuple[str, ...]
    data: tuple[Datum, ...]

    @property
    def candidates(self) -> tuple[Tcn | DocumentNumber | ContractNumber, ...]:
        """Values with the form of a number of ours, each once. A form proves nothing: to be
        offered to a person, never taken over.
        """
        candidates: dict[Tcn | DocumentNumber | ContractNumber, None] = {}
        for datum in self.data:
            for text in (datum.value, datum.raw):
                number = _by_form(text)
                if number is not None:
                    candidates.setdefault(number)
                    break
        return tuple(candidates)


def is_envelope(text: str) -> bool:
    """Whether a text begins as an envelope does."""
    return text.startswith(HEADER)


def read_envelope(text: str) -> Envelope:
    """Take an envelope apart. A missing end is forgiven: scanners drop it.

    :raises InvalidScan: its separators are gone, so that nothing inside can be told apart.
    """
    for sign, control in _VISIBLE.items():
        text = text.replace(sign, control)
    inside = text[len(HEADER) :].split(_END, 1)[0]
    if _RECORD not in inside:
        raise InvalidScan(
            f"Label: found {found(shown(text))}, a 2D code whose separators are missing. Set the "
            "scanner to send control characters, or type the TCN."
        )
    formats: list[str] = []
    data: list[Datum] = []
    for record in inside.split(_RECORD):
        indicator, *pieces = record.split(_GROUP)
        if _FORMAT.fullmatch(indicator[:2]):
            formats.append(indicator[:2])
            indicator = indicator[2:]
        splits = bool(formats) and formats[-1] == WITH_IDENTIFIERS
        data += [_datum(piece, splits=splits) for piece in (indicator, *pieces) if piece]
    return Envelope(tuple(formats), tuple(data))


def _datum(piece: str, *, splits: bool) -> Datum:
    form = _IDENTIFIER.match(piece) if splits else None
    return Datum(piece, form.group() if form and form.end() < len(piece) else "")


def _by_form(text: str) -> Tcn | DocumentNumber | ContractNumber | None:
    try:
        match len(text):
            case tcn.LENGTH:
                return tcn.parse(text)
            case document_number.LENGTH:
                return document_number.parse(text)
            case contract_number.LENGTH:
                return contract_number.parse(text)
    except ValueError:
        pass
    return None
