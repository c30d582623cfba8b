"""What a shipment is sent out as: papers to print, files for spreadsheets, events for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shipments.domain.event_feed import Publisher, dcsa, epcis
from shipments.models import Shipment
from shipments.papers import packing_list, receipt_report, shipping_label
from shipments.queries import shipment_events, shipment_export, shipment_papers
from shipments.queries.shipment_filter import ShipmentFilter
from shipments.queries.usable import usable
from shipments.web.csv_file import streamed

if TYPE_CHECKING:
    from django.http import StreamingHttpResponse

    from shipments.domain.event_feed import FeedMilestone
    from shipments.papers.facts import PaperShipment
    from shipments.web.http import SignedInRequest

PUBLISHER = Publisher("Quayline")


@require_safe
def shipments_csv(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    """The whole filtered set. A filter that cannot be understood is refused, not left out."""
    user, today = request.user, timezone.now().date()
    none = Shipment.objects.none()
    data, refused = usable(
        request.GET, lambda asked: ShipmentFilter(asked, none, user=user, today=today)
    )
    said = [f"{bad.label}: “{bad.value}” cannot be used. {bad.right}" for bad in refused]
    unknown = set(data) - set(ShipmentFilter.base_filters)
    said += [f"“{name}” is not a filter of this list." for name in sorted(unknown)]
    if said:
        return HttpResponse("\n".join(said), status=400, content_type="text/plain; charset=utf-8")
    matching = ShipmentFilter(data, Shipment.objects.visible_to(user), user=user, today=today).qs
    rows = shipment_export.lines(matching, by=user, today=today)
    return streamed(f"shipments-{today.isoformat()}", shipment_export.HEADINGS, rows)


@require_safe
def contents_csv(request: SignedInRequest, tcn: str) -> StreamingHttpResponse:
    """What is aboard, in which package."""
    shipment = _packed(request, tcn)
    rows = shipment_export.contents(shipment)
    return streamed(f"{shipment.tcn}-contents", shipment_export.CONTENT_HEADINGS, rows)


@require_safe
def packing_list_pdf(request: SignedInRequest, tcn: str) -> HttpResponse:
    shipment = _packed(request, tcn)
    paper = packing_list.compose(shipment, at=timezone.now())
    return _pdf(f"{shipment.tcn}-packing-list", paper)


@require_safe
def labels_pdf(request: SignedInRequest, tcn: str) -> HttpResponse:
    """Print a label for each package."""
    shipment = _packed(request, tcn)
    return _pdf(f"{shipment.tcn}-labels", shipping_label.compose(shipment, at=timezone.now()))


@require_safe
def receipt_report_pdf(request: SignedInRequest, tcn: str) -> HttpResponse:
    received = shipment_papers.received(tcn, by=request.user, exercise=settings.EXERCISE)
    if received is None:
        raise Http404
    paper = receipt_report.compose(received, at=timezone.now())
    return _pdf(f"{received.shipment.tcn}-receipt-report", paper)


@require_safe
def events_json(request: SignedInRequest, tcn: str) -> JsonResponse:
    """Its milestones in the shape of DCSA."""
    return JsonResponse(dcsa.feed(_events(request, tcn), PUBLISHER))


@require_safe
def epcis_json(request: SignedInRequest, tcn: str) -> JsonResponse:
    """Its milestones as a document of EPCIS events."""
    vocabulary = request.build_absolute_uri(reverse("about"))
    found = _events(request, tcn)
    return JsonResponse(epcis.document(found, created_at=timezone.now(), vocabulary=vocabulary))


def _events(request: SignedInRequest, tcn: str) -> list[FeedMilestone]:
    found = shipment_events.load(tcn, by=request.user, site=request.build_absolute_uri("/"))
    if found is None:
        raise Http404
    return found


def _packed(request: SignedInRequest, tcn: str) -> PaperShipment:
    shipment = shipment_papers.packed(tcn, by=request.user, exercise=settings.EXERCISE)
    if shipment is None:
        raise Http404
    return shipment


def _pdf(name: str, paper: bytes) -> HttpResponse:
    return HttpResponse(
        paper,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}.pdf"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
