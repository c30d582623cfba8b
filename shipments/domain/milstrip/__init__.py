"""Eighty-column supply transactions: read, written and made from one another.

Legacy MILSTRIP. What stands in which columns is data, in ``layouts``; reading and writing both
derive from it. ``decode`` and ``encode`` are inverse: a record comes back as it was, padded to
eighty columns. Nothing is guessed: what a record lacks is refused with its column and field.

Source: docs/sources.md, "MILSTRIP records".
"""

from __future__ import annotations

from shipments.domain.milstrip.codec import decode, encode
from shipments.domain.milstrip.days import resolved
from shipments.domain.milstrip.following import follow_up, improvement_request, modification
from shipments.domain.milstrip.kinds import Kind
from shipments.domain.milstrip.lines import decoded, encoded
from shipments.domain.milstrip.objects import from_object, refusal, to_object
from shipments.domain.milstrip.parties import parties
from shipments.domain.milstrip.record import InvalidRecord, Profile, Record
from shipments.domain.milstrip.security_assistance import security_assistance

__all__ = [
    "InvalidRecord",
    "Kind",
    "Profile",
    "Record",
    "decode",
    "decoded",
    "encode",
    "encoded",
    "follow_up",
    "from_object",
    "improvement_request",
    "modification",
    "parties",
    "refusal",
    "resolved",
    "security_assistance",
    "to_object",
]
