"""Every address of the money side, in four lists: the author's, the reviewer's, the public's, the treasurer's."""

from django.urls import path

from fundraising import api
from fundraising.views import (
    appeal_list,
    appeal_public,
    donations_desk,
    funds,
    give,
    giving,
    my_appeal,
    my_budget,
    my_papers,
    photos,
    rates,
    receipts_desk,
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

receipt_urls = [
    path("receipts/sent/", my_papers.new_link_sent, name="new_link_sent"),
    path("receipts/<str:receipt_token>/", my_papers.my_receipt, name="my_receipt"),
    path("receipts/<str:receipt_token>/pdf/", my_papers.my_receipt_pdf, name="my_receipt_pdf"),
    path("receipts/<str:receipt_token>/send/", my_papers.send_new_link, name="send_new_link"),
    path("statements/<str:statement_token>/", my_papers.my_statement, name="my_statement"),
    path("statements/<str:statement_token>/pdf/", my_papers.my_statement_pdf, name="my_statement_pdf"),
    path("gifts/trace/<str:trace_token>/", my_papers.my_trace, name="my_trace"),
    path("desk/<slug:delegation_slug>/receipts/", receipts_desk.receipts, name="receipts"),
    path("desk/receipts/<uuid:uuid>/", receipts_desk.receipt, name="receipt"),
    path("desk/receipts/<uuid:uuid>/pdf/", receipts_desk.receipt_pdf, name="receipt_pdf"),
    path("desk/receipts/<uuid:uuid>/void/", receipts_desk.void_receipt, name="void_receipt"),
    path("desk/receipts/<uuid:uuid>/reissue/", receipts_desk.reissue_receipt, name="reissue_receipt"),
    path("desk/gifts/<uuid:uuid>/state-goods/", receipts_desk.state_goods, name="state_goods"),
    path("desk/<slug:delegation_slug>/statements/", receipts_desk.statements, name="statements"),
    path("desk/statements/<uuid:uuid>/", receipts_desk.statement, name="statement"),
    path("desk/statements/<uuid:uuid>/pdf/", receipts_desk.statement_pdf, name="statement_pdf"),
    path("desk/statements/<uuid:uuid>/resend/", receipts_desk.resend_statement, name="resend_statement"),
    path("desk/gifts/<uuid:uuid>/make-statement/", receipts_desk.make_statement, name="make_statement"),
    path("desk/<slug:delegation_slug>/costs/", receipts_desk.costs, name="costs"),
    path("desk/gifts/<uuid:uuid>/trace/", receipts_desk.gift_trace, name="gift_trace"),
    path("desk/costs/<uuid:uuid>/trace/", receipts_desk.cost_trace, name="cost_trace"),
]

giving_urls = [
    path("desk/funds/<uuid:uuid>/stop-giving/", giving.stop_giving, name="stop_giving"),
    path("desk/funds/<uuid:uuid>/allow-giving/", giving.allow_giving, name="allow_giving"),
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

urlpatterns = [
    *my_urls,
    *review_urls,
    *public_urls,
    *share_urls,
    *money_urls,
    *receipt_urls,
    *transfer_urls,
    *giving_urls,
]
