from django.urls import path

from travel.api import Readiness
from travel.permissions import ACCREDITATION_VERBS
from travel.views import (
    accreditations,
    board,
    bookings,
    briefings,
    costs,
    credits,
    days,
    delegates,
    desk,
    finding,
    flights,
    home,
    journey,
)
from travel.views import papers as my_papers

app_name = "travel"

public = [
    path("", home.home, name="home"),
    path("money/", home.money, name="money"),
]

own = [
    path("my/", journey.my_journey, name="my_journey"),
    path("my/papers/", my_papers.my_papers, name="my_papers"),
    path("my/papers/show/", my_papers.reveal_own, name="reveal_papers"),
    path("my/flights/", flights.my_flights, name="my_flights"),
    path("my/flights/new/", flights.record_own, name="record_own_booking"),
    path("my/flights/<uuid:uuid>/cancel/", flights.cancel_own, name="cancel_own_booking"),
    path("my/money/claims/draft/", days.draft_claim, name="draft_claim"),
    path("my/money/claims/<uuid:uuid>/fill-days/", days.fill_days, name="fill_days"),
    path("briefings/<uuid:uuid>/", briefings.briefing, name="briefing"),
    path("briefings/versions/<uuid:uuid>/acknowledge/", briefings.acknowledge, name="acknowledge_briefing"),
]

staff = [
    path("desk/", desk.desk, name="desk"),
    path("desk/<slug:delegation_slug>/readiness/", board.board, name="board"),
    path("desk/<slug:delegation_slug>/readiness/export/", board.export, name="board_export"),
    path("desk/<slug:delegation_slug>/readiness/remind/", board.remind_late, name="remind_late"),
    path("desk/<slug:delegation_slug>/find/", finding.find, name="find"),
    path("desk/<slug:delegation_slug>/bookings/", bookings.bookings, name="bookings"),
    path("desk/<slug:delegation_slug>/bookings/new/", bookings.new, name="record_booking"),
    path("desk/<slug:delegation_slug>/accreditation/", accreditations.accreditations, name="accreditations"),
    path("desk/<slug:delegation_slug>/briefings/", briefings.briefings_desk, name="briefings_desk"),
    path("desk/<slug:delegation_slug>/briefings/new/", briefings.new, name="new_briefing"),
    path("desk/briefings/<uuid:uuid>/", briefings.edit, name="publish_briefing"),
    path("desk/briefings/<uuid:uuid>/withdraw/", briefings.withdraw, name="withdraw_briefing"),
    path("desk/<slug:delegation_slug>/credits/", credits.credits, name="credits"),
    path("desk/credits/<uuid:uuid>/use/", credits.use_credit, name="use_credit"),
    path("desk/bookings/<uuid:uuid>/", bookings.booking, name="booking"),
    path("desk/bookings/<uuid:uuid>/show/", bookings.show, name="reveal_booking"),
    path("desk/bookings/<uuid:uuid>/ticket/", bookings.ticket, name="ticket_booking"),
    path("desk/bookings/<uuid:uuid>/cancel/", bookings.cancel, name="cancel_booking"),
    path("desk/bookings/<uuid:uuid>/check/", bookings.check, name="check_booking"),
    path("desk/bookings/<uuid:uuid>/hold-cost/", costs.hold_cost, name="hold_cost"),
    path("desk/bookings/<uuid:uuid>/link-cost/", costs.link_cost, name="link_cost"),
    path("desk/booking-costs/<uuid:uuid>/unlink/", costs.unlink_cost, name="unlink_cost"),
    path("desk/delegates/<uuid:uuid>/", delegates.delegate_file, name="delegate_file"),
    path("desk/delegates/<uuid:uuid>/ask-letter/", delegates.ask_letter, name="begin_accreditation"),
    path("desk/delegates/<uuid:uuid>/waive/", delegates.waive, name="waive_requirement"),
    path("desk/waivers/<uuid:uuid>/end/", delegates.end_waiver, name="end_waiver"),
    path("desk/passports/<uuid:uuid>/show/", delegates.show_passport, name="reveal_passport"),
    path("desk/passports/<uuid:uuid>/see/", delegates.see_passport, name="see_passport"),
    path("desk/passports/<uuid:uuid>/reject/", delegates.reject_passport, name="reject_passport"),
    *[
        path(
            f"desk/accreditation/<uuid:uuid>/{verb.replace('_', '-')}/",
            accreditations.step,
            {"verb": verb},
            name=f"{verb}_accreditation",
        )
        for verb in ACCREDITATION_VERBS
    ],
]

api = [path("api/delegations/<slug:delegation_slug>/readiness/", Readiness.as_view(), name="api_readiness")]

urlpatterns = [*public, *own, *staff, *api]
