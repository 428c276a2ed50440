"""Every address of the money side, in four lists: the author's, the reviewer's, the public's, the treasurer's."""

from django.urls import path

from fundraising import api
from fundraising.views import (
    appeal_list,
    appeal_public,
    bank,
    deposits,
    donations_desk,
    funds,
    give,
    in_kind,
    matches,
    my_appeal,
    my_budget,
    offline_gifts,
    other_ways,
    photos,
    rates,
    review,
    shares,
    stripe_hook,
)

app_name = "fundraising"

my_urls = [
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

review_urls = [
    path("desk/<slug:delegation_slug>/appeals/", review.appeals_desk, name="appeals_desk"),
    path("desk/<slug:delegation_slug>/rates/", rates.rates, name="rates"),
    path("desk/appeals/<uuid:uuid>/", review.review, name="review"),
    path("desk/appeals/<uuid:uuid>/preview/", review.preview, name="review_preview"),
    path("desk/appeals/<uuid:uuid>/approve/", review.decide, {"verb": "approve"}, name="approve_appeal"),
    path(
        "desk/appeals/<uuid:uuid>/request-changes/",
        review.decide,
        {"verb": "request_changes"},
        name="request_changes_appeal",
    ),
    path("desk/appeals/<uuid:uuid>/decline/", review.decide, {"verb": "decline"}, name="decline_appeal"),
    path("desk/appeals/<uuid:uuid>/pause/", review.page_verb, {"verb": "pause"}, name="pause_appeal"),
    path("desk/appeals/<uuid:uuid>/resume/", review.page_verb, {"verb": "resume"}, name="resume_appeal"),
    path("desk/appeals/<uuid:uuid>/close/", review.page_verb, {"verb": "close"}, name="close_appeal"),
    path("desk/updates/<uuid:uuid>/approve/", review.update_verb, {"verb": "approve"}, name="approve_update"),
    path("desk/updates/<uuid:uuid>/hide/", review.update_verb, {"verb": "hide"}, name="hide_update"),
]

public_urls = [
    path("appeals/", appeal_list.appeal_list, name="appeal_list"),
    path("appeals/<slug:slug>/", appeal_public.appeal_public, name="appeal_public"),
    path("appeals/<slug:slug>/from/<slug:code>/", appeal_public.appeal_public, name="appeal_shared"),
    path("appeals/<slug:slug>/other-ways/", other_ways.other_ways_appeal, name="other_ways_appeal"),
    path("give/to/<slug:delegation_slug>/", give.give_pool, name="give_pool"),
    path("give/to/<slug:delegation_slug>/other-ways/", other_ways.other_ways_pool, name="other_ways_pool"),
    path("give/to/<slug:delegation_slug>/form/", give.give_pool_form, name="give_pool_form"),
    path("give/<slug:slug>/", give.give_appeal, name="give_appeal"),
    path("gifts/<uuid:uuid>/thanks/", give.thanks, name="thanks"),
    path("api/appeals/", api.AppealList.as_view(), name="api_appeals"),
    path("api/appeals/<slug:slug>/", api.AppealDetail.as_view(), name="api_appeal"),
]

share_urls = [
    path("desk/appeals/<uuid:uuid>/share/", shares.share_appeal, name="share_appeal"),
    path("desk/appeals/<uuid:uuid>/share/mail/<str:language>/", shares.share_mail_preview, name="share_mail"),
    path("desk/shares/<uuid:uuid>/recall/", shares.recall_share, name="recall_share"),
]

money_urls = [
    path("stripe/webhook/", stripe_hook.stripe_webhook, name="stripe_webhook"),
    path("desk/<slug:delegation_slug>/money/", funds.money_desk, name="money_desk"),
    path("desk/<slug:delegation_slug>/allocations/", funds.allocations, name="allocations"),
    path("desk/<slug:delegation_slug>/allocations/new/", funds.propose_allocation, name="propose_allocation"),
    path("desk/allocations/<uuid:uuid>/", funds.allocation, name="allocation"),
    path("desk/allocations/<uuid:uuid>/decide/", funds.decide_allocation, name="decide_allocation"),
    path("desk/allocations/<uuid:uuid>/decline/", funds.decline_allocation, name="decline_allocation"),
    path("desk/allocations/<uuid:uuid>/take-back/", funds.take_back_allocation, name="take_back_allocation"),
    path("desk/<slug:delegation_slug>/gifts/", donations_desk.gifts, name="gifts"),
    path("desk/<slug:delegation_slug>/messages/", donations_desk.messages, name="messages"),
    path("desk/gifts/<uuid:uuid>/show-message/", donations_desk.message_verb, {"verb": "show"}, name="show_message"),
    path("desk/gifts/<uuid:uuid>/hide-message/", donations_desk.message_verb, {"verb": "hide"}, name="hide_message"),
    path("desk/<slug:delegation_slug>/gifts/export/", donations_desk.export_gifts, name="export_gifts"),
    path("desk/gifts/<uuid:uuid>/", donations_desk.gift, name="gift"),
    path("desk/gifts/<uuid:uuid>/resend-receipt/", donations_desk.resend_receipt, name="resend_receipt"),
]

_LINE_VERBS = (
    ("hold", "hold"),
    ("take-up", "take_up"),
    ("propose-return", "propose_return"),
    ("keep", "keep"),
    ("confirm-return", "confirm_return"),
)
offline_urls = [
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

urlpatterns = [*my_urls, *review_urls, *public_urls, *share_urls, *money_urls, *offline_urls]
