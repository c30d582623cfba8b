"""The same site for an asynchronous server. Production or development is told from the environment alone."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")

application = get_asgi_application()
