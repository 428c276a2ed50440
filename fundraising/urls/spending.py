"""Addresses: spending."""

from django.urls import path

from fundraising.views import commitments, disbursements, pay_sheets, payees

urlpatterns = [
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
    path("desk/<slug:delegation_slug>/payments/", disbursements.payments, name="payments"),
    path("desk/<slug:delegation_slug>/payments/gather/", disbursements.create_batch, name="create_batch"),
    path("desk/payments/<uuid:uuid>/", disbursements.disbursement, name="disbursement"),
    *(
        path(
            f"desk/payments/<uuid:uuid>/{verb}/",
            disbursements.disbursement_verb,
            {"verb": verb},
            name=f"{verb}_disbursement",
        )
        for verb in disbursements.VERBS
    ),
    path("desk/payments/<uuid:uuid>/send/", disbursements.send_disbursement, name="send_disbursement"),
    path("desk/payments/<uuid:uuid>/settle/", disbursements.settle_disbursement, name="settle_disbursement"),
    path("desk/payments/<uuid:uuid>/record-return/", disbursements.record_return, name="record_return"),
    path("desk/batches/<uuid:uuid>/", disbursements.batch, name="batch"),
    *(
        path(f"desk/batches/<uuid:uuid>/{verb}/", disbursements.batch_verb, {"verb": verb}, name=f"{verb}_batch")
        for verb in disbursements.BATCH_VERBS
    ),
    path("desk/batches/<uuid:uuid>/settle/", disbursements.settle_batch, name="settle_batch"),
    path("desk/batches/<uuid:uuid>/download/", disbursements.download_batch, name="download_batch"),
    path("desk/batches/<uuid:uuid>/sheet/", disbursements.batch_sheet, name="batch_sheet"),
    path("desk/batches/<uuid:uuid>/pay-sheet/", pay_sheets.batch_pay_sheet, name="batch_pay_sheet"),
    path("desk/payments/<uuid:uuid>/pay-sheet/", pay_sheets.pay_sheet, name="pay_sheet"),
    path("desk/funds/<uuid:uuid>/", commitments.fund, name="fund"),
]
