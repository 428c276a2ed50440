"""Addresses: receipt."""

from django.urls import path

from fundraising.views import my_papers, receipts_desk

urlpatterns = [
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
    path("desk/<slug:delegation_slug>/spent/", receipts_desk.costs, name="costs"),
    path("desk/gifts/<uuid:uuid>/trace/", receipts_desk.gift_trace, name="gift_trace"),
    path("desk/costs/<uuid:uuid>/trace/", receipts_desk.cost_trace, name="cost_trace"),
]
