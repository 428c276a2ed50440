"""Addresses: round."""

from django.urls import path

from fundraising.views import offers, rounds

urlpatterns = [
    path("my/offers/", offers.my_offers, name="my_offers"),
    path("my/offers/<uuid:uuid>/", offers.my_offer, name="my_offer"),
    path("my/offers/<uuid:uuid>/accept/", offers.accept_offer, name="accept_offer"),
    path("my/offers/<uuid:uuid>/counter/", offers.counter_offer, name="counter_offer"),
    path("my/offers/<uuid:uuid>/decline/", offers.decline_offer, name="decline_offer"),
    path("desk/<slug:delegation_slug>/rounds/", rounds.rounds, name="rounds"),
    path("desk/<slug:delegation_slug>/rounds/open/", rounds.open_round, name="open_round"),
    path("desk/rounds/<uuid:uuid>/", rounds.round_page, name="round"),
    path("desk/rounds/<uuid:uuid>/simulate/", rounds.simulate_round, name="simulate_round"),
    path("desk/rounds/<uuid:uuid>/propose/", rounds.propose_round, name="propose_round"),
    path("desk/rounds/<uuid:uuid>/decide/", rounds.decide_round, name="decide_round"),
    path("desk/rounds/<uuid:uuid>/decline/", rounds.decline_round, name="decline_round"),
    path("desk/rounds/<uuid:uuid>/take-back/", rounds.take_back_round, name="take_back_round"),
    path("desk/criteria/<uuid:uuid>/note/", rounds.note_criteria, name="note_criteria"),
    path("desk/offers/<uuid:uuid>/", offers.offer, name="offer"),
    path("desk/offers/<uuid:uuid>/keep/", offers.keep_offer, name="keep_offer"),
    path("desk/offers/<uuid:uuid>/suggest/", offers.suggest_offer, name="suggest_offer"),
    path("desk/offers/<uuid:uuid>/replace/", offers.replace_offer, name="replace_offer"),
    path("desk/offers/<uuid:uuid>/withdraw/", offers.withdraw_offer, name="withdraw_offer"),
]
