"""Kilograms in words, exact and without the zeros that nobody weighed."""

from __future__ import annotations

from decimal import Decimal


def show(weight: Decimal) -> str:
    """Say "16,560 kg" or "0.0045 kg", with no digit left out."""
    plain = f"{weight:,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return f"{plain} kg"
