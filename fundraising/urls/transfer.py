"""Addresses: transfer."""

from django.urls import path

from fundraising.views import transfers, wishes

urlpatterns = [
    path("desk/<slug:delegation_slug>/transfers/", transfers.transfers, name="transfers"),
    path("desk/funds/<uuid:uuid>/propose-transfer/", transfers.propose_transfer, name="propose_transfer"),
    path("desk/<slug:delegation_slug>/tell-postponement/", transfers.tell_postponement, name="tell_postponement"),
    path("desk/transfers/<uuid:uuid>/", transfers.transfer, name="transfer"),
    path("desk/transfers/<uuid:uuid>/decide/", transfers.decide_transfer, name="decide_transfer"),
    path("desk/transfers/<uuid:uuid>/decline/", transfers.decline_transfer, name="decline_transfer"),
    path("desk/transfers/<uuid:uuid>/take-back/", transfers.take_back_transfer, name="take_back_transfer"),
    path("gifts/wish/<str:token>/send-wish/", wishes.send_wish, name="send_wish"),
]
