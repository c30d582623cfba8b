"""One field for everything: what a typed, pasted or scanned text is."""

from __future__ import annotations

from dataclasses import dataclass

from shipments.domain import contract_number, document_number, tcn
from shipments.domain.contract_number import ContractNumber
from shipments.domain.document_number import DocumentNumber
from shipments.domain.scan.envelope import Envelope, is_envelope, read_envelope
from shipments.domain.scan.label import Label, is_label, read_label
from shipments.domain.scan.package import Package, read_package
from shipments.domain.scan.rows import Rows, read_rows
from shipments.domain.scan.scanned_text import InvalidScan, shown, trim
from shipments.domain.tcn import Tcn
from shipments.domain.typed_code import tidy

LONGEST = 200_000
LONGEST_WORDS = 200
# A TCN always holds a day of the year; a phrase of as many letters holds fewer digits.
_DIGITS_OF_A_TCN = 4


@dataclass(frozen=True, slots=True)
class Words:
    """Text that has no form of its own: an order's reference, or words to search for.

    :param hint: why it is no number although it is as long as one; empty otherwise.
    """

    text: str
    hint: str = ""


Scan = Tcn | DocumentNumber | ContractNumber | Words | Label | Package | Envelope | Rows


def read(text: str) -> Scan:
    """Understand what was typed, pasted or scanned into one field.

    By its form alone: whether such a shipment or order exists is not known here. Several lines,
    or one line with a tab or a semicolon, are rows of a table.

    :raises InvalidScan: nothing was entered, it is too long, or a label or table is unusable.
        Nothing else is ever raised, whatever the text.
    """
    if len(text) > LONGEST:
        raise InvalidScan(
            f"Scan: found {len(text):,} characters; up to {LONGEST:,} can be read. "
            "Import the file instead."
        )
    trimmed = trim(text)
    if not trimmed:
        raise InvalidScan(
            "Scan: found nothing; scan a label, or type a TCN, an order or a document number."
        )
    if is_envelope(trimmed):
        return read_envelope(trimmed)
    if is_label(trimmed):
        return read_label(trimmed)
    if any(sign in trimmed for sign in "\t\n\r;"):
        # From the text as it came: a tab at its beginning is an empty first cell.
        return read_rows(text)
    return read_package(trimmed) or _number(trimmed)


def _number(text: str) -> Tcn | DocumentNumber | ContractNumber | Words:
    code, hint = tidy(text), ""
    try:
        match len(code):
            case tcn.LENGTH if sum(map(str.isdigit, code)) >= _DIGITS_OF_A_TCN:
                return tcn.parse(code)
            case document_number.LENGTH if any(map(str.isdigit, code)):
                return document_number.parse(code)
            case contract_number.LENGTH if any(map(str.isdigit, code)):
                return contract_number.parse(code)
    except ValueError as error:
        hint = str(error)
    words = shown(text)
    if len(words) > LONGEST_WORDS:
        raise InvalidScan(
            f"Scan: found {len(words):,} characters in one line; a reference or words to search "
            f"for have up to {LONGEST_WORDS}."
        )
    return Words(words, hint)
