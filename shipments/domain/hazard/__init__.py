"""Class 1, explosives: labels, which may travel together, and how much is aboard.

Only what a label and a regulation say. ``judge`` never clears what the data do not show: its
findings say what a person must confirm. Nothing here replaces the dangerous-goods person who
signs the declaration.
"""

from __future__ import annotations

from shipments.domain.hazard.aboard import Aboard
from shipments.domain.hazard.classification import (
    CODES,
    Classification,
    Division,
    Group,
    InvalidClassification,
    parse,
)
from shipments.domain.hazard.net_explosive_weight import Against, Fit, Total, against, total
from shipments.domain.hazard.notes import Verdict
from shipments.domain.hazard.overall import Overall, TreatAs
from shipments.domain.hazard.segregation import Finding, Segregation, judge
from shipments.domain.hazard.un_numbers import (
    UN_NUMBERS,
    InvalidUnNumber,
    UnNumber,
    parse_number,
    suggest,
)

__all__ = [
    "CODES",
    "UN_NUMBERS",
    "Aboard",
    "Against",
    "Classification",
    "Division",
    "Finding",
    "Fit",
    "Group",
    "InvalidClassification",
    "InvalidUnNumber",
    "Overall",
    "Segregation",
    "Total",
    "TreatAs",
    "UnNumber",
    "Verdict",
    "against",
    "judge",
    "parse",
    "parse_number",
    "suggest",
    "total",
]
