"""What the log form sends, for the tests that send it."""

from __future__ import annotations

DOCUMENT = "BISA4361060001"


def typed(*lines, **given):
    """What the form sends: sea, from Alpha to Beta, and these lines of (order, quantity, lot)."""
    sent = {
        "action": "save",
        "opened_at": "2026-11-20T11:59:00+00:00",
        "mode": "sea",
        "from_place": "USAAA",
        "to_place": "ILBBB",
        "lines-TOTAL_FORMS": str(len(lines)),
        "lines-INITIAL_FORMS": "0",
    }
    for index, line in enumerate(lines):
        for name, held in zip(("order", "quantity", "lot"), line, strict=False):
            sent[f"lines-{index}-{name}"] = held
    return sent | given
