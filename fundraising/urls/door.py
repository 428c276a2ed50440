"""Addresses: door."""

from django.urls import path

from fundraising.views import door

_MONTHLY = "gifts/monthly/<str:token>/"
urlpatterns = [
    path("gifts/find/", door.find_gifts, name="find_gifts"),
    path("gifts/mine/<str:token>/", door.my_gifts, name="my_gifts"),
    path("gifts/mine/<str:token>/set-language/", door.set_language, name="set_gift_language"),
    path("gifts/mine/<str:token>/revoke-links/", door.revoke_links, name="revoke_gift_links"),
    path(_MONTHLY, door.my_monthly_gift, name="my_monthly_gift"),
    path(f"{_MONTHLY}cancel/", door.cancel_my_monthly_gift, name="cancel_my_monthly_gift"),
    path(f"{_MONTHLY}pause/", door.pause_my_monthly_gift, name="pause_my_monthly_gift"),
    path(f"{_MONTHLY}resume/", door.resume_my_monthly_gift, name="resume_my_monthly_gift"),
    path(f"{_MONTHLY}change/", door.change_my_monthly_gift, name="change_my_monthly_gift"),
    path(f"{_MONTHLY}update-card/", door.update_card, name="update_card"),
]
