"""Where each page is. An address that people share must not change."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from shipments.web import (
    about,
    answer,
    call,
    case_file,
    contacts,
    departures,
    desk,
    disruptions,
    holds,
    hot_list,
    inbox,
    items,
    lanes,
    live,
    log_shipment,
    needs,
    new_order,
    order,
    orders,
    overview,
    policy,
    public_reports,
    shipment,
    shipments,
)


class KeyConverter(StringConverter):
    """One part of an address, without the character that no text in the database holds."""

    regex = "[^/\0]+"


register_converter(KeyConverter, "key")

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("about/", about.about, name="about"),
    path("live/", live.live, name="live"),
    path("holds/", holds.holds, name="holds"),
    path("holds/new/", holds.new, name="hold-new"),
    path("holds/<int:hold_id>/ask-release/", holds.ask_release, name="hold-ask-release"),
    path("holds/<int:hold_id>/release/", holds.release, name="hold-release"),
    path("hot-list/", hot_list.hot_list, name="hot-list"),
    path("hot-list/<key:reference>/", hot_list.hot_list, name="hot-list-order"),
    path("hot-list/<key:reference>/take-up/", hot_list.take_up, name="take-up"),
    path("hot-list/<key:reference>/hand-back/", hot_list.hand_back, name="hand-back"),
    path("hot-list/<key:reference>/promises/", hot_list.promise, name="hot-list-promise"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read/", inbox.read, name="inbox-read"),
    path("inbox/unread/", inbox.unread, name="inbox-unread"),
    path("inbox/preferences/", inbox.preferences, name="inbox-preferences"),
    path("orders/", orders.orders, name="orders"),
    path("orders.csv", orders.orders_csv, name="orders-csv"),
    path("orders/new/", new_order.new, name="order-new"),
    path("orders/look-up/", log_shipment.look_up, name="order-lookup"),
    path("orders/<key:reference>/", order.order, name="order"),
    path("orders/<key:reference>/promises/", order.promise, name="order-promise"),
    path("orders/<key:reference>/lane/", order.plan_lane, name="order-lane"),
    path("orders/<key:reference>/priority/", case_file.raise_priority, name="priority-raise"),
    path("orders/<key:reference>/case/notes/", case_file.note, name="case-note"),
    path("orders/<key:reference>/case/calls/", case_file.called, name="case-called"),
    path("orders/<key:reference>/case/hand-over/", case_file.hand_over, name="case-hand-over"),
    path("orders/<key:reference>/case/snooze/", case_file.snooze, name="case-snooze"),
    path("orders/<key:reference>/case/wake/", case_file.wake, name="case-wake"),
    path("orders/<key:reference>/case/close/", case_file.close, name="case-close"),
    path(
        "orders/<key:reference>/proposals/<uuid:batch>/accept/",
        case_file.accept,
        name="proposal-accept",
    ),
    path(
        "orders/<key:reference>/proposals/<uuid:batch>/decline/",
        case_file.decline,
        name="proposal-decline",
    ),
    path("desk/", desk.desk, name="desk"),
    path("desk.csv", desk.desk_csv, name="desk-csv"),
    path("calls/new/", call.new, name="call-new"),
    path("calls/take-up/", call.open_, name="call-take-up"),
    path("calls/noted/", call.noted, name="call-noted"),
    path("calls/mail/", call.mail, name="call-mail"),
    path("calls/data-sheet/", call.sheet, name="call-sheet"),
    path("contractors/<int:contractor_id>/contacts/new/", contacts.new, name="contact-new"),
    path("answer/<key:token>/", answer.answer, name="answer"),
    path("items/", items.items, name="items"),
    path("items/<int:item_id>/", items.item, name="item"),
    path("items/<int:item_id>.csv", items.item_csv, name="item-csv"),
    path("items/<int:item_id>/substitutes/", items.substitute_new, name="substitute-new"),
    path(
        "items/<int:item_id>/substitutes/<int:substitute_id>/remove/",
        items.substitute_remove,
        name="substitute-remove",
    ),
    path("lanes/", lanes.lanes, name="lanes"),
    path("lanes/new/", lanes.new, name="lane-new"),
    path("lanes/<int:lane_id>/", lanes.lane, name="lane"),
    path("departures/", departures.departures, name="departures"),
    path("departures/new/", departures.new, name="departure-new"),
    path("departures/<int:departure_id>/cancel/", departures.cancel, name="departure-cancel"),
    path("needs/", needs.needs, name="needs"),
    path("needs/new/", needs.new, name="need-new"),
    path("needs/<int:need_id>/close/", needs.close, name="need-close"),
    path("shipments/", shipments.shipments, name="shipments"),
    path("shipments/new/", log_shipment.new, name="shipment-new"),
    path("shipments/check/", log_shipment.check, name="shipment-check"),
    path("shipments/<key:tcn>/", shipment.shipment, name="shipment"),
    path("shipments/<key:tcn>/milestones/", shipment.milestone, name="milestone-new"),
    path(
        "shipments/<key:tcn>/milestones/<int:milestone_id>/retract/",
        shipment.retract,
        name="milestone-retract",
    ),
    path("shipments/<key:tcn>/cancel/", shipment.cancel, name="shipment-cancel"),
    path("disruptions/", disruptions.disruptions, name="disruptions"),
    path("policy/", policy.policy, name="policy"),
    path("policy/preview/", policy.preview, name="policy-preview"),
    path("policy/save/", policy.save, name="policy-save"),
    path("public-reports/", public_reports.public_reports, name="reports"),
]
