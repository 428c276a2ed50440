"""Addresses: offline."""

from django.urls import path

from fundraising.views import bank, deposits, in_kind, matches, offline_gifts

_LINE_VERBS = (
    ("hold", "hold"),
    ("take-up", "take_up"),
    ("propose-return", "propose_return"),
    ("keep", "keep"),
    ("confirm-return", "confirm_return"),
)
urlpatterns = [
    # gifts by hand
    path("desk/<slug:delegation_slug>/by-hand/", offline_gifts.offline_gifts, name="offline_gifts"),
    path("desk/<slug:delegation_slug>/by-hand/new/", offline_gifts.record_gift, name="record_offlinegift"),
    path("desk/by-hand/<uuid:uuid>/", offline_gifts.offline_gift, name="offline_gift"),
    path("desk/by-hand/<uuid:uuid>/confirm/", offline_gifts.confirm_gift, name="confirm_offlinegift"),
    path("desk/by-hand/<uuid:uuid>/decline/", offline_gifts.decline_gift, name="decline_offlinegift"),
    path("desk/by-hand/<uuid:uuid>/take-back/", offline_gifts.take_back_gift, name="take_back_offlinegift"),
    path("desk/by-hand/<uuid:uuid>/bounce/", offline_gifts.bounce_gift, name="bounce_offlinegift"),
    # deposits
    path("desk/<slug:delegation_slug>/deposits/", deposits.deposits, name="deposits"),
    path("desk/<slug:delegation_slug>/deposits/open/", deposits.open_deposit, name="open_deposit"),
    path("desk/deposits/<uuid:uuid>/", deposits.deposit, name="deposit"),
    path("desk/deposits/<uuid:uuid>/slip/", deposits.deposit_slip, name="deposit_slip"),
    path("desk/deposits/<uuid:uuid>/fill/", deposits.put_in_deposit, name="fill_deposit"),
    path("desk/deposits/<uuid:uuid>/take-out/<uuid:gift>/", deposits.take_out_deposit, name="take_out_deposit"),
    path("desk/deposits/<uuid:uuid>/count/", deposits.count_deposit, name="count_deposit"),
    path("desk/deposits/<uuid:uuid>/reopen/", deposits.reopen_deposit, name="reopen_deposit"),
    path("desk/deposits/<uuid:uuid>/confirm/", deposits.confirm_deposit, name="confirm_deposit"),
    # the bank's statement
    path("desk/<slug:delegation_slug>/bank/", bank.bank_lines, name="bank_lines"),
    path("desk/<slug:delegation_slug>/bank/import/", bank.import_statement, name="import_statement"),
    path("desk/bank-lines/<uuid:uuid>/", bank.bank_line, name="bank_line"),
    path("desk/bank-lines/<uuid:uuid>/match/", bank.match_line, name="match_bankline"),
    path("desk/bank-lines/<uuid:uuid>/set-aside/", bank.set_aside_line, name="set_aside_bankline"),
    *(
        path(f"desk/bank-lines/<uuid:uuid>/{ending}/", bank.line_verb, {"verb": verb}, name=f"{verb}_bankline")
        for ending, verb in _LINE_VERBS
    ),
    # matching pledges
    path("desk/<slug:delegation_slug>/matches/", matches.match_pledges, name="match_pledges"),
    path("desk/<slug:delegation_slug>/matches/new/", matches.record_pledge, name="record_matchpledge"),
    path("desk/matches/<uuid:uuid>/", matches.match_pledge, name="match_pledge"),
    path("desk/matches/<uuid:uuid>/agree/", matches.pledge_verb, {"verb": "agree"}, name="agree_matchpledge"),
    path("desk/matches/<uuid:uuid>/decline/", matches.pledge_verb, {"verb": "decline"}, name="decline_matchpledge"),
    path("desk/matches/<uuid:uuid>/end/", matches.pledge_verb, {"verb": "end"}, name="end_matchpledge"),
    path("desk/matches/<uuid:uuid>/ask/", matches.ask_pledge, name="ask_matchpledge"),
    path("desk/matches/<uuid:uuid>/count/", matches.count_pledge, name="count_matchpledge"),
    # in kind
    path("desk/<slug:delegation_slug>/in-kind/", in_kind.in_kind_offers, name="in_kind_offers"),
    path("desk/<slug:delegation_slug>/in-kind/new/", in_kind.record_offer, name="record_inkindoffer"),
    path("desk/<slug:delegation_slug>/in-kind/export/", in_kind.export_in_kind, name="export_in_kind"),
    path("desk/in-kind/<uuid:uuid>/", in_kind.in_kind_offer, name="in_kind_offer"),
    path("desk/in-kind/<uuid:uuid>/accept/", in_kind.accept_offer, name="accept_inkindoffer"),
    path("desk/in-kind/<uuid:uuid>/decline/", in_kind.offer_verb, {"verb": "decline"}, name="decline_inkindoffer"),
    path("desk/in-kind/<uuid:uuid>/use/", in_kind.offer_verb, {"verb": "use"}, name="use_inkindoffer"),
    path("desk/in-kind/<uuid:uuid>/release/", in_kind.offer_verb, {"verb": "release"}, name="release_inkindoffer"),
]
