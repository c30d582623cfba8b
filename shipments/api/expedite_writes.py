"""What is done with a case file. Each answers with the file as it then stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.entry import entered
from shipments.api.expedite_entries import (
    CaseEntry,
    ClosingEntry,
    HandOverEntry,
    NoteEntry,
    SnoozeEntry,
    StepEntry,
    WakeEntry,
)
from shipments.api.expedites import ExpediteSerializer, OurOwn, WholeExpediteSerializer, whole
from shipments.models import Expedite, User
from shipments.services import expedites, refusal, steps


class Write(OurOwn, GenericAPIView[Expedite]):
    """One thing done in one open file."""

    queryset = Expedite.objects.none()
    serializer_class = WholeExpediteSerializer
    entry_class: ClassVar[type[CaseEntry]]
    service: ClassVar[Callable[..., Expedite]]

    def get_queryset(self) -> QuerySet[Expedite]:
        return whole(Expedite.objects.visible_to(self.person))

    def done(self, request: Request, pk: int) -> Response:
        entry = self.named(entered(self.entry_class, request))
        # A write names its order: a file that was closed must not pass for the next one of
        # its order. What closed it may be asked for again.
        still = Q(closed_at__isnull=True)
        if call := entry.get("call"):
            still |= Q(actions__call=call)
        rows = Expedite.objects.visible_to(self.person).filter(still).select_related("order")
        file = get_object_or_404(rows.distinct(), pk=pk)
        service = type(self).service
        service(reference=file.order.reference, by=self.person, at=timezone.now(), **entry)
        return Response(self.get_serializer(self.get_queryset().get(pk=pk)).data)

    def named(self, entry: dict[str, Any]) -> dict[str, Any]:
        """Put rows in the place of their numbers."""
        return entry


class Note(Write):
    entry_class = NoteEntry
    service = expedites.note

    @extend_schema(request=NoteEntry, responses=WholeExpediteSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Add a note to an open file."""
        return self.done(request, pk)


class HandOver(Write):
    entry_class = HandOverEntry
    service = expedites.hand_over

    @extend_schema(request=HandOverEntry, responses=WholeExpediteSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Give a file to another expeditor, who is told."""
        return self.done(request, pk)

    def named(self, entry: dict[str, Any]) -> dict[str, Any]:
        to = User.objects.filter(pk=entry["to"], is_active=True).first()
        if to is None:
            raise refusal.refuse("to", "There is no such person.", "unknown_person")
        return entry | {"to": to}


class Snooze(Write):
    entry_class = SnoozeEntry
    service = expedites.snooze

    @extend_schema(request=SnoozeEntry, responses=WholeExpediteSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Put a file off to a day, with a reason."""
        return self.done(request, pk)


class Wake(Write):
    entry_class = WakeEntry
    service = expedites.wake

    @extend_schema(request=WakeEntry, responses=WholeExpediteSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Take a file that was put off in hand again."""
        return self.done(request, pk)


class Close(Write):
    entry_class = ClosingEntry
    service = expedites.close

    @extend_schema(request=ClosingEntry, responses=WholeExpediteSerializer)
    def post(self, request: Request, pk: int) -> Response:
        """Close a file and say what came of it."""
        return self.done(request, pk)


class Steps(OurOwn, GenericAPIView[Expedite]):
    """Where steps of the ladder are taken. Not for contractors."""

    queryset = Expedite.objects.none()
    serializer_class = ExpediteSerializer

    @extend_schema(request=StepEntry, responses=ExpediteSerializer(many=True))
    def post(self, request: Request) -> Response:
        """Take a step of the ladder for orders of one contractor: the mail, its records, the files."""
        entry = entered(StepEntry, request)
        taken = steps.take(
            references=entry.pop("orders"),
            contact_id=entry.pop("contact"),
            by=self.person,
            at=timezone.now(),
            link_base=request.build_absolute_uri("/answer/"),
            **entry,
        )
        return Response(self.get_serializer(taken.files, many=True).data)
