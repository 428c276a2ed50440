"""Addresses: share."""

from django.urls import path

from fundraising.views import shares

urlpatterns = [
    path("desk/appeals/<uuid:uuid>/share/", shares.share_appeal, name="share_appeal"),
    path("desk/appeals/<uuid:uuid>/share/mail/<str:language>/", shares.share_mail_preview, name="share_mail"),
    path("desk/shares/<uuid:uuid>/recall/", shares.recall_share, name="recall_share"),
]
