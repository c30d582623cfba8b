"""Files on their way into the record: read line by line, staged, and applied set-wise.

A kind of file brings a reader, plain Python that gives a row or a reasoned refusal for each
line, and a plan: the columns of its staged rows and the SQL steps that make them facts of the
record. Everything else is the same for all kinds, and is here.
"""

from __future__ import annotations
