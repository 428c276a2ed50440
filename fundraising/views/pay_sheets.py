"""Pay sheets: papers on which whoever is paid by hand signs, and two people sign for the whole."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fundraising import documents
from fundraising.queries import pay_sheets
from fundraising.views.disbursements import batch_or_404, payment_or_404
from fundraising.views.my_papers import BUSY_SECONDS, as_file


@login_required
@require_safe
def batch_pay_sheet(request, uuid):
    """Of a batch, once it is in the books: no paper asks for money that was never booked."""
    row = batch_or_404(request.user, uuid)
    if row.status not in {"sent", "settled"}:
        raise Http404
    return _paper(request, lambda: pay_sheets.batch_pdf(row), pay_sheets.batch_number(row))


@login_required
@require_safe
def pay_sheet(request, uuid):
    """Of one payment, for whoever should sign alone and read no other name."""
    row = payment_or_404(request.user, uuid)
    if row.status not in pay_sheets.PAID:
        raise Http404
    return _paper(request, lambda: pay_sheets.payment_pdf(row), pay_sheets.payment_number(row))


def _paper(request: HttpRequest, draw: Callable[[], bytes], number: str) -> HttpResponse:
    try:
        response = as_file(draw(), f"{number}.pdf")
    except documents.Busy:
        response = render(request, "fundraising/my_papers/busy.html", status=503)
        response["Retry-After"] = str(BUSY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
