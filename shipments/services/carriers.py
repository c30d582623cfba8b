"""The carriers we know, and the one somebody may have meant."""

from __future__ import annotations

from difflib import get_close_matches

from shipments.models import Departure, Shipment

LATELY = 1_000
_CLOSE = 0.7


def notice(carrier: str) -> str:
    """Say that a carrier is not known, with the known name closest to it; empty where it is.

    Known are those of the departures and of the shipments logged lately. One query. A new
    carrier is no mistake, so nothing is refused.
    """
    typed = carrier.strip()
    if not typed:
        return ""
    lately = Shipment.objects.newest_first().values_list("carrier")[:LATELY]
    known = {name for (name,) in lately.union(Departure.objects.values_list("carrier")) if name}
    by_word = {_plain(name): name for name in sorted(known)}
    if not by_word or _plain(typed) in by_word:
        return ""
    close = get_close_matches(_plain(typed), by_word, n=1, cutoff=_CLOSE)
    if close:
        return f"No carrier {typed} is known. Did you mean {by_word[close[0]]}?"
    return f"No carrier {typed} is known yet. Check the name if it is not new."


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
