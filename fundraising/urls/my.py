"""Addresses: my."""

from django.urls import path

from fundraising.views import my_appeal, my_budget, photos

urlpatterns = [
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
