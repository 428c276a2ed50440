"""Every address of the money side, in four lists: the author's, the reviewer's, the public's, the treasurer's."""

from django.urls import path

from fundraising.views import my_appeal, my_budget, photos, rates, review

app_name = "fundraising"

my_urls = [
    path("my/appeal/", my_appeal.my_appeal, name="my_appeal"),
    path("my/appeal/full-name/", my_appeal.full_name, name="my_appeal_full_name"),
    path("my/appeal/budget/", my_budget.my_budget, name="my_budget"),
    path("my/appeal/preview/", my_appeal.preview, name="my_appeal_preview"),
    path("my/appeal/submit/", my_appeal.submit, name="my_appeal_submit"),
    path("my/appeal/take-back/", my_appeal.take_back, name="my_appeal_take_back"),
    path("my/appeal/pause/", my_appeal.page_verb, {"verb": "pause"}, name="my_appeal_pause"),
    path("my/appeal/resume/", my_appeal.page_verb, {"verb": "resume"}, name="my_appeal_resume"),
    path("my/appeal/close/", my_appeal.page_verb, {"verb": "close"}, name="my_appeal_close"),
    path("my/appeal/updates/", my_appeal.my_updates, name="my_updates"),
    path("my/appeal/updates/<uuid:uuid>/hide/", my_appeal.hide_my_update, name="my_update_hide"),
    path("photos/<uuid:uuid>.jpg", photos.photo, name="photo"),
]

review_urls = [
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

public_urls = []

money_urls = []

urlpatterns = [*my_urls, *review_urls, *public_urls, *money_urls]
