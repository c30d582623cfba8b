from __future__ import annotations

# The version in force in a new installation: the last one that a migration writes.
INSTALLED = 5
