"""Sheets as people fill them in spreadsheets: which columns each kind has, and what a cell says.

Plain Python over cells. How rows come out of a file is not known here.
"""

from __future__ import annotations
