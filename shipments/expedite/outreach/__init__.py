"""What goes out about late orders, in words and in records. Reads and writes nothing.

``mail.compose`` a step's mail, ``call_script.compose`` what to say on the telephone,
``transactions.compose`` its MILSTRIP records, ``data_sheet.compose`` the PDF to fill a request
for special priorities assistance from. All four take an ``Outreach``: one step, one
contractor, and its orders alone.
"""

from __future__ import annotations

from shipments.expedite.outreach.matter import ListedOrder, Outreach, Rating

__all__ = ["ListedOrder", "Outreach", "Rating"]
