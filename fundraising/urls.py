"""Every address of the money side, in four lists: the author's, the reviewer's, the public's, the treasurer's."""

from django.urls import path

from fundraising import api
from fundraising.views import (
    appeal_list,
    appeal_public,
    books,
    differences,
    donations_desk,
    funds,
    give,
    my_appeal,
    my_budget,
    payments,
    photos,
    rates,
    review,
    shares,
    stripe_hook,
    transfers,
    wishes,
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
    path("give/to/<slug:delegation_slug>/", give.give_pool, name="give_pool"),
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

book_urls = [
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

transfer_urls = [
    path("desk/<slug:delegation_slug>/transfers/", transfers.transfers, name="transfers"),
    path("desk/funds/<uuid:uuid>/propose-transfer/", transfers.propose_transfer, name="propose_transfer"),
    path("desk/<slug:delegation_slug>/tell-postponement/", transfers.tell_postponement, name="tell_postponement"),
    path("desk/transfers/<uuid:uuid>/", transfers.transfer, name="transfer"),
    path("desk/transfers/<uuid:uuid>/decide/", transfers.decide_transfer, name="decide_transfer"),
    path("desk/transfers/<uuid:uuid>/decline/", transfers.decline_transfer, name="decline_transfer"),
    path("desk/transfers/<uuid:uuid>/take-back/", transfers.take_back_transfer, name="take_back_transfer"),
    path("gifts/wish/<str:token>/send-wish/", wishes.send_wish, name="send_wish"),
]

payment_urls = [
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

urlpatterns = [
    *my_urls,
    *review_urls,
    *public_urls,
    *share_urls,
    *money_urls,
    *transfer_urls,
    *payment_urls,
    *book_urls,
]
