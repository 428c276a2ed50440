"""Addresses: money."""

from django.urls import path

from fundraising.views import covers, donations_desk, funds, stripe_hook

urlpatterns = [
    path("stripe/webhook/", stripe_hook.stripe_webhook, name="stripe_webhook"),
    path("desk/<slug:delegation_slug>/money/", funds.money_desk, name="money_desk"),
    path("desk/<slug:delegation_slug>/allocations/", funds.allocations, name="allocations"),
    path("desk/<slug:delegation_slug>/allocations/new/", funds.propose_allocation, name="propose_allocation"),
    path("desk/allocations/<uuid:uuid>/", funds.allocation, name="allocation"),
    path("desk/allocations/<uuid:uuid>/decide/", funds.decide_allocation, name="decide_allocation"),
    path("desk/allocations/<uuid:uuid>/decline/", funds.decline_allocation, name="decline_allocation"),
    path("desk/allocations/<uuid:uuid>/take-back/", funds.take_back_allocation, name="take_back_allocation"),
    path("desk/<slug:delegation_slug>/shortfalls/", covers.shortfalls, name="shortfalls"),
    path("desk/<slug:delegation_slug>/shortfalls/record/", covers.record_cover, name="record_cover"),
    path("desk/shortfalls/<uuid:uuid>/confirm/", covers.confirm_cover, name="confirm_cover"),
    path("desk/shortfalls/<uuid:uuid>/decline/", covers.decline_cover, name="decline_cover"),
    path("desk/shortfalls/<uuid:uuid>/take-back/", covers.take_back_cover, name="take_back_cover"),
    path("desk/<slug:delegation_slug>/gifts/", donations_desk.gifts, name="gifts"),
    path("desk/<slug:delegation_slug>/messages/", donations_desk.messages, name="messages"),
    path("desk/gifts/<uuid:uuid>/show-message/", donations_desk.message_verb, {"verb": "show"}, name="show_message"),
    path("desk/gifts/<uuid:uuid>/hide-message/", donations_desk.message_verb, {"verb": "hide"}, name="hide_message"),
    path("desk/<slug:delegation_slug>/gifts/export/", donations_desk.export_gifts, name="export_gifts"),
    path("desk/gifts/<uuid:uuid>/", donations_desk.gift, name="gift"),
    path("desk/gifts/<uuid:uuid>/resend-receipt/", donations_desk.resend_receipt, name="resend_receipt"),
]
