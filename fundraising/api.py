"""Public appeals, read-only, for everybody: what their pages show and nothing more."""

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.throttling import AnonRateThrottle

from delegation.money import floor_units
from fundraising.queries import public

SORT = OpenApiParameter("sort", enum=sorted(public.SORTS), description="Most missing first, or newest first.")
WORDS = OpenApiParameter("q", description="Each word must stand in title, opening, region or theme.")


class LineSerializer(serializers.Serializer):
    """A budget line. Whole units of the appeal's currency, rounded down."""

    label = serializers.CharField()
    basis = serializers.CharField(help_text="once, per trip, per night, per day or per way")
    quantity = serializers.IntegerField()
    needed = serializers.SerializerMethodField()
    there = serializers.SerializerMethodField()
    covered_in_kind = serializers.SerializerMethodField(help_text="Given as a thing; no longer part of what is needed.")
    required = serializers.BooleanField()

    def get_covered_in_kind(self, line) -> int:
        return floor_units(line.in_kind_minor, line.currency)

    def get_needed(self, line) -> int:
        return floor_units(line.needed_minor, line.currency)

    def get_there(self, line) -> int:
        return floor_units(line.given_minor, line.currency)


class AppealSerializer(serializers.Serializer):
    """An open appeal as a list shows it. Amounts: whole units of `currency`, rounded down."""

    slug = serializers.CharField()
    url = serializers.SerializerMethodField(help_text="The page people read and give on.")
    title = serializers.CharField(source="text.title")
    opening = serializers.CharField(source="text.lede")
    name = serializers.CharField(source="text.shown_name", help_text="As the person chose to be named.")
    region = serializers.CharField(source="text.region")
    language = serializers.CharField(source="text.language", help_text="Of title, opening and story.")
    delegation = serializers.CharField(source="delegation_slug", help_text="Short name of the delegation.")
    opened_at = serializers.DateTimeField(allow_null=True)
    currency = serializers.CharField(source="progress.currency")
    goal = serializers.SerializerMethodField()
    there = serializers.SerializerMethodField()
    missing = serializers.SerializerMethodField()

    def get_url(self, card) -> str:
        return settings.PUBLIC_URL + reverse("fundraising:appeal_public", args=[card.slug])

    def get_goal(self, card) -> int:
        return floor_units(card.progress.goal_minor, card.progress.currency)

    def get_there(self, card) -> int:
        return floor_units(card.progress.shown_minor, card.progress.currency)

    def get_missing(self, card) -> int:
        return self.get_goal(card) - self.get_there(card)


class UpdateSerializer(serializers.Serializer):
    title = serializers.CharField()
    text = serializers.CharField()
    at = serializers.DateTimeField(source="approved_at")


class AppealDetailSerializer(AppealSerializer):
    story = serializers.CharField(source="text.story")
    in_geneva = serializers.CharField(source="text.in_geneva")
    organisation = serializers.SerializerMethodField(help_text="Empty where the person keeps it to themselves.")
    gifts = serializers.IntegerField(source="givers", help_text="How many gifts; not from whom.")
    lines = LineSerializer(many=True, source="progress.lines")
    updates = UpdateSerializer(many=True)

    def get_organisation(self, page) -> str:
        return page.organisation.name if page.organisation else ""


class Open:
    """Holds nothing of its reader: no session is looked at."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (AnonRateThrottle,)


class AppealList(Open, generics.GenericAPIView):
    serializer_class = AppealSerializer

    def get_queryset(self):
        sort = self.request.query_params.get("sort", "missing")
        words = self.request.query_params.get("q", "").replace("\x00", " ")[:80]
        rows = public.search(public.open_appeals(), words)
        return rows.order_by(*public.SORTS.get(sort, public.SORTS["missing"]))

    @extend_schema(operation_id="appeals_list", parameters=[SORT, WORDS], responses=AppealSerializer(many=True))
    def get(self, request):
        """Open appeals, fifty a page."""
        page = self.paginate_queryset(self.get_queryset())
        cards = public.cards_of(page)
        return self.get_paginated_response(self.get_serializer(cards, many=True).data)


class AppealDetail(Open, generics.GenericAPIView):
    serializer_class = AppealDetailSerializer

    @extend_schema(operation_id="appeals_read", responses=AppealDetailSerializer)
    def get(self, request, slug):
        """One open appeal with its story, lines and updates. 404 while it rests, is closed or gone."""
        appeal, is_gone = public.find(slug)
        if public.state_of(appeal, is_gone) != "open":
            raise Http404
        return Response(self.get_serializer(public.appeal_page(appeal)).data)
