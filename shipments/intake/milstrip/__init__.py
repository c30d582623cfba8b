"""Files of 80-column records: read line by line, and made facts of the record set-wise.

Requisitions and modifications become statements about orders; status records become reports,
promises and shipments; what is about an order that nobody has recorded yet waits for it.
"""

from __future__ import annotations

from shipments.intake.milstrip.plan import PLAN, for_orders
from shipments.intake.milstrip.reader import read
from shipments.intake.milstrip.unmatched import overdue

__all__ = ["PLAN", "for_orders", "overdue", "read"]
