"""Every address of the money side: the author's, the reviewer's, the public's, the treasurer's, what journeys cost."""

from django.urls import path

from fundraising import api
from fundraising.views import (
    advances_desk,
    appeal_list,
    appeal_public,
    claims_desk,
    commitments,
    donations_desk,
    funds,
    give,
    my_appeal,
    my_budget,
    my_claims,
    my_money,
    payees,
    payments,
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

claim_urls = [
    path("my/money/", my_money.my_money, name="my_money"),
    path("my/money/advances/request/", my_money.request_advance, name="request_advance"),
    path("my/money/advances/<uuid:uuid>/take-back/", my_money.take_back_advance, name="take_back_advance"),
    path("my/money/stipends/<uuid:uuid>/agree/", my_money.agree_stipend, name="agree_stipend"),
    path("my/money/stipends/<uuid:uuid>/refuse/", my_money.refuse_stipend, name="refuse_stipend"),
    path("my/money/claims/draft/", my_claims.draft_claim, name="draft_claim"),
    path("my/money/claims/<uuid:uuid>/", my_claims.my_claim, name="my_claim"),
    path("my/money/claims/<uuid:uuid>/days/", my_claims.claim_days, name="claim_days"),
    path("my/money/claims/<uuid:uuid>/add-line/", my_claims.add_line, name="add_line_claim"),
    path("my/money/claims/<uuid:uuid>/add-receipt/", my_claims.add_receipt, name="add_receipt_claim"),
    path("my/money/claims/<uuid:uuid>/submit/", my_claims.submit_claim, name="submit_claim"),
    path("my/money/claims/<uuid:uuid>/take-back/", my_claims.take_back_claim, name="take_back_claim"),
    path("my/money/claims/<uuid:uuid>/answer/", my_claims.answer_claim, name="answer_claim"),
    path("my/money/claims/<uuid:uuid>/discard/", my_claims.discard_claim, name="discard_claim"),
    path("my/money/lines/<uuid:uuid>/edit/", my_claims.edit_line, name="edit_claim_line"),
    path("my/money/lines/<uuid:uuid>/remove/", my_claims.remove_line, name="remove_claim_line"),
    path("receipts/<uuid:uuid>.jpg", claims_desk.receipt_file, name="receipt_file"),
    path("desk/<slug:delegation_slug>/claims/", claims_desk.claims, name="claims"),
    path("desk/claims/<uuid:uuid>/", claims_desk.claim, name="claim"),
    path("desk/claims/<uuid:uuid>/approve/", claims_desk.approve_claim, name="approve_claim"),
    path("desk/claims/<uuid:uuid>/part-approve/", claims_desk.part_approve_claim, name="part_approve_claim"),
    path("desk/claims/<uuid:uuid>/flag/", claims_desk.flag_claim, name="flag_claim"),
    path("desk/claims/<uuid:uuid>/decline/", claims_desk.decline_claim, name="decline_claim"),
    path("desk/claim-lines/<uuid:uuid>/set-figure/", claims_desk.set_figure_claim, name="set_figure_claim_line"),
    path("desk/<slug:delegation_slug>/advances/", advances_desk.advances, name="advances"),
    path("desk/advances/<uuid:uuid>/", advances_desk.advance, name="advance"),
    path("desk/advances/<uuid:uuid>/approve/", advances_desk.approve_advance, name="approve_advance"),
    path("desk/advances/<uuid:uuid>/decline/", advances_desk.decline_advance, name="decline_advance"),
    path("desk/advances/<uuid:uuid>/hand-back/", advances_desk.record_hand_back, name="record_hand_back_advance"),
    path("desk/hand-backs/<uuid:uuid>/confirm/", advances_desk.confirm_hand_back, name="confirm_hand_back"),
    path("desk/hand-backs/<uuid:uuid>/decline/", advances_desk.decline_hand_back, name="decline_hand_back"),
    path("desk/<slug:delegation_slug>/stipends/", advances_desk.propose_stipend, name="stipends"),
    path("desk/<slug:delegation_slug>/stipends/export/", advances_desk.export_stipends, name="export_stipends"),
    path("desk/stipends/<uuid:uuid>/approve/", advances_desk.approve_stipend, name="approve_stipend"),
    path("desk/stipends/<uuid:uuid>/decline/", advances_desk.decline_stipend, name="decline_stipend"),
    path("desk/stipends/<uuid:uuid>/take-back/", advances_desk.take_back_stipend, name="take_back_stipend"),
]

urlpatterns = [*my_urls, *review_urls, *public_urls, *share_urls, *money_urls, *claim_urls]
spending_urls = [
    path("my/payment/", payees.my_payee, name="my_payee"),
    path("my/payment/reveal/", payees.reveal_my_payee, name="reveal_my_payee"),
    path("desk/<slug:delegation_slug>/payees/", payees.payees, name="payees"),
    path("desk/<slug:delegation_slug>/payees/new/", payees.add_payee, name="add_payee"),
    path("desk/payees/<uuid:uuid>/", payees.payee, name="payee"),
    path("desk/payees/<uuid:uuid>/change/", payees.change_payee, name="change_payee"),
    path("desk/payees/<uuid:uuid>/confirm/", payees.confirm_payee, name="confirm_payee"),
    path("desk/payees/<uuid:uuid>/reveal/", payees.reveal_payee, name="reveal_payee"),
    path("desk/<slug:delegation_slug>/costs/", commitments.commitments, name="commitments"),
    path("desk/<slug:delegation_slug>/costs/new/", commitments.propose_commitment, name="propose_commitment"),
    path("desk/costs/<uuid:uuid>/", commitments.commitment, name="commitment"),
    *(
        path(
            f"desk/costs/<uuid:uuid>/{verb.replace('_', '-')}/",
            commitments.commitment_verb,
            {"verb": verb},
            name=f"{verb}_commitment",
        )
        for verb in commitments.VERBS
    ),
    path("desk/costs/<uuid:uuid>/raise/", commitments.propose_raise, name="propose_raise"),
    *(
        path(
            f"desk/raises/<uuid:uuid>/{verb.replace('_', '-')}/",
            commitments.raise_verb,
            {"verb": verb},
            name=f"{verb}_raise",
        )
        for verb in commitments.RAISE_VERBS
    ),
    path("desk/costs/<uuid:uuid>/pay/", commitments.prepare_disbursement, name="prepare_disbursement"),
    path("desk/<slug:delegation_slug>/payments/", payments.payments, name="payments"),
    path("desk/<slug:delegation_slug>/payments/gather/", payments.create_batch, name="create_batch"),
    path("desk/payments/<uuid:uuid>/", payments.disbursement, name="disbursement"),
    *(
        path(
            f"desk/payments/<uuid:uuid>/{verb}/",
            payments.disbursement_verb,
            {"verb": verb},
            name=f"{verb}_disbursement",
        )
        for verb in payments.VERBS
    ),
    path("desk/payments/<uuid:uuid>/send/", payments.send_disbursement, name="send_disbursement"),
    path("desk/payments/<uuid:uuid>/settle/", payments.settle_disbursement, name="settle_disbursement"),
    path("desk/payments/<uuid:uuid>/record-return/", payments.record_return, name="record_return"),
    path("desk/batches/<uuid:uuid>/", payments.batch, name="batch"),
    *(
        path(f"desk/batches/<uuid:uuid>/{verb}/", payments.batch_verb, {"verb": verb}, name=f"{verb}_batch")
        for verb in payments.BATCH_VERBS
    ),
    path("desk/batches/<uuid:uuid>/settle/", payments.settle_batch, name="settle_batch"),
    path("desk/batches/<uuid:uuid>/download/", payments.download_batch, name="download_batch"),
    path("desk/batches/<uuid:uuid>/sheet/", payments.batch_sheet, name="batch_sheet"),
    path("desk/funds/<uuid:uuid>/", commitments.fund, name="fund"),
]

urlpatterns = [*my_urls, *review_urls, *public_urls, *share_urls, *money_urls, *spending_urls]
