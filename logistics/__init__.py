"""The project: wiring only. What Quayline does is in ``shipments``."""

from __future__ import annotations

# Whatever process this is, work asked for in it must go to our broker.
from logistics.celery import app as celery_app

__all__ = ["celery_app"]
