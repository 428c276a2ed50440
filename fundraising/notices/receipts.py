"""Mails that are papers: receipts, word that one no longer holds, and a year's statement."""

from delegation.notices import Gone, absolute
from fundraising import wording
from fundraising.donor_links import receipt_link, statement_link, trace_link
from fundraising.models import Receipt
from fundraising.notices import monthly
from fundraising.queries import papers
from fundraising.queries.public import hidden_since
from fundraising.queries.receipts import receipt_rows, statement_rows


def receipt(ids: dict) -> dict:
    row = receipt_rows().filter(uuid=ids["receipt"]).first()
    if row is None:
        raise Gone
    return receipt_context(row) | {"links": monthly.links_in_receipt(row.donation)}


def receipt_void(ids: dict) -> dict:
    """Nobody needs to hear it once another stands in its place: that one's mail says so."""
    context = receipt(ids)
    if not context["void"] or getattr(context["receipt"], "replaced_by", None):
        raise Gone
    return context


def receipt_context(receipt: Receipt) -> dict:
    """The figures and sentences of a receipt in the active language; staff see the same."""
    gift = receipt.donation
    name = papers.public_name(gift)
    return {
        "receipt": receipt,
        "first_name": papers.first_name(papers.printed_name(receipt)),
        "amount": papers.money(receipt.amount_minor, receipt.currency),
        "day": papers.day_words(receipt.charged_on),
        "lines": papers.receipt_lines(receipt),
        "public_name": name,
        "delegation": gift.fund.delegation.name,
        "is_family": receipt.is_family,
        "is_advised": receipt.kind == Receipt.Kind.ADVISED,
        "legal": papers.legal(receipt),
        "binding": papers.binding(lambda: papers.legal(receipt)),
        "binding_line": papers.binding_line(),
        "void": papers.receipt_void_words(receipt),
        "replaces": papers.replaces_words(receipt),
        "rule": wording.surplus_rule(name),
        "disclosures": papers.disclosures(receipt),
        "page": _page_of(gift),
        "rule_page": absolute("delegation:surplus_rule"),
        "pdf": receipt_link(receipt),
        "trace": trace_link(gift),
    }


def _page_of(gift) -> str:
    if hidden_since(gift.version, gift.appeal):
        return ""
    slug = gift.appeal.slug if gift.appeal_id and gift.appeal.status == "open" else None
    return absolute("fundraising:appeal_public", slug) if slug else ""


def year_statement(ids: dict) -> dict:
    statement = statement_rows().filter(uuid=ids["statement"]).first()
    if statement is None or getattr(statement, "replaced_by", None):
        raise Gone
    return {
        "statement": statement,
        "first_name": papers.first_name(papers.printed_name(statement)),
        "year": statement.year,
        "total": papers.money(statement.total_minor, statement.currency) if statement.given_minor else "",
        "parts": papers.statement_parts(statement),
        "legal": papers.statement_legal(statement),
        "binding": papers.binding(lambda: papers.statement_legal(statement)),
        "binding_line": papers.binding_line(),
        "replaces": papers.replaces_words(statement),
        "disclosures": papers.disclosures(statement),
        "pdf": statement_link(statement),
    }
