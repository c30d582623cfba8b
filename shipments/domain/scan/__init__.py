"""What is typed, pasted or scanned into one field, and what our own labels carry.

``read`` understands; ``label_text`` and ``package_text`` write what it reads back.
"""

from __future__ import annotations

from shipments.domain.scan.envelope import Datum, Envelope
from shipments.domain.scan.heading import Column
from shipments.domain.scan.label import Label, LabelLine, label_text
from shipments.domain.scan.package import Package, package_text
from shipments.domain.scan.reading import Scan, Words, read
from shipments.domain.scan.rows import Problem, RefusedRow, Row, Rows
from shipments.domain.scan.scanned_text import InvalidScan

__all__ = [
    "Column",
    "Datum",
    "Envelope",
    "InvalidScan",
    "Label",
    "LabelLine",
    "Package",
    "Problem",
    "RefusedRow",
    "Row",
    "Rows",
    "Scan",
    "Words",
    "label_text",
    "package_text",
    "read",
]
