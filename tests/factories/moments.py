from __future__ import annotations

from datetime import UTC, date, datetime

# One fixed moment for all tests: nothing in them depends on the day they run.
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
