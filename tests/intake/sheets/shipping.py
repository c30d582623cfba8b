"""What the tests of sheets of shipments have in common."""

from __future__ import annotations

TCN = "BISZZZ63240001XXX"
OTHER = "BISZZZ63240002XXX"
THIRD = "BISZZZ63240003XXX"
ROW = {
    "tcn": TCN,
    "mode": "sea",
    "from_place": "ZZAAA",
    "to_place": "ZZBBB",
    "order_reference": "Q1",
    "quantity": 40,
}
