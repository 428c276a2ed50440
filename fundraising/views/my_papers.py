"""What a giver opens from a mail, without an account: their receipt, their year's statement, and where their gift went.
Looking changes nothing, nothing here is kept or indexed, and no page names more than the mail did."""

from functools import wraps

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from delegation.celery import nudge
from fundraising import documents, donor_links
from fundraising.actions import receipts as actions
from fundraising.models import Donation, YearStatement
from fundraising.queries import papers, trace, trace_words
from fundraising.queries.public import hidden_since
from fundraising.queries.receipts import is_void, last_receipt, receipt_rows, statement_rows, today
from fundraising.queries.returned import returned_of

BUSY_SECONDS = 5


def _theirs(view):
    """A page for whoever holds the link: never kept, never indexed; a link that ran out has a page of its own."""

    @never_cache
    @wraps(view)
    def guarded(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except donor_links.Expired:
            response = render(request, "fundraising/my_papers/expired.html", status=410)
        except donor_links.Broken:
            response = render(request, "fundraising/door/broken.html", status=404)
        except documents.Busy:
            response = render(request, "fundraising/my_papers/busy.html", status=503)
            response["Retry-After"] = str(BUSY_SECONDS)
        response["X-Robots-Tag"] = "noindex"
        return response

    return guarded


def _receipt(uuid):
    receipt = receipt_rows().filter(uuid=uuid).first()
    if receipt is None:
        raise Http404
    return receipt


@_theirs
@require_safe
def my_receipt(request, receipt_token):
    try:
        receipt = _receipt(donor_links.read("receipt", receipt_token))
    except donor_links.Expired as expired:
        receipt = _receipt(expired.uuid)
        context = {"receipt": receipt, "token": receipt_token, "may_ask": True}
        return render(request, "fundraising/my_papers/expired.html", context, status=410)
    context = {
        "receipt": receipt,
        "token": receipt_token,
        "amount": papers.money(receipt.amount_minor, receipt.currency),
        "lines": papers.receipt_lines(receipt),
        "legal": papers.legal(receipt),
        "binding": papers.binding(lambda: papers.legal(receipt)),
        "binding_line": papers.binding_line(),
        "void": papers.receipt_void_words(receipt),
        "replaces": papers.replaces_words(receipt),
        "disclosures": papers.disclosures(receipt),
        "who": papers.first_name(papers.printed_name(receipt)),
        "trace": donor_links.trace_link(receipt.donation),
    }
    return render(request, "fundraising/my_papers/receipt.html", context)


def as_file(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@_theirs
@require_safe
def my_receipt_pdf(request, receipt_token):
    """In the language the giver reads, whatever this browser asks for: the same paper each time."""
    receipt = _receipt(donor_links.read("receipt", receipt_token))
    with translation.override(receipt.donation.donor.language):
        return as_file(papers.receipt_pdf(receipt), papers.file_name(receipt))


@_theirs
@require_POST
def send_new_link(request, receipt_token):
    """The link ran out: the receipt goes again to the address on file, once a day, whoever asks."""
    try:
        uuid = donor_links.read("receipt", receipt_token)
    except donor_links.Expired as expired:
        uuid = expired.uuid
    actions.send_new_link(_receipt(uuid), today())
    nudge("delegation.deliver_outbox")
    return redirect("fundraising:new_link_sent")


@require_safe
def new_link_sent(request):
    return render(request, "fundraising/my_papers/sent.html")


# -- a year -----------------------------------------------------------------------------------------
def _statement(token: str) -> YearStatement:
    statement = statement_rows().filter(uuid=donor_links.read("statement", token)).first()
    if statement is None:
        raise Http404
    return statement


@_theirs
@require_safe
def my_statement(request, statement_token):
    statement = _statement(statement_token)
    context = {
        "statement": statement,
        "token": statement_token,
        "parts": papers.labelled(papers.statement_parts(statement)),
        "lede": papers.statement_lede(statement),
        "legal": papers.statement_legal(statement),
        "binding": papers.binding(lambda: papers.statement_legal(statement)),
        "binding_line": papers.binding_line(),
        "void": papers.statement_void_words(statement),
        "replaces": papers.replaces_words(statement),
        "disclosures": papers.disclosures(statement),
        "total": papers.money(statement.total_minor, statement.currency) if statement.given_minor else "",
    }
    return render(request, "fundraising/my_papers/statement.html", context)


@_theirs
@require_safe
def my_statement_pdf(request, statement_token):
    statement = _statement(statement_token)
    with translation.override(statement.donor.language):
        return as_file(papers.statement_pdf(statement), papers.file_name(statement))


# -- where it went ------------------------------------------------------------------------------------
@_theirs
@require_safe
def my_trace(request, trace_token):
    rows = Donation.objects.select_related(
        "fund__delegation", "fund__delegate", "appeal__approved_version__text", "version__text", "donor"
    )
    gift = rows.filter(uuid=donor_links.read("trace", trace_token), status=Donation.Status.PAID).first()
    if gift is None:
        raise Http404
    back = returned_of(gift)
    found = trace.of_gift(gift) if back < gift.amount_minor else None
    told = trace_words.uses(found, gift) if found else []
    receipt = last_receipt(gift)
    context = {
        "gift": gift,
        "returned": back == gift.amount_minor,
        "trace": found,
        "uses": told,
        "picture": trace_words.picture(str(trace_words.YOUR_GIFT), found, told) if found else "",
        "amount": papers.money(gift.amount_minor, gift.currency),
        "name": _shown_name(gift),
        "to_pool": gift.appeal_id is None,
        "has_paid": any(use.pays for use in told),
        "shows_months": any(use.when for use in told),
        "receipt": receipt if receipt and not is_void(receipt) else None,
    }
    return render(request, "fundraising/my_papers/trace.html", context)


def _shown_name(gift: Donation) -> str:
    """The name the public page shows, and only as long as it does."""
    if gift.appeal_id is None or hidden_since(gift.version, gift.appeal) or gift.appeal.status == "closed":
        return ""
    return papers.public_name(gift)
