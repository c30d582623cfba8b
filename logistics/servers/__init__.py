"""PostgreSQL and Redis from Python packages, for a machine that has neither."""
