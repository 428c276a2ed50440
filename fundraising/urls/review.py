"""Addresses: review."""

from django.urls import path

from fundraising.views import rates, review

urlpatterns = [
    path("desk/<slug:delegation_slug>/appeals/", review.appeals_desk, name="appeals_desk"),
    path("desk/<slug:delegation_slug>/rates/", rates.rates, name="rates"),
    path("desk/appeals/<uuid:uuid>/", review.review, name="review"),
    path("desk/appeals/<uuid:uuid>/preview/", review.preview, name="review_preview"),
    path("desk/appeals/<uuid:uuid>/approve/", review.decide, {"verb": "approve"}, name="approve_appeal"),
    path(
        "desk/appeals/<uuid:uuid>/request-changes/",
        review.decide,
        {"verb": "request_changes"},
        name="request_changes_appeal",
    ),
    path("desk/appeals/<uuid:uuid>/decline/", review.decide, {"verb": "decline"}, name="decline_appeal"),
    path("desk/appeals/<uuid:uuid>/pause/", review.page_verb, {"verb": "pause"}, name="pause_appeal"),
    path("desk/appeals/<uuid:uuid>/resume/", review.page_verb, {"verb": "resume"}, name="resume_appeal"),
    path("desk/appeals/<uuid:uuid>/close/", review.page_verb, {"verb": "close"}, name="close_appeal"),
    path("desk/updates/<uuid:uuid>/approve/", review.update_verb, {"verb": "approve"}, name="approve_update"),
    path("desk/updates/<uuid:uuid>/hide/", review.update_verb, {"verb": "hide"}, name="hide_update"),
]
