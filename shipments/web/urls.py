"""Where each page is. An address that people share must not change."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from shipments.web import (
    about,
    disruptions,
    hot_list,
    live,
    log_shipment,
    needs,
    new_order,
    order,
    orders,
    overview,
    public_reports,
    shipment,
    shipments,
)


class Named(StringConverter):
    """What names an order or a shipment: anything that the database can look for."""

    regex = r"[^/\x00]+"


register_converter(Named, "named")

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("about/", about.about, name="about"),
    path("live/", live.live, name="live"),
    path("hot-list/", hot_list.hot_list, name="hot-list"),
    path("hot-list/<named:reference>/", hot_list.hot_list, name="hot-list-order"),
    path("hot-list/<named:reference>/take-up/", hot_list.take_up, name="take-up"),
    path("hot-list/<named:reference>/hand-back/", hot_list.hand_back, name="hand-back"),
    path("hot-list/<named:reference>/promises/", hot_list.promise, name="hot-list-promise"),
    path("orders/", orders.orders, name="orders"),
    path("orders.csv", orders.orders_csv, name="orders-csv"),
    path("orders/new/", new_order.new, name="order-new"),
    path("orders/look-up/", log_shipment.look_up, name="order-lookup"),
    path("orders/<named:reference>/", order.order, name="order"),
    path("orders/<named:reference>/promises/", order.promise, name="order-promise"),
    path("needs/", needs.needs, name="needs"),
    path("needs/new/", needs.new, name="need-new"),
    path("needs/<int:need_id>/close/", needs.close, name="need-close"),
    path("shipments/", shipments.shipments, name="shipments"),
    path("shipments/new/", log_shipment.new, name="shipment-new"),
    path("shipments/check/", log_shipment.check, name="shipment-check"),
    path("shipments/<named:tcn>/", shipment.shipment, name="shipment"),
    path("shipments/<named:tcn>/milestones/", shipment.milestone, name="milestone-new"),
    path(
        "shipments/<named:tcn>/milestones/<int:milestone_id>/retract/",
        shipment.retract,
        name="milestone-retract",
    ),
    path("shipments/<named:tcn>/cancel/", shipment.cancel, name="shipment-cancel"),
    path("disruptions/", disruptions.disruptions, name="disruptions"),
    path("public-reports/", public_reports.public_reports, name="reports"),
]
