"""Files of 80-column records: read line by line, and made facts of the record set-wise.

Requisitions and modifications become statements about orders; status records become reports,
promises and shipments; what is about an order that nobody has recorded yet waits for it.
"""

from __future__ import annotations
