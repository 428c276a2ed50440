"""What receipts and statements say, as the reader of the active language reads it: for mails, pages and the PDF alike,
so that the three never differ. Everything comes from the immutable rows; only the delegate's public name is read from
the version the donor saw, and is gone when that text is purged."""

import hashlib
import unicodedata
from datetime import UTC, datetime

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from delegation.figures import money_text
from fundraising import documents, receipt_words, wording
from fundraising.models import Donation, Receipt, YearStatement
from fundraising.queries.receipts import is_void

# On paper in place of what our letters have no shapes for; pages and mails show it as it was written.
_UNDRAWN = gettext_lazy("in letters this paper does not have; the receipt's page shows it")
# Words that begin the name of a group.
_NO_NAMES = {"the", "an", "el", "la", "los", "las", "un", "una"}


def money(minor: int, currency: str) -> str:
    return money_text(minor, currency, cents=True)


def day_words(day) -> str:
    """“27 August 2026”, in the active language."""
    return formats.date_format(day, "DATE_FORMAT")


def public_name(gift) -> str:
    """How the page the donor read named the delegate; empty for the pool, or once that text is purged."""
    text = getattr(gift.version, "text", None) if gift.version_id else None
    return text.shown_name if text else ""


def printed_name(paper) -> str:
    printed = getattr(paper, "printed", None)
    return printed.name if printed else ""


def first_name(name: str) -> str:
    """Empty where the first word is no name, as in “A friend” or “The Tuesday choir”, and for an address: greeted by
    nobody's name then."""
    first = (name.split() or [""])[0]
    is_name = len(first.rstrip(".")) > 1 and "@" not in first and first.casefold() not in _NO_NAMES
    return first if is_name else ""


# -- a receipt ----------------------------------------------------------------------------------------
def facts(receipt: Receipt) -> receipt_words.Facts:
    issuer, currency = receipt.issuer, receipt.currency
    return receipt_words.Facts(
        kind=receipt.kind,
        amount=money(receipt.amount_minor, currency),
        date=day_words(receipt.charged_on),
        network=issuer["name"],
        ein=issuer["ein"],
        address=issuer["address"],
        deductible=issuer["deductible"],
        public_name=public_name(receipt.donation),
        goods=receipt.goods_description,
        goods_value=money(receipt.goods_value_minor, currency),
        beyond=money(receipt.amount_minor - receipt.goods_value_minor, currency),
        states_value=receipt_words.states_value(receipt.amount_minor, currency, receipt.goods_value_minor),
        returned=money(receipt.returned_minor, currency) if receipt.returned_minor else "",
        remains=money(receipt.amount_minor - receipt.returned_minor, currency),
        sponsor=_sponsor(receipt.donation),
        is_match=receipt.donation.source == Donation.Source.EMPLOYER,
    )


def _sponsor(gift: Donation) -> str:
    """Who sent the money of an advised fund or an employer's match; empty where nobody wrote it down."""
    by_hand = getattr(gift, "offline", None)
    return by_hand.sponsor_name if by_hand else ""


def legal(receipt: Receipt) -> list[str]:
    return receipt_words.paragraphs(receipt.template_version, facts(receipt))


def binding(paragraphs) -> list[str]:
    """The English text, which binds, where the reader's own is a translation of it; `paragraphs()` says it."""
    if (translation.get_language() or "en").startswith("en"):
        return []
    with translation.override("en"):
        return paragraphs()


def binding_line() -> str:
    return _("The sentences above are a translation for your convenience. The English text binds:")


def receipt_lines(receipt: Receipt) -> list[tuple[str, str, bool]]:
    """Label, value, whether it is a sum: what stands in the table of a receipt."""
    gift, currency = receipt.donation, receipt.currency
    name = public_name(gift)
    lines = [(_("Received"), day_words(receipt.charged_on), False)]
    if who := printed_name(receipt):
        lines.append((_("From"), who, False))
    if gift.fee_cover_minor:
        lines += [
            (_("Gift"), money(gift.amount_minor - gift.fee_cover_minor, currency), False),
            (_("Card fee you covered"), money(gift.fee_cover_minor, currency), False),
            (_("Together"), money(receipt.amount_minor, currency), True),
        ]
    else:
        lines.append((_("Gift"), money(receipt.amount_minor, currency), False))
    if receipt.returned_minor:
        left = receipt.amount_minor - receipt.returned_minor
        lines += [
            (_("Given back to you"), money(-receipt.returned_minor, currency), False),
            (_("Remains given"), money(left, currency), True),
        ]
    if receipt.goods_description:
        lines.append((_("You received"), receipt.goods_description, False))
        if receipt_words.states_value(receipt.amount_minor, currency, receipt.goods_value_minor):
            lines.append((_("Its value, in good faith"), money(receipt.goods_value_minor, currency), False))
    if gift.card_last4:
        lines.append((_("Paid with"), _("card ending %(card)s") % {"card": gift.card_last4}, False))
    elif gift.source != "card":
        lines.append((_("Paid with"), str(gift.get_source_display()), False))
    if name:
        lines.append((_("Your preference"), _("Journey of %(public_name)s") % {"public_name": name}, False))
    return lines


def drawn(text: str) -> str:
    """The text as the paper's letters can draw it, without little pictures; empty where they cannot: a name is never
    printed as boxes."""
    if documents.can_draw(text):
        return text
    bare = " ".join("".join(sign for sign in text if not _is_picture(sign)).split())
    return bare if documents.can_draw(bare) else ""


def _is_picture(sign: str) -> bool:
    """Emoji, what colours them and what joins them."""
    is_skin_tone = "\U0001f3fb" <= sign <= "\U0001f3ff"
    return unicodedata.category(sign) == "So" or is_skin_tone or sign in "\u200d\ufe0e\ufe0f"


def replaces_words(paper) -> str:
    return _("This takes the place of %(number)s.") % {"number": paper.replaces.label} if paper.replaces_id else ""


def receipt_void_words(receipt: Receipt) -> str:
    """Empty while it holds."""
    if not is_void(receipt):
        return ""
    on = day_words(receipt.void.voided_at)
    other = getattr(receipt, "replaced_by", None)
    if other:
        return _("Void since %(day)s. Receipt %(number)s stands in its place.") % {"day": on, "number": other.label}
    return _("Void since %(day)s. It may not be used for a tax return.") % {"day": on}


def disclosures(paper) -> list[str]:
    return [f"{state}: {text}" for state, text in sorted(paper.issuer["disclosures"].items())]


def receipt_pdf(receipt: Receipt) -> bytes:
    """Drawn anew on request, outside any transaction: the same row, the same bytes. Raises documents.Busy."""
    name = public_name(receipt.donation)
    who = drawn(first_name(printed_name(receipt)))
    values = _paper(receipt, _("Receipt")) | {
        "heading": _("Thank you, %(name)s.") % {"name": who} if who else _("Thank you for your gift."),
        "amount": money(receipt.amount_minor, receipt.currency),
        "rows": [(label, drawn(value) or str(_UNDRAWN), is_sum) for label, value, is_sum in receipt_lines(receipt)],
        "void": receipt_void_words(receipt),
        "legal": legal(receipt),
        "binding": binding(lambda: legal(receipt)),
        "small": [*disclosures(receipt), wording.surplus_rule(name)],
    }
    return documents.render("receipt", values, created=receipt.issued_at)


def _paper(paper, kind: str) -> dict:
    issuer = paper.issuer
    demo = _("This is a demo. The organisation is invented, and no money moved.")
    questions = _("Questions? Write to %(email)s.") % {"email": settings.NETWORK["email"]}
    return {
        "title": f"{kind} {paper.label}",
        "kind": kind,
        "number": paper.label,
        "language": translation.get_language() or "en",
        "network": {
            "name": issuer["name"],
            "address": issuer["address"],
            "ein_line": f"EIN {issuer['ein']}" if issuer["deductible"] else "",
        },
        "cloth": list(hashlib.sha256(paper.uuid.bytes).digest()),
        "replaces": replaces_words(paper),
        "binding_line": binding_line(),
        "foot": demo if paper.series.startswith("DEMO") else questions,
    }


# -- a year's statement -------------------------------------------------------------------------------
def statement_parts(statement: YearStatement) -> list[dict]:
    """Gifts, family gifts and advised ones as tables of their own: title, note, columns, rows, total."""
    lines = list(statement.lines.select_related("receipt").order_by("position"))
    groups = (
        (("gift", "quid_pro_quo"), _("Gifts"), ""),
        (("family",), _("By the delegate or close family"), _("Towards travel costs; not tax-deductible gifts.")),
        (
            ("advised",),
            _("Through a donor-advised fund or an employer"),
            _("The sponsor made these gifts. They are listed so that you know they arrived."),
        ),
    )
    found = []
    for kinds, title, note in groups:
        rows = [line for line in lines if line.kind in kinds]
        if rows:
            found.append(_part(rows, title, note, statement.currency))
    return found


def _part(rows, title: str, note: str, currency: str) -> dict:
    has_goods = any(line.goods_minor for line in rows)
    columns = [_("Date"), _("Receipt"), _("Gift"), _("Given back"), _("Remains")]
    if has_goods:
        columns[4:4] = [_("Value received")]

    def figures(amount, back, goods):
        cells = [money(amount, currency), money(-back, currency) if back else "–"]
        cells += [money(-goods, currency) if goods else "–"] if has_goods else []
        return [*cells, money(amount - back - goods, currency)]

    sums = [sum(getattr(line, name) for line in rows) for name in ("amount_minor", "returned_minor", "goods_minor")]
    return {
        "title": title,
        "note": note,
        "columns": columns,
        "rows": [
            [
                day_words(line.given_on),
                line.receipt.label,
                *figures(line.amount_minor, line.returned_minor, line.goods_minor),
            ]
            for line in rows
        ],
        "total": ["", _("Together"), *figures(*sums)],
    }


def labelled(parts: list[dict]) -> list[dict]:
    """The same parts with each figure beside its column's words, for pages whose tables stack on a phone."""
    return [
        {
            **part,
            "labelled": [list(zip(part["columns"], row, strict=True)) for row in part["rows"]],
            "labelled_total": list(zip(part["columns"], part["total"], strict=True)),
        }
        for part in parts
    ]


def statement_legal(statement: YearStatement) -> list[str]:
    return receipt_words.statement_paragraphs(
        statement.template_version,
        receipt_words.Facts(
            kind="goods" if statement.goods_minor else "gift",
            amount=money(statement.total_minor, statement.currency),
            date=str(statement.year),
            network=statement.issuer["name"],
            ein=statement.issuer["ein"],
            address=statement.issuer["address"],
            deductible=statement.issuer["deductible"] and statement.given_minor > 0,
        ),
    )


def statement_void_words(statement: YearStatement) -> str:
    other = getattr(statement, "replaced_by", None)
    if not other:
        return ""
    return _("No longer valid: a gift of this year has changed. Statement %(number)s stands in its place.") % {
        "number": other.label
    }


def statement_lede(statement: YearStatement) -> str:
    return _lede(statement, printed_name(statement))


def _lede(statement: YearStatement, who: str) -> str:
    until = day_words(statement.until)
    if not who:
        return _("Gifts until %(until)s.") % {"until": until}
    return _("Gifts of %(name)s until %(until)s.") % {"name": who, "until": until}


def statement_pdf(statement: YearStatement) -> bytes:
    """Drawn anew on request: the same row, the same bytes. Raises documents.Busy."""
    has_gifts = statement.given_minor > 0
    values = _paper(statement, _("Statement")) | {
        "heading": _("Your gifts in %(year)s") % {"year": statement.year},
        "lede": _lede(statement, drawn(printed_name(statement))),
        "parts": statement_parts(statement),
        "void": statement_void_words(statement),
        "total_label": _("Given in %(year)s, less what was given back") % {"year": statement.year},
        "total": money(statement.total_minor, statement.currency) if has_gifts else "",
        "legal": statement_legal(statement),
        "binding": binding(lambda: statement_legal(statement)),
        "small": disclosures(statement),
    }
    return documents.render("statement", values, created=statement.issued_at)


def file_name(paper) -> str:
    """For the browser's folder of downloads: numbers alone, no name."""
    kind = "statement" if isinstance(paper, YearStatement) else "receipt"
    return f"{kind}-{paper.label}.pdf"


def in_kind_letter(description: str, name: str, *, number: str, written_at: datetime, uuid) -> bytes:
    """Thanks for a thing, without a value, as a paper of the house. `number` is the caller's own."""
    network = settings.NETWORK
    who = first_name(name)
    values = {
        "title": _("Thank you"),
        "kind": _("Thank you"),
        "number": number,
        "language": translation.get_language() or "en",
        "network": {"name": network["name"], "address": network["address"], "ein_line": ""},
        "cloth": list(hashlib.sha256(uuid.bytes).digest()),
        "replaces": "",
        "void": "",
        "binding": binding(lambda: [receipt_words.in_kind_text(description)]),
        "binding_line": binding_line(),
        "foot": _("Questions? Write to %(email)s.") % {"email": network["email"]},
        "heading": _("Thank you, %(name)s.") % {"name": who} if who else _("Thank you for your gift."),
        "amount": "",
        "rows": [(_("Received"), description, False), (_("On"), day_words(written_at.astimezone(UTC)), False)],
        "legal": [receipt_words.in_kind_text(description)],
        "small": [],
    }
    return documents.render("receipt", values, created=written_at)
