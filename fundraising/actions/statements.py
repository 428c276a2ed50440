"""A year's statement for each giver: made in January and on demand, made anew when a later refund changes the year.
Doing it twice does nothing twice, and a run that stopped half-way goes on where it stopped."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.errors import Conflict
from delegation.permissions import require
from fundraising import receipt_words
from fundraising.actions.receipts import issuer, next_number
from fundraising.models import Donation, Donor, PrintedName, ReceiptSeries, YearStatement, YearStatementLine
from fundraising.queries.receipts import (
    Content,
    content_of,
    contents,
    last_receipt,
    newest_statements,
    statement_series,
    today,
)

# Refunds change earlier years; further back nobody amends a return.
YEARS_WATCHED = 3
# The months in which last year's statements are made; the rest of the year only mends.
MADE_UNTIL_MONTH = 3


def make_statement(donation: Donation, by) -> YearStatement:
    """The statement of this gift's year, address and currency, made now. What stands already and still says the same is
    answered as it is. Raises NotPermitted, Conflict when the gift has no receipt or no address."""
    with transaction.atomic():
        require("fundraising.make_statement", by, donation)
        receipt = last_receipt(donation)
        if receipt is None or not donation.donor.email:
            raise Conflict(_("There is no receipt yet; it is made when the gift has arrived."), code="no_receipt")
        before = YearStatement.objects.count()
        statement = _make(donation.donor.email, receipt.charged_on.year, donation.currency, by)
        if statement is None:
            raise Conflict(_("There is nothing to state for this year."), code="nothing")
        if YearStatement.objects.count() != before:
            record("fundraising.make_statement", statement, by)
        return statement


def resend_statement(statement: YearStatement, by, *, form_token) -> None:
    """Send it again, once per form. Raises NotPermitted, Conflict when another replaced it."""
    with transaction.atomic():
        require("fundraising.resend_statement", by, statement)
        if YearStatement.objects.filter(replaces=statement).exists():
            raise Conflict(_("Another statement stands in its place. Send that one."), code="replaced")
        _queue(statement, key=f"statement:{statement.uuid}:again:{form_token}")
        record("fundraising.resend_statement", statement, by)


def sweep_statements(now: date | None = None) -> int:
    """What is due: last year's statements in the first months of a year; and, at any time, those of the last years
    whose gifts are no longer what they say. Each in its own transaction. Answers how many were made."""
    now = now or today()
    years = range(now.year - YEARS_WATCHED, now.year + 1)
    standing = newest_statements(years)
    made = 0
    for year in years:
        first_ones = year == now.year - 1 and now.month <= MADE_UNTIL_MONTH
        for (email, currency), content in contents(year).items():
            stands = standing.get((email, year, currency))
            # The running year is stated on demand, and again when it is over.
            due = first_ones if stands is None else stands.content_hash != content.digest and year < now.year
            if due and _make(email, year, currency, None) is not None:
                made += 1
    return made


def _make(email: str, year: int, currency: str, by) -> YearStatement | None:
    """The statement that says what is so, made if none does. Makers of one year wait for each other at its series."""
    with transaction.atomic():
        series = statement_series()
        ReceiptSeries.objects.get_or_create(series=series, year=year)
        ReceiptSeries.objects.select_for_update().get(series=series, year=year)
        content = content_of(email, year, currency)
        last = (
            YearStatement.objects.filter(
                donor__email__iexact=email, year=year, currency=currency, series=series, replaced_by__isnull=True
            )
            .order_by("-version")
            .first()
        )
        if last is not None and last.content_hash == content.digest:
            return last
        left = content.given_minor - content.returned_minor + content.apart_minor
        if last is None and left == 0:
            return None
        return _write(content, last, email, series, by)


def _write(content: Content, last: YearStatement | None, email: str, series: str, by) -> YearStatement:
    rows = Donor.objects.filter(email__iexact=email)
    donor = last.donor if last else rows.order_by("pk")[0]
    statement = YearStatement.objects.create(
        donor=donor,
        year=content.year,
        currency=content.currency,
        version=last.version + 1 if last else 1,
        series=series,
        number=next_number(series, content.year),
        given_minor=content.given_minor,
        returned_minor=content.returned_minor,
        goods_minor=content.goods_minor,
        apart_minor=content.apart_minor,
        until=content.until,
        content_hash=content.digest,
        template_version=receipt_words.CURRENT,
        issuer=issuer(),
        replaces=last,
        made_by=by,
    )
    YearStatementLine.objects.bulk_create(
        YearStatementLine(
            statement=statement,
            position=position,
            donation=line.receipt.donation,
            receipt=line.receipt,
            kind=line.receipt.kind,
            given_on=line.receipt.charged_on,
            amount_minor=line.receipt.amount_minor,
            returned_minor=line.returned_minor,
            goods_minor=line.goods_minor,
        )
        for position, line in enumerate(content.lines, start=1)
    )
    # As the donor last wrote their name.
    named = rows.exclude(name="").order_by("-pk").first()
    PrintedName.objects.create(statement=statement, name=named.name if named else email)
    _queue(statement, key=f"statement:{statement.uuid}")
    return statement


def _queue(statement: YearStatement, *, key: str) -> None:
    donor = statement.donor
    language = Donor.objects.filter(email__iexact=donor.email).order_by("-pk").values_list("language", flat=True)[0]
    queue_mail(
        "fundraising.year_statement",
        {"statement": statement.uuid},
        to=("fundraising.donor", donor.uuid),
        language=language,
        key=key,
    )
