"""Somebody promises to match gifts: recorded by one person, agreed by another, asked for when gifts came, and counted
when the sponsor's own money is here. What is promised is computed (queries/matches)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record as audit
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Delegation, Organisation, Person
from delegation.money import from_minor, to_minor
from delegation.permissions import require
from fundraising.actions.funds import open_pool, open_travel_fund
from fundraising.models import Appeal, Donation, Donor, Fund, MatchAsk, MatchPayment, MatchPledge
from fundraising.queries.matches import promise

MOST_RATIO = 10
LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Promised:
    """What a sponsor promised. `appeal` None is the pool; days are the network's, both included; `cap` of one gift."""

    delegation: Delegation
    email: str
    name: str
    limit: Money
    starts_on: date
    ends_on: date
    form_token: UUID
    appeal: Appeal | None = None
    organisation: Organisation | None = None
    shown_name: str = ""
    language: str = "en"
    cap: Money | None = None
    ratio_gives: int = 1
    ratio_for: int = 1


def record(asked: Promised, by: Person) -> MatchPledge:
    """Write a promise down; it counts once another person has agreed. The same form token again answers the same
    promise. Raises NotPermitted, DomainError (limit, days, ratio, currency)."""
    require("fundraising.record_matchpledge", by, asked.delegation)
    known = MatchPledge.objects.filter(form_token=asked.form_token).first()
    if known:
        return _same(known, asked, by)
    fund = _fund(asked)
    limit, cap = _checked(asked, fund)
    starts_at, ends_at = bounds(asked.starts_on, asked.ends_on)
    try:
        with transaction.atomic():
            pledge = MatchPledge.objects.create(
                delegation=asked.delegation,
                appeal=asked.appeal,
                fund=fund,
                donor=Donor.objects.create(email=asked.email.strip(), name=asked.name.strip(), language=asked.language),
                organisation=asked.organisation,
                shown_name=asked.shown_name.strip(),
                currency=fund.currency,
                limit_minor=limit,
                cap_minor=cap,
                ratio_gives=asked.ratio_gives,
                ratio_for=asked.ratio_for,
                starts_on=asked.starts_on,
                ends_on=asked.ends_on,
                starts_at=starts_at,
                ends_at=ends_at,
                recorded_by=by,
                form_token=asked.form_token,
            )
            audit("fundraising.record_matchpledge", pledge, by)
            return pledge
    except IntegrityError:
        known = MatchPledge.objects.filter(form_token=asked.form_token).first()
        if known is None:
            raise
        return _same(known, asked, by)


def _same(known: MatchPledge, asked: Promised, by: Person) -> MatchPledge:
    if (known.recorded_by_id, known.delegation_id, known.limit_minor) != (
        by.pk,
        asked.delegation.pk,
        to_minor(asked.limit),
    ):
        raise Conflict(
            _("This form was sent before with other figures. Open the page anew to record another promise."),
            code="token_used",
            field="limit",
        )
    return known


def bounds(starts_on: date, ends_on: date) -> tuple[datetime, datetime]:
    """The first instant of the first day and the one after the last day, in the network's zone."""
    zone = ZoneInfo(settings.NETWORK_TIME_ZONE)
    return datetime.combine(starts_on, time(), zone), datetime.combine(ends_on + timedelta(days=1), time(), zone)


def _fund(asked: Promised) -> Fund:
    if asked.appeal is None:
        return open_pool(asked.delegation)
    if asked.appeal.delegate.delegation_id != asked.delegation.pk or asked.appeal.approved_version_id is None:
        raise DomainError(_("Choose an appeal of this delegation."), code="appeal", field="appeal")
    return open_travel_fund(asked.appeal.delegate)


def _checked(asked: Promised, fund: Fund) -> tuple[int, int | None]:
    for field, amount in (("limit", asked.limit), ("cap", asked.cap)):
        if amount is not None and (amount.currency.code != fund.currency or to_minor(amount) <= 0):
            raise DomainError(_("Type an amount above zero."), code="not_positive", field=field)
    if not (1 <= asked.ratio_gives <= MOST_RATIO and 1 <= asked.ratio_for <= MOST_RATIO):
        raise DomainError(_("A ratio is between 1 and 10."), code="ratio", field="ratio_gives")
    if asked.ends_on < asked.starts_on or asked.ends_on - asked.starts_on > LONGEST:
        raise DomainError(_("The last day comes after the first, within a year."), code="days", field="ends_on")
    if not asked.email.strip():
        raise DomainError(_("Type the address we may ask."), code="nobody", field="email")
    return to_minor(asked.limit), to_minor(asked.cap) if asked.cap else None


def agree(pledge: MatchPledge, by: Person) -> MatchPledge:
    """The promise counts, and its page shows it. Never by who recorded it."""
    return move(pledge, "agree", by, decided_by=by, decided_at=timezone.now())


def decline(pledge: MatchPledge, by: Person) -> MatchPledge:
    """The promise does not count."""
    return move(pledge, "decline", by, decided_by=by, decided_at=timezone.now())


def end(pledge: MatchPledge, by: Person) -> MatchPledge:
    """No further gift is looked at by its page; what was promised stays asked for."""
    return move(pledge, "end", by, ended_by=by, ended_at=timezone.now())


def ask(pledge: MatchPledge, by: Person, *, form_token: UUID) -> MatchAsk:
    """Write to the sponsor what their promise comes to, and how to pay; the sum stands in the row. The same form token
    again answers the same letter. Raises NotPermitted, Conflict when there is nothing to ask for."""
    with transaction.atomic():
        pledge = lock(pledge)
        require("fundraising.ask_matchpledge", by, pledge)
        known = MatchAsk.objects.filter(form_token=form_token, pledge=pledge).first()
        if known:
            return known
        now = promise(pledge)
        if not now.open_minor:
            raise Conflict(_("Nothing is promised that has not been received."), code="nothing_open")
        row = MatchAsk.objects.create(
            pledge=pledge,
            promised_minor=now.promised_minor,
            received_minor=now.received_minor,
            asked_by=by,
            form_token=form_token,
        )
        queue_mail(
            "fundraising.match_ask",
            {"ask": row.uuid},
            to=("fundraising.donor", pledge.donor.uuid),
            language=pledge.donor.language,
            key=f"match-ask:{row.uuid}",
        )
        audit("fundraising.ask_matchpledge", pledge, by)
        return row


def count(pledge: MatchPledge, by: Person, *, donation: Donation) -> MatchPayment:
    """A paid gift, by card for instance, keeps this promise; it is not matched itself then. Raises NotPermitted,
    Conflict (not paid, another fund's, counted already, more than was promised at most)."""
    with transaction.atomic():
        pledge = lock(pledge)
        require("fundraising.count_matchpledge", by, pledge)
        donation = lock(donation)
        if donation.status != Donation.Status.PAID or donation.fund_id != pledge.fund_id:
            raise Conflict(_("This gift went elsewhere, or has not arrived."), code="other_fund", field="gift")
        row = keep(pledge, by, donation=donation)
        audit("fundraising.count_matchpledge", pledge, by)
        return row


def keep(pledge: MatchPledge, by: Person, *, donation: Donation) -> MatchPayment:
    """Link a paid gift to the promise it keeps; inside the caller's transaction, with the pledge locked. What was given
    back of a payment makes no room for another, since it may come back; a cheque that bounced does. Raises Conflict."""
    payments = Donation.objects.filter(match_payment__pledge=pledge).exclude(offline__status="bounced")
    room = pledge.limit_minor - (payments.aggregate(total=Sum("settled_minor"))["total"] or 0)
    if (donation.settled_minor or 0) > room:
        raise Conflict(
            _("The promise has room for %(amount)s. Record what is more as a gift of its own.")
            % {"amount": from_minor(max(room, 0), pledge.currency)},
            code="beyond_limit",
            field="gift",
        )
    try:
        with transaction.atomic():
            return MatchPayment.objects.create(pledge=pledge, donation=donation, counted_by=by)
    except IntegrityError:
        raise Conflict(_("This gift is counted already."), code="counted", field="gift") from None
