"""A gift, from the form to the books. Every verb here may be called again, late, or by two at once, and leaves the same
books: the gift's row is locked, its state decides, and a payment is posted once, under the payment's own key.

`payment` and `session` are shaped as `gateway.Payment` and `gateway.Session`; this layer never calls out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.lifecycle import LIFECYCLES
from delegation.models import Delegation
from delegation.money import exponent, from_minor, to_minor
from delegation.permissions import require
from fundraising import wording
from fundraising.actions import held, monthly_steps, receipts
from fundraising.actions.funds import open_pool, open_travel_fund
from fundraising.currencies import fixed_fee_minor, maximum_units, minimum_units
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import OWED_BY_NETWORK, available
from fundraising.models import (
    Appeal,
    AppealVersion,
    CheckoutAttempt,
    Donation,
    DonationNote,
    Donor,
    Fund,
    HeldApart,
    Share,
)
from fundraising.queries.donations import gifts

# How long a payment page stays payable. Stripe allows 30 minutes to 24 hours.
PAGE_LIVES = timedelta(hours=2)
# A page is offered again only while the donor has time to use it.
PAGE_STILL_USEFUL = timedelta(minutes=2)
# A page that was never opened is asked for only while Stripe would still open it: it wants 30 minutes to come.
PAGE_STILL_OPENS = timedelta(minutes=31)
KIND = "fundraising.donation"


@dataclass(frozen=True)
class Asked:
    """What the give form asks for, checked by `start`. `amount` is the gift before the fee cover; `appeal` is None for
    a gift to the pool of `delegation`."""

    delegation: Delegation
    amount: Money
    email: str
    form_token: UUID
    appeal: Appeal | None = None
    version: AppealVersion | None = None
    share: Share | None = None
    cover_fees: bool = False
    name: str = ""
    language: str = "en"
    shown_name: str = ""
    show_amount: bool = True
    message: str = ""
    is_family: bool = False
    is_monthly: bool = False


class TokenUsed(Conflict):
    """The form was sent before with other figures: draw it anew with a new token and let the donor look again."""

    def __init__(self, donation: Donation):
        super().__init__(
            _("You began a gift of %(amount)s with this form. Look at the amount once more, then continue.")
            % {"amount": from_minor(donation.amount_minor, donation.currency)},
            code="token_used",
            field="amount",
        )
        self.donation = donation


def fee_cover_minor(amount_minor: int, currency: str = settings.DEFAULT_CURRENCY) -> int:
    """What to add so that about `amount_minor` remains after card fees, minor units of `currency`. The true fee comes
    later, from the balance transaction; nothing is ever booked from this figure."""
    rate, fixed = Decimal(settings.FEE_COVER_RATE), fixed_fee_minor(currency)
    gross = (Decimal(amount_minor + fixed) / (1 - rate)).to_integral_value(ROUND_CEILING)
    return int(gross) - amount_minor


# -- from the form to the payment page --------------------------------------------------------------
def start(asked: Asked) -> CheckoutAttempt:
    """Store the gift and its next try to open a payment page, and commit; nothing is sent anywhere. The same form token
    again answers the same gift.

    Raises DomainError for an amount or currency we do not take, Conflict when the page takes no gifts now, TokenUsed
    when the token came with other figures."""
    with transaction.atomic():
        donation = Donation.objects.filter(form_token=asked.form_token).first()
        if donation is None:
            donation = _create(asked)
        else:
            donation = _sent_again(donation, asked)
        return _attempt(donation, asked)


def _create(asked: Asked) -> Donation:
    fund, version = _target(asked)
    currency = asked.amount.currency.code
    minor = gift_minor(asked.amount, fund.currency if asked.is_monthly else "")
    cover = fee_cover_minor(minor, currency) if asked.cover_fees else 0
    donor = Donor.objects.create(email=asked.email.strip(), name=asked.name.strip(), language=asked.language)
    try:
        with transaction.atomic():
            monthly = None
            if asked.is_monthly:
                monthly = monthly_steps.start(
                    asked, donor=donor, fund=fund, version=version, amount_minor=minor + cover, fee_cover_minor=cover
                )
            donation = Donation.objects.create(
                donor=donor,
                fund=fund,
                appeal=asked.appeal,
                version=version,
                share=asked.share,
                monthly=monthly,
                amount_minor=minor + cover,
                fee_cover_minor=cover,
                currency=currency,
                is_family=asked.is_family,
                language=asked.language,
                mode=settings.STRIPE_MODE,
                form_token=asked.form_token,
            )
    except IntegrityError:
        # Somebody was faster with this token: the same person, by a second click.
        donor.delete()
        known = Donation.objects.filter(form_token=asked.form_token).first()
        if known is None:
            raise
        return _sent_again(known, asked)
    DonationNote.objects.create(donation=donation, **_words(asked))
    return donation


def _words(asked: Asked) -> dict:
    return {
        "shown_name": asked.shown_name.strip(),
        "show_amount": asked.show_amount,
        "message": asked.message.strip(),
    }


def _sent_again(donation: Donation, asked: Asked) -> Donation:
    """The same form once more. Until the gift has arrived its words are those sent last: who takes their name off the
    page before trying again is not shown."""
    donation = lock(donation)
    _refuse_other_figures(donation, asked)
    if donation.status in (Donation.Status.STARTED, Donation.Status.FAILED, Donation.Status.EXPIRED):
        DonationNote.objects.filter(donation=donation).update(**_words(asked))
        Donor.objects.filter(pk=donation.donor_id).update(name=asked.name.strip(), language=asked.language)
    return donation


def _target(asked: Asked) -> tuple[Fund, AppealVersion | None]:
    """The fund a gift goes to, and the version its donor read."""
    if asked.appeal is None:
        return open_pool(asked.delegation), None
    appeal = Appeal.objects.select_related("delegate__delegation", "approved_version").get(pk=asked.appeal.pk)
    if appeal.status != Appeal.Status.OPEN:
        raise Conflict(_("This page takes no gifts now. You can give to the pool instead."), code="not_open")
    version = asked.version or appeal.approved_version
    if version is None or version.appeal_id != appeal.pk:
        raise DomainError(_("Open the page again; it has changed."), code="other_version")
    if asked.share is not None and asked.share.appeal_id != appeal.pk:
        raise DomainError(_("Open the page again; it has changed."), code="other_share")
    return open_travel_fund(appeal.delegate), version


def gift_minor(amount: Money, only_currency: str = "") -> int:
    """Minor units of an amount we take; of one currency alone where `only_currency` is given, as for gifts that come
    again. Raises DomainError at `amount`."""
    currency = amount.currency.code
    if only_currency and currency != only_currency:
        raise DomainError(
            _("Gifts here are in %(currency)s.") % {"currency": only_currency}, code="currency", field="amount"
        )
    if currency not in settings.CURRENCIES:
        raise DomainError(_("We do not take %(currency)s.") % {"currency": currency}, code="currency", field="amount")
    minor, whole = to_minor(amount), 10 ** exponent(currency)
    least, most = minimum_units(currency) * whole, maximum_units(currency) * whole
    if minor < least:
        raise DomainError(
            _("The smallest gift is %(amount)s; below that, most of it would go to card fees.")
            % {"amount": from_minor(least, currency)},
            code="too_small",
            field="amount",
        )
    if minor > most:
        raise DomainError(
            _("For a gift above %(amount)s, please write to us; we will find the best way together.")
            % {"amount": from_minor(most, currency)},
            code="too_large",
            field="amount",
        )
    return minor


def _refuse_other_figures(donation: Donation, asked: Asked) -> None:
    minor = to_minor(asked.amount)
    cover = fee_cover_minor(minor, asked.amount.currency.code) if asked.cover_fees else 0
    same = (
        donation.amount_minor == minor + cover
        and (donation.monthly_id is not None) == asked.is_monthly
        and donation.currency == asked.amount.currency.code
        and donation.appeal_id == (asked.appeal.pk if asked.appeal else None)
        and donation.fund.delegation_id == asked.delegation.pk
        and donation.is_family == asked.is_family
        and donation.donor.email == asked.email.strip()
    )
    if not same:
        # Also once it is paid: thanks for the first gift would pass for thanks for this one.
        raise TokenUsed(donation)


def _attempt(donation: Donation, asked: Asked) -> CheckoutAttempt:
    """The try that can still be used, or a new one. A failed or expired gift may be tried again."""
    now = timezone.now()
    last = donation.attempts.order_by("-number").first()
    living: dict[str, timedelta] = {
        CheckoutAttempt.State.UNSENT: PAGE_STILL_OPENS,
        CheckoutAttempt.State.OPEN: PAGE_STILL_USEFUL,
    }
    if last:
        # A monthly gift whose first debit failed is over: trying again behind it would take two a month.
        failed = donation.status == Donation.Status.FAILED and donation.monthly_id is None
        over = last.state == CheckoutAttempt.State.COMPLETE and not failed
        over = over or donation.status == Donation.Status.REPLACED
        if over or (last.state in living and last.expires_at > now + living[last.state]):
            return last
    number = last.number + 1 if last else 1
    expires_at = (now + PAGE_LIVES).replace(microsecond=0)
    attempt = CheckoutAttempt(
        donation=donation,
        number=number,
        idempotency_key=f"donation-{donation.uuid}-session-{number}",
        expires_at=expires_at,
    )
    attempt.params = _params(donation, attempt, asked)
    attempt.save()
    return attempt


def _params(donation: Donation, attempt: CheckoutAttempt, asked: Asked) -> dict:
    """What the gateway is asked, without the donor's address: a repeat must send the same body under the same key. The
    address is read from the donor's row, so that nothing personal is kept twice."""
    back = (
        reverse("fundraising:give_appeal", args=[donation.appeal.slug])
        if donation.appeal and donation.appeal.slug
        else reverse("fundraising:give_pool_form", args=[donation.fund.delegation.slug])
    )
    # Back without paying: the form opens with what was chosen, and still knows who had shared the page.
    left = from_minor(donation.amount_minor - donation.fee_cover_minor, donation.currency).amount.normalize()
    chosen = "" if donation.currency == donation.fund.currency else f"&currency={donation.currency}"
    chosen += "&rhythm=monthly" if donation.monthly is not None else ""
    chosen += f"&from={asked.share.code}" if asked.share else ""
    thanks = reverse("fundraising:thanks", args=[donation.uuid])
    params: dict = {
        "amount_minor": donation.amount_minor,
        "currency": donation.currency,
        "product_name": wording.line_item(donation.fund.delegation.name),
        "donation_uuid": str(donation.uuid),
        "success_url": f"{settings.PUBLIC_URL}{thanks}?session={{CHECKOUT_SESSION_ID}}",
        "cancel_url": f"{settings.PUBLIC_URL}{back}?left={left:f}{chosen}",
        "expires_at": int(attempt.expires_at.timestamp()),
        "locale": asked.language if asked.language in dict(settings.LANGUAGES) else "auto",
        "metadata": {"donation": str(donation.uuid), "attempt": str(attempt.uuid)},
    }
    if donation.monthly is not None:
        params["is_monthly"] = True
        params["metadata"]["monthly"] = str(donation.monthly.uuid)
    return params


def remember_session(attempt: CheckoutAttempt, session) -> CheckoutAttempt:
    """Save what the gateway answered. Does nothing when a faster path already knows more."""
    with transaction.atomic():
        fresh = CheckoutAttempt.objects.select_for_update().get(pk=attempt.pk)
        if fresh.state == CheckoutAttempt.State.UNSENT:
            fresh.state = CheckoutAttempt.State.OPEN
            fresh.session_id = session.id
            fresh.url = session.url or ""
            fresh.save(update_fields=["state", "session_id", "url"])
        return fresh


def refuse_attempt(attempt: CheckoutAttempt) -> None:
    """The gateway said no to this try; a later one is a new row under a new key."""
    CheckoutAttempt.objects.filter(pk=attempt.pk, state=CheckoutAttempt.State.UNSENT).update(
        state=CheckoutAttempt.State.REFUSED
    )


# -- what became of it --------------------------------------------------------------------------------
def follow(session, payment=None) -> Donation | None:
    """Do what the session and its payment, fetched just now, say: settle, wait, fail or expire. Answers the gift, or
    None when the session is not one of ours. State-based: order, repetition and delay change nothing."""
    attempt = _attempt_of(session)
    if attempt is None:
        return None
    paid = session.payment_status in ("paid", "no_payment_required")
    if paid and payment is not None and payment.status == "succeeded":
        settled = settle(payment, ours=str(attempt.donation.uuid))
        _close_attempt(attempt, CheckoutAttempt.State.COMPLETE, session)
        return settled
    donation = attempt.donation
    if session.status == "expired":
        _close_attempt(attempt, CheckoutAttempt.State.EXPIRED, session)
        return expire(donation)
    if session.status == "complete":
        _close_attempt(attempt, CheckoutAttempt.State.COMPLETE, session)
        return fail(donation) if _was_refused(payment) else wait(donation)
    return donation


def _attempt_of(session) -> CheckoutAttempt | None:
    """Our row for this session. Its own id counts, then the ids we put on it: the answer that should have told us
    the session's id may have been lost."""
    by_id = CheckoutAttempt.objects.select_related("donation").filter(session_id=session.id).first()
    if by_id or not is_uuid(session.metadata.get("attempt")):
        return by_id
    named = CheckoutAttempt.objects.select_related("donation").filter(uuid=session.metadata["attempt"]).first()
    if named and named.session_id is None:
        named = remember_session(named, session)
    return named if named and named.session_id == session.id else None


def _close_attempt(attempt: CheckoutAttempt, state: str, session) -> None:
    CheckoutAttempt.objects.filter(pk=attempt.pk).exclude(state=CheckoutAttempt.State.COMPLETE).update(
        state=state, swept_at=timezone.now()
    )


def _was_refused(payment) -> bool:
    return payment is not None and payment.status in ("requires_payment_method", "canceled")


def wait(donation: Donation) -> Donation:
    """The donor has finished the page and the money is under way (a bank debit)."""
    return _move_if_possible(donation, "wait")


def fail(donation: Donation) -> Donation:
    """The bank said no in the end."""
    return _move_if_possible(donation, "fail")


def expire(donation: Donation) -> Donation:
    """The page was left unpaid. Never overrides a payment; another page of the same gift may still be open."""
    open_states = (CheckoutAttempt.State.UNSENT, CheckoutAttempt.State.OPEN)
    if donation.attempts.filter(state__in=open_states).exists():
        return donation
    return _move_if_possible(donation, "expire")


def _move_if_possible(donation: Donation, verb: str) -> Donation:
    with transaction.atomic():
        fresh = lock(donation)
        if fresh.status in LIFECYCLES[KIND].verbs[verb].sources:
            return move(fresh, verb, None)
        return fresh


# -- money ----------------------------------------------------------------------------------------------
def payment_key(payment) -> str:
    """One posting per payment, whatever tells us of it and how often."""
    return f"donation:{payment.id}"


def settle(payment, *, ours: str = "") -> Donation | None:
    """Book a succeeded payment: the gift's state, the entry, the fee where known, the receipt and its mail, in one
    transaction. Answers the gift; None when the payment carries no gift of ours or was put into suspense. `ours` names
    the gift whose page it was paid on, for a payment that lost our mark.

    A gift in another currency than its fund's waits, as `settling`, for the balance transaction that says what it came
    to; settled in another currency than the fund's, it is held apart.

    A payment of the other world (live money in a test place, or the reverse) is never posted."""
    named = payment.metadata.get("donation") or ours
    if payment.status != "succeeded" or not named or payment.amount_received <= 0:
        return None
    with transaction.atomic():
        donation = _lock_named(named)
        if donation is not None and donation.payment_intent == payment.id and is_settled(donation):
            _book_fee(donation, payment.balance)
            return donation
        wrong = _mismatch(donation, payment)
        if wrong == "mode":
            if donation is not None:
                record("fundraising.refuse_other_mode", donation)
            return None
        if donation is None or wrong:
            held.hold(payment, donation, wrong)
            return None
        if payment.balance is None and donation.currency != donation.fund.currency:
            return _convert(donation, payment)
        if payment.balance is not None and payment.balance.currency != donation.fund.currency:
            _convert(donation, payment)
            held.hold(payment, donation, HeldApart.Why.SETTLED)
            return None
        return _settle(donation, payment)


def is_settled(donation: Donation) -> bool:
    return donation.status == Donation.Status.PAID


def _lock_named(name: str) -> Donation | None:
    if not is_uuid(name):
        return None
    return (
        Donation.objects.select_for_update(of=("self",))
        .select_related("fund__delegation", "donor", "appeal")
        .filter(uuid=name)
        .first()
    )


def is_uuid(text) -> bool:
    """Whether a name that came from outside can be one of our rows'."""
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def _mismatch(donation: Donation | None, payment) -> str:
    """Why this payment is not the one the gift waits for; empty when it is."""
    if payment.livemode != (settings.STRIPE_MODE == "live"):
        return "mode"
    if donation is None:
        return "unknown"
    if donation.mode != settings.STRIPE_MODE:
        return "mode"
    if payment.currency != donation.currency:
        return "currency"
    if payment.amount_received != donation.amount_minor:
        return "amount"
    is_over = is_settled(donation) or donation.status == Donation.Status.REPLACED
    if is_over or donation.payment_intent not in (None, payment.id):
        return "paid_twice"
    # What was held apart once waits for a person, and is never booked a second time.
    return "held" if is_held_apart(payment) else ""


def _paid_fields(payment) -> dict:
    return {
        "payment_intent": payment.id,
        "charge": payment.charge_id,
        "card_last4": payment.card_last4 or "",
        "paid_at": _instant(payment.charge_created),
    }


def _convert(donation: Donation, payment) -> Donation:
    """The card was charged in another currency: what it comes to is not known yet, so nothing is in the books."""
    if donation.status == Donation.Status.SETTLING:
        return donation
    return move(donation, "convert", None, **_paid_fields(payment))


def _settle(donation: Donation, payment) -> Donation:
    changed, currency = donation.currency != donation.fund.currency, donation.fund.currency
    settled = payment.balance.amount if changed else donation.amount_minor
    donation = move(
        donation,
        "settle",
        None,
        **_paid_fields(payment),
        settled_minor=settled,
        settled_currency=currency,
        exchange_rate=payment.balance.exchange_rate if changed else None,
    )
    paid_at = _instant(payment.charge_created)
    spec = entries.gift_settled(available(donation.fund), settled, currency)
    for posted in posting.post_all(
        [
            posting.Posting(spec, payment_key(payment), (KIND, donation.uuid), paid_at),
            *_fee_postings(donation, payment.balance),
        ]
    ):
        _alert_borne(donation, posted)
    _remember_fee(donation, payment.balance)
    if attempt := _named_attempt(payment):
        donation.attempts.filter(uuid=attempt).update(state=CheckoutAttempt.State.COMPLETE, swept_at=timezone.now())
    receipts.issue(donation)
    return donation


def _named_attempt(payment) -> UUID | None:
    name = payment.metadata.get("attempt")
    return UUID(name) if is_uuid(name) else None


def _instant(seconds: int | None) -> datetime:
    return datetime.fromtimestamp(seconds, UTC) if seconds else timezone.now()


def is_held_apart(payment) -> bool:
    return held.is_held(payment.id)


# -- the fee ----------------------------------------------------------------------------------------------
def record_fee(donation: Donation, balance) -> Donation:
    """Book Stripe's fee from the balance transaction, once, keyed by it. Nothing happens while there is none."""
    with transaction.atomic():
        fresh = Donation.objects.select_for_update(of=("self",)).select_related("fund__delegation").get(pk=donation.pk)
        _book_fee(fresh, balance)
        return fresh


def _book_fee(donation: Donation, balance) -> None:
    if not is_settled(donation) or donation.balance_transaction or not _is_bookable(donation, balance):
        return
    for posted in posting.post_all(_fee_postings(donation, balance)):
        _alert_borne(donation, posted)
    _remember_fee(donation, balance)


def _is_bookable(donation: Donation, balance) -> bool:
    """What settled is what was posted; anything else waits for a person (docs/ledger.md)."""
    return (
        balance is not None
        and balance.currency == donation.settled_currency
        and balance.amount == donation.settled_minor
    )


def _fee_postings(donation: Donation, balance) -> list[posting.Posting]:
    if not _is_bookable(donation, balance) or balance.fee <= 0:
        return []
    fund, pool = available(donation.fund), available(open_pool(donation.fund.delegation))
    spec = entries.fee_known(fund, pool, balance.fee, donation.settled_currency)
    return [posting.Posting(spec, f"fee:{balance.id}", (KIND, donation.uuid), timezone.now())]


def _remember_fee(donation: Donation, balance) -> None:
    if _is_bookable(donation, balance):
        donation.fee_minor, donation.balance_transaction = balance.fee, balance.id
        donation.save(update_fields=["fee_minor", "balance_transaction"])


def _alert_borne(donation: Donation, posted: posting.Posted) -> None:
    for place in posted.borne:
        who = "network" if place == OWED_BY_NETWORK else "pool"
        record(f"fundraising.fee_borne_by_{who}", donation)


# -- staff ------------------------------------------------------------------------------------------------
def export_gifts(delegation, by) -> list[Donation]:
    """Every gift of a delegation, for a file outside our doors; who took it stands in the audit."""
    with transaction.atomic():
        require("fundraising.export_gifts", by, delegation)
        record("fundraising.export_gifts", delegation, by)
        return list(gifts(delegation))


def show_message(donation: Donation, by) -> None:
    """Let the page show the donor's message: a person has read it. Again: nothing changes."""
    _read_message(donation, by, "show", message_shown_at=timezone.now(), message_hidden_at=None)


def hide_message(donation: Donation, by) -> None:
    """Keep the donor's message off the page, before or after it was shown. The gift stays as it is."""
    _read_message(donation, by, "hide", message_hidden_at=timezone.now())


def _read_message(donation: Donation, by, verb: str, **written) -> None:
    with transaction.atomic():
        require(f"fundraising.{verb}_message", by, donation)
        note = DonationNote.objects.select_for_update().filter(donation=donation).exclude(message="").first()
        if note is None:
            raise Conflict(_("This gift has no message any more."), code="no_message")
        is_shown = note.message_shown_at is not None and note.message_hidden_at is None
        already = is_shown if verb == "show" else note.message_hidden_at is not None
        if not already:
            DonationNote.objects.filter(pk=note.pk).update(**written)
            record(f"fundraising.{verb}_message", donation, by)
