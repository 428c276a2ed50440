"""Addresses: claim."""

from django.urls import path

from fundraising.views import advances_desk, claims_desk, my_claims, my_money

urlpatterns = [
    path("my/money/", my_money.my_money, name="my_money"),
    path("my/money/advances/request/", my_money.request_advance, name="request_advance"),
    path("my/money/advances/<uuid:uuid>/take-back/", my_money.take_back_advance, name="take_back_advance"),
    path("my/money/stipends/<uuid:uuid>/agree/", my_money.agree_stipend, name="agree_stipend"),
    path("my/money/stipends/<uuid:uuid>/refuse/", my_money.refuse_stipend, name="refuse_stipend"),
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
