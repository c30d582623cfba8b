"""What gunicorn serves. Production or development is told from the environment alone."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "logistics.settings")

application = get_wsgi_application()
