"""The steps that make orders of what the lines of a file say of them.

A plan runs ``CREATE``, fills ``import_statement`` from ``import_line`` with at most one row a
line, and goes on with ``STEPS``. They write the outcome of every statement, with one exception:
a statement that may not create (``may_create`` false), about an order that is not known after
all the file's other lines, has no outcome and stays in ``import_line``, for the plan to keep as
unmatched.
"""

from __future__ import annotations

from pathlib import Path

from shipments.intake.batches.plan import Step

_FOLDER = Path(__file__).parent
CREATE = (_FOLDER / "create.sql").read_text()
STEPS: tuple[Step, ...] = ()
