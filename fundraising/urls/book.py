"""Addresses: book."""

from django.urls import path

from fundraising.views import books, differences

urlpatterns = [
    path("desk/<slug:delegation_slug>/books/", books.books, name="books"),
    path("desk/<slug:delegation_slug>/books/trial-balance/", books.trial_balance, name="trial_balance"),
    path("desk/<slug:delegation_slug>/books/funds/", books.fund_statement, name="fund_statement"),
    path("desk/<slug:delegation_slug>/books/activities/", books.activities, name="activities"),
    path("desk/<slug:delegation_slug>/books/export/", books.export_books, name="export_books"),
    path("desk/<slug:delegation_slug>/books/compare/ask/", books.ask_reconciliation, name="ask_reconciliation"),
    path("desk/<slug:delegation_slug>/books/months/ask/", books.ask_period, name="ask_period"),
    path("desk/<slug:delegation_slug>/books/differences/", differences.differences, name="differences"),
    path("desk/<slug:delegation_slug>/books/differences/<uuid:uuid>/", differences.difference, name="difference"),
    path(
        "desk/<slug:delegation_slug>/books/differences/<uuid:uuid>/recheck/",
        differences.recheck_difference,
        name="recheck_difference",
    ),
    path(
        "desk/<slug:delegation_slug>/books/differences/<uuid:uuid>/propose-correction/",
        differences.propose_correction,
        name="propose_correction",
    ),
    path("desk/corrections/<uuid:uuid>/decide/", differences.decide_correction, name="decide_correction"),
    path("desk/corrections/<uuid:uuid>/decline/", differences.decline_correction, name="decline_correction"),
    path("desk/corrections/<uuid:uuid>/take-back/", differences.take_back_correction, name="take_back_correction"),
    path("desk/months/<uuid:uuid>/", books.period, name="period"),
    path("desk/months/<uuid:uuid>/close/", books.close_period, name="close_period"),
    path("desk/months/<uuid:uuid>/decline/", books.decline_period, name="decline_period"),
    path("desk/months/<uuid:uuid>/take-back/", books.take_back_period, name="take_back_period"),
]
