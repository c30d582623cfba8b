"""What files say of orders, made orders of the record.

Records and sheets say the same things in other words. Either kind fills one table with its
statements, of which the steps here make one record, whatever the order of files and of lines.
"""

from __future__ import annotations
