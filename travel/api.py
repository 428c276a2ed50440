"""Readiness for signed-in staff, read-only. States, owners and days; nothing sealed."""

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from delegation.models import Delegation
from delegation.permissions import require
from delegation.rest import Pages
from travel.readiness.base import STATES
from travel.readiness.board import GROUPS, board


class StandingSerializer(serializers.Serializer):
    code = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    words = serializers.CharField()
    owner = serializers.CharField(help_text="delegate, staff, ngo or un; empty when nobody owes anything")
    due = serializers.DateField(allow_null=True)
    late_days = serializers.IntegerField()


class ReadinessRowSerializer(serializers.Serializer):
    delegate = serializers.UUIDField(source="delegate.uuid")
    status = serializers.CharField(source="delegate.status")
    group = serializers.ChoiceField(choices=GROUPS)
    first = serializers.CharField(source="first.code", allow_null=True, default=None)
    standings = StandingSerializer(many=True)


class Readiness(APIView):
    """Everybody on the delegation, blocked first."""

    pagination_class = Pages

    @extend_schema(
        operation_id="readiness_list",
        parameters=[
            OpenApiParameter("delegation_slug", OpenApiTypes.STR, OpenApiParameter.PATH),
            OpenApiParameter("page", OpenApiTypes.INT),
            OpenApiParameter("size", OpenApiTypes.INT),
        ],
        responses=ReadinessRowSerializer(many=True),
    )
    def get(self, request, delegation_slug):
        delegation = Delegation.objects.filter(slug=delegation_slug).first()
        if delegation is None:
            raise Http404
        require("travel.view_board", request.user, delegation)
        pages = Pages()
        rows = pages.paginate_queryset(board(delegation).rows, request, view=self)
        found = pages.get_paginated_response(ReadinessRowSerializer(rows, many=True).data)
        return Response(found.data)
