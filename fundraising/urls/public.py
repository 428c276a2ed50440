"""Addresses: public."""

from django.urls import path

from fundraising import api
from fundraising.views import appeal_list, appeal_public, give, other_ways

urlpatterns = [
    path("appeals/", appeal_list.appeal_list, name="appeal_list"),
    path("appeals/<slug:slug>/", appeal_public.appeal_public, name="appeal_public"),
    path("appeals/<slug:slug>/from/<slug:code>/", appeal_public.appeal_public, name="appeal_shared"),
    path("give/to/<slug:delegation_slug>/", give.give_pool, name="give_pool"),
    path("appeals/<slug:slug>/other-ways/", other_ways.other_ways_appeal, name="other_ways_appeal"),
    path("give/to/<slug:delegation_slug>/other-ways/", other_ways.other_ways_pool, name="other_ways_pool"),
    path("give/to/<slug:delegation_slug>/form/", give.give_pool_form, name="give_pool_form"),
    path("give/<slug:slug>/", give.give_appeal, name="give_appeal"),
    path("gifts/<uuid:uuid>/thanks/", give.thanks, name="thanks"),
    path("api/appeals/", api.AppealList.as_view(), name="api_appeals"),
    path("api/appeals/<slug:slug>/", api.AppealDetail.as_view(), name="api_appeal"),
]
