"""Where each part of the site is mounted."""

from __future__ import annotations

import importlib.util

from django.urls import URLPattern, URLResolver, include, path

from logistics import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
    path("accounts/", include("allauth.urls")),
]

# TO COME OUT: these stand in a condition only until both are written.
if importlib.util.find_spec("shipments.api") and importlib.util.find_spec("shipments.api.urls"):
    urlpatterns.append(path("api/", include("shipments.api.urls")))
if importlib.util.find_spec("shipments.web") and importlib.util.find_spec("shipments.web.urls"):
    urlpatterns.append(path("", include("shipments.web.urls")))
