from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ShipmentsConfig(AppConfig):
    """The one app: orders, shipments, flags and what people do about them."""

    name = "shipments"
    verbose_name = "Shipments"

    def ready(self) -> None:
        import_module("shipments.checks")  # registers them; it needs the models to be loaded
