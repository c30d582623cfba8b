"""Where each part of the site is mounted."""

from __future__ import annotations

from django.urls import include, path

from logistics import health

urlpatterns = [
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
    path("accounts/", include("allauth.urls")),
    path("api/", include("shipments.api.urls")),
    path("", include("shipments.web.urls")),
]
