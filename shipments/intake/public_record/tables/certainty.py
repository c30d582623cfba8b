from __future__ import annotations

from shipments.models.choices import Certainty

# Where the pages of one row contradict each other, as its notes say. Only a reader can tell
# that from a rounded figure or a second event, so the rows are named here one by one.
DISPUTED = {
    "N2014-01": "the day, 13 or 14 January; the total, 1.13 or 1.3 billion dollars",
    "N2015-01": "the total, 1.87 or 1.897 billion dollars",
    "N2023-02": "the 155 mm rounds, about 4,800 or over 57,000",
    "N2023-02-1": "the same rounds, on the item line that carries their count",
}


def certainty_of(record_ref: str, source_kind: str) -> str:
    """How sure a row is: official papers confirm, the press reports, contradictions dispute."""
    if record_ref in DISPUTED:
        return Certainty.DISPUTED.value
    if source_kind.startswith("official"):
        return Certainty.CONFIRMED.value
    return Certainty.REPORTED.value
