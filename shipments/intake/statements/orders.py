"""The steps that make orders of what the lines of a file say of them.

A plan runs ``CREATE``, fills ``import_statement`` from ``import_line`` with at most one row a
line, and goes on with ``STEPS``. They write the outcome of every statement, with one exception:
a statement that may not create (``may_create`` false), about an order that is not known after
all the file's other lines, has no outcome and stays in ``import_line``, for the plan to keep as
unmatched.
"""

from __future__ import annotations

from shipments.intake.batches.plan import Step
from shipments.intake.statements.woven import sql

CREATE = sql("create")
STEPS: tuple[Step, ...] = (
    Step("Checking what the lines say", sql("wrong")),
    Step("Finding cases, contracts and contractors", sql("names")),
    Step("Finding orders", sql("keys")),
    Step("Finding items", sql("items")),
    Step("Putting the lines of each order together", sql("said")),
    Step("Recording new orders", sql("new")),
    Step("Reading what stands", sql("known")),
    Step("Checking against holds and shipments", sql("stops")),
    Step("Changing orders", sql("merged")),
    Step("Telling what came of each line", sql("told")),
)
