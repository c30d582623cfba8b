"""What the status codes of supply status mean, where a source or long use says so.

A code that is not here is kept and shown as it stands: the services' own codes are many, and no
list that we could read is whole.

Source: docs/sources.md, "Status codes".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Status:
    """One code.

    :ivar ships: whether a date in 70 to 73 is a day on which it is to ship. Of some it is
        another day, and what was cancelled or rejected is not to ship at all.
    """

    code: str
    meaning: str
    ships: bool = True


_STATUSES = (
    Status("BA", "being processed for release and shipment"),
    Status("BB", "back-ordered against a due-in"),
    Status("BC", "back-ordered, long delay, a substitute is offered"),
    Status("BD", "delayed: requirement, application or identification is being verified"),
    Status("BE", "the depot has the release order, no record of action"),
    Status("BF", "no record of the document", ships=False),
    Status("BG", "stock number or unit of issue changed"),
    Status("BH", "an approved substitute will be supplied"),
    Status("BJ", "quantity changed to the unit pack"),
    Status("BK", "requisition modified as asked"),
    Status("BL", "notice of availability sent", ships=False),
    Status("BM", "passed to the activity in 67-69"),
    Status("BN", "being processed as free issue"),
    Status("BP", "direct delivery under contract, revised ship date"),
    Status("BQ", "cancelled at the customer's request", ships=False),
    Status("BR", "cancelled, the customer agreed on validation", ships=False),
    Status("BS", "cancelled, no answer to validation", ships=False),
    Status("BV", "on contract for direct shipment"),
    Status("BW", "received and passed to the supply system, no ship date yet"),
    Status("BZ", "being processed for direct delivery procurement"),
    Status("B2", "the modification asked is no longer possible"),
    Status("B4", "cancelled at request, termination charges will be billed", ships=False),
    Status("B5", "follow-up received, status or a better ship date is being sought"),
    Status("B6", "diverted to another consignee", ships=False),
    Status("B7", "unit price changed"),
    Status("B8", "cancellation or diversion not accomplished"),
    Status("B9", "cancellation request received, in process"),
    Status("CA", "rejected, the reason comes by message", ships=False),
    Status("CB", "rejected: what is not filled may not be back-ordered", ships=False),
    Status("CD", "rejected: error in quantity, date or serial", ships=False),
    Status("CE", "rejected: unit of issue does not match", ships=False),
    Status("CG", "rejected: item cannot be identified", ships=False),
    Status("CH", "rejected: sent to the wrong manager", ships=False),
    Status("CJ", "rejected: item is obsolete", ships=False),
    Status("CK", "rejected: cannot be procured, no substitute", ships=False),
    Status("CM", "rejected: no longer free issue", ships=False),
    Status("CP", "rejected: to be made or bought locally", ships=False),
    Status("CQ", "rejected: controlled item", ships=False),
    Status("CS", "rejected: quantity is suspect", ships=False),
    Status("CU", "rejected: no longer produced", ships=False),
    Status("CV", "rejected: ordered too early", ships=False),
    Status("CW", "rejected: not available, buy locally", ships=False),
    Status("CX", "rejected: bill-to, ship-to or signal is not valid", ships=False),
)
STATUSES: Mapping[str, Status] = MappingProxyType({each.code: each for each in _STATUSES})
