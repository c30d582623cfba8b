"""From the bytes of a CSV file or a workbook to rows whose cells are read, or refused by name.

Whatever the file is, a row keeps the number of the line it begins on, a cell its address, and
no more than a piece of the file is held.
"""

from __future__ import annotations
