"""Addresses: payment."""

from django.urls import path

from fundraising.views import payments

urlpatterns = [
    path("desk/<slug:delegation_slug>/disputes/", payments.disputes, name="disputes"),
    path("desk/<slug:delegation_slug>/payouts/", payments.payouts, name="payouts"),
    path("desk/<slug:delegation_slug>/payouts/<uuid:uuid>/", payments.payout, name="payout"),
    path("desk/<slug:delegation_slug>/held-apart/", payments.held_apart, name="held_apart"),
    path("desk/<slug:delegation_slug>/held-apart/<uuid:uuid>/", payments.held_one, name="held_one"),
    path(
        "desk/<slug:delegation_slug>/held-apart/<uuid:uuid>/ask-place/", payments.ask_place_held, name="ask_place_held"
    ),
    *(
        path(
            f"desk/<slug:delegation_slug>/held-apart/<uuid:uuid>/{verb.replace('_', '-')}/",
            payments.held_verb,
            {"verb": verb},
            name=f"{verb}_held",
        )
        for verb in ("ask_return", "place", "send_back", "leave")
    ),
    path("desk/gifts/<uuid:uuid>/request-refund/", payments.request_refund, name="request_refund"),
    path("desk/refunds/<uuid:uuid>/approve/", payments.decide_refund, {"verb": "approve"}, name="approve_refund"),
    path("desk/refunds/<uuid:uuid>/refuse/", payments.decide_refund, {"verb": "refuse"}, name="refuse_refund"),
]
