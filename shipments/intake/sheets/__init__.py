"""Sheets on their way into the record: their rows read, and the SQL that makes facts of them."""

from __future__ import annotations
