from __future__ import annotations

from django.apps import AppConfig


class ShipmentsConfig(AppConfig):
    """The one app: orders, shipments, flags and what people do about them."""

    name = "shipments"
    verbose_name = "Shipments"
