"""The addresses under ``/api/``."""

from __future__ import annotations

from django.urls import path, re_path

from shipments.api.discrepancies import ShipmentDiscrepancies
from shipments.api.docs import Schema, docs
from shipments.api.expedite_writes import Close, HandOver, Note, Snooze, Steps, Wake
from shipments.api.expedites import ExpediteDetail, ExpediteList
from shipments.api.flags import FlagDetail, FlagList
from shipments.api.legs import ShipmentLegs
from shipments.api.me import Me
from shipments.api.milestones import ShipmentMilestones
from shipments.api.orders import OrderDetail, OrderList
from shipments.api.policies import PolicyList
from shipments.api.problems import ProblemKind, ProblemKinds, Unknown
from shipments.api.promises import OrderPromises, PromiseDetail, PromiseList
from shipments.api.proposals import Accept, Decline, ProposalList
from shipments.api.receipts import ReceiptRetraction, ShipmentReceipts
from shipments.api.release import Close as CloseShipment
from shipments.api.release import Gates, NotReady, Ready, Release, Reopen, TakeBackRelease
from shipments.api.shipment_events import ShipmentEpcis, ShipmentEvents
from shipments.api.shipments import ShipmentDetail, ShipmentList

app_name = "api"

urlpatterns = [
    path("v1/orders/", OrderList.as_view(), name="orders"),
    path("v1/orders/<str:reference>/", OrderDetail.as_view(), name="order"),
    path("v1/orders/<str:reference>/promises/", OrderPromises.as_view(), name="order-promises"),
    path("v1/promises/", PromiseList.as_view(), name="promises"),
    path("v1/promises/<int:pk>/", PromiseDetail.as_view(), name="promise"),
    path("v1/shipments/", ShipmentList.as_view(), name="shipments"),
    path("v1/shipments/<str:tcn>/", ShipmentDetail.as_view(), name="shipment"),
    path("v1/shipments/<str:tcn>/legs/", ShipmentLegs.as_view(), name="shipment-legs"),
    path("v1/shipments/<str:tcn>/milestones/", ShipmentMilestones.as_view(), name="milestones"),
    path("v1/shipments/<str:tcn>/events/", ShipmentEvents.as_view(), name="shipment-events"),
    path("v1/shipments/<str:tcn>/events/epcis/", ShipmentEpcis.as_view(), name="shipment-epcis"),
    path("v1/shipments/<str:tcn>/receipts/", ShipmentReceipts.as_view(), name="receipts"),
    path(
        "v1/shipments/<str:tcn>/receipts/<int:pk>/retract/",
        ReceiptRetraction.as_view(),
        name="receipt-retract",
    ),
    path(
        "v1/shipments/<str:tcn>/discrepancies/",
        ShipmentDiscrepancies.as_view(),
        name="discrepancies",
    ),
    path("v1/shipments/<str:tcn>/gates/", Gates.as_view(), name="gates"),
    path("v1/shipments/<str:tcn>/ready/", Ready.as_view(), name="shipment-ready"),
    path("v1/shipments/<str:tcn>/not-ready/", NotReady.as_view(), name="shipment-not-ready"),
    path("v1/shipments/<str:tcn>/release/", Release.as_view(), name="shipment-release"),
    path(
        "v1/shipments/<str:tcn>/take-back-release/",
        TakeBackRelease.as_view(),
        name="shipment-take-back-release",
    ),
    path("v1/shipments/<str:tcn>/close/", CloseShipment.as_view(), name="shipment-close"),
    path("v1/shipments/<str:tcn>/reopen/", Reopen.as_view(), name="shipment-reopen"),
    path("v1/flags/", FlagList.as_view(), name="flags"),
    path("v1/flags/<int:pk>/", FlagDetail.as_view(), name="flag"),
    path("v1/expedites/", ExpediteList.as_view(), name="expedites"),
    path("v1/expedites/steps/", Steps.as_view(), name="expedite-steps"),
    path("v1/expedites/<int:pk>/", ExpediteDetail.as_view(), name="expedite"),
    path("v1/expedites/<int:pk>/note/", Note.as_view(), name="expedite-note"),
    path("v1/expedites/<int:pk>/hand-over/", HandOver.as_view(), name="expedite-hand-over"),
    path("v1/expedites/<int:pk>/snooze/", Snooze.as_view(), name="expedite-snooze"),
    path("v1/expedites/<int:pk>/wake/", Wake.as_view(), name="expedite-wake"),
    path("v1/expedites/<int:pk>/close/", Close.as_view(), name="expedite-close"),
    path("v1/proposals/", ProposalList.as_view(), name="proposals"),
    path("v1/proposals/<uuid:batch>/accept/", Accept.as_view(), name="proposal-accept"),
    path("v1/proposals/<uuid:batch>/decline/", Decline.as_view(), name="proposal-decline"),
    path("v1/policies/", PolicyList.as_view(), name="policies"),
    path("v1/me/", Me.as_view(), name="me"),
    path("v1/problems/", ProblemKinds.as_view(), name="problems"),
    path("v1/problems/<str:code>/", ProblemKind.as_view(), name="problem"),
    path("v1/schema/", Schema.as_view(), name="schema"),
    path("v1/docs/", docs, name="docs"),
    re_path(r"^.*$", Unknown.as_view(), name="unknown"),
]
