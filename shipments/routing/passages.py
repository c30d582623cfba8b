"""The passages that sea lanes go through: our codes, and what the network calls them."""

from __future__ import annotations

from enum import StrEnum


class Passage(StrEnum):
    """A strait, canal or cape. Its value is the code of its place.

    Source: docs/sources.md, "Passages".
    """

    SUEZ = "XSUEZ"
    BAB_AL_MANDAB = "XBAB"
    GIBRALTAR = "XGIB"
    PANAMA = "XPAN"
    MALACCA = "XMAL"
    HORMUZ = "XHOR"
    GOOD_HOPE = "XCAPE"
    CAPE_HORN = "XHORN"
    SUNDA = "XSUN"
    BOSPORUS = "XBOS"
    DARDANELLES = "XDAR"


IN_NETWORK: dict[str, Passage] = {
    "suez": Passage.SUEZ,
    "babalmandab": Passage.BAB_AL_MANDAB,
    "gibraltar": Passage.GIBRALTAR,
    "panama": Passage.PANAMA,
    "malacca": Passage.MALACCA,
    "ormuz": Passage.HORMUZ,
    "south_africa": Passage.GOOD_HOPE,
    "chili": Passage.CAPE_HORN,
    "sunda": Passage.SUNDA,
    "bosporus": Passage.BOSPORUS,
    "dardanelles": Passage.DARDANELLES,
}
# Ice closes it to the ships that we mean, whatever anybody reports.
NEVER = "northwest"


def passages(codes: set[str]) -> frozenset[Passage]:
    """Those of some places' codes that are passages of the network."""
    return frozenset(each for each in Passage if each.value in codes)
