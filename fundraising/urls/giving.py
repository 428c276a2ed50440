"""Addresses: giving."""

from django.urls import path

from fundraising.views import giving

urlpatterns = [
    path("desk/funds/<uuid:uuid>/stop-giving/", giving.stop_giving, name="stop_giving"),
    path("desk/funds/<uuid:uuid>/allow-giving/", giving.allow_giving, name="allow_giving"),
]
