"""Offers: pool money held for one delegate. The delegate accepts, asks for another amount or declines; staff keep the
offer, replace it (two people) or withdraw it; unanswered, it goes back to the pool."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from delegation.actions.audit import record
from delegation.actions.mail import queue_mail
from delegation.actions.moves import lock, move
from delegation.errors import Conflict, DomainError
from delegation.models import Person
from delegation.money import from_minor, to_minor
from delegation.permissions import require
from fundraising.ledger import entries, posting
from fundraising.ledger.accounts import available, offered
from fundraising.models import Offer, OfferNote
from fundraising.queries.funds import MAY_RECEIVE, floor_minor
from fundraising.queries.ledger import books_are_red

KIND = "fundraising.offer"
Status = Offer.Status


def today() -> date:
    """The day where the network lives: until its end an offer can be answered."""
    return timezone.localdate(timezone=ZoneInfo(settings.NETWORK_TIME_ZONE))


# -- what an offer does to the books ----------------------------------------------------------------------
def made_spec(offer: Offer, floor: int = 0) -> entries.Spec:
    pool = offer.round.pool
    return entries.offer_made(available(pool), offered(pool), offer.amount_minor, offer.currency, floor_minor=floor)


def made_posting(offer: Offer, floor: int) -> posting.Posting:
    """The pool keeps `floor` minor units."""
    return posting.Posting(made_spec(offer, floor), f"offer:{offer.uuid}", (KIND, offer.uuid), timezone.now())


def _back_posting(offer: Offer, at: datetime) -> posting.Posting:
    pool = offer.round.pool
    spec = entries.offer_lapsed(offered(pool), available(pool), offer.amount_minor, offer.currency)
    return posting.Posting(spec, f"offer_lapsed:{offer.uuid}", (KIND, offer.uuid), at)


def room_words(room_minor: int, currency: str) -> str:
    return _(
        "The pool can give at most %(room)s now. %(percent)s %% of all it has received stays in it for emergencies."
    ) % {"room": from_minor(room_minor, currency), "percent": settings.POOL_FLOOR_PERCENT}


# -- the delegate answers -----------------------------------------------------------------------------------
def accept(offer: Offer, by: Person) -> Offer:
    """The money is the journey's from now on. Raises NotPermitted, Conflict when it was answered already, is too late,
    when the delegate does not travel any more, or while the books show a red line."""
    with transaction.atomic():
        now = timezone.now()
        offer = move(offer, "accept", by, ended_at=now)
        _refuse_late(offer)
        _refuse_gone(offer)
        if books_are_red():
            raise Conflict(
                _("We are checking our books just now and cannot book this. Your offer stays; please try tomorrow."),
                code="books_red",
            )
        spec = entries.offer_accepted(
            offered(offer.round.pool), available(offer.fund), offer.amount_minor, offer.currency
        )
        posting.post(spec, key=f"offer_accepted:{offer.uuid}", about=(KIND, offer.uuid), happened_at=now)
        return offer


def _refuse_late(offer: Offer) -> None:
    if offer.answer_by < today():
        raise Conflict(
            _("The time to answer has passed, and the money goes back to the pool. Write to us; we will find a way."),
            code="too_late",
        )


def _refuse_gone(offer: Offer) -> None:
    delegate = offer.fund.delegate
    if delegate is None or delegate.status not in MAY_RECEIVE:
        raise Conflict(
            _("%(name)s does not travel with this delegation now.") % {"name": delegate}, code="not_travelling"
        )


def counter(offer: Offer, amount: Money, words: str, by: Person) -> Offer:
    """Ask for less or more, with the reason in the delegate's own words. The money stays held until staff answer.
    Raises NotPermitted, DomainError (amount, words), Conflict."""
    minor = _other_amount(offer, amount)
    if not words.strip():
        raise DomainError(_("Tell us in a sentence what has changed."), code="words_missing", field="words")
    with transaction.atomic():
        offer = move(offer, "counter", by, counter_minor=minor)
        _refuse_late(offer)
        _write(offer, by, words)
        for person in (offer.proposed_by, offer.made_by):
            _tell_staff(offer, person)
        return offer


def _other_amount(offer: Offer, amount: Money) -> int:
    if amount.currency.code != offer.currency:
        raise DomainError(
            _("The pool is in %(currency)s.") % {"currency": offer.currency}, code="currency", field="amount"
        )
    minor = to_minor(amount)
    if minor <= 0:
        raise DomainError(_("Type an amount above zero."), code="not_positive", field="amount")
    if minor == offer.amount_minor:
        raise DomainError(_("That is what is offered already."), code="same_amount", field="amount")
    return minor


def decline(offer: Offer, by: Person, words: str = "") -> Offer:
    """The delegate does not need it: the money is the pool's again. Raises NotPermitted, Conflict."""
    with transaction.atomic():
        now = timezone.now()
        offer = move(offer, "decline", by, ended_at=now)
        posting.post_all([_back_posting(offer, now)])
        _write(offer, by, words)
        return offer


# -- staff answer a delegate who asked for another amount ----------------------------------------------------
def keep(offer: Offer, by: Person, answer_by: date, note: str) -> Offer:
    """Nothing else can be offered: the same once more, until a new day, with the reason for the delegate. Raises
    NotPermitted, DomainError (answer_by, note), Conflict."""
    _check_day(answer_by)
    if not note.strip():
        raise DomainError(_("Tell the delegate why."), code="note_missing", field="note")
    with transaction.atomic():
        offer = move(offer, "keep", by, answer_by=answer_by, reminded_at=None, next_minor=None, next_by=None)
        _write(offer, by, note)
        tell_delegate(offer, "offer_answered", f"keep:{answer_by}")
        return offer


def _check_day(answer_by: date) -> None:
    if answer_by <= today():
        raise DomainError(_("Choose a day that is still to come."), code="past", field="answer_by")


def suggest(offer: Offer, amount: Money, note: str, by: Person) -> Offer:
    """Put another amount before a second person. Nothing moves, and the delegate hears nothing yet. Raises
    NotPermitted, DomainError (amount), Conflict when the delegate did not ask."""
    minor = _other_amount(offer, amount)
    with transaction.atomic():
        offer = lock(offer)
        require("fundraising.suggest_offer", by, offer)
        _refuse_unasked(offer)
        offer.next_minor, offer.next_by = minor, by
        offer.save(update_fields=["next_minor", "next_by"])
        _write(offer, by, note, for_delegate=False)
        record("fundraising.suggest_offer", offer, by)
        return offer


def _refuse_unasked(offer: Offer) -> None:
    if offer.status != Status.COUNTERED:
        raise Conflict(
            _("This is no longer possible: it is now “%(status)s”.") % {"status": offer.get_status_display()},
            code="moved_on",
        )


def replace(offer: Offer, by: Person, answer_by: date, suggested_minor: int, note: str = "") -> Offer:
    """Make the offer another person suggested, in place of the one the delegate could not use; the old one goes back to
    the pool in the same transaction. `suggested_minor` is the amount this person saw. Answers the new offer. Raises
    NotPermitted, DomainError (answer_by), Conflict."""
    _check_day(answer_by)
    with transaction.atomic():
        offer = lock(offer)
        now = timezone.now()
        if offer.status == Status.COUNTERED and (offer.next_minor is None or offer.next_minor != suggested_minor):
            raise Conflict(_("Another amount is suggested now. Look again before you make it."), code="moved_on")
        posting.hold(made_spec(offer))
        old = move(offer, "replace", by, ended_at=now)
        _refuse_gone(old)
        if books_are_red():
            raise Conflict(
                _("The books show a line that does not hold. No money goes out until it is cleared; gifts go on."),
                code="books_red",
            )
        new = Offer.objects.create(
            line=old.line,
            round=old.round,
            fund=old.fund,
            amount_minor=old.next_minor,
            currency=old.currency,
            answer_by=answer_by,
            proposed_by=old.next_by,
            made_by=by,
            replaces=old,
        )
        # Less than before is no new money out of the pool.
        floor = floor_minor(old.round.pool) if new.amount_minor > old.amount_minor else 0
        _post_replacement(old, new, floor, now)
        record("fundraising.make_offer", new, by)
        _write(new, by, note)
        tell_delegate(new, "offer_made")
        return new


def _post_replacement(old: Offer, new: Offer, floor: int, at: datetime) -> None:
    try:
        posting.post_all([_back_posting(old, at), made_posting(new, floor)])
    except posting.InsufficientFunds as short:
        raise Conflict(room_words(short.room_minor, new.currency), code="pool_floor") from short


def withdraw(offer: Offer, by: Person, note: str = "") -> Offer:
    """Take back what was not accepted, with a reason the delegate reads. Raises NotPermitted, DomainError (note),
    Conflict."""
    if not note.strip():
        raise DomainError(_("Tell the delegate why."), code="note_missing", field="note")
    with transaction.atomic():
        now = timezone.now()
        offer = move(offer, "withdraw", by, ended_at=now)
        posting.post_all([_back_posting(offer, now)])
        _write(offer, by, note)
        tell_delegate(offer, "offer_answered", "withdraw")
        return offer


# -- by the clock ---------------------------------------------------------------------------------------------
def lapse_due() -> int:
    """Offers whose day has passed go back to the pool; answers how many. While the books show a red line nobody can
    accept, so nothing lapses either."""
    if books_are_red():
        return 0
    late = Offer.objects.filter(status=Status.OFFERED, answer_by__lt=today()).order_by("pk")
    return sum(_lapse(offer) for offer in late)


def _lapse(offer: Offer) -> bool:
    try:
        with transaction.atomic():
            now = timezone.now()
            offer = move(offer, "lapse", None, ended_at=now)
            if offer.answer_by >= today():
                raise Conflict(_("The offer was made longer."), code="moved_on")
            posting.post_all([_back_posting(offer, now)])
            tell_delegate(offer, "offer_lapsed")
    except Conflict:
        # Answered, or made longer, a moment ago.
        return False
    return True


def remind_due() -> int:
    """One reminder some days before the last one; answers how many."""
    soon = today() + timedelta(days=settings.OFFER_REMIND_DAYS)
    due = Offer.objects.filter(status=Status.OFFERED, answer_by__range=(today(), soon), reminded_at=None)
    long_enough = Q(created_at__lt=timezone.now() - timedelta(days=1))
    return sum(_remind(offer) for offer in due.filter(long_enough).order_by("pk"))


def _remind(offer: Offer) -> bool:
    with transaction.atomic():
        offer = lock(offer)
        if offer.status != Status.OFFERED or offer.reminded_at:
            return False
        offer.reminded_at = timezone.now()
        offer.save(update_fields=["reminded_at"])
        tell_delegate(offer, "offer_reminder", str(offer.answer_by))
    return True


# -- words and mails --------------------------------------------------------------------------------------------
def _write(offer: Offer, by: Person, words: str, *, for_delegate: bool = True) -> None:
    if words.strip():
        OfferNote.objects.create(offer=offer, written_by=by, text=words.strip(), for_delegate=for_delegate)


def tell_delegate(offer: Offer, notice: str, which: str = "") -> None:
    """One mail of this kind about this offer; `which` tells apart those that may come twice."""
    person = offer.line.delegate.person
    queue_mail(
        f"fundraising.{notice}",
        {"offer": offer.uuid},
        to=("delegation.person", person.uuid),
        language=person.language,
        key=f"{notice}:{offer.uuid}:{which}".rstrip(":"),
    )


def _tell_staff(offer: Offer, person: Person) -> None:
    queue_mail(
        "fundraising.offer_countered",
        {"offer": offer.uuid},
        to=("delegation.person", person.uuid),
        language=person.language,
        # A delegate may ask again after the same was offered once more.
        key=f"offer_countered:{offer.uuid}:{person.uuid}:{offer.answer_by}",
    )
