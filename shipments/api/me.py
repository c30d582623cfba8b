from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from shipments.api.contractors import ContractorSerializer
from shipments.api.resource import Resource
from shipments.domain.roles import Right, Role


class MeSerializer(serializers.Serializer[Any]):
    """Who asks, and what that person or machine may write."""

    email = serializers.EmailField()
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.ChoiceField(choices=[*Role]))
    rights = serializers.ListField(child=serializers.ChoiceField(choices=[*Right]))
    contractor = ContractorSerializer(
        allow_null=True, help_text="The one contractor whose orders it sees."
    )
    token_expires_at = serializers.DateTimeField(
        allow_null=True, help_text="Null when signed in with a session."
    )


class Me(Resource):
    """Who asks."""

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        person = self.person
        token = request.auth if isinstance(request.auth, AuthToken) else None
        me = {
            "email": person.email,
            "name": person.name,
            "roles": person.roles,
            "rights": [right for right in Right if person.may(right)],
            "contractor": person.contractor,
            "token_expires_at": token and token.expiry,
        }
        return Response(MeSerializer(me).data)
